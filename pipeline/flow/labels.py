"""The words of boxes and arrows as lines that fit: how many lines there are, and how much room they take."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.flow.font import CUT, width, wrapped
from pipeline.flow.steps import Party
from pipeline.flow.words import Words

MM = 25.4 / 72
"""A point in millimetres."""
TITLE, BODY, SMALL = 8.0 * MM, 7.5 * MM, 7.5 * MM
"""Sizes of letters: the name of a party; what is said on an arrow; its medium and protection."""
PITCH = 1.22
"""From line to line, in em."""
BADGE = 4.2
"""Height of the circle of a number."""
LOCK = 3.0
"""Room that a lock takes beside its words."""
AFTER_BADGE = 0.8
AIR = 0.8
"""Between words and the line of their arrow."""

_PADDING = 1.4
"""Between the words of a box and its edge."""
_TITLE_LINES, _PLACE_LINES = 7, 4
_BEFORE_BRACKET = re.compile("(?=[（(])|(?<=[、，])")
_SHORTEST_MEASURE = 3.0
"""In em; of less room for the first measure only the count of all is told."""
_APART = 0.9
"""Between the words of two arrows."""


@dataclass(frozen=True, slots=True)
class Level:
    """How many lines the words of an arrow may have."""

    information: int
    medium: int
    protection: int


@dataclass(frozen=True, slots=True)
class Caption:
    """The words in a box."""

    title: tuple[str, ...]
    place: tuple[str, ...]
    shortened: bool

    @property
    def words_height(self) -> float:
        """Height of the lines."""
        return (len(self.title) * TITLE + len(self.place) * BODY) * PITCH

    @property
    def height(self) -> int:
        """Least height of the box."""
        return math.ceil(self.words_height + 2 * _PADDING)


@dataclass(frozen=True, slots=True)
class Label:
    """The words of an arrow: the information above its line beside the number, medium and protection below."""

    badge: str
    badge_width: float
    information: tuple[str, ...]
    medium: tuple[str, ...]
    protection: tuple[str, ...]
    encrypted: bool
    shortened: bool

    @property
    def information_height(self) -> float:
        """Height of number and information."""
        return max(len(self.information) * BODY * PITCH, BADGE)

    @property
    def above(self) -> int:
        """Room above a level line, in whole millimetres."""
        return math.ceil(self.information_height + AIR)

    @property
    def below(self) -> int:
        """Room below it."""
        return math.ceil(self._detail_lines * SMALL * PITCH + (AIR if self._detail_lines else 0) + _APART)

    @property
    def height(self) -> int:
        """Room beside a line that drops."""
        return math.ceil(self.information_height + self._detail_lines * SMALL * PITCH + _APART)

    @property
    def _detail_lines(self) -> int:
        return max(len(self.medium) + len(self.protection), int(self.encrypted))


def levels() -> Iterator[Level]:
    """From the fullest words to the shortest."""
    yield Level(5, 2, 2)
    yield Level(3, 2, 1)
    yield Level(2, 1, 1)
    yield Level(1, 1, 1)
    yield Level(1, 1, 0)


def caption_of(party: Party, box_width: float) -> Caption:
    """The words of a party in a box of that width."""
    room = box_width - 2 * _PADDING
    title = _in_box(party.title, room / TITLE, _TITLE_LINES)
    place = _in_box(party.place, room / BODY, _PLACE_LINES)
    return Caption(title, place, is_cut(title, party.title) or is_cut(place, party.place))


def _in_box(text: str, room: float, most: int) -> tuple[str, ...]:
    """The lines of a name. What stands in brackets begins a line if that saves a break within."""
    lines: list[str] = []
    for piece in _BEFORE_BRACKET.split(text):
        if lines and width(lines[-1] + piece) <= room:
            lines[-1] += piece
        else:
            lines += wrapped(piece, room, most)
    return tuple(lines) if len(lines) <= most else wrapped(text, room, most)


def label_of(words: Words, room: float, level: Level, *, badge_beside: bool = False) -> Label:
    """The words of an arrow in a strip of that width; the badge stands in it too, if not beside it on the line."""
    badge_width = max(BADGE, width(words.badge) * BODY + 1.6)
    beside_badge = room if badge_beside else room - badge_width - AFTER_BADGE
    information = wrapped(words.information, beside_badge / BODY, level.information)
    beside_lock = (room - LOCK if words.encrypted else room) / SMALL
    protection = _measures(words, beside_lock, level.protection)
    medium = wrapped(words.medium, room / SMALL if protection else beside_lock, level.medium)
    in_one = f"{words.medium}／{words.protection}{_count(words)}".strip("／")
    if not protection and width(in_one) <= beside_lock:
        medium = (in_one,) if in_one else ()
    shortened = is_cut(information, words.information) or words.more > 0
    shortened = shortened or (
        medium != (in_one,) and (is_cut(medium, words.medium) or is_cut(protection, words.protection))
    )
    return Label(words.badge, badge_width, information, medium, protection, words.encrypted, shortened)


def _count(words: Words) -> str:
    return f" ほか{words.more}件" if words.more else ""


def _measures(words: Words, room: float, most: int) -> tuple[str, ...]:
    """The first measure and the count of the others, which is never cut off."""
    if not most:
        return ()
    lines = wrapped(words.protection, room, most)
    if not words.more:
        return lines
    count = _count(words)
    *before, last = lines
    if width(last + count) <= room:
        return (*before, last + count)
    if len(lines) < most:
        return (*lines, count.strip())
    if room - width(count) < _SHORTEST_MEASURE:
        return (*before, f"対策{words.more + 1}件")
    return (*before, wrapped(last, room - width(count), 1)[0] + count)


def is_cut(lines: tuple[str, ...], text: str) -> bool:
    """Whether lines do not show the whole text."""
    return bool(text) and (not lines or (lines[-1].endswith(CUT) and not text.endswith(CUT)))
