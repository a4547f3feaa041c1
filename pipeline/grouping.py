"""Saying the same fault once: findings that differ in their cell alone become one line.

Only the words for people are grouped; `fugi check --json` and the receipts keep one finding for each cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from validations.findings import WAIVED

Record = Mapping[str, Any]

FEWEST = 3
"""So many findings that say the same on one sheet are said as one."""

_OWN_ROW = re.compile(r"（[^（）]*）。$")
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a report."""

    severity: str
    code: str
    sheet: str | None
    cells: tuple[str, ...]
    message: str
    remedy: str

    @property
    def is_waived(self) -> bool:
        """Whether the secretariat accepts the fault."""
        return WAIVED in self.message

    @property
    def where(self) -> str:
        """The place as people say it: シート「表紙」のC12, or all cells of a repeated fault."""
        if self.sheet is None:
            return "ファイル全体"
        cells = "、".join(ranges(self.cells))
        many = f"（{len(self.cells)}か所）" if len(self.cells) > 1 else ""
        return f"シート「{self.sheet}」" + (f"の{cells}{many}" if cells else "")


def grouped(findings: Iterable[Record]) -> list[Group]:
    """The findings as lines, in the order of their first cells."""
    alike: dict[tuple[object, ...], list[Record]] = {}
    for finding in findings:
        key = (finding["severity"], finding["code"], finding["sheet"], _common(finding["message"]), finding["remedy"])
        alike.setdefault(key, []).append(finding)
    groups: list[Group] = []
    for members in alike.values():
        lines = [members] if len(members) >= FEWEST else [[one] for one in members]
        groups += [_group(line) for line in lines]
    return groups


def _group(members: Sequence[Record]) -> Group:
    first = members[0]
    message = first["message"] if len(members) == 1 else _common(first["message"])
    return Group(first["severity"], first["code"], first["sheet"], _cells(members), message, first["remedy"])


def _common(message: str) -> str:
    """A message without the note in brackets that names its own row."""
    return _OWN_ROW.sub("。", message)


def _cells(findings: Sequence[Record]) -> tuple[str, ...]:
    return tuple(finding["cell"] for finding in findings if finding["cell"])


def ranges(cells: Sequence[str]) -> list[str]:
    """Addresses with those that follow each other down a column joined: D10, D11, D12, E4 → D10–D12, E4."""
    places = sorted({(found[1], int(found[2])) for found in map(_CELL.fullmatch, cells) if found}, key=_column_first)
    joined = []
    for (column, _), run in groupby(enumerate(places), key=lambda item: (item[1][0], item[1][1] - item[0])):
        rows = [row for _, (_, row) in run]
        joined.append(f"{column}{rows[0]}" if len(rows) == 1 else f"{column}{rows[0]}–{column}{rows[-1]}")
    return joined


def _column_first(place: tuple[str, int]) -> tuple[int, str, int]:
    return len(place[0]), place[0], place[1]
