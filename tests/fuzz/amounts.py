"""Mutators that write far too much: texts as long as a cell can hold, rows pulled down the sheet."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import odd
from tests.fuzz.mutators import of_package
from tests.fuzz.parts import Part

LONGEST = 32_767
"""Characters of a cell."""

_STRING = re.compile(rb"<si>.*?</si>", re.DOTALL)
_ROW = re.compile(rb'<row r="(\d+)".*?</row>', re.DOTALL)
_DIVISIBLE = (
    "、",
    "・",
    "（",
    "）",
    "」",
    "部",
    "課",
    "株式会社",
    "令和7年",
    "第1回",
    "資料1",
    "1",
    "年",
    " ",
    "\n",
    "a@",
    "外",
    "承認",
    "x",
)


@of_package("長い文章")
def long_texts(rng: Random, parts: list[Part]) -> None:
    """Texts that say the same thousands of times: what is looked for in them is everywhere."""
    part = next((part for part in parts if part.name.endswith("sharedStrings.xml")), None)
    found = list(_STRING.finditer(part.data)) if part else []
    if part is None or not found:
        return
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 3, 20)))), key=lambda match: -match.start()):
        said = "".join(rng.choices((*_DIVISIBLE, odd.text(rng)), k=rng.choice((1, 1, 2, 4)))) or "x"
        text = odd.escaped((said * LONGEST)[: rng.choice((LONGEST, LONGEST, 5_000, LONGEST + 1))])
        part.data = part.data[: match.start()] + b"<si><t>" + text + b"</t></si>" + part.data[match.end() :]


@of_package("引き延ばした行")
def many_rows(rng: Random, parts: list[Part]) -> None:
    """A row pulled down over those that follow, and beyond them."""
    part = rng.choice([part for part in parts if "worksheets/" in part.name] or parts)
    found = list(_ROW.finditer(part.data))
    if not found:
        return
    pulled, end = rng.choice(found), part.data.rfind(b"</sheetData>")
    first, count = int(pulled[1]), rng.choice((10, 300, 3_000, 21_000))
    if rng.random() < 0.5:  # below everything else
        first, at = int(found[-1][1]), end
    else:
        at = pulled.end()
    cells = pulled[0][len(b'<row r="' + pulled[1]) :]
    copies = [
        re.sub(rb'(<c r="[A-Z]+)\d+', rb"\g<1>%d" % row, b'<row r="%d' % row + cells)
        for row in range(first + 1, first + count + 1)
    ]
    part.data = part.data[:at] + b"".join(copies) + part.data[end if at != end else at :]
