"""The columns of a sheet: one for labels, the rest cut so that all tables of the form find their columns among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from pipeline.forms.model import SHEET_OF_FIELDS, Form
from pipeline.papers.page import LABEL_UNITS, PAGE_PIXELS
from pipeline.publish.text_measure import PIXELS_PER_UNIT, merged_width

_MARGIN_PIXELS = 5
_CUTS = 6
"""A column of the sheet costs a cell in every row, so tables share them: their widths are rounded to sixths."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The columns of a sheet, with their widths in Excel's unit. In a grid with labels the first holds the labels."""

    widths: tuple[float, ...]
    starts: tuple[float, ...] = ()
    """Where the columns behind the labels begin, in sixths of the room."""
    is_tight: bool = False
    """Whether texts are set a little smaller, so that they take a page less."""

    @property
    def last(self) -> int:
        """The right-most column."""
        return len(self.widths) - 1

    def width(self, first: int, last: int) -> float:
        """The width of a cell that takes the columns from `first` to `last`."""
        return self.widths[first] if first == last else merged_width(*self.widths[first : last + 1])

    def spans(self, weights: Sequence[float]) -> tuple[tuple[int, int], ...]:
        """First and last grid column of each column of a table behind the labels."""
        ends = [self.starts.index(cut) for cut in _snapped(weights)[:-1]] + [len(self.starts)]
        return tuple((a + 1, b) for a, b in pairwise([0, *ends]))


@lru_cache(maxsize=64)
def labelled_grid(form: Form, *, is_tight: bool = False) -> Grid:
    """The grid of the sheet that holds the cover, the outline and every 別紙."""
    tables = (f for sheet in form.sheets if sheet.kind == SHEET_OF_FIELDS for f in sheet.fields if f.is_table)
    cuts = {0.0} | {cut for table in tables for cut in _snapped([column.width for column in table.columns])[:-1]}
    starts = sorted(cuts)
    room = PAGE_PIXELS - _pixels(LABEL_UNITS)
    widths = [_units(room * (b - a) / _CUTS) for a, b in pairwise([*starts, float(_CUTS)])]
    return Grid((LABEL_UNITS, *widths), tuple(starts), is_tight)


@lru_cache(maxsize=64)
def shared_grid(weights: tuple[float, ...], *, is_tight: bool = False) -> Grid:
    """A grid without labels: the room is shared out in proportion."""
    total = sum(weights)
    return Grid(tuple(_units(PAGE_PIXELS * weight / total) for weight in weights), is_tight=is_tight)


def _snapped(weights: Sequence[float]) -> list[float]:
    """Where the columns of a table end, in sixths of its room: whole ones, as far as it has no more columns than that."""
    total, count = sum(weights), len(weights)
    ends = [_CUTS * part / total for part in accumulate(weights)]
    if count > _CUTS:
        return ends
    snapped: list[float] = []
    for number, end in enumerate(ends, start=1):
        least, most = (snapped[-1] if snapped else 0) + 1, _CUTS - (count - number)
        snapped.append(min(max(round(end), least), most))
    return snapped


def _pixels(units: float) -> float:
    return units * PIXELS_PER_UNIT + _MARGIN_PIXELS


def _units(pixels: float) -> float:
    """The width of a column in Excel's unit; a column has a whole number of pixels."""
    return (int(pixels) - _MARGIN_PIXELS) / PIXELS_PER_UNIT
