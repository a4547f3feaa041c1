"""Breakdowns of a number inside one text: ４，９２５人（私立学校 ３，２０３人、国立学校 ２７３人、…）, うち外国人 ３０人."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.text import WHITE, clean, half_width

_WHITE = re.compile(f"[{WHITE}]+")
_SEPARATOR = re.compile("[、;]|,(?![0-9]{3}(?![0-9]))")
_LEAD = re.compile(r"[(・]?(?P<word>内訳|うち|内)(?:は|として)?[):・]*")
_IN_BRACKETS = re.compile(r"[^(]*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_COUNTERS = "人|名|件|団体|世帯|校|社|台|施設|事業者|法人"
_ABOUT = "約|およそ|おおよそ|概ね|おおむね"
_PIECE = re.compile(
    f"(?P<label>.*?[^0-9,.万千百約])(?P<number>(?:{_ABOUT})?[0-9][0-9,.]*[万千]?)(?P<unit>{_COUNTERS})(?:など|等)?"
)
_NO_PART = re.compile(
    "年度|年間|[0-9元前昨]年(?!生)|[0-9]月|時点|現在|平均|最大|最小|最多|延べ|のべ|実人数|上限|下限|見込|以上|以下|未満"
    "|当たり|あたり|合計|総数"
)
"""Labels of numbers that are no parts of one whole."""

_AGE = re.compile("[0-9]+歳(?:以上|以下|未満)")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts of a number, added up.

    total: their sum; slack: by how much rounding can have moved it; unit: their common unit;
    stated: the text says 内訳, so that the parts are all there are; some: it says うち, so that there may be others.
    """

    total: int | float
    slack: float
    unit: str
    stated: bool
    some: bool


def rounding(value: float, *, approximate: bool) -> float:
    """By how much a number can be off: half of its last digit that is not zero (約８６，０００ → 500), 0 if it is exact."""
    number = Fraction(value)
    if not approximate or not number:
        return 0.0
    step = Fraction(1, 100)
    while number % (step * 10) == 0:
        step *= 10
    return float(step / 2)


def read_breakdown(raw: str) -> Breakdown | None:
    """The breakdown that a text, or the brackets at its end, wholly consists of; None for any other text.

    Two or more parts are needed, each a label with a number and one common unit; after 内訳 or うち one is enough.
    What is no part of a whole (令和５年度 600人, 最大 50人) makes it no breakdown.
    """
    text = _WHITE.sub("", half_width(clean(raw) or "")).rstrip("。")
    if found := _IN_BRACKETS.fullmatch(text):
        text = found[1].rstrip("。")
    if lead := _LEAD.match(text):
        text = text[lead.end() :]
    stated = bool(lead and lead["word"] == "内訳")
    pieces = [piece.strip("・()").removeprefix("うち") for piece in _SEPARATOR.split(text) if piece]
    parts = [_PIECE.fullmatch(piece) for piece in pieces]
    found_parts = [part for part in parts if part and not _NO_PART.search(_AGE.sub("", part["label"]))]
    units = {part["unit"].replace("名", "人") for part in found_parts}
    if len(found_parts) < len(parts) or len(units) != 1 or (len(parts) < 2 and not lead):
        return None
    try:
        numbers = [read_number(part["number"]) for part in found_parts]
    except BadNumber:
        return None
    slack = sum(rounding(n.value, approximate=n.approximate) for n in numbers)
    return Breakdown(sum(n.value for n in numbers), slack, units.pop(), stated, bool(lead) and not stated)
