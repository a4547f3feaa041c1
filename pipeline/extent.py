"""How far a sheet reaches, and how much is written in a workbook. What is beyond all measure is refused where it is read.

The reader lays out the whole rectangle from A1 to the last written row and column: one slip of the finger in XFD1048576 makes
that 17 thousand million cells, and the process would die for want of memory. What is read goes on to the night as a whole, where
nothing bounds it any more: a row that was pulled down to the end of the sheet is a million rows to judge and to answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TypeAlias

from pipeline.package import Unreadable

Row: TypeAlias = tuple[object, ...]

MOST_CELLS = 20_000_000
"""Of one sheet. A form has about 3,000; one written down to the last row of Excel in ten columns 10 million."""

MOST_ROWS = 20_000
"""Written rows of all tables of a workbook, and also places with something to tell. A form has room for about 500."""
MOST_LETTERS = 3_000_000
"""Of all that is read from a workbook. A filled form has about 30,000; a single cell can hold 32,767."""

_FEW_ROWS = MOST_CELLS // 16_384
"""With so many rows a sheet is never too large."""

_ROW = re.compile(rb"""\br=["'](\d+)["']""")
_WRITTEN = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>/]*>\s*<(?:\w+:)?(?:v|is|f)\b""")


def refuse_if_too_large(xml: bytes, sheet: str) -> None:
    """Raise `Unreadable` for the XML of a sheet whose writing spans more cells than can be read."""
    if _last_row(xml) <= _FEW_ROWS:
        return
    cells = [(int(row), column_number(letters.decode()) + 1, letters) for letters, row in _WRITTEN.findall(xml)]
    if not cells:
        return
    lowest, rightmost = max(cells), max(cells, key=lambda cell: cell[1])
    if lowest[0] * rightmost[1] > MOST_CELLS:
        far = "と".join(dict.fromkeys(f"{letters.decode()}{row}" for row, _, letters in (lowest, rightmost)))
        raise Unreadable("ブックとして読めない", f"シート「{sheet}」の、表から遠く離れた{far}に記入があります")


def refuse_if_too_much(tables: Mapping[str, Sequence[Row]], others: Sequence[Row], observations: Sequence[Row]) -> None:
    """Raise `Unreadable` for a workbook with more than a night can take of one. Rows as in an `Extract`."""
    count = sum(map(len, tables.values()))
    if count > MOST_ROWS:
        raise Unreadable("ブックとして読めない", f"表の記入が、合わせて{count:,}行あります")
    if len(observations) > MOST_ROWS:
        raise Unreadable("ブックとして読めない", f"数式の誤りなどが、合わせて{len(observations):,}か所あります")
    cells = chain.from_iterable(chain(others, observations, *tables.values()))
    letters = sum([len(cell) for cell in cells if cell.__class__ is str])
    if letters > MOST_LETTERS:
        raise Unreadable("ブックとして読めない", f"記入が、合わせて{letters:,}字あります")


def _last_row(xml: bytes) -> int:
    """The number of the last row, as far as it is stated; rows without a number are counted."""
    start = xml.rfind(b"row ")
    stated = _ROW.search(xml, start, start + 200) if start >= 0 else None
    return int(stated[1]) if stated else xml.count(b"<row")


@cache
def column_number(letters: str) -> int:
    """The 0-based number of a column: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
