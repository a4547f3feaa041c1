"""What every workbook that the job writes has in common: fixed properties, and text that stays text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.durable import naming
from pipeline.publish.row_writer import RowSheet

_SAME_EVERY_TIME = datetime(2000, 1, 1)
"""The time of making would be the only thing that differs between two workbooks of the same content."""

_NORMAL = {"font_name": "Arial", "font_size": 10, "font_family": 2, "font_scheme": "none"}
"""Widths of columns are counted in digits of the Normal style. Arial, or a font as wide, is everywhere: where Calibri is not
installed, a wider one takes its place, every column grows by a third, and a page that is fitted to the paper shrinks."""


@contextmanager
def open_workbook(path: Path, *, title: str, in_memory: bool = False) -> Iterator[Workbook]:
    """Open a workbook for writing such that the same calls give the same bytes. The file is there when the context ends.

    Args:
        path: The file to write; its folder must exist.
        title: The title in the document properties.
        in_memory: Put a small workbook together without files beside it.

    Raises:
        OSError: It could not be written.

    """
    options: dict[str, object] = {
        "in_memory": in_memory,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(_NORMAL),
    }
    # packed in memory: an archive that a full disk breaks off would try again, and complain, when it is let go of
    packed = BytesIO()
    workbook = Workbook(packed, options)
    workbook.set_properties({"title": title, "created": _SAME_EVERY_TIME})
    try:
        yield workbook
        workbook.close()
    except FileCreateError as fault:  # of the files that it lays down meanwhile
        raise (fault.args[0] if isinstance(fault.args[0], OSError) else OSError(str(fault))) from fault
    finally:
        for sheet in workbook.worksheets():
            if isinstance(sheet, RowSheet):
                sheet.let_go()
            # they hold each other; what makes many books does not search for such cycles
            vars(sheet).clear()
        vars(workbook).clear()
    with naming(path):
        path.write_bytes(packed.getbuffer())


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
