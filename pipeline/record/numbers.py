"""What can be proposed for a case in 審議記録: its 年度, the 回 of the next meeting, its № and its 資料番号."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

import pandas as pd

from pipeline.japanese.dates import fiscal_label, fiscal_year
from pipeline.japanese.documents import find_documents
from pipeline.japanese.text import wide_digits
from pipeline.numbering import whole_number, year_of_label
from pipeline.patch.editor import Value
from pipeline.secretariat import iso_day

NUMBER, DOCUMENT = "№", "資料番号"
FIRST_DOCUMENT = "資料１"
"""Where a 年度 has no 資料番号 yet."""

_DIGITS = re.compile("[0-9０-９]+")


@dataclass(frozen=True, slots=True)
class Sitting:
    """The meeting before which a case comes next. `number` is its 回, where that is known."""

    year: int
    number: int | None = None

    @classmethod
    def next(cls, meetings: pd.DataFrame, night: dt.date) -> Sitting:
        """The first meeting of the sheet 会議 whose 開催日 is the night or later; without one, the 年度 of the night.

        The 年度 follows from the 開催日, as that of a case follows from its 付議日.
        """
        known = zip(map(iso_day, meetings["開催日"]), map(whole_number, meetings["回"]), strict=True)
        coming = [(day, number) for day, number in known if day is not None and day >= night.isoformat()]
        if not coming:
            return cls(fiscal_year(night))
        day, number = min(coming, key=lambda one: one[0])
        return cls(fiscal_year(dt.date.fromisoformat(day)), number)

    @property
    def label(self) -> str:
        """The 年度 as the book writes it."""
        return fiscal_label(self.year)


@dataclass(slots=True)
class Numbers:
    """The numbers that are given, by 年度: what is next continues the highest, and a 年度 begins again with 1.

    A number that was left out is not given to another case: the secretariat may have kept it for one that is to come. Where
    it takes another number than the next one, what follows continues from there.
    """

    highest: dict[int, int] = field(default_factory=dict)
    documents: dict[int, str] = field(default_factory=dict)
    """年度 → the 資料番号 that is the highest there, as typed. Branch numbers (資料５４－１) are of the same document."""

    @classmethod
    def of(cls, decisions: pd.DataFrame) -> Numbers:
        """From the rows of the sheet 審議."""
        numbers = cls()
        for row in decisions.to_dict("records"):
            year = year_of(row["年度"], row["付議日"])
            if year is None:
                continue
            if not pd.isna(row["№"]):
                numbers.highest[year] = max(numbers.highest.get(year, 0), int(row["№"]))
            for document in find_documents(row["資料番号"]) if isinstance(row["資料番号"], str) else ():
                numbers._see(year, document.base, document.written)
        return numbers

    def next(self, heading: str, year: int) -> Value:
        """The № or 資料番号 (`heading`) for the next case of a 年度. Its digits are as wide as those of the one before."""
        if heading == NUMBER:
            self.highest[year] = self.highest.get(year, 0) + 1
            return self.highest[year]
        last = self.documents.get(year)
        self.documents[year] = FIRST_DOCUMENT if last is None else _DIGITS.sub(_following, last)
        return self.documents[year]

    def _see(self, year: int, base: int, written: str) -> None:
        found = _DIGITS.search(written)
        last = self.documents.get(year)
        if found and (last is None or base > _base(last)):
            self.documents[year] = written[: found.end()]


def year_of(label: object, day: object) -> int | None:
    """The 年度 of a row: as it states it, else that of its 付議日 (ISO); None where neither is readable."""
    if isinstance(label, str):
        return year_of_label(label)
    return fiscal_year(dt.date.fromisoformat(day)) if isinstance(day, str) else None


def _base(document: str) -> int:
    found = _DIGITS.search(document)
    return int(found[0]) if found else 0


def _following(digits: re.Match[str]) -> str:
    written = str(int(digits[0]) + 1)
    return written if digits[0].isascii() else wide_digits(written)
