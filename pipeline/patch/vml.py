"""The boxes of comments (VML), one part a sheet; form controls and other shapes stand in the same part and are kept.

This part is often no well-formed XML, Excel's own included, so it is searched as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.patch.geometry import Anchor
from pipeline.patch.markup import Edit, apply, is_empty_tag, tag_end
from pipeline.patch.values import Place

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_START = re.compile(rb"<v:shape[\s>]")
_CLOSE = b"</v:shape>"
_DRAWN = re.compile(rb"<v:(?:shape|group|rect|roundrect|oval|line|polyline|curve|arc|image)[\s>]")
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})\b")
_ROW, _COLUMN = (re.compile(rb"<x:%s>\s*(\d+)\s*</x:%s>" % (name, name)) for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"<x:Anchor>([\s\d,-]*)</x:Anchor>")
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:0;margin-top:0;'
    'width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


@dataclass(frozen=True, slots=True)
class Box:
    """The box of a comment in the part, and where its anchor is written."""

    start: int
    end: int
    anchor: Anchor | None
    anchor_at: tuple[int, int]


def blank(number: int) -> bytes:
    """A part without shapes for the sheet of that number; shapes are numbered apart from those of other sheets."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    ids = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
    return f"<xml{spaces}>{ids}</xml>".encode()


def boxes(data: bytes) -> dict[Place, Box]:
    """The boxes of comments by the cell they belong to."""
    found: dict[Place, Box] = {}
    for match in _START.finditer(data):
        inner = tag_end(data, match.start())
        end = data.find(_CLOSE, inner) + len(_CLOSE)
        if is_empty_tag(data, inner) or end < inner:
            continue
        shape = data[match.start() : end]
        row, column = _ROW.search(shape), _COLUMN.search(shape)
        if b'ObjectType="Note"' in shape and row and column:
            anchor = _ANCHOR.search(shape)
            at = (match.start() + anchor.start(1), match.start() + anchor.end(1)) if anchor else (0, 0)
            read = read_anchor(anchor[1].decode()) if anchor else None
            found[int(row[1]), int(column[1])] = Box(match.start(), end, read, at)
    return found


def read_anchor(written: str) -> Anchor | None:
    """An anchor as it is written: eight numbers with commas."""
    try:
        a, b, c, d, e, f, g, h = (int(number) for number in written.split(","))
    except ValueError:
        return None
    return a, b, c, d, e, f, g, h


def write_anchor(anchor: Anchor) -> str:
    """An anchor written as in the part."""
    return ", ".join(map(str, anchor))


def added(data: bytes, number: int, new: Mapping[Place, tuple[Anchor, int, int]]) -> bytes:
    """The part of the sheet of that number with boxes added: by cell the anchor, width and height (in pixels) of each."""
    head = data[: tag_end(data, data.index(b"<xml"))]
    missing = "".join(f' xmlns:{p}="{uri}"' for p, uri in _NAMESPACES.items() if f"xmlns:{p}=".encode() not in head)
    highest = max((int(found[1]) for found in _NUMBER.finditer(data)), default=1024 * number)
    shapes = [] if b'id="_x0000_t202"' in data else [_TYPE]
    for order, (place, (anchor, width, height)) in enumerate(new.items(), start=1):
        shapes.append(
            _SHAPE.format(
                number=highest + order, order=order, row=place[0], column=place[1], anchor=write_anchor(anchor),
                width=width * 0.75, height=height * 0.75,
            )
        )  # fmt: skip
    shapes = [re.sub(r"^<v:\w+", lambda found: found[0] + missing, shape) for shape in shapes]
    at = data.rindex(b"</xml")
    return data[:at] + "".join(shapes).encode() + data[at:]


def removed(data: bytes, places: Iterable[Place]) -> bytes:
    """The part without the boxes of some cells."""
    found = boxes(data)
    data = apply(data, [(found[place].start, found[place].end, b"") for place in places if place in found])
    return data if b'"#_x0000_t202"' in data else data.replace(_TYPE.encode(), b"")


def anchored(data: bytes, anchors: Mapping[Place, Anchor]) -> bytes:
    """The part with other anchors for some boxes."""
    found = boxes(data)
    edits: list[Edit] = [
        (*found[place].anchor_at, write_anchor(anchor).encode())
        for place, anchor in anchors.items()
        if place in found and found[place].anchor is not None
    ]
    return apply(data, edits)


def is_blank(data: bytes) -> bool:
    """Whether the part has no shape."""
    return _DRAWN.search(data) is None
