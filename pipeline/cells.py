"""欄: the cells of written table rows that the rules look at one by one: required ones left empty, dates that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.extract import table_name
from pipeline.forms.model import DATE, PARTIAL_DATE, REQUIRED, SHEET_OF_MEASURES, Column, Form
from pipeline.frames import Tables
from pipeline.normalise import each_distinct, read_date_text

CELLS = "欄"
COLUMNS = (
    "冊", "シート", "行", "列", "見出し", "原文", "条件", "要", "記入", "日付の誤り",
    "読み替え", "読み", "選択肢にない", "整数でない", "選択肢",
)  # fmt: skip


def collect_cells(tables: Tables, form: Form) -> None:
    """Add the frame 欄 to `tables`: a row for each required cell that is empty in a written row, and for each bad date."""
    found: list[tuple[object, ...]] = []
    for sheet in form.sheets:
        if sheet.kind == SHEET_OF_MEASURES:
            continue  # checklists have rules of their own
        for table in (f for f in sheet.fields if f.is_table):
            frame = tables[table_name(table, sheet.kind)]
            for number, column in enumerate(table.columns):
                found.extend(_of_column(frame, number, column))
    tables.frames[CELLS] = pd.DataFrame(found, columns=list(COLUMNS))


def _of_column(frame: pd.DataFrame, number: int, column: Column) -> Iterator[tuple[object, ...]]:
    if column.fixed:
        return
    values = frame[column.heading]
    if column.type in (DATE, PARTIAL_DATE):
        faults = [reading.fault if reading else None for reading in each_distinct(values, read_date_text)]
    else:
        faults = [None] * len(frame)
    empty = values.isna() if column.required == REQUIRED else pd.Series(False, index=frame.index)
    flagged = empty.to_numpy() | pd.Series(faults, dtype="object").notna().to_numpy()
    for row in flagged.nonzero()[0]:
        line = frame.iloc[row]
        text = None if pd.isna(line[column.heading]) else line[column.heading]
        place = line["列"][number]
        if place is None:
            continue  # its column was not found, which is told with F05
        yield (
            line["冊"], line["シート"], line["行"], place, column.heading, text, "",
            bool(empty.iloc[row]), text is not None, faults[row], False, None, False, False, "",
        )  # fmt: skip
