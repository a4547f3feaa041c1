"""What lights up while a form is filled in: which sheets are asked for, what is still empty, a 「ー」 without a reason.

What decides is read from the masters: the 区分 of a sheet, and conditions written as 「表紙の区分「業務委託」に○を付けたとき」,
「種別が「変更」のとき」 or 「「③手数料等」が「１）有料」のとき」. Conditional formats may not look at other sheets directly in every spreadsheet program, so the cells that
decide get workbook-scoped helper names beginning with `_`, e.g. `_付議_業務委託` for the 付議 cell of that 区分 on the cover.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipeline.forms.layout import Place, body_rows, layout, printed_columns
from pipeline.forms.model import CONDITIONAL, REQUIRED, SHEET_OF_FIELDS, SHEET_OF_MEASURES, Field, Form, Sheet
from pipeline.forms.styles import Styles

SUBCONTRACTING = "再委託"
"""The 区分 under which the measures 再委託のとき are asked for."""

VERDICT, REASON = "可否", "理由"

Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Switches:
    """The cells that decide what is asked for, and the formulas (without 「=」) that say so."""

    cells: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """Helper name → sheet, row, column."""
    divisions: dict[str, str] = field(default_factory=dict)
    """区分 → formula that is true while it is ticked."""
    sheets: dict[str, str] = field(default_factory=dict)
    """Sheet → formula that is true while it is asked for; no entry: always, or nobody can tell."""
    inputs: dict[str, str] = field(default_factory=dict)
    """Defined name → formula that is true while a conditional input is required."""


def switches(form: Form) -> Switches:
    """Find what decides about the sheets and conditional inputs of a form."""
    found = Switches()
    for division, mark, cell in _marks(form):
        name = f"_{mark}_{division}"
        found.cells[name] = cell
        found.divisions[division] = f'AND({name}<>"",{name}<>"ー")'
    for sheet in form.sheets:
        ticked = found.divisions.get(sheet.division)
        narrower = _formula_of(form, sheet, sheet.fields[0].condition, found) if _is_checklist(sheet) else None
        if ticked:
            found.sheets[sheet.name] = f"AND({ticked},{narrower})" if narrower not in (None, ticked) else ticked
        for item in sheet.fields if sheet.kind == SHEET_OF_FIELDS else ():
            formula = _formula_of(form, sheet, item.condition, found) if item.required == CONDITIONAL else None
            if formula:
                found.inputs[item.defined_name] = formula
    return found


def _is_checklist(sheet: Sheet) -> bool:
    return sheet.kind == SHEET_OF_MEASURES and bool(sheet.fields)


def _marks(form: Form) -> Iterator[tuple[str, str, tuple[str, int, int]]]:
    """Find each 区分 that a table prints: its name, the heading of the cell to tick, and that cell."""
    wanted = {sheet.division for sheet in form.sheets if sheet.division.isidentifier()} | {SUBCONTRACTING}
    for sheet in form.sheets:
        for table in (f for f in sheet.fields if f.is_table and sheet.kind == SHEET_OF_FIELDS):
            printed = next((column for column in table.columns if column.fixed), None)
            mark = next((number for number, column in enumerate(table.columns) if not column.fixed), None)
            if printed is None or mark is None:
                continue
            row, column = layout(sheet).places[table.name].first
            for number, value in enumerate(printed.choices, start=1):
                if value in wanted:
                    yield value, table.columns[mark].heading, (sheet.name, row + number, column + mark)


def _formula_of(form: Form, sheet: Sheet, condition: str, found: Switches) -> str | None:
    """Turn a condition as the masters word it into a formula; None where no cell of the form decides it."""
    for division, formula in found.divisions.items():
        if f"区分「{division}」に○" in condition:
            return formula
    for other in form.sheets:
        if other.name == sheet.name or (other.is_annex and other.division == sheet.division):
            for item in other.fields:
                value = next((v for v in item.choices if _names(condition, item, v)), None)
                name = f"_{other.name}_{item.name}"
                if value is not None and name.isidentifier():
                    found.cells[name] = (other.name, *layout(other).places[item.name].first)
                    quoted = value.replace('"', '""')
                    return f'{name}="{quoted}"'
    return None


def _names(condition: str, item: Field, value: str) -> bool:
    """Whether a condition holds while a value is chosen in an input, which it calls by its name or, in quotes, by its label."""
    return any(f"{called}が「{value}」のとき" in condition for called in (item.name, f"「{item.label}」"))


def emphasise(target: Worksheet, sheet: Sheet, decided: Switches, styles: Styles) -> None:
    """Put all conditional formats of a sheet on it; the first that holds wins."""
    plan, asked = layout(sheet), decided.sheets.get(sheet.name)
    if asked:
        _mark(target, (0, 0, plan.last_row, plan.last_column), f"NOT({asked})", "idle", styles)
        if plan.top:
            _mark(target, (0, 0, 0, plan.last_column), asked, "live", styles)
    if _is_checklist(sheet):
        _emphasise_measures(target, sheet, decided, styles)
    elif sheet.kind == SHEET_OF_FIELDS:
        _emphasise_empty(target, sheet, decided, styles)


def _mark(target: Worksheet, area: Area, formula: str, tint: str, styles: Styles) -> None:
    rule = {
        "type": "formula",
        "criteria": f"={formula}",
        "format": styles.emphasis(tint),
        "stop_if_true": tint == "idle",
    }
    target.conditional_format(*area, rule)


def _emphasise_measures(target: Worksheet, sheet: Sheet, decided: Switches, styles: Styles) -> None:
    plan, headings, asked = layout(sheet), sheet.fields[0].headings, decided.sheets.get(sheet.name)
    if not sheet.measures or VERDICT not in headings or REASON not in headings:
        return
    verdict, reason, top = headings.index(VERDICT), headings.index(REASON), plan.top + 1
    subcontracted = decided.divisions.get(SUBCONTRACTING)
    for row, measure in enumerate(sheet.measures, start=top):
        if measure.when_subcontracted and subcontracted:
            _mark(target, (row, 0, row, plan.last_column), f"NOT({subcontracted})", "idle", styles)
    here = xl_rowcol_to_cell(top, verdict, col_abs=True)
    why = xl_rowcol_to_cell(top, reason, col_abs=True)
    without_reason = f'AND(OR({here}="ー",{here}="－"),TRIM({why})="")'
    _mark(target, (top, verdict, plan.last_row, reason), without_reason, "fault", styles)
    empty = f'AND({asked},{here}="")' if asked else f'{here}=""'
    _mark(target, (top, verdict, plan.last_row, verdict), empty, "asked", styles)


def _emphasise_empty(target: Worksheet, sheet: Sheet, decided: Switches, styles: Styles) -> None:
    """Make inputs that are required, always or now, stand out until something is in them."""
    for item in sheet.fields:
        conditions = [decided.sheets.get(sheet.name), decided.inputs.get(item.defined_name)]
        if item.required == REQUIRED or conditions[1]:
            for area, empty in _empties(sheet, item, layout(sheet).places[item.name]):
                parts = [part for part in (*conditions, empty) if part]
                _mark(target, area, f"AND({','.join(parts)})" if len(parts) > 1 else empty, "asked", styles)


def _empties(sheet: Sheet, item: Field, place: Place) -> Iterator[tuple[Area, str]]:
    """Give the areas to mark for an empty input, each with a formula: of a table its first row, or a column to be ticked."""
    if not item.is_table:
        yield (*place.first, *place.last), f'{xl_rowcol_to_cell(*place.first, row_abs=True, col_abs=True)}=""'
        return
    top = place.first[0] + 1
    shown = top + body_rows(sheet, item) - 1 if printed_columns(item) else top
    inputs = [number for number, column in enumerate(item.columns) if not column.fixed]
    required = [number for number in inputs if item.columns[number].required == REQUIRED]
    for number in required or inputs[:1]:
        at = place.first[1] + number
        yield (top, at, shown, at), f"COUNTA({xl_range_abs(top, at, place.last[0], at)})=0"
