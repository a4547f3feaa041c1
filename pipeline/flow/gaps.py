"""The gaps between columns: a strip for the words of their rows, and tracks beside it for the upright parts of bent arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.flow.rows import OPEN, Row

EDGE = 2.3
"""Between a box or a track and the words beside it."""
_HEAD = 4.5
"""Straight piece before a box, for the head of an arrow."""
_TRACK = 2.0
_BENT_FIRST = 10_000


class Track(NamedTuple):
    """A place for upright lines, counted from the words outwards."""

    number: int
    at_right: bool


class Tracks(NamedTuple):
    """How many tracks a gap has."""

    at_left: int
    at_right: int


class Gap(NamedTuple):
    """The x of a gap: words between `left` and `right`, tracks outside of them, boxes outside of `start` and `end`."""

    start: float
    left: float
    right: float
    end: float

    def x(self, track: Track) -> float:
        """Where a track is."""
        return self.right + EDGE + track.number * _TRACK if track.at_right else self.left - EDGE - track.number * _TRACK


def fewest_tracks(rows: Sequence[Row]) -> Tracks:
    """The tracks that a gap needs at least."""
    at_right = any(row.left != OPEN and not row.straight for row in rows)
    return Tracks(int(any(row.left == OPEN for row in rows)), int(at_right))


def gaps_of(tracks: Sequence[Tracks], box_width: float, picture_width: float) -> list[Gap]:
    """The gaps of a picture: the strips for words are equally wide."""
    margins = [tuple(EDGE + (_HEAD + (count - 1) * _TRACK if count else 0) for count in sides) for sides in tracks]
    room = picture_width - box_width * (len(tracks) + 1) - sum(map(sum, margins))
    gaps, start = [], box_width
    for left, right in margins:
        words_end = start + left + room / len(tracks)
        gaps.append(Gap(start, start + left, words_end, words_end + right))
        start = gaps[-1].end + box_width
    return gaps


def tracks_of(rows: Sequence[Row], starts: Sequence[int], ends: Sequence[int]) -> dict[int, Track]:
    """The track of each row that does not run straight. `starts`, `ends`: its height, and where it arrives at the right.

    Bent arrows take the inner tracks: those that go down before those that go up, and of either those first that would otherwise
    be crossed. Around them lie those that come back, the longer ones outside.
    """
    other_end: dict[int, int] = {}
    uprights: list[tuple[bool, int, int, int, int]] = []
    for number, row in enumerate(rows):
        start, end = starts[number], ends[number]
        if row.comes_back:
            if row.step not in other_end:
                other_end[row.step] = number
                continue
            start, end = sorted((start, starts[other_end[row.step]]))
            uprights.append((row.right == OPEN, end - start, start, end, number))
        elif not row.straight:
            turn = -start if end > start else start
            uprights.append((True, turn - _BENT_FIRST, min(start, end), max(start, end), number))
    tracks: dict[int, Track] = {}
    taken: list[tuple[Track, int, int]] = []
    for at_right, _, top, bottom, number in sorted(uprights):
        beside = [t.number for t, a, b in taken if t.at_right == at_right and a <= bottom + 1 and top <= b + 1]
        track = Track(max(beside, default=-1) + 1, at_right)
        taken.append((track, top, bottom))
        tracks[number] = track
        if rows[number].step in other_end:
            tracks[other_end[rows[number].step]] = track
    return tracks


def enough_tracks(used: Mapping[int, Track], had: Tracks) -> Tracks:
    """As many tracks as are used, and not fewer than there were."""
    counts = [max((t.number + 1 for t in used.values() if t.at_right is side), default=0) for side in (False, True)]
    return Tracks(max(counts[0], had.at_left), max(counts[1], had.at_right))
