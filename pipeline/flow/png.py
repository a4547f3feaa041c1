"""The picture as PNG: painted in eight steps from paper to ink, so that it is small, and the same on every machine.

Letters come from the font that is shipped, by the FreeType that is in every copy of Pillow; lines and boxes are whole pixels.
"""

from __future__ import annotations

import struct
from functools import singledispatchmethod
from itertools import pairwise

import numpy as np
from zlib_ng import zlib_ng

from pipeline.flow import stamps
from pipeline.flow.drawing import (
    CORNER,
    HEAD_LENGTH,
    HEAD_WIDTH,
    INK,
    LINE,
    PAPER,
    THIN,
    TINT,
    Badge,
    Drawing,
    Line,
    Lock,
    Panel,
    Rule,
    Shape,
    Text,
)

_LEVELS = 8
_COMPRESSION = 4
_MM_PER_INCH = 25.4


def png_of(drawing: Drawing, dpi: int) -> bytes:
    """The picture as a PNG file of that many pixels an inch."""
    canvas = _Canvas(drawing.width, drawing.height, dpi)
    for part in drawing.parts:
        for shape in part.shapes:
            canvas.paint(shape)
    return _file(canvas.ink, dpi)


class _Canvas:
    """Ink on paper: 0 for none, 255 for full."""

    def __init__(self, width: float, height: float, dpi: int) -> None:
        self._scale = dpi / _MM_PER_INCH
        self._line = max(1, round(LINE * self._scale))
        self._thin = max(1, round(THIN * self._scale))
        across, down = (round(length * self._scale) + 2 * self._line for length in (width, height))
        self.ink = np.zeros((down, across + across % 2), dtype=np.uint8)

    def _at(self, millimetres: float) -> int:
        return round(millimetres * self._scale) + self._line

    def _bar(self, start: tuple[int, int], end: tuple[int, int], thick: int) -> None:
        """A level or upright line between the middles of two points."""
        half = thick // 2
        (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
        self.ink[top - half : bottom - half + thick, left - half : right - half + thick] = 255

    def _press(self, stamp: stamps.Stamp, left: int, top: int, *, white: bool = False) -> None:
        y, x = top + stamp.top, left + stamp.left
        area = self.ink[y : y + stamp.ink.shape[0], x : x + stamp.ink.shape[1]]
        if white:
            np.minimum(area, 255 - stamp.ink, out=area)
        else:
            np.maximum(area, stamp.ink, out=area)

    @singledispatchmethod
    def paint(self, shape: Shape) -> None:
        """Put a shape on what is there."""
        raise TypeError(shape)

    @paint.register
    def _(self, shape: Panel) -> None:
        left, right = self._at(shape.rect.left), self._at(shape.rect.right)
        top, bottom = self._at(shape.rect.top), self._at(shape.rect.bottom)
        corner = round(CORNER * self._scale)
        if shape.rim:
            self._press(stamps.panel(right - left, bottom - top, corner, self._line), left, top)
            return
        seam = self.ink[top:bottom, left:right]
        np.maximum(seam, stamps.TINT, out=seam)
        for x in (left, right):
            self._bar((x, top - corner), (x, bottom + corner), self._line)

    @paint.register
    def _(self, shape: Line) -> None:
        *points, (x, y) = [(self._at(x), self._at(y)) for x, y in shape.points]
        x0, y0 = points[-1]
        across, down = (x > x0) - (x < x0), (y > y0) - (y < y0)
        length = round(HEAD_LENGTH * self._scale)
        for start, end in pairwise([*points, (x - across * length, y - down * length)]):
            self._bar(start, end, self._line)
        self._press(stamps.head(length, round(HEAD_WIDTH * self._scale), across, down), x, y)

    @paint.register
    def _(self, shape: Badge) -> None:
        left, top = self._at(shape.rect.left), self._at(shape.rect.top)
        self._press(stamps.badge(self._at(shape.rect.right) - left, self._at(shape.rect.bottom) - top), left, top)

    @paint.register
    def _(self, shape: Lock) -> None:
        self._press(stamps.lock(round(shape.height * self._scale)), self._at(shape.left), self._at(shape.top))

    @paint.register
    def _(self, shape: Rule) -> None:
        y = self._at(shape.top)
        self._bar((self._line, y), (self.ink.shape[1] - self._line, y), self._thin)

    @paint.register
    def _(self, shape: Text) -> None:
        line = stamps.words(shape.text, round(shape.size * self._scale, 3), shape.bold)
        if line is not None:
            left = round(shape.left * self._scale) + self._line
            self._press(line, left, self._at(shape.base), white=shape.on_dark)


def _file(ink: stamps.Ink, dpi: int) -> bytes:
    down, across = ink.shape
    levels = ink >> 5
    lines = np.zeros((down, 1 + across // 2), np.uint8)  # each line begins with the number of its filter: none
    lines[:, 1:] = levels[:, ::2] << 4 | levels[:, 1::2]
    dots = round(dpi * 1000 / _MM_PER_INCH)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", across, down, 4, 3, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1)),
            _chunk(b"PLTE", _palette()),
            _chunk(b"IDAT", zlib_ng.compress(lines.tobytes(), _COMPRESSION)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib_ng.crc32(kind + data))


def _palette() -> bytes:
    """Red, green and blue of every step from paper to ink."""
    paper, ink = bytes.fromhex(PAPER[1:]), bytes.fromhex(INK[1:])
    steps = range(_LEVELS)
    shades = [
        bytes(round(a + (b - a) * step / (_LEVELS - 1)) for a, b in zip(paper, ink, strict=True)) for step in steps
    ]
    shades[1] = bytes.fromhex(TINT[1:])
    return b"".join(shades)
