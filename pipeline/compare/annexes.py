"""The 別紙 of one case side by side: whom and what they record (I01), and the grounds of an 外部提供 (O01)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.compare.faults import Fault, Input, fault, row_fault
from pipeline.compare.filled import Filled
from pipeline.frames import INPUTS, Tables
from pipeline.japanese.text import fold

PERSONS, ITEMS = "個人の範囲", "記録項目"
PROVISION, GROUNDS = "外部提供", "提供の根拠"

_ELSEWHERE = re.compile("とおり|同じ|同様|同上")
_SEPARATOR = re.compile("[、，,\n]+")
_MOST_SHOWN = 5


def points_elsewhere(text: str) -> bool:
    """Whether a text only points to another place (上記のとおり, 同上): then it lists nothing itself."""
    return _ELSEWHERE.search(text) is not None


def compare_annexes(filled: Filled) -> Iterator[Fault]:
    """I01: 個人の範囲 or 記録項目 that differ between the 別紙 of one case, at the later 別紙. White space does not count."""
    first: dict[tuple[int, str], Input] = {}
    for row in filled.on_annexes(PERSONS, ITEMS):
        if points_elsewhere(row.value):
            continue
        other = first.setdefault((row.book, row.name), row)
        if different := _difference(other.value, row.value):
            yield fault(row, row.value, ほかの別紙=other.sheet, 違う所=different)


def _difference(first: str, other: str) -> str:
    """The parts that stand in one of two texts only; nothing where they differ in white space, width and the like alone."""
    if first == other or fold(first) == fold(other):
        return ""
    one, two = ({fold(part): part.strip() for part in _SEPARATOR.split(text) if fold(part)} for text in (first, other))
    alone = [text for key, text in {**one, **two}.items() if (key in one) != (key in two)]
    shown = "、".join(f"「{text}」" for text in alone[:_MOST_SHOWN])
    return shown + (f" など{len(alone)}か所" if len(alone) > _MOST_SHOWN else "")


def require_grounds(tables: Tables) -> Iterator[Fault]:
    """O01: 提供の根拠 that is empty or not of the list. Takes the place of F06 and F16 there."""
    inputs = tables[INPUTS]
    rows = inputs[inputs["項目名"].eq(GROUNDS)]
    rows = rows[rows["様式シート"].eq(PROVISION) & ((rows["要"] & ~rows["記入"]) | rows["選択肢にない"])]
    if rows.empty:
        return
    for row in rows.to_dict("records"):
        yield row_fault(row, row["原文"], 根拠がない=row["選択肢"])
    inputs.loc[rows.index, ["要", "選択肢にない"]] = False
