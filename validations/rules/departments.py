"""M: departments. The cover against the 別紙 and against the 組織マスタ."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR


@rule(
    "M02",
    "別紙の保有課が表紙の担当課にない",
    severity=ERROR,
    on="項目",
    message="「{見出し}」の課「{表紙にない課}」が、表紙の担当部課にありません。",
    remedy="表紙の担当部課に「{表紙にない課}」を加えるか、この欄の課を直してください。",
    example={"表紙にない課": "税務課"},
    near_miss={"表紙にない課": None},
)
def not_on_cover(t: pd.DataFrame) -> pd.Series[bool]:
    return t["表紙にない課"].notna()


@rule(
    "M03",
    "組織マスタにない課",
    severity=ERROR,
    on="担当課",
    at="課",
    message="「{マスタにない課}」は組織マスタにありません。{候補}",
    remedy="課の名前を確認してください。新しい課のときは、事務局へお知らせください。",
    example={"マスタにない課": "地域コミニティ課"},
    near_miss={"マスタにない課": None},
)
def unknown_department(t: pd.DataFrame) -> pd.Series[bool]:
    return t["マスタにない課"].notna()
