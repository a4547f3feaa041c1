"""Normalising: text as typed → values, once over all rows of the night. The text as typed stays beside every value.

Each distinct text is parsed once. What was read otherwise than written is marked, so that a repair is shown and never silent
(C08, F13); what cannot be read is marked for its rule (C07, D01, F16, N03, O02).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.choices import CIRCLE, Reading, read_choice, read_circle
from pipeline.extract import UNCACHED
from pipeline.forms.model import CHOICE, DATE, INTEGER, PARTIAL_DATE
from pipeline.frames import INPUTS, Tables
from pipeline.japanese.dates import BadDate, read_date
from pipeline.japanese.marks import read_mark
from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.text import clean, fold
from pipeline.masters.load import Masters

MEASURES, PEOPLE, DIVISIONS, CIRCLES = "対策", "対象者数", "区分", "丸"

_DATE_FAULTS = {
    "存在しない日付": "存在しない日付です",
    "元号の範囲外": "元号の範囲にない日付です",
    "日付として読めない": "日付として読み取れません",
}


_DAYS_OF_OUR_TIME = range(32_874, 73_051)
"""Numbers of the days from 1990 to 2099, counted as spreadsheets do."""


class DateReading(NamedTuple):
    """What one text was read as a date: ISO text in its own precision, first and last day as ordinals, or the fault."""

    value: str | None = None
    earliest: int | None = None
    latest: int | None = None
    fault: str | None = None
    repaired_to: str | None = None
    """The date in words, where what is written is the number of a day."""


def normalise(tables: Tables, masters: Masters) -> None:
    """Add the parsed columns to the frames of `tables`, in place.

    項目: 値, 読み, 読み替え, 選択肢にない, 整数でない, 最早, 最遅 (ordinal days), 日付の誤り; 対策: 印, 印を読み替えた,
    読めない印; 対象者数: 値, 約, 読み替え, 数が読めない; 区分: 付議あり, 読み替え, 選択肢にない. Other tables with columns for a ○: …あり
    for each of them; and 丸, a row a written cell of such a column.
    """
    for name, headings in tables.headings.items():
        frame = tables[name]
        for heading in headings:
            frame[heading] = _cleaned(frame[heading])
    _normalise_inputs(tables[INPUTS], masters)
    if MEASURES in tables.frames:
        _normalise_measures(tables[MEASURES], masters)
    if PEOPLE in tables.frames:
        _normalise_people(tables[PEOPLE])
    if DIVISIONS in tables.frames:
        _normalise_divisions(tables[DIVISIONS], masters)
    tables.frames[CIRCLES] = _normalise_circles(tables, masters)


def _cleaned(column: pd.Series[Any]) -> pd.Series[Any]:
    """The column itself where every text is clean already, as nearly all are."""
    texts = column.tolist()
    mended = {text: plain for text in set(texts) if isinstance(text, str) and (plain := clean(text)) != text}
    if not mended:
        return column
    return pd.Series([mended.get(text, text) for text in texts], index=column.index, dtype="str")


def each_distinct(column: pd.Series[Any], parse: Callable[[Any], Any]) -> list[Any]:
    """`parse` of every value, called once for each distinct one; None where the value is empty."""
    texts = column.tolist()
    known: dict[Hashable, Any] = {text: parse(text) for text in dict.fromkeys(texts) if isinstance(text, str)}
    return [known.get(text) for text in texts]


def folded(column: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """The key of every text under which it is the same however it was typed; '' where the value is empty."""
    texts = column.tolist()
    known: dict[Hashable, str] = {text: fold(text) for text in set(texts) if isinstance(text, str)}
    return np.array([known.get(text, "") for text in texts], dtype=object)


def _normalise_inputs(inputs: pd.DataFrame, masters: Masters) -> None:
    inputs["値"] = _cleaned(inputs["原文"].where(inputs["原文"].ne(UNCACHED)))
    inputs["読み"] = pd.Series(pd.NA, index=inputs.index, dtype="str")
    for flag in ("読み替え", "選択肢にない", "整数でない"):
        inputs[flag] = False
    for day in ("最早", "最遅"):
        inputs[day] = pd.Series(pd.NA, index=inputs.index, dtype="Int64")
    inputs["日付の誤り"] = pd.Series(pd.NA, index=inputs.index, dtype="str")
    _read_choices(inputs, masters)
    _read_integers(inputs)
    _read_dates(inputs)


def _read_choices(inputs: pd.DataFrame, masters: Masters) -> None:
    chosen = inputs[inputs["型"].eq(CHOICE) & inputs["値"].notna()]
    for choices, rows in chosen.groupby("選択肢", sort=False):
        parse = (
            partial(read_circle, readings=masters.mark_readings)
            if choices == CIRCLE
            else partial(read_choice, choices=tuple(str(choices).split("、")))
        )
        readings = each_distinct(rows["値"], parse)
        inputs.loc[rows.index, "値"] = pd.array([r.value for r in readings], dtype="str")
        inputs.loc[rows.index, "読み"] = inputs.loc[rows.index, "値"]
        inputs.loc[rows.index, "読み替え"] = [r.repaired for r in readings]
        inputs.loc[rows.index, "選択肢にない"] = [r.unreadable for r in readings]


def _read_integers(inputs: pd.DataFrame) -> None:
    rows = inputs[inputs["型"].eq(INTEGER) & inputs["値"].notna()]
    readings = each_distinct(rows["値"], read_count)
    inputs.loc[rows.index, "値"] = pd.array([None if r.value is None else str(r.value) for r in readings], dtype="str")
    inputs.loc[rows.index, "読み"] = inputs.loc[rows.index, "値"]
    inputs.loc[rows.index, "読み替え"] = [r.repaired for r in readings]
    inputs.loc[rows.index, "整数でない"] = [r.unreadable for r in readings]


def read_count(text: str) -> Reading:
    """A whole number, 0 or more."""
    try:
        number = read_number(text)
    except BadNumber:
        return Reading(unreadable=True)
    whole = isinstance(number.value, int) and number.value >= 0
    return Reading(number.value, repaired=number.repaired) if whole else Reading(unreadable=True)


def _read_dates(inputs: pd.DataFrame) -> None:
    rows = inputs[inputs["型"].isin((DATE, PARTIAL_DATE)) & inputs["値"].notna()]
    readings = each_distinct(rows["値"], partial(read_date_text, numbers=True))
    inputs.loc[rows.index, "値"] = pd.array([r.value for r in readings], dtype="str")
    inputs.loc[rows.index, "最早"] = pd.array([r.earliest for r in readings], dtype="Int64")
    inputs.loc[rows.index, "最遅"] = pd.array([r.latest for r in readings], dtype="Int64")
    inputs.loc[rows.index, "日付の誤り"] = pd.array([r.fault for r in readings], dtype="str")
    inputs.loc[rows.index, "読み"] = pd.array([r.repaired_to for r in readings], dtype="str")
    inputs.loc[rows.index, "読み替え"] = [r.repaired_to is not None for r in readings]


def read_date_text(text: str, *, numbers: bool = False) -> DateReading:
    """A date as typed, or why it is none.

    A cell whose date format got lost shows the number of the day; with `numbers` it is read as that day, if of our time.
    """
    is_number = numbers and text.isdecimal() and text.isascii() and len(text) <= len(str(_DAYS_OF_OUR_TIME.stop))
    numbered = is_number and int(text) in _DAYS_OF_OUR_TIME
    try:
        day = read_date(text, serial=numbered)
    except BadDate as fault:
        return DateReading(fault=_DATE_FAULTS[fault.reason])
    read_as = day.wareki() if numbered else None
    return DateReading(day.iso(), day.earliest.toordinal(), day.latest.toordinal(), repaired_to=read_as)


def _normalise_measures(measures: pd.DataFrame, masters: Masters) -> None:
    marks = each_distinct(measures["可否"], partial(_read_measure_mark, readings=masters.mark_readings))
    measures["印"] = pd.array([r.value if r else None for r in marks], dtype="str")
    measures["印を読み替えた"] = [r is not None and r.repaired for r in marks]
    measures["読めない印"] = [r is not None and r.unreadable for r in marks]


def _read_measure_mark(text: str, readings: Mapping[str, str]) -> Reading:
    mark = read_mark(text, readings)
    return Reading(unreadable=True) if mark is None else Reading(mark.mark, repaired=mark.repaired)


def _normalise_people(people: pd.DataFrame) -> None:
    readings = each_distinct(people["数"], _read_people)
    people["原文"] = people["数"]
    people["見出し"] = "数"
    people["値"] = pd.array([r.value[0] if r and r.value else None for r in readings], dtype="Float64")
    people["約"] = [bool(r and r.value and r.value[1]) for r in readings]
    people["読み替え"] = [r is not None and r.repaired for r in readings]
    people["数が読めない"] = [r is not None and r.unreadable for r in readings]
    people["読み"] = pd.array([_shown_number(r) for r in readings], dtype="str")


def _read_people(text: str) -> Reading:
    try:
        number = read_number(text)
    except BadNumber:
        return Reading(unreadable=True)
    if number.value < 0:
        return Reading(unreadable=True)
    return Reading((number.value, number.approximate), repaired=number.repaired)


def _shown_number(reading: Reading | None) -> str | None:
    if reading is None or reading.value is None:
        return None
    value, approximate = reading.value
    return f"{'約' if approximate else ''}{value}"


def _normalise_divisions(divisions: pd.DataFrame, masters: Masters) -> None:
    readings = each_distinct(divisions["付議"], partial(read_circle, readings=masters.mark_readings))
    divisions["原文"] = divisions["付議"]
    divisions["見出し"] = "付議"
    divisions["選択肢"] = CIRCLE
    divisions["付議あり"] = [r is not None and r.value == CIRCLE for r in readings]
    divisions["読み"] = CIRCLE
    divisions["読み替え"] = [r is not None and r.repaired for r in readings]
    divisions["選択肢にない"] = [r is not None and r.unreadable for r in readings]


def _normalise_circles(tables: Tables, masters: Masters) -> pd.DataFrame:
    """丸: 冊, シート, 様式シート, 行, 列, 表, 見出し, 原文, 選択肢, 読み, 読み替え, 選択肢にない. Adds …あり to the tables themselves."""
    cells: list[pd.DataFrame] = []
    for name, headings in tables.circles.items():
        frame = tables[name]
        for heading in headings if name != DIVISIONS else ():
            readings = each_distinct(frame[heading], partial(read_circle, readings=masters.mark_readings))
            frame[f"{heading}あり"] = [r is not None and r.value == CIRCLE for r in readings]
            cells.append(_written_circles(frame, name, heading, tables.headings[name].index(heading), readings))
    return pd.concat(cells, ignore_index=True) if cells else pd.DataFrame()


def _written_circles(frame: pd.DataFrame, table: str, heading: str, place: int, readings: list[Any]) -> pd.DataFrame:
    written = [number for number, reading in enumerate(readings) if reading is not None]
    rows = frame.iloc[written]
    cells = rows[["冊", "シート", "様式シート", "行"]].reset_index(drop=True)
    cells["列"] = pd.array([columns[place] for columns in rows["列"]], dtype="Int64")
    cells["表"], cells["見出し"], cells["選択肢"] = table, heading, CIRCLE
    cells["原文"] = rows[heading].array
    read = [readings[number] for number in written]
    cells["読み"] = pd.array([r.value for r in read], dtype="str")
    cells["読み替え"] = pd.array([r.repaired for r in read], dtype="bool")
    cells["選択肢にない"] = pd.array([r.unreadable for r in read], dtype="bool")
    return cells
