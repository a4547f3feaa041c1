"""Sheets of our own in a department's workbook: a title, some lines, and below them a table with links to its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.patch.markup import XML_HEAD, attribute
from pipeline.patch.memory import quoted
from pipeline.patch.styles import Styles
from pipeline.patch.values import RichText, shorten, valued
from pipeline.publish.text_measure import GOTHIC, lines_needed, merged_width, row_height
from validations.findings import address

ERROR_TINT, WARNING_TINT = "FFFFC7CE", "FFFFEB9C"
SIZE = 10.5

Value = str | float | RichText | None

_MOST_LINKS = 65_530
"""Excel takes no more on a sheet."""
_MOST_FROZEN = 10
_FONT = (
    '<{p}font>%s<{p}sz val="%s"/>%s<{p}name val="ＭＳ ゴシック"/><{p}family val="3"/><{p}charset val="128"/></{p}font>'
)
_THIN = '<{p}%s style="thin"><{p}color rgb="FF7F7F7F"/></{p}%s>'


@dataclass(frozen=True, slots=True)
class Looks:
    """Numbers of the formats of our sheets."""

    title: int
    line: int
    heading: int
    text: int
    centre: int
    link: int
    error: int
    warning: int

    @classmethod
    def of(cls, styles: Styles) -> Looks:
        """The formats, added to those of a workbook."""
        sides = "".join(_THIN % (side, side) for side in ("left", "right", "top", "bottom"))
        box = styles.add("borders", f"<{{p}}border>{sides}<{{p}}diagonal/></{{p}}border>")
        plain, bold = styles.add("fonts", _FONT % ("", SIZE, "")), styles.add("fonts", _FONT % ("<{p}b/>", SIZE, ""))
        large = styles.add("fonts", _FONT % ("<{p}b/>", 16, ""))
        blue = styles.add("fonts", _FONT % ("<{p}u/>", SIZE, '<{p}color rgb="FF0563C1"/>'))
        red, yellow, grey = map(styles.solid, (ERROR_TINT, WARNING_TINT, "FFF2F2F2"))

        def look(font: int, fill: int = 0, border: int = 0, align: str = 'vertical="top"') -> int:
            return styles.add(
                "cellXfs",
                f'<{{p}}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyFont="1" '
                f'applyFill="1" applyBorder="1" applyAlignment="1"><{{p}}alignment {align} wrapText="1"/></{{p}}xf>',
            )

        centre = 'horizontal="center" vertical="top"'
        return cls(
            look(large), look(plain), look(bold, grey, box, 'horizontal="center" vertical="center"'),
            look(plain, 0, box), look(plain, 0, box, centre), look(blue, 0, box, centre), look(plain, red, box, centre),
            look(plain, yellow, box, centre),
        )  # fmt: skip


class Table:
    """A sheet as it is written, row below row."""

    def __init__(self, looks: Looks, widths: Sequence[float], namespace: str, tint: str) -> None:
        """`widths` of the columns, in Excel's unit; `tint` of the tab."""
        self.looks = looks
        self._widths, self._namespace, self._tint = widths, namespace, tint
        self._rows: list[str] = []
        self._links: list[str] = []
        self._merged = 0
        self.top = 0
        """The number, from 1, of the row of headings, which is repeated on each page."""

    def head(self, title: str, lines: Sequence[str], headings: Sequence[str]) -> None:
        """Write the title, the lines below it, and the headings of the table."""
        width = merged_width(*self._widths)
        for line, look, size in ((title, self.looks.title, 16.0), *((line, self.looks.line, SIZE) for line in lines)):
            text = shorten(line)
            height = row_height(lines_needed(text, width, size, GOTHIC), size, GOTHIC)
            self.add([(text, look), *[(None, look)] * (len(headings) - 1)], height)
        self._merged = len(self._rows)
        self.add([], 8)
        self.add([(heading, self.looks.heading) for heading in headings], 24)
        self.top = len(self._rows)

    def add(self, cells: Sequence[tuple[Value, int]], height: float) -> None:
        """Write a row: the value and format of each cell."""
        written = ""
        for column, (value, style) in enumerate(cells):
            tag = f'<c r="{address(len(self._rows), column)}" s="{style}"/>'
            written += tag if value is None else valued(tag.encode(), value, "").decode()
        self._rows.append(f'<row r="{len(self._rows) + 1}" ht="{height:g}" customHeight="1">{written}</row>')

    def link(self, column: int, sheet: str | None, cell: str | None) -> bool:
        """Make a cell of the row to come a link to a cell of the workbook. Returns whether it is one."""
        if sheet is None or cell is None or len(self._links) >= _MOST_LINKS:
            return False
        location = attribute(f"{quoted(sheet)}!{cell}")
        self._links.append(
            f'<hyperlink ref="{address(len(self._rows), column)}" location="{location}" display="{cell}"/>'
        )
        return True

    def xml(self) -> bytes:
        """The sheet."""
        columns, top = len(self._widths), self.top
        last = address(max(len(self._rows), 1) - 1, columns - 1)
        frozen = top if top <= _MOST_FROZEN else 0
        pane = (
            f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
            if frozen
            else ""
        )
        active = '<selection pane="bottomLeft"/>' if frozen else ""
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{width + 0.7109375:g}" customWidth="1"/>'
            for n, width in enumerate(self._widths, 1)
        )
        merged = self._merged
        areas = "".join(f'<mergeCell ref="A{n}:{address(n - 1, columns - 1)}"/>' for n in range(1, merged + 1))
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        return (
            XML_HEAD
            + (
                f'<worksheet xmlns="{self._namespace}"><sheetPr><tabColor rgb="{self._tint}"/><pageSetUpPr fitToPage="1"/>'
                f'</sheetPr><dimension ref="A1:{last}"/><sheetViews><sheetView showGridLines="0" tabSelected="1" '
                f'workbookViewId="0">{pane}{active}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
                f"<cols>{widths}</cols><sheetData>{''.join(self._rows)}</sheetData>"
                f'<mergeCells count="{merged}">{areas}</mergeCells>{links}'
                '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
                '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
                "<headerFooter><oddFooter>&amp;C&amp;A　&amp;P／&amp;N</oddFooter></headerFooter></worksheet>"
            ).encode()
        )
