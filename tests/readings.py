"""What was read from workbooks, laid flat: name of the input → its value, so that two workbooks can be held side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pandas as pd

from pipeline.extract import Extract
from pipeline.frames import INPUTS, Tables
from pipeline.read import text_of
from validations.findings import address

Values = dict[str, str]
"""`業務委託.委託先` → 株式会社見本; the same on a copied sheet: `業務委託.委託先 (2)`. A cell of a table: `対象者数 1.数`."""

READ_AS = {("対策", "可否"): "印", ("対象者数", "数"): "値"}
"""(table, heading) → the column with what the text was read as."""


def values_of(tables: Tables, books: int) -> list[Values]:
    """All written values of each workbook of the night, as they go into the ledger."""
    flat: list[Values] = [{} for _ in range(books)]
    order = _order_of_sheets(tables)
    inputs = tables[INPUTS]
    for book, leaf, sheet, name, value in inputs[["冊", "枚", "様式シート", "項目名", "値"]].itertuples(index=False):
        if isinstance(value, str):
            flat[book][f"{sheet}.{name}{order[leaf]}"] = value
    for table, headings in tables.headings.items():
        lines: Counter[int] = Counter()
        for row in tables[table].to_dict("records"):
            lines[row["冊"]] += 1
            key = row["対策ID"] if table == "対策" else lines[row["冊"]]
            for heading in headings:
                value = row[READ_AS.get((table, heading), heading)]
                if not pd.isna(value):
                    flat[row["冊"]][f"{table} {key}.{heading}{order[row['枚']]}"] = str(text_of(value))
    return flat


def _order_of_sheets(tables: Tables) -> dict[int, str]:
    """枚 → what tells a second sheet of one kind from the first."""
    seen: dict[tuple[int, str], int] = defaultdict(int)
    order = {}
    for leaf, (book, sheet) in enumerate(tables["シート"][["冊", "様式シート"]].itertuples(index=False)):
        seen[book, sheet] += 1
        order[leaf] = f" ({seen[book, sheet]})" if seen[book, sheet] > 1 else ""
    return order


def places_of(extract: Extract) -> list[tuple[object, str, object]]:
    """(sheet, cell, text as typed) of everything that was read from one workbook."""
    leaves: Sequence[Any] = extract.sheets
    fields: Sequence[Any] = extract.fields
    lines: Sequence[Any] = list(chain.from_iterable(extract.tables.values()))
    read = [(leaf, row, column, raw) for leaf, _, row, column, raw, _ in fields]
    read += [(leaf, row, *cell) for leaf, row, columns, *cells in lines for cell in zip(columns, cells, strict=True)]
    return [(leaves[leaf][1], address(row, column), raw) for leaf, row, column, raw in read if raw is not None]


def stands_there(
    places: Sequence[tuple[object, str, object]], sheets: Mapping[str, list[list[object]]]
) -> list[object]:
    """The places at which the workbook, read by itself, does not hold what was read there."""
    cells: dict[tuple[object, str], str | None] = {
        (sheet, address(row, column)): text_of(value)
        for sheet, rows in sheets.items()
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value != ""
    }
    return [place for place in places if cells.get(place[:2]) != place[2]]
