"""The 特定個人情報保護評価 of which a 全項目評価書 was accepted and no case is known: they stand in 評価の経過 as well, each on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pipeline.japanese.case_ids import case_ids_in
from pipeline.receipts import filing_number
from pipeline.registers.step_dates import StepDates
from pipeline.registers.steps import COLUMNS, NOT_PUBLISHED, PUBLISHED, days_of, due_after, remarks_on
from pipeline.registers.texts import LINES, joined, rows_of

NO_CASE = "報告と実施結果の案件が、台帳にありません"


def with_filings(lines: pd.DataFrame, filings: pd.DataFrame, dates: Mapping[str, StepDates]) -> pd.DataFrame:
    """評価の経過 with a line for each 評価書 that none of its lines is about.

    Args:
        lines: The sheet 評価の経過, made from the cases.
        filings: The sheet 評価書.
        dates: 評価書番号 → the days that the 評価書 tells.

    """
    more = [
        {"評価": number, **_line(row, dates.get(filing_number(row["評価書番号"] or ""), StepDates()))}
        for number, row in enumerate(_alone(lines, filings), start=len(lines) + 1)
    ]
    if not more:
        return lines
    of_cases = lines.astype("object").where(lines.notna(), None).to_dict("records")
    return pd.DataFrame([*of_cases, *more], columns=list(COLUMNS)).astype({"意見聴取の日数": "Int64"})


def _alone(lines: pd.DataFrame, filings: pd.DataFrame) -> Iterator[Mapping[str, str | None]]:
    """The 評価書 whose number no line has, and of whose cases none stands in a line."""
    numbers: set[str] = set()
    ids: set[str] = set()
    for number, *cases in rows_of(lines, "評価書番号", "報告", "結果", "再実施"):
        numbers.add(filing_number(number or ""))
        ids.update(*(case_ids_in(text or "") for text in cases))
    headings = ("評価書番号", "評価書名", "事務の名称", "担当課", "案件ID", "受付ID", "ブック")
    for values in rows_of(filings, *headings):
        row = dict(zip(headings, values, strict=True))
        if filing_number(row["評価書番号"] or "") not in numbers and ids.isdisjoint(case_ids_in(row["案件ID"] or "")):
            yield row


def _line(row: Mapping[str, str | None], dates: StepDates) -> dict[str, object]:
    return {
        "事務": row["事務の名称"] or row["評価書名"],
        "担当課": row["担当課"],
        "評価書番号": row["評価書番号"],
        **days_of(dates),
        **(due_after(dates.published, dates.reviewed) if dates.published else {}),
        "状態": PUBLISHED if dates.published else NOT_PUBLISHED,
        "確認": joined([NO_CASE, *remarks_on(dates)], LINES),
        "受付ID": row["受付ID"],
        "ブック": row["ブック"],
    }
