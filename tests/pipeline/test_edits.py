"""What Excel users do to a form: whatever was inserted, deleted, copied or renamed, no value is ever read wrongly.

Each input is either read as it was written, or said to be missing. Half of the edits move the defined names along, as Excel
does; the other half leave them behind, as programs do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.extract import Extract, extract_book
from pipeline.forms.model import Form
from pipeline.locate import locate
from pipeline.masters.load import load_masters
from pipeline.workspace import FORM
from tests.conftest import SAMPLES, WORKBOOKS
from tests.drafts import Draft

Edit = Callable[[Draft], None]
SHEETS = (
    "表紙",
    "事業の概要",
    "電算処理",
    "外部結合",
    "業務委託",
    "電算処理_区",
    "業務委託_委託先",
    "記録項目",
    "情報の流れ",
)
SAMPLE = SAMPLES / "付議事項_後期高齢支援システム.xlsx"


def _insert(sheet: str, at: int, by: int, follow: bool) -> Edit:
    def edit(d: Draft) -> None:
        names = list(d.book.names)
        d.shift_rows(sheet, min(at, len(d.sheet(sheet).rows)), by)
        if not follow:
            d.book.names = names

    return edit


def _delete(sheet: str, at: int, follow: bool) -> Edit:
    def edit(d: Draft) -> None:
        names = list(d.book.names)
        d.shift_rows(sheet, min(at, len(d.sheet(sheet).rows) - 1), -1)
        if not follow:
            d.book.names = names

    return edit


def _insert_column(sheet: str, at: int) -> Edit:
    def edit(d: Draft) -> None:
        for row in d.sheet(sheet).rows:
            row.insert(min(at, len(row)), "")

    return edit


def _swap_sheets(first: int, second: int) -> Edit:
    def edit(d: Draft) -> None:
        sheets = d.book.sheets
        a, b = first % len(sheets), second % len(sheets)
        sheets[a], sheets[b] = sheets[b], sheets[a]

    return edit


def _delete_names(keep: int) -> Edit:
    def edit(d: Draft) -> None:
        d.book.names = [name for number, name in enumerate(d.book.names) if number % 3 == keep]

    return edit


sheet_names = st.sampled_from(SHEETS)
edits = st.one_of(
    st.builds(_insert, sheet_names, st.integers(0, 30), st.integers(1, 3), st.booleans()),
    st.builds(_delete, sheet_names, st.integers(0, 30), st.booleans()),
    st.builds(_insert_column, sheet_names, st.integers(0, 4)),
    st.builds(_swap_sheets, st.integers(0, 30), st.integers(0, 30)),
    st.builds(_delete_names, st.integers(0, 2)),
)


def _values(extract: Extract, form: Form) -> dict[str, object]:
    """Defined name → text of every written cell input."""
    names = [field.defined_name for field in form.inputs]
    return {names[number]: raw for _, number, _, _, raw, _ in extract.fields if raw is not None}  # type: ignore[misc,index]


@cache
def _forms() -> dict[str, Form]:
    return dict(load_masters(WORKBOOKS / "masters").forms)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits, min_size=1, max_size=4))
def test_no_value_is_ever_read_wrongly(made: list[Edit]) -> None:
    forms, form = _forms(), _forms()[FORM]
    before = _values(extract_book(Draft.of(SAMPLE, form).book, forms, FORM), form)
    draft = Draft.of(SAMPLE, form)
    for edit in made:
        edit(draft)
    extract = extract_book(draft.book, forms, FORM)
    after = _values(extract, form)
    wrong = {name: text for name, text in after.items() if text != before.get(name)}
    assert wrong == {}
    missing = {str(label) for kind, _, _, _, _, label in extract.observations if kind == "項目がない"}
    labels = {field.defined_name: field.label for field in form.inputs}
    lost = {name for name in before if name not in after and labels[name] not in missing}
    assert lost == set()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits, max_size=2))
def test_the_short_way_leads_to_the_same_cells_as_a_search(made: list[Edit]) -> None:
    form = _forms()[FORM]
    draft = Draft.of(SAMPLE, form)
    for edit in made:
        edit(draft)
    usual, _ = locate(form, draft.book)
    with mock.patch("pipeline.locate.located_at_once", return_value=None) as short_way:
        searched, _ = locate(form, draft.book)
    assert short_way.called
    assert [(one.sheet.name, one.spots, one.missing) for one in usual] == [
        (one.sheet.name, one.spots, one.missing) for one in searched
    ]
