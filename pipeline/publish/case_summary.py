"""The sheet 「概要」 of the list: for each case a page with a box of labelled rows, as it is handed out.

The program itself decides what goes on which page (see `summary_pages`). The sheet is fitted to the width of the paper only:
Excel heeds page breaks of our own as long as the height is free. A long text goes over several rows, because a row can be no
higher than 409 pt and is never broken by a page; on each page they are merged into one cell, so that the text stands there in
one piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.publish.opening import write_text
from pipeline.publish.summary_pages import (
    FONT_SIZE,
    TITLE_SIZE,
    WIDTHS,
    Block,
    Summary,
    continued,
    line_height,
    numbered_title,
    pages_of,
    title_heights,
)
from pipeline.publish.text_measure import GOTHIC, MINCHO, Face

__all__ = ["PAGES_PER_SHEET", "SHEET", "Place", "Summary", "write_summaries"]

SHEET = "概要"
PAGES_PER_SHEET = 1_000
"""Excel keeps at most 1,026 page breaks on a sheet."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page of a case begins."""

    sheet: str
    row: int

    @property
    def target(self) -> str:
        """The place as the target of a link within the workbook."""
        return f"internal:'{self.sheet}'!A{self.row + 1}"


def write_summaries(workbook: Workbook, summaries: Sequence[Summary]) -> list[Place]:
    """Write the summary pages of all cases in the order given and return where each begins.

    Args:
        workbook: From `open_workbook`.
        summaries: One for each row of the list.

    """
    writer = _Writer(workbook)
    places = [writer.write(summary) for summary in summaries]
    writer.finish()
    return places


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
        pages = pages_of(summary)
        if not self._sheets or len(self._breaks) + 1 + len(pages) > PAGES_PER_SHEET:
            self._open_sheet()
        if self._row:
            self._breaks.append(self._row)
        place = Place(_sheet_name(self._sheets), self._row)
        self._write_title(summary)
        for number, page in enumerate(pages):
            if number:
                self._breaks.append(self._row)
                write_text(self._sheet, self._row, 1, continued(summary), self._format(MINCHO, align="right"))
            self._next([line_height()])
            for block in page:
                self._write_block(block)
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
        for column, width in enumerate(WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.hide_gridlines(2)
        self._sheet.set_portrait()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.6)
        self._sheet.center_horizontally()
        self._sheet.set_footer("&C&P", {"margin": 0.3})

    def _write_title(self, summary: Summary) -> None:
        """Write the title with its №, as it is printed."""
        title = self._format(GOTHIC, font_size=TITLE_SIZE, align="center", valign="vcenter")
        heights = title_heights(summary)
        self._sheet.merge_range(self._row, 0, self._row + len(heights) - 1, 1, "", title)
        write_text(self._sheet, self._row, 0, numbered_title(summary), title)
        self._next(heights)

    def _write_block(self, block: Block) -> None:
        look: dict[str, object] = {
            "left": 1,
            "right": 1,
            "top": int(block.top),
            "bottom": int(block.bottom),
            "valign": "top" if block.spread else "vcenter",
        }
        cells = (
            (block.label, self._format(GOTHIC, **look, align="center")),
            (block.text, self._format(MINCHO, **look)),
        )
        last = self._row + len(block.heights) - 1
        for column, (text, cell) in enumerate(cells):
            if last > self._row:
                self._sheet.merge_range(self._row, column, last, column, "", cell)
            write_text(self._sheet, self._row, column, text, cell)
        self._next(block.heights)

    def _next(self, heights: Sequence[float]) -> None:
        """Give the rows their heights and go on below them."""
        for height in heights:
            self._sheet.set_row(self._row, height)
            self._row += 1

    def _format(self, face: Face, **properties: object) -> Format:
        look = {"font_name": face.name, "font_size": FONT_SIZE, "text_wrap": True, **properties}
        key = tuple(look.items())
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]
