"""Shapes and letters as small pieces of ink, which are kept; what is round or slanted is painted eight times larger and made small again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from pipeline.flow.font import advance, drawn, font

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.ImageDraw import ImageDraw

TINT = 40
"""Ink of the inside of a box, of 255."""
_FINER = 8
_BOLD_BY_A_PIXEL = 24.0
"""Size in pixels at which a bold letter is wider by a whole one."""

Ink: TypeAlias = "NDArray[np.uint8]"


class Stamp(NamedTuple):
    """A shape in ink, and where its corner lies from the point that it is put at."""

    ink: Ink
    left: int
    top: int


def _painted(across: int, down: int, paint: Callable[[ImageDraw], None]) -> Ink:
    from PIL import Image, ImageDraw

    large = Image.new("L", (across * _FINER, down * _FINER))
    paint(ImageDraw.Draw(large))
    return np.asarray(large.reduce(_FINER))


@lru_cache(maxsize=512)
def panel(across: int, down: int, corner: int, line: int) -> Stamp:
    """A box with round corners; the middle of its edge lies on the rectangle of that size."""
    size = 2 * (corner + line)
    edge = _painted(
        size,
        size,
        lambda draw: draw.rounded_rectangle(
            (0, 0, size * _FINER - 1, size * _FINER - 1), (corner + line // 2) * _FINER, TINT, 255, line * _FINER
        ),
    )
    ink = np.full((down + line, across + line), TINT, np.uint8)
    ink[:line] = ink[-line:] = 255
    ink[:, :line] = ink[:, -line:] = 255
    half = size // 2
    for rows in (slice(0, half), slice(-half, None)):
        for columns in (slice(0, half), slice(-half, None)):
            ink[rows, columns] = edge[rows, columns]
    return Stamp(ink, -(line // 2), -(line // 2))


@lru_cache(maxsize=32)
def head(length: int, breadth: int, across: int, down: int) -> Stamp:
    """The head of an arrow that points rightwards (`across` 1), leftwards (-1), down (`down` 1) or up; put at the end of its line."""
    breadth += 1 - breadth % 2
    points = [(0, 0), (length * _FINER, breadth * _FINER / 2), (0, breadth * _FINER)]
    ink = _painted(length, breadth, lambda draw: draw.polygon(points, 255))
    if down:
        ink = ink.T
        return Stamp(ink[::down], -(breadth // 2), 1 - length if down > 0 else 0)
    return Stamp(ink[:, ::across], 1 - length if across > 0 else 0, -(breadth // 2))


@lru_cache(maxsize=64)
def badge(across: int, down: int) -> Stamp:
    """A dark shape with round ends."""
    box = (0, 0, across * _FINER - 1, down * _FINER - 1)
    return Stamp(_painted(across, down, lambda draw: draw.rounded_rectangle(box, down * _FINER / 2, 255)), 0, 0)


@lru_cache(maxsize=16)
def lock(height: int) -> Stamp:
    """A closed lock."""
    unit = height * _FINER / 10

    def paint(draw: ImageDraw) -> None:
        draw.rectangle((unit, 4.5 * unit, 8 * unit, 10 * unit), 255)
        draw.arc((2 * unit, 0.5 * unit, 7 * unit, 5.5 * unit), 180, 360, 255, round(1.1 * unit))
        for left in (2 * unit, 5.9 * unit):
            draw.rectangle((left, 3 * unit, left + 1.1 * unit, 5 * unit), 255)

    return Stamp(_painted(height, height, paint), 0, 0)


@lru_cache(maxsize=8192)
def glyph(character: str, pixels: float, bold: bool) -> Stamp | None:
    """A letter from the left end of its base line; a bold one is the letter twice, the second time a part of a pixel to the right."""
    mask, (left, top) = font(pixels).getmask2(character, "L", anchor="ls")
    across, down = mask.size
    if not across or not down:
        return None
    ink = np.frombuffer(bytes(mask), np.uint8).reshape(down, across)
    if bold:
        ink = np.pad(ink, ((0, 0), (0, 1)))
        shifted = (ink[:, :-1] * min(1.0, pixels / _BOLD_BY_A_PIXEL)).astype(np.uint8)
        ink[:, 1:] = np.maximum(ink[:, 1:], shifted)
    return Stamp(ink, left, top)


@lru_cache(maxsize=2048)
def words(text: str, pixels: float, bold: bool) -> Stamp | None:
    """A line of letters from the left end of its base line; None where there is nothing to be seen."""
    letters: list[tuple[int, Stamp]] = []
    x = 0.0
    for character in text:
        if shown := drawn(character):
            if (letter := glyph(shown, pixels, bold)) is not None:
                letters.append((round(x) + letter.left, letter))
            x += advance(character) * pixels
    if not letters:
        return None
    left, top = min(x for x, _ in letters), min(letter.top for _, letter in letters)
    right = max(x + letter.ink.shape[1] for x, letter in letters)
    bottom = max(letter.top + letter.ink.shape[0] for _, letter in letters)
    ink = np.zeros((bottom - top, right - left), np.uint8)
    for x_of, letter in letters:
        area = ink[letter.top - top :, x_of - left :][: letter.ink.shape[0], : letter.ink.shape[1]]
        np.maximum(area, letter.ink, out=area)
    return Stamp(ink, left, top)
