"""Consolidating: the accepted workbooks, the earlier years and the decisions become one ledger and one list for each 年度.

A function of `workbooks/` alone: accepted files in their latest version, receipts, and what the secretariat wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.context import Cases
from pipeline.deadlines import DEADLINES, deadline_sheet
from pipeline.extract import Extract
from pipeline.frames import Tables
from pipeline.japanese.dates import parse_fiscal_label
from pipeline.judge import prepare
from pipeline.ledger_sheets import accepted_sheets, past_sheets, receipt_sheets
from pipeline.list_rows import list_rows
from pipeline.masters.load import Masters
from pipeline.placement import fiscal_label_of_case
from pipeline.receipts import Placed, latest_accepted
from pipeline.secretariat import Secretariat
from pipeline.workspace import FORM, Workspace, fiscal_label_of

Extractor = Callable[[Sequence[tuple[Path, str]]], list[Extract]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is published, by 年度 label."""

    sheets: dict[str, dict[str, pd.DataFrame]]
    """年度 → sheet of the 台帳 → its rows."""
    lists: dict[str, pd.DataFrame]
    """年度 → the deliberated cases, in the columns of 審議案件一覧 and its summary pages."""


def consolidate(
    workspace: Workspace,
    placed: Sequence[Placed],
    masters: Masters,
    secretariat: Secretariat,
    extractor: Extractor,
    date: dt.date,
) -> Ledger:
    """Build the ledger. `extractor` reads files; `date` is the day from which deadlines are counted."""
    latest = latest_accepted(list(placed))
    files = [latest[case_id] for case_id in sorted(latest)]
    # what was read is let go of as soon as it is in the tables: a year of it is large
    tables, cases = prepare(extractor([(item.path, item.path.name) for item in files]), masters)
    return build_ledger(workspace, placed, files, tables, cases, masters, secretariat, date)


def build_ledger(
    workspace: Workspace,
    placed: Sequence[Placed],
    files: Sequence[Placed],
    tables: Tables,
    cases: Cases,
    masters: Masters,
    secretariat: Secretariat,
    date: dt.date,
) -> Ledger:
    """Put the frames of the accepted files beside the earlier cases, the decisions and the receipts, by 年度."""
    decisions = secretariat.decisions.set_index("案件ID")
    heads = _heads(workspace, files, decisions)
    sheets: dict[str, dict[str, pd.DataFrame]] = {}
    accepted = accepted_sheets(tables, cases, heads, masters.forms[FORM])
    past = past_sheets(secretariat.past_cases, decisions)
    received = receipt_sheets(workspace, placed)
    for name in dict.fromkeys([*accepted, *past, *received]):
        parts = [part[name] for part in (past, accepted, received) if name in part and not part[name].empty]
        if not parts:
            continue
        rows = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
        for year, group in rows.groupby("帳簿の年度", sort=True):
            sheets.setdefault(str(year), {})[name] = group.drop(columns="帳簿の年度")
    complete = {
        year: {name: rows.get(name, _headings_only(name, accepted, received)) for name in _SHEETS}
        for year, rows in sorted(sheets.items())
    }
    if complete:  # what depends on the date stands in one sheet of one book
        complete[max(complete, key=parse_fiscal_label)][DEADLINES] = deadline_sheet(tables, accepted["案件"], date)
    return Ledger(complete, list_rows(accepted["案件"], past["案件"]))


_SHEETS = (
    "案件", "担当", "電算処理", "外部結合", "業務委託", "再委託", "指定管理", "外部提供", "防犯カメラ",
    "対策", "記録項目", "情報の流れ", "対象者数", "委託先", "受付", "指摘",
)  # fmt: skip
"""The sheets of a 台帳, in their order; one without rows still shows its headings."""


def _headings_only(name: str, *sources: dict[str, pd.DataFrame]) -> pd.DataFrame:
    frame = next(source[name] for source in sources if name in source)
    return frame.iloc[:0].drop(columns="帳簿の年度")


def _heads(workspace: Workspace, files: Sequence[Placed], decisions: pd.DataFrame) -> pd.DataFrame:
    """A row an accepted file, in the order of its 冊: what the receipts and the decisions say of the case."""
    rows: list[dict[str, Any]] = []
    for item in files:
        case_id = item.receipt.case_id or ""
        decision = decisions.loc[case_id] if case_id in decisions.index else None
        held = decision["付議日"] if decision is not None else None
        year = year_of(held) or fiscal_label_of_case(case_id)
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
    return pd.DataFrame(rows, columns=["案件ID", "版", "受付日", "受付ID", "ブック", "帳簿の年度", *DECIDED])


DECIDED = ("№", "回", "資料番号", "付議日", "審議結果", "条件・意見", "取下げ")


def year_of(day: object) -> str | None:
    """The 年度 of a 付議日 given as ISO text in full precision."""
    if not isinstance(day, str) or len(day) != len("2025-06-01"):
        return None
    return fiscal_label_of(pd.Timestamp(day).date())
