"""The one way in which data sheets are written: a table that filters, sorts and prints, and never cuts a text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.publish.cell_values import Cell, Link, convert
from pipeline.publish.columns import (
    FONT_SIZE,
    ROWS_AT_A_TIME,
    Column,
    ColumnStyle,
    font,
    heading_lines,
    plan_column,
    spread,
)
from pipeline.publish.opening import write_text
from pipeline.publish.row_writer import RowSheet
from pipeline.publish.text_measure import PIXELS_PER_UNIT, YU_GOTHIC, row_height

__all__ = ["A3", "A4", "LINKS_PER_SHEET", "ROWS_PER_SHEET", "ColumnStyle", "Paper", "write_frame"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper, lying: its number in Excel, and the pixels between its margins at 96 dpi."""

    number: int
    pixels: int


A4, A3 = Paper(9, 1_030), Paper(8, 1_495)

ROWS_PER_SHEET = 1_048_575
"""Rows of a sheet but for the heading row."""

LINKS_PER_SHEET = 65_530
"""Excel repairs, that is empties, a sheet with more links."""

_NOTE = {"author": "", "font_name": YU_GOTHIC.name, "font_size": 10, "width": 320, "height": 150}
_HEADING = {
    "bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
}  # fmt: skip
_LEAST_SCALE = 0.4
"""Below this a printed 10 pt text cannot be read."""


def write_frame(
    workbook: Workbook,
    sheet_name: str,
    frame: pd.DataFrame,
    styles: Mapping[str, ColumnStyle],
    *,
    title: str,
    rows_per_sheet: int = ROWS_PER_SHEET,
    frozen_columns: int = 0,
    paper: Paper = A4,
    notes: Mapping[str, str] | None = None,
) -> list[Worksheet]:
    """Write a frame as a data sheet: headings, filter, frozen heading row, measured row heights, landscape print.

    Rows beyond `rows_per_sheet` go on in sheets named 「対策 (2)」.
    Returns the sheets written.

    Args:
        workbook: From `open_workbook`.
        sheet_name: Name of the sheet.
        frame: The rows; its column names become the headings, missing values become empty cells.
        styles: The style of every column by its heading.
        title: Printed above each page.
        rows_per_sheet: Rows of the frame on one sheet.
        frozen_columns: So many columns at the left stay where they are when one moves to the right.
        paper: What it is printed on.
        notes: Heading → a note that it shows when one points at it.

    Raises:
        KeyError: A column has no style.

    """
    columns = [
        plan_column(workbook, str(heading), frame.iloc[:, at], styles[str(heading)])
        for at, heading in enumerate(frame.columns)
    ]
    heading_format = workbook.add_format(font(**_HEADING))
    sheets = []
    for number, start in enumerate(range(0, max(len(frame), 1), rows_per_sheet), start=1):
        rows = frame.iloc[start : start + rows_per_sheet]
        suffix = f" ({number})" if number > 1 else ""
        sheet = workbook.add_worksheet(sheet_name[: 31 - len(suffix)] + suffix, RowSheet)
        _write_headings(sheet, columns, heading_format, notes or {})
        _set_up(sheet, title, len(rows), columns, paper)
        sheet.freeze_panes(1, frozen_columns)
        _write_rows(sheet, rows, columns)
        sheets.append(sheet)
    return sheets


def _write_headings(sheet: Worksheet, columns: Sequence[Column], cell_format: Format, notes: Mapping[str, str]) -> None:
    """Write the heading row with its notes and set the widths."""
    at = 0
    for column in columns:
        sheet.set_column(at, at + column.parts - 1, column.width)
        for heading in column.headings:
            write_text(sheet, 0, at, heading, cell_format)
            if heading in notes:
                sheet.write_comment(0, at, notes[heading], _NOTE)
            at += 1
    lines = max((heading_lines(column) for column in columns), default=1)
    sheet.set_row(0, row_height(lines, FONT_SIZE, YU_GOTHIC))


def _set_up(sheet: Worksheet, title: str, rows: int, columns: Sequence[Column], paper: Paper) -> None:
    """Set filter and print set-up."""
    last_column = sum(column.parts for column in columns) - 1
    if columns:
        sheet.autofilter(0, 0, rows, last_column)
        sheet.print_area(0, 0, rows, last_column)
    sheet.repeat_rows(0)
    sheet.set_default_row(row_height(1, FONT_SIZE, YU_GOTHIC))
    sheet.set_landscape()
    sheet.set_paper(paper.number)
    pages_across = _pages_across(columns, paper)
    sheet.fit_to_pages(pages_across, 0)
    if pages_across > 1:
        sheet.repeat_columns(0, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f"&L{title.replace('&', '&&')}", {"margin": 0.3})
    sheet.set_footer("&L&A&C&P／&N", {"margin": 0.3})
    sheet.hide_gridlines(0)
    # Codes with leading zeros are text on purpose.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _pages_across(columns: Sequence[Column], paper: Paper) -> int:
    """Print a sheet one page wide, or a very wide one on as many as it takes to be readable."""
    pixels = sum((column.width * PIXELS_PER_UNIT + 5) * column.parts for column in columns)
    return max(1, math.ceil(pixels * _LEAST_SCALE / paper.pixels))


def _write_rows(sheet: RowSheet, rows: pd.DataFrame, columns: Sequence[Column]) -> None:
    """Write the rows below the heading, a block at a time so that memory stays small, with their heights."""
    heights: dict[int, float] = {}
    links = count(1)
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        block = rows.iloc[start : start + ROWS_AT_A_TIME]
        pieces: list[Sequence[str]] = []
        lines = [1] * len(block)
        for at, column in enumerate(columns):
            parts, needed = spread(convert(block.iloc[:, at].tolist(), column.kind), column)
            for part in parts:
                is_link = column.kind == "link"
                cells = _linked(sheet, start + 1, len(pieces), part, links) if is_link else part
                pieces.append(_pieces(sheet, cells, column))
            lines = list(map(max, lines, needed))
        heights |= {needed: row_height(needed, FONT_SIZE, YU_GOTHIC) for needed in set(lines) - heights.keys()}
        sheet.add_rows(start + 1, pieces, [heights[needed] for needed in lines])


def _pieces(sheet: RowSheet, cells: Sequence[Cell], column: Column) -> list[str]:
    """The XML of the cells of a column, made once for each different value."""
    made: dict[Cell, str] = {None: ""}
    for cell in set(cells) - made.keys():
        if isinstance(cell, str):
            made[cell] = sheet.text_piece(cell, column.text_format)
        elif isinstance(cell, Link):
            made[cell] = sheet.text_piece(cell.shown, column.value_format)
        elif cell is not None:
            made[cell] = sheet.number_piece(cell, column.value_format)
    return [made[cell] for cell in cells]


def _linked(sheet: RowSheet, first: int, at: int, cells: Sequence[Cell], links: count[int]) -> list[Cell]:
    """Make links of the cells of a column, as many as Excel takes; the others show the whole path."""
    shown = list(cells)
    for place, cell in enumerate(cells):
        if isinstance(cell, Link):
            if next(links) <= LINKS_PER_SHEET:
                sheet.add_link(first + place, at, cell.target)
            else:
                shown[place] = cell.path
    return shown
