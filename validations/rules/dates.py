"""D: dates and periods. Dates are compared in the precision in which they were written."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR


@rule(
    "D01",
    "存在しない日付・元号の範囲外",
    severity=ERROR,
    on=("項目", "欄"),
    message="「{見出し}」の「{原文}」は{日付の誤り}。",
    remedy="正しい日付を書いてください。例：令和７年６月１日、令和７年６月、2025/6/1",
    example={"日付の誤り": "存在しない日付です"},
    near_miss={"日付の誤り": None},
)
def impossible_date(t: pd.DataFrame) -> pd.Series[bool]:
    return t["日付の誤り"].notna()


@rule(
    "D02",
    "終了が開始より前",
    severity=ERROR,
    on="項目",
    message="終了（{原文}）が開始（{開始}）より前です。",
    remedy="開始時期と終了時期を確認してください。",
    example={"開始より前": True},
    near_miss={"開始より前": False},
)
def ends_before_start(t: pd.DataFrame) -> pd.Series[bool]:
    return t["開始より前"]
