"""The pictures that a department pasted instead of filling in the table, taken out of its workbook unharmed.

Only for workbooks that were accepted: what is hostile was refused before. Taken are pictures that lie on the sheet, not those in
headers and footers, in comments, or placed within a cell.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from pipeline.package import Package, Unreadable, open_package, parse_xml
from pipeline.papers.content import Content

SHEETS = ("情報の流れ", "事業の概要")
"""The sheets of the form on which the flow may be shown."""
PRINTABLE = ("png", "jpeg", "gif", "bmp")
"""Kinds of pictures that a workbook can hold and every program prints."""

_SHAPES = frozenset(("sp", "cxnSp", "graphicFrame", "contentPart"))
_BEGINNINGS = (
    ("png", b"\x89PNG\r\n\x1a\n"), ("jpeg", b"\xff\xd8\xff"), ("gif", b"GIF8"), ("bmp", b"BM"),
    ("emf", b"\x01\x00\x00\x00"), ("wmf", b"\xd7\xcd\xc6\x9a"), ("wmf", b"\x01\x00\x09\x00"),
    ("tiff", b"II*\x00"), ("tiff", b"MM\x00*"),
)  # fmt: skip
_EMF_SIGN = slice(40, 44)


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture as it lies in the workbook."""

    sheet: str
    """Name of the sheet in the workbook."""
    row: int
    column: int
    """The cell at its top left corner, from 0."""
    data: bytes
    """The file, byte for byte; empty where only a link to a file elsewhere was saved, or the part is gone."""
    kind: str
    """png, jpeg, gif, bmp, emf, wmf, tiff, or "" for anything else."""
    cropped: bool
    """Whether the department shows a part of it only: the file then holds more than was meant to be seen."""

    @property
    def is_printable(self) -> bool:
        """Whether it can be put into a workbook and printed as it is."""
        return self.kind in PRINTABLE


@dataclass(frozen=True, slots=True)
class OwnPictures:
    """All that a department drew itself."""

    pictures: tuple[OwnPicture, ...]
    """By sheet in the order of the workbook, from top to bottom, then from left to right."""
    shapes: tuple[str, ...]
    """The sheets on which something is drawn that is no picture: shapes, connectors, charts, SmartArt. They stay in the workbook."""


def own_pictures(data: bytes, content: Content, sheets: Collection[str] = SHEETS) -> OwnPictures:
    """The pictures on some sheets of the form in an accepted workbook. Raises `Unreadable` for a damaged one."""
    package = open_package(data)
    pictures: list[OwnPicture] = []
    shapes = []
    for leaf in content.leaves:
        if leaf.spec.name in sheets:
            anchors = [anchor for drawing in _drawings(package, leaf.name) for anchor in _anchors(package, drawing)]
            found = [_picture(package, leaf.name, anchor, blip) for anchor in anchors for blip in anchor.blips]
            pictures += sorted(found, key=lambda picture: (picture.row, picture.column))
            if any(anchor.has_shapes for anchor in anchors):
                shapes.append(leaf.name)
    return OwnPictures(tuple(pictures), tuple(shapes))


@dataclass(frozen=True, slots=True)
class _Blip:
    target: str
    cropped: bool


@dataclass(frozen=True, slots=True)
class _Anchor:
    row: int
    column: int
    blips: tuple[_Blip, ...]
    has_shapes: bool


def _drawings(package: Package, sheet: str) -> Iterator[str]:
    """The drawing parts of a sheet; a package made by hand may say more than one."""
    part = package.sheet_parts.get(sheet, "")
    if b"drawing" in package.sheet_xml(sheet):
        for kind, target in _relations(package, part).values():
            if kind == "drawing":
                yield target


def _anchors(package: Package, part: str) -> Iterator[_Anchor]:
    drawing = package.part(part)
    if not drawing:
        return
    targets = _relations(package, part)
    for anchor in _parsed(drawing):
        elements = list(_shown(anchor))
        start = next((element for element in elements if _tag(element) == "from"), None)
        yield _Anchor(
            _number(start, "row"),
            _number(start, "col"),
            tuple(_blip(element, targets) for element in elements if _tag(element) == "blipFill"),
            not _SHAPES.isdisjoint(map(_tag, elements)),
        )


def _shown(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """An element and all in it, but not what stands in for programs that do not know the rest."""
    waiting = [element]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element) if _tag(child) != "Fallback"]


def _tag(element: ElementTree.Element) -> str:
    """The name of an element; its namespace depends on the edition of the standard that a program writes."""
    return element.tag.rpartition("}")[2]


def _blip(fill: ElementTree.Element, targets: Mapping[str, tuple[str, str]]) -> _Blip:
    parts = {_tag(child): child.attrib for child in fill}
    relation = next((value for name, value in parts.get("blip", {}).items() if name.endswith("}embed")), "")
    cropped = any(value not in ("0", "") for value in parts.get("srcRect", {}).values())
    return _Blip(targets.get(relation, ("", ""))[1], cropped)


def _number(start: ElementTree.Element | None, name: str) -> int:
    text = next((child.text or "" for child in start if _tag(child) == name), "") if start is not None else ""
    return int(text) if text.isdecimal() else 0


def _picture(package: Package, sheet: str, anchor: _Anchor, blip: _Blip) -> OwnPicture:
    data = package.part(blip.target) if blip.target else b""
    return OwnPicture(sheet, anchor.row, anchor.column, data, kind_of_picture(data), blip.cropped)


def kind_of_picture(data: bytes) -> str:
    """The kind of a picture by its bytes; the extension is never believed."""
    kind = next((kind for kind, beginning in _BEGINNINGS if data.startswith(beginning)), "")
    return "" if kind == "emf" and data[_EMF_SIGN] != b" EMF" else kind


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part within the package: Id → kind and the part that it leads to."""
    folder, name = posixpath.split(part)
    relations = package.part(f"{folder}/_rels/{name}.rels")
    if not relations:
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in _parsed(relations)
        if relation.get("TargetMode") != "External"
    }


def _parsed(data: bytes) -> ElementTree.Element:
    try:
        return parse_xml(data)
    except ElementTree.ParseError as fault:
        raise Unreadable("ブックとして読めない", "図の部品を読み取れません") from fault
