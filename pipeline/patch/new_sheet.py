"""The first sheet of the annotated copy, 検証結果: what was found, in a table with links to the cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.patch.markup import XML_HEAD, attribute
from pipeline.patch.memory import quoted
from pipeline.patch.styles import Styles
from pipeline.patch.values import shorten, valued
from pipeline.publish.text_measure import GOTHIC, lines_needed, merged_width, row_height
from validations.findings import ERROR, address

TITLE = "検証結果"
HEADINGS = ("№", "重大度", "シート", "セル", "内容", "直し方", "コード")
ERROR_TINT, WARNING_TINT = "FFFFC7CE", "FFFFEB9C"

_WIDTHS = (5.0, 9.0, 20.0, 8.0, 52.0, 52.0, 8.0)
_LINK = 3
_MOST_LINKS = 65_530
"""Excel takes no more on a sheet."""
_MOST_FROZEN = 10
_FONT = (
    '<{p}font>%s<{p}sz val="%s"/>%s<{p}name val="ＭＳ ゴシック"/><{p}family val="3"/><{p}charset val="128"/></{p}font>'
)
_SIZE = 10.5
_THIN = '<{p}%s style="thin"><{p}color rgb="FF7F7F7F"/></{p}%s>'
_NOTHING_FOUND = "直すところはありません。"


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said about a cell; `sheet` and `cell` (A1) are None where it is about no one cell."""

    code: str
    """A capital letter and more such or digits (C06)."""
    severity: str
    """エラー or 警告."""
    sheet: str | None
    cell: str | None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class _Looks:
    """Numbers of the formats of our sheet."""

    title: int
    line: int
    heading: int
    text: int
    centre: int
    link: int
    error: int
    warning: int

    @classmethod
    def of(cls, styles: Styles) -> _Looks:
        sides = "".join(_THIN % (side, side) for side in ("left", "right", "top", "bottom"))
        box = styles.add("borders", f"<{{p}}border>{sides}<{{p}}diagonal/></{{p}}border>")
        plain, bold = styles.add("fonts", _FONT % ("", _SIZE, "")), styles.add("fonts", _FONT % ("<{p}b/>", _SIZE, ""))
        large = styles.add("fonts", _FONT % ("<{p}b/>", 16, ""))
        blue = styles.add("fonts", _FONT % ("<{p}u/>", _SIZE, '<{p}color rgb="FF0563C1"/>'))
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


class _Rows:
    """The rows of the sheet as they are written one below the other."""

    def __init__(self) -> None:
        self.xml: list[str] = []

    @property
    def next(self) -> int:
        """The number of the row to come, from 0."""
        return len(self.xml)

    def add(self, cells: Sequence[tuple[str | float | None, int]], height: float) -> None:
        """Write a row: the value and format of each cell."""
        written = ""
        for column, (value, style) in enumerate(cells):
            tag = f'<c r="{address(self.next, column)}" s="{style}"/>'
            written += tag if value is None else valued(tag.encode(), value, "").decode()
        self.xml.append(f'<row r="{self.next + 1}" ht="{height:g}" customHeight="1">{written}</row>')


def result_sheet(
    notes: Sequence[Note], summary: Sequence[str], styles: Styles, namespace: str, is_cell: Callable[[Note], bool]
) -> tuple[bytes, int]:
    """The XML of the sheet, and the number (from 1) of the row of headings, which is repeated on each page.

    `is_cell` says whether a note is about a cell that is there to be linked to.
    """
    looks, rows = _Looks.of(styles), _Rows()
    width = merged_width(*_WIDTHS)
    for line, look, size in ((TITLE, looks.title, 16.0), *((line, looks.line, _SIZE) for line in summary)):
        text = shorten(line)
        height = row_height(lines_needed(text, width, size, GOTHIC), size, GOTHIC)
        rows.add([(text, look), *[(None, look)] * (len(HEADINGS) - 1)], height)
    merged = rows.next
    rows.add([], 8)
    rows.add([(heading, looks.heading) for heading in HEADINGS], 24)
    top = rows.next
    links: list[str] = []
    for number, note in enumerate(notes, start=1):
        has_link = len(links) < _MOST_LINKS and is_cell(note)
        if has_link and note.sheet is not None:
            location = attribute(f"{quoted(note.sheet)}!{note.cell}")
            links.append(f'<hyperlink ref="{address(rows.next, _LINK)}" location="{location}" display="{note.cell}"/>')
        rows.add(*_table_row(number, note, looks, has_link))
    if not notes:
        rows.add(
            [(None, looks.centre)] * 4 + [(_NOTHING_FOUND, looks.text), (None, looks.text), (None, looks.centre)], 24
        )
    return _sheet(rows, merged, top, links, namespace), top


def _table_row(
    number: int, note: Note, looks: _Looks, has_link: bool
) -> tuple[list[tuple[str | float | None, int]], float]:
    severity = looks.error if note.severity == ERROR else looks.warning
    texts = shorten(note.message), shorten(note.remedy)
    values: list[str | float | None] = [number, note.severity, note.sheet, note.cell, *texts, note.code]
    formats = (
        looks.centre,
        severity,
        looks.text,
        looks.link if has_link else looks.centre,
        looks.text,
        looks.text,
        looks.centre,
    )
    written = [(value, width) for value, width in zip(values, _WIDTHS, strict=True) if isinstance(value, str) and value]
    lines = max(lines_needed(value, width, _SIZE, GOTHIC) for value, width in written)
    return list(zip((value or None for value in values), formats, strict=True)), row_height(lines, _SIZE, GOTHIC) + 3


def _sheet(rows: _Rows, merged: int, top: int, links: Sequence[str], namespace: str) -> bytes:
    last = address(max(rows.next, 1) - 1, len(HEADINGS) - 1)
    frozen = top if top <= _MOST_FROZEN else 0
    pane = (
        f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
        if frozen
        else ""
    )
    active = '<selection pane="bottomLeft"/>' if frozen else ""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width + 0.7109375:g}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, 1)
    )
    areas = "".join(f'<mergeCell ref="A{n}:{address(n - 1, len(HEADINGS) - 1)}"/>' for n in range(1, merged + 1))
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        XML_HEAD
        + (
            f'<worksheet xmlns="{namespace}"><sheetPr><tabColor rgb="{ERROR_TINT}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{last}"/><sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">{pane}'
            f'{active}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
            f'<sheetData>{"".join(rows.xml)}</sheetData><mergeCells count="{merged}">{areas}</mergeCells>{hyperlinks}'
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C&amp;A　&amp;P／&amp;N</oddFooter></headerFooter></worksheet>"
        ).encode()
    )
