"""What Excel users do to a form: whatever was inserted, deleted, merged, hidden, copied or renamed, no value is read wrongly.

Each cell that a department wrote is either read as what it was written as, or said to be unread. Half of the edits move the
defined names along, as Excel does; the other half leave them behind, as programs do. The edits are in memory (`tests/edits.py`);
with real files they are in `test_what_people_do.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple
from unittest import mock

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.checklists import MEASURES
from pipeline.extract import Extract, extract_book, table_name
from pipeline.frames import INPUTS, SHEETS, Tables
from pipeline.locate import locate
from pipeline.masters.load import Masters, load_masters
from pipeline.prepare import prepare
from pipeline.workspace import FORM
from tests.conftest import SAMPLES, WORKBOOKS
from tests.drafts import Draft
from tests.edits import OUTSIDE, Edit, Trace, edits, traces_of
from tests.readings import READ_AS

SAMPLE = SAMPLES / "付議事項_後期高齢支援システム.xlsx"

Place = tuple[str, int, int]
"""Sheet, row and column."""


class Reading(NamedTuple):
    """What a cell was read as: an input, or a heading of a table; its value; and in a checklist the measure of its row."""

    name: str
    value: str
    measure: str = ""


class Read(NamedTuple):
    """What was read of one workbook: each written value where it stands.

    And what is asked for besides: the measures that were not found, by sheet, and the required inputs that seem empty.
    """

    values: dict[Place, Reading]
    without: dict[str, str]
    empty: set[tuple[str, str]]


@cache
def _masters() -> Masters:
    return load_masters(WORKBOOKS / "masters")


def _draft() -> Draft:
    return Draft.of(SAMPLE, _masters().forms[FORM])


def _extract(draft: Draft) -> Extract:
    return extract_book(draft.book, dict(_masters().forms), FORM)


def _read(extracts: Sequence[Extract]) -> list[Read]:
    """What stands in the frames of which the ledger is made."""
    tables, _ = prepare(extracts, _masters())
    read = [Read({}, {}, set()) for _ in extracts]
    columns = ["冊", "シート", "行", "列", "様式シート", "項目名", "値", "要"]
    for book, sheet, row, column, form_sheet, name, value, asked in tables[INPUTS][columns].itertuples(index=False):
        if isinstance(value, str):
            read[book].values[sheet, row, column] = Reading(f"{form_sheet}.{name}", value)
        elif asked:
            read[book].empty.add((sheet, f"{form_sheet}.{name}"))
    for table, headings in tables.headings.items():
        for book, place, reading in _table_readings(tables, table, headings):
            read[book].values[place] = reading
    for book, sheet, measures in tables[SHEETS][["冊", "シート", "見つからない対策"]].itertuples(index=False):
        read[book].without[sheet] = measures
    return read


def _table_readings(tables: Tables, table: str, headings: tuple[str, ...]) -> Iterator[tuple[int, Place, Reading]]:
    """Rows of a checklist only where they are known for a measure: the ledger has no others."""
    frame = tables[table]
    for row in (frame[frame["番号"].ge(0)] if table == MEASURES else frame).to_dict("records"):
        measure = row["対策ID"] if table == MEASURES else ""
        for heading, column in zip(headings, row["列"], strict=True):
            value = row[READ_AS.get((table, heading), heading)]
            if heading != "対策ID" and column is not None and not pd.isna(value):
                yield row["冊"], (row["シート"], row["行"], column), Reading(f"{table}.{heading}", str(value), measure)


@cache
def _before() -> Mapping[Trace, Reading]:
    """What each cell of the sample is read as."""
    (read,) = _read([_extract(_draft())])
    return {Trace(*place): reading for place, reading in read.values.items()}


@cache
def _labels() -> Mapping[tuple[str, str], frozenset[str]]:
    """Sheet of the form and name of a reading → the words in which it is said to be missing. What is printed is not asked for."""
    return {
        (spec.name, f"{table_name(f, spec.kind)}.{column.heading}" if column else f.defined_name): frozenset(
            {f.label, column.heading} if column else {f.label}
        )
        for spec in _masters().forms[FORM].sheets
        for f in spec.fields
        for column in f.columns or (None,)
        if column is None or not column.fixed
    }


class Edited:
    """The sample after edits."""

    def __init__(self, made: Sequence[Edit]) -> None:
        draft = _draft()
        traces = traces_of(draft)
        for edit in made:
            edit(draft)
            edit(traces)
        self.extract = _extract(draft)
        self.around = {sheet.name: (sheet.hidden, sheet.around) for sheet in draft.book.sheets}
        self.origins = {
            (sheet.name, row, column): trace
            for sheet in traces.book.sheets
            for row, cells in enumerate(sheet.rows)
            for column, trace in enumerate(cells)
            if isinstance(trace, Trace)
        }

    def observed(self, *kinds: str) -> set[tuple[object, ...]]:
        """Sheet, row, column, 項目 and 詳細 of what was observed of these kinds."""
        return {tuple(rest) for kind, *rest in self.extract.observations if kind in kinds}

    def misread(self, read: Read) -> list[object]:
        """Values read from a cell that was written as something else."""
        before = _before()
        return [
            (place, reading, self.origins.get(place))
            for place, reading in read.values.items()
            if (trace := self.origins.get(place)) is None or before.get(trace) != reading
        ]

    def lost(self, read: Read) -> list[object]:
        """Written cells that were neither read, nor a copy of them on their sheet, nor said to be unread."""
        absent = {item for *_, item, _ in self.observed("シートがない")}
        stray = {place[:3] for place in self.observed("様式にない記入", "様式にないシート")}
        missing = {(sheet, label) for sheet, _, _, _, label in self.observed("項目がない")}
        incomplete = {sheet for sheet, _ in missing}  # there, what stands outside the form is told once that is mended
        before, labels = _before(), _labels()
        copies = {(place[0], self.origins.get(place)) for place in read.values}
        return [
            (place, before[trace])
            for place, trace in self.origins.items()
            if trace in before
            and (place[0], trace) not in copies
            and (key := (trace.sheet, before[trace].name)) in labels
            and trace.sheet not in absent
            and not {place, (place[0], None, None)} & stray
            and not any((place[0], label) in missing for label in labels[key])
            and not (place[0] in incomplete and place[2] >= OUTSIDE)
            and (place[0], before[trace].name) not in read.empty
            and f"{before[trace].measure}「" not in read.without.get(place[0], "")
        ]

    def hidden_in_silence(self, read: Read) -> list[object]:
        """Values read from hidden places of which nothing was said."""
        said = {place[:3] for place in self.observed("非表示の記入")}
        rows, columns = {(s, r) for s, r, _ in said}, {(s, c) for s, _, c in said}
        labels = _labels()
        silent: list[object] = []
        for place, reading in read.values.items():
            sheet, row, column = place
            hidden, around = self.around[sheet]
            if (self.origins[place].sheet, reading.name) not in labels:
                continue
            if hidden:
                silent += [place] if (sheet, None, None) not in said else []
            elif row in around.hidden_rows:
                silent += [place] if (sheet, row) not in rows else []
            elif column in around.hidden_columns:
                silent += [place] if (sheet, column) not in columns else []
        return silent

    def faults(self, read: Read) -> list[object]:
        """Whatever must not be."""
        return [*self.misread(read), *self.lost(read), *self.hidden_in_silence(read)]


def _faults(made: Sequence[Edit]) -> list[object]:
    one = Edited(made)
    (read,) = _read([one.extract])
    return one.faults(read)


def _fewest(made: Sequence[Edit]) -> list[Edit]:
    """Those of the edits without which there is no fault."""
    needed = list(made)
    for edit in made:
        fewer = [other for other in needed if other is not edit]
        if _faults(fewer):
            needed = fewer
    return needed


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a failing form is made smaller here, which is quicker
)
@given(st.lists(edits, min_size=8, max_size=10))
def test_no_value_is_ever_read_wrongly_and_none_is_lost_in_silence(forms: list[list[Edit]]) -> None:
    """Some edited forms are read as one night, which is quicker; at least 200 in all."""
    edited = [Edited(made) for made in forms]
    for made, one, read in zip(forms, edited, _read([one.extract for one in edited]), strict=True):
        if one.faults(read):
            needed = _fewest(made)
            pytest.fail(f"{needed}: {_faults(needed)[:3]}")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits)
def test_the_short_way_leads_to_the_same_cells_as_a_search(made: list[Edit]) -> None:
    form = _masters().forms[FORM]
    draft = _draft()
    for edit in made:
        edit(draft)
    usual, _ = locate(form, draft.book)
    with mock.patch("pipeline.locate.located_at_once", return_value=None) as short_way:
        searched, _ = locate(form, draft.book)
    assert short_way.called
    assert [(one.sheet.name, one.spots, one.missing) for one in usual] == [
        (one.sheet.name, one.spots, one.missing) for one in searched
    ]
