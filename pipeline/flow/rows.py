"""The order of the arrows: which row of the gap between two columns each has, and which of them run straight.

An arrow between neighbouring columns is one row. Between the outer columns it is a row in both gaps and a lane through the middle
column; within one column, or from a party to itself, it leaves and comes back in the same gap, on two rows. No two arrows share a
row, so their labels, which stand on the rows, never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pipeline.flow.columns import Columns
from pipeline.flow.steps import Flow

Item: TypeAlias = int
"""What a column holds: a party by its number, or, from the count of parties on, the lane of a step."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line in a gap, from the item at its left to the item at its right."""

    step: int
    left: Item | None
    right: Item | None
    """None at the open side of an arrow that comes back."""
    labelled: bool
    """Whether the words of the step stand here: on one of its rows."""
    straight: bool = False
    """Whether it reaches its right item without a bend."""
    outward: bool = True
    """Of an arrow that comes back: whether this is the row on which it leaves."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Columns with their lanes, and the rows of the gaps between them from top to bottom."""

    parties: int
    columns: tuple[tuple[Item, ...], ...]
    gaps: tuple[tuple[Row, ...], ...]

    def is_lane(self, item: Item) -> bool:
        """Whether an item is the lane of an arrow, no party."""
        return item >= self.parties


def plan_of(flow: Flow, columns: Columns) -> Plan:
    """Put all arrows of a flow in order."""
    parties = len(flow.parties)
    column_of = {party: number for number, column in enumerate(columns) for party in column}
    filled = [list(column) for column in columns]
    across: list[list[Row]] = [[] for _ in columns[1:]]
    back: list[tuple[int, int, int, int]] = []
    for step, (sender, receiver) in enumerate(flow.ends):
        left, right = sorted((sender, receiver), key=column_of.__getitem__)
        first, last = column_of[left], column_of[right]
        if first == last:
            back.append((step, first, sender, receiver))
        elif last - first == 1:
            across[first].append(Row(step, left, right, labelled=True))
        else:
            lane = parties + step
            _insert_lane(filled, lane, left, right, across)
            upper = len(across[0]) <= len(across[1])
            across[0].append(Row(step, left, lane, labelled=upper))
            across[1].append(Row(step, lane, right, labelled=not upper))
    at_left: list[list[Row]] = [[] for _ in across]
    at_right: list[list[Row]] = [[] for _ in across]
    for step, column, sender, receiver in back:
        gap, rows = _side(column, across, at_left, at_right)
        for end, outward in ((sender, True), (receiver, False)):
            ends = (end, None) if rows is at_left else (None, end)
            rows[gap].append(Row(step, *ends, labelled=outward, outward=outward))
    gaps = [
        _ordered(across[gap], at_left[gap], at_right[gap], filled[gap], filled[gap + 1]) for gap in range(len(across))
    ]
    return Plan(parties, tuple(map(tuple, filled)), tuple(gaps))


def _insert_lane(columns: list[list[Item]], lane: Item, left: Item, right: Item, across: list[list[Row]]) -> None:
    """Lead a lane through the middle column where it crosses the fewest of the arrows there are."""
    outer, middle, far = columns
    ends = outer.index(left), far.index(right)
    pairs = [(outer.index(row.left), middle.index(row.right)) for row in across[0] if row.left in outer]
    more = [(far.index(row.right), middle.index(row.left)) for row in across[1] if row.right in far]

    def crossings(place: int) -> int:
        found = sum((end - ends[0]) * (spot + 0.5 - place) < 0 for end, spot in pairs)
        return found + sum((end - ends[1]) * (spot + 0.5 - place) < 0 for end, spot in more)

    best = min(range(len(middle) + 1), key=lambda place: (crossings(place), abs(place - len(middle) / 2)))
    middle.insert(best, lane)


def _side(
    column: int, across: list[list[Row]], at_left: list[list[Row]], at_right: list[list[Row]]
) -> tuple[int, list[list[Row]]]:
    """The gap in which an arrow within a column runs, and the side of the gap from which it does."""
    if column == 0:
        return 0, at_left
    if column == len(across):
        return column - 1, at_right
    fuller = [len(rows) + len(left) + len(right) for rows, left, right in zip(across, at_left, at_right, strict=True)]
    return (column - 1, at_right) if fuller[column - 1] < fuller[column] else (column, at_left)


def _ordered(
    across: Sequence[Row], at_left: Sequence[Row], at_right: Sequence[Row], left: Sequence[Item], right: Sequence[Item]
) -> tuple[Row, ...]:
    """The rows of a gap from top to bottom."""
    left_place = {item: place for place, item in enumerate(left)}
    right_place = {item: place for place, item in enumerate(right)}
    keys = {id(row): (left_place[row.left], 1, right_place[row.right], row.step) for row in across}  # type: ignore[index]
    keys |= _keys_of_returns([(row, left_place[row.left]) for row in at_left])  # type: ignore[index]
    rows = _with_straight(sorted([*across, *at_left], key=lambda row: keys[id(row)]), right_place)
    keys = _keys_of_returns([(row, right_place[row.right]) for row in at_right])  # type: ignore[index]
    start = 0
    for row in sorted(at_right, key=lambda row: keys[id(row)]):
        place, group, *_ = keys[id(row)]
        above = place if group == 0 else place + 1
        for at, other in enumerate(rows):
            if other.straight and right_place[other.right] < above:  # type: ignore[index]
                start = max(start, at + 1)
        rows.insert(start, row)
        start += 1
    return tuple(rows)


def _keys_of_returns(rows: Sequence[tuple[Row, int]]) -> dict[int, tuple[int, int, int, int]]:
    """Where the rows of arrows that come back stand among those of their item, so that one lies within the other."""
    places: dict[int, list[int]] = {}
    for row, place in rows:
        places.setdefault(row.step, []).append(place)
    keys = {}
    for row, place in rows:
        other = sum(places[row.step]) - place
        if other < place:
            keys[id(row)] = (place, 0, -other, -row.step)
        elif other > place:
            keys[id(row)] = (place, 2, -other, row.step)
        else:
            keys[id(row)] = (place, 3, row.step, 0 if row.outward else 1)
    return keys


def _with_straight(rows: list[Row], right_place: dict[Item, int]) -> list[Row]:
    """Mark as straight as many rows as do not cross: the longest sequence whose right ends come in order."""
    chain: list[tuple[int, int]] = []  # for each row: length of the longest sequence that ends here, the row before
    for at, row in enumerate(rows):
        length, before = 0, -1
        if row.right is not None:
            length = 1
            for earlier in range(at):
                other = rows[earlier].right
                fits = other is not None and right_place[other] <= right_place[row.right]
                if fits and chain[earlier][0] >= length:
                    length, before = chain[earlier][0] + 1, earlier
        chain.append((length, before))
    at = max(range(len(rows)), key=lambda at: chain[at][0], default=-1)
    straight = set()
    while at >= 0 and rows[at].right is not None:
        straight.add(at)
        at = chain[at][1]
    return [replace(row, straight=at in straight) for at, row in enumerate(rows)]
