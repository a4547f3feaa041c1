"""A printed page as a reader sees it: which text stands in which ruled cell, and whether a letter sticks out of its cell.

LibreOffice leaves lines out of the PDF that lie wholly outside of their cell, and prints one that lies partly outside with
the part cut away. So a cell shows all of its text when the text is there in full and no letter crosses a rule.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw

_THIN = 3.0
_HYPHEN_AT_LINE_END = "\x02"
_OVERLAP = 1.0
"""Points by which the box of a letter may touch a rule: boxes have a margin of their own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A ruled cell with its text, without white space. `crossing`: letters that are not wholly within."""

    left: float
    top: float
    text: str
    crossing: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its ruled cells by row from the top, each row from the left, and what stands outside of them."""

    rows: tuple[tuple[Cell, ...], ...]
    outside: str

    @property
    def texts(self) -> list[tuple[str, ...]]:
        """The texts of the cells, row by row."""
        return [tuple(cell.text for cell in row) for row in self.rows]

    @property
    def crossing(self) -> list[str]:
        """The texts of cells that are cut off."""
        return [cell.text for row in self.rows for cell in row if cell.crossing]


@dataclass(frozen=True, slots=True)
class _Letter:
    character: str
    baseline: int
    box: tuple[float, float, float, float]
    """Left, bottom, right, top."""


def plain(text: object) -> str:
    """A text as printed pages are compared: without white space, ligatures apart."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "" if text is None else str(text)))


def pages_of(pdf: Path) -> Iterator[Page]:
    """The pages of a PDF, one after the other."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield _page(page)
            page.close()
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    across, down = _rules(page)
    letters: dict[tuple[float, float, float, float], list[tuple[str, bool]]] = defaultdict(list)
    outside = []
    for found in _letters(page):
        letter, (left, bottom, right, top) = found.character, found.box
        x, y = (left + right) / 2, (bottom + top) / 2
        sides = _around(down, x, y), _around(across, y, x)
        if sides[0] is None or sides[1] is None:
            outside.append(letter)
            continue
        (west, east), (south, north) = sides
        crosses = (
            left < west - _OVERLAP or right > east + _OVERLAP or bottom < south - _OVERLAP or top > north + _OVERLAP
        )
        letters[west, east, south, north].append((letter, crosses))
    rows: dict[float, list[Cell]] = defaultdict(list)
    for (west, _, _, north), within in letters.items():
        text = plain("".join(letter for letter, _ in within))
        rows[north].append(Cell(west, north, text, "".join(letter for letter, crosses in within if crosses)))
    ordered = [tuple(sorted(rows[top], key=lambda cell: cell.left)) for top in sorted(rows, reverse=True)]
    return Page(tuple(ordered), plain("".join(outside)))


_Rules = list[tuple[float, float, float]]
"""Rules in one direction, in order: where, from, to."""


def _rules(page: pypdfium2.PdfPage) -> tuple[_Rules, _Rules]:
    """The horizontal and the vertical rules."""
    across, down = set(), set()
    for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        if top - bottom < _THIN < right - left:
            across.add((round((top + bottom) / 2), left, right))
        elif right - left < _THIN < top - bottom:
            down.add((round((left + right) / 2), bottom, top))
    return sorted(across), sorted(down)


def _around(rules: _Rules, at: float, beside: float) -> tuple[float, float] | None:
    """The nearest rules before and behind a place; None when it is not between two."""
    middle = bisect_left(rules, (at, 0.0, 0.0))
    before = next((r[0] for r in reversed(rules[:middle]) if r[1] <= beside <= r[2]), None)
    behind = next((r[0] for r in rules[middle:] if r[1] <= beside <= r[2]), None)
    return None if before is None or behind is None else (before, behind)


def _letters(page: pypdfium2.PdfPage) -> list[_Letter]:
    """What is printed on a page, line by line and from the left: a PDF holds it in another order where fonts change."""
    text = page.get_textpage()
    found = [letter for at in range(text.count_chars()) if (letter := _letter(text, at))]
    text.close()
    return sorted(found, key=lambda letter: (-letter.baseline, letter.box[0]))


def _letter(text: pypdfium2.PdfTextPage, at: int) -> _Letter | None:
    code = chr(pypdfium2.raw.FPDFText_GetUnicode(text, at))
    character = "-" if code == _HYPHEN_AT_LINE_END else code
    if character.isspace() or not character.isprintable():
        return None
    x, y = c_double(), c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(text, at, x, y)
    return _Letter(character, round(y.value), text.get_charbox(at))
