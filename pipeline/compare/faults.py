"""Rows of 照合: each says one fault at one place, with the words in which its rule tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

COMPARED = "照合"

Row: TypeAlias = Mapping[Any, Any]
Fault: TypeAlias = dict[str, Any]

_ORIGIN = ("冊", "シート", "行", "列", "見出し")

WORDS = (
    "表紙の件名", "外の課", "課の数", "根拠の誤り", "フォルダ", "表紙の課",
    "台帳にない会議", "名称の違う会議", "会議の年度", "会議の名称", "資料の誤り", "本文の誤り",
    "別紙にない社", "表記の違う社", "台帳の表記", "正しくない法人番号", "委託にない語",
    "ほかの別紙", "違う所", "前半", "後半", "個人番号の項目", "要配慮の項目", "語彙との違い",
    "根拠がない", "付議日",
    "点検の開始", "意見聴取の終了", "先立つ報告",
)  # fmt: skip
"""The columns beside the origin. Each belongs to one rule and is empty in the rows of the others."""


def by_book(books: Iterable[int], values: Iterable[Any]) -> dict[int, list[Any]]:
    """冊 → its values, in their order."""
    found: dict[int, list[Any]] = {}
    for book, value in zip(books, values, strict=True):
        found.setdefault(book, []).append(value)
    return found


class Input(NamedTuple):
    """An input that is filled in: a row of 項目 with the columns that comparing looks at, named in `INPUT_COLUMNS`."""

    book: int
    sheet: str
    form_sheet: str
    row: int
    column: int
    name: str
    label: str
    type: str
    division: str
    """The 区分 of the 別紙 it stands on, '' elsewhere."""
    raw: str
    value: str
    asked: bool
    latest: Any
    """The last day that a date can mean, as an ordinal; NA where it is no date."""


INPUT_COLUMNS = (
    "冊", "シート", "様式シート", "行", "列", "項目名", "見出し", "型", "区分", "原文", "値", "要", "最遅",
)  # fmt: skip


def fault(at: Input, text: object, **words: object) -> Fault:
    """A fault at an input; `text` is the piece of its text that is meant."""
    place = (at.book, at.sheet, at.row, at.column, at.label)
    return {**dict(zip(_ORIGIN, place, strict=True)), "原文": text, **words}


def row_fault(row: Row, text: object, **words: object) -> Fault:
    """A fault at a row of 項目, as a record of the frame."""
    return {**{name: row[name] for name in _ORIGIN}, "原文": text, **words}


def cell_fault(row: Row, headings: tuple[str, ...], heading: str, text: object, **words: object) -> Fault:
    """A fault at one cell of a row of a table, whose 列 holds a place for each heading."""
    return row_fault({**row, "列": row["列"][headings.index(heading)], "見出し": heading}, text, **words)


def to_frame(faults: Iterable[Fault]) -> pd.DataFrame:
    """The frame 照合: 冊, シート, 行, 列, 見出し, 原文 and `WORDS`."""
    frame = pd.DataFrame(list(faults), columns=[*_ORIGIN, "原文", *WORDS], dtype="object")
    frame["冊"] = frame["冊"].astype("int64")
    return frame
