"""What 全項目評価書 say of the things of which the cases speak as well (`facts`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.context import COVER
from pipeline.departments import cover_departments
from pipeline.filings.facts import Contract, Days, FilingFacts, Said
from pipeline.filings.rows import BASICS, OF_CONTRACT, OF_FILE, OF_SYSTEM, PROCEDURE, hearing_of
from pipeline.frames import INPUTS, Tables
from pipeline.japanese.case_ids import case_ids_in
from pipeline.japanese.periods import Period
from pipeline.masters.load import Masters
from pipeline.receipts import filing_number
from pipeline.registers.step_dates import StepDates
from pipeline.registers.texts import rows_of

MAIN_ITEMS, INDIVIDUAL_NUMBER = "主な記録項目", "個人番号"
GIVEN_ON = {"１）": True, "２）": False}
"""How the choice of 再委託の有無 begins → whether the work is given on."""


class _Input(NamedTuple):
    """An input of a filing, filled in or not."""

    said: Said
    value: str | None
    earliest: int | None

    @property
    def text(self) -> str:
        """What stands in it, "" where it is empty."""
        return self.value or ""


_Leaf = Mapping[str, _Input]


def filing_facts(tables: Tables, masters: Masters) -> dict[int, FilingFacts]:
    """冊 → the facts of a 全項目評価書. `tables`: with values, as `normalise` leaves them."""
    leaves = _leaves(tables)
    departments = cover_departments(tables["担当課"], masters)
    systems, numbers = _systems(tables), _numbers(tables)
    found = {}
    for book, sheets in leaves.items():
        if COVER in sheets and "評価書番号" in sheets[COVER][0]:
            named = tuple(dict.fromkeys(departments.get(book, ())))
            found[book] = _facts(sheets, named, systems.get(book, []), numbers.get(book, []))
    return found


def _leaves(tables: Tables) -> dict[int, dict[str, list[_Leaf]]]:
    """冊 → sheet of the form → its copies, each with its inputs by name."""
    inputs = tables[INPUTS]
    columns = ("冊", "枚", "様式シート", "シート", "項目名", "見出し", "行", "列", "値", "最早")
    found: dict[int, dict[str, dict[int, dict[str, _Input]]]] = {}
    wanted = inputs[inputs["様式シート"].isin((COVER, BASICS, PROCEDURE, OF_FILE, OF_CONTRACT))]
    for book, leaf, form_sheet, sheet, name, label, row, column, value, earliest in rows_of(wanted, *columns):
        said = Said(value or "", sheet, int(row), int(column), label)
        own = found.setdefault(book, {}).setdefault(form_sheet, {}).setdefault(leaf, {})
        own[name] = _Input(said, value, earliest)
    return {book: {name: list(copies.values()) for name, copies in own.items()} for book, own in found.items()}


def _systems(tables: Tables) -> dict[int, list[Said]]:
    frame = tables[OF_SYSTEM]
    at = tables.headings[OF_SYSTEM].index("システムの名称")
    found: dict[int, list[Said]] = {}
    for book, name, sheet, row, columns in rows_of(frame, "冊", "システムの名称", "シート", "行", "列"):
        if name is not None and columns[at] is not None:
            found.setdefault(book, []).append(Said(name, sheet, int(row), columns[at], "システムの名称"))
    return found


def _numbers(tables: Tables) -> dict[int, list[tuple[Said, bool]]]:
    """冊 → for each file whose 主な記録項目 have a ○ at all: the row 個人番号, and whether it has one there."""
    frame = tables[MAIN_ITEMS]
    at = tables.headings[MAIN_ITEMS].index("該当")
    filled = frame.groupby("枚")["該当あり"].any()
    rows = frame[frame[MAIN_ITEMS].eq(INDIVIDUAL_NUMBER) & frame["枚"].isin(filled.index[filled])]
    found: dict[int, list[tuple[Said, bool]]] = {}
    for book, sheet, row, columns, chosen in rows_of(rows, "冊", "シート", "行", "列", "該当あり"):
        said = Said("○" if chosen else "", sheet, int(row), columns[at] or 0, INDIVIDUAL_NUMBER)
        found.setdefault(book, []).append((said, bool(chosen)))
    return found


def _facts(
    sheets: Mapping[str, Sequence[_Leaf]],
    departments: tuple[str, ...],
    systems: Sequence[Said],
    numbers: Sequence[tuple[Said, bool]],
) -> FilingFacts:
    (cover, *_), basics, procedure = sheets[COVER], _first(sheets, BASICS), _first(sheets, PROCEDURE)
    files, cases, title = sheets.get(OF_FILE, ()), cover.get("案件ID"), cover.get("評価書名")
    bands = (basics.get("対象人数"), *(leaf.get("対象となる本人の数") for leaf in files))
    hearing = procedure.get("意見聴取の期間")
    return FilingFacts(
        filing_number(cover["評価書番号"].text),
        title.text if title else "",
        basics["事務の名称"].text if "事務の名称" in basics else "",
        departments,
        cover["評価書番号"].said,
        _day(cover["提出日"].earliest) if "提出日" in cover else "",
        cases.said if cases and cases.value else None,
        tuple(systems),
        tuple(_contracts(sheets.get(OF_CONTRACT, ()))),
        tuple(one.said for one in bands if one and one.value),
        numbers[0][0] if numbers else None,
        any(chosen for _, chosen in numbers),
        min((days for leaf in files if (days := _single(leaf.get("使用開始日")))), key=lambda d: d.first, default=None),
        _period(hearing, hearing_of(hearing.value)) if hearing else None,
        _single(procedure.get("第三者点検の実施日")),
        _single(cover.get("公表日")),
    )


def _first(sheets: Mapping[str, Sequence[_Leaf]], name: str) -> _Leaf:
    return next(iter(sheets.get(name, ())), {})


def _contracts(leaves: Sequence[_Leaf]) -> Iterator[Contract]:
    for leaf in leaves:
        if "委託先名" in leaf and leaf["委託先名"].value:
            again = leaf.get("再委託の有無")
            given_on = GIVEN_ON.get(again.text[:2]) if again else None
            yield Contract(leaf["委託先名"].said, again.said if again else None, given_on)


def _day(ordinal: int | None) -> str:
    return "" if ordinal is None else dt.date.fromordinal(int(ordinal)).isoformat()


def _single(one: _Input | None) -> Days | None:
    """A day, or the first day that a month can mean."""
    day = _day(one.earliest) if one else ""
    return Days(one.said, day, day) if one and day else None


def _period(at: _Input, period: Period | None) -> Days | None:
    return Days(at.said, period.first.isoformat(), period.last.isoformat()) if period else None


def dates_by_case(filings: Iterable[FilingFacts]) -> dict[str, StepDates]:
    """評価書番号 and each 案件ID that a filing names → the days of the steps, as `registers.steps` takes them."""
    found: dict[str, StepDates] = {}
    for filing in filings:
        dates, named = step_dates(filing), case_ids_in(filing.cases.text) if filing.cases else ()
        found |= dict.fromkeys((filing.number, *named), dates)
    return found


def step_dates(facts: FilingFacts) -> StepDates:
    """The days of the steps as a filing tells them, for the register of steps."""
    hearing, check = (_as_period(days) for days in (facts.hearing, facts.check))
    published = dt.date.fromisoformat(facts.published.first) if facts.published else None
    return StepDates(hearing, check, published)


def _as_period(days: Days | None) -> Period | None:
    if days is None:
        return None
    return Period(dt.date.fromisoformat(days.first), dt.date.fromisoformat(days.last), 0, 0)
