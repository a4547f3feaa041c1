"""F2x: faults of the secretariat's own masters. Told at their cells like those of a submission; nothing runs on a faulty master."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR

CELLS = "マスタ"
RECORD_CELLS = "事務局の欄"


@rule(
    "F21",
    "マスタの必須の欄が空",
    severity=ERROR,
    on=CELLS,
    message="「{見出し}」が空です。",
    remedy="「{見出し}」を記入してください。要らない行のときは、行ごと消してください。",
    example={"空": True},
    near_miss={"空": False},
)
def empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["空"]


@rule(
    "F22",
    "マスタに使えない値",
    severity=ERROR,
    on=CELLS,
    message="「{見出し}」の「{原文}」は使えません。",
    remedy="次の中から選んでください：{選択肢}",
    example={"選択肢にない": True},
    near_miss={"選択肢にない": False},
)
def not_allowed(t: pd.DataFrame) -> pd.Series[bool]:
    return t["選択肢にない"]


@rule(
    "F23",
    "マスタの参照先がない",
    severity=ERROR,
    on=CELLS,
    message="「{見出し}」の「{原文}」が、{参照先}にありません。",
    remedy="{参照先}に行を加えるか、「{原文}」の書き方を直してください。",
    example={"参照先がない": True},
    near_miss={"参照先がない": False},
)
def dangling(t: pd.DataFrame) -> pd.Series[bool]:
    return t["参照先がない"]


@rule(
    "F24",
    "マスタの行の重複",
    severity=ERROR,
    on=CELLS,
    message="「{見出し}」の「{原文}」の行が重なっています。",
    remedy="重なっている行のうち、要らない行を消してください。",
    example={"重複": True},
    near_miss={"重複": False},
)
def repeated(t: pd.DataFrame) -> pd.Series[bool]:
    return t["重複"]


@rule(
    "F25",
    "マスタ・事務局のブックの数でない値",
    severity=ERROR,
    on=(CELLS, RECORD_CELLS),
    message="「{見出し}」の「{原文}」は数として読めません。",
    remedy="0以上の数を半角で書いてください。",
    example={"数でない": True},
    near_miss={"数でない": False},
)
def not_numeric(t: pd.DataFrame) -> pd.Series[bool]:
    return t["数でない"]


@rule(
    "F26",
    "マスタの日付でない値",
    severity=ERROR,
    on=CELLS,
    message="「{見出し}」の「{原文}」は日付として読めません。",
    remedy="年月日を書いてください（例：2026-04-01）。",
    example={"日付でない": True},
    near_miss={"日付でない": False},
)
def not_a_date(t: pd.DataFrame) -> pd.Series[bool]:
    return t["日付でない"]


@rule(
    "F27",
    "マスタ・事務局のブックの年度として読めない値",
    severity=ERROR,
    on=(CELLS, RECORD_CELLS),
    message="「{見出し}」の「{原文}」は年度として読めません。",
    remedy="「令和5年度」の形で書いてください。",
    example={"年度でない": True},
    near_miss={"年度でない": False},
)
def not_a_fiscal_year(t: pd.DataFrame) -> pd.Series[bool]:
    return t["年度でない"]
