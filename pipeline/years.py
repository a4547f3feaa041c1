"""The sheets of the 台帳 by 年度: the rows of accepted files, of earlier years and of the receipts put together, with the registers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import pandas as pd

from pipeline.deadlines import DEADLINES, deadline_sheet
from pipeline.filings.filing_facts import dates_by_case
from pipeline.filings.ledger_sheet import COMPARISON, comparison_sheet
from pipeline.filings.rows import FILINGS, SHEETS_OF_FILINGS, no_filings
from pipeline.ledger_sheets import YEAR
from pipeline.list_rows import list_rows
from pipeline.masters.load import Masters
from pipeline.parts import FilingRows, Rows, no_rows
from pipeline.registers.items import ITEM_REGISTER, SENSITIVE_REGISTER
from pipeline.registers.lineage import LINEAGE
from pipeline.registers.measures import MATRIX, MEASURE_REGISTER
from pipeline.registers.partners import COMPANY_REGISTER, LINK_REGISTER, PROVISION_REGISTER
from pipeline.registers.registers import measure_order, registers_of_all_years, registers_of_year
from pipeline.registers.steps import STEPS
from pipeline.workspace import FORM

Sheets = Mapping[str, pd.DataFrame]

SHEETS = (
    "案件", "担当", "電算処理", "外部結合", "業務委託", "再委託", "指定管理", "外部提供", "防犯カメラ",
    "対策", "記録項目", "情報の流れ", "対象者数", "委託先", "受付", "指摘",
)  # fmt: skip
"""The sheets of a 台帳 whose rows come from one place each; one without rows still shows its headings."""

_ORDER = (
    *SHEETS[: SHEETS.index("対策") + 1], MEASURE_REGISTER, MATRIX, "記録項目", ITEM_REGISTER, "情報の流れ", "対象者数", "委託先",
    COMPANY_REGISTER, LINK_REGISTER, PROVISION_REGISTER, SENSITIVE_REGISTER, LINEAGE, STEPS, FILINGS, COMPARISON, DEADLINES, "受付", "指摘",
)  # fmt: skip


class Years:
    """What is known of every 年度. Rows of accepted files are taken in, in the order of their cases; those of a year are let go of again."""

    def __init__(self, past: Sheets, received: Sheets, masters: Masters, notes: Mapping[str, str]) -> None:
        """`past`: the sheets of the earlier years; `received`: those made from the receipts, all with 帳簿の年度. `notes`: 案件ID → 備考."""
        self._notes = notes
        self._form, self._masters = masters.forms[FORM], masters
        self._past = past
        self._others = {name: _by_year(rows) for name, rows in {**received, **past}.items()}
        self._rows: dict[str, list[Rows]] = defaultdict(list)
        self._across: list[Rows] = []
        self._filings: list[FilingRows] = []
        self._nothing: Sheets = {name: rows.iloc[:0] for name, rows in {**received, **past}.items()}
        """Sheets without rows, for their headings; those of accepted files as soon as there are any."""

    @property
    def labels(self) -> set[str]:
        """The years of which something is known without the accepted files."""
        return {year for of_years in self._others.values() for year in of_years}

    def take(self, year: str, rows: Rows) -> None:
        """Take in the rows of accepted files of a year."""
        if not self._across:
            self._nothing = {**self._nothing, **_headings(rows)}
        self._rows[year].append(rows)
        across = {name: rows.sheets[name] for name in ("案件", "委託先", *self._form.divisions)}
        self._across.append(Rows(across, rows.mentioned, rows.ends, rows.facts))

    def take_filings(self, rows: FilingRows) -> None:
        """Take in the rows of 全項目評価書."""
        self._filings.append(rows)

    def sheets(self, year: str) -> dict[str, pd.DataFrame]:
        """The sheets of a year and the registers made from them. To be asked for once, when all of the year is taken in."""
        rows = self._rows.pop(year, None) or [self._none]
        own = {}
        for name in SHEETS:
            frames = [self._nothing[name], *(part.sheets[name].frame for part in rows if name in part.sheets)]
            others = [self._others[name][year]] if year in self._others.get(name, {}) else []
            own[name] = _together([*others, *(frame.drop(columns=YEAR) for frame in frames)])
        mentioned = _together([part.mentioned.frame for part in rows])
        return {**own, **registers_of_year(own, mentioned, measure_order(self._form))}

    def sheets_across(self, date: dt.date) -> dict[str, pd.DataFrame]:
        """The registers over all years, and what depends on the date. To be asked for when all is taken in."""
        parts = self._across or [self._none]
        accepted = {name: _together([part.sheets[name].frame for part in parts]) for name in parts[0].sheets}
        whole = {
            name: _together([self._past[name], rows]) if name in self._past else rows for name, rows in accepted.items()
        }
        mentioned = _together([part.mentioned.frame for part in parts])
        filed = [one for part in self._filings for one in part.facts]
        sheets = self._sheets_of_filings()
        made = registers_of_all_years(
            *(whole, self._form.divisions, mentioned, self._masters, self._notes, sheets[FILINGS]), dates_by_case(filed)
        )
        ends = _together([part.ends for part in parts])
        deadlines = deadline_sheet(ends, accepted["案件"], made[STEPS], whole["案件"], sheets[FILINGS], date)
        facts = [one for part in parts for one in part.facts], filed
        keys = self._masters.department_keys
        compared = comparison_sheet(facts, whole["案件"], sheets[FILINGS], made[COMPANY_REGISTER], keys)
        return {**made, **sheets, COMPARISON: compared, DEADLINES: deadlines}

    def _sheets_of_filings(self) -> dict[str, pd.DataFrame]:
        if not self._filings:
            return no_filings(self._masters)
        return {name: _together([part.sheets[name] for part in self._filings]) for name in SHEETS_OF_FILINGS}

    def lists(self) -> dict[str, pd.DataFrame]:
        """年度 → the deliberated cases. To be asked for when all is taken in."""
        accepted = _together([self._nothing["案件"], *(part.sheets["案件"].frame for part in self._across)])
        return list_rows(accepted, self._past["案件"])

    @cached_property
    def _none(self) -> Rows:
        """The rows that no accepted file gives: only their headings."""
        none = no_rows(self._masters)
        self._nothing = {**_headings(none), **self._nothing}
        return none


def in_order(sheets: Sheets) -> dict[str, pd.DataFrame]:
    """The sheets of a 台帳 in the order in which they stand; a register beside the sheet that it is made from."""
    return {name: sheets[name] for name in sorted(sheets, key=lambda name: _ORDER.index(name.partition("_")[0]))}


def _headings(rows: Rows) -> dict[str, pd.DataFrame]:
    """The sheets without their rows."""
    return {name: packed.frame.iloc[:0] for name, packed in rows.sheets.items()}


def _together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of a sheet from all its sources."""
    filled = [rows for rows in frames if not rows.empty]
    return pd.concat(filled, ignore_index=True) if len(filled) > 1 else (filled or frames)[0]


def _by_year(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """年度 → its rows."""
    return {str(year): own.drop(columns=YEAR) for year, own in rows.groupby(YEAR, sort=False)}
