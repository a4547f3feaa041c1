"""Heights of rows that were written into: Excel does not grow a row for wrapped text that a program wrote."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.patch.geometry import Grid
from pipeline.patch.markup import Edit, apply, retag, tag_end
from pipeline.patch.worksheet import look_at_rows
from pipeline.publish.text_measure import PIXELS_PER_UNIT, lines_needed, row_height

_MARGINS = 5
"""Pixels of a column beside its text."""


def height_for(texts: Mapping[int, str], grid: Grid, font_size: float) -> float | None:
    """The points of a row that shows texts by their column (from 0) in a sheet as wide as it is; None when a line is enough."""
    widths = {column: (grid.column(column) - _MARGINS) / PIXELS_PER_UNIT for column in texts}
    lines = (lines_needed(text, widths[column], font_size) for column, text in texts.items() if widths[column] > 0)
    most = max(lines, default=1)
    return row_height(most, font_size) if most > 1 else None


def with_heights(data: bytes, heights: Mapping[int, float]) -> bytes:
    """The sheet with heights for those of the rows (from 0 → points) that state none; edited by people they fit themselves anew."""
    edits: list[Edit] = []

    def add_height(row: int, attributes: dict[str, str], at: int) -> None:
        if row in heights and "ht" not in attributes:
            end = tag_end(data, at)
            edits.append((at, end, retag(data[at:end], {"ht": f"{heights[row]:g}"})))

    look_at_rows(data, add_height)
    return apply(data, edits)
