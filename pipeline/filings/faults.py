"""Rows of 評価書の照合: each says one fault at one cell of a filing, with the words in which its rule tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from pipeline.filings.values import Value

Fault: TypeAlias = dict[str, Any]

COMPARED = "評価書の照合"
"""A frame of its own beside 照合, so that a night without filings does not run one rule more."""

_ORIGIN = ("冊", "シート", "行", "列", "見出し", "原文")
_LONGEST_SHOWN = 60


WORDS = (
    "一覧の数", "シートの数", "一覧の名称", "知らないファイル", "続くはずの番号", "番号の種類",
    "委託の件数", "委託事項の数", "提供の件数", "提供先の数", "提供の種類", "別添にないファイル", "選んだ項目数", "別添の項目数",
    "空の再委託の欄", "求める欄", "求める答え", "書かれていない欄", "不要とした欄", "不要とした答え",
    "内容のない丸", "丸のない内容", "丸のない欄", "評価書名にない事務", "違う部署", "部署の欄",
    "別添３にない変更", "変更のない記載",
)  # fmt: skip
"""The columns beside the origin. Each belongs to one rule and is empty in the rows of the others."""


def fault(at: Value, text: str | None = None, **words: object) -> Fault:
    """A fault at a cell; `text` is the piece of its text that is meant."""
    shown = at.text if text is None else text
    if len(shown) > _LONGEST_SHOWN:
        shown = f"{shown[: _LONGEST_SHOWN - 1]}…"
    place = (at.sheet, at.row, at.column, at.title, shown or None)
    return {**dict(zip(_ORIGIN[1:], place, strict=True)), **words}


def of_book(book: int, faults: Iterable[Fault]) -> Iterable[Fault]:
    """The same faults, as those of a workbook of the night."""
    return ({"冊": book, **one} for one in faults)


def quoted(names: Iterable[str]) -> str:
    """「…」、「…」."""
    return "、".join(f"「{name}」" for name in names)


COLUMNS = [*_ORIGIN, *WORDS]
