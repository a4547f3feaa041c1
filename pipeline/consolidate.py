"""Consolidating: the accepted workbooks, the earlier years and the decisions become one ledger and one list for each 年度.

A function of `workbooks/` alone: accepted files in their latest version, receipts, and what the secretariat wrote.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.collector import no_search_for_cycles
from pipeline.filings.rows import HEADS as HEADS_OF_FILINGS
from pipeline.japanese.dates import parse_fiscal_label
from pipeline.ledger_sheets import UP, past_sheets, receipt_sheets
from pipeline.masters.load import Masters
from pipeline.parts import DECIDED, HEADS, FilingRows, Part, Rows, parts_of, parts_of_filings
from pipeline.placement import fiscal_label_of_case
from pipeline.receipts import Placed, filing_versions, latest_accepted
from pipeline.secretariat import Secretariat
from pipeline.workspace import Workspace, fiscal_label_of
from pipeline.years import Years, in_order

Reader = Callable[[Sequence[Part]], Iterable[Rows | FilingRows]]
Finished = Callable[[str, Mapping[str, pd.DataFrame]], object]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is published, by 年度 label."""

    sheets: dict[str, dict[str, pd.DataFrame]]
    """年度 → sheet of the 台帳 → its rows."""
    lists: dict[str, pd.DataFrame]
    """年度 → the deliberated cases, in the columns of 審議案件一覧 and its summary pages."""


@no_search_for_cycles()
def consolidate(
    workspace: Workspace,
    placed: Sequence[Placed],
    masters: Masters,
    secretariat: Secretariat,
    read: Reader,
    date: dt.date,
    finished: Finished = lambda year, sheets: None,
) -> Ledger:
    """Build the ledger.

    `read` gives the rows of the parts of the accepted files, in their order, those of 全項目評価書 last; `date` is the day from which
    deadlines are counted. `finished` is told of a 年度 as soon as its sheets are there, while others are still being read.
    """
    decisions = secretariat.decisions.set_index("案件ID")
    parts = _parts(workspace, placed, decisions)
    past = past_sheets(secretariat.past_cases, decisions, masters)
    notes = {str(case): str(note) for case, note in decisions["備考"].dropna().items()}
    years = Years(past, receipt_sheets(workspace, placed), masters, notes)
    left = Counter(part.year for part in parts if part.year)
    labels = sorted({*left, *years.labels})
    newest = max(labels, key=parse_fiscal_label, default=None)
    ledger: dict[str, dict[str, pd.DataFrame]] = {}

    def finish(year: str, more: Mapping[str, pd.DataFrame]) -> None:
        ledger[year] = in_order({**years.sheets(year), **more})
        finished(year, ledger[year])

    for part, rows in zip(parts, read(parts), strict=True):
        if isinstance(rows, FilingRows):
            years.take_filings(rows)
            continue
        years.take(part.year, rows)
        left[part.year] -= 1
        if not left[part.year] and part.year != newest:
            finish(part.year, {})
    for year in labels:
        if year not in ledger and year != newest:
            finish(year, {})
    if newest is not None:  # what reaches over the years, and what depends on the date, stands in the newest book
        finish(newest, years.sheets_across(date))
    return Ledger({year: ledger[year] for year in labels}, years.lists())


def _parts(workspace: Workspace, placed: Sequence[Placed], decisions: pd.DataFrame) -> list[Part]:
    """The accepted files in their latest versions, those of the cases first."""
    latest = latest_accepted(placed)
    cases = [latest[case_id] for case_id in sorted(latest)]
    filings = [versions[-1] for versions in filing_versions(placed).values()]
    return [
        *parts_of([item.path for item in cases], _heads(workspace, cases, decisions)),
        *parts_of_filings([item.path for item in filings], _heads_of_filings(workspace, filings)),
    ]


def _heads(workspace: Workspace, files: Sequence[Placed], decisions: pd.DataFrame) -> pd.DataFrame:
    """A row an accepted file, in the order of its 冊: what the receipts and the decisions say of the case."""
    rows: list[dict[str, Any]] = []
    for item in files:
        case_id = item.receipt.case_id or ""
        decision = decisions.loc[case_id] if case_id in decisions.index else None
        held = decision["付議日"] if decision is not None else None
        year = year_of_case(case_id, held)
        rows.append(
            {
                "案件ID": case_id,
                "版": item.receipt.version,
                "受付日": item.receipt.received_on,
                "受付ID": item.receipt.sha256,
                "ブック": workspace.relative(item.path),
                "帳簿の年度": year,
                **{name: decision[name] if decision is not None else None for name in DECIDED},
            }
        )
    return pd.DataFrame(rows, columns=list(HEADS))


def _heads_of_filings(workspace: Workspace, filings: Sequence[Placed]) -> pd.DataFrame:
    """A row a 全項目評価書: what its receipt says."""
    rows = [
        (r.filing, r.version, r.received_on, r.sha256, UP + workspace.relative(item.path))
        for item in filings
        for r in [item.receipt]
    ]
    return pd.DataFrame(rows, columns=list(HEADS_OF_FILINGS))


def year_of_case(case_id: str, held: object) -> str:
    """The 年度 to which a case belongs: that of its 付議日 (ISO text in full precision), else that in which its 案件ID was given."""
    if isinstance(held, str) and len(held) == len("2025-06-01"):
        return fiscal_label_of(pd.Timestamp(held).date())
    return fiscal_label_of_case(case_id)
