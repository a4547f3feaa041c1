"""N: the number of people, and other numbers."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR


@rule(
    "N03",
    "数として読めない・負",
    severity=ERROR,
    on="対象者数",
    at="数",
    message="「{数}」は数として読めません。",
    remedy="数だけを書いてください（例：648）。単位は「単位」、「約」などは「備考」の欄に書けます。",
    example={"数が読めない": True},
    near_miss={"数が読めない": False},
)
def not_a_number(t: pd.DataFrame) -> pd.Series[bool]:
    return t["数が読めない"]
