"""The one way in which data sheets are written: a table that filters, sorts and prints, and never cuts a text.

A row of the sheet is always a row of the frame, so that filtering, sorting and counting stay right. A column grows with
its longest text up to a width of 60. A text that even then does not fit into the highest row that Excel allows (409 pt)
goes on in a further column to its right, headed 「概要 (2)」, and not in a further row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, repeat

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.publish import text_measure
from pipeline.publish.cell_values import Cell, Kind, Link, convert
from pipeline.publish.opening import write_text
from pipeline.publish.text_measure import YU_GOTHIC

FONT_SIZE = 10.0
ROWS_PER_SHEET = 1_048_575
"""Rows of a sheet but for the heading row."""

LINKS_PER_SHEET = 65_530
"""Excel repairs, that is empties, a sheet with more links."""

_ROWS_AT_A_TIME = 10_000
_MAX_LINES = text_measure.max_lines_in_row(FONT_SIZE, YU_GOTHIC)
_COMFORTABLE_LINES = 8
_MAX_WIDTH = 60.0


@dataclass(frozen=True, slots=True)
class ColumnStyle:
    """How the column of a data sheet looks.

    A `date` column turns whole ISO dates (text or date) into real dates and leaves 「2025-06」 as text. A `link` column
    holds paths relative to the workbook. A text in a `number` column, such as 「約３０」, stays text.
    """

    width: float
    kind: Kind = "text"
    wrap: bool = True
    """False for keys such as 受付ID, which are shown as far as the column is wide."""
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is going to be written: widened, and spread over several columns, for its longest text."""

    heading: str
    kind: Kind
    wrap: bool
    width: float
    parts: int
    text_format: Format
    value_format: Format


def write_frame(
    workbook: Workbook,
    sheet_name: str,
    frame: pd.DataFrame,
    styles: Mapping[str, ColumnStyle],
    *,
    title: str,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Write a frame as a data sheet: headings, filter, frozen heading row, measured row heights, A4 landscape print.

    Works in a workbook opened with `constant_memory`. Rows beyond `rows_per_sheet` go on in sheets named 「対策 (2)」.

    Args:
        workbook: From `open_workbook`.
        sheet_name: Name of the sheet.
        frame: The rows; its column names become the headings, missing values become empty cells.
        styles: The style of every column by its heading.
        title: Printed above each page.
        rows_per_sheet: Rows of the frame on one sheet.

    Raises:
        KeyError: A column has no style.
    """
    columns = [
        _column(workbook, str(heading), frame.iloc[:, at], styles[str(heading)])
        for at, heading in enumerate(frame.columns)
    ]
    heading_format = workbook.add_format(
        _font(bold=True, bg_color="#DDEBF7", border=1, text_wrap=True, align="center", valign="vcenter")
    )
    for number, start in enumerate(range(0, max(len(frame), 1), rows_per_sheet), start=1):
        rows = frame.iloc[start : start + rows_per_sheet]
        suffix = f" ({number})" if number > 1 else ""
        sheet = workbook.add_worksheet(sheet_name[: 31 - len(suffix)] + suffix)
        headings = _write_headings(sheet, columns, heading_format)
        _set_up(sheet, title, len(rows), headings)
        _write_rows(sheet, rows, columns)


def _font(**properties: object) -> dict[str, object]:
    return {"font_name": YU_GOTHIC.name, "font_size": FONT_SIZE, **properties}


def _column(workbook: Workbook, heading: str, series: pd.Series, style: ColumnStyle) -> _Column:
    """Decide on width and parts of a column and make its formats."""
    placing = {"valign": "top", "text_wrap": True} if style.wrap else {"valign": "top", "align": "fill"}
    if style.kind == "link":
        value = _font(**placing, font_color="#0563C1", underline=1)
    elif style.kind == "date":
        value = _font(valign="top", align="left", num_format="yyyy/mm/dd")
    else:
        value = _font(valign="top", align="right", num_format=style.number_format)
    width, parts = _room(series, style) if style.wrap else (style.width, 1)
    text_format, value_format = workbook.add_format(_font(**placing)), workbook.add_format(value)
    return _Column(heading, style.kind, style.wrap, width, parts, text_format, value_format)


def _room(series: pd.Series, style: ColumnStyle) -> tuple[float, int]:
    """Widen a column until its longest text is no higher than is comfortable; then count the columns it needs."""
    width, parts = style.width, 1
    for cells in _blocks(series, style.kind):
        # Excel shows ### instead of a number that is wider than its column.
        width = max([width, *(len(f"{cell:,}") * 1.2 + 2 for cell in cells if isinstance(cell, (int, float)))])
        texts = _texts(cells)
        while width < _MAX_WIDTH and not all(_fits(text, width, _COMFORTABLE_LINES) for text in texts):
            width = min(width + 10, _MAX_WIDTH)
    if width >= _MAX_WIDTH and style.kind != "link":
        for cells in _blocks(series, style.kind):
            parts = max([parts, *(len(_pieces(text, width)) for text in _texts(cells))])
    return width, parts


def _blocks(series: pd.Series, kind: Kind) -> Iterator[list[Cell]]:
    for start in range(0, len(series), _ROWS_AT_A_TIME):
        yield convert(series.iloc[start : start + _ROWS_AT_A_TIME].tolist(), kind)


def _texts(cells: Iterable[Cell]) -> set[str]:
    """Give the distinct texts of some cells, a link standing for what it shows."""
    return {cell if isinstance(cell, str) else cell.shown for cell in cells if isinstance(cell, (str, Link))}


def _fits(text: str, width: float, lines: int) -> bool:
    return text_measure.fits(text, width, FONT_SIZE, lines, YU_GOTHIC)


def _pieces(text: str, width: float) -> list[str]:
    return text_measure.split_to_fit(text, width, FONT_SIZE, _MAX_LINES, YU_GOTHIC)


def _lines(text: str, width: float) -> int:
    return text_measure.lines_needed(text, width, FONT_SIZE, YU_GOTHIC)


def _write_headings(sheet: Worksheet, columns: Sequence[_Column], cell_format: Format) -> int:
    """Write the heading row, set the widths and return the number of columns written."""
    at, lines = 0, 1
    for column in columns:
        for part in range(1, column.parts + 1):
            heading = column.heading if part == 1 else f"{column.heading} ({part})"
            write_text(sheet, 0, at, heading, cell_format)
            sheet.set_column(at, at, column.width)
            # The button of the filter covers a good two characters of a heading.
            room = max(column.width - 3, 4)
            lines = max(lines, _lines(heading, room))
            at += 1
    sheet.set_row(0, text_measure.row_height(lines, FONT_SIZE, YU_GOTHIC))
    return at


def _set_up(sheet: Worksheet, title: str, rows: int, columns: int) -> None:
    """Set filter, freezing and print set-up."""
    if columns:
        sheet.autofilter(0, 0, rows, columns - 1)
        sheet.print_area(0, 0, rows, columns - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_default_row(text_measure.row_height(1, FONT_SIZE, YU_GOTHIC))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f"&L{title.replace('&', '&&')}", {"margin": 0.3})
    sheet.set_footer("&L&A&C&P／&N", {"margin": 0.3})
    sheet.hide_gridlines(0)
    # Codes with leading zeros are text on purpose.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write_rows(sheet: Worksheet, rows: pd.DataFrame, columns: Sequence[_Column]) -> None:
    """Write the rows below the heading, a block at a time so that memory stays small, with their heights."""
    formats = [(column.text_format, column.value_format) for column in columns for _ in range(column.parts)]
    links = count(1)
    for start in range(0, len(rows), _ROWS_AT_A_TIME):
        block = rows.iloc[start : start + _ROWS_AT_A_TIME]
        lists: list[Sequence[Cell]] = []
        lines = [1] * len(block)
        for at, column in enumerate(columns):
            spread, needed = _spread(convert(block.iloc[:, at].tolist(), column.kind), column)
            lists += spread
            lines = list(map(max, lines, needed))
        cells_of_rows = zip(*lists, strict=True) if lists else repeat((), len(block))
        for row, (cells, needed_lines) in enumerate(zip(cells_of_rows, lines, strict=True), start=start + 1):
            if needed_lines > 1:
                sheet.set_row(row, text_measure.row_height(needed_lines, FONT_SIZE, YU_GOTHIC))
            _write_row(sheet, row, cells, formats, links)


def _spread(cells: list[Cell], column: _Column) -> tuple[list[Sequence[Cell]], list[int]]:
    """Spread the cells of a column over its parts, and count the lines that each row of it needs."""
    if not column.wrap:
        return [cells], [1] * len(cells)
    texts, width = _texts(cells), column.width
    pieces = {text: _pieces(text, width) if column.parts > 1 else [text] for text in texts}
    needed = {text: max(_lines(piece, width) for piece in split) for text, split in pieces.items()}
    shown = (cell.shown if isinstance(cell, Link) else cell for cell in cells)
    lines = [needed[cell] if isinstance(cell, str) else 1 for cell in shown]
    if column.parts == 1:
        return [cells], lines
    blanks = [None] * column.parts
    rows = ([*(pieces[cell] if isinstance(cell, str) else [cell]), *blanks][: column.parts] for cell in cells)
    return list(zip(*rows, strict=True)), lines


def _write_row(
    sheet: Worksheet, row: int, cells: Sequence[Cell], formats: Sequence[tuple[Format, Format]], links: count[int]
) -> None:
    """Write one row of prepared cells. This is the innermost loop of the largest ledgers."""
    for column, cell in enumerate(cells):
        if cell is None:
            continue
        text_format, value_format = formats[column]
        if isinstance(cell, str):
            write_text(sheet, row, column, cell, text_format)
        elif not isinstance(cell, Link):
            sheet.write_number(row, column, cell, value_format)
        elif next(links) <= LINKS_PER_SHEET:
            sheet.write_url(row, column, cell.target, value_format, cell.shown)
        else:
            write_text(sheet, row, column, cell.shown, text_format)
