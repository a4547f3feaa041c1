"""統計_令和N年度.xlsx: a sheet for each table of figures, with its chart beside it, each to be printed on A4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline import filing_statistics as fs
from pipeline import statistics as st
from pipeline.counting import COUNT
from pipeline.publish.cell_values import convert
from pipeline.publish.charts import ChartOf, height_of, make_chart
from pipeline.publish.columns import FONT_SIZE, font, lines_needed
from pipeline.publish.ledger import style_of
from pipeline.publish.opening import open_workbook, write_text
from pipeline.publish.sheets import write_frame
from pipeline.publish.text_measure import YU_GOTHIC, row_height, width_needed

_HEAD = 3
"""The row of the headings: title, remark and a blank row stand above."""
_GAP = 24
"""Pixels between a table and a chart, and between charts."""
_INDENT = 1.5
_NARROWEST, _WIDEST = 8.0, 48.0


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands around a table: its remark and its charts."""

    title: str
    remark: str = ""
    charts: tuple[ChartOf, ...] = ()
    below: bool = False
    """The charts stand below the table, which is as wide as the page, and not beside it."""


_CASES = "件数（件）"
PAGES: Mapping[str, _Page] = {
    st.SUMMARY: _Page("まとめ"),
    st.MONTHS: _Page(
        "月別の付議件数",
        "付議日の月。（未定）は付議日のまだない案件。",
        (ChartOf("column", "月別の付議件数", "付議の月", COUNT, "付議の月", _CASES),),
    ),
    st.DIVISIONS: _Page(
        "区分別の件数",
        "1件に2つ以上の区分があるときは、それぞれに数えます。",
        (ChartOf("bar", "区分別の件数", "区分", COUNT, "区分", _CASES),),
    ),
    st.DEPARTMENTS: _Page(
        "部別の件数",
        "1件に2つ以上の部があるときは、それぞれに数えます。部は組織マスタか表紙に書かれたもの。",
        (ChartOf("bar", "部別の件数", "部", COUNT, "部", _CASES, at_most=20),),
    ),
    st.UNITS: _Page(
        "課別の件数",
        "1件に2つ以上の課があるときは、それぞれに数えます。図は上から20課。",
        (ChartOf("bar", "課別の件数", "課", COUNT, "課", _CASES, at_most=20),),
    ),
    st.RESULTS: _Page(
        "審議結果別の件数",
        "（未定）は審議結果のまだない案件。",
        (ChartOf("bar", "審議結果別の件数", "審議結果", COUNT, "審議結果", _CASES),),
    ),
    st.DAYS: _Page(
        "受理までの日数",
        "最初に届いた日から受理した日まで。差し戻した間を含みます。届いた夜に受理したものは当日。",
        (ChartOf("column", "受理までの日数", "日数", COUNT, "最初に届いてからの日数", _CASES),),
    ),
    st.FORMS: _Page("様式別の受付と差戻し", "様式の版ごとに、届いたブックがどうなったか。"),
    st.FINDINGS: _Page(
        "多い指摘（10まで）",
        "届いたブックに付いた指摘。割合は、すべての指摘に対するもの。",
        (ChartOf("bar", "多い指摘", "指摘", COUNT, "指摘", "件数", width=680, bar=38),),
    ),
    st.REFUSED: _Page(
        "「ー」の割合の高い対策（15まで）",
        "○とーの合計に対するーの割合。すべての対策は次のシートにあります。",
        (ChartOf("bar", "「ー」の割合の高い対策", "対策ID", "割合", "対策", "「ー」の割合", percent=True),),
    ),
    st.YEARS: _Page(
        "年度別",
        "区分は、1件に2つ以上あるときは、それぞれに数えます。",
        (
            ChartOf("column", "年度別の案件", "年度", "案件", "年度", _CASES),
            ChartOf(
                "line", "年度別の差戻しの割合", "年度", "差戻しの割合", "年度", "差戻し ÷ 届いたブック", percent=True
            ),
        ),
        below=True,
    ),
    fs.BY_KIND: _Page(
        "全項目評価書の種類別の件数",
        "評価書の最も新しい版。種類は、しきい値判断の結果によります。",
        (ChartOf("bar", "全項目評価書の種類別の件数", fs.KIND, COUNT, "評価の種類", _CASES, bar=38),),
    ),
    fs.BY_BAND: _Page(
        "全項目評価書の対象人数別の件数",
        "評価書の最も新しい版。対象人数は、Ⅰの１③で選んだもの。",
        (ChartOf("bar", "全項目評価書の対象人数別の件数", fs.BAND, COUNT, "対象人数", _CASES),),
    ),
    fs.BY_STEP: _Page(
        "特定個人情報保護評価の段階別の件数",
        "台帳の「評価の経過」の1行を1件と数えます。",
        (ChartOf("bar", "特定個人情報保護評価の段階別の件数", fs.STEP, COUNT, "段階", _CASES, bar=38),),
    ),
}


def write_statistics(path: Path, label: str, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write a book of statistics; the same frames give the same bytes.

    Args:
        path: The file to write; its folder must exist.
        label: The year as people write it, e.g. 令和5年度, or 全年度.
        frames: The tables of one entry of `statistics_frames`.

    Raises:
        OSError: The file could not be written.

    """
    title = f"個人情報保護管理運営会議　統計　{label}"
    with open_workbook(path, title=title) as workbook:
        for name, frame in frames.items():
            if name in PAGES:
                _Sheet(workbook, name, f"{PAGES[name].title}　{label}", frame).write(PAGES[name])
            else:
                styles = {str(heading): style_of(str(heading)) for heading in frame.columns}
                write_frame(workbook, name, frame, styles, title=f"{title}　{name}")


class _Sheet:
    """A sheet with one table and its charts."""

    def __init__(self, workbook: Workbook, name: str, title: str, frame: pd.DataFrame) -> None:
        self._workbook, self._name, self._title, self._frame = workbook, name, title, frame
        self._sheet: Worksheet = workbook.add_worksheet(name)
        self._cells = [convert(frame.iloc[:, at].tolist(), "number") for at in range(frame.shape[1])]
        self._widths = [self._width(str(h), cells) for h, cells in zip(frame.columns, self._cells, strict=True)]

    def write(self, page: _Page) -> None:
        """Write title, table and charts, and set up the print."""
        self._write_head(page)
        self._write_table()
        self._insert_charts(page)
        self._set_up()

    @staticmethod
    def _width(heading: str, cells: Sequence[object]) -> float:
        texts = [
            heading[: len(heading) // 2 + 1],
            *(cell if isinstance(cell, str) else f"{cell or 0:,}" for cell in cells),
        ]
        return min(
            max(_NARROWEST, *(width_needed(text, FONT_SIZE, YU_GOTHIC) + _INDENT + 1 for text in texts)), _WIDEST
        )

    def _format(self, **properties: object) -> Format:
        return self._workbook.add_format(font(**properties))

    def _write_head(self, page: _Page) -> None:
        write_text(self._sheet, 0, 0, self._title, self._workbook.add_format({**font(bold=True), "font_size": 14}))
        self._sheet.set_row(0, row_height(1, 16, YU_GOTHIC))
        remark = page.remark if len(self._frame) else f"{page.remark}この年度にはありません。"
        write_text(self._sheet, 1, 0, remark, self._format(font_color="#595959"))

    def _write_table(self) -> None:
        heading = self._format(
            bold=True, bg_color="#DDEBF7", border=1, align="center", valign="vcenter", text_wrap=True
        )
        edge: dict[str, object] = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
        text, number = (
            self._format(**edge, text_wrap=True, align="left", indent=1),
            self._format(**edge, num_format="#,##0.##;-#,##0.##;0"),
        )
        whole, share = self._format(**edge, num_format="#,##0"), self._format(**edge, num_format="0.0%")
        for column, (name, width) in enumerate(zip(self._frame.columns, self._widths, strict=True)):
            self._sheet.set_column(column, column, width)
            write_text(self._sheet, _HEAD, column, str(name), heading)
        self._sheet.set_row(
            _HEAD, row_height(self._lines([str(name) for name in self._frame.columns]), FONT_SIZE, YU_GOTHIC)
        )
        for row, cells in enumerate(zip(*self._cells, strict=True), start=_HEAD + 1):
            self._sheet.set_row(row, row_height(self._lines(cells), FONT_SIZE, YU_GOTHIC))
            for column, cell in enumerate(cells):
                if isinstance(cell, (int, float)):
                    said = f"{self._frame.columns[column]}{cells[0]}" if column else ""
                    look = share if "割合" in said else whole if isinstance(cell, int) else number
                    self._sheet.write_number(row, column, cell, look)
                else:
                    write_text(self._sheet, row, column, cell if isinstance(cell, str) else "", text)

    def _lines(self, cells: Sequence[object]) -> int:
        """How many lines the cells of a row need; what is indented has less room."""
        pairs = zip(cells, self._widths, strict=True)
        return max((lines_needed(cell, width - _INDENT) for cell, width in pairs if isinstance(cell, str)), default=1)

    def _insert_charts(self, page: _Page) -> None:
        headings, rows = list(self._frame.columns), len(self._frame)
        # a chart that reached into the headings would be printed with them on every page
        row, column = (_HEAD + rows + 2, 0) if page.below else (_HEAD + 1, len(headings))
        left, down = (0, 0) if page.below else (_GAP, 0)
        for of in page.charts:
            if not self._frame[of.value].fillna(0).any():
                continue  # nothing to be seen
            columns = (headings.index(of.category), headings.index(of.value))
            chart = make_chart(self._workbook, of, self._name, _HEAD + 1, rows, columns)
            self._sheet.insert_chart(row, column, chart, {"x_offset": left, "y_offset": down})
            left, down = (left + of.width + _GAP, 0) if page.below else (left, down + height_of(of, rows) + _GAP)

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.freeze_panes(_HEAD + 1, 0)
        sheet.repeat_rows(_HEAD)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        sheet.set_footer("&L&A&C&P／&N", {"margin": 0.3})
        sheet.hide_gridlines(2)
