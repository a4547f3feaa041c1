"""How the summary of a case is laid out on pages: which rows of its box stand on which, and how high they are.

A page is filled with a reserve, so that no printer driver breaks it earlier. Where the box crosses a page it is closed at the
bottom and opened again on the next; a heading is not left behind, and the last page does not look like a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.japanese.text import wide_digits
from pipeline.publish.text_measure import (
    GOTHIC,
    is_heading,
    lines_needed,
    merged_width,
    row_height,
    rows_of,
    split_to_fit,
    text_height,
)

FONT_SIZE = 10.5
TITLE_SIZE = 12.0
WIDTHS = (10.7, 78.3)
"""Of the columns: label and text."""
_PAGE_POINTS = 725.0
"""Room on A4 between the margins is 755 pt; the rest is the reserve."""
_LAST_PAGE_POINTS = 150.0
"""So much at least stands on the last of several pages."""
_WHOLE_LINES = 8
"""A text up to this length is never spread over rows."""
_LABEL_LINES = 12
"""A longer label stands above its text instead."""
_PIECE_LINES = 10
_EDGE = 4.5
"""Points between the edges of a box and a text that is spread."""
_ONCE = 1.5
"""Points that a row has beyond its lines; where rows are merged, the edges have them."""
_SECTION = re.compile(r"[0-9０-９]+[ 　．.][^\n]{0,40}(?<!。)")


@dataclass(frozen=True, slots=True)
class Summary:
    """A case as its page shows it."""

    number: int | None
    title: str
    rows: tuple[tuple[str, str], ...]
    """Label and text of every row of the box."""


@dataclass(frozen=True, slots=True)
class Block:
    """A row of the box as it stands on one page, in as many rows of the sheet as `heights`.

    `top` and `bottom` say where the box has an edge, `spread` that the text goes over several rows or pages.
    """

    label: str
    text: str
    heights: tuple[float, ...]
    top: bool
    bottom: bool
    spread: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the sheet before it is merged with its neighbours.

    `edge`: it holds no text, only the distance to the edge of the box. `flows`: it goes on with what began in the row before.
    """

    label: str
    text: str
    height: float
    top: bool = True
    bottom: bool = True
    spread: bool = False
    edge: bool = False
    flows: bool = False


_ABOVE = _Row("", "", _EDGE, bottom=False, spread=True, edge=True)
_BELOW = _Row("", "", _EDGE, top=False, spread=True, edge=True, flows=True)


def numbered_title(summary: Summary) -> str:
    """The title as it stands above the box: …について（№１）. The № is never torn: it goes on a line of its own instead."""
    if summary.number is None:
        return summary.title
    number = f"（{_number(summary)}）"
    is_room = _title_lines(summary.title + number) == _title_lines(summary.title)
    return summary.title + ("" if is_room else "\n") + number


def continued(summary: Summary) -> str:
    """What stands above the box on each further page of a case."""
    return f"{_number(summary)}（続き）" if summary.number is not None else "（続き）"


def title_heights(summary: Summary) -> list[float]:
    """The heights of the rows of the title."""
    return rows_of(text_height(_title_lines(numbered_title(summary)), TITLE_SIZE, GOTHIC) + 6)


def _title_lines(title: str) -> int:
    return lines_needed(title, merged_width(*WIDTHS), TITLE_SIZE, GOTHIC)


def line_height() -> float:
    """The height of the row above the box."""
    return row_height(1, FONT_SIZE)


def pages_of(summary: Summary) -> list[list[Block]]:
    """Lay a case out: the box on each of its pages. Nothing is lost or added but blank lines between sections."""
    pages: list[list[_Row]] = [[]]
    room = _PAGE_POINTS - line_height() - sum(title_heights(summary))
    for row in (row for label, text in summary.rows for row in _rows(label, text)):
        if row.height > room and pages[-1] and row != _BELOW:
            pages.append(_rows_to_carry_over(pages[-1]))
            room = _PAGE_POINTS - line_height() - sum(row.height for row in pages[-1])
        pages[-1].append(row)
        room -= row.height
    if len(pages) > 1:
        _fill_last_page(pages)
    return [list(_blocks(_boxed(page))) for page in pages]


def _boxed(page: Sequence[_Row]) -> list[_Row]:
    """A page without blank lines at its ends, its box closed, also around a text that comes from or goes to another page."""
    rows = list(page)
    while rows and (_is_blank(rows[0]) or rows[0] == _BELOW):
        del rows[0]
    while rows and _is_blank(rows[-1]):
        del rows[-1]
    if rows and rows[0].spread and not rows[0].edge:
        rows.insert(0, _ABOVE)
    if rows and rows[-1].spread and not rows[-1].edge:
        rows.append(_BELOW)
    return rows


def _is_blank(row: _Row) -> bool:
    return row.spread and not row.edge and not row.label and not row.text.strip()


def _number(summary: Summary) -> str:
    return wide_digits(f"№{summary.number}")


def _rows_to_carry_over(page: list[_Row]) -> list[_Row]:
    """Take the headings at the end of a page off it: they belong to what follows on the next."""
    at = len(page)
    while at > 1 and (page[at - 1] == _ABOVE or _is_inner_heading(page[at - 1])):
        at -= 1
    carried = page[at:]
    del page[at:]
    return carried


def _is_inner_heading(row: _Row) -> bool:
    return row.spread and not row.label and is_heading(row.text)


def _fill_last_page(pages: list[list[_Row]]) -> None:
    """Move parts of a spread text to the last page until it no longer looks like a slip."""
    before, last = pages[-2:]
    while sum(row.height for row in last) < _LAST_PAGE_POINTS and before[-1].spread and not before[-1].label:
        last.insert(0, before.pop())
    last[:0] = _rows_to_carry_over(before)


def _rows(label: str, text: str) -> Iterator[_Row]:
    """Lay out one row of the box, as one row of the sheet or, for a long text, as one for each paragraph."""
    if lines_needed(label, WIDTHS[0], FONT_SIZE, GOTHIC) > _LABEL_LINES:
        label, text = "その他", f"{label}\n{text}"
    label_lines, lines = lines_needed(label, WIDTHS[0], FONT_SIZE, GOTHIC), lines_needed(text, WIDTHS[1], FONT_SIZE)
    if lines <= _WHOLE_LINES:
        yield _Row(label, text, row_height(max(label_lines, lines), FONT_SIZE) + 2 * _EDGE)
        return
    yield _ABOVE
    for paragraph in _paragraphs(text):
        for at, piece in enumerate(split_to_fit(paragraph, WIDTHS[1], FONT_SIZE, _PIECE_LINES)):
            lines = max(lines_needed(piece, WIDTHS[1], FONT_SIZE), label_lines)
            height = row_height(lines, FONT_SIZE) - _ONCE
            yield _Row(label, piece, height, top=False, bottom=False, spread=True, flows=at > 0)
            label, label_lines = "", 1
    yield _BELOW


def _paragraphs(text: str) -> list[str]:
    """The lines of a text, with a blank one above each section (「２ 対象者」) that follows on a text of the one before."""
    lines: list[str] = []
    for line in text.split("\n"):
        if _SECTION.fullmatch(line) and lines and lines[-1].strip() and not _SECTION.fullmatch(lines[-1]):
            lines.append("")
        lines.append(line)
    return lines


def _blocks(page: Sequence[_Row]) -> Iterator[Block]:
    """Merge the rows of a spread text that stand below each other on a page."""
    groups: list[list[_Row]] = []
    for row in page:
        if groups and row.spread and row != _ABOVE and not row.label and groups[-1][-1] != _ABOVE:
            groups[-1].append(row)
        else:
            groups.append([row])
    for rows in groups:
        yield Block(
            label=rows[0].label,
            text="".join(("" if at == 0 or row.flows else "\n") + row.text for at, row in enumerate(rows)),
            heights=tuple(row.height for row in rows),
            top=rows[0].top,
            bottom=rows[-1].bottom,
            spread=rows[0].spread,
        )
