"""Days and periods in running text: 令和５年８月１６日から令和５年９月１４日まで, 令和5年10月5日（木）～11月6日（月）.

Only what is told to the day is found; a month, a year or a day that is not in the calendar is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.japanese.dates import BadDate, read_date
from pipeline.japanese.eras import spellings
from pipeline.japanese.text import half_width

_GAP = "[ \n]*"
_NUMBER = "[0-9〇一二三四五六七八九十]{1,3}"
_ERA = "|".join(re.escape(spelling) for spelling, _ in spellings())
_WEEKDAY = rf"(?:{_GAP}\([月火水木金土日](?:曜日?)?(?:・?祝日?)?\))?"
_DAY = re.compile(
    rf"(?<![0-9])(?:(?P<year>(?:{_ERA}){_GAP}(?:{_NUMBER}|元){_GAP}年|[0-9]{{4}}{_GAP}年)|(?P<near>[同翌]年))?"
    rf"{_GAP}(?P<rest>{_NUMBER}{_GAP}月{_GAP}{_NUMBER}{_GAP}日)(?!間){_WEEKDAY}"
    rf"|(?<![0-9A-Za-z.])(?P<short>(?:(?:{_ERA})\.?[0-9]{{1,2}}|[0-9]{{4}})(?P<mark>[./-])[0-9]{{1,2}}(?P=mark)[0-9]{{1,2}})(?![0-9]|(?P=mark)[0-9])"
    rf"{_WEEKDAY}"
)
_FROM_TO = re.compile(rf"{_GAP}(?:から|より|[~〜‐-―−ー-]){_GAP}")
_BREAK = re.compile("[。\n]")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a text tells, and from where to where it stands there."""

    date: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """A period that a text tells by its first and its last day, and from where to where it stands there."""

    first: date
    last: date
    start: int
    end: int

    @property
    def days(self) -> int:
        """How many days it has, the first and the last counted."""
        return (self.last - self.first).days + 1


def find_days(text: str) -> tuple[Day, ...]:
    """The days told in a text, in their order.

    One without a year (11月6日) has that of the day before it in the same sentence: 同年, 翌年, as the end of a period the year
    in which it is not before its beginning, else the year that brings it nearest. Without such a day it is left out.
    """
    return tuple(_days(half_width(text))) if "日" in text or any(mark in text for mark in "./-．／－") else ()


def find_periods(text: str) -> tuple[Period, ...]:
    """The periods told in a text, in their order. One that ends before it begins is none."""
    days, plain = find_days(text), half_width(text)
    return tuple(
        Period(first.date, last.date, first.start, last.end)
        for first, last in pairwise(days)
        if first.date <= last.date and _FROM_TO.fullmatch(plain, first.end, last.start)
    )


def _days(text: str) -> Iterator[Day]:
    before: Day | None = None
    for found in _DAY.finditer(text):
        between = text[before.end : found.start()] if before else ""
        is_end = bool(_FROM_TO.fullmatch(between))
        told = before if is_end or not _BREAK.search(between) else None
        if (day := _read(found, told, is_end)) is not None:
            before = Day(day, found.start(), found.end())
            yield before


def _read(found: re.Match[str], before: Day | None, is_end: bool) -> date | None:
    if found["short"] or found["year"]:
        return _in_calendar(found["short"] or found["year"] + found["rest"])
    if before is None:
        return None
    year = before.date.year
    if found["near"]:
        return _in_calendar(f"{year + (found['near'] == '翌年')}年{found['rest']}")
    read = (_in_calendar(f"{one}年{found['rest']}") for one in (year, year + 1, year - 1))
    days = [day for day in read if day and (day >= before.date or not is_end)]
    return min(days, key=lambda day: abs(day - before.date), default=None)


def _in_calendar(written: str) -> date | None:
    try:
        return read_date(written).earliest
    except BadDate:
        return None
