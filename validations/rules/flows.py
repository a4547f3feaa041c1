"""F15: the flow of personal data."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR


@rule(
    "F15",
    "流れの表も図もない",
    severity=ERROR,
    on="項目",
    message="個人情報の流れが、表にも図にも示されていません。",
    remedy="シート「{シート}」の表に記入するか、図（画像）を同じシートに貼り付けてください。",
    example={"流れが要る": True},
    near_miss={"流れが要る": False},
)
def flow_missing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["流れが要る"]
