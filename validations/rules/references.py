"""R: references to earlier cases, to meetings, to documents and to other sheets."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

COMPARED = "照合"


@rule(
    "R01",
    "「記録項目のとおり」なのに記録項目シートが空",
    severity=ERROR,
    on="項目",
    message="別紙に「記録項目のとおり」とありますが、シート「記録項目」が記入されていません。",
    remedy="シート「記録項目」に、項目を1行に1つずつ記入してください。",
    example={"記録項目が要る": True, "記入": False},
    near_miss={"記録項目が要る": True, "記入": True},
)
def items_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["記録項目が要る"] & ~t["記入"]


@rule(
    "R03",
    "種別が変更なのに前回案件が空",
    severity=ERROR,
    on="項目",
    message="種別が「変更」ですが、「{見出し}」が空です。",
    remedy="変更元の案件IDか、承認された会議（例：令和６年度第４回）を書いてください。",
    example={"変更元が要る": True, "記入": False},
    near_miss={"変更元が要る": False, "記入": False},
)
def former_case_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["変更元が要る"] & ~t["記入"]


@rule(
    "R02",
    "本文に書かれた承認済の会議が台帳にない",
    severity=WARNING,
    on=COMPARED,
    message="「{台帳にない会議}」の承認が台帳にありません。",
    remedy="会議の年度と回（又は案件ID）を確認してください。正しいときは、事務局へお知らせください。",
    example={"台帳にない会議": "令和6年度第20回"},
    near_miss={"台帳にない会議": None},
)
def approval_not_recorded(t: pd.DataFrame) -> pd.Series[bool]:
    return t["台帳にない会議"].notna()


@rule(
    "R04",
    "承認・了承した会議体の名称と年度が合わない",
    severity=WARNING,
    on=COMPARED,
    message="「{名称の違う会議}」とありますが、{会議の年度}の会議の名称は「{会議の名称}」です。",
    remedy="会議の名称と年度を確認してください。",
    example={"名称の違う会議": "情報公開・個人情報審議会"},
    near_miss={"名称の違う会議": None},
)
def body_misnamed(t: pd.DataFrame) -> pd.Series[bool]:
    return t["名称の違う会議"].notna()


@rule(
    "R05",
    "資料番号・枝番の参照先がない、表記が不ぞろい",
    severity=WARNING,
    on=COMPARED,
    message="「{原文}」{資料の誤り}。",
    remedy="表紙の資料番号と枝番を確認し、書き方をそろえてください（例：資料５０－１）。",
    example={"資料の誤り": "の参照先が見つかりません"},
    near_miss={"資料の誤り": None},
)
def document_not_there(t: pd.DataFrame) -> pd.Series[bool]:
    return t["資料の誤り"].notna()
