"""A finding: one fault at one cell, in words that a clerk can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ERROR, WARNING = "エラー", "警告"
SEVERITIES = (ERROR, WARNING)
WAIVED = "（事務局が認めた指摘です："
"""How the message of a waived finding goes on."""
ACCEPTED, RETURNED, QUARANTINED, DUPLICATE = "受理", "差戻し", "隔離", "重複"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `book` is the number of the workbook in the night; `row` and `column` count from 0."""

    code: str
    severity: str
    title: str
    message: str
    remedy: str
    book: int = 0
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    value: str | None = None
    items: tuple[str, ...] = ()
    """What the fault is about, in the words of the form (対策ID, 項目名, 見出し …): a waiver names one of them."""
    waived: str = ""
    """Why the secretariat accepts this finding; empty when it does not."""

    @property
    def cell(self) -> str | None:
        """The address as Excel shows it, e.g. `C12`; None when the fault has no one cell."""
        return None if self.row is None or self.column is None else address(self.row, self.column)

    def order(self, sheets: Mapping[str, int]) -> tuple[Any, ...]:
        """Key for sorting: most serious first, then by sheet (`sheets`: name → its place in the form), row and column."""
        place = sheets.get(self.sheet, len(sheets)) if self.sheet else -1
        row, column = (-1 if n is None else n for n in (self.row, self.column))
        return SEVERITIES.index(self.severity), place, self.sheet or "", row, column, self.code

    def as_record(self) -> dict[str, str | None]:
        """The finding as `fugi check --json` and the receipts give it. A waived one says so in its message."""
        accepted = f"{WAIVED}{self.waived}）" if self.waived else ""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "value": self.value,
            "message": self.message + accepted,
            "remedy": self.remedy,
        }


def address(row: int, column: int) -> str:
    """The A1 address of a cell from its 0-based row and column: (0, 26) → AA1."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
