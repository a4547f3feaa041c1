"""Passages of a workbook set in bold, underlined letters in place, and the sheet 変更箇所 that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

from pipeline.package import DefinedName
from pipeline.patch.book import Book
from pipeline.patch.geometry import grid_of
from pipeline.patch.memory import CHANGES, quoted, reference, target_of
from pipeline.patch.own_sheet import SIZE, Looks, Table, Value
from pipeline.patch.rich import Marked, emphasised, read_texts
from pipeline.patch.styles import Styles, emphasis
from pipeline.patch.values import Before, Change, Font, Place, RichText, Stretch
from pipeline.publish.text_measure import GOTHIC, lines_needed, max_lines_in_row, row_height, split_to_fit

TITLE = "変更箇所"
HEADINGS = ("№", "シート", "セル", "項目", "種", "変更前", "変更後")

_WIDTHS = (5.0, 17.0, 8.0, 25.0, 10.0, 45.0, 45.0)
_LINK = 2
_BEFORE, _AFTER = 5, 6
_TINT = "FFBDD7EE"
_NOTHING_CHANGED = "変更箇所はありません。"


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the sheet 変更箇所."""

    sheet: str
    cell: str | None
    """Address; None where there is no cell to be linked to."""
    item: str
    kind: str
    before: Marked
    after: Marked


def mark_copy(
    data: bytes,
    marks: Mapping[str, Mapping[Place, Marked]],
    differences: Sequence[Difference],
    summary: Sequence[str],
) -> bytes:
    """Make a copy of a workbook with passages emphasised in their cells and a first sheet 変更箇所. Nothing else is changed.

    `marks`: by sheet and cell its text in stretches. The text of every cell stays as it is, and so do the stretches that
    somebody else had emphasised. A sheet 変更箇所 of an earlier copy gives way to the new one.

    Raises:
        Unreadable: the package is broken or unsafe.

    """
    book = Book(data)
    remove_changes(book)
    for sheet, cells in marks.items():
        emphasise(book, sheet, cells)
    add_changes(book, differences, summary)
    return book.save()


def emphasise(book: Book, sheet: str, marks: Mapping[Place, Marked]) -> None:
    """Emphasise stretches of text within cells; a number or the result of a formula is emphasised as a whole."""
    grid = grid_of(book.package.read(book.sheet_part(sheet)), ())
    by_cell: dict[Place, Marked] = {}
    for place, marked in marks.items():
        by_cell.setdefault(grid.area_of(place)[0], marked)  # a merged cell shows what stands in its first one
    texts = read_texts(book, sheet, by_cell)
    changes: dict[Place, Change] = {}
    for place, cell in texts.items():
        if cell.text is None:
            changes[place] = Change(restyle=partial(_emphasised_format, book.styles))
        else:
            own = book.styles.font(cell.style)
            changes[place] = Change(emphasised(cell.text, by_cell[place], own, emphasis))
    book.change(sheet, changes)


def _emphasised_format(styles: Styles, now: Before) -> int:
    return styles.emphasised(now.style)


def add_changes(book: Book, differences: Sequence[Difference], summary: Sequence[str]) -> None:
    """Put the sheet 変更箇所 in front of the others, under a name that none of them has."""
    taken = {sheet.casefold() for sheet in book.sheets}
    title = next(name for name in _titles() if name not in taken)
    grids = {entry.name for entry in book.entries if entry.is_grid}
    xml, top = _sheet(differences, summary, book.styles, book.namespace, grids)
    book.add_sheet(title, xml, first=True)
    book.add_names(
        [
            DefinedName("_xlnm.Print_Titles", 0, f"{quoted(title)}!${top}:${top}"),
            DefinedName(CHANGES, None, reference(title, (0, 0))),
        ]
    )


def remove_changes(book: Book) -> None:
    """Take the sheet 変更箇所 of an earlier copy away."""
    pointed = [target_of(name.reference) for name in book.names if name.name == CHANGES]
    book.remove_names(lambda name: name.name == CHANGES)
    for target in pointed:
        if target is not None and target[0] in book.sheets and len(book.sheets) > 1:
            book.remove_sheet(target[0])


def _titles() -> Iterator[str]:
    yield TITLE
    yield from (f"{TITLE} ({number})" for number in count(2))


def _sheet(
    differences: Sequence[Difference], summary: Sequence[str], styles: Styles, namespace: str, grids: set[str]
) -> tuple[bytes, int]:
    looks = Looks.of(styles)
    own = styles.font(looks.text)
    table = Table(looks, _WIDTHS, namespace, _TINT)
    table.head(TITLE, summary, HEADINGS)
    for number, one in enumerate(differences, start=1):
        befores, afters = _over_rows(one.before, own), _over_rows(one.after, own)
        for row in range(max(len(befores), len(afters))):
            before, after = (side[row] if row < len(side) else None for side in (befores, afters))
            is_first = row == 0
            has_link = is_first and one.sheet in grids and table.link(_LINK, one.sheet, one.cell)
            heads: list[Value] = [number, one.sheet, one.cell, one.item, one.kind] if is_first else [None] * 5
            formats = (looks.centre, looks.text, looks.link if has_link else looks.centre, looks.text, looks.centre)
            cells = [*zip(heads, formats, strict=True), (before, looks.text), (after, looks.text)]
            table.add(cells, _height([value for value, _ in cells]))
    if not differences:
        table.add([(None, looks.text)] * 3 + [(_NOTHING_CHANGED, looks.text)] + [(None, looks.text)] * 3, 40)
    return table.xml(), table.top


def _over_rows(marked: Marked, own: Font) -> list[RichText]:
    """A text in as many rows as it needs, changed stretches emphasised; none for no text."""
    text = "".join(part for part, _ in marked)
    if not text:
        return []
    flags = [changed for part, changed in marked for _ in part]
    room = max_lines_in_row(SIZE, GOTHIC) - 1
    rows, at = [], 0
    for piece in split_to_fit(text, _WIDTHS[_BEFORE], SIZE, room, GOTHIC):
        at = text.index(piece, at)
        rich = RichText((Stretch(piece),))
        stretches = [(character, flags[at + number]) for number, character in enumerate(piece)]
        rows.append(emphasised(rich, stretches, own, emphasis))
        at += len(piece)
    return rows


def _height(values: Sequence[Value]) -> float:
    texts = [value.plain if isinstance(value, RichText) else str(value or "") for value in values]
    lines = (lines_needed(text, width, SIZE, GOTHIC) for text, width in zip(texts, _WIDTHS, strict=True))
    return min(row_height(max(lines), SIZE, GOTHIC) + 3, 409.0)
