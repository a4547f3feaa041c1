"""Consolidating: the accepted workbooks, the earlier years and the decisions become one ledger and one list for each 年度.

A function of `workbooks/` alone: accepted files in their latest version, receipts, and what the secretariat wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
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
from pipeline.ledger_sheets import YEAR, accepted_sheets, past_sheets, receipt_sheets
from pipeline.list_rows import list_rows
from pipeline.masters.load import Masters
from pipeline.placement import fiscal_label_of_case
from pipeline.receipts import Placed, latest_accepted
from pipeline.registers.items import ITEM_REGISTER, ITEMS, SENSITIVE_REGISTER, mentions
from pipeline.registers.lineage import LINEAGE
from pipeline.registers.measures import MATRIX, MEASURE_REGISTER
from pipeline.registers.partners import COMPANY_REGISTER, LINK_REGISTER, PROVISION_REGISTER
from pipeline.registers.registers import measure_order, registers_of_all_years, registers_of_year
from pipeline.registers.texts import rows_of
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
    form = masters.forms[FORM]
    accepted = accepted_sheets(tables, cases, _heads(workspace, files, decisions), masters)
    past = past_sheets(secretariat.past_cases, decisions, masters)
    received = receipt_sheets(workspace, placed)
    whole = {name: _together(name, past, accepted, received) for name in SHEETS}
    years = sorted({str(year) for rows in whole.values() for year in rows[YEAR].dropna().unique()})
    sheets = {year: {name: _of_year(rows, year) for name, rows in whole.items()} for year in years}
    mentioned = mentions(whole[ITEMS], {name: accepted[name] for name in cases.divisions}, masters)
    year_of_case = dict(rows_of(whole["案件"], "案件ID", YEAR))
    mentioned[YEAR] = [year_of_case.get(case) for case in mentioned["案件ID"]]
    for year, own in sheets.items():
        sheets[year] = own | registers_of_year(own, _of_year(mentioned, year), measure_order(form))
    if years:  # what reaches over the years stands in the newest book, and what depends on the date in one sheet of it
        newest = sheets[max(years, key=parse_fiscal_label)]
        newest |= registers_of_all_years(whole, cases.divisions, mentioned, masters)
        newest[DEADLINES] = deadline_sheet(tables, accepted["案件"], newest[LINEAGE], whole["案件"], date)
    return Ledger({year: in_order(own) for year, own in sheets.items()}, list_rows(accepted["案件"], past["案件"]))


SHEETS = (
    "案件", "担当", "電算処理", "外部結合", "業務委託", "再委託", "指定管理", "外部提供", "防犯カメラ",
    "対策", "記録項目", "情報の流れ", "対象者数", "委託先", "受付", "指摘",
)  # fmt: skip
"""The sheets of a 台帳 whose rows come from one place each; one without rows still shows its headings."""

_ORDER = (
    *SHEETS[: SHEETS.index("対策") + 1], MEASURE_REGISTER, MATRIX, "記録項目", ITEM_REGISTER, "情報の流れ", "対象者数", "委託先",
    COMPANY_REGISTER, LINK_REGISTER, PROVISION_REGISTER, SENSITIVE_REGISTER, LINEAGE, DEADLINES, "受付", "指摘",
)  # fmt: skip


def in_order(sheets: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The sheets of a 台帳 in the order in which they stand; a register beside the sheet that it is made from."""
    return {name: sheets[name] for name in sorted(sheets, key=lambda name: _ORDER.index(name.partition("_")[0]))}


def _together(name: str, *sources: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of a sheet from all its sources, those of all years."""
    there = [source[name] for source in sources if name in source]
    filled = [rows for rows in there if not rows.empty]
    return pd.concat(filled, ignore_index=True) if len(filled) > 1 else (filled or there)[0]


def _of_year(rows: pd.DataFrame, year: str) -> pd.DataFrame:
    own = rows[YEAR].eq(year)
    # where all rows are of one year they are shared, not copied
    return (rows if own.all() else rows[own]).drop(columns=YEAR)


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
    return pd.DataFrame(rows, columns=["案件ID", "版", "受付日", "受付ID", "ブック", "帳簿の年度", *DECIDED])


DECIDED = ("№", "回", "資料番号", "付議日", "審議結果", "条件・意見", "取下げ")


def year_of_case(case_id: str, held: object) -> str:
    """The 年度 to which a case belongs: that of its 付議日 (ISO text in full precision), else that in which its 案件ID was given."""
    if isinstance(held, str) and len(held) == len("2025-06-01"):
        return fiscal_label_of(pd.Timestamp(held).date())
    return fiscal_label_of_case(case_id)
