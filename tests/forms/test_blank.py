"""The blank form as another program sees it."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.forms.blank import build_form
from pipeline.forms.layout import layout, places
from pipeline.forms.model import INTEGER, SHEET_OF_FIELDS, Field, Form, Sheet

from .builders import MANY

PRINTABLE_POINTS = 842 - (0.7 + 0.75) * 72


def area_of(book: Workbook, name: str) -> tuple[Worksheet, tuple[int, int, int, int]]:
    ((sheet, cells),) = book.defined_names[name].destinations
    left, top, right, bottom = range_boundaries(cells)
    return book[sheet], (top - 1, left - 1, bottom - 1, right - 1)


def cell(sheet: Worksheet, row: int, column: int) -> Cell:
    found = sheet.cell(row + 1, column + 1)
    assert isinstance(found, Cell)
    return found


def is_blank_input(found: Cell, type_: str) -> bool:
    wanted = "#,##0" if type_ == INTEGER else "@"
    return found.value is None and not found.protection.locked and found.number_format == wanted


def test_every_input_has_a_name_at_an_empty_unlocked_cell_of_its_type(form: Form, blank: Workbook) -> None:
    for field in (f for f in form.inputs if not f.is_table):
        sheet, (top, left, bottom, right) = area_of(blank, field.defined_name)
        assert sheet.title == field.sheet
        assert (top, left) == (bottom, right) == places(form.by_name[field.sheet])[field.name].first
        assert is_blank_input(cell(sheet, top, left), field.type), field.defined_name


def test_every_label_is_printed_word_for_word_and_locked(form: Form, blank: Workbook) -> None:
    for sheet in (s for s in form.sheets if s.kind == SHEET_OF_FIELDS):
        for field in sheet.fields:
            place = places(sheet)[field.name]
            assert place.label is not None
            assert cell(blank[sheet.name], *place.label).value == field.label
            assert cell(blank[sheet.name], *place.label).protection.locked


def test_every_table_has_a_name_over_its_headings_and_body(form: Form, blank: Workbook) -> None:
    for table in form.tables():
        sheet, (top, left, bottom, right) = area_of(blank, table.defined_name)
        place = places(form.by_name[table.sheet])[table.name]
        assert ((top, left), (bottom, right)) == (place.first, place.last)
        assert tuple(cell(sheet, top, column).value for column in range(left, right + 1)) == table.headings
        assert bottom - top == expected_rows(form, table)


def expected_rows(form: Form, table: Field) -> int:
    measures = form.by_name[table.sheet].measures
    return len(measures) or max([len(c.choices) for c in table.columns if c.fixed] or [table.lines])


def test_every_body_cell_is_printed_and_locked_or_blank_and_open(form: Form, blank: Workbook) -> None:
    for table in form.tables():
        sheet, (top, left, bottom, _) = area_of(blank, table.defined_name)
        for column, at in zip(table.columns, range(left, left + len(table.columns)), strict=True):
            for row in range(top + 1, bottom + 1):
                found = cell(sheet, row, at)
                if column.fixed:
                    assert found.value, found.coordinate
                    assert found.protection.locked
                else:
                    assert is_blank_input(found, column.type), f"{sheet.title} {found.coordinate}"


def test_only_helper_names_beside_the_inputs(form: Form, blank: Workbook) -> None:
    others = set(blank.defined_names) - {field.defined_name for field in form.inputs}
    assert all(name.startswith("_") for name in others)


def test_sheets_stand_in_printed_order_between_the_guide_and_the_hidden_ones(form: Form, blank: Workbook) -> None:
    assert blank.sheetnames == ["記入要領", *form.by_name, "_lists", "_meta"]
    states = [sheet.sheet_state for sheet in blank.worksheets]
    assert states == ["visible"] * (len(form.sheets) + 1) + ["hidden", "veryHidden"]


def test_the_form_says_which_edition_it_is(form: Form, blank: Workbook) -> None:
    assert dict(blank["_meta"].values) == {"様式": form.name, "版": form.edition, "マスタ": form.digest}


def test_protection_leaves_formats_and_pictures_free(form: Form, blank: Workbook) -> None:
    for sheet in form.sheets:
        protection = blank[sheet.name].protection
        assert protection.sheet == sheet.protected
        if sheet.protected:
            assert protection.password is None
            forbidden = {
                name
                for name in ("formatCells", "formatColumns", "formatRows", "objects", "scenarios")
                if getattr(protection, name)
            }
            assert forbidden == set()
            assert not protection.selectLockedCells
            assert not protection.selectUnlockedCells


def test_every_choice_has_a_drop_down_of_a_range_that_holds_all_its_values(form: Form, blank: Workbook) -> None:
    for field in form.inputs:
        sheet, (top, left, bottom, _) = area_of(blank, field.defined_name)
        places_of_choices = [(top, left, field.choices)] if not field.is_table else []
        for number, column in enumerate(field.columns):
            if not column.fixed:
                places_of_choices += [(row, left + number, column.choices) for row in (top + 1, bottom)]
        for row, column_index, choices in places_of_choices:
            assert drop_down(blank, sheet, cell(sheet, row, column_index).coordinate) == choices


def drop_down(book: Workbook, sheet: Worksheet, coordinate: str) -> tuple[str, ...]:
    for validation in sheet.data_validations.dataValidation:
        if coordinate in validation.sqref and validation.type == "list":
            assert validation.errorStyle == "warning"
            name, cells = validation.formula1.split("!")
            return tuple(found.value for (found,) in book[name][cells.replace("$", "")])
    return ()


def test_a_list_may_be_longer_than_a_rule_can_hold() -> None:
    assert len(",".join(MANY)) > 255


def test_hints_keep_within_the_limits_of_excel(form: Form, blank: Workbook) -> None:
    hints = [v for sheet in blank.worksheets for v in sheet.data_validations.dataValidation]
    assert hints
    assert max(len(hint.promptTitle or "") for hint in hints) <= 32
    assert max(len(hint.prompt or "") for hint in hints) <= 255


def test_no_formula_stands_in_a_cell(blank: Workbook) -> None:
    assert not [c for sheet in blank.worksheets for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_guide_leads_to_every_sheet(form: Form, blank: Workbook) -> None:
    targets = {c.value: c.hyperlink.location for (c, *_) in blank["記入要領"].iter_rows() if c.hyperlink}
    assert targets == {name: f"'{name}'!A1" for name in form.by_name}


def test_pages_are_a4_one_page_wide_with_repeated_headings(form: Form, blank: Workbook) -> None:
    for sheet in form.sheets:
        drawn, plan = blank[sheet.name], layout(sheet)
        assert drawn.page_setup.paperSize == 9
        assert (drawn.page_setup.orientation == "landscape") == sheet.landscape
        assert drawn.page_setup.fitToHeight == 0
        assert drawn.page_setup.fitToWidth in (None, 1) or plan.pages_across(sheet.landscape) > 1
        assert drawn.print_area
        assert drawn.oddFooter.center.text == "&A　&P／&N"
        if sheet.kind != SHEET_OF_FIELDS:
            assert drawn.print_title_rows == f"${plan.top + 1}:${plan.top + 1}"


def test_a_blank_annex_fits_on_one_page(form: Form, blank: Workbook) -> None:
    for sheet in (s for s in form.sheets if s.is_annex):
        heights = [blank[sheet.name].row_dimensions[row + 1].height for row in range(layout(sheet).last_row + 1)]
        assert all(heights)
        assert sum(heights) <= PRINTABLE_POINTS, sheet.name


def test_the_same_form_gives_the_same_bytes(form: Form, tmp_path: Path) -> None:
    build_form(form, tmp_path / "a.xlsx")
    build_form(form, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(("sheet", "name"), [("表紙", "件名（正）"), ("表紙", "件 名"), ("1枚目", "件名")])
def test_an_input_that_cannot_be_a_defined_name_is_refused(sheet: str, name: str, tmp_path: Path) -> None:
    only = Sheet(sheet, SHEET_OF_FIELDS, fields=(Field(sheet, name, "件名"),))
    with pytest.raises(ValueError, match="名前に使えない字"):
        build_form(Form("様式", "様式", "1", (only,)), tmp_path / "x.xlsx")
