"""審議案件一覧_令和N年度.xlsx: the list of the cases of a year as it is reported and published, with their summaries.

The sheet 「一覧」 reads like the printed list; on the sheet 「概要」 (see `case_summary`) each case has its page.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.publish import case_summary
from pipeline.publish.case_summary import PAGE_POINTS, Place, Summary
from pipeline.publish.opening import open_workbook, write_text
from pipeline.publish.text_measure import (
    GOTHIC,
    MAX_ROW_POINTS,
    MINCHO,
    Face,
    lines_needed,
    max_lines_in_row,
    merged_width,
    row_height,
)

SHEET = "一覧"
FONT_SIZE = 10.5
HEADINGS = ("№", "事業名", "担当課", "区分", "付議日", "審議結果")
_WIDTHS = (5.0, 39.0, 16.0, 11.0, 9.5, 8.7)
_ALIGN = ("center", "left", "left", "left", "center", "center")
_LAST = len(HEADINGS) - 1
_SIZES = (FONT_SIZE, 9.0, 7.5, 6.0)
"""A row with more departments than the highest row can hold is set smaller."""
_SUMMARY_FIELDS = ("目的", "対象者", "事業内容")


@dataclass(frozen=True, slots=True)
class ListHeading:
    """What stands above and below the table; an empty text is left out together with its line."""

    paper: str
    """資料名, boxed at the top right."""
    reported_on: str
    """報告日 as printed, e.g. 令和6年1月18日."""
    reported_by: str
    """報告者."""
    title: str
    preamble: str
    first_heading: str
    note: str
    """Below the table."""
    second_heading: str
    other: str


@dataclass(frozen=True, slots=True)
class _Case:
    """A line of the list, its texts in the order of HEADINGS, and the summary that belongs to it."""

    number: int | None
    texts: tuple[str, str, str, str, str]
    summary: Summary


def write_case_list(path: Path, year_label: str, heading: ListHeading, cases: pd.DataFrame) -> None:
    """Write the list of a year with the summary pages; the same arguments give the same bytes.

    Args:
        path: The file to write; its folder must exist.
        year_label: The year as people write it, e.g. 令和5年度.
        heading: The texts around the table.
        cases: A row a case, in any order. For the list: № (number; missing: listed last by 付議日 and 案件ID),
            案件ID, 件名, 担当課 and 区分 (several joined with 、), 付議日 (ISO text), 審議結果. For the summary:
            事業名, 担当課の表記 and 区分の表記 (missing: as in the list), 目的, 対象者, 事業内容, その他の見出し,
            その他の内容, 個人情報の流れ及び情報保護対策. Every text may be missing (None, NA, empty); a row of the
            summary without content is left out.

    Raises:
        KeyError: A column is missing.
        OSError: The file could not be written.

    """
    ordered = cases.sort_values(["№", "付議日", "案件ID"], na_position="last", kind="stable")
    listed = [_case(row) for row in ordered.to_dict("records")]
    with open_workbook(path, title=f"審議案件一覧　{year_label}") as workbook:
        page = _Page(workbook, workbook.add_worksheet(SHEET))
        page.write_head(heading)
        places = case_summary.write_summaries(workbook, [case.summary for case in listed])
        page.write_table(listed, places)
        page.write_foot(heading)


def _case(row: Mapping[Hashable, object]) -> _Case:
    """Take a case from a row of the frame."""
    number = None if _text(row["№"]) == "" else int(float(str(row["№"])))
    title, departments, divisions = _text(row["件名"]), _text(row["担当課"]), _text(row["区分"])
    other = _text(row["その他の見出し"]) or "その他"
    rows = [
        ("事業名", _text(row["事業名"])),
        ("担当課", _text(row["担当課の表記"]) or departments),
        ("区分", _text(row["区分の表記"]) or divisions),
        *((field, _text(row[field])) for field in _SUMMARY_FIELDS),
        (other, _text(row["その他の内容"])),
        ("個人情報の流れ及び情報保護対策", _text(row["個人情報の流れ及び情報保護対策"])),
    ]
    texts = (title, departments, divisions, _month_and_day(_text(row["付議日"])), _text(row["審議結果"]))
    return _Case(number, texts, Summary(number, title, tuple((label, text) for label, text in rows if text)))


def _text(value: object) -> str:
    """Give the text of a cell of the frame, empty where it is missing."""
    missing = value is None or value is pd.NA or value != value  # noqa: PLR0124 - NaN differs from itself
    return "" if missing else str(value).replace("\r\n", "\n").strip("\n")


def _month_and_day(iso: str) -> str:
    """Print an ISO date as the list does: 7月28日. What is no whole date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.month}月{day.day}日"


class _Page:
    """The sheet 一覧 while it is written from top to bottom."""

    def __init__(self, workbook: Workbook, sheet: Worksheet) -> None:
        self._workbook, self._sheet, self._row = workbook, sheet, 0
        self._formats: dict[object, Format] = {}
        self._heights: list[float] = []
        self._head_row = self._last_case = 0
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
        sheet.center_horizontally()
        sheet.set_footer("&C&P", {"margin": 0.4})

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
        self._next(row_height(1, FONT_SIZE) + 6)

    def write_table(self, cases: Sequence[_Case], places: Sequence[Place]) -> None:
        """Write a row for each case, № leading to its summary."""
        for case, place in zip(cases, places, strict=True):
            size = next((size for size in _SIZES if _lines(case, size) <= max_lines_in_row(size)), _SIZES[-1])
            formats = [self._format(MINCHO, size, border=1, align=align) for align in _ALIGN]
            if case.number is None:
                self._sheet.write_blank(self._row, 0, None, formats[0])
            else:
                # The text that write_url needs gives way to the number; the link stays.
                self._sheet.write_url(self._row, 0, place.target, formats[0], str(case.number), "概要を開く")
                self._sheet.write_number(self._row, 0, case.number, formats[0])
            for column, text in enumerate(case.texts, start=1):
                write_text(self._sheet, self._row, column, text, formats[column])
            self._last_case = self._row
            self._next(min(row_height(_lines(case, size), size) + 3, MAX_ROW_POINTS))

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
        blocks = [(row, self._heights[row]) for row in range(self._last_case)]
        blocks.append((self._last_case, sum(self._heights[self._last_case :])))
        breaks: list[int] = []
        room = PAGE_POINTS
        for row, height in blocks:
            if height > room and row > self._head_row + 1:
                breaks.append(row)
                room = PAGE_POINTS - self._heights[self._head_row]
            room -= height
        return breaks

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
        self._sheet.merge_range(self._row, first_column, self._row, _LAST, "", cell)
        write_text(self._sheet, self._row, first_column, text, cell)
        lines = lines_needed(text, merged_width(*_WIDTHS[first_column:]), size, face)
        self._next(row_height(lines, size, face) + 3)

    def _space(self) -> None:
        self._next(FONT_SIZE)

    def _format(self, face: Face, size: float = FONT_SIZE, **properties: object) -> Format:
        look = {"font_name": face.name, "font_size": size, "text_wrap": True, "valign": "vcenter", **properties}
        key = tuple(look.items())
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]


def _lines(case: _Case, size: float) -> int:
    """Count the lines of a row of the list."""
    return max(lines_needed(text, width, size) for text, width in zip(case.texts, _WIDTHS[1:], strict=True))


def _indented(text: str) -> str:
    """Begin a paragraph with a blank, as printed Japanese does."""
    return f"　{text.lstrip('　')}" if text else ""
