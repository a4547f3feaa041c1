"""Cells of a list that people merge over several rows: the one value is meant for all of them, and it is said that it was read so.

Only on sheets that are not protected: on the others people cannot merge cells, and those that the form merges itself are left
behind by programs that insert or delete rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.forms.model import Sheet
from pipeline.inputs import Spot
from pipeline.read import BookSheet
from pipeline.surroundings import Merged
from validations.findings import address


def fill_merged(spec: Sheet, sheet: BookSheet, spot: Spot) -> Iterator[Merged]:
    """Write the value of merged cells into the rows of the table that they reach over, in place. Gives the cells.

    Rows with nothing else in them are left alone: the cells reach below what is written.
    """
    if spec.protected:
        return
    for area in sheet.around.merged:
        if area.left in spot.columns and spot.row < area.top <= spot.last_row:
            value = sheet.at(area.top, area.left)
            below = range(area.top + 1, min(area.bottom, spot.last_row) + 1)
            rows = [row for row in below if _is_written(sheet, row, spot)]
            if value == "" or not rows:
                continue
            for row in rows:
                sheet.rows[row][area.left] = value
            yield area


def _is_written(sheet: BookSheet, row: int, spot: Spot) -> bool:
    return any(sheet.text(row, column) for column in spot.columns if column is not None)


def shown_area(area: Merged) -> str:
    """As Excel shows it: A6:A10."""
    return f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
