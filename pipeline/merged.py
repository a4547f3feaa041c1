"""Cells of a table that people merge over several rows: the one value is meant for all of them, and it is said that it was read so."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.forms.model import INTEGER
from pipeline.inputs import Spot
from pipeline.read import BookSheet
from pipeline.surroundings import Merged
from validations.findings import address

_COUNTED = "数"


def fill_merged(sheet: BookSheet, spot: Spot) -> Iterator[Merged]:
    """Write the value of merged cells into the rows of the table that they reach over, in place. Gives the cells.

    Numbers are left alone: one that stands for three rows together is no number of each. So are rows with nothing else in
    them: the cells reach below what is written.
    """
    columns = {
        place
        for place, column in zip(spot.columns, spot.field.columns, strict=True)
        if place is not None and not column.fixed and column.type != INTEGER and column.heading != _COUNTED
    }
    for area in sheet.around.merged:
        if area.left in columns and spot.row < area.top <= spot.last_row:
            value = sheet.at(area.top, area.left)
            rows = [
                row for row in range(area.top + 1, min(area.bottom, spot.last_row) + 1) if _is_written(sheet, row, spot)
            ]
            if value == "" or not rows:
                continue
            for row in rows:
                sheet.rows[row][area.left] = value
            yield area


def _is_written(sheet: BookSheet, row: int, spot: Spot) -> bool:
    return any(
        sheet.text(row, place)
        for place, column in zip(spot.columns, spot.field.columns, strict=True)
        if place is not None and not (column.fixed and column.heading != spot.field.headings[0])
    )


def shown_area(area: Merged) -> str:
    """As Excel shows it: A6:A10."""
    return f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
