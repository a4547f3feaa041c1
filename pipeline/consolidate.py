"""Consolidating: the accepted workbooks, the earlier years and the decisions become one ledger and one list for each 年度.

A function of `workbooks/` alone: accepted files in their latest version, receipts, and what the secretariat wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.collector import no_search_for_cycles
from pipeline.deadlines import DEADLINES, deadline_sheet
from pipeline.japanese.dates import parse_fiscal_label
from pipeline.ledger_sheets import YEAR, past_sheets, receipt_sheets
from pipeline.list_rows import list_rows
from pipeline.masters.load import Masters
from pipeline.parts import Part, Rows, parts_of, rows_of
from pipeline.placement import fiscal_label_of_case
from pipeline.receipts import Placed, latest_accepted
from pipeline.registers.items import ITEM_REGISTER, SENSITIVE_REGISTER
from pipeline.registers.lineage import LINEAGE
from pipeline.registers.measures import MATRIX, MEASURE_REGISTER
from pipeline.registers.partners import COMPANY_REGISTER, LINK_REGISTER, PROVISION_REGISTER
from pipeline.registers.registers import measure_order, registers_of_all_years, registers_of_year
from pipeline.registers.steps import STEPS
from pipeline.secretariat import Secretariat
from pipeline.workspace import FORM, Workspace, fiscal_label_of

Reader = Callable[[Sequence[Part]], Iterable[Rows]]


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
) -> Ledger:
    """Build the ledger. `read` gives the rows of the parts of the accepted files; `date` is the day from which deadlines are counted."""
    decisions = secretariat.decisions.set_index("案件ID")
    latest = latest_accepted(list(placed))
    files = [latest[case_id] for case_id in sorted(latest)]
    heads = _heads(workspace, files, decisions)
    parts = list(parts_of([item.path for item in files], heads))
    rows = _joined(list(read(parts)) or [rows_of([], Part(0, [], heads), masters)])
    past = past_sheets(secretariat.past_cases, decisions, masters)
    notes = decisions["備考"].dropna().to_dict()
    return _ledger(rows, past, receipt_sheets(workspace, placed), masters, notes, date)


def _joined(parts: Sequence[Rows]) -> Rows:
    """The rows of all parts, in their order."""
    sheets = {name: _together([part.sheets[name] for part in parts]) for name in parts[0].sheets}
    mentioned = _together([part.mentioned for part in parts])
    return Rows(sheets, mentioned, _together([part.ends for part in parts]))


def _ledger(
    rows: Rows,
    past: Mapping[str, pd.DataFrame],
    received: Mapping[str, pd.DataFrame],
    masters: Masters,
    notes: Mapping[str, str],
    date: dt.date,
) -> Ledger:
    """Put the rows of the accepted files beside those of the earlier cases and of the receipts, by 年度. `notes`: 案件ID → 備考."""
    form = masters.forms[FORM]
    sources = (past, rows.sheets, received)
    whole = {name: _together([source[name] for source in sources if name in source]) for name in SHEETS}
    by_year = {name: _by_year(frame) for name, frame in whole.items()}
    years = sorted({year for of_years in by_year.values() for year in of_years})
    mentioned = _by_year(rows.mentioned)
    order = measure_order(form)
    sheets: dict[str, dict[str, pd.DataFrame]] = {}
    for year in years:
        own = {name: by_year[name].get(year, whole[name].iloc[:0].drop(columns=YEAR)) for name in SHEETS}
        sheets[year] = own | registers_of_year(own, mentioned.get(year, rows.mentioned.iloc[:0]), order)
    if years:  # what reaches over the years stands in the newest book, and what depends on the date in one sheet of it
        newest = sheets[max(years, key=parse_fiscal_label)]
        newest |= registers_of_all_years(whole, form.divisions, rows.mentioned, masters, notes)
        newest[DEADLINES] = deadline_sheet(rows.ends, rows.sheets["案件"], newest[STEPS], whole["案件"], date)
    lists = list_rows(rows.sheets["案件"], past["案件"])
    return Ledger({year: in_order(own) for year, own in sheets.items()}, lists)


SHEETS = (
    "案件", "担当", "電算処理", "外部結合", "業務委託", "再委託", "指定管理", "外部提供", "防犯カメラ",
    "対策", "記録項目", "情報の流れ", "対象者数", "委託先", "受付", "指摘",
)  # fmt: skip
"""The sheets of a 台帳 whose rows come from one place each; one without rows still shows its headings."""

_ORDER = (
    *SHEETS[: SHEETS.index("対策") + 1], MEASURE_REGISTER, MATRIX, "記録項目", ITEM_REGISTER, "情報の流れ", "対象者数", "委託先",
    COMPANY_REGISTER, LINK_REGISTER, PROVISION_REGISTER, SENSITIVE_REGISTER, LINEAGE, STEPS, DEADLINES, "受付",
    "指摘",
)  # fmt: skip


def in_order(sheets: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The sheets of a 台帳 in the order in which they stand; a register beside the sheet that it is made from."""
    return {name: sheets[name] for name in sorted(sheets, key=lambda name: _ORDER.index(name.partition("_")[0]))}


def _together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of a sheet from all its sources, those of all years."""
    filled = [rows for rows in frames if not rows.empty]
    return pd.concat(filled, ignore_index=True) if len(filled) > 1 else (filled or frames)[0]


def _by_year(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """年度 → its rows. Where all are of one year they are shared, not copied."""
    years = rows[YEAR].dropna().unique()
    if len(years) == 1 and rows[YEAR].notna().all():
        return {str(years[0]): rows.drop(columns=YEAR)}
    return {str(year): own.drop(columns=YEAR) for year, own in rows.groupby(YEAR, sort=False)}


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
