"""Where everything of the picture stands, in millimetres: boxes, the lines of the arrows, their words.

No layout library is asked: those for Python neither lead lines around boxes nor keep room for words, which is most of the work here.
Everything that could meet is kept apart by where it may stand, so no overlaps have to be looked for and mended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from pipeline.flow.columns import columns_of
from pipeline.flow.gaps import Gap, Track, enough_tracks, fewest_tracks, gaps_of, tracks_of
from pipeline.flow.heights import Heights, Room, heights_of
from pipeline.flow.labels import AFTER_BADGE, AIR, BADGE, Caption, Label, Level, caption_of, label_of, levels
from pipeline.flow.rows import OPEN, Item, Plan, Row, plan_of
from pipeline.flow.steps import Flow
from pipeline.flow.words import Words, words_of
from pipeline.japanese.text import fold

WIDTH = 178.0
"""Of the picture: what an upright A4 page leaves between margins of 15 mm."""
TALLEST = 240.0
"""What that page leaves below the heading of a sheet. Only a picture of very many steps is taller."""

_BOX_WIDTH = {2: 46.0, 3: 31.0}
_BARE_ROW = Room(2, 2)
_JOINED = 3
"""Between two places of one office."""
_DROP_INSIDE = 4.0
"""From the edge of a box to a line that drops from it: the first one at the left, a second at the right."""
_BESIDE_DROP = 3.6
"""From there to the words between the two."""
_DROP_END = 4
"""Of a dropping line, above and below its words."""

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, measured from the top left corner of the picture."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Box:
    """A party."""

    rect: Rect
    caption: Caption


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step: its line from sender to receiver, and its words."""

    points: tuple[Point, ...]
    label: Label
    place: Rect
    """Of the words; of a line that drops, those beside it."""
    badge: Rect
    information: Point
    """Top left corner of its lines."""
    details: Point
    """The same of medium and protection."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture. `joints` are the seams between two places of one office, which are drawn as one box."""

    boxes: tuple[Box, ...]
    """By party."""
    joints: tuple[Rect, ...]
    arrows: tuple[Arrow, ...]
    """By step."""
    height: float


@dataclass(frozen=True, slots=True)
class _Attempt:
    """The gaps of a picture for one length of words, and what stands in them."""

    gaps: Sequence[Gap]
    labels: Sequence[Sequence[Label | None]]
    heights: Heights
    tracks: Sequence[dict[int, Track]]


def layout_of(flow: Flow) -> Layout:
    """Lay out a flow. The words are cut as little as a page of A4 allows."""
    words = words_of(flow.steps)
    plan = plan_of(flow, columns_of(flow))
    captions = [caption_of(party, _BOX_WIDTH[len(plan.columns)]) for party in flow.parties]
    joined = _joined(flow, plan)
    for level in levels():
        drops = {
            step: _drop_label(words[step], len(plan.columns), len(steps), level)
            for steps in plan.drops.values()
            for step in steps
        }
        between = dict.fromkeys(joined, _JOINED)
        between |= {
            pair: sum(drops[step].height for step in steps) + 2 * _DROP_END for pair, steps in plan.drops.items()
        }
        attempt = _attempt(plan, words, captions, between, level)
        if attempt.heights.bottom <= TALLEST:
            break
    rects = _rects(plan, attempt)
    arrows = _dropping(flow, plan, rects, drops) | _in_gaps(flow, plan, attempt)
    boxes = [Box(rects[item], caption) for item, caption in enumerate(captions)]
    joints = [Rect(rects[a].left, rects[a].bottom, rects[a].right, rects[b].top) for a, b in joined]
    in_order = tuple(arrows[step] for step in range(len(flow.steps)))
    return Layout(tuple(boxes), tuple(joints), in_order, float(attempt.heights.bottom))


def _drop_label(words: Words, columns: int, lines: int, level: Level) -> Label:
    room = _BOX_WIDTH[columns] - lines * (_DROP_INSIDE + _BESIDE_DROP)
    return label_of(words, room, level, badge_beside=True)


def _joined(flow: Flow, plan: Plan) -> list[tuple[Item, Item]]:
    """Parties above each other that are two places of one office."""
    return [
        (above, below)
        for column in plan.columns
        for above, below in pairwise(column)
        if not plan.is_lane(above) and not plan.is_lane(below)
        if fold(flow.parties[above].title) == fold(flow.parties[below].title) and (above, below) not in plan.drops
    ]


def _attempt(
    plan: Plan,
    words: Sequence[Words],
    captions: Sequence[Caption],
    between: Mapping[tuple[Item, Item], int],
    level: Level,
) -> _Attempt:
    """Words take height, height takes tracks, and tracks take width from the words: repeated until the tracks are enough."""
    least = {item: caption.height for item, caption in enumerate(captions)}
    counts = [fewest_tracks(rows) for rows in plan.gaps]
    while True:
        gaps = gaps_of(counts, _BOX_WIDTH[len(plan.columns)], WIDTH)
        labels = [
            [label_of(words[row.step], gap.right - gap.left, level) if row.labelled else None for row in rows]
            for gap, rows in zip(gaps, plan.gaps, strict=True)
        ]
        rooms = [[Room(label.above, label.below) if label else _BARE_ROW for label in row] for row in labels]
        heights = heights_of(plan, rooms, least, between)
        tracks = [tracks_of(*row) for row in zip(plan.gaps, heights.rows, heights.ports, strict=True)]
        enough = [enough_tracks(used, had) for used, had in zip(tracks, counts, strict=True)]
        if enough == counts:
            return _Attempt(gaps, labels, heights, tracks)
        counts = enough


def _in_gaps(flow: Flow, plan: Plan, attempt: _Attempt) -> dict[int, Arrow]:
    """The arrows that run through gaps."""
    pieces: dict[int, list[tuple[Row, list[Point]]]] = {}
    words: dict[int, tuple[Label, Rect, Rect, Point, Point]] = {}
    for number, gap in enumerate(attempt.gaps):
        for at, row in enumerate(plan.gaps[number]):
            y, port = float(attempt.heights.rows[number][at]), float(attempt.heights.ports[number][at])
            track = attempt.tracks[number].get(at)
            points = _piece(row, gap, y, port, gap.x(track) if track else gap.end)
            pieces.setdefault(row.step, []).append((row, points))
            if (label := attempt.labels[number][at]) is not None:
                words[row.step] = label, *_around_line(label, gap, y)
    return {step: Arrow(_line(pieces[step], flow.ends[step][0]), *words[step]) for step in words}


def _around_line(label: Label, gap: Gap, y: float) -> tuple[Rect, Rect, Point, Point]:
    """Where the words of a level line stand: all of them, the badge, the information, the details."""
    top = y - AIR - label.information_height
    badge = Rect(gap.left, top, gap.left + label.badge_width, top + BADGE)
    place = Rect(gap.left, y - label.above, gap.right, y + label.below)
    return place, badge, (badge.right + AFTER_BADGE, top), (gap.left, y + AIR)


def _dropping(flow: Flow, plan: Plan, rects: Mapping[Item, Rect], labels: Mapping[int, Label]) -> dict[int, Arrow]:
    """The arrows that run straight down or up between two boxes, their words beside them one below the other."""
    arrows = {}
    for (above, below), steps in plan.drops.items():
        box, end = rects[above], rects[below].top
        left = box.left + _DROP_INSIDE + _BESIDE_DROP
        right = box.right - (len(steps) - 1) * (_DROP_INSIDE + _BESIDE_DROP)
        free = end - box.bottom - sum(labels[step].height for step in steps)
        top = box.bottom + free / 2
        for number, step in enumerate(steps):
            label = labels[step]
            x = box.right - _DROP_INSIDE if number else box.left + _DROP_INSIDE
            line = [(x, box.bottom), (x, end)]
            badge = Rect(x - label.badge_width / 2, top, x + label.badge_width / 2, top + BADGE)
            details = top + (label.information_height if label.information else 0)
            arrows[step] = Arrow(
                tuple(line if flow.ends[step][0] == above else reversed(line)), label,
                Rect(left, top, right, top + label.height), badge, (left, top), (left, details),
            )  # fmt: skip
            top += label.height
    return arrows


def _rects(plan: Plan, attempt: _Attempt) -> dict[Item, Rect]:
    lefts = [0.0, *(gap.end for gap in attempt.gaps)]
    rights = [*(gap.start for gap in attempt.gaps), WIDTH]
    return {
        item: Rect(lefts[number], attempt.heights.boxes[item][0], rights[number], attempt.heights.boxes[item][1])
        for number, column in enumerate(plan.columns)
        for item in column
        if not plan.is_lane(item)
    }


def _piece(row: Row, gap: Gap, y: float, port: float, track: float) -> list[Point]:
    """The line of a row from left to right; of an arrow that comes back, from the box to its track."""
    if row.right == OPEN:
        return [(gap.start, y), (track, y)]
    if row.left == OPEN:
        return [(gap.end, y), (track, y)]
    if row.straight:
        return [(gap.start, y), (gap.end, y)]
    return [(gap.start, y), (track, y), (track, port), (gap.end, port)]


def _line(pieces: Sequence[tuple[Row, list[Point]]], sender: Item) -> tuple[Point, ...]:
    """The whole line of an arrow from its sender to its receiver."""
    first = pieces[0][0]
    if first.comes_back:
        leaving, coming = sorted(pieces, key=lambda piece: not piece[0].outward)
        return (*leaving[1], *reversed(coming[1]))
    line = [point for _, piece in pieces for point in piece]
    return tuple(line if first.left == sender else reversed(line))
