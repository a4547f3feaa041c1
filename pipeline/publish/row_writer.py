"""Whole rows at once: xlsxwriter takes cell by cell, which is most of what a large workbook costs.

The XML of a cell is made apart from its address, so that a value that stands in a column a thousand times is made once. Rows are joined
from these pieces and wait in a file of their own until the workbook is put together. What stands there is what xlsxwriter would write
itself (a test compares the two); this module alone knows how it does that.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from functools import cache
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

MAX_CHARACTERS = 32_767
"""UTF-16 units that Excel takes in a cell."""

_ESCAPED = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
"""All that may have to be written in another way."""
_KEPT_IN_MEMORY = 1 << 22
"""Characters of the rows of a sheet from which on they are laid into a file."""
_ROWS_WITH_KNOWN_SIZE = 10_000
"""Pictures and notes hang from one of the upper rows; where they end is told by the heights of those below."""


class RowSheet(Worksheet):  # type: ignore[misc]
    """A worksheet of which upper rows may be written cell by cell, and all others by the row. For `Workbook.add_worksheet`."""

    if TYPE_CHECKING:
        dim_rowmax: int | None

    def __init__(self) -> None:
        super().__init__()
        self._rows = SpooledTemporaryFile(_KEPT_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115
        self._first_row: int | None = None
        self._columns = 0

    def text_piece(self, text: str, cell_format: Format) -> str:
        """The cell of a text, without its address. Raises ValueError where it is longer than a cell can hold."""
        if not text:
            return self.blank_piece(cell_format)
        if len(text) > MAX_CHARACTERS // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_CHARACTERS:
            raise ValueError(f"text of {len(text)} characters does not fit into a cell")
        written = text
        if _ESCAPED.search(text):
            written = self._escape_data(self._escape_control_characters(text))
        keep = ' xml:space="preserve"' if written[0].isspace() or written[-1].isspace() else ""
        return f'" s="{cell_format._get_xf_index()}" t="inlineStr"><is><t{keep}>{written}</t></is></c>'

    def rich_piece(self, tokens: Sequence[Format | str], cell_format: Format) -> str:
        """The cell of a text with several fonts, each before its stretch. Raises ValueError where it does not fit into a cell."""
        if self._write_rich_string(0, 0, *tokens, cell_format):
            raise ValueError("text with several fonts does not fit into a cell")
        shared = self.table.pop(0)[0].string
        return f'" s="{cell_format._get_xf_index()}" t="s"><v>{shared}</v></c>'

    @staticmethod
    def number_piece(number: float, cell_format: Format) -> str:
        """The cell of a number, without its address."""
        return f'" s="{cell_format._get_xf_index()}"><v>{number:.16G}</v></c>'

    @staticmethod
    def blank_piece(cell_format: Format) -> str:
        """A cell of which only the looks are written, without its address."""
        return f'" s="{cell_format._get_xf_index()}"/>'

    def add_link(self, row: int, column: int, target: str | Url, tip: str | None = None) -> None:
        """Make a link of a cell whose text is given with its row."""
        self.ignore_write_string = True
        self.write_url(row, column, target, tip=tip)
        self.ignore_write_string = False

    def merge_cells(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Make one of several cells, all of which are given with their rows; a single one stays as it is."""
        if (first_row, first_column) != (last_row, last_column):
            self.merge.append([first_row, first_column, last_row, last_column])

    def add_row(self, row: int, pieces: Sequence[str], height: float) -> None:
        """Write a row below all others.

        Args:
            row: Its place, from 0.
            pieces: For each column from the left the piece of its cell; an empty text for a cell that is not written.
            height: In points.

        """
        if self._first_row is None or len(pieces) > self._columns:
            self._grow(row, row, len(pieces))
        self.dim_rowmax = row
        self._put(row, _heads(len(pieces)), pieces, height)

    def add_rows(self, first: int, columns: Sequence[Sequence[str]], heights: Sequence[float]) -> None:
        """Write rows below all others.

        Args:
            first: The place of the first of them, from 0.
            columns: For each column, for each row, the piece of its cell, as `add_row` takes them.
            heights: For each row its height in points.

        """
        if not heights or not columns:
            return
        self._grow(first, first + len(heights) - 1, len(columns))
        heads = _heads(len(columns))
        for row, (pieces, height) in enumerate(zip(zip(*columns, strict=True), heights, strict=True), start=first):
            self._put(row, heads, pieces, height)

    def let_go(self) -> None:
        """Close the rows of a workbook that is not going to be written."""
        self._rows.close()

    def _grow(self, first: int, last: int, columns: int) -> None:
        if self._first_row is None:
            self._first_row = first
        self._columns = max(self._columns, columns)
        self._check_dimensions(first, 0)
        self._check_dimensions(last, max(columns - 1, 0))

    def _put(self, row: int, heads: Sequence[str], pieces: Sequence[str], height: float) -> None:
        number = row + 1
        cells = "".join([f"{head}{number}{piece}" for head, piece in zip(heads, pieces, strict=True) if piece])
        self._rows.write(f'<row r="{number}" ht="{height:.16g}" customHeight="1">{cells}</row>')
        if row < _ROWS_WITH_KNOWN_SIZE:
            self.row_sizes[row] = [int(height * 4 / 3), False]

    def _write_rows(self) -> None:
        last = self.dim_rowmax
        if self._first_row is not None:
            self.dim_rowmax = self._first_row - 1
        super()._write_rows()
        self.dim_rowmax = last
        self._rows.seek(0)
        shutil.copyfileobj(self._rows, self.fh)
        self.let_go()


@cache
def _heads(columns: int) -> tuple[str, ...]:
    """What stands before the row number in the tag of a cell, for so many columns."""
    return tuple(f'<c r="{xl_col_to_name(column)}' for column in range(columns))
