"""F10: the same bytes again."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING


@rule(
    "F10",
    "同じ内容の再提出",
    severity=WARNING,
    on="再提出",
    message="{受付日}に受け付けたものと同じ内容です。",
    remedy="前回の結果は変わりません。直したものを出すつもりだったときは、保存したファイルかどうかを確認してください。",
    example={"受付日": "令和8年11月21日"},
    near_miss={"受付日": None},
)
def same_again(t: pd.DataFrame) -> pd.Series[bool]:
    return t["受付日"].notna()
