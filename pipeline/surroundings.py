"""What a package holds beside the cells: hidden rows, pictures, links to other books, embedded objects, texts outside of cells.

Everything here is looked for by a search of the bytes first, because nearly every workbook has none of it.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from pipeline.extent import column_number
from pipeline.package import Package, Unreadable, parse_xml

_HIDDEN = re.compile(rb"""hidden=["'](?:1|true)["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_NUMBER = re.compile(rb"""\b(r|min|max)=["'](\d+)["']""")
_MERGED = re.compile(rb"""\bref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_DRAWING = re.compile(rb"<(?:\w+:)?drawing\b")
_DRAWN = re.compile(rb"<(?:\w+:)?(?:pic|sp|cxnSp|graphicFrame|contentPart)\b")

_LINK, _EMBEDDED, _TEXT, _DRAWING_PART = "link", "embedded", "text", "drawing"
_KINDS = (
    (re.compile(r"(^|/)externallinks/[^/]+\.xml$"), _LINK),
    (re.compile(r"(^|/)embeddings/[^/]+$"), _EMBEDDED),
    (re.compile(r"(^|/)drawings/[^/]+\.xml$"), _DRAWING_PART),
    (re.compile(r"(^|/)(\[content_types\]|workbook|styles|sharedstrings|docprops/app|theme/[^/]*)\.xml$"), ""),
    (re.compile(r"\.(xml|vml)$"), _TEXT),
)
"""Names of parts, in small letters, and what they hold. What is named first counts."""

_RUN_JOINT = re.compile(
    r"</(?:\w+:)?t>(?:(?!</(?:\w+:)?(?:p|text|si|is)>|<(?:\w+:)?br\b).)*?<(?:\w+:)?t(?:\s[^>]*)?>", re.DOTALL
)
_VALUE = re.compile(r"""\bv=["']([^"']*)["']""")
_TAG = re.compile(r"<[^>]*>")
_MEASURE = re.compile(
    r"^-?\d+\.\d+(?:E[+-]?\d+)?$|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.MULTILINE | re.IGNORECASE
)
"""What only looks like a long number: a result of a division, the identifier of some program."""


_LONGEST_TARGET = 200
"""Characters of a target that are told."""


class Merged(NamedTuple):
    """Merged cells. Rows and columns count from 0 and are inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class AroundCells:
    """What is around the cells of a sheet. Rows and columns count from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    has_picture: bool = False
    """Whether a picture, shape or chart lies on the sheet."""
    margin: str = ""
    """Header and footer."""
    merged: tuple[Merged, ...] = ()
    """The merged cells that reach over several rows."""


@dataclass(frozen=True, slots=True)
class AroundSheets:
    """What is around the sheets of a workbook."""

    links: tuple[str, ...] = ()
    """The other books that its formulas refer to."""
    embedded: int = 0
    """How many objects of other programs it holds."""
    texts: str = ""
    """All that is written outside of cells: comments, shapes, names that are no ranges, copies of other books' data."""


BARE_SHEET, BARE_BOOK = AroundCells(), AroundSheets()
"""Nothing around."""


def around_cells(package: Package, sheet: str, xml: bytes, rows: int) -> AroundCells:
    """Look at the XML of a sheet of which `rows` rows hold cells."""
    found = _with_margin(_margin(xml))
    if _HIDDEN.search(xml):
        rows_and_columns = frozenset(_hidden_rows(xml, rows)), frozenset(_hidden_columns(xml))
        found = replace(found, hidden_rows=rows_and_columns[0], hidden_columns=rows_and_columns[1])
    if merges := _merges(xml):
        found = replace(found, merged=_merged(merges))
    return replace(found, has_picture=True) if _has_picture(package, sheet, xml) else found


def _hidden_rows(xml: bytes, rows: int) -> Iterator[int]:
    number = -1
    for found in _ROW.finditer(xml):
        given = dict(_NUMBER.findall(found[1])).get(b"r")
        number = int(given) - 1 if given else number + 1
        if number >= rows:
            return
        if _HIDDEN.search(found[1]):
            yield number


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for found in _COLUMN.finditer(xml, 0, max(xml.find(b"sheetData"), 0)):
        if _HIDDEN.search(found[1]):
            numbers = dict(_NUMBER.findall(found[1]))
            yield from range(int(numbers.get(b"min", 1)) - 1, min(int(numbers.get(b"max", 0)), 16_384))


def _has_picture(package: Package, sheet: str, xml: bytes) -> bool:
    part = package.sheet_parts.get(sheet, "")
    names = package.archive.names
    if _relations_part(part) not in names or all(_kind(name) != _DRAWING_PART for name in names):
        return False
    if not _DRAWING.search(xml):
        return False
    drawings = [target for kind, target in _relations(package, part) if kind == "drawing"]
    return any(_DRAWN.search(package.part(target)) for target in drawings)


def _merges(xml: bytes) -> bytes:
    """The XML of the list of merged cells."""
    end = xml.rfind(b"mergeCells>")
    return xml[xml.rfind(b"mergeCells ", 0, end) : end] if end >= 0 else b""


@lru_cache(maxsize=256)
def _merged(merges: bytes) -> tuple[Merged, ...]:
    """The merged cells over several rows in a list of all. Kept, because the copies of a form have the same."""
    found = (
        (int(r1) - 1, column_number(c1.decode()), int(r2) - 1, column_number(c2.decode()))
        for c1, r1, c2, r2 in _MERGED.findall(merges)
    )
    return tuple(Merged(*place) for place in found if place[0] < place[2])


def _margin(xml: bytes) -> bytes:
    """The XML of header and footer."""
    end = xml.rfind(b"headerFooter>")
    return xml[xml.rfind(b"headerFooter", 0, end) : end] if end >= 0 else b""


@lru_cache(maxsize=64)
def _with_margin(xml: bytes) -> AroundCells:
    """A sheet with nothing but header and footer. Kept, because the sheets of a form have them in common."""
    return AroundCells(margin=_text_of_xml(b"<" + xml)) if xml else BARE_SHEET


def around_sheets(package: Package) -> AroundSheets:
    """Look at the parts of a package that are no sheets, and at its names. Raises `Unreadable` for a broken part."""
    names = package.archive.names
    return AroundSheets(
        tuple(_link_target(package, name) for name in sorted(names) if _kind(name) == _LINK),
        sum(_kind(name) == _EMBEDDED for name in names),
        "\n".join(_texts(package, names)),
    )


@lru_cache(maxsize=4096)
def _kind(part: str) -> str:
    """What a part holds by its name. Kept, because the parts of all workbooks are called alike."""
    lower = part.lower()
    return next((kind for pattern, kind in _KINDS if pattern.search(lower)), "")


@lru_cache(maxsize=4096)
def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _relations(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """The relations of a part as (kind, target); a target inside the package is the name of a part."""
    source = _relations_part(part)
    if source not in package.archive.names:
        return
    try:
        relations = parse_xml(package.part(source))
    except ElementTree.ParseError as fault:
        raise Unreadable("ブックとして読めない", "部品のつながりを読み取れません") from fault
    for relation in relations:
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        yield relation.get("Type", "").rpartition("/")[2], target


def _link_target(package: Package, part: str) -> str:
    """Where a link leads, as people know the place; links to other programs name no place."""
    target = next((target for _, target in _relations(package, part)), "")
    return unquote(target).removeprefix("file:///")[:_LONGEST_TARGET] or "ほかのアプリ"


def _texts(package: Package, names: Iterable[str]) -> Iterator[str]:
    """Every text that stands in no cell."""
    sheets = set(package.sheet_parts.values())
    for name in names:
        if _kind(name) in (_TEXT, _LINK, _DRAWING_PART) and name not in sheets:
            yield _text_of_xml(package.part(name))
    for defined in package.names:
        if "!" not in defined.reference:
            yield defined.reference


def _text_of_xml(data: bytes) -> str:
    """The texts and values in a part, a line each, without what only looks like a number; runs of one paragraph are joined."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    xml = data.decode(encoding, errors="replace")
    values = "\n".join(_VALUE.findall(xml))
    text = _TAG.sub("\n", _RUN_JOINT.sub("", xml))
    return _MEASURE.sub("", html.unescape(f"{text}\n{values}"))
