"""How a date is spelt: full or half width, with gaps, by the western year, abbreviated. What it means is read elsewhere (dates).

One date may fit several customs (令和元年 fits every width), so a spelling is a set of them, kept as bits: dates are spelt
alike when their sets have a custom in common.
"""

from __future__ import annotations

import re
from functools import reduce

from pipeline.japanese.text import WHITE

FULL_WIDTH, HALF_WIDTH, BY_LENGTH, SPACED, WESTERN, ABBREVIATED, KANJI = (1 << n for n in range(7))
"""令和７年１２月; 令和7年12月; 令和７年12月 (one digit full, more digits half width); 令和 7年 12月; 2025年; R7.6.1; 令和七年."""

CUSTOMS = 7
"""The number of customs."""

_GAP = "[ \u3000]*"
_NUMBER = "(?:[0-9]{1,2}|[０-９]{1,2}|[〇一二三四五六七八九十]{1,3})"
_DIGITS = "[0-9０-９]"
_MONTH_AND_DAY = f"(?:{_GAP}{_NUMBER}{_GAP}月(?:{_GAP}{_NUMBER}{_GAP}日)?)?"
_SEPARATOR = "[./・．／-]"
_ERA = "令和|平成|昭和|大正|明治"
_SHORT_ERA = f"{_ERA}|[令平昭RHSTMＲＨＳＴＭ㋿㍻㍼㍽㍾]"
_DATE = re.compile(
    f"(?P<era>(?:{_ERA}){_GAP}(?:{_NUMBER}|元){_GAP}年{_MONTH_AND_DAY})"
    "|(?P<stored>(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    f"|(?P<western>(?<!{_DIGITS}){_DIGITS}{{4}}{_GAP}(?:年{_MONTH_AND_DAY}|{_SEPARATOR}{_DIGITS}{{1,2}}(?!{_DIGITS})))"
    f"|(?P<short>(?:{_SHORT_ERA})[.．]?{_GAP}(?:{_NUMBER}|元){_GAP}(?:年|{_SEPARATOR}{_DIGITS}))"
)
_WHITE = re.compile(f"[{WHITE}]")
_RUN = re.compile("[0-9]+|[０-９]+")


def spelling(text: str) -> int | None:
    """The customs that all dates in a text fit, 0 when they fit none in common; None where no date is found.

    A date that the workbook stores as a date (2025-06-01) has no spelling: how it looks is a matter of the cell's format.
    """
    customs = [_customs(found) for found in _DATE.finditer(text) if not found["stored"]]
    return reduce(int.__and__, customs) if customs else None


def _customs(found: re.Match[str]) -> int:
    if found["western"]:
        return WESTERN
    if found["short"]:
        return ABBREVIATED
    date = found["era"]
    if re.search("[〇一二三四五六七八九十]", date):
        return KANJI
    if _WHITE.search(date):
        return SPACED
    runs = _RUN.findall(date)
    full = all(not run.isascii() for run in runs)
    half = all(run.isascii() for run in runs)
    by_length = all(run.isascii() == (len(run) > 1) for run in runs)
    return FULL_WIDTH * full | HALF_WIDTH * half | BY_LENGTH * by_length
