"""V: the companies to which work is entrusted."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

COMPARED = "照合"


@rule(
    "V01",
    "情報の流れの事業者が別紙にない",
    severity=WARNING,
    on=COMPARED,
    message="「{別紙にない社}」が別紙にありません。",
    remedy="委託先、再委託先、結合の相手方などとして別紙に書くか、情報の流れの社名を直してください。",
    example={"別紙にない社": "株式会社共立"},
    near_miss={"別紙にない社": None},
)
def company_in_no_annex(t: pd.DataFrame) -> pd.Series[bool]:
    return t["別紙にない社"].notna()


@rule(
    "V02",
    "社名の表記が台帳と違う",
    severity=WARNING,
    on=COMPARED,
    message="「{表記の違う社}」は、台帳では「{台帳の表記}」です。",
    remedy="同じ会社のときは、台帳の書き方にそろえてください。社名が変わったときは、事務局へお知らせください。",
    example={"表記の違う社": "（株）共立"},
    near_miss={"表記の違う社": None},
)
def company_spelt_otherwise(t: pd.DataFrame) -> pd.Series[bool]:
    return t["表記の違う社"].notna()


@rule(
    "V03",
    "法人番号が13桁でない・検査数字が合わない",
    severity=ERROR,
    on=COMPARED,
    message="法人番号「{正しくない法人番号}」が正しくありません。",
    remedy="国税庁の法人番号公表サイトで確かめて、13桁の数字を書いてください。",
    example={"正しくない法人番号": "1234567890123"},
    near_miss={"正しくない法人番号": None},
)
def corporate_number_wrong(t: pd.DataFrame) -> pd.Series[bool]:
    return t["正しくない法人番号"].notna()


@rule(
    "V04",
    "再委託の内容が委託の内容にない",
    severity=WARNING,
    on=COMPARED,
    message="再委託の内容「{委託にない語}」が、委託の内容にありません。",
    remedy="委託の内容に書き加えるか、再委託の内容を直してください。",
    example={"委託にない語": "封入封緘"},
    near_miss={"委託にない語": None},
)
def subcontracted_but_not_entrusted(t: pd.DataFrame) -> pd.Series[bool]:
    return t["委託にない語"].notna()
