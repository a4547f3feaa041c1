"""T: how texts are written."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING

COMPARED = "照合"


@rule(
    "T01",
    "用語・かっこの対応",
    severity=WARNING,
    on=COMPARED,
    message="「{見出し}」の{本文の誤り}。",
    remedy="かっこの閉じ忘れと、語の書き方を確認してください。",
    example={"本文の誤り": "「シュミレーション」は「シミュレーション」ではありませんか"},
    near_miss={"本文の誤り": None},
)
def wording(t: pd.DataFrame) -> pd.Series[bool]:
    return t["本文の誤り"].notna()
