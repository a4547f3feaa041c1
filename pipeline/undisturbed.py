"""The short way to the inputs of a sheet that nobody rearranged: every label and heading stands where the names lead.

Nearly all sheets of a night are such, and where their inputs are is worked out once for all copies of a form. Any other sheet
is searched (`inputs.py`); both ways lead to the same cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.forms.layout import places
from pipeline.forms.model import Sheet
from pipeline.inputs import Located, Spot, with_last_rows
from pipeline.read import Area, BookSheet


@dataclass(frozen=True, slots=True, eq=False)
class SheetNames:
    """Where the names of a sheet lead: name of the input → area. Two are the same when they are one object."""

    areas: Mapping[str, Area]


NO_NAMES = SheetNames({})


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a sheet of the form holds where, when its names lead to its labels."""

    labels: tuple[tuple[int, int, str], ...]
    headings: tuple[tuple[int, slice, list[str]], ...]
    spots: tuple[Spot, ...]

    def fits(self, sheet: BookSheet) -> bool:
        """Whether a sheet holds all that, and something is written (else its columns may have been moved)."""
        rows = sheet.rows
        try:
            in_place = all(rows[row][column] == label for row, column, label in self.labels) and all(
                rows[row][columns] == headings for row, columns, headings in self.headings
            )
        except IndexError:  # it ends before
            return False
        cells = [spot for spot in self.spots if not spot.columns]
        return in_place and (not cells or any(sheet.text(spot.row, spot.column) for spot in cells))


def located_at_once(spec: Sheet, sheet: BookSheet, names: SheetNames) -> Located | None:
    """The inputs of a sheet, when nobody rearranged it."""
    known = _undisturbed(spec, names, len(sheet.rows))
    return Located(spec, sheet, list(known.spots)) if known is not None and known.fits(sheet) else None


@lru_cache(maxsize=4096)
def _undisturbed(spec: Sheet, names: SheetNames, rows: int) -> Undisturbed | None:
    """What to expect of a sheet of so many rows; None when an input has lost its name."""
    expected, areas = places(spec), names.areas
    if any(wanted.name not in areas for wanted in spec.fields):
        return None
    labels, headings, cells, tables = [], [], [], []
    for wanted in spec.fields:
        top, left = areas[wanted.name].top, areas[wanted.name].left
        label, first = expected[wanted.name].label, expected[wanted.name].first
        if wanted.is_table:
            columns = range(left, left + len(wanted.headings))
            headings.append((top, slice(columns.start, columns.stop), list(wanted.headings)))
            tables.append(Spot(wanted, top, left, tuple(columns)))
            continue
        if label is not None:
            labels.append((top - first[0] + label[0], left - first[1] + label[1], wanted.label))
        cells.append(Spot(wanted, top, left))
    if any(row < 0 or column < 0 for row, column, _ in labels):
        return None
    return Undisturbed(tuple(labels), tuple(headings), (*cells, *with_last_rows(tables, cells, rows)))
