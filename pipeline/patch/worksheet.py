"""The elements of a sheet beside its cells: their order, which Excel insists on (CT_Worksheet of ECMA-376), and how to add one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from pipeline.patch.markup import (
    Edit,
    Node,
    attributes_of,
    feed,
    is_empty_tag,
    new_parser,
    parse,
    split_name,
    tag_end,
    whole,
)
from pipeline.patch.package import Package
from pipeline.patch.relations import relations

_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip


_ROWS = re.compile(rb"<((?:[\w.-]+:)?sheetData)[\s/>]")


def outline(data: bytes, depth: int = 99, texts: Collection[str] = ()) -> Node:
    """Find the elements of a sheet without its rows, of which there may be a million: they are cut out before parsing.

    Where there are no comments and no CDATA each < begins a tag, so that what looks like the rows are the rows.
    """
    begin = _ROWS.search(data)
    cut = tag_end(data, begin.start()) if begin else 0
    end = data.rfind(b"</" + begin[1]) if begin else 0
    if end <= cut or is_empty_tag(data, cut) or b"<!" in data:
        return parse(data, depth, ("sheetData",), texts)
    root = parse(data[:cut] + data[end:], depth, ("sheetData",), texts)
    for node in root.walk():
        places = node.start, node.inner, node.close, node.end
        node.start, node.inner, node.close, node.end = (at + end - cut if at > cut else at for at in places)
        if node.inner == node.close == cut:
            node.close = end
    return root


def inserted(root: Node, name: str, xml: str) -> Edit:
    """The edit that puts an element in its place among the children of a sheet.

    It goes after the last one that stands before it: what follows may be wrapped in mc:AlternateContent.
    """
    before = set(_ORDER[: _ORDER.index(name)])
    at = max((node.end for node in root.children if node.name in before), default=root.inner)
    return at, at, xml.encode()


def relation_attribute(data: bytes, root: Node, namespace: str, relation: str) -> str:
    """The attribute r:id, under the prefix that the part has for it; where it has none, with its declaration."""
    for name, value in attributes_of(data[root.start : root.inner]).items():
        if name.startswith("xmlns:") and value == namespace:
            return f'{name.removeprefix("xmlns:")}:id="{relation}"'
    return f'xmlns:r="{namespace}" r:id="{relation}"'


def drawing_of(package: Package, sheet: str) -> str | None:
    """The part with the boxes of comments of a sheet (<legacyDrawing>)."""
    node = outline(package.read(sheet), depth=2).child("legacyDrawing")
    for relation in relations(package, sheet) if node else ():
        if node and relation.id == node.related() and relation.target in package:
            return relation.target
    return None


def look_at_rows(data: bytes, told: Callable[[int, dict[str, str], int], object]) -> None:
    """Tell of each row of a sheet: its number from 0, its attributes, and where its tag begins."""
    level, row = 0, -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal level, row
        level += 1
        if level == 3 and split_name(name)[1] == "row":
            row = whole(attributes.get("r"), row + 2) - 1
            told(row, attributes, parser.CurrentByteIndex)

    def end(_: str) -> None:
        nonlocal level
        level -= 1

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    feed(parser, data)
