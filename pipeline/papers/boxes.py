"""Boxes of a form: a label at the left, and what belongs to it; long texts are spread over rows of one box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.papers.grid import Grid
from pipeline.papers.page import FONT_SIZE, LABEL, LABEL_ABOVE, LABEL_UNITS, TABLE_HEAD, Cell, Look, Row
from pipeline.papers.words import EMPTY, Words
from pipeline.publish.text_measure import GOTHIC, Face, is_heading, lines_needed, row_height, split_to_fit

WHOLE_LINES = 8
"""A text up to this length is one row; a longer one is spread, so that a page can break within it."""
_PIECE_LINES = 10
_CELL_LINES = 24
"""Lines of a cell of a table; a longer one is spread over rows."""
_EDGE, _TIGHT_EDGE = 2.25, 1.125
"""Points between a line and the text; both together a whole number of pixels, as rows have."""
_INDENT_UNITS = 1.5
_MOST_HEADINGS = 3
"""Headings that stand one over the other."""
_TABLE_SIZE = 9.0


@dataclass(frozen=True, slots=True)
class Part:
    """A text within a box. `keep`: it stays with what follows."""

    words: Words
    look: Look
    keep: bool = False


TEXT = Look()
INDENTED = Look(indent=1)
PART_HEADING = Look(GOTHIC)
CELL = Look(size=_TABLE_SIZE)
CENTRED_CELL = Look(size=_TABLE_SIZE, align="center")
RIGHT_CELL = Look(size=_TABLE_SIZE, align="right")
_TIGHT_SIZES = {FONT_SIZE: 9.75, _TABLE_SIZE: 8.25}
"""Sizes in points of a whole number of pixels, as no others save room."""
_TIGHT: dict[Look, Look] = {
    look: replace(look, size=_TIGHT_SIZES[look.size])
    for look in (TEXT, INDENTED, PART_HEADING, CELL, CENTRED_CELL, RIGHT_CELL, LABEL, LABEL_ABOVE, TABLE_HEAD)
}
_PLACED: dict[Look, tuple[Look, Look]] = {
    look: (replace(look, valign="bottom"), replace(look, valign="top")) for pair in _TIGHT.items() for look in pair
}
"""A look → that of the first and that of the last row of a spread text, set away from the line."""


def set_in(grid: Grid, look: Look) -> Look:
    """A look as it is set in a grid."""
    return _TIGHT.get(look, look) if grid.is_tight else look


def edge_of(grid: Grid) -> float:
    """Points between a line and the text."""
    return _TIGHT_EDGE if grid.is_tight else _EDGE


@lru_cache(maxsize=4096)
def text_lines(text: str, width: float, size: float, face: Face) -> int:
    """Count lines like `lines_needed`; what the form itself prints is measured once."""
    return lines_needed(text, width, size, face)


def text_width(grid: Grid, first: int, last: int, look: Look) -> float:
    """The width that a text has in a cell."""
    return grid.width(first, last) - _INDENT_UNITS * look.indent


def line(words: Words, look: Look, grid: Grid, *, first: int = 0, extra: float = _EDGE) -> Row:
    """A row with one text over the width of the sheet, or from a column on; it stays with what follows."""
    lines = text_lines(words.text, text_width(grid, first, grid.last, look), look.size, look.face)
    return Row((Cell(words, look, first, grid.last),), row_height(lines, look.size, look.face) + extra, keep=True)


def box(label: str, parts: Sequence[Part], grid: Grid) -> list[Row]:
    """A label and the texts beside it."""
    return under_label(label, part_rows(parts, grid), grid)


def under_label(label: str, rows: Sequence[Row], grid: Grid) -> list[Row]:
    """Give rows their label: those that must stand together so that it can be read are kept together."""
    look = set_in(grid, LABEL if len(rows) == 1 else LABEL_ABOVE)
    needed = row_height(text_lines(label, LABEL_UNITS, look.size, GOTHIC), look.size) + 2 * edge_of(grid)
    missing = needed - sum(row.height for row in rows)
    labelled, height = [], 0.0
    for number, row in enumerate(rows):
        height += row.height
        is_last = number == len(rows) - 1
        own = Cell(EMPTY if number else Words(label), look, 0, 0, joined=number > 0)
        grown = row.height + max(0.0, missing) if is_last else row.height
        keep = not is_last and (row.keep or height < needed)
        head = Cell(EMPTY, look, 0, 0, joined=True)
        again = tuple(Row((head, *each.cells), each.height, keep=True) for each in row.again)
        labelled.append(Row((own, *row.cells), grown, keep, again))
    return labelled


def part_rows(parts: Sequence[Part], grid: Grid) -> list[Row]:
    """Texts one below the other, without a line between them, in the columns behind the labels."""
    rows = []
    edge = edge_of(grid)
    parts = [Part(part.words, set_in(grid, part.look), part.keep) for part in parts]
    laid = [(part, words, lines) for part in parts for words, lines in _spread(part, grid)]
    for number, (part, words, lines) in enumerate(laid):
        is_first, is_last = number == 0, number == len(laid) - 1
        first, last = _PLACED[part.look]
        look = part.look if is_first == is_last else first if is_first else last
        height = row_height(lines, part.look.size, part.look.face) + edge * (is_first + is_last)
        # a part's own wish counts for its last row; a line like 「２ 対象者」 stays with what it stands over
        ends = is_last or laid[number + 1][0] is not part
        keep = not is_last and ((part.keep and ends) or _stands_over([words for _, words, _ in laid], number, lines))
        rows.append(Row((Cell(words, look, 1, grid.last, joined=number > 0),), height, keep))
    return rows


def _stands_over(texts: Sequence[Words], number: int, lines: int) -> bool:
    """Whether a line is the heading of what follows. A row of numbered lines is a list: only its last ones may be headings."""
    if lines > 1 or not is_heading(texts[number].text):
        return False
    return not all(is_heading(words.text) for words in texts[number + 1 : number + 1 + _MOST_HEADINGS])


def _spread(part: Part, grid: Grid) -> Iterator[tuple[Words, int]]:
    """The pieces of a text with the lines of each."""
    look, text = part.look, part.words.text
    width, size, face = text_width(grid, 1, grid.last, look), look.size, look.face
    paragraphs = text.split("\n")
    lines = [text_lines(paragraph, width, size, face) for paragraph in paragraphs]
    if sum(lines) <= WHOLE_LINES:
        yield part.words, sum(lines)
        return
    pieces: list[str] = []
    for paragraph, own in zip(paragraphs, lines, strict=True):
        pieces += [paragraph] if own <= _PIECE_LINES else split_to_fit(paragraph, width, size, _PIECE_LINES, face)
    for words in part.words.cut(pieces):
        yield words, text_lines(words.text, width, size, face)


def table_rows(
    headings: Sequence[str],
    lines: Sequence[Sequence[Words]],
    looks: Sequence[Look],
    spans: Sequence[tuple[int, int]],
    grid: Grid,
    *,
    edge: float | None = None,
) -> list[Row]:
    """A table: its headings, which are repeated on every page, and a row a line; a line too high for one is spread."""
    edge = edge_of(grid) if edge is None else edge
    looks = [set_in(grid, look) for look in looks]
    widths = [text_width(grid, first, last, look) for (first, last), look in zip(spans, looks, strict=True)]
    of_head = set_in(grid, TABLE_HEAD)
    most = max((text_lines(h, w, of_head.size, GOTHIC) for h, w in zip(headings, widths, strict=True)), default=1)
    head = Row(
        tuple(Cell(Words(h), of_head, *span) for h, span in zip(headings, spans, strict=True)),
        row_height(most, of_head.size, GOTHIC) + 2 * edge,
        keep=True,
    )
    rows = [head]
    for line in lines:
        rows += line_rows(line, looks, spans, widths, edge, (head,))
    return rows


def line_rows(
    line: Sequence[Words],
    looks: Sequence[Look],
    spans: Sequence[tuple[int, int]],
    widths: Sequence[float],
    edge: float,
    again: tuple[Row, ...],
) -> list[Row]:
    """A line of a table as a row, or as several without a line between them."""
    size = looks[0].size
    most = max(map(text_lines, [w.text for w in line], widths, [size] * len(line), [look.face for look in looks]))
    if most <= _CELL_LINES:
        cells = [Cell(w, look, *span) for w, look, span in zip(line, looks, spans, strict=True)]
        return [Row(tuple(cells), row_height(most, size) + 2 * edge, again=again)]
    pieces = [
        list(words.cut(split_to_fit(words.text, width, size, _CELL_LINES)))
        for words, width in zip(line, widths, strict=True)
    ]
    rows, count = [], max(map(len, pieces))
    for number in range(count):
        of_row = [own[number] if number < len(own) else EMPTY for own in pieces]
        most = max(lines_needed(w.text, width, size) for w, width in zip(of_row, widths, strict=True))
        cells = [
            # a short text beside a long one stands at its beginning
            Cell(words, _PLACED[look][number > 0 or len(own) == 1], *span, joined=number > 0)
            for words, own, look, span in zip(of_row, pieces, looks, spans, strict=True)
        ]
        height = row_height(most, size) + edge * ((number == 0) + (number == count - 1))
        rows.append(Row(tuple(cells), height, again=again))
    return rows
