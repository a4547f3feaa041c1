"""How wide columns and how high rows are on the screen, in pixels: a comment box is anchored to them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.patch.markup import decimal, whole
from pipeline.patch.values import LAST_COLUMN, LAST_ROW, Place, place_of
from pipeline.patch.worksheet import look_at_rows, outline

_DIGIT = 7
"""Pixels of a digit in the usual font; the stated width of a column is in digits, with its margins."""
_USUAL_HEIGHT = 15.0
"""Points of a row that says nothing of its height."""
_REACH = 100
"""Rows below a cell that its box may cover."""

Anchor: TypeAlias = tuple[int, int, int, int, int, int, int, int]
"""Left column and offset, top row and offset, right column and offset, bottom row and offset; offsets in pixels."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The sizes of a sheet, as far as they are stated near the cells that were asked for, and its merged areas."""

    columns: tuple[tuple[int, int, int], ...]
    """First and last column, and their width."""
    width: int
    rows: dict[int, int]
    height: int
    merged: tuple[tuple[Place, Place], ...]
    """Top left and bottom right corner."""

    def column(self, number: int) -> int:
        """The width of a column."""
        return next((width for first, last, width in self.columns if first <= number <= last), self.width)

    def row(self, number: int) -> int:
        """The height of a row."""
        return self.rows.get(number, self.height)

    def area_of(self, place: Place) -> tuple[Place, Place]:
        """The corners of the merged area that a cell is part of; of the cell itself when it is part of none."""
        for first, last in self.merged:
            if first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]:
                return first, last
        return place, place

    def box(self, place: Place, width: int, height: int) -> Anchor:
        """The anchor of a box of that size at the right of a cell, a little above it."""
        left = min(self.area_of(place)[1][1] + 1, LAST_COLUMN)
        top = max(place[0] - 1, 0)
        down = max(self.row(top) - 10, 2) if top < place[0] else 2
        right, beyond = _walk(left, 15 + width, self.column, LAST_COLUMN)
        bottom, below = _walk(top, down + height, self.row, LAST_ROW)
        return left, 15, top, down, right, beyond, bottom, below

    def taller(self, anchor: Anchor, by: int) -> Anchor:
        """An anchor that ends so many pixels lower."""
        bottom, below = _walk(anchor[6], anchor[7] + by, self.row, LAST_ROW)
        return (*anchor[:6], bottom, below)


def _walk(number: int, distance: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The row or column so many pixels after the beginning of another, and what is left of the distance in it."""
    while distance >= size(number) and number < last:
        distance -= size(number)
        number += 1
    return number, distance


def grid_of(data: bytes, near: Iterable[Place]) -> Grid:
    """Read the sizes of a sheet, heights only of the rows near some places."""
    root = outline(data, depth=3)
    usual = root.child("sheetFormatPr")
    stated = usual.attributes if usual else {}
    columns, merges = root.child("cols"), root.child("mergeCells")
    areas = (node.attributes.get("ref", "").partition(":") for node in (merges.children if merges else ()))
    corners = ((place_of(first), place_of(last)) for first, _, last in areas)
    return Grid(
        tuple(_column(node.attributes) for node in (columns.children if columns else ())),
        _pixels(decimal(stated.get("defaultColWidth"), 9.14)),
        _heights(data, {row for place in near for row in range(max(place[0] - 1, 0), place[0] + _REACH)}),
        round(decimal(stated.get("defaultRowHeight"), _USUAL_HEIGHT) * 4 / 3),
        tuple((first, last) for first, last in corners if first and last),
    )


def _column(stated: dict[str, str]) -> tuple[int, int, int]:
    hidden = stated.get("hidden") in ("1", "true")
    width = 0 if hidden else _pixels(decimal(stated.get("width"), 9.14))
    return whole(stated.get("min")) - 1, whole(stated.get("max")) - 1, width


def _pixels(width: float) -> int:
    """The width of a column that is stated in digits, margins included."""
    return math.floor(width * _DIGIT + 0.5)


def _heights(data: bytes, wanted: set[int]) -> dict[int, int]:
    """The stated heights of rows; 0 for hidden ones."""
    heights: dict[int, int] = {}

    def take_height(row: int, attributes: dict[str, str], _: int) -> None:
        if row in wanted and attributes.get("hidden") in ("1", "true"):
            heights[row] = 0
        elif row in wanted and "ht" in attributes:
            heights[row] = round(decimal(attributes["ht"], 0) * 4 / 3)

    look_at_rows(data, take_height)
    return heights
