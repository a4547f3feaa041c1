"""D: periods beside what is recorded of the case."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING

COMPARED = "照合"


@rule(
    "D07",
    "付議日が開始日より後",
    severity=WARNING,
    on=COMPARED,
    message="開始（{原文}）が付議日（{付議日}）より前です。",
    remedy="付議の前に始めることはできません。開始時期を直すか、すでに始めているときは事務局へ相談してください。",
    example={"付議日": "令和7年6月1日"},
    near_miss={"付議日": None},
)
def begins_before_deliberation(t: pd.DataFrame) -> pd.Series[bool]:
    return t["付議日"].notna()


@rule(
    "D08",
    "期限が近い",
    severity=WARNING,
    on="期限",
    message="{区分}は、{期限}に期限を迎えます（あと{残り日数}日）。",
    remedy="続けるときは、付議の要否を事務局に確認してください。",
    example={"残り日数": 90},
    near_miss={"残り日数": 91},
)
def deadline_near(t: pd.DataFrame) -> pd.Series[bool]:
    return t["残り日数"].between(0, 90)
