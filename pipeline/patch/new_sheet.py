"""The first sheet of the annotated copy, 検証結果: what was found, in a table with links to the cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.patch.own_sheet import ERROR_TINT, SIZE, Looks, Table, Value
from pipeline.patch.styles import Styles
from pipeline.patch.values import shorten
from pipeline.publish.text_measure import GOTHIC, lines_needed, row_height
from validations.findings import ERROR

TITLE = "検証結果"
HEADINGS = ("№", "重大度", "シート", "セル", "内容", "直し方", "コード")

_WIDTHS = (5.0, 9.0, 20.0, 8.0, 52.0, 52.0, 8.0)
_LINK = 3
_NOTHING_FOUND = "直すところはありません。"


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said about a cell; `sheet` and `cell` (A1) are None where it is about no one cell."""

    code: str
    """A capital letter and more such or digits (C06)."""
    severity: str
    """エラー or 警告."""
    sheet: str | None
    cell: str | None
    message: str
    remedy: str


def result_sheet(
    notes: Sequence[Note], summary: Sequence[str], styles: Styles, namespace: str, is_cell: Callable[[Note], bool]
) -> tuple[bytes, int]:
    """The XML of the sheet, and the number (from 1) of the row of headings, which is repeated on each page.

    `is_cell` says whether a note is about a cell that is there to be linked to.
    """
    looks = Looks.of(styles)
    table = Table(looks, _WIDTHS, namespace, ERROR_TINT)
    table.head(TITLE, summary, HEADINGS)
    for number, note in enumerate(notes, start=1):
        has_link = is_cell(note) and table.link(_LINK, note.sheet, note.cell)
        table.add(*_table_row(number, note, looks, has_link))
    if not notes:
        table.add(
            [(None, looks.centre)] * 4 + [(_NOTHING_FOUND, looks.text), (None, looks.text), (None, looks.centre)], 24
        )
    return table.xml(), table.top


def _table_row(number: int, note: Note, looks: Looks, has_link: bool) -> tuple[list[tuple[Value, int]], float]:
    severity = looks.error if note.severity == ERROR else looks.warning
    texts = shorten(note.message), shorten(note.remedy)
    values: list[Value] = [number, note.severity, note.sheet, note.cell, *texts, note.code]
    formats = (
        looks.centre,
        severity,
        looks.text,
        looks.link if has_link else looks.centre,
        looks.text,
        looks.text,
        looks.centre,
    )
    written = [(value, width) for value, width in zip(values, _WIDTHS, strict=True) if isinstance(value, str) and value]
    lines = max(lines_needed(value, width, SIZE, GOTHIC) for value, width in written)
    return list(zip((value or None for value in values), formats, strict=True)), row_height(lines, SIZE, GOTHIC) + 3
