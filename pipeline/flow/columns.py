"""Which party stands where: two or three columns, so that arrows are short and cross little.

There are few parties, so each is put where it costs least, one after the other, and moved as long as that helps. No chance is
involved: the same parties and steps always give the same columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TypeAlias

from pipeline.flow.steps import Flow
from pipeline.japanese.text import fold

Columns: TypeAlias = tuple[tuple[int, ...], ...]
"""From left to right the parties of each column, from top to bottom."""

MOST_DROPPED = 2
"""So many arrows run straight down or up between two parties that stand above each other; of more there is no room for the words."""

_MOST_COLUMNS = 3
_MOVED_UP_TO = 10
"""So many parties are moved about; more only put in their places, which takes time enough."""

# What a placement costs, for each pair of parties that exchange something
_BESIDE, _BELOW, _ACROSS, _IN_ONE_COLUMN = 1.0, 1.6, 3.0, 3.5
_EACH_FURTHER_IN_ONE_COLUMN = 0.7
_CROSSING = 2.0
_SLANT = 0.25
_BACKWARDS = 0.4
_OUT_OF_ORDER = 0.15
"""A party above another that was named before it: people read from the top left."""
_PARTED = 1.5
"""Two places of one office that do not stand above each other."""
_HEIGHT = 0.25
"""For each row in the fuller of the two gaps, and for each party of the longest column."""
_ROWS_ON_A_PAGE = 13
_TOO_HIGH = 2.0
"""For each row more than a page can hold with good room for the words."""
_ROWS_OF_A_RETURN = 1.5


def columns_of(flow: Flow) -> Columns:
    """Give every party its place."""
    count = len(flow.parties)
    if count <= 2:
        return tuple((party,) for party in range(count)) + ((),) * (2 - count)
    cost = _Cost(flow)
    columns: list[list[int]] = [[] for _ in range(_MOST_COLUMNS)]
    for party in range(count):
        columns = min(_insertions(columns, party), key=cost.of)
    if count <= _MOVED_UP_TO:
        columns = _moved(columns, cost)
    filled = [tuple(column) for column in columns if column]
    return tuple(filled) if len(filled) > 1 else (*filled, ())


def _insertions(columns: list[list[int]], party: int) -> Iterator[list[list[int]]]:
    """All ways to put a party into the columns; where an outer one is empty, also as a new one at the other side."""
    if not columns[-1]:
        yield [[party], *columns[:-1]]
    if not columns[0]:
        yield [*columns[1:], [party]]
    for number, column in enumerate(columns):
        for place in range(len(column) + 1):
            yield [*columns[:number], [*column[:place], party, *column[place:]], *columns[number + 1 :]]


def _moved(columns: list[list[int]], cost: _Cost) -> list[list[int]]:
    """Move one party after the other to its best place until none is better off anywhere else."""
    best, lowest = columns, cost.of(columns)
    improved = True
    while improved:
        improved = False
        for party in sorted(party for column in best for party in column):
            without = [[other for other in column if other != party] for column in best]
            for candidate in _insertions(without, party):
                if (price := cost.of(candidate)) < lowest - 1e-9:
                    best, lowest, improved = candidate, price, True
    return best


class _Cost:
    """The price of a placement, of those parties that are placed."""

    def __init__(self, flow: Flow) -> None:
        arrows = Counter((min(ends), max(ends)) for ends in flow.ends if ends[0] != ends[1])
        self._pairs = sorted((one, other, count) for (one, other), count in arrows.items())
        offices = [fold(party.title) for party in flow.parties]
        self._one_office = [(a, b) for a, b in combinations(range(len(offices)), 2) if offices[a] == offices[b]]

    def of(self, columns: list[list[int]]) -> float:
        """The price of these columns."""
        spot = {
            party: (number, place, (place + 0.5) / len(column))
            for number, column in enumerate(columns)
            for place, party in enumerate(column)
        }
        price = 0.0
        gaps: tuple[list[tuple[float, float]], ...] = ([], [])
        rows = [0.0, 0.0]
        for one, other, count in self._pairs:
            if one not in spot or other not in spot:
                continue
            left, right = (spot[one], spot[other]) if spot[one] <= spot[other] else (spot[other], spot[one])
            price += _BACKWARDS if left is spot[other] else 0.0
            if left[0] == right[0]:
                dropped = right[1] - left[1] == 1 and count <= MOST_DROPPED
                price += _BELOW * count if dropped else _IN_ONE_COLUMN * count
                price += _EACH_FURTHER_IN_ONE_COLUMN * (right[1] - left[1] - 1)
                rows[min(left[0], 1)] += count if dropped else count * _ROWS_OF_A_RETURN
                continue
            price += (_BESIDE if right[0] - left[0] == 1 else _ACROSS) * count + _SLANT * abs(left[2] - right[2])
            middle = (left[2] + right[2]) / 2
            for gap in range(left[0], right[0]):
                rows[gap] += count
                gaps[gap].append((left[2] if gap == left[0] else middle, right[2] if gap + 1 == right[0] else middle))
        price += _HEIGHT * (max(rows) + max(map(len, columns))) + _TOO_HIGH * max(max(rows) - _ROWS_ON_A_PAGE, 0)
        for gap_ends in gaps:
            price += _CROSSING * sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(gap_ends, 2))
        for column in columns:
            price += _OUT_OF_ORDER * sum(above > below for above, below in combinations(column, 2))
        return price + _PARTED * sum(not _above_each_other(spot, a, b) for a, b in self._one_office)


def _above_each_other(spot: dict[int, tuple[int, int, float]], one: int, other: int) -> bool:
    if one not in spot or other not in spot:
        return True
    return spot[one][0] == spot[other][0] and abs(spot[one][1] - spot[other][1]) == 1
