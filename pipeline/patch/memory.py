"""What the annotated copy remembers of the workbook it was made from, so that everything can be undone.

People change the copy before they send it back: rows move, and Excel numbers all formats anew when it saves. So a tinted cell
is remembered by a hidden name, which moves with it, and its former format by a cell of the sheet `_meta` that bears it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pipeline.package import DefinedName, Unreadable
from pipeline.patch.book import Book
from pipeline.patch.geometry import Anchor
from pipeline.patch.markup import XML_HEAD
from pipeline.patch.reading import Cell, read_cells
from pipeline.patch.values import Before, Change, Place, place_of
from pipeline.patch.vml import read_anchor, write_anchor
from validations.findings import address

META = "_meta"
RECEIPT = "受付ID"
PREFIX = "_検証_"
LIST, SHOWN = f"{PREFIX}一覧", f"{PREFIX}表示"
"""Names that point to our sheet, and to the sheet that was shown before it."""
CHANGES = f"{PREFIX}変更箇所"
"""A name that points to our sheet of changes."""

_CREATED = "作成"
_NAME, _MADE, _ANCHOR_BEFORE, _ANCHOR_AFTER = 3, 4, 5, 6
"""Columns of the sheet `_meta` where a cell is remembered; the first two hold what forms say of themselves."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A cell that was tinted."""

    sheet: str
    place: Place
    style: int
    """The number of its former format."""
    created: bool
    """Whether it was made for the tint."""
    anchors: tuple[Anchor, Anchor] | None = None
    """The anchor of the user's comment box before our text was added, and after."""


def remember(book: Book, traces: Sequence[Trace], receipt_id: str) -> None:
    """Write the traces and the 受付ID into the very hidden sheet `_meta`, which is added when there is none."""
    if META not in book.sheets:
        xml = f'<worksheet xmlns="{book.namespace}"><sheetData></sheetData></worksheet>'
        book.add_sheet(META, XML_HEAD + xml.encode(), state="veryHidden")
    cells = _cells(book)
    below = max((row for row, _ in cells), default=-1) + 1
    changes: dict[Place, Change] = {(below, 0): Change(RECEIPT), (below, 1): Change(receipt_id)}
    for number, trace in enumerate(traces, start=1):
        row = below + 1 + number
        changes[row, _NAME] = Change(f"{PREFIX}{number}", restyle=partial(_as, trace.style))
        if trace.created:
            changes[row, _MADE] = Change(_CREATED)
        if trace.anchors:
            changes[row, _ANCHOR_BEFORE] = Change(write_anchor(trace.anchors[0]))
            changes[row, _ANCHOR_AFTER] = Change(write_anchor(trace.anchors[1]))
    book.change(META, changes)
    names = [DefinedName(f"{PREFIX}{n}", None, reference(t.sheet, t.place)) for n, t in enumerate(traces, start=1)]
    book.add_names(names)


def traces_of(book: Book) -> list[Trace]:
    """The cells that were tinted, where they stand now; on a copied sheet those of the copy too."""
    cells = _cells(book)
    known = {cell.text: (place[0], cell) for place, cell in cells.items() if place[1] == _NAME}
    traces = []
    for name in book.names:
        place = target_of(name.reference)
        if name.name in known and place is not None:
            row, carrier = known[name.name]
            traces.append(Trace(*place, carrier.style, _text(cells, row, _MADE) == _CREATED, _anchors(cells, row)))
    return traces


def forget(book: Book) -> bool:
    """Take our names and our rows in `_meta` away. Returns whether there was a 受付ID, the mark of an annotated copy."""
    book.remove_names(lambda name: name.name.startswith(PREFIX))
    if META not in book.sheets:
        return False
    cells = _cells(book)
    receipts = {row for (row, column), cell in cells.items() if column == 0 and cell.text == RECEIPT}
    traces = {row for (row, column), cell in cells.items() if column == _NAME and cell.text.startswith(PREFIX)}
    gone = [(row, column) for row, column in cells if row in (traces if column >= _NAME else receipts)]
    if gone and len(gone) == len(cells):
        book.remove_sheet(META)
    else:
        book.change(META, dict.fromkeys(gone, Change(erase=True, create=False)))
    return bool(receipts)


def _cells(book: Book) -> dict[Place, Cell]:
    """The cells of `_meta`, none where there is no such sheet. Raises `Unreadable` when it is a sheet without cells."""
    if META not in book.sheets:
        return {}
    if META not in book.grids:
        raise Unreadable("ブックとして読めない", "シートの中身がありません")
    return read_cells(book, META)


def _as(style: int, _: Before) -> int:
    return style


def _text(cells: Mapping[Place, Cell], row: int, column: int) -> str:
    cell = cells.get((row, column))
    return cell.text if cell else ""


def _anchors(cells: Mapping[Place, Cell], row: int) -> tuple[Anchor, Anchor] | None:
    before, after = (read_anchor(_text(cells, row, column)) for column in (_ANCHOR_BEFORE, _ANCHOR_AFTER))
    return (before, after) if before and after else None


def reference(sheet: str, place: Place) -> str:
    """A reference to a cell as in a defined name: ('表紙', (4, 1)) → '表紙'!$B$5."""
    cell = address(*place)
    letters = cell.rstrip("0123456789")
    return f"{quoted(sheet)}!${letters}${cell.removeprefix(letters)}"


def constant(sheet: str) -> str:
    """The name of a sheet as a text, for one that has no cells to refer to."""
    return '"' + sheet.replace('"', '""') + '"'


def quoted(sheet: str) -> str:
    """The name of a sheet as it stands before the ! of a reference."""
    return "'" + sheet.replace("'", "''") + "'"


def target_of(written: str) -> tuple[str, Place] | None:
    """The sheet and first cell of a reference or constant; None when it points nowhere any more (#REF!)."""
    if written.startswith('"'):
        return written[1:-1].replace('""', '"'), (0, 0)
    sheet, _, area = written.strip().rpartition("!")
    place = place_of(area.partition(":")[0])
    if place is None or not sheet:
        return None
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, place
