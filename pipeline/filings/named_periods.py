"""What a name says of its time: 国保賦課ファイル（平成31年2月から） is one that did not exist before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.japanese.dates import BadDate, read_date

_NOTE = re.compile(r"[（(]([^（）()]*(?:から|まで|~|～|〜)[^（）()]*)[）)]")
_FROM = re.compile(r"(.+?)(?:から|[~～〜])(.*)")
_TO = re.compile(r"(.+?)まで")


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day that a name tells; None: it does not say."""

    first: date | None
    last: date | None

    def holds(self, first: date, last: date) -> bool:
        """Whether a time that lies between two days can lie in it."""
        return (self.first is None or last >= self.first) and (self.last is None or first <= self.last)

    def follows(self, other: Period) -> bool:
        """Whether it begins on the day after the other ends."""
        return other.last is not None and self.first == other.last + timedelta(days=1)


def period_of(name: str) -> Period | None:
    """The period that a name bears in brackets; None for a name without one."""
    for note in _NOTE.findall(name):
        begin = _FROM.fullmatch(note)
        end = _TO.fullmatch(begin[2] if begin else note)
        first = _day(begin[1], is_end=False) if begin else None
        last = _day(end[1] if end else begin[2] if begin else "", is_end=True)
        if first is not None or last is not None:
            return Period(first, last)
    return None


def _day(text: str, *, is_end: bool) -> date | None:
    try:
        read = read_date(text)
    except BadDate:
        return None
    return read.latest if is_end else read.earliest
