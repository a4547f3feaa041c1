"""The columns of a data sheet: how wide they are, how their cells look, and how a long text spreads over them.

A column is as wide as its style says, or narrower if that is enough, or wider (up to 60) if a text would make a row
uncomfortably high. A text that even then does not fit into the highest row that Excel allows (409 pt) goes on in a
further column to its right, headed 「概要 (2)」: a row stays a row, so that filtering, sorting and counting stay right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipeline.publish import text_measure
from pipeline.publish.cell_values import Cell, Kind, Link, convert
from pipeline.publish.text_measure import YU_GOTHIC

FONT_SIZE = 10.0
ROWS_AT_A_TIME = 10_000
"""A long frame is worked through in blocks of so many rows, which bounds the memory used besides the frame."""

_MAX_LINES = text_measure.max_lines_in_row(FONT_SIZE, YU_GOTHIC)
_COMFORTABLE_LINES = 12
_MAX_WIDTH = 60.0
_FILTER_BUTTON = 3.0
"""What the button of the filter covers of a heading."""


@dataclass(frozen=True, slots=True)
class ColumnStyle:
    """How the column of a data sheet looks.

    A `date` column turns whole ISO dates (text or date) into real dates and leaves 「2025-06」 as text. A `link` column
    holds paths relative to the workbook. A text in a `number` column, such as 「約３０」, stays text.
    """

    width: float
    kind: Kind = "text"
    wrap: bool = True
    """False for keys such as 受付ID, which are shown as far as the column is wide."""
    number_format: str = "General"
    centred: bool = False
    """For marks."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a frame as it is going to be written."""

    heading: str
    kind: Kind
    wrap: bool
    width: float
    parts: int
    """The number of columns it takes on the sheet."""
    text_format: Format
    value_format: Format

    @property
    def headings(self) -> list[str]:
        """The headings of the columns on the sheet."""
        return [self.heading, *(f"{self.heading} ({part})" for part in range(2, self.parts + 1))]


def plan_column(workbook: Workbook, heading: str, series: pd.Series, style: ColumnStyle) -> Column:
    """Decide on the width and the parts of a column and make its formats."""
    placing = {"valign": "top", "text_wrap": True} if style.wrap else {"valign": "top", "align": "fill"}
    placing |= {"align": "center"} if style.centred else {}
    if style.kind == "link":
        value = font(**placing, font_color="#0563C1", underline=1)
    elif style.kind == "date":
        value = font(valign="top", align="left", num_format="yyyy/mm/dd")
    else:
        value = font(valign="top", align="right", num_format=style.number_format)
    width = _width(heading, series, style) if style.wrap else style.width
    parts = 1
    if width >= _MAX_WIDTH and style.kind != "link":
        texts = (text for cells in _blocks(series, style.kind) for text in _texts(cells))
        parts = max((len(_pieces(text, width)) for text in texts), default=1)
    text_format, value_format = workbook.add_format(font(**placing)), workbook.add_format(value)
    return Column(heading, style.kind, style.wrap, width, parts, text_format, value_format)


def heading_lines(column: Column) -> int:
    """Count the lines that the headings of a column need."""
    return max(lines_needed(heading, column.width - _FILTER_BUTTON) for heading in column.headings)


def spread(cells: list[Cell], column: Column) -> tuple[list[Sequence[Cell]], list[int]]:
    """Spread the cells of a column over its parts, and count the lines that each row of it needs."""
    if not column.wrap:
        return [cells], [1] * len(cells)
    width = column.width
    needed: dict[Cell, int] = {}
    if column.parts == 1:
        texts = (cell for cell in set(cells) if isinstance(cell, (str, Link)))
        needed |= {text: lines_needed(_shown(text), width) for text in texts}
        return [cells], [needed.get(cell, 1) for cell in cells]
    pieces = {text: _pieces(text, width) for text in _texts(cells)}
    needed |= {text: max(lines_needed(piece, width) for piece in split) for text, split in pieces.items()}
    pieces = {text: _with_line_feeds(text, split) for text, split in pieces.items()}
    lines = [needed.get(cell, 1) for cell in cells]
    blanks = [None] * column.parts
    rows = ([*(pieces[cell] if isinstance(cell, str) else [cell]), *blanks][: column.parts] for cell in cells)
    return list(zip(*rows, strict=True)), lines


def font(**properties: object) -> dict[str, object]:
    """Give the properties of a format in the font of the data sheets."""
    return {"font_name": YU_GOTHIC.name, "font_size": FONT_SIZE, **properties}


def lines_needed(text: str, width: float) -> int:
    """Count the lines of a text in the font of the data sheets."""
    return text_measure.lines_needed(text, width, FONT_SIZE, YU_GOTHIC)


def _width(heading: str, series: pd.Series, style: ColumnStyle) -> float:
    """Find the width at which nothing is cut or uncomfortably high, from the style's downwards or upwards."""
    half_heading = heading[: len(heading) // 2 + 1]
    needed = style.width if style.kind == "date" else _width_needed(half_heading) + _FILTER_BUTTON
    numbers, widened = 0.0, style.width
    for cells in _blocks(series, style.kind):
        if style.kind == "number":
            # Excel shows ### instead of a number that is wider than its column.
            numbers = max([numbers, *(len(f"{c:,}") * 1.2 + 1 for c in cells if isinstance(c, (int, float)))])
        for text in _texts(cells):
            if needed < style.width:
                needed = max(needed, _width_needed(text))
            while widened < _MAX_WIDTH and not _fits(text, widened, _COMFORTABLE_LINES):
                widened = min(widened + 10, _MAX_WIDTH)
    return widened if widened > style.width else max(min(needed, style.width), numbers)


def _blocks(series: pd.Series, kind: Kind) -> Iterator[list[Cell]]:
    for start in range(0, len(series), ROWS_AT_A_TIME):
        yield convert(series.iloc[start : start + ROWS_AT_A_TIME].tolist(), kind)


def _texts(cells: Iterable[Cell]) -> set[str]:
    """Give the distinct texts of some cells, a link standing for what it shows."""
    return {_shown(cell) for cell in set(cells) if isinstance(cell, (str, Link))}


def _shown(cell: str | Link) -> str:
    return cell if isinstance(cell, str) else cell.shown


def _width_needed(text: str) -> float:
    return text_measure.width_needed(text, FONT_SIZE, YU_GOTHIC)


def _fits(text: str, width: float, lines: int) -> bool:
    return text_measure.fits(text, width, FONT_SIZE, lines, YU_GOTHIC)


def _pieces(text: str, width: float) -> list[str]:
    return text_measure.split_to_fit(text, width, FONT_SIZE, _MAX_LINES, YU_GOTHIC)


def _with_line_feeds(text: str, pieces: Sequence[str]) -> list[str]:
    """The pieces with the line feeds at which the text was split, each at the end of its piece: joined they are the text."""
    whole, at = [], 0
    for piece in pieces:
        end = at + len(piece)
        at = end + 1 if text[end : end + 1] == "\n" else end
        whole.append(text[end - len(piece) : at])
    return whole
