"""Drawing the sheets of a blank form: lines above the inputs, labels with their inputs, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.forms.content import (
    Row,
    Value,
    checked_rows,
    checked_value,
    shown,
    table_rows,
)
from pipeline.forms.layout import TITLE, Heading, Layout, Place, layout, printed_columns
from pipeline.forms.model import (
    MEASURE_ID,
    MEASURE_SECTION,
    REQUIRED,
    SHEET_OF_FIELDS,
    SHEET_OF_MEASURES,
    SHEET_OF_ROWS,
    Column,
    Field,
    Sheet,
)
from pipeline.forms.room import (
    LOWEST_MEASURE,
    LOWEST_ROW,
    heading_height,
    label_height,
    lines_of_fields,
    page_breaks,
    room_for,
    text_height,
)
from pipeline.forms.styles import Styles, heading_part, input_parts, outer_sides
from pipeline.forms.validation import DropDowns, guide
from pipeline.publish.opening import write_text


@dataclass(frozen=True, slots=True)
class Canvas:
    """One sheet being drawn, with what all sheets of the workbook share."""

    target: Worksheet
    sheet: Sheet
    plan: Layout
    styles: Styles
    drop_downs: DropDowns

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The grid around which the bold line runs."""
        return self.plan.top, 0, self.plan.last_row, self.plan.last_column

    def format(self, place: Place, *parts: str) -> Format:
        """Give the format of an area, with the bold outer line where it touches the box."""
        return self.styles.get(*parts, sides=outer_sides(place.first, place.last, self.box))


def draw_banner(canvas: Canvas, cover: bool) -> float:
    """Write the lines above the inputs, each over the columns of the first page; returns their height in points."""
    total, plan = 0.0, canvas.plan
    across = plan.pages_across(canvas.sheet.landscape)
    on_first_page = plan.width(0, plan.last_column) / across
    last = max(column for column in range(plan.last_column + 1) if plan.width(0, column) <= on_first_page)
    for row, (role, text) in enumerate(plan.banner):
        part = "cover title" if cover and role == TITLE else role
        height = text_height(text, plan.width(0, last), part)
        canvas.target.set_row(row, height)
        write_area(canvas.target, Place(None, (row, 0), (row, last)), text, canvas.styles.get(part))
        total += height
    return total


def draw_inputs(canvas: Canvas, content: Mapping[str, object], banner: float) -> int:
    """Draw every input of the sheet with its value from `content` (by defined name), rows as high as needed.

    Returns the last row, which lies below the form's own where a list is given more rows than it has.

    """
    lines = lines_of_fields(canvas.sheet, canvas.plan, banner, content)
    heights: dict[int, list[float]] = {}
    for field in canvas.sheet.fields:
        headings = canvas.plan.headings.get(field.name, ())
        first = canvas.plan.places[field.name].first[0] - len(headings)
        value = content.get(field.defined_name)
        above = [_draw_heading(canvas, heading) for heading in headings]
        if field.is_table:
            heights[first] = above + _draw_table(canvas, field, checked_rows(field, value))
        else:
            value = checked_value(field.defined_name, value)
            heights[first] = above + _draw_field(canvas, field, value, lines[field.name])
        for row, points in enumerate(heights[first], start=first):
            if points:
                canvas.target.set_row(row, points)
    if canvas.sheet.kind == SHEET_OF_FIELDS:
        canvas.target.set_h_pagebreaks(page_breaks(banner, heights))
    return max((first + len(rows) - 1 for first, rows in heights.items()), default=canvas.plan.last_row)


def _draw_heading(canvas: Canvas, heading: Heading) -> float:
    """Draw a heading over the whole width; returns its height."""
    area = Place(None, (heading.row, 0), (heading.row, canvas.plan.last_column))
    write_area(canvas.target, area, heading.text, canvas.format(area, heading_part(heading.level)))
    return heading_height(canvas.plan, heading)


def _draw_field(canvas: Canvas, field: Field, value: Value, lines: int) -> list[float]:
    """Draw one input beside its label; returns the heights of its rows."""
    place, plan = canvas.plan.places[field.name], canvas.plan
    rows = place.last[0] - place.first[0] + 1
    size, points = room_for(shown(value), plan.width(1, plan.last_column), rows, lines)
    _draw_label(canvas, field, place)
    parts = input_parts(field.type, field.required, ())
    write_area(canvas.target, place, value, canvas.format(place, *parts, size))
    guide(canvas.target, canvas.drop_downs, field, (*place.first, *place.first))
    return [max(points, label_height(field.label, plan.widths[0]) / rows)] * rows


def _draw_label(canvas: Canvas, field: Field, place: Place) -> None:
    if place.label is None:
        return
    area = Place(None, place.label, (place.last[0], place.label[1]))
    part = "required label" if field.required == REQUIRED else "label"
    write_area(canvas.target, area, field.label, canvas.format(area, part))


def _draw_table(canvas: Canvas, table: Field, given: Sequence[Row]) -> list[float]:
    """Draw a table; returns the heights of its rows, 0 where Excel is to find the height itself."""
    place, sheet = canvas.plan.places[table.name], canvas.sheet
    top, left = place.first
    _draw_label(canvas, table, place)
    note = canvas.plan.notes.get(table.name)
    if note is not None:
        write_area(canvas.target, note, table.help, canvas.format(note, "note"))
    rows = table_rows(sheet, table, given)
    for column, at in zip(table.columns, range(left, left + len(table.columns)), strict=True):
        cell = Place(None, (top, at), (top, at))
        part = "required heading" if column.required == REQUIRED else "heading"
        write_area(canvas.target, cell, column.heading, canvas.format(cell, part))
        if column.heading not in printed_columns(table):
            guide(canvas.target, canvas.drop_downs, column, (top + 1, at, top + len(rows), at))
    highest = max(text_height(column.heading, column.width) for column in table.columns)
    return [highest, *(_draw_row(canvas, table, row, (number, left)) for number, row in enumerate(rows, top + 1))]


def _draw_row(canvas: Canvas, table: Field, row: Row, start: tuple[int, int]) -> float:
    sheet, printed = canvas.sheet, printed_columns(table)
    height = LOWEST_MEASURE if sheet.kind == SHEET_OF_MEASURES else LOWEST_ROW
    for offset, column in enumerate(table.columns):
        value = row.get(column.heading)
        cell = Place(None, (start[0], start[1] + offset), (start[0], start[1] + offset))
        size, points = room_for(shown(value), canvas.plan.widths[cell.first[1]])
        height = max(height, points)
        parts = _cell_parts(sheet, column, column.heading in printed)
        write_area(canvas.target, cell, value, canvas.format(cell, *parts, size))
    # An empty row of a list keeps no height of its own, so that Excel lets it grow as people type.
    return 0.0 if sheet.kind == SHEET_OF_ROWS and not any(map(shown, row.values())) else height


def _cell_parts(sheet: Sheet, column: Column, printed: bool) -> tuple[str, ...]:
    if not printed:
        parts = input_parts(column.type, column.required, column.choices)
    elif column.heading in (MEASURE_ID, MEASURE_SECTION) and sheet.kind == SHEET_OF_MEASURES:
        parts = ("printed", "9pt", "centre")
    else:
        parts = ("printed",) if sheet.kind == SHEET_OF_MEASURES else ("printed", "indented")
    # The long rows of a list are read from their top; the short rows of the other tables look better centred.
    return (*parts, "top" if sheet.kind == SHEET_OF_ROWS else "middle")


def write_area(target: Worksheet, place: Place, value: Value, fmt: Format) -> None:
    """Write a value into an area, merging it where it is more than one cell. An empty value leaves a formatted blank."""
    if place.first != place.last:
        target.merge_range(*place.first, *place.last, "", fmt)
    if value is None or value == "":
        target.write_blank(*place.first, None, fmt)
    elif isinstance(value, str):
        write_text(target, *place.first, value, fmt)
    else:
        target.write_number(*place.first, value, fmt)


def canvas_for(target: Worksheet, sheet: Sheet, styles: Styles, drop_downs: DropDowns) -> Canvas:
    """Set up the drawing of a sheet: column widths, no grid lines."""
    plan = layout(sheet)
    for column, width in enumerate(plan.widths):
        target.set_column(column, column, width)
    target.hide_gridlines(2)
    return Canvas(target, sheet, plan, styles, drop_downs)
