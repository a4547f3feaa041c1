"""All registers, and where they stand: those of a year in its own 台帳, those over all years in the newest one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.forms.model import SHEET_OF_MEASURES, Form
from pipeline.masters.load import Masters
from pipeline.registers.filed_steps import with_filings
from pipeline.registers.items import ITEM_REGISTER, SENSITIVE_REGISTER, item_register, sensitive_register
from pipeline.registers.lineage import LINEAGE, lineage
from pipeline.registers.measures import MEASURE_REGISTER, MEASURES, matrices, measure_register
from pipeline.registers.partners import (
    COMPANIES,
    COMPANY_REGISTER,
    LINK_REGISTER,
    PROVISION_REGISTER,
    SUBCONTRACT,
    company_register,
    link_register,
    provision_register,
)
from pipeline.registers.step_dates import StepDates
from pipeline.registers.steps import NOTHING, STEPS, steps

Sheets = Mapping[str, pd.DataFrame]
CASES = "案件"


def measure_order(form: Form) -> tuple[str, ...]:
    """Every 対策ID in the order of the form."""
    return tuple(m.id for sheet in form.sheets if sheet.kind == SHEET_OF_MEASURES for m in sheet.measures)


def registers_of_year(sheets: Sheets, mentioned: pd.DataFrame, order: Sequence[str]) -> dict[str, pd.DataFrame]:
    """対策一覧, the 対策マトリクス and 項目一覧 of a year. Nothing in them comes from another year.

    Args:
        sheets: The sheets 案件 and 対策 of the year.
        mentioned: The items of its cases, as `items.mentions` gives them.
        order: The 対策ID in the order of the form.

    """
    measures = sheets[MEASURES]
    return {
        MEASURE_REGISTER: measure_register(measures, order),
        **matrices(measures, sheets[CASES], order),
        ITEM_REGISTER: item_register(mentioned),
    }


def registers_of_all_years(
    whole: Sheets,
    divisions: Sequence[str],
    mentioned: pd.DataFrame,
    masters: Masters,
    notes: Mapping[str, str],
    filings: pd.DataFrame,
    dates: Mapping[str, StepDates] = NOTHING,
) -> dict[str, pd.DataFrame]:
    """The registers that reach over the years. Nothing in them depends on the date.

    Args:
        whole: The sheets of the 台帳 with the rows of all years.
        divisions: The names of the sheets of the 別紙.
        mentioned: The items of all cases, as `items.mentions` gives them.
        masters: For the names that a 課 had.
        notes: 案件ID → what the secretariat wrote beside its decision.
        filings: The sheet 評価書.
        dates: 評価書番号 (as `filing_number` gives it) or 案件ID → the days of a 評価書 that was filed.

    """
    cases = whole[CASES]
    lines = lineage(cases, [whole[name] for name in divisions], masters.department_keys)
    of_cases = steps(cases, lines, masters.department_keys, notes, dates)
    return {
        COMPANY_REGISTER: company_register(whole[COMPANIES], whole[SUBCONTRACT], cases),
        LINK_REGISTER: link_register(whole["外部結合"], cases),
        PROVISION_REGISTER: provision_register(whole["外部提供"], cases),
        SENSITIVE_REGISTER: sensitive_register(mentioned, cases),
        LINEAGE: lines,
        STEPS: with_filings(of_cases, filings, dates),
    }
