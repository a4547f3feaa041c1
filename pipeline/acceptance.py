"""How long it took from the first receipt of a case to its acceptance, and how often it was returned in between.

The files of a case follow each other as the receipts say: a corrected file names the one that it corrects, or has the same 課 and
件名. What was set aside or repeats another file is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.decide import CaseKey, case_key
from pipeline.registers.texts import COMMA, rows_of
from validations.findings import ACCEPTED, RETURNED

COLUMNS = ("案件ID", "件名", "課", "最初の受付日", "受理日", "日数", "差戻しの回数")


@dataclass(slots=True)
class _Line:
    """The files of one case so far. `first` is empty while nothing has come since the last acceptance."""

    first: str = ""
    returned: int = 0


def acceptances(received: pd.DataFrame) -> pd.DataFrame:
    """A row a case, at its first acceptance, in the order of the days.

    Args:
        received: The sheet 受付 of all years; its rows may stand in any order.

    Returns:
        案件ID, 件名, 課, 最初の受付日 and 受理日 (ISO), 日数 (0 where it was accepted the night it came first), 差戻しの回数.

    """
    counted = received[received["判定"].isin((ACCEPTED, RETURNED))]
    ordered = counted.sort_values(["受付日", "判定", "案件ID", "版"], key=_order, kind="stable")
    by_receipt: dict[str, _Line] = {}
    by_case: dict[CaseKey, _Line] = {}
    rows: dict[str, tuple[object, ...]] = {}
    headings = ("受付日", "判定", "案件ID", "件名", "課", "受付ID", "前の受付ID")
    for day, verdict, case_id, title, departments, receipt, earlier in rows_of(ordered, *headings):
        key = case_key(tuple((departments or "").split(COMMA)), title) if title else None
        line = by_receipt.get(earlier) or (by_case.get(key) if key else None) or _Line()
        by_receipt[receipt] = line
        if key:
            by_case[key] = line
        line.first = line.first or day
        if verdict == RETURNED:
            line.returned += 1
            continue
        if case_id not in rows:
            days = (pd.Timestamp(day) - pd.Timestamp(line.first)).days
            rows[case_id] = (case_id, title, departments, line.first, day, days, line.returned)
        line.first, line.returned = "", 0
    return pd.DataFrame(list(rows.values()), columns=list(COLUMNS))


def _order(column: pd.Series) -> pd.Series:
    """Of one night what was returned comes before what was accepted."""
    return column.eq(ACCEPTED) if column.name == "判定" else column
