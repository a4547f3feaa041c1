"""The order of the arrows: which row of the gap between two columns each has, and which of them run straight.

An arrow between neighbouring columns is one row. Between the outer columns it is a row in both gaps and a lane through the middle
column. Between parties above each other it drops straight down or up. Within a column otherwise, and from a party to itself, it leaves
and comes back in the same gap, on two rows. No two arrows share a row, so their words, which stand on the rows, never meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from pipeline.flow.columns import MOST_DROPPED, Columns
from pipeline.flow.steps import Flow

Item: TypeAlias = int
"""What a column holds: a party by its number, or, from the count of parties on, the lane of a step."""
OPEN: Item = -1
"""No item: the open side of a row that comes back."""
Drops: TypeAlias = Mapping[tuple[Item, Item], tuple[int, ...]]
"""Of two parties above each other, the steps that run straight between them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line in a gap, from the item at its left to the item at its right."""

    step: int
    left: Item
    right: Item
    labelled: bool
    """Whether the words of the step stand here: on one of its rows."""
    straight: bool = False
    """Whether it reaches its right item without a bend."""
    outward: bool = True
    """Of an arrow that comes back: whether this is the row on which it leaves."""

    @property
    def comes_back(self) -> bool:
        """Whether it is one of the two rows of an arrow that comes back to its column."""
        return OPEN in (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Plan:
    """Columns with their lanes, and the rows of the gaps between them from top to bottom."""

    parties: int
    columns: tuple[tuple[Item, ...], ...]
    gaps: tuple[tuple[Row, ...], ...]
    drops: Drops

    def is_lane(self, item: Item) -> bool:
        """Whether an item is the lane of an arrow, no party."""
        return item >= self.parties


@dataclass(slots=True)
class _Gap:
    """The rows of a gap before they are put in order."""

    across: list[Row] = field(default_factory=list)
    at_left: list[Row] = field(default_factory=list)
    at_right: list[Row] = field(default_factory=list)
    """Rows that come back to the column at that side."""

    def __len__(self) -> int:
        return len(self.across) + len(self.at_left) + len(self.at_right)


def plan_of(flow: Flow, columns: Columns) -> Plan:
    """Put all arrows of a flow in order."""
    column_of = {party: number for number, column in enumerate(columns) for party in column}
    filled = [list(column) for column in columns]
    drops = _drops(flow, columns)
    dropped = {step for steps in drops.values() for step in steps}
    gaps = [_Gap() for _ in columns[1:]]
    coming_back = []
    for step, ends in enumerate(flow.ends):
        left, right = sorted(ends, key=column_of.__getitem__)
        first, last = column_of[left], column_of[right]
        if first == last:
            if step not in dropped:
                coming_back.append(step)
        elif last - first == 1:
            gaps[first].across.append(Row(step, left, right, labelled=True))
        else:
            lane = len(flow.parties) + step
            _insert_lane(filled, lane, (left, right), gaps, drops)
            early = len(gaps[0]) <= len(gaps[1])
            gaps[0].across.append(Row(step, left, lane, labelled=early))
            gaps[1].across.append(Row(step, lane, right, labelled=not early))
    for step in coming_back:
        sender, receiver = flow.ends[step]
        _come_back(step, sender, receiver, column_of[sender], gaps)
    ordered = tuple(_ordered(gap, *sides) for gap, sides in zip(gaps, pairwise(filled), strict=True))
    return Plan(len(flow.parties), tuple(map(tuple, filled)), ordered, drops)


def _drops(flow: Flow, columns: Columns) -> Drops:
    drops = {}
    for pair in (pair for column in columns for pair in pairwise(column)):
        steps = tuple(step for step, ends in enumerate(flow.ends) if set(ends) == set(pair))
        if 0 < len(steps) <= MOST_DROPPED:
            drops[pair] = steps
    return drops


def _insert_lane(
    columns: list[list[Item]], lane: Item, ends: tuple[Item, Item], gaps: Sequence[_Gap], drops: Drops
) -> None:
    """Lead a lane through the middle column where it crosses the fewest of the arrows there are."""
    first, middle, last = columns
    place_of = {item: place for column in columns for place, item in enumerate(column)}
    others = [(place_of[row.left] - first.index(ends[0]), place_of[row.right]) for row in gaps[0].across]
    others += [(place_of[row.right] - last.index(ends[1]), place_of[row.left]) for row in gaps[1].across]

    def price(place: int) -> tuple[int, float]:
        return sum(side * (spot + 0.5 - place) < 0 for side, spot in others), abs(place - len(middle) / 2)

    free = [place for place in range(len(middle) + 1) if tuple(middle[max(place - 1, 0) : place + 1]) not in drops]
    middle.insert(min(free, key=price), lane)


def _come_back(step: int, sender: Item, receiver: Item, column: int, gaps: Sequence[_Gap]) -> None:
    """Add the two rows of an arrow within a column, in the gap beside it that holds fewer."""
    to_left = column == len(gaps) or (column > 0 and len(gaps[column - 1]) < len(gaps[column]))
    for end, outward in ((sender, True), (receiver, False)):
        if to_left:
            gaps[column - 1].at_right.append(Row(step, OPEN, end, labelled=outward, outward=outward))
        else:
            gaps[column].at_left.append(Row(step, end, OPEN, labelled=outward, outward=outward))


def _ordered(gap: _Gap, left: Sequence[Item], right: Sequence[Item]) -> tuple[Row, ...]:
    """The rows of a gap from top to bottom."""
    left_place = {item: place for place, item in enumerate(left)}
    right_place = {item: place for place, item in enumerate(right)}
    keyed = [((left_place[row.left], 1, right_place[row.right], row.step), row) for row in gap.across]
    keyed += _keyed([(row, left_place[row.left]) for row in gap.at_left])
    rows = _with_straight([row for _, row in sorted(keyed, key=lambda pair: pair[0])], right_place)
    start = 0
    returns = _keyed([(row, right_place[row.right]) for row in gap.at_right])
    for (place, group, *_), row in sorted(returns, key=lambda pair: pair[0]):
        above = place + (group > 0)
        for at, other in enumerate(rows):
            if other.straight and right_place[other.right] < above:
                start = max(start, at + 1)
        rows.insert(start, row)
        start += 1
    return tuple(rows)


def _keyed(rows: Sequence[tuple[Row, int]]) -> list[tuple[tuple[int, int, int, int], Row]]:
    """Where the rows of arrows that come back stand among those of their item, so that one lies within the other."""
    sums: dict[int, int] = {}
    for row, place in rows:
        sums[row.step] = sums.get(row.step, 0) + place
    keyed = []
    for row, place in rows:
        other = sums[row.step] - place
        if other < place:
            key = (place, 0, -other, -row.step)
        elif other > place:
            key = (place, 2, -other, row.step)
        else:
            key = (place, 3, row.step, int(not row.outward))
        keyed.append((key, row))
    return keyed


def _with_straight(rows: Sequence[Row], right_place: Mapping[Item, int]) -> list[Row]:
    """Mark as straight as many rows as do not cross: the longest sequence whose right ends come in order."""
    chain: list[tuple[int, int]] = []  # of each row: length of the longest sequence that ends here, the row before
    for at, row in enumerate(rows):
        length, before = (0, -1) if row.comes_back else (1, -1)
        for earlier in range(at if length else 0):
            other = rows[earlier]
            fits = not other.comes_back and right_place[other.right] <= right_place[row.right]
            if fits and chain[earlier][0] >= length:
                length, before = chain[earlier][0] + 1, earlier
        chain.append((length, before))
    straight = set()
    at = max(range(len(rows)), key=lambda at: chain[at][0], default=-1)
    while at >= 0 and not rows[at].comes_back:
        straight.add(at)
        at = chain[at][1]
    return [replace(row, straight=at in straight) for at, row in enumerate(rows)]
