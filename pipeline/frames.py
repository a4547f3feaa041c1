"""Long frames: the rows of all workbooks of the night, joined, with where each came from.

Every frame has 冊 (number of the workbook in the night), シート, 行 and 列 (from 0). Frames of tables hold in 列 one place for
each heading, because people insert and move columns; `headings_of` gives the headings in that order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from pipeline.extract import Extract, Row, table_name
from pipeline.forms.model import OPTIONAL, Form

_RESERVED = {"冊", "枚", "行", "列", "シート", "様式シート"}
"""Columns that say where a row came from: no table of a form may have a heading of that name."""

OBSERVATIONS, SHEETS, INPUTS = "所見", "シート", "項目"


@dataclass(frozen=True, slots=True)
class Tables:
    """The night's long frames by name, and the headings of those that are tables of the form."""

    frames: dict[str, pd.DataFrame]
    headings: Mapping[str, tuple[str, ...]]
    circles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Table → its headings under which a ○ or nothing stands."""

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The frame of a name."""
        return self.frames[name]


def headings_of(form: Form) -> dict[str, tuple[str, ...]]:
    """Table name → its headings. All checklists share one table, as they share their headings."""
    return {table_name(f, sheet.kind): f.headings for sheet in form.sheets for f in sheet.fields if f.is_table}


def circles_of(form: Form) -> dict[str, tuple[str, ...]]:
    """Table name → its headings under which a ○ or nothing stands, for the tables that have any."""
    found = {
        table_name(f, sheet.kind): tuple(c.heading for c in f.columns if c.choices == ("○",) and not c.fixed)
        for sheet in form.sheets
        for f in sheet.fields
        if f.is_table
    }
    return {name: headings for name, headings in found.items() if headings}


def to_tables(extracts: Sequence[Extract], form: Form) -> Tables:
    """Join what the workbooks of one form gave. 冊 is the place of the workbook in `extracts`."""
    sheets = _sheet_frame(extracts, form)
    offsets = np.cumsum([0, *(len(extract.sheets) for extract in extracts)])
    frames = {OBSERVATIONS: observation_frame(extracts), SHEETS: sheets}
    frames[INPUTS] = _input_frame(extracts, form, sheets, offsets)
    headings = headings_of(form)
    for name, names in headings.items():
        if taken := set(names) & _RESERVED:
            raise ValueError(f"様式の表「{name}」の見出し{sorted(taken)}は、読み取りのために使っている名前です。")
        rows, books = _rows([extract.tables.get(name, []) for extract in extracts])
        frames[name] = _with_origin(_frame(rows, ("枚", "行", "列", *names), names), books, sheets, offsets)
    return Tables(frames, headings, circles_of(form))


def _rows(per_book: Sequence[list[Row]]) -> tuple[list[Row], np.ndarray[Any, Any]]:
    rows = [row for rows in per_book for row in rows]
    return rows, np.repeat(np.arange(len(per_book)), [len(rows) for rows in per_book])


def _frame(rows: list[Row], columns: Sequence[str], texts: Sequence[str] = ()) -> pd.DataFrame:
    """The rows as a frame. The columns in `texts` are text, also where nothing is written in them."""
    data: dict[str, Any] = {}
    for place, name in enumerate(columns):
        values = list(map(itemgetter(place), rows))
        data[name] = pd.array(values, dtype="str") if name in texts else values
    return pd.DataFrame(data)


def _with_origin(
    frame: pd.DataFrame, books: np.ndarray[Any, Any], sheets: pd.DataFrame, offsets: np.ndarray[Any, Any]
) -> pd.DataFrame:
    frame.insert(0, "冊", books)
    frame["枚"] = frame["枚"].to_numpy(dtype=np.int64) + offsets[books]
    frame["行"] = frame["行"].astype("int64")
    frame["列"] = frame["列"].astype("object")
    for name in ("シート", "様式シート"):
        frame[name] = sheets[name].array.take(frame["枚"].to_numpy())
    return frame


def _sheet_frame(extracts: Sequence[Extract], form: Form) -> pd.DataFrame:
    """シート: a row a sheet found, indexed by 枚."""
    rows, books = _rows([extract.sheets for extract in extracts])
    frame = _frame(rows, ("様式シート", "シート", "非表示"))
    frame.insert(0, "冊", books)
    specs = [form.by_name[name] for name in frame["様式シート"]]
    frame["種類"] = [spec.kind for spec in specs]
    frame["区分"] = [spec.division for spec in specs]
    frame["当事者"] = [spec.party for spec in specs]
    frame["版"] = [extracts[book].edition for book in books]
    frame["別紙"] = np.array([spec.is_annex for spec in specs], dtype=bool)
    return frame


def named(inputs: pd.DataFrame, form: Form, *names: str, sheet: str = "") -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which rows of 項目 are inputs of these names (on the sheet of this name): by their numbers, which is quicker than by text."""
    asked = [f.name in names and sheet in ("", f.sheet) for f in form.inputs]
    rows: np.ndarray[Any, np.dtype[np.bool_]] = np.array(asked, dtype=bool)[inputs["番号"].to_numpy(dtype=np.int64)]
    return rows


def observation_frame(extracts: Sequence[Extract]) -> pd.DataFrame:
    """所見: what was seen in reading. 行 and 列 are empty where the whole sheet or file is meant."""
    rows, books = _rows([extract.observations for extract in extracts])
    frame = _frame(rows, ("種", "シート", "行", "列", "項目", "詳細"), ("種", "シート", "項目", "詳細"))
    frame.insert(0, "冊", books)
    for name in ("行", "列"):
        frame[name] = pd.array(frame[name].to_list(), dtype="Int64")
    return frame


def _input_frame(
    extracts: Sequence[Extract], form: Form, sheets: pd.DataFrame, offsets: np.ndarray[Any, Any]
) -> pd.DataFrame:
    """項目: a row an input, with what the form says of it."""
    rows, books = _rows([extract.fields for extract in extracts])
    frame = _with_origin(_frame(rows, ("枚", "番号", "行", "列", "原文", "記入数"), ("原文",)), books, sheets, offsets)
    frame["列"] = frame["列"].astype("int64")
    numbers = frame["番号"].to_numpy(dtype=np.int64)
    spec = pd.DataFrame(
        {
            "項目名": [f.name for f in form.inputs],
            "見出し": [f.label for f in form.inputs],
            "型": [f.type for f in form.inputs],
            "必須": [f.required or OPTIONAL for f in form.inputs],
            "区分": [form.by_name[f.sheet].division for f in form.inputs],
            "条件": [f.condition for f in form.inputs],
            "選択肢": ["、".join(f.choices) for f in form.inputs],
        }
    )
    for name in spec.columns:
        # as categories: there are as many different values as the form has inputs, however long the night's frame is
        frame[name] = spec[name].astype("category").array.take(numbers)
    frame["記入"] = frame["記入数"].to_numpy(dtype=np.int64) > 0
    return frame
