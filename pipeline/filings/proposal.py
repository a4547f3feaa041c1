"""Proposed rows of 別添３ written into a copy of a 全項目評価書, below its own; nothing else of the package changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.filings.appendix import ITEM, SHEET
from pipeline.filings.changes import ProposedRow
from pipeline.forms.model import Form
from pipeline.forms.styles import FONT_SIZE
from pipeline.inputs import Located
from pipeline.locate import locate
from pipeline.patch.editor import Editor
from pipeline.patch.values import MAX_TEXT, shorten
from pipeline.read import read_book
from validations.findings import address


@dataclass(frozen=True, slots=True)
class Appendix:
    """What the 別添３ of a workbook lacks."""

    rows: tuple[ProposedRow, ...]
    form: Form

    def written_into(self, data: bytes, filename: str) -> bytes:
        """A copy of the workbook with the rows in it. Raises `Unreadable`."""
        return with_proposed_rows(data, filename, self.rows, self.form)


def with_proposed_rows(data: bytes, filename: str, rows: Sequence[ProposedRow], form: Form) -> bytes:
    """A copy of a workbook of `form` with rows added to its 別添３; the same bytes where there is nothing to add.

    Cells are left empty for what the department has to say itself (変更日, 説明). A workbook without the sheet stays as it is.

    Raises:
        Unreadable: the package is broken or unsafe.

    """
    if not rows:
        return data
    found, _ = locate(form, read_book(data, PurePath(filename).suffix))
    sheet = next((located for located in found if located.spec.name == SHEET), None)
    letters = _columns(sheet) if sheet else {}
    if sheet is None or ITEM not in letters:
        return data
    headings = sheet.spots[0].field.headings
    written = [
        {
            letters[h]: shorten(text, MAX_TEXT)
            for h, text in zip(headings, row.cells, strict=True)
            if text and h in letters
        }
        for row in rows
    ]
    book = Editor(data)
    name = sheet.sheet.name
    first = book.append_rows(name, written, sheet.spots[0].row + 2, within=tuple(letters.values()))
    book.fit(name, dict(enumerate(written, first)), FONT_SIZE)
    return book.save()


def _columns(sheet: Located) -> Mapping[str, str]:
    """Heading → letters of its column."""
    spot = sheet.spots[0]
    return {
        heading: address(0, column).rstrip("1")
        for heading, column in zip(spot.field.headings, spot.columns, strict=True)
        if column is not None
    }
