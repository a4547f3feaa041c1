"""Dates of one workbook that are spelt in more than one way (D09): shown at the first that is unlike the most."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.frames import INPUTS, Tables
from pipeline.japanese.date_spelling import CUSTOMS, spelling
from pipeline.normalise import each_distinct

DATE_COLUMNS = {"時期": "時期", "対象者数": "時点"}
"""Tables with dates → the column they stand in."""

_UNLIKE, _DATE, _USUAL = "書き方の違う日付", "日付の原文", "多い書き方"


def find_mixed_date_spellings(tables: Tables) -> None:
    """Add to 項目, 時期 and 対象者数 書き方の違う日付 (the one to show of each workbook), 日付の原文 and 多い書き方.

    Looked at are the inputs that take a date, where it can be read, and the dates in the tables 時期 and 対象者数. Running
    text is not: it quotes laws and meetings in their own spelling.
    """
    inputs = tables[INPUTS]
    written = [_dates(INPUTS, inputs, inputs.loc[inputs["最早"].notna(), "原文"])]
    for name in (INPUTS, *DATE_COLUMNS):
        tables[name][_UNLIKE] = False
        tables[name][_DATE] = tables[name][_USUAL] = ""
    written += [_dates(name, tables[name], tables[name][column].dropna()) for name, column in DATE_COLUMNS.items()]
    dates = pd.concat(written, ignore_index=True).sort_values(["冊", "枚", "行", "列"], ignore_index=True)
    odd, usual = _unlike(dates["冊"].to_numpy(dtype=np.int64), dates["書き方"].to_numpy(dtype=np.int64))
    found = dates.iloc[odd].assign(例=dates["文"].to_numpy()[usual])
    for name, rows in found.groupby("表", sort=False):
        frame, places = tables[str(name)], rows["番地"].to_numpy()
        frame.loc[places, _UNLIKE] = True
        frame.loc[places, _DATE], frame.loc[places, _USUAL] = rows["文"].to_numpy(), rows["例"].to_numpy()


def _dates(name: str, frame: pd.DataFrame, texts: pd.Series[Any]) -> pd.DataFrame:
    """The texts that hold a date, with their places and the customs they fit."""
    customs = each_distinct(texts, spelling)
    rows = texts.index[[one is not None for one in customs]]
    return pd.DataFrame(
        {
            "表": name,
            "番地": rows,
            "冊": frame.loc[rows, "冊"],
            "枚": frame.loc[rows, "枚"],
            "行": frame.loc[rows, "行"],
            "列": frame.loc[rows, "列"] if name == INPUTS else 0,
            "文": texts.loc[rows],
            "書き方": [one for one in customs if one is not None],
        }
    )


def _unlike(books: np.ndarray[Any, Any], customs: np.ndarray[Any, Any]) -> tuple[Any, Any]:
    """Of each workbook with mixed spellings: the place of the first date unlike the most, and of the first like them.

    Where two spellings are as frequent, that of the first date counts.
    """
    if not len(books):
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    size = int(books.max()) + 1
    fits = (customs[:, None] >> np.arange(CUSTOMS)) & 1
    count = np.stack([np.bincount(books, weights=fits[:, n], minlength=size) for n in range(CUSTOMS)], axis=1)
    present, first = np.unique(books, return_index=True)
    weight = 2 * count
    weight[present] += fits[first]
    usual = weight.argmax(axis=1)
    mixed = count.max(axis=1) < np.bincount(books, minlength=size)
    like = fits[np.arange(len(books)), usual[books]] == 1
    candidates = mixed[books]
    odd = np.flatnonzero(candidates & ~like)
    even = np.flatnonzero(candidates & like)
    odd_books, odd_first = np.unique(books[odd], return_index=True)
    even_books, even_first = np.unique(books[even], return_index=True)
    kept = np.isin(odd_books, even_books)
    return odd[odd_first[kept]], even[even_first[np.isin(even_books, odd_books)]]
