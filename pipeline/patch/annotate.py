"""The annotated copy that goes back to a department: its own workbook, faulty cells tinted and commented, the list in front.

Nothing of theirs is lost: every part that is not meant to change is copied byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count

from pipeline.package import DefinedName
from pipeline.patch.book import Book, SheetEntry
from pipeline.patch.comments import add_comments
from pipeline.patch.emphasis import Difference, add_changes
from pipeline.patch.geometry import grid_of
from pipeline.patch.memory import LIST, SHOWN, Trace, constant, quoted, reference, remember
from pipeline.patch.new_sheet import TITLE, Note, result_sheet
from pipeline.patch.own_sheet import ERROR_TINT, WARNING_TINT
from pipeline.patch.strip import strip
from pipeline.patch.values import Before, Change, Place, place_of
from validations.findings import ERROR

__all__ = ["Note", "annotate", "strip"]

_LINE_END = re.compile(r"\s*[\r\n]\s*")


def annotate(
    data: bytes,
    notes: Sequence[Note],
    receipt_id: str,
    summary: Sequence[str],
    differences: tuple[Sequence[Difference], Sequence[str]] | None = None,
) -> bytes:
    """Make the annotated copy of a workbook; of an annotated copy, one with these notes only.

    Each cell with a note is tinted and gets a comment. A first sheet 検証結果 has `summary` and the notes in the order given;
    notes about no cell, or a cell that is not there, stand in it only. `receipt_id` goes to the sheet `_meta`, by which the
    corrected copy is known as a later version of this file. `differences`: for a second sheet 変更箇所, its lines and what it
    says above them. The same input gives the same bytes.

    Raises:
        Unreadable: the package is broken or unsafe.

    """
    book = Book(strip(data))
    grids = book.grids

    def is_cell(note: Note) -> bool:
        return note.sheet in grids and note.cell is not None and place_of(note.cell) is not None

    by_sheet: dict[str, list[Note]] = {}
    for note in filter(is_cell, notes):
        by_sheet.setdefault(note.sheet or "", []).append(note)
    traces = [trace for sheet in book.sheets for trace in _annotate_sheet(book, sheet, by_sheet.get(sheet, []))]
    remember(book, traces, receipt_id)
    shown = book.entries[book.shown] if book.shown < len(book.sheets) else None
    if differences is not None:
        add_changes(book, *differences)
    _add_list(book, notes, summary, is_cell, shown)
    return book.save()


def _annotate_sheet(book: Book, sheet: str, notes: Sequence[Note]) -> list[Trace]:
    """Tint and comment the cells of a sheet; a cell that is merged with others stands for all of them."""
    if not notes:
        return []
    placed = [(place, note) for note in notes if (place := place_of(note.cell or ""))]
    grid = grid_of(book.package.read(book.sheet_part(sheet)), (place for place, _ in placed))
    by_cell: dict[Place, list[Note]] = {}
    for place, note in placed:
        by_cell.setdefault(grid.area_of(place)[0], []).append(note)
    before = book.change(sheet, {place: _tinting(book, on_cell) for place, on_cell in by_cell.items()})
    texts = {place: "\n".join(map(_line, on_cell)) for place, on_cell in by_cell.items()}
    anchors = add_comments(book, sheet, texts, grid)
    return [
        Trace(sheet, place, before[place].style, not before[place].existed, anchors.get(place))
        for place in sorted(by_cell)
    ]


def _tinting(book: Book, notes: Sequence[Note]) -> Change:
    fill = book.styles.solid(ERROR_TINT if any(note.severity == ERROR for note in notes) else WARNING_TINT)

    def tinted(now: Before) -> int:
        return book.styles.filled(now.style, fill)

    return Change(restyle=tinted)


def _line(note: Note) -> str:
    """What the comment says of a note, on one line: by its beginning it is known as ours again."""
    said = f"{note.message} → {note.remedy}" if note.remedy else note.message
    return f"[{note.code}] {_LINE_END.sub(' ', said)}"


def _add_list(
    book: Book,
    notes: Sequence[Note],
    summary: Sequence[str],
    is_cell: Callable[[Note], bool],
    shown: SheetEntry | None,
) -> None:
    """Put the list in front of the other sheets, under a name that none of them has. `shown`: the sheet shown before."""
    taken = {sheet.casefold() for sheet in book.sheets}
    title = next(name for name in _titles() if name not in taken)
    xml, top = result_sheet(notes, summary, book.styles, book.namespace, is_cell)
    book.add_sheet(title, xml, first=True)
    names = [
        DefinedName("_xlnm.Print_Titles", 0, f"{quoted(title)}!${top}:${top}"),
        DefinedName(LIST, None, reference(title, (0, 0))),
    ]
    if shown is not None:
        names.append(DefinedName(SHOWN, None, reference(shown.name, (0, 0)) if shown.is_grid else constant(shown.name)))
    book.add_names(names)


def _titles() -> Iterator[str]:
    yield TITLE
    yield from (f"{TITLE} ({number})" for number in count(2))
