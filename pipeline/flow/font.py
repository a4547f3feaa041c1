"""How wide a text is, and where its lines end: by the font that is shipped, so that every machine comes to the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.fonts import GOTHIC
from pipeline.publish.text_measure import may_break

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

CUT = "…"
"""Stands at the end of a text that is not shown whole."""
UNKNOWN = "〓"
"""Stands in a picture for a character that the font does not have, as printers have always done."""
ASCENT = 0.88
"""From the top of a line to its base line, in em."""

_UNITS_PER_EM = 2048
_NO_CHARACTER = "\U0010ffff"
_LETTER = re.compile("[Ａ-Ｚａ-ｚ０-９]").match
_INVISIBLE = ("Mn", "Me", "Cf", "Cc", "Cs")


@lru_cache(maxsize=8)
def font(size: float) -> FreeTypeFont:
    """The font in a size in pixels. The basic layout engine is the one that every copy of Pillow has."""
    from PIL import ImageFont

    return ImageFont.truetype(GOTHIC, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def drawn(character: str) -> str:
    """The character that stands for another in a picture: itself, 〓, or nothing where nothing is seen of it."""
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    full = font(64.0)
    known = full.getmask(character).getbbox() is None or bytes(full.getmask(character)) != bytes(
        full.getmask(_NO_CHARACTER)
    )
    return character if known else UNKNOWN


@cache
def advance(character: str) -> float:
    """The width of a character in em."""
    shown = drawn(character)
    return font(_UNITS_PER_EM).getlength(shown) / _UNITS_PER_EM if shown else 0.0


def width(text: str) -> float:
    """The width of a text on one line, in em."""
    return sum(map(advance, text))


@lru_cache(maxsize=8192)
def wrapped(text: str, room: float, most: int) -> tuple[str, ...]:
    """The lines of a text without line feeds in a room so many em wide, at most `most`; the last one of a cut text ends in …."""
    lines: list[str] = []
    start = 0
    while start < len(text):
        end = _line_end(text, start, room)
        if len(lines) == most - 1 and text[end:].strip():
            lines.append(_shortened(text[start:end], room))
            break
        lines.append(text[start:end].rstrip())
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    return tuple(lines)


def _line_end(text: str, start: int, room: float) -> int:
    end, used = start, 0.0
    while end < len(text) and (used + advance(text[end]) <= room or end == start):
        used += advance(text[end])
        end += 1
    if end == len(text):
        return end
    at = end
    while at > start and not _may_end(text[at - 1], text[at]):
        at -= 1
    return at if at > start else end


def _may_end(before: str, after: str) -> bool:
    """Whether a line may end between two characters; not within ＰＣ, nor before what is seen only on what it follows."""
    return may_break(before, after) and not (_LETTER(before) and _LETTER(after)) and advance(after) > 0


def _shortened(line: str, room: float) -> str:
    left = room - advance(CUT)
    line = line.rstrip("、。・ 　")
    while line and width(line) > left:
        line = line[:-1]
    return line.rstrip("、。・（「【 　") + CUT
