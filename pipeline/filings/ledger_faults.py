"""What is told of a workbook that comes in, beside the ledger: rows of 照合 for P60–P69.

A 全項目評価書 is laid beside the known cases of its 事務, a 付議事項 beside the known 全項目評価書.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.compare.faults import COMPARED, Fault, to_frame
from pipeline.extract import Extract
from pipeline.filings.facts import CaseFacts, FilingFacts, Said, as_record
from pipeline.filings.filing_facts import filing_facts
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
from pipeline.filings.rows import filing_tables
from pipeline.frames import Tables
from pipeline.masters.load import Masters

if TYPE_CHECKING:
    from pipeline.known import Known


FACTS = "評価の事柄"
"""The frame of what is kept for the receipts: a row a workbook that has to do with a 評価書, with 冊 and 事柄 (`CaseFacts` or `FilingFacts`)."""


def facts_frame(facts: Mapping[int, CaseFacts | FilingFacts]) -> pd.DataFrame:
    """The frame 評価の事柄."""
    rows = pd.Series(list(facts.values()), dtype="object")
    return pd.DataFrame({"冊": pd.Series(list(facts), dtype="int64"), "事柄": rows})


def records_of(tables: Tables) -> dict[int, dict[str, Any]]:
    """冊 → its facts as they stand in a receipt."""
    frame = tables.frames.get(FACTS)
    rows = [] if frame is None else zip(frame["冊"].tolist(), frame["事柄"].tolist(), strict=True)
    return {book: as_record(facts) for book, facts in rows}


def filing_ledger_frames(filings: Mapping[int, Extract], masters: Masters, known: Known) -> dict[str, pd.DataFrame]:
    """照合 and 評価の事柄 of the 全項目評価書 of a night. `filings`: 冊 → what was read."""
    read = filing_facts(filing_tables(list(filings.values()), masters), masters)
    facts = {book: read[place] for place, book in enumerate(filings) if place in read}
    faults = to_frame(filing_faults(facts, known, masters.department_keys))
    return {COMPARED: faults, FACTS: facts_frame(facts)}


def filing_faults(facts: Mapping[int, FilingFacts], known: Known, departments: Mapping[str, str]) -> Iterator[Fault]:
    """The faults of 全項目評価書 that come in. `facts`: 冊 → what it says; `departments`: folded name of a 課 → its name today."""
    for book, filing in facts.items():
        for case, _ in pairs(known.facts_of_cases, [filing], departments):
            for one in differences(case, filing):
                yield _fault(book, one.filing, one.code, one.filing_says, f"{case.id}「{case.title}」", one.case_says)
        for said in unregistered(filing, known.partners):
            yield _fault(book, said, UNREGISTERED, said.text)
        for said, missing in unknown_cases(filing, known.case_ids):
            yield _fault(book, said, UNKNOWN_CASE, missing)


def case_faults(facts: Mapping[int, CaseFacts], known: Known, departments: Mapping[str, str]) -> Iterator[Fault]:
    """The faults of 付議事項 that come in, as `filing_faults`."""
    numbers = {filing.number for filing in known.facts_of_filings}
    for book, case in facts.items():
        for _, filing in pairs([case], known.facts_of_filings, departments):
            name = f"評価書{filing.number}「{filing.title or filing.business}」"
            for one in differences(case, filing):
                yield _fault(book, one.case, one.code, one.case_says, name, one.filing_says)
        for said, missing in unknown_numbers(case, numbers):
            yield _fault(book, said, UNKNOWN_NUMBER, missing)


def _fault(book: int, at: Said, code: str, own: str, other: str = "", other_says: str = "") -> Fault:
    return {
        "冊": book, "シート": at.sheet, "行": at.row, "列": at.column, "見出し": at.label, "原文": at.text,
        "食い違い": code, "相手": other, "こちらの記載": own, "相手の記載": other_says,
    }  # fmt: skip
