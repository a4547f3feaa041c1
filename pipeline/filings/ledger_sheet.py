"""評価書との照合: a row for each thing that a 全項目評価書 and a case of its 事務 tell differently, over all that is in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

import validations.rules  # noqa: F401  (fills the catalogue)
from pipeline.filings.facts import CaseFacts, FilingFacts, Said
from pipeline.filings.ledger_check import (
    UNKNOWN_CASE,
    UNKNOWN_NUMBER,
    UNREGISTERED,
    differences,
    pairs,
    unknown_cases,
    unknown_numbers,
    unregistered,
)
from pipeline.japanese.companies import company_key
from pipeline.receipts import filing_order
from pipeline.registers.texts import in_force, rows_of
from validations.catalogue import CATALOGUE

COMPARISON = "評価書との照合"
COLUMNS = (
    "評価書番号", "評価書名", "案件ID", "件名", "担当課", "コード", "事柄", "評価書の記載", "案件の記載", "直し方", "シート", "セル", "案件のシート",
    "案件のセル", "受付ID", "ブック", "案件のブック",
)  # fmt: skip
"""担当課 is that of the case, シート, セル, 受付ID and ブック those of the 評価書; where only one side is meant, those of the other are empty."""

_Row = dict[str, str | None]


def comparison_sheet(
    facts: tuple[Iterable[CaseFacts], Sequence[FilingFacts]],
    cases: pd.DataFrame,
    filings: pd.DataFrame,
    companies: pd.DataFrame,
    departments: Mapping[str, str],
) -> pd.DataFrame:
    """The sheet, by 評価書番号, 案件ID and code.

    Args:
        facts: What the accepted cases and filings say.
        cases: The sheet 案件 of all years. What was withdrawn or refused is not compared.
        filings: The sheet 評価書.
        companies: The sheet 委託先一覧.
        departments: Folded name of a 課 → its name today.

    """
    of_case = {id_: rest for id_, *rest in rows_of(in_force(cases), "案件ID", "件名", "担当課", "ブック")}
    of_filing = {number: rest for number, *rest in rows_of(filings, "評価書番号", "評価書名", "受付ID", "ブック")}
    own, filed = [case for case in facts[0] if case.id in of_case], facts[1]
    rows: list[_Row] = []
    for case, filing in pairs(own, filed, departments):
        rows += (
            _row(one.code, filing.number, case.id, (one.filing_says, one.case_says), (one.filing, one.case))
            for one in differences(case, filing)
        )
    known = {id_ for (id_,) in rows_of(cases, "案件ID")}
    registered = {company_key(name) for (name,) in rows_of(companies, "名称")}
    rows += _of_one_side(own, filed, known, registered)
    for row in rows:
        title, departments_of, book = of_case.get(row["案件ID"], (None, None, None))
        name, receipt, filed_as = of_filing.get(row["評価書番号"], (None, None, None))
        row |= {"件名": title, "担当課": departments_of, "案件のブック": book}
        row |= {"評価書名": name, "受付ID": receipt, "ブック": filed_as}
    rows.sort(key=lambda row: (filing_order(row["評価書番号"] or ""), row["案件ID"] or "", row["コード"] or ""))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("object")


def _of_one_side(
    cases: Iterable[CaseFacts], filings: Sequence[FilingFacts], known: set[str], registered: set[str]
) -> Iterator[_Row]:
    for filing in filings:
        for said in unregistered(filing, registered):
            yield _row(UNREGISTERED, filing.number, None, (said.text, None), (said, None))
        for said, missing in unknown_cases(filing, known):
            yield _row(UNKNOWN_CASE, filing.number, None, (missing, None), (said, None))
    numbers = {filing.number for filing in filings}
    for case in cases:
        for said, missing in unknown_numbers(case, numbers):
            yield _row(UNKNOWN_NUMBER, missing, case.id, (None, said.text), (None, said))


def _row(
    code: str, number: str, case: str | None, said: tuple[str | None, str | None], at: tuple[Said | None, Said | None]
) -> _Row:
    filing_at, case_at = at
    rule = CATALOGUE[code]
    return {
        "評価書番号": number, "案件ID": case, "コード": code, "事柄": rule.title, "評価書の記載": said[0], "案件の記載": said[1],
        "直し方": rule.remedy, "シート": filing_at and filing_at.sheet, "セル": filing_at and filing_at.cell,
        "案件のシート": case_at and case_at.sheet, "案件のセル": case_at and case_at.cell,
    }  # fmt: skip
