"""The picture as SVG: text stays text, every step and party has its words as a title, and nothing is loaded from anywhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import singledispatch
from xml.sax.saxutils import escape

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
from pipeline.flow.font import width
from pipeline.flow.layout import Point

TITLE = "個人情報の流れ"
_FONTS = "'BIZ UDPGothic','BIZ UDPゴシック','Yu Gothic','Hiragino Sans','Noto Sans CJK JP','Noto Sans JP',sans-serif"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg_of(drawing: Drawing) -> str:
    """The picture as an SVG document, which can also stand within an HTML page."""
    mark = hashlib.sha256(drawing.description.encode("utf-8", "replace")).hexdigest()[:8]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(drawing.width)}mm" height="{_n(drawing.height)}mm" '
        f'viewBox="{-LINE} {-LINE} {_n(drawing.width + 2 * LINE)} {_n(drawing.height + 2 * LINE)}" '
        f'role="img" lang="ja" aria-labelledby="t{mark} d{mark}" font-family="{_FONTS}" fill="{INK}">',
        f'<title id="t{mark}">{TITLE}</title>',
        f'<desc id="d{mark}">{_text(drawing.description)}</desc>',
    ]
    for part in drawing.parts:
        lines += ["<g>", f"<title>{_text(part.title)}</title>"] if part.title else ["<g>"]
        lines += [element for shape in part.shapes for element in _elements(shape)]
        lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))


@singledispatch
def _elements(shape: Shape) -> Iterator[str]:
    raise TypeError(shape)


@_elements.register
def _panel(shape: Panel) -> Iterator[str]:
    left, top, right, bottom = shape.rect.left, shape.rect.top, shape.rect.right, shape.rect.bottom
    place = f'x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" height="{_n(bottom - top)}"'
    if shape.rim:
        yield f'<rect {place} rx="{CORNER}" fill="{TINT}" stroke="{INK}" stroke-width="{LINE}"/>'
        return
    yield f'<rect {place} fill="{TINT}"/>'
    sides = f"M{_n(left)} {_n(top - CORNER)}V{_n(bottom + CORNER)}M{_n(right)} {_n(top - CORNER)}V{_n(bottom + CORNER)}"
    yield f'<path d="{sides}" stroke="{INK}" stroke-width="{LINE}"/>'


@_elements.register
def _line(shape: Line) -> Iterator[str]:
    (x, y), *more = shape.points
    path = f"M{_n(x)} {_n(y)}" + "".join(f"L{_n(a)} {_n(b)}" for a, b in more)
    yield f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="{LINE}"/>'
    yield f'<path d="{_head(shape.points)}"/>'


def _head(points: Sequence[Point]) -> str:
    (x0, y0), (x, y) = points[-2:]
    if y == y0:
        back = x - HEAD_LENGTH if x0 < x else x + HEAD_LENGTH
        return f"M{_n(x)} {_n(y)}L{_n(back)} {_n(y - HEAD_WIDTH / 2)}V{_n(y + HEAD_WIDTH / 2)}Z"
    back = y - HEAD_LENGTH if y0 < y else y + HEAD_LENGTH
    return f"M{_n(x)} {_n(y)}L{_n(x - HEAD_WIDTH / 2)} {_n(back)}H{_n(x + HEAD_WIDTH / 2)}Z"


@_elements.register
def _badge(shape: Badge) -> Iterator[str]:
    height = shape.rect.bottom - shape.rect.top
    place = f'x="{_n(shape.rect.left)}" y="{_n(shape.rect.top)}" width="{_n(shape.rect.right - shape.rect.left)}"'
    yield f'<rect {place} height="{_n(height)}" rx="{_n(height / 2)}"/>'


@_elements.register
def _lock(shape: Lock) -> Iterator[str]:
    unit = shape.height / 10
    x, y = shape.left, shape.top
    yield f'<rect x="{_n(x + unit)}" y="{_n(y + 4.5 * unit)}" width="{_n(7 * unit)}" height="{_n(5.5 * unit)}"/>'
    arch = f"M{_n(x + 2.5 * unit)} {_n(y + 5 * unit)}V{_n(y + 3 * unit)}a{_n(2 * unit)} {_n(2 * unit)} 0 0 1 {_n(4 * unit)} 0V{_n(y + 5 * unit)}"
    yield f'<path d="{arch}" fill="none" stroke="{INK}" stroke-width="{_n(1.1 * unit)}"/>'


@_elements.register
def _words(shape: Text) -> Iterator[str]:
    text = _NOT_IN_XML.sub("", shape.text)
    if not text.strip():
        return
    room = width(text) * shape.size
    fitted = f' textLength="{_n(room)}" lengthAdjust="spacingAndGlyphs"' if len(text) > 1 and room else ""
    look = (' font-weight="bold"' if shape.bold else "") + (f' fill="{PAPER}"' if shape.on_dark else "")
    place = f'x="{_n(shape.left)}" y="{_n(shape.base)}" font-size="{_n(shape.size)}"'
    yield f"<text {place}{fitted}{look}>{escape(text)}</text>"


@_elements.register
def _rule(shape: Rule) -> Iterator[str]:
    yield f'<path d="M0 {_n(shape.top)}H178" stroke="{INK}" stroke-width="{THIN}"/>'
