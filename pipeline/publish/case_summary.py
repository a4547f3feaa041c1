"""The sheet 「概要」 of the list: for each case a page with a box of labelled rows, as it is handed out.

The program itself decides what goes on which page, with a reserve so that no printer driver breaks a page earlier. The
sheet is fitted to the width of the paper only: Excel heeds page breaks of our own as long as the height is free. A long
text is spread over several rows of one box, because a row can be no higher than 409 pt and is never broken by a page;
where a box crosses a page it is closed at the bottom and opened again on the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.publish.opening import write_text
from pipeline.publish.text_measure import (
    GOTHIC,
    MINCHO,
    Face,
    is_heading,
    lines_needed,
    merged_width,
    row_height,
    split_to_fit,
)

SHEET = "概要"
PAGES_PER_SHEET = 1_000
"""Excel keeps at most 1,026 page breaks on a sheet."""

FONT_SIZE = 10.5
TITLE_SIZE = 12.0
_WIDTHS = (13.0, 80.0)
PAGE_POINTS = 725.0
"""Room on A4 between the margins is 755 pt; the rest is the reserve."""
_LAST_PAGE_POINTS = 150.0
"""So much at least stands on the last of several pages."""
_WHOLE_LINES = 8
"""A text up to this length is never spread over rows."""
_PIECE_LINES = 10
_EDGE = 4.5
"""Points between the edges of a box and a text that is spread."""
_FULL_WIDTH_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Summary:
    """A case as its page shows it."""

    number: int | None
    title: str
    rows: tuple[tuple[str, str], ...]
    """Label and text of every row of the box."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page of a case begins."""

    sheet: str
    row: int

    @property
    def target(self) -> str:
        """The place as the target of a link within the workbook."""
        return f"internal:'{self.sheet}'!A{self.row + 1}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the sheet. `top` and `bottom` say where the box has an edge; `spread` that the text goes on below."""

    label: str
    text: str
    height: float
    top: bool = True
    bottom: bool = True
    spread: bool = False


def write_summaries(workbook: Workbook, summaries: Sequence[Summary]) -> list[Place]:
    """Write the summary pages of all cases in the order given and return where each begins.

    Args:
        workbook: From `open_workbook`, without `constant_memory`.
        summaries: One for each row of the list.

    """
    writer = _Writer(workbook)
    places = [writer.write(summary) for summary in summaries]
    writer.finish()
    return places


def _pages(summary: Summary) -> list[list[_Row]]:
    """Lay a case out: the rows of each of its pages."""
    pages: list[list[_Row]] = [[]]
    room = PAGE_POINTS - 2 * row_height(1, FONT_SIZE) - _title_height(summary.title)
    for row in (row for label, text in summary.rows for row in _rows(label, text)):
        if row.height > room and pages[-1]:
            pages.append(_rows_to_carry_over(pages[-1]))
            room = PAGE_POINTS - sum(row.height for row in pages[-1])
        pages[-1].append(row)
        room -= row.height
    if len(pages) > 1:
        _fill_last_page(pages)
    for page in pages:
        if page:
            page[0] = replace(page[0], top=True)
            page[-1] = replace(page[-1], bottom=True)
    return pages


def _rows_to_carry_over(page: list[_Row]) -> list[_Row]:
    """Take the headings at the end of a page off it: they belong to what follows on the next."""
    at = len(page)
    while at > 1 and page[at - 1].spread and not page[at - 1].label and is_heading(page[at - 1].text):
        at -= 1
    carried = page[at:]
    del page[at:]
    return carried


def _fill_last_page(pages: list[list[_Row]]) -> None:
    """Move parts of a spread text to the last page until it no longer looks like a slip."""
    before, last = pages[-2:]
    while sum(row.height for row in last) < _LAST_PAGE_POINTS and before[-1].spread and not before[-1].label:
        last.insert(0, before.pop())
    last[:0] = _rows_to_carry_over(before)


def _rows(label: str, text: str) -> Iterator[_Row]:
    """Lay out one row of the box, as one row of the sheet or, for a long text, as one for each paragraph."""
    label_lines, lines = lines_needed(label, _WIDTHS[0], FONT_SIZE, GOTHIC), lines_needed(text, _WIDTHS[1], FONT_SIZE)
    if lines <= _WHOLE_LINES:
        yield _Row(label, text, row_height(max(label_lines, lines), FONT_SIZE) + 2 * _EDGE)
        return
    yield _Row("", "", _EDGE, bottom=False, spread=True)
    for paragraph in text.split("\n"):
        for piece in split_to_fit(paragraph, _WIDTHS[1], FONT_SIZE, _PIECE_LINES):
            lines = max(lines_needed(piece, _WIDTHS[1], FONT_SIZE), label_lines)
            yield _Row(label, piece, row_height(lines, FONT_SIZE), top=False, bottom=False, spread=True)
            label, label_lines = "", 1
    yield _Row("", "", _EDGE, top=False, spread=True)


def _title_height(title: str) -> float:
    return row_height(lines_needed(title, merged_width(*_WIDTHS), TITLE_SIZE, GOTHIC), TITLE_SIZE) + 6


def _sheet_name(number: int) -> str:
    return SHEET if number == 1 else f"{SHEET} ({number})"


class _Writer:
    """Writes cases one below the other, each on a new page, and goes on on a new sheet where Excel demands it."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook, self._sheets, self._row = workbook, 0, 0
        self._breaks: list[int] = []
        self._formats: dict[object, Format] = {}

    def write(self, summary: Summary) -> Place:
        """Write the pages of a case and return where they begin."""
        pages = _pages(summary)
        if not self._sheets or len(self._breaks) + 1 + len(pages) > PAGES_PER_SHEET:
            self._open_sheet()
        if self._row:
            self._breaks.append(self._row)
        place = Place(_sheet_name(self._sheets), self._row)
        self._write_head(summary)
        for number, page in enumerate(pages):
            if number:
                self._breaks.append(self._row)
            for row in page:
                self._write_row(row)
        return place

    def finish(self) -> None:
        """Set what can be set only when a sheet is complete."""
        if self._sheets:
            self._sheet.set_h_pagebreaks(self._breaks)
            self._sheet.print_area(0, 0, self._row - 1, 1)

    def _open_sheet(self) -> None:
        self.finish()
        self._sheets += 1
        self._row, self._breaks = 0, []
        self._sheet: Worksheet = self._workbook.add_worksheet(_sheet_name(self._sheets))
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.hide_gridlines(2)
        self._sheet.set_portrait()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.6)
        self._sheet.center_horizontally()
        self._sheet.set_footer("&C&P", {"margin": 0.3})

    def _write_head(self, summary: Summary) -> None:
        """Write № at the right, and the title."""
        sheet = self._sheet
        if summary.number is not None:
            text = f"№{summary.number}".translate(_FULL_WIDTH_DIGITS)
            write_text(sheet, self._row, 1, text, self._format(MINCHO, align="right"))
        sheet.set_row(self._row, row_height(1, FONT_SIZE))
        title = self._format(GOTHIC, font_size=TITLE_SIZE, align="center", valign="vcenter")
        sheet.merge_range(self._row + 1, 0, self._row + 1, 1, "", title)
        write_text(sheet, self._row + 1, 0, summary.title, title)
        sheet.set_row(self._row + 1, _title_height(summary.title))
        sheet.set_row(self._row + 2, row_height(1, FONT_SIZE))
        self._row += 3

    def _write_row(self, row: _Row) -> None:
        look: dict[str, object] = {
            "left": 1,
            "right": 1,
            "top": int(row.top),
            "bottom": int(row.bottom),
            "valign": "top" if row.spread else "vcenter",
        }
        cells = ((row.label, self._format(GOTHIC, **look, align="center")), (row.text, self._format(MINCHO, **look)))
        for column, (text, cell) in enumerate(cells):
            write_text(self._sheet, self._row, column, text, cell)
        self._sheet.set_row(self._row, row.height)
        self._row += 1

    def _format(self, face: Face, **properties: object) -> Format:
        look = {"font_name": face.name, "font_size": FONT_SIZE, "text_wrap": True, **properties}
        key = tuple(look.items())
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]
