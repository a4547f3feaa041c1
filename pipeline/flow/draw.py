"""The picture of 個人情報の流れ, as SVG and as PNG. The same steps give the same bytes on every machine and every day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.flow.drawing import Drawing, drawing_of
from pipeline.flow.layout import layout_of
from pipeline.flow.png import png_of
from pipeline.flow.steps import Step, flow_of
from pipeline.flow.svg import svg_of

DPI = 150
"""Fine enough for print, and small: a picture of six steps has 30 kB, one of twenty 60 kB."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file, and how large it is meant to be printed."""

    data: bytes
    width_mm: float
    height_mm: float
    shortened: tuple[str, ...]
    """The numbers of the steps whose words are cut on their arrows: all of them stand in the table only."""
    description: str
    """The picture in words, a line a step."""


def flow_svg(steps: Sequence[Step], *, legend: bool = True) -> str:
    """The picture as an SVG document. With a legend, the whole words of what is cut on an arrow stand below.

    Raises ValueError where there are no steps.
    """
    return svg_of(_drawing(tuple(steps), legend))


def flow_png(steps: Sequence[Step], dpi: int = DPI, *, legend: bool = True) -> Picture:
    """The picture as PNG. Without a legend, up to 20 steps between 8 parties fit on an upright page of A4 at full width.

    Raises ValueError where there are no steps.
    """
    drawing = _drawing(tuple(steps), legend)
    data = png_of(drawing, dpi)
    return Picture(data, drawing.width, drawing.height, drawing.shortened, drawing.description)


@lru_cache(maxsize=64)
def _drawing(steps: tuple[Step, ...], legend: bool) -> Drawing:
    if not steps:
        raise ValueError("a picture needs a step")
    flow = flow_of(steps)
    return drawing_of(flow, layout_of(flow), legend)
