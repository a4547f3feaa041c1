"""The eras of Japan since 明治, each with its first and last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Era:
    """An era. The day of a change belongs to the new one (大正15年 ends on 24 December 1926)."""

    name: str
    letter: str
    sign: str
    """The single character that fonts offer for the name, e.g. ㋿."""
    first: date
    last: date

    @property
    def spellings(self) -> tuple[str, ...]:
        """How people write it: 令和, 令, R, ㋿."""
        return self.name, self.name[0], self.letter, self.sign

    def western_year(self, year: int) -> int:
        """The western year of a year of the era (元年 is 1)."""
        return self.first.year + year - 1

    def year_of(self, western_year: int) -> str:
        """The year of the era as printed, 元 for the first."""
        year = western_year - self.first.year + 1
        return "元" if year == 1 else str(year)


ERAS = (
    Era("令和", "R", "㋿", date(2019, 5, 1), date.max),
    Era("平成", "H", "㍻", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", "㍼", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", "㍽", date(1912, 7, 30), date(1926, 12, 24)),
    Era("明治", "M", "㍾", date(1868, 10, 23), date(1912, 7, 29)),
)


def era_of(day: date) -> Era | None:
    """The era of a day, None before 明治."""
    return next((era for era in ERAS if era.first <= day), None)


def spellings() -> Iterator[tuple[str, Era]]:
    """Every spelling with its era, longest first."""
    pairs = ((spelling, era) for era in ERAS for spelling in era.spellings)
    return iter(sorted(pairs, key=lambda pair: -len(pair[0])))
