"""What every workbook that the job writes has in common: fixed properties, and text that stays text."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

_SAME_EVERY_TIME = datetime(2000, 1, 1)
"""The time of making would be the only thing that differs between two workbooks of the same content."""

_FONT_FOR_PRINT = {"font_name": "Arial", "font_size": 10, "font_scheme": False, "theme": -1}
"""Its digits are 7 pixels wide, like those of Calibri 11, for which other programs may take a wider font."""


def open_workbook(path: Path, *, title: str, constant_memory: bool = False, for_print: bool = False) -> Workbook:
    """Open a workbook for writing such that the same calls give the same bytes; use it as a context manager.

    Args:
        path: The file to write; its folder must exist.
        title: The title in the document properties.
        constant_memory: Keep only one row in memory; then every sheet must be written strictly row by row.
        for_print: A small workbook whose columns must be as wide on every machine: it is put together in memory, and the
            unit of its columns is that of a font which every machine has, or another of the same widths.

    Raises:
        xlsxwriter.exceptions.FileCreateError: On closing, the file could not be written.

    """
    options: dict[str, object] = {
        "constant_memory": constant_memory,
        "in_memory": for_print,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    if for_print:
        options["default_format_properties"] = _FONT_FOR_PRINT
    workbook = Workbook(str(path), options)
    workbook.set_properties({"title": title, "created": _SAME_EVERY_TIME})
    return workbook


def write_text(sheet: Worksheet, row: int, column: int, text: str, cell_format: Format) -> None:
    """Write a text exactly as it stands, whatever it looks like; an empty one as an empty cell.

    Raises:
        ValueError: The text is longer than the 32,767 characters that Excel takes in a cell.

    """
    if not text:
        code = sheet.write_blank(row, column, None, cell_format)
    elif text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter takes such a text for markup of its own and would write it unescaped, which breaks the workbook.
        code = sheet.write_rich_string(row, column, cell_format, text[:1], cell_format, text[1:], cell_format)
    else:
        code = sheet.write_string(row, column, text, cell_format)
    if code:
        raise ValueError(f"text of {len(text)} characters does not fit into row {row}, column {column}")
