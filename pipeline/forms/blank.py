"""Building a blank form, or a filled-in one, from its description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipeline.forms.copies import Leaf, leaves
from pipeline.forms.drawing import Canvas, canvas_for, draw_banner, draw_inputs
from pipeline.forms.emphasis import Switches, emphasise, switches
from pipeline.forms.guide import GUIDE_SHEET, draw_guide
from pipeline.forms.layout import layout, reference
from pipeline.forms.model import SHEET_OF_FIELDS, SHEET_OF_MEASURES, Form, Sheet
from pipeline.forms.styles import Styles
from pipeline.forms.validation import DropDowns

META_SHEET = "_meta"
META_FORM, META_EDITION, META_MASTERS = "様式", "版", "マスタ"

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = datetime(2000, 1, 1)
"""A fixed date of creation: the same masters give the same bytes."""

_ALLOWED = ("format_cells", "format_columns", "format_rows", "objects", "scenarios")
"""What a protected sheet still allows: bold and underline for changes, higher rows, comments and pictures."""

_A4 = 9
_FOOTER = '&C&"ＭＳ ゴシック,標準"&9&A　&P／&N'
_TABS = {SHEET_OF_FIELDS: "#2F75B5", SHEET_OF_MEASURES: "#70AD47"}
_ANNEX_TAB, _OTHER_TAB = "#ED7D31", "#A6A6A6"


def build_form(form: Form, path: Path, content: Mapping[str, object] | None = None) -> None:
    """Write the form as a workbook to `path`, with the values of `content` where given.

    `content` maps defined names to a value (text, number or None) or, for tables, to a list of rows (heading → value). Rows of
    checklists and of tables with printed rows are matched by their first printed column. Names of a copied sheet begin with its
    title (`ファイル (2).保管場所`). Same form and content: same bytes.

    Raises:
        ValueError: `content` names an input, column or row that the form does not have, or does not fit.

    """
    decided, sheets = switches(form), leaves(form, content or {})
    names = [name for leaf in sheets for name in defined_names(leaf, decided)]
    # closed only when all is well: a form that could not be filled in leaves no file behind
    book = Workbook(str(path), _OPTIONS)
    book.set_properties({"title": form.title, "subject": form.name, "created": _CREATED})
    styles, drop_downs = Styles(book), DropDowns(form)
    guide = book.add_worksheet(GUIDE_SHEET)
    draw_guide(guide, form, decided, styles)
    _set_up(guide, landscape=False, protected=True)
    for leaf in sheets:
        canvas = canvas_for(book.add_worksheet(leaf.title), leaf.sheet, styles, drop_downs)
        _draw_sheet(canvas, leaf.content, decided, is_cover=leaf.sheet is form.sheets[0])
    drop_downs.write(book)
    _write_meta(book, form)
    for name, cells in names:
        book.define_name(name, f"={cells}")
    book.close()


def defined_names(leaf: Leaf, decided: Switches) -> Iterator[tuple[str, str]]:
    """List the names of a sheet and their cells: one cell for an input, heading row and body for a table.

    Those of a sheet of the form belong to the whole workbook, those of a copy to the copy, as Excel makes them.

    Raises:
        ValueError: a sheet or input is called something that cannot be a defined name.

    """
    for field in leaf.sheet.fields:
        if not field.defined_name.replace(".", "_").isidentifier():
            raise ValueError(
                f"「{field.defined_name}」には、名前に使えない字があります。字と数字と「_」だけにしてください。"
            )
        place = layout(leaf.sheet).places[field.name]
        cells = xl_range_abs(*place.first, *(place.last if field.is_table else place.first))
        yield leaf.name(field.defined_name), reference(leaf.title, cells)
    for name, (sheet_name, row, column) in decided.cells.items():
        if sheet_name == leaf.sheet.name:
            cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
            yield leaf.name(name), reference(leaf.title, cell)


def _draw_sheet(canvas: Canvas, values: Mapping[str, object], decided: Switches, is_cover: bool) -> None:
    sheet, plan, target = canvas.sheet, canvas.plan, canvas.target
    banner = draw_banner(canvas, cover=is_cover and sheet.kind == SHEET_OF_FIELDS)
    last_row = draw_inputs(canvas, values, banner)
    emphasise(target, sheet, decided, canvas.styles)
    across = plan.pages_across(sheet.landscape)
    _set_up(target, sheet.landscape, sheet.protected, across)
    target.set_tab_color(_tab(sheet))
    target.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, plan.last_column)})
    target.print_area(0, 0, last_row, plan.last_column)
    if sheet.kind != SHEET_OF_FIELDS:
        target.repeat_rows(plan.top)
        target.freeze_panes(plan.top + 1, int(across > 1))
        if across > 1:
            target.repeat_columns(0)


def _tab(sheet: Sheet) -> str:
    if sheet.is_annex:
        return _ANNEX_TAB
    return _TABS.get(sheet.kind, _OTHER_TAB)


def _set_up(target: Worksheet, landscape: bool, protected: bool, pages_across: int = 1) -> None:
    target.set_paper(_A4)
    if landscape:
        target.set_landscape()
    target.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.75)
    target.center_horizontally()
    target.fit_to_pages(pages_across, 0)
    target.set_footer(_FOOTER)
    if protected:
        target.protect("", dict.fromkeys(_ALLOWED, True))


def _write_meta(book: Workbook, form: Form) -> None:
    meta = book.add_worksheet(META_SHEET)
    for row, pair in enumerate(((META_FORM, form.name), (META_EDITION, form.edition), (META_MASTERS, form.digest))):
        meta.write_string(row, 0, pair[0])
        meta.write_string(row, 1, pair[1])
    meta.very_hidden()
