"""Pictures on a paper: as wide as the page, or as high as what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from xlsxwriter.image import Image

from pipeline.papers.page import PAGE_PIXELS, PAGE_POINTS, Picture, Row, paginate

_DPI = 96
_POINTS_PER_PIXEL = 72 / _DPI
_ROW_POINTS = 50.0
"""A picture stands over rows of this height."""
_BELOW_PICTURE = 6.0
_BESIDE = 8
"""Pixels by which a picture is narrower than the page: other programs set columns a little narrower."""


def with_pictures(rows: Sequence[Row], pictures: Sequence[bytes], shows: str) -> list[Row]:
    """Put pictures below rows, the first on their last page if half of it is left, each other one on a page of its own.

    Raises:
        xlsxwriter.exceptions.UnsupportedImageFormat: The bytes are no picture that Excel shows.
        xlsxwriter.exceptions.UndefinedImageSize: The picture does not say how large it is.

    """
    below = list(rows)
    used = sum(row.height for row in paginate(rows)[-1])
    for number, data in enumerate(pictures):
        fits = number == 0 and used <= PAGE_POINTS / 2
        first, *others = _laid(data, used if fits else 0.0, shows)
        below += [replace(first, new_page=not fits), *others]
    return below


def _laid(data: bytes, used: float, shows: str) -> list[Row]:
    """The rows that a picture takes on a page of which `used` points are taken."""
    image = Image(BytesIO(data))
    width, height = image.width * _DPI / image.x_dpi, image.height * _DPI / image.y_dpi
    room = PAGE_POINTS - used
    scale = min(1.0, (PAGE_PIXELS - _BESIDE) / width, (room - _ROW_POINTS) / _POINTS_PER_PIXEL / height)
    whole, rest = divmod(height * scale * _POINTS_PER_PIXEL + _BELOW_PICTURE, _ROW_POINTS)
    first, *others = [Row((), points) for points in (*[_ROW_POINTS] * int(whole), rest)]
    return [replace(first, picture=Picture(data, scale, shows)), *others]
