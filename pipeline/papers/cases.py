"""Which cases there are to print, and what the secretariat gave each of them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.japanese.dates import fiscal_label
from pipeline.japanese.text import half_width, wide_digits
from pipeline.normalise import read_date_text
from pipeline.numbering import year_of_label
from pipeline.papers.head import CaseHead
from pipeline.papers.pack import MeetingHead
from pipeline.receipts import Placed, latest_accepted
from pipeline.secretariat import Secretariat

_DIGITS = re.compile("[0-9]+")
_MEETING = re.compile(r"(?P<year>.+年度)[ 　]*第?[ 　]*(?P<number>[0-9]{1,3})[ 　]*回?[ 　]*")

Held = tuple[str, int]
"""年度 and number of a meeting."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as the secretariat entered it."""

    held: Held
    name: str = ""
    day: str = ""

    @property
    def label(self) -> str:
        """E.g. 令和６年度第５回新宿区個人情報保護管理運営会議."""
        year, number = self.held
        return wide_digits(f"{year}第{number}回") + self.name

    @property
    def head(self) -> MeetingHead:
        """What stands above its agenda."""
        return MeetingHead(self.label, self.day)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the sheet 審議: what is printed of it, and the meeting it belongs to."""

    head: CaseHead
    held: Held | None


def read_meeting(text: str) -> Held | None:
    """The meeting that someone names: 令和7年度第4回, Ｒ７年度４回; None for anything else."""
    found = _MEETING.fullmatch(half_width(text).strip())
    year = _year(found["year"]) if found else None
    return (year, int(found["number"])) if found and year else None


def meetings(secretariat: Secretariat) -> dict[Held, Meeting]:
    """The meetings of 審議記録.xlsx that have a 年度 and a number."""
    known: dict[Held, Meeting] = {}
    for row in secretariat.meetings.to_dict("records"):
        held = _held(row)
        if held is not None:
            day = read_date_text(_text(row["開催日"])).value or ""
            known[held] = Meeting(held, _text(row["会議の名称"]), day)
    return known


def entries(secretariat: Secretariat) -> dict[str, Entry]:
    """案件ID → its row of the sheet 審議. A row without 回 belongs to the meeting of its 付議日, if there was one only."""
    known = meetings(secretariat)
    on_day: dict[str, list[Held]] = {}
    for meeting in known.values():
        on_day.setdefault(meeting.day, []).append(meeting.held)
    found: dict[str, Entry] = {}
    for row in secretariat.decisions.to_dict("records"):
        case_id, day, held = _text(row["案件ID"]), _text(row["付議日"]), _held(row)
        if held is None and day and len(on_day.get(day, ())) == 1:
            (held,) = on_day[day]
        label, usual = _of_meeting(known, held) if held else ("", "")
        found[case_id] = Entry(CaseHead(case_id, _text(row["資料番号"]), label, day or usual), held)
    return found


def _of_meeting(known: Mapping[Held, Meeting], held: Held) -> tuple[str, str]:
    """Label and day of a meeting, also of one that is not entered as such."""
    meeting = known.get(held, Meeting(held))
    return meeting.label, meeting.day


def head_of(known: Mapping[str, Entry], case_id: str) -> CaseHead:
    """What is printed of a case beside its workbook; of one that the secretariat has not entered, its 案件ID."""
    return known[case_id].head if case_id in known else CaseHead(case_id)


def accepted_files(placed: Sequence[Placed]) -> dict[str, Path]:
    """案件ID → its accepted workbook in the latest version. `placed`: all files of the workspace."""
    latest = latest_accepted(placed)
    return {case_id: latest[case_id].path for case_id in sorted(latest)}


def cases_of(held: Held, known: Mapping[str, Entry]) -> list[str]:
    """The cases of a meeting in the order of their 資料番号, those without one last."""
    return sorted((case_id for case_id, entry in known.items() if entry.held == held), key=lambda c: _order(known[c]))


def _order(entry: Entry) -> tuple[bool, list[int], str]:
    number = entry.head.number
    return not number, list(map(int, _DIGITS.findall(half_width(number)))), entry.head.case_id


def _held(row: Mapping[Hashable, object]) -> Held | None:
    year, numbers = _year(_text(row["年度"])), _DIGITS.findall(half_width(_text(row["回"])))
    return (year, int(numbers[0])) if year and len(numbers) == 1 else None


def _year(text: str) -> str:
    year = year_of_label(text)
    return "" if year is None else fiscal_label(year)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]
