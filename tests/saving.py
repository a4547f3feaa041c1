"""A draft saved as a real workbook: the file it was read from, with the cells and the defined names in which it differs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from pipeline.package import DefinedName
from pipeline.patch.editor import Editor
from pipeline.patch.values import Change, Place
from pipeline.read import Area, Book, BookSheet
from tests.drafts import Draft
from validations.findings import address


def save(draft: Draft, sample: Path, target: Path) -> Path:
    """Save a spoilt draft of a sample. What is no cell and no name (hidden rows, errors, sheets) is not for this: AssertionError."""
    before = Draft.of(sample, draft.form).book
    assert [_unlike_cells(sheet) for sheet in draft.book.sheets] == [_unlike_cells(sheet) for sheet in before.sheets]
    assert draft.book.around == before.around
    editor = Editor(sample.read_bytes())
    for old, new in zip(before.sheets, draft.book.sheets, strict=True):
        if old.rows != new.rows:
            editor.change(new.name, dict(_changes(old.rows, new.rows)))
    _save_names(editor, before, draft.book)
    target.write_bytes(editor.save())
    return target


def _unlike_cells(sheet: BookSheet) -> tuple[object, ...]:
    return sheet.name, sheet.hidden, sheet.errors, sheet.uncached, sheet.around


def _changes(before: list[list[object]], after: list[list[object]]) -> Iterator[tuple[Place, Change]]:
    """The cells that differ. An emptied cell is taken out of the sheet."""
    nothing: list[object] = []
    for row, (old_row, new_row) in enumerate(zip_longest(before, after, fillvalue=nothing)):
        for column, (old, new) in enumerate(zip_longest(old_row, new_row, fillvalue="")):
            if old != new:
                yield (row, column), _change(new)


def _change(value: object) -> Change:
    if value == "":
        return Change(erase=True)
    assert isinstance(value, str | int | float)
    return Change(value if isinstance(value, str) else float(value))


def _save_names(editor: Editor, before: Book, after: Book) -> None:
    """Names that moved get their new range; those that are gone are taken out."""
    if before.names == after.names:
        return
    kept = set(after.names)
    moved = {(name.name, name.scope) for name in before.names if name not in kept}
    editor.remove_names(lambda name: (name.name, name.scope) in moved)
    editor.add_names(
        [
            DefinedName(name.name, name.scope, reference(name.area))
            for name in after.names
            if (name.name, name.scope) in moved
        ]
    )


def reference(area: Area | None) -> str:
    """A range as the workbook part writes it; where it points nowhere, as Excel does."""
    if area is None:
        return "#REF!"
    cells = ":".join(
        _absolute(address(row, column)) for row, column in ((area.top, area.left), (area.bottom, area.right))
    )
    quoted = area.sheet.replace("'", "''")
    return f"'{quoted}'!{cells}"


def _absolute(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
