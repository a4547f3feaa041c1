"""A stranger's program: fills in a blank form knowing only its defined names and the words in its heading cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Content = Mapping[str, object]


def fill(blank: Path, target: Path, content: Content) -> Path:
    """Fill in values and table rows by defined name, and save."""
    book = load_workbook(blank)
    for name, value in content.items():
        sheet, (left, top, right, bottom) = area(book, name)
        if isinstance(value, list):
            _fill_table(sheet, left, top, right, bottom, value)
        else:
            sheet.cell(top, left).value = value
    book.save(target)
    return target


def area(book: Workbook, name: str) -> tuple[Worksheet, tuple[int, int, int, int]]:
    """The sheet of a defined name and its range as left, top, right, bottom, counted from 1."""
    ((sheet, reference),) = book.defined_names[name].destinations
    return book[sheet], range_boundaries(reference)


def _fill_table(
    sheet: Worksheet, left: int, top: int, right: int, bottom: int, rows: list[Mapping[str, object]]
) -> None:
    headings = {sheet.cell(top, column).value: column for column in range(left, right + 1)}
    printed = {sheet.cell(row, left).value: row for row in range(top + 1, bottom + 1) if sheet.cell(row, left).value}
    for number, row in enumerate(rows, start=top + 1):
        first = next(iter(row))
        at = printed.get(row[first], number)
        for heading, value in row.items():
            if sheet.cell(at, headings[heading]).value is None:
                sheet.cell(at, headings[heading]).value = value
