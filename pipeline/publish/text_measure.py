"""How much room a text needs in a cell: Excel does not grow a row for wrapped or merged text that a program wrote.

Widths come from the tables in this module and from the East Asian Width of each character, never from the fonts of
the machine, so every machine makes the same file. Full-width characters are 1 em in every Japanese font. For half-width
ones an upper bound is taken: in ＭＳ 明朝 and ＭＳ ゴシック they are 0.5 em, but where these are not installed a wider
font stands in. All rounding is upwards: a blank line too many is harmless, a cut line is not.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise

MAX_ROW_POINTS = 409.0
"""Excel's limit for the height of a row."""

PIXELS_PER_UNIT = 7
"""Width of a digit in Calibri 11, the font of the Normal style; a column has 5 more for its margins."""

_EM = 1000
"""Widths are added up in thousandths of an em: whole numbers add up exactly."""

_PADDING = 2
"""Pixels that a row needs beyond its lines."""

_PRINTED = 0.985
"""Share of the room that is left when a printer sets text wider than the screen."""
_LOST_PIXELS = 3
_NOT_AT_LINE_START = frozenset(
    "、。，．,.・：；:;？！?!゛゜ヽヾゝゞ々ー―…‥～〜’”）〕］｝〉》」』】)]}〟°′″℃％%‰ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ｡｣､･ｰﾞﾟ"
)
_NOT_AT_LINE_END = frozenset("‘“（〔［｛〈《「『【([{〝￥＄$£＃#№＠@｢")
_SENTENCE = re.compile(r"[^。]*。[」』）)】”]*|[^。]+$")
_HEADING = re.compile(r"[ 　]*(?:[0-9０-９]+[ 　．.、]|[（(][0-9０-９]+[）)]|[◇◆■□●【＜]).{0,40}(?<!。)\n?")
_MAX_HEADINGS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A font as far as measuring goes; the unit is 1 em, the font size. One is itself only: it is looked up for each character."""

    name: str
    narrow: float
    """Width of a half-width character."""
    capital: float
    """Width of a half-width capital letter and of other wide Latin signs."""
    widest: float
    """Width of M, W and the like, which a stand-in sets as wide as a full-width character."""
    pitch: float
    """Distance between lines; for the ＭＳ fonts that of Noto CJK, which stands in for them, theirs is 1.3."""


MINCHO = Face("ＭＳ 明朝", narrow=0.6, capital=0.7, widest=1.05, pitch=1.45)
GOTHIC = Face("ＭＳ ゴシック", narrow=0.6, capital=0.7, widest=1.05, pitch=1.45)
YU_GOTHIC = Face("游ゴシック", narrow=0.6, capital=0.75, widest=1.05, pitch=1.7)


def lines_needed(text: str, width_units: float, font_size: float, face: Face = MINCHO) -> int:
    """Count the lines of `text` in a wrapped cell of a column `width_units` wide (Excel's unit), at least 1."""
    limit, em = _line_pixels(width_units), _em_pixels(font_size)
    if "\n" not in text and len(text) * em <= limit:
        return 1
    # most lines are short enough even if all their characters were wide
    return sum([1 if len(p) * em <= limit else len(_line_starts(p, limit, em, face)) for p in text.split("\n")])


def width_needed(text: str, font_size: float, face: Face = MINCHO) -> float:
    """Give the width of a column, in Excel's unit, at which no line of `text` is wrapped."""
    widths = _widths(face)
    longest = max(sum(map(widths.__getitem__, line)) for line in text.split("\n")) / _EM
    return (longest * _em_pixels(font_size) + _LOST_PIXELS) / (PIXELS_PER_UNIT * _PRINTED) + 0.01


def fits(text: str, width_units: float, font_size: float, max_lines: int, face: Face = MINCHO) -> bool:
    """Say whether a text needs at most `max_lines` lines; quick for a text that is far from the limit."""
    # Two lines that follow each other hold together more than one line's room: hence at most twice the lines.
    at_most = text.count("\n") + 1 + 2 * len(text) * _em_pixels(font_size) / _line_pixels(width_units)
    return at_most <= max_lines or lines_needed(text, width_units, font_size, face) <= max_lines


def text_height(lines: int, font_size: float, face: Face = MINCHO) -> float:
    """Give the height in points that so many lines take up, however many, a multiple of a pixel (0.75 pt)."""
    return (math.ceil(lines * font_size * face.pitch * 4 / 3) + _PADDING) * 0.75


def row_height(lines: int, font_size: float, face: Face = MINCHO) -> float:
    """Give the height in points of a row with so many lines, at most 409."""
    return min(text_height(lines, font_size, face), MAX_ROW_POINTS)


def rows_of(height: float) -> list[float]:
    """Give the heights of the rows that a merged cell of this height goes over; one where one is enough."""
    rows = math.ceil(height / (MAX_ROW_POINTS - 1))
    even = math.ceil(height / rows / 0.75) * 0.75
    return [even] * rows


def max_lines_in_row(font_size: float, face: Face = MINCHO) -> int:
    """Say how many lines fit into the highest row that Excel allows."""
    return int((MAX_ROW_POINTS / 0.75 - _PADDING) / (font_size * face.pitch * 4 / 3))


def is_heading(line: str) -> bool:
    """Say whether a line looks like a heading (「２ 対象者」, 「（１）電算処理」) and belongs to what follows."""
    return _HEADING.fullmatch(line) is not None


def merged_width(*width_units: float) -> float:
    """Give the width, in Excel's unit, of one cell that takes the place of several columns."""
    return sum(width_units) + 5 * (len(width_units) - 1) / PIXELS_PER_UNIT


def split_to_fit(text: str, width_units: float, font_size: float, max_lines: int, face: Face = MINCHO) -> list[str]:
    """Split a text over rows of at most `max_lines` lines: at line ends, else after a sentence (。), else within one.

    Nothing is lost or added: the pieces joined give the text again, but for the line feeds at which it was split. A
    heading such as 「２ 概要」 is not left behind as the last line of a piece.

    Raises:
        ValueError: `max_lines` is below 1.

    """
    if max_lines < 1:
        raise ValueError("max_lines must be at least 1")

    if fits(text, width_units, font_size, max_lines, face):
        return [text]

    def overflows(piece: list[str], part: str) -> bool:
        together = "".join(piece) + part.removesuffix("\n")
        return bool(piece) and not fits(together, width_units, font_size, max_lines, face)

    limit, em = _line_pixels(width_units), _em_pixels(font_size)
    pieces: list[list[str]] = [[]]
    for part in _parts(text, max_lines, limit, em, face):
        if overflows(pieces[-1], part):
            pieces.append(_take_headings(pieces[-1]))
            if overflows(pieces[-1], part):
                pieces.append([])
        pieces[-1].append(part)
    joined = ["".join(piece) for piece in pieces]
    return [piece.removesuffix("\n") for piece in joined[:-1]] + joined[-1:]


def _take_headings(piece: list[str]) -> list[str]:
    """Take the headings at the end of a piece off it, unless nothing else would remain."""
    at = len(piece)
    while at > 1 and len(piece) - at < _MAX_HEADINGS and is_heading(piece[at - 1]):
        at -= 1
    taken = piece[at:]
    del piece[at:]
    return taken


def _parts(text: str, max_lines: int, limit: float, em: int, face: Face) -> Iterator[str]:
    """Cut a text into the smallest parts that may be kept apart, each with the line feed that ends it."""
    paragraphs = text.split("\n")
    for number, paragraph in enumerate(paragraphs):
        end = "\n" if number < len(paragraphs) - 1 else ""
        if len(_line_starts(paragraph, limit, em, face)) <= max_lines:
            yield paragraph + end
            continue
        *heads, last = _SENTENCE.findall(paragraph)
        for sentence in heads:
            yield from _cut(sentence, max_lines, limit, em, face)
        *fore, tail = _cut(last, max_lines, limit, em, face)
        yield from fore
        yield tail + end


def _cut(sentence: str, max_lines: int, limit: float, em: int, face: Face) -> list[str]:
    """Cut a sentence of more than `max_lines` lines where its lines end."""
    starts = [*_line_starts(sentence, limit, em, face)[::max_lines], len(sentence)]
    return [sentence[a:b] for a, b in pairwise(starts)]


def _line_pixels(width_units: float) -> float:
    """Give the room for text in a column."""
    return width_units * PIXELS_PER_UNIT * _PRINTED - _LOST_PIXELS


def _em_pixels(font_size: float) -> int:
    """Give the size of a full-width character on a screen of 96 dpi, where it is a whole number of pixels."""
    return math.ceil(font_size * 4 / 3)


def _line_starts(paragraph: str, limit: float, em: int, face: Face) -> list[int]:
    """Find where the lines of one paragraph begin, breaking like Excel: words whole, 禁則 by carrying over."""
    if len(paragraph) * em <= limit:
        return [0]
    room = limit * _EM / em
    sums = [0, *accumulate(map(_widths(face).__getitem__, paragraph))]
    starts, start = [0], 0
    while (full := max(bisect_right(sums, sums[start] + room) - 1, start + 1)) < len(paragraph):
        at = full
        while at > start and not may_break(paragraph[at - 1], paragraph[at]):
            at -= 1
        start = at if at > start else full
        starts.append(start)
    return starts


@lru_cache(maxsize=65_536)
def may_break(before: str, after: str) -> bool:
    """Say whether a line may end between two characters."""
    if after in _NOT_AT_LINE_START or before in _NOT_AT_LINE_END or unicodedata.combining(after):
        return False
    return not (_is_latin(before) and _is_latin(after))


class _Widths(dict[str, int]):
    """Character → its width in thousandths of an em, worked out when it is first met."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> int:
        width = self[character] = round(_width(character, self._face) * _EM)
        return width


@cache
def _widths(face: Face) -> _Widths:
    return _Widths(face)


def _width(character: str, face: Face) -> float:
    """Give the width of a character in em; a character of ambiguous width (①, №, ※) is full width in Japanese fonts."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        # Not 0, so that no cell that counts as narrow enough can hold more text than Excel takes.
        return 0.1
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in "MW@%m":
        return face.widest
    return face.capital if character.isupper() or character in "w&" else face.narrow


def _is_latin(character: str) -> bool:
    return not character.isspace() and unicodedata.east_asian_width(character) in ("Na", "N")
