"""Writing planned sheets into a workbook: formats, lines, page breaks, marked passages."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipeline.papers.head import printable
from pipeline.papers.page import Cell, Look, Row, label_of
from pipeline.papers.plan import SheetPlan
from pipeline.papers.words import Words
from pipeline.publish.row_writer import RowSheet
from pipeline.publish.text_measure import GOTHIC, Face

_A4 = 9
_POINTS_PER_PIXEL = 0.75
_USUAL_PIXELS = 20
_SHADE = "#F2F2F2"
_MARGINS = {"left": 0.7, "right": 0.7, "top": 0.6, "bottom": 0.6}
_FOOT_FONT = '&"ＭＳ 明朝,Regular"&9 '
_LONGEST_FOOT = 60
_BELOW_EDGE = 2
"""Pixels between the top of a row and a picture: nothing of one may reach into the page above."""


class Painter:
    """Writes sheets into one workbook; each format is made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[object, Format] = {}

    def draw(self, plan: SheetPlan, name: str) -> None:
        """Write a sheet under a name that Excel takes and no other sheet of the workbook has."""
        sheet = self._workbook.add_worksheet(name, RowSheet)
        for column, width in enumerate(plan.grid.widths):
            sheet.set_column(column, column, width)
        _set_up(sheet, plan.foot)
        top, breaks = 0, []
        for page in plan.pages:
            if top:
                breaks.append(top)
            self._draw_page(sheet, page, top)
            top += len(page)
        sheet.set_h_pagebreaks(breaks)
        sheet.print_area(0, 0, max(top - 1, 0), plan.grid.last)
        for row, picture in enumerate(row.picture for page in plan.pages for row in page):
            if picture is not None:
                scale = {
                    "x_scale": picture.scale,
                    "y_scale": picture.scale,
                    "y_offset": _BELOW_EDGE,
                    "object_position": 2,
                }
                options = {**scale, "image_data": BytesIO(picture.data), "description": picture.shows}
                sheet.insert_image(row, 0, picture.shows, options)

    def _draw_page(self, sheet: RowSheet, page: Sequence[Row], top: int) -> None:
        framed = [row.framed for row in page]
        labels = [label_of(row) for row in page]
        goes_on = [label is not None and label.joined for label in labels]
        below = ""
        for at, row in enumerate(page):
            number, label = top + at, labels[at]
            is_first = at == 0 or not framed[at - 1]
            is_last = at + 1 == len(page) or not framed[at + 1]
            pieces: list[str] = []
            if label is not None and (is_first or not label.joined):
                last = next((n for n in range(at + 1, len(page)) if not goes_on[n]), len(page)) - 1
                chosen = self._format(label.look, top=True, bottom=True, marked=False)
                sheet.merge_cells(number, label.first, top + last, label.last)
                pieces, below = [sheet.text_piece(label.words.text, chosen)], sheet.blank_piece(chosen)
            elif label is not None:
                pieces = [below]
            for cell in row.cells[1:] if label is not None else row.cells:
                pieces += [""] * (cell.first - len(pieces))
                pieces += self._draw_cell(sheet, number, cell, top=is_first or not cell.joined, bottom=is_last)
            pixels = ceil(row.height / _POINTS_PER_PIXEL)
            # a row of the usual height is written without one, and other programs then find one of their own
            sheet.add_row(number, pieces, (pixels + (pixels == _USUAL_PIXELS)) * _POINTS_PER_PIXEL)

    def _draw_cell(self, sheet: RowSheet, row: int, cell: Cell, *, top: bool, bottom: bool) -> list[str]:
        """Give the pieces of a cell, one for each column that it takes."""
        words, look = cell.words, cell.look
        marked = bool(words.changed) and words.wholly_changed
        chosen = self._format(look, top=top, bottom=bottom, marked=marked)
        if cell.first != cell.last:
            sheet.merge_cells(row, cell.first, row, cell.last)
        if cell.link:
            place = cell.link.replace("'", "''")
            sheet.add_link(row, cell.first, f"internal:'{place}'!A1", tip="この資料を開く")
        if words.changed and not marked:
            written = sheet.rich_piece(self._tokens(words, look), chosen)
        else:
            written = sheet.text_piece(words.text, chosen)
        if cell.first == cell.last:
            return [written]
        return [written, *[sheet.blank_piece(chosen)] * (cell.last - cell.first)]

    def _tokens(self, words: Words, look: Look) -> list[Format | str]:
        """A text with marked passages within it: a font before each passage."""
        tokens: list[Format | str] = []
        for text, changed in words.fragments():
            tokens += (self._font(GOTHIC if changed else look.face, look.size, marked=changed), text)
        return tokens

    def _format(self, look: Look, *, top: bool, bottom: bool, marked: bool) -> Format:
        key = (look, top, bottom, marked)
        made = self._formats.get(key)
        if made is None:
            properties: dict[str, object] = {
                **_font_of(GOTHIC if marked else look.face, look.size, marked=marked),
                "align": look.align,
                "valign": look.valign,
                "text_wrap": True,
                "num_format": "@",
            }
            if look.indent:
                properties["indent"] = look.indent
            if look.shaded:
                properties["bg_color"] = _SHADE
            if look.framed:
                sides = {"left": int("l" in look.sides), "right": int("r" in look.sides)}
                properties |= {**sides, "top": int(top), "bottom": int(bottom)}
            made = self._formats[key] = self._workbook.add_format(properties)
        return made

    def _font(self, face: Face, size: float, *, marked: bool) -> Format:
        key = (face.name, size, marked)
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(_font_of(face, size, marked=marked))
        return self._formats[key]


def _font_of(face: Face, size: float, *, marked: bool) -> dict[str, object]:
    font: dict[str, object] = {"font_name": face.name, "font_size": size}
    return {**font, "bold": True, "underline": 1} if marked else font


def _set_up(sheet: RowSheet, foot: tuple[str, str]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**_MARGINS)
    sheet.center_horizontally()
    left, right = (printable(text)[:_LONGEST_FOOT].replace("&", "&&") for text in foot)
    font = _FOOT_FONT
    sheet.set_footer(f"&L{font}{left}&C{font}&P&R{font}{right}", {"margin": 0.3})
