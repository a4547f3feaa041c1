"""How far down everything stands, in whole millimetres: as near to the top as what is above it allows.

Every condition says that one thing stands so much below another, and all of them point downwards, so one pass from the top gives all
places. Lines that are not meant to meet never do, because they stand on different thirds of a grid of 3 mm: the rows of a gap, what
bends into a party at its right, and what bends into a lane.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from pipeline.flow.rows import OPEN, Item, Plan, Row

GRID = 3
ON_ROW, INTO_PARTY, INTO_LANE = 0, 1, 2
_BETWEEN_PARTIES = 6
_BESIDE_LANE = 3
_INSIDE = 3
"""From the edge of a box to its first and last arrow, at least."""

Name: TypeAlias = tuple[str, int, int]
"""What has a height: kind, gap or 0, number of row or item."""
_TOP, _BOTTOM, _ROW, _PORT, _LANE = "top", "bottom", "row", "port", "lane"
_PAGE: Name = ("page", 0, 0)


@dataclass(frozen=True, slots=True)
class Room:
    """What a row needs above and below its line, in millimetres."""

    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Heights:
    """Distances from the top in millimetres."""

    rows: tuple[tuple[int, ...], ...]
    """By gap."""
    ports: tuple[tuple[int, ...], ...]
    """Where each row arrives at its right item; of a row that has none, its own height."""
    boxes: Mapping[Item, tuple[int, int]]
    """Top and bottom of each party."""
    lanes: Mapping[Item, int]
    bottom: int


@dataclass(slots=True)
class _Conditions:
    below: dict[Name, list[tuple[Name, int]]] = field(default_factory=dict)
    waiting: dict[Name, int] = field(default_factory=lambda: {_PAGE: 0})
    thirds: dict[Name, int] = field(default_factory=dict)

    def add(self, upper: Name, lower: Name, distance: int) -> None:
        self.below.setdefault(upper, []).append((lower, distance))
        self.waiting[lower] = self.waiting.get(lower, 0) + 1

    def chain(self, names: Sequence[Name], distance: int) -> None:
        for upper, lower in pairwise(names):
            self.add(upper, lower, distance)

    def solved(self, drawn_down: Mapping[Name, Name | None]) -> dict[Name, int]:
        """The least height of everything; but of what is `drawn_down`, the greatest that moves nothing else.

        That is not drawn below the other name beside it. Raises ValueError where conditions run in a circle.
        """
        heights = dict.fromkeys(self.waiting, 0)
        waiting = dict(self.waiting)
        ready = [name for name, count in waiting.items() if not count]
        for name in ready:
            height = heights[name]
            third = self.thirds.get(name)
            if third is not None:
                height += (third - height) % GRID
                heights[name] = height
            for lower, distance in self.below.get(name, ()):
                heights[lower] = max(heights[lower], height + distance)
                waiting[lower] -= 1
                if not waiting[lower]:
                    ready.append(lower)
        if len(ready) < len(waiting):
            raise ValueError("conditions in a circle")
        for name in reversed(ready):
            if name in drawn_down:
                limits = [heights[lower] - distance for lower, distance in self.below.get(name, ())]
                limits += [heights[target] for target in (drawn_down[name],) if target is not None]
                lowest = min(limits)
                third = self.thirds.get(name, lowest)
                heights[name] = max(heights[name], lowest - (lowest - third) % GRID)
        return heights


def heights_of(
    plan: Plan, rooms: Sequence[Sequence[Room]], least: Mapping[Item, int], between: Mapping[tuple[Item, Item], int]
) -> Heights:
    """Solve a plan.

    `rooms`: by gap, for each row; `least`: height of each party's words; `between`: of two parties above each other, how far apart
    they stand where it is not as far as usual.
    """
    names = _Names(plan)
    conditions = _Conditions(thirds=names.thirds)
    for gap, rows in enumerate(plan.gaps):
        above, before = 0, _PAGE
        for number, room in enumerate(rooms[gap][: len(rows)]):
            conditions.add(before, names.rows[gap][number], above + room.above)
            above, before = room.below, names.rows[gap][number]
    sides = {item: names.sides(item) for column in plan.columns for item in column if not plan.is_lane(item)}
    insides = {item: _inside(least[item], sides[item]) for item in sides}
    for item, ports in sides.items():
        top, bottom = (_TOP, 0, item), (_BOTTOM, 0, item)
        conditions.add(top, bottom, least[item])
        for side in ports:
            if side:
                conditions.add(top, side[0], insides[item])
                conditions.chain(side, GRID)
                conditions.add(side[-1], bottom, insides[item])
    _stack(plan, names, conditions, between)
    solved = conditions.solved(_drawn_down(plan, names))
    boxes = {}
    for item, ports in sides.items():
        bottom_at = solved[_BOTTOM, 0, item]
        latest = [solved[side[0]] - insides[item] for side in ports if side]
        boxes[item] = min([*latest, bottom_at - least[item]]), bottom_at
    return _heights(plan, names, solved, boxes, rooms)


def _inside(least: int, sides: tuple[Sequence[Name], ...]) -> int:
    """From the edge of a box to its outermost arrows: a lone arrow meets the middle of the box."""
    return max(_INSIDE, (least - (max(map(len, sides)) - 1) * 2 * GRID + 1) // 2)


def _stack(plan: Plan, names: _Names, conditions: _Conditions, between: Mapping[tuple[Item, Item], int]) -> None:
    for column in plan.columns:
        for item in column[:1]:
            conditions.add(_PAGE, names.upper(item), 0)
        for above, below in pairwise(column):
            beside_lane = plan.is_lane(above) or plan.is_lane(below)
            distance = _BESIDE_LANE if beside_lane else between.get((above, below), _BETWEEN_PARTIES)
            conditions.add(names.lower(above), names.upper(below), distance)


def _drawn_down(plan: Plan, names: _Names) -> dict[Name, Name | None]:
    """What may stand lower so that a line gets shorter: a bent arrow's end, and the upper row of an arrow that comes back."""
    found: dict[Name, Name | None] = {}
    for gap, rows in enumerate(plan.gaps):
        seen: dict[int, int] = {}
        for number, row in enumerate(rows):
            if row.comes_back and row.step not in seen:
                seen[row.step] = number
                found[names.rows[gap][number]] = None
            elif not row.comes_back and names.ports[gap][number][0] == _PORT:
                found[names.ports[gap][number]] = names.rows[gap][number]
    return found


def _heights(
    plan: Plan,
    names: _Names,
    solved: dict[Name, int],
    boxes: dict[Item, tuple[int, int]],
    rooms: Sequence[Sequence[Room]],
) -> Heights:
    lowest = [bottom for _, bottom in boxes.values()]
    for gap, rows in enumerate(plan.gaps):
        lowest += [solved[names.rows[gap][number]] + rooms[gap][number].below for number in range(len(rows))]
    return Heights(
        tuple(tuple(solved[name] for name in names.rows[gap]) for gap in range(len(plan.gaps))),
        tuple(tuple(solved[name] for name in names.ports[gap]) for gap in range(len(plan.gaps))),
        boxes,
        {item: solved[names.upper(item)] for column in plan.columns for item in column if plan.is_lane(item)},
        max(lowest, default=0),
    )


class _Names:
    """Which heights are one and the same: a straight row and where it arrives, a lane and its rows."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.thirds: dict[Name, int] = {}
        self.rows: list[list[Name]] = []
        self.ports: list[list[Name]] = []
        for gap, rows in enumerate(plan.gaps):
            self.rows.append([self._row(gap, number, row) for number, row in enumerate(rows)])
            self.ports.append([self._port(gap, number, row) for number, row in enumerate(rows)])
        if set(self.thirds.values()) <= {ON_ROW}:
            self.thirds.clear()  # where nothing bends, no grid is needed

    def _row(self, gap: int, number: int, row: Row) -> Name:
        for item, shared in ((row.left, True), (row.right, row.straight)):
            if item != OPEN and shared and self._plan.is_lane(item):
                lane = _LANE, 0, item
                self.thirds.setdefault(lane, ON_ROW)
                return lane
        self.thirds[_ROW, gap, number] = ON_ROW
        return _ROW, gap, number

    def _port(self, gap: int, number: int, row: Row) -> Name:
        if row.straight or row.comes_back:
            return self.rows[gap][number]
        if self._plan.is_lane(row.right):
            self.thirds[_LANE, 0, row.right] = INTO_LANE
            return _LANE, 0, row.right
        self.thirds[_PORT, gap, number] = INTO_PARTY
        return _PORT, gap, number

    def upper(self, item: Item) -> Name:
        """The top of an item."""
        return (_LANE, 0, item) if self._plan.is_lane(item) else (_TOP, 0, item)

    def lower(self, item: Item) -> Name:
        """The bottom of an item."""
        return (_LANE, 0, item) if self._plan.is_lane(item) else (_BOTTOM, 0, item)

    def sides(self, item: Item) -> tuple[Sequence[Name], ...]:
        """Where arrows meet the left and the right side of an item, from top to bottom."""
        at_left, at_right = [], []
        for gap, rows in enumerate(self._plan.gaps):
            at_left += [self.ports[gap][number] for number, row in enumerate(rows) if row.right == item]
            at_right += [self.rows[gap][number] for number, row in enumerate(rows) if row.left == item]
        return at_left, at_right
