"""事務局の欄: the cells of the secretariat's books that hold what cannot be understood, for F16, F25 and F27.

Without this, a 審議結果 with a slip would be published as it is, and a № or 年度 that cannot be read would count as none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pipeline.extract import table_name
from pipeline.forms.model import INTEGER, Column, Form
from pipeline.frames import Tables
from pipeline.japanese.marks import YES, read_mark
from pipeline.numbering import whole_number, year_of_label
from pipeline.registers.texts import rows_of

RECORD_CELLS = "事務局の欄"
YEAR = "年度"


def record_cells(tables: Tables, form: Form, readings: Mapping[str, str]) -> pd.DataFrame:
    """A row for each such cell, with 見出し, 原文, 選択肢 and what is wrong: 選択肢にない, 数でない, 年度でない.

    `readings`: spellings of ○, as the master has them; any of them will do where ○ is a choice.
    """
    found = [
        row
        for sheet in form.sheets
        for table in sheet.fields
        if table.is_table
        for number, column in enumerate(table.columns)
        for row in _of_column(tables[table_name(table, sheet.kind)], number, column, readings)
    ]
    return pd.DataFrame(found)


def _of_column(
    frame: pd.DataFrame, number: int, column: Column, readings: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    if not (column.choices or column.type == INTEGER or column.heading == YEAR):
        return
    written = frame[frame[column.heading].notna()]
    for text, book, sheet, row, places in rows_of(written, column.heading, "冊", "シート", "行", "列"):
        place = places[number]
        faults = {
            "選択肢にない": bool(column.choices) and not _is_choice(text, column.choices, readings),
            "数でない": column.type == INTEGER and whole_number(text) is None,
            "年度でない": column.heading == YEAR and year_of_label(text) is None,
        }
        if place is not None and any(faults.values()):
            yield {
                "冊": book, "シート": sheet, "行": row, "列": place, "見出し": column.heading,
                "原文": text, "選択肢": "、".join(column.choices), **faults,
            }  # fmt: skip


def _is_choice(text: str, choices: tuple[str, ...], readings: Mapping[str, str]) -> bool:
    mark = read_mark(text, readings) if YES in choices else None
    return text in choices or (mark is not None and mark.mark == YES)
