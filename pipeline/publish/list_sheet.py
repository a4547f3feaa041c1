"""The sheet 「一覧」: what stands above the table, a row a case, what stands below it, and where its pages end."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipeline.publish.case_summary import Place
from pipeline.publish.heading import ListHeading
from pipeline.publish.list_cases import ListCase
from pipeline.publish.opening import write_text
from pipeline.publish.text_measure import (
    GOTHIC,
    MINCHO,
    Face,
    lines_needed,
    merged_width,
    row_height,
    rows_of,
    text_height,
)

SHEET = "一覧"
FONT_SIZE = 10.5
HEADINGS = ("№", "事業名", "担当課", "区分", "付議日", "審議結果")
_WIDTHS = (5.0, 37.5, 16.0, 11.0, 9.5, 8.7)
_ALIGN = ("center", "left", "left", "left", "center", "center")
_LAST = len(HEADINGS) - 1
_SIZES = (FONT_SIZE, 9.0, 7.5, 6.0)
"""A row with more departments than a page can hold is set smaller."""
_PAGE_POINTS = 710.0
"""Room on A4 between the margins is 741 pt; the rest is a reserve, so that no printer driver breaks a page earlier."""
_LONGEST_ROW = 380.0
"""A row that would be higher is set smaller first."""


class ListSheet:
    """The sheet 一覧 while it is written from top to bottom."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook, self._row = workbook, 0
        self._sheet = sheet = workbook.add_worksheet(SHEET)
        self._formats: dict[object, Format] = {}
        self._heights: list[float] = []
        self._blocks: list[int] = []
        """The first row of each group of rows that stays on one page; the heading row is one with the first case."""
        self._head_row = 0
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.55, right=0.55, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer("&C&P", {"margin": 0.35})

    def write_head(self, heading: ListHeading) -> None:
        """Write what stands above the table, and its heading row."""
        self._line(heading.paper, first_column=2, align="center", border=1)
        self._line(heading.reported_on, align="right")
        self._line(heading.reported_by, align="right")
        self._space()
        self._line(heading.title, face=GOTHIC, size=14, align="center")
        self._space()
        self._line(_indented(heading.preamble))
        self._space()
        self._line("記", align="center")
        self._space()
        self._line(heading.first_heading, face=GOTHIC)
        cell = self._format(GOTHIC, border=1, align="center", bg_color="#EDEDED")
        for column, text in enumerate(HEADINGS):
            write_text(self._sheet, self._row, column, text, cell)
        self._sheet.repeat_rows(self._row)
        self._head_row = self._row
        self._blocks.append(self._row)
        self._next(row_height(1, FONT_SIZE) + 6)

    def write_table(self, cases: Sequence[ListCase], places: Sequence[Place]) -> None:
        """Write a row for each case, № leading to its summary."""
        for case, place in zip(cases, places, strict=True):
            size = next((size for size in _SIZES if _height(case, size) <= _LONGEST_ROW), _SIZES[-1])
            formats = [self._format(MINCHO, size, border=1, align=align) for align in _ALIGN]
            rows = rows_of(_height(case, size))
            last = self._row + len(rows) - 1
            if len(rows) > 1:
                for column, cell in enumerate(formats):
                    self._sheet.merge_range(self._row, column, last, column, "", cell)
            if case.number is None:
                self._sheet.write_blank(self._row, 0, None, formats[0])
            else:
                # The text that write_url needs gives way to the number; the link stays.
                self._sheet.write_url(self._row, 0, place.target, formats[0], str(case.number), "概要を開く")
                self._sheet.write_number(self._row, 0, case.number, formats[0])
            for column, text in enumerate(case.texts, start=1):
                write_text(self._sheet, self._row, column, text, formats[column])
            if self._row > self._head_row + 1:
                self._blocks.append(self._row)
            for height in rows:
                self._next(height)

    def write_foot(self, heading: ListHeading) -> None:
        """Write what stands below the table and fix the area to print."""
        self._line(heading.note)
        self._space()
        self._line(heading.second_heading, face=GOTHIC)
        self._line(_indented(heading.other))
        self._sheet.print_area(0, 0, self._row - 1, _LAST)
        self._sheet.set_h_pagebreaks(self._page_breaks())

    def _page_breaks(self) -> list[int]:
        """Before which rows a new page begins: no row is torn, and the closing words stay with the last case."""
        breaks: list[int] = []
        room = _PAGE_POINTS - sum(self._heights[: self._head_row])
        for start, end in zip(self._blocks, [*self._blocks[1:], self._row], strict=True):
            if sum(self._heights[start:end]) > room and start > 0:
                breaks.append(start)
                room = self._room_of_a_page(start)
            for row in range(start, end):
                if self._heights[row] > room and row > start:  # a case that is longer than a page
                    breaks.append(row)
                    room = self._room_of_a_page(row)
                room -= self._heights[row]
        return breaks

    def _room_of_a_page(self, first: int) -> float:
        """The room of a page that begins with a row: less the headings, which are repeated, unless they are that row."""
        return _PAGE_POINTS - (self._heights[self._head_row] if first > self._head_row else 0)

    def _next(self, height: float) -> None:
        """Give the row its height and go on to the next."""
        self._sheet.set_row(self._row, height)
        self._heights.append(height)
        self._row += 1

    def _line(
        self, text: str, *, first_column: int = 0, face: Face = MINCHO, size: float = FONT_SIZE, **properties: object
    ) -> None:
        """Write a text over the whole width, or from `first_column` to the right edge, as high as it needs."""
        if not text:
            return
        cell = self._format(face, size, **properties)
        lines = lines_needed(text, merged_width(*_WIDTHS[first_column:]), size, face)
        rows = rows_of(text_height(lines, size, face) + 3)
        self._sheet.merge_range(self._row, first_column, self._row + len(rows) - 1, _LAST, "", cell)
        write_text(self._sheet, self._row, first_column, text, cell)
        for height in rows:
            self._next(height)

    def _space(self) -> None:
        self._next(FONT_SIZE)

    def _format(self, face: Face, size: float = FONT_SIZE, **properties: object) -> Format:
        look = {"font_name": face.name, "font_size": size, "text_wrap": True, "valign": "vcenter", **properties}
        key = tuple(look.items())
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]


def _height(case: ListCase, size: float) -> float:
    """How high the row of a case is at a font size."""
    lines = max(lines_needed(text, width, size) for text, width in zip(case.texts, _WIDTHS[1:], strict=True))
    return text_height(lines, size) + 3


def _indented(text: str) -> str:
    """Begin a paragraph with a blank, as printed Japanese does."""
    return f"　{text.lstrip('　')}" if text else ""
