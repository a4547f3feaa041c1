"""What people do to the long sheets of an assessment: rows inserted and deleted, names lost, sheets copied."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.extract import Extract, extract_book
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from tests.drafts import Draft

RISKS = "リスク対策"
Values = Mapping[tuple[str, str], object]


def read(draft: Draft, masters: Masters) -> Extract:
    return extract_book(draft.book, dict(masters.forms), draft.form.name)


def values(extract: Extract, form: Form, *sheets: str) -> Values:
    """(sheet of the workbook, defined name) → text, of the inputs of these sheets of the form."""
    found = {}
    for leaf, number, _row, _column, raw, _written in extract.fields:
        of_form, title, _ = extract.sheets[leaf]  # type: ignore[index, misc]
        if of_form in sheets:
            found[title, form.inputs[number].defined_name] = raw  # type: ignore[index]
    return found


def lost(extract: Extract) -> list[tuple[object, object]]:
    return [(sheet, label) for kind, sheet, _, _, _, label in extract.observations if kind == "項目がない"]


def without_names(draft: Draft, *sheets: str) -> Draft:
    draft.book.names = [n for n in draft.book.names if n.area is None or n.area.sheet not in sheets]
    return draft


@pytest.mark.parametrize("rows", [1, 3, 7])
def test_labels_that_stand_under_every_risk_are_found_in_their_own_section(
    rows: int, draft: Draft, sample: Extract, masters: Masters
) -> None:
    moved = without_names(draft, RISKS).shift_rows(RISKS, 14, rows)
    extract = read(moved, masters)
    assert lost(extract) == []
    assert values(extract, draft.form, RISKS) == values(sample, draft.form, RISKS)


@pytest.mark.parametrize("rows", [1, 3, 5])
def test_names_that_stayed_behind_do_not_lead_into_another_section(
    rows: int, draft: Draft, sample: Extract, masters: Masters
) -> None:
    """As programs leave them that insert rows without moving the names."""
    draft.sheet(RISKS).rows[18:18] = [[""] * 3 for _ in range(rows)]
    assert values(read(draft, masters), draft.form, RISKS) == values(sample, draft.form, RISKS)


def test_names_that_stayed_behind_at_the_same_label_of_another_risk_are_not_believed(
    draft: Draft, sample: Extract, masters: Masters
) -> None:
    """The risks of 情報連携 are all of one height: so many rows further down, every label stands where another's name leads."""
    first, second = (draft.area(f"{RISKS}.情報連携_リスク{n}_対策の十分さ").top for n in "１２")
    draft.sheet(RISKS).rows[first - 3 : first - 3] = [[""] * 3 for _ in range(second - first)]
    assert values(read(draft, masters), draft.form, RISKS) == values(sample, draft.form, RISKS)


def test_an_input_that_was_deleted_is_missing_and_not_that_of_the_next_risk(
    draft: Draft, sample: Extract, masters: Masters
) -> None:
    name = f"{RISKS}.入手_リスク２_対策の十分さ"
    shorter = draft.shift_rows(RISKS, draft.area(name).top, -1)
    extract = read(shorter, masters)
    assert lost(extract) == [(RISKS, "リスクへの対策は十分か")]
    expected = {key: value for key, value in values(sample, draft.form, RISKS).items() if key != (RISKS, name)}
    assert values(extract, draft.form, RISKS) == expected


def test_a_heading_that_was_deleted_does_not_lose_its_inputs(draft: Draft, sample: Extract, masters: Masters) -> None:
    heading = next(r for r, cells in enumerate(draft.sheet(RISKS).rows) if str(cells[0]).startswith("リスク３"))
    extract = read(without_names(draft, RISKS).shift_rows(RISKS, heading, -1), masters)
    assert lost(extract) == []
    assert values(extract, draft.form, RISKS) == values(sample, draft.form, RISKS)


def test_tables_with_headings_in_common_are_told_apart(draft: Draft, sample: Extract, masters: Masters) -> None:
    moved = without_names(draft, "ファイル").shift_rows("ファイル", 5, 7)
    extract = read(moved, masters)
    for table in ("主な記録項目", "入手元", "入手方法", "提供移転の有無"):
        ticked, before = ([row[3:] for row in e.tables[table] if row[0] == 4] for e in (extract, sample))
        assert ticked == before, table


def test_a_table_without_its_headings_is_missing_and_not_the_next_one(draft: Draft, masters: Masters) -> None:
    top = draft.area("ファイル.入手元").top
    extract = read(without_names(draft, "ファイル").shift_rows("ファイル", top, -1), masters)
    assert lost(extract) == [("ファイル", "①入手元　※")]
    assert [row[0] for row in extract.tables["入手元"]].count(4) == 0


def test_the_headings_are_no_writing_of_the_department(draft: Draft, masters: Masters) -> None:
    extract = read(without_names(draft, RISKS, "ファイル").shift_rows(RISKS, 14, 2), masters)
    assert [row for row in extract.observations if row[0] == "様式にない記入"] == []


def test_each_copy_of_a_sheet_gives_its_own_file(sample: Extract, filing_form: Form) -> None:
    found = values(sample, filing_form, "ファイル")
    assert [found[f"ファイル{n}", "ファイル.ファイル名"] for n in ("", " (2)", " (3)", " (4)", " (5)")] == [
        "国民健康保険情報ファイル（平成31年1月まで）",
        "（１）国保賦課ファイル（平成31年2月から）",
        "（２）国保資格ファイル（平成31年2月から）",
        "（３）国保給付ファイル（平成31年2月から）",
        "（４）国保収滞納ファイル（平成31年2月から）",
    ]


def test_a_copy_without_names_is_read_by_its_title(draft: Draft, sample: Extract, masters: Masters) -> None:
    extract = read(without_names(draft, "委託事項 (13)"), masters)
    assert values(extract, draft.form, "委託事項") == values(sample, draft.form, "委託事項")


def test_neither_form_is_taken_for_the_other(
    draft: Draft, hall: Draft, masters: Masters, filing_form: Form, form: Form
) -> None:
    """Also without the hidden sheet that says which it is."""
    for one, name in ((draft, filing_form.name), (hall, form.name)):
        one.book.sheets = [sheet for sheet in one.book.sheets if sheet.name != "_meta"]
        assert extract_book(one.book, dict(masters.forms)).form == name


def test_a_filing_is_no_case_to_deliberate(draft: Draft, masters: Masters) -> None:
    extract = extract_book(draft.book, dict(masters.forms), "付議事項")
    assert extract.form is None
    assert [row[0] for row in extract.observations] == ["様式でない"]
