"""Rows as they are printed, and how they are laid out on pages: no row is torn, no heading left at the foot.

Nothing here writes a file: a paper is planned in full first, so that the number of its pages is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.papers.words import EMPTY, Words
from pipeline.publish.text_measure import GOTHIC, MINCHO, Face, lines_needed, row_height

PAGE_POINTS = 735.0
"""Room on upright A4 between the margins is 755 pt; the rest is a reserve for printers that set wider."""
PAGE_PIXELS = 654
"""Room across, at 96 dpi."""
FONT_SIZE = 10.5
LABEL_UNITS = 21.0
"""Width of the labels at the left of a box, in Excel's unit: ten characters."""
CONTINUED = "（続き）"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a cell is set. Compared by identity: the looks there are, are named below."""

    face: Face = MINCHO
    size: float = FONT_SIZE
    align: str = "left"
    valign: str = "vcenter"
    indent: int = 0
    framed: bool = True
    shaded: bool = False
    sides: str = "lr"
    """The lines at its sides: left, right."""
    is_label: bool = False
    """Whether the cell is one with those below it that belong to the same box."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that takes the columns from `first` to `last`. `joined`: no line is drawn between it and the cell above."""

    words: Words
    look: Look
    first: int
    last: int
    joined: bool = False
    link: str = ""
    """The sheet that it leads to."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is placed."""

    data: bytes
    scale: float
    shows: str
    """What it shows, for those who cannot see it."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of a sheet. Compared by identity: those that many cases have in common are made once."""

    cells: tuple[Cell, ...]
    height: float
    keep: bool = False
    """Whether it stays on the page of the row after it."""
    again: tuple[Row, ...] = ()
    """What is printed once more above it, where a page breaks before it."""
    new_page: bool = False
    picture: Picture | None = None
    """What stands from the top of the row on, also over rows below it."""

    @property
    def framed(self) -> bool:
        """Whether it stands in a box."""
        return bool(self.cells) and self.cells[0].look.framed


def space(points: float) -> Row:
    """An empty row, that goes with what follows."""
    return Row((), points, keep=True)


def linked(row: Row, sheet: str) -> Row:
    """A row whose first cell leads to a sheet."""
    return replace(row, cells=(replace(row.cells[0], link=sheet), *row.cells[1:]))


def paginate(rows: Sequence[Row], room: float = PAGE_POINTS) -> list[list[Row]]:
    """Lay rows out on pages."""
    pages: list[list[Row]] = [[]]
    used = 0.0
    for row in rows:
        page = pages[-1]
        if row.new_page and page:
            pages.append([row])
            used = row.height
            continue
        if page and used + row.height > room:
            carried = _carried_over(page)
            first = carried[0] if carried else row
            again = [] if first.new_page else list(first.again)
            pages.append([*again, *carried])
            used = sum(each.height for each in pages[-1])
        pages[-1].append(row)
        used += row.height
    _name_continued(pages)
    return pages


def _carried_over(page: list[Row]) -> list[Row]:
    """Take those rows at the end of a page off it that belong to what follows, unless nothing would remain."""
    at = len(page)
    while at and page[at - 1].keep:
        at -= 1
    if not any(row.cells for row in page[:at]):
        return []
    carried = page[at:]
    del page[at:]
    return carried


def _name_continued(pages: list[list[Row]]) -> None:
    """Say at the head of a page which box goes on there."""
    label = EMPTY
    for page in pages:
        for at, row in enumerate(page):
            own = label_of(row)
            if own is None:
                continue
            if not own.joined:
                label = own.words
            elif at == 0 or label_of(page[at - 1]) is None:
                page[at] = replace(row, cells=(_continued(label, own, page[at:]), *row.cells[1:]))


def _continued(label: Words, cell: Cell, rows: Sequence[Row]) -> Cell:
    """The label of a box at the head of a page: as it was, and that it goes on; only the latter where there is no room."""
    words = label + Words(f"\n{CONTINUED}")
    room = rows[0].height
    for row in rows[1:]:
        below = label_of(row)
        if below is None or not below.joined:
            break
        room += row.height
    needed = row_height(lines_needed(words.text, LABEL_UNITS, cell.look.size, GOTHIC), cell.look.size)
    return replace(cell, words=words if needed <= room else Words(CONTINUED), joined=False)


def label_of(row: Row) -> Cell | None:
    """The cell at the left that is one with those below it, if the row has one."""
    return row.cells[0] if row.cells and row.cells[0].look.is_label else None


TITLE = Look(GOTHIC, 14, "center", framed=False)
COVER_TITLE = Look(GOTHIC, 18, "center", framed=False)
HEADING = Look(GOTHIC, 12, framed=False)
SUBHEADING = Look(GOTHIC, framed=False)
PLAIN = Look(framed=False)
SMALL_RIGHT = Look(size=9, align="right", framed=False)
PLAIN_RIGHT = Look(align="right", framed=False)
NOTE = Look(size=9, framed=False)
NUMBER = Look(GOTHIC, 12, "center")
LABEL = Look(GOTHIC, is_label=True)
LABEL_ABOVE = Look(GOTHIC, valign="top", is_label=True)
SECTION = Look(GOTHIC, 9, shaded=True)
TABLE_HEAD = Look(GOTHIC, 9, "center", shaded=True)
