"""Dates as people type them, with the precision they have: 令和7年, 令和7年6月, R7.6.1, 2025-06-01, 7月28日.

A month stays a month: 令和7年6月 is never made the first of June. What is printed is always the same (令和7年6月1日).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.japanese.eras import Era, era_of, spellings
from pipeline.japanese.numbers import read_kanji
from pipeline.japanese.text import WHITE, clean, half_width, unify_dashes

NO_SUCH_DATE, OUTSIDE_ERA, UNREADABLE = "存在しない日付", "元号の範囲外", "日付として読めない"

_APRIL = 4
_LEAP_DAY_OF_1900 = 60
_LONGEST = 60
"""Characters of the longest text that is looked at as a date."""

_ERA_BY_SPELLING = dict(spellings())
_ERA = "|".join(re.escape(spelling) for spelling in _ERA_BY_SPELLING)
_YEAR = rf"(?:(?P<era>{_ERA})\.?(?P<year>[0-9]{{1,2}}|元)|(?:西暦)?(?P<western>[0-9]{{4}}))"
_MONTH, _DAY = "(?P<month>[0-9]{1,2})", "(?P<day>[0-9]{1,2})"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        f"{_YEAR}年(?:{_MONTH}月(?:{_DAY}日)?)?",
        f"{_YEAR}(?P<sep>[./-]){_MONTH}(?:(?P=sep){_DAY})?",
        "(?P<western>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        f"(?P<era>{_ERA})(?P<year>[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        f"{_MONTH}月(?:{_DAY}日)?",
    )
)
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_FISCAL = re.compile(f"{_YEAR}年度")

_TIME = re.compile(rf"[T{WHITE}]+[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]+)?)?\Z")
_GAP_IN_NUMBER = re.compile(f"[0-9][{WHITE}]+[0-9]")
_WHITE = re.compile(f"[{WHITE}]+")
_LOOK_ALIKE = str.maketrans("⽉⽇・･〜", "月日..~")
"""Characters that print like those of a date: radicals as copied out of a PDF, middle dots, a wave."""
_KANJI_NUMBER = re.compile("(?<![0-9])[〇零一二三四五六七八九十百千]{1,9}(?=[年月日])")
_NOTE = re.compile(r"\(([^()]*)\)")
_YEAR_NOTE = re.compile(f"{_YEAR}年?")
_DATE_LIKE_NOTE = re.compile(r"[0-9元]+(?:[年月日./-]|\Z)")
_TAIL = re.compile(
    "(?:から|より|まで|頃|ごろ|以降|現在|時点|予定|見込み|~|(?<=[年月])(?:末日|末|[上中下初]旬|中)"
    "|[㈪-㈰㊊-㊐]|(?<=日)[月火水木金土日]曜日?)\\Z"
)


class BadDate(ValueError):
    """The text is not a date; `reason` is 存在しない日付, 元号の範囲外 or 日付として読めない.

    The text itself is not in the message: what people type by mistake may be a number nobody should see.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day. Raises ValueError for one that is not in the calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def precision(self) -> str:
        """年, 年月 or 年月日."""
        return "年" if self.month is None else "年月" if self.day is None else "年月日"

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def iso(self) -> str:
        """2025, 2025-06 or 2025-06-01."""
        return self.earliest.isoformat()[: {"年": 4, "年月": 7, "年月日": 10}[self.precision]]

    def wareki(self) -> str:
        """令和7年, 令和7年6月 or 令和7年6月1日, as printed.

        A year or month with two eras in it is named after the later one; before 明治 the western year is printed.
        """
        era = era_of(self.latest)
        year = f"{era.name}{era.year_of(self.year)}年" if era else f"{self.year}年"
        month = "" if self.month is None else f"{self.month}月"
        return year + month + ("" if self.day is None else f"{self.day}日")


def wareki(day: date) -> str:
    """A day as printed: 令和7年6月1日."""
    return PartialDate(day.year, day.month, day.day).wareki()


def read_date(raw: str, *, fiscal_year: int | None = None, serial: bool = False, date1904: bool = False) -> PartialDate:
    """Read one date in any of the shapes people use.

    fiscal_year: the 年度 in which a date without a year (7月28日) lies; without it such a date is unreadable.
    serial: whether five digits are the number of a day in a spreadsheet; date1904: whether that counts from 1904.
    Words after the date (から, まで, 頃, 末, 現在) and notes in brackets (予定, weekday) are passed over.
    Raises BadDate.
    """
    text = half_width(clean(raw) or "")
    if len(text) > _LONGEST or _GAP_IN_NUMBER.search(text := _TIME.sub("", text)):
        raise BadDate(UNREADABLE)
    text = _canonical(text)
    if serial and (number := _SERIAL.fullmatch(text)):
        day = from_serial(int(number[1]), date1904)
        return PartialDate(day.year, day.month, day.day)
    parts = _parts(_without_tail(_NOTE.sub("", text)))
    if parts is None:
        raise BadDate(UNREADABLE)
    found = _dated(parts, fiscal_year)
    if not all(_agrees(note, found.year) for note in _NOTE.findall(text)):
        raise BadDate(UNREADABLE)
    return found


def from_serial(n: int, date1904: bool = False) -> date:
    """The day of a spreadsheet's serial number, counted from 1 January 1900 (= 1) or 1904 (= 0).

    Spreadsheets count a 29 February 1900 that never was. Raises BadDate for that day and outside the calendar.
    """
    if not date1904 and n in (0, _LEAP_DAY_OF_1900):
        raise BadDate(NO_SUCH_DATE)
    zero = date(1904, 1, 1) if date1904 else date(1899, 12, 31)
    days = n - (not date1904 and n > _LEAP_DAY_OF_1900)
    if not 0 <= days <= (date.max - zero).days:
        raise BadDate(NO_SUCH_DATE)
    return zero + timedelta(days=days)


def fiscal_year(day: date) -> int:
    """The 年度 (April to March) in which a day lies."""
    return day.year - (day.month < _APRIL)


def fiscal_label(year: int) -> str:
    """令和5年度 for 2023. The year in which an era began bears its name throughout (令和元年度)."""
    return PartialDate(year).wareki() + "度"


def parse_fiscal_label(text: str) -> int:
    """2023 for 令和５年度, R5年度 or 2023年度. Raises BadDate, also for a 年度 outside its era (平成32年度)."""
    found = _FISCAL.fullmatch(_canonical(half_width(clean(text) or "")))
    if found is None:
        raise BadDate(UNREADABLE)
    year = _year(found.groupdict(), None)
    era = _ERA_BY_SPELLING.get(found["era"] or "")
    if year is None or (era and not _within(era, date(year, _APRIL, 1), date(year + 1, 3, 31))):
        raise BadDate(OUTSIDE_ERA)
    return year


_Parts = dict[str, str | None]
"""What a shape found: era, year, western, month, day, as far as it has them."""


def _canonical(text: str) -> str:
    """Without white space; dashes, dots, capitals and numerals in one spelling."""
    text = unify_dashes(_WHITE.sub("", text)).translate(_LOOK_ALIKE).upper()
    return _KANJI_NUMBER.sub(lambda found: str(read_kanji(found[0]) or found[0]), text)


def _without_tail(text: str) -> str:
    while tail := _TAIL.search(text):
        text = text[: tail.start()]
    return text


def _parts(text: str) -> _Parts | None:
    found = next((found for shape in _SHAPES if (found := shape.fullmatch(text))), None)
    return found and found.groupdict()


def _year(parts: _Parts, fiscal: int | None) -> int | None:
    """The western year; None where the text has none and the 年度 is not known."""
    if western := parts.get("western"):
        return int(western)
    if era := _ERA_BY_SPELLING.get(parts.get("era") or ""):
        year = parts["year"] or ""
        return era.western_year(1 if year == "元" else int(year))
    if fiscal is None:
        return None
    return fiscal + (int(parts["month"] or 0) < _APRIL)


def _dated(parts: _Parts, fiscal: int | None) -> PartialDate:
    year = _year(parts, fiscal)
    if year is None:
        raise BadDate(UNREADABLE)
    month, day = (None if part is None else int(part) for part in (parts["month"], parts["day"]))
    try:
        found = PartialDate(year, month, day)
    except ValueError:
        raise BadDate(NO_SUCH_DATE) from None
    era = _ERA_BY_SPELLING.get(parts.get("era") or "")
    if era and not _within(era, found.earliest, found.latest):
        raise BadDate(OUTSIDE_ERA)
    return found


def _within(era: Era, earliest: date, latest: date) -> bool:
    return earliest <= era.last and era.first <= latest


def _agrees(note: str, year: int) -> bool:
    """Whether a bracketed note may be passed over: it names the same year otherwise, or is no part of the date."""
    if found := _YEAR_NOTE.fullmatch(note):
        return _year(found.groupdict(), None) == year
    return not _DATE_LIKE_NOTE.search(note)
