"""How far a sheet reaches. The reader lays out the whole rectangle from A1 to the last written row and column.

One slip of the finger in XFD1048576 makes that 17 thousand million cells, and the process would die for want of memory.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.package import Unreadable

MOST_CELLS = 20_000_000
"""Of one sheet. A form has about 3,000; one written down to the last row of Excel in ten columns 10 million."""

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
