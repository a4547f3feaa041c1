"""Places of cells, what may become of a cell, and values as they are written in the XML of a sheet."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.patch.markup import attribute, attributes_of, cell_text, retag

Place: TypeAlias = tuple[int, int]
"""Row and column of a cell, from 0."""

MAX_TEXT = 32_767
"""Characters (UTF-16 units) that a cell of Excel holds."""
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_KEPT_WITH_A_NEW_VALUE = ("r", "s", "ph")


@dataclass(frozen=True, slots=True)
class Before:
    """What a cell was: the number of the format it showed, and whether it stood in the sheet at all."""

    style: int
    existed: bool


Font: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""The properties of a font as a run has them: local names (b, sz, rFont …) with their attributes."""

_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "rFont", "family",
    "charset", "scheme",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text that looks alike."""

    text: str
    font: Font | None = None
    """None for the font of the cell."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How some characters of a text are read (furigana): from where to where, counted as Excel does."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class RichText:
    """Text of a cell in stretches."""

    stretches: tuple[Stretch, ...]
    readings: tuple[Reading, ...] = ()
    phonetic: tuple[tuple[str, str], ...] | None = None
    """Attributes of what says how readings are shown."""

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(stretch.text for stretch in self.stretches)

    def xml(self, prefix: str) -> str:
        """The text as it stands in a cell or among the shared strings."""
        runs = "".join(_run(stretch, prefix) for stretch in self.stretches)
        readings = "".join(
            f'<{prefix}rPh sb="{r.start}" eb="{r.end}"><{prefix}t{space(r.text)}>{cell_text(r.text)}</{prefix}t></{prefix}rPh>'
            for r in self.readings
        )
        shown = "" if self.phonetic is None else empty_tag("phoneticPr", self.phonetic, prefix)
        return runs + readings + shown


def _run(stretch: Stretch, prefix: str) -> str:
    content = f"<{prefix}t{space(stretch.text)}>{cell_text(stretch.text)}</{prefix}t>"
    if stretch.font is None:
        return f"<{prefix}r>{content}</{prefix}r>"
    looks = "".join(empty_tag(name, attributes, prefix) for name, attributes in in_order(stretch.font))
    return f"<{prefix}r><{prefix}rPr>{looks}</{prefix}rPr>{content}</{prefix}r>"


def in_order(font: Font) -> Font:
    """The properties of a font in the order in which Excel writes them."""
    return tuple(sorted((p for p in font if p[0] in _FONT_ORDER), key=lambda p: _FONT_ORDER.index(p[0])))


def empty_tag(name: str, attributes: tuple[tuple[str, str], ...], prefix: str) -> str:
    """An element without content."""
    written = "".join(f' {key}="{attribute(value)}"' for key, value in attributes)
    return f"<{prefix}{name}{written}/>"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a cell."""

    value: str | float | RichText | None = None
    """Its new value; None leaves the one it has."""
    restyle: Callable[[Before], int] | None = None
    """The number of its new format, from what it was."""
    create: bool = True
    """Make the cell when it does not stand in the sheet."""
    needless_as: int | None = None
    """Take the cell away if it is empty and has come to this format, and its row if nothing else is left of that."""
    erase: bool = False
    """Take the cell away whatever it holds."""
    only_blank: bool = False
    """Leave a cell alone that holds anything, be it a formula that shows nothing."""


def place_of(cell: str) -> Place | None:
    """The place of an address such as C12; None when it is none that a sheet has."""
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        return None
    place = int(found[2]) - 1, column_of(found[1])
    return place if place[0] <= LAST_ROW and place[1] <= LAST_COLUMN else None


def column_of(letters: str) -> int:
    """The number of a column, from 0: A → 0, AA → 26."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def units(text: str) -> int:
    """The length of a text as Excel counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, most: int = MAX_TEXT) -> str:
    """A text cut to what a cell holds, with … at its end when it was cut."""
    if units(text) <= most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"


def space(text: str) -> str:
    """The attribute that keeps white space, for a text that needs it."""
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""


def valued(tag: bytes, value: str | float | RichText, prefix: str) -> bytes:
    """A cell with a new value, from its start tag. Text is written into the cell itself and is never a formula.

    Raises:
        ValueError: a text that is too long, a number that is none.

    """
    stale = [name for name in attributes_of(tag) if name not in _KEPT_WITH_A_NEW_VALUE]
    tag = retag(tag, dict.fromkeys(stale))
    if tag.endswith(b"/>"):
        tag = tag[:-2].rstrip() + b">"
    if isinstance(value, str | RichText):
        text = value if isinstance(value, str) else value.plain
        if units(text) > MAX_TEXT:
            raise ValueError(f"a cell holds {MAX_TEXT} characters")
        tag = retag(tag, {"t": "inlineStr"})
        plain = f"<{prefix}t{space(text)}>{cell_text(text)}</{prefix}t>"
        content = f"<{prefix}is>{plain if isinstance(value, str) else value.xml(prefix)}</{prefix}is>"
    elif not math.isfinite(value):
        raise ValueError(f"{value} is no number for a cell")
    else:
        written = str(int(value)) if isinstance(value, int) else repr(float(value))
        content = f"<{prefix}v>{written}</{prefix}v>"
    return tag + f"{content}</{prefix}c>".encode()
