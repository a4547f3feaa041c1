"""I: the items of personal data that are recorded."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR


@rule(
    "I06",
    "項目名が重複",
    severity=ERROR,
    on="記録項目",
    at="項目名",
    message="「{項目名}」が同じファイル名・個人の範囲の中に{重複数}回あります（{重複行}行目）。",
    remedy="重なっている行を消すか、別の項目のときは区別できる名前にしてください。",
    example={"重複の後": True},
    near_miss={"重複の後": False},
)
def item_twice(t: pd.DataFrame) -> pd.Series[bool]:
    return t["重複の後"]
