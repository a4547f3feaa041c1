"""What must not be in a package at all: macros of any kind (X08), and parts that could reach outside of it (X07).

Known by the names of the parts and the first bytes of each; nothing is run, followed or unpacked for it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.archive import DAMAGE, Archive

_CODE = re.compile(
    r"(^|/)(vbaproject[^/]*\.bin|macrosheets/[^/]+|activex/[^/]+|intlmacrosheets/[^/]+|attachedtoolbars\.bin)$"
)
_CONTENT_TYPES = "[Content_Types].xml"
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_MARKUP = (".xml", ".rels", ".vml")
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
DECLARATION = "文書型の宣言"
SHEETS = "xl/worksheets/"
HEAD = 2_048
"""Bytes of a part in which a declaration would stand: nothing may come before it but comments."""


def holds_code(archive: Archive) -> bool:
    """Whether a package holds macros, sheets of Excel 4 macros or ActiveX controls, or says that it may."""
    return any(map(_is_code, archive.names)) or _may_hold_code(archive)


def _may_hold_code(archive: Archive) -> bool:
    if _CONTENT_TYPES not in archive.names:
        return False
    try:
        return b"macroEnabled" in archive.read(_CONTENT_TYPES)
    except DAMAGE:  # told where the part is read
        return False


@lru_cache(maxsize=4096)
def _is_code(part: str) -> bool:
    return _CODE.search(part.lower()) is not None


def reaches_outside(archive: Archive) -> str | None:
    """Why the parts of a package are unsafe, in words for people; None when they are not."""
    for name in archive.names:
        if _is_outside(name):
            return "フォルダの外を指す名前の部品"
        if _is_markup(name) and declares_type(_head(archive, name)):
            return DECLARATION
    return None


@lru_cache(maxsize=4096)
def _is_markup(part: str) -> bool:
    """Whether a part is XML, and none of the sheets: of these the beginning is looked at when they are read."""
    lower = part.lower()
    return lower.endswith(_MARKUP) and not (lower.startswith(SHEETS) and lower.endswith(".xml"))


def _head(archive: Archive, name: str) -> bytes:
    try:
        return archive.head(name, HEAD)
    except DAMAGE:  # told where the part is read
        return b""


@lru_cache(maxsize=4096)
def _is_outside(part: str) -> bool:
    return _OUTSIDE.search(part) is not None


def declares_type(xml: bytes, within: int = HEAD) -> bool:
    """Whether the beginning of a part declares a document type or an entity, also in an encoding of two bytes a letter.

    The reader of cells knows no entities. A part for a parser that does is looked at as a whole.
    """
    if xml[:1] == b"<" and xml[1:2] != b"\0" and xml.find(b"<!", 0, within) < 0:
        return False
    xml = xml[:within]
    return _DECLARES.search(xml) is not None or (b"\0" in xml and _DECLARES.search(xml.replace(b"\0", b"")) is not None)
