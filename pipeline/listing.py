"""`fugi list`: the same list for a period or for one meeting, out of the rows that the lists of the years are made of.

A case belongs to the meeting whose 年度 and 回 the secretariat wrote beside it, and where 回 is left empty, to the meeting that was
held on its 付議日.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from pipeline.durable import durable_write
from pipeline.japanese.dates import (
    BadDate,
    PartialDate,
    fiscal_label,
    fiscal_year,
    read_date,
    wareki,
)
from pipeline.japanese.meetings import find_meetings
from pipeline.japanese.text import half_width
from pipeline.numbering import year_of_label
from pipeline.publish.case_list import write_case_list
from pipeline.publish.heading import ListHeading, meeting_heading, period_heading
from pipeline.secretariat import Secretariat

_NUMBER = re.compile(r"第?([0-9]{1,3})回?")
_MOST_NAMED = 3

Key = tuple[int, int]
"""A meeting: the western year in which its 年度 begins, and 回."""


class NotListed(Exception):
    """There is nothing to list; the text says why and what can be asked for instead."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The cases of a list. `label` says of what it is the list, and ends the name of its file."""

    label: str
    heading: ListHeading
    cases: pd.DataFrame


def read_period(start: str, end: str) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a period as people type it: days or months; an empty one leaves that side open.

    Raises `NotListed` for what is no date, and for a period that ends before it begins.
    """
    first = _date("--from", start).earliest if start else None
    last = _date("--to", end).latest if end else None
    if first and last and first > last:
        raise NotListed(
            f"期間の初め（{wareki(first)}）が終わり（{wareki(last)}）より後です。--from と --to を確かめてください。"
        )
    return first, last


def read_meeting(text: str) -> Key:
    """The meeting that is asked for, e.g. 令和7年度第4回. Raises `NotListed` for a text that names none, or several."""
    named = find_meetings(text)
    if len(named) != 1:
        raise NotListed(f"「{text}」は会議として読み取れません。「令和7年度第4回」のように、年度と回を書いてください。")
    return named[0].year, named[0].number


def for_period(
    lists: Mapping[str, pd.DataFrame], secretariat: Secretariat, period: tuple[dt.date | None, dt.date | None]
) -> Selection:
    """The cases with a 付議日 in a period, both days included; an open side goes to the first or last case there is.

    `lists`: 年度 → its rows, as `list_rows` gives them. Raises `NotListed` where no case lies in the period.
    """
    rows = _all_rows(lists)
    days = [dt.date.fromisoformat(day) for day in rows["付議日"]]
    first, last = period[0] or min(days), period[1] or max(days)
    chosen = rows[[first <= day <= last for day in days]]
    name = f"{wareki(first)}から{wareki(last)}まで"
    if chosen.empty:
        there = f"{wareki(min(days))}から{wareki(max(days))}まで"
        raise NotListed(f"{name}に付議した案件はありません。付議日のある案件は、{there}にあります。")
    return Selection(name, period_heading(name, _texts(secretariat, chosen)), chosen)


def for_meeting(lists: Mapping[str, pd.DataFrame], secretariat: Secretariat, meeting: Key) -> Selection:
    """The cases of one meeting. Raises `NotListed` when nobody knows of it, or no case belongs to it."""
    rows = _all_rows(lists)
    held = _held(secretariat.meetings)
    keys = _meetings_of(rows, held)
    chosen = rows[[key == meeting for key in keys]]
    label = meeting_label(meeting)
    if chosen.empty and meeting not in held:
        near = _nearest(meeting, {*held, *keys})
        raise NotListed(f"{label}の会議は、審議記録の「会議」にも「審議」にもありません。{near}")
    if chosen.empty:
        raise NotListed(f"{label}に付議した案件はありません。審議記録の「審議」に、回か付議日を書いてください。")
    body, day = held.get(meeting, ("", None))
    heading = meeting_heading(label, body, wareki(day) if day else "", _texts(secretariat, chosen))
    return Selection(label, heading, chosen)


def meeting_label(meeting: Key) -> str:
    """令和7年度第4回."""
    return f"{fiscal_label(meeting[0])}第{meeting[1]}回"


def write_listing(chosen: Selection, path: Path | None = None) -> Path:
    """Write the list as a workbook, by default into the current folder, and return where.

    It is made aside: a list that someone has open is not half replaced.
    """
    path = (path or Path(f"審議案件一覧_{chosen.label}.xlsx")).resolve()
    with TemporaryDirectory() as aside:
        made = Path(aside) / "一覧.xlsx"
        write_case_list(made, chosen.label, chosen.heading, chosen.cases)
        durable_write(path, made.read_bytes())
    return path


def _all_rows(lists: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    if not lists:
        raise NotListed("付議日のある案件が、まだありません。審議記録の「審議」に付議日を書いてください。")
    return pd.concat(list(lists.values()), ignore_index=True)


def _date(option: str, text: str) -> PartialDate:
    try:
        return read_date(text)
    except BadDate as bad:
        raise NotListed(
            f"{option} の「{text}」を読めません（{bad.reason}）。2025-10-01 か 令和7年10月1日 のように書いてください。"
        ) from bad


def _texts(secretariat: Secretariat, cases: pd.DataFrame) -> Mapping[str, str]:
    """The texts of the latest 年度 of the list."""
    return secretariat.list_texts.get(fiscal_label(fiscal_year(dt.date.fromisoformat(cases["付議日"].max()))), {})


def _held(meetings: pd.DataFrame) -> dict[Key, tuple[str, dt.date | None]]:
    """The meetings of the sheet 会議 that have a 回 → 会議の名称, 開催日. A row that cannot be read is told elsewhere."""
    held: dict[Key, tuple[str, dt.date | None]] = {}
    for row in meetings.to_dict("records"):
        year, number = year_of_label(row["年度"]), _number(row["回"])
        if year is not None and number is not None:
            name = row["会議の名称"]
            held[year, number] = (name if isinstance(name, str) else "", _day(row["開催日"], year))
    return held


def _meetings_of(rows: pd.DataFrame, held: Mapping[Key, tuple[str, dt.date | None]]) -> list[Key | None]:
    """The meeting of each case, where it is known."""
    by_day = {day: key for key, (_, day) in held.items()}
    keys: list[Key | None] = []
    for number, text in zip(rows["回"], rows["付議日"], strict=True):
        day, written = dt.date.fromisoformat(text), _number(number)
        keys.append(by_day.get(day) if written is None else (fiscal_year(day), written))
    return keys


def _number(text: object) -> int | None:
    found = _NUMBER.fullmatch(half_width(text).strip()) if isinstance(text, str) else None
    return int(found[1]) if found else None


def _day(text: object, year: int) -> dt.date | None:
    try:
        day = read_date(text, fiscal_year=year, serial=True) if isinstance(text, str) else None
    except BadDate:
        return None
    return day.earliest if day is not None and day.day is not None else None


def _nearest(wanted: Key, known: set[Key | None]) -> str:
    """What could have been meant."""
    near = sorted(
        (key for key in known if key is not None),
        key=lambda key: (abs(key[0] - wanted[0]), abs(key[1] - wanted[1]), key),
    )[:_MOST_NAMED]
    if not near:
        return "審議記録の「会議」に、年度、回、開催日を書いてください。"
    return f"近い会議は、{'、'.join(meeting_label(key) for key in sorted(near))}です。"
