"""O: inputs of single 別紙."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR

COMPARED = "照合"


@rule(
    "O02",
    "台数が数でない",
    severity=ERROR,
    on=("項目", "欄"),
    message="「{見出し}」の「{原文}」は数として読めません。",
    remedy="「{見出し}」は、数だけを書いてください（例：5）。",
    example={"整数でない": True},
    near_miss={"整数でない": False},
)
def not_a_count(t: pd.DataFrame) -> pd.Series[bool]:
    return t["整数でない"]


@rule(
    "O01",
    "提供の根拠が選ばれていない",
    severity=ERROR,
    on=COMPARED,
    message="「{見出し}」（個人情報保護法第69条）が選ばれていません。",
    remedy="次の中から選んでください：{根拠がない}",
    example={"根拠がない": "法第69条第1項"},
    near_miss={"根拠がない": None},
)
def grounds_not_chosen(t: pd.DataFrame) -> pd.Series[bool]:
    return t["根拠がない"].notna()
