"""O: inputs of single 別紙."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR


@rule(
    "O02",
    "台数が数でない",
    severity=ERROR,
    on="項目",
    message="「{見出し}」の「{原文}」は数として読めません。",
    remedy="「{見出し}」は、数だけを書いてください（例：5）。",
    example={"整数でない": True},
    near_miss={"整数でない": False},
)
def not_a_count(t: pd.DataFrame) -> pd.Series[bool]:
    return t["整数でない"]
