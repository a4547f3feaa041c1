"""統計 of the 全項目評価書 and of the steps of each 評価: counted from the sheets 評価書 and 評価の経過, which stand in the newest 台帳."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.counting import UNKNOWN, counted
from pipeline.filings.rows import BAND, BASICS, FILINGS, KIND, KINDS
from pipeline.forms.model import Form
from pipeline.registers.lineage import WAITING
from pipeline.registers.steps import NOT_HELD, NOT_PUBLISHED, PUBLISHED, RESULT_NOT_HELD, STEPS
from pipeline.registers.texts import rows_of

__all__ = ["BAND", "BY_BAND", "BY_KIND", "BY_STEP", "IN_ORDER", "KIND", "STEP", "bands_of", "filing_statistics"]

BY_KIND, BY_BAND, BY_STEP = "評価書の種類別", "評価書の対象人数別", "評価の段階別"
STEP = "段階"
GONE_ON = "次の評価に移りました"
IN_ORDER = (NOT_HELD, WAITING, RESULT_NOT_HELD, NOT_PUBLISHED, PUBLISHED, GONE_ON)
"""How far a 評価 has come, step by step."""


def bands_of(form: Form) -> tuple[str, ...]:
    """The choices of 対象人数 on the form 全項目評価書."""
    return form.inputs[form.numbers[f"{BASICS}.{BAND}"]].choices


def filing_statistics(
    ledgers: Mapping[str, Mapping[str, pd.DataFrame]], bands: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Table → frame; none of what there is nothing to count.

    Args:
        ledgers: 年度 → the sheets of its 台帳.
        bands: The choices of 対象人数, in the order of the form.

    """
    tables: dict[str, pd.DataFrame] = {}
    for sheets in ledgers.values():
        if len(filings := sheets.get(FILINGS, pd.DataFrame())):
            tables[BY_KIND] = counted(filings[KIND], tuple(KINDS.values()), KIND, UNKNOWN)
            tables[BY_BAND] = counted(filings[BAND], bands, BAND, UNKNOWN)
        if len(lines := sheets.get(STEPS, pd.DataFrame())):
            tables[BY_STEP] = counted(_steps(lines), IN_ORDER, STEP, UNKNOWN)
    return tables


def _steps(lines: pd.DataFrame) -> pd.Series[str]:
    """How far each line has come. One that was begun again says by which case, which is left out here."""
    rows = rows_of(lines, "状態", "再実施")
    return pd.Series([GONE_ON if again else state for state, again in rows], dtype="str")
