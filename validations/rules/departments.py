"""M: the cover against the 別紙, the 組織マスタ, the folder and the books of the secretariat."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

COMPARED = "照合"


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


@rule(
    "M01",
    "表紙と別紙の件名が大きく違う",
    severity=WARNING,
    on=COMPARED,
    message="別紙の件名「{原文}」が、表紙の件名「{表紙の件名}」と違います。",
    remedy="どちらかの件名を直してください。ほかの案件の別紙を写していないかも確認してください。",
    example={"表紙の件名": "税務システムの再整備について"},
    near_miss={"表紙の件名": None},
)
def title_differs(t: pd.DataFrame) -> pd.Series[bool]:
    return t["表紙の件名"].notna()


@rule(
    "M04",
    "「外n課」と課の数が違う",
    severity=WARNING,
    on=COMPARED,
    message="「{原文}」の「{外の課}」と、表紙の担当部課の数（{課の数}課）が合いません。",
    remedy="表紙の担当部課には、すべての課を1行に1つずつ書いてください。「外」の数も確認してください。",
    example={"外の課": "外４課"},
    near_miss={"外の課": None},
)
def others_miscounted(t: pd.DataFrame) -> pd.Series[bool]:
    return t["外の課"].notna()


@rule(
    "M05",
    "№の重複・欠番（審議記録）",
    severity=ERROR,
    on="審議",
    at="№",
    message="№{№}{番号の誤り}。",
    remedy="№を振り直すか、抜けている番号の行を確認してください。",
    example={"番号の誤り": "が令和7年度の中で重複しています"},
    near_miss={"番号の誤り": None},
)
def number_repeated_or_skipped(t: pd.DataFrame) -> pd.Series[bool]:
    return t["番号の誤り"].notna()


@rule(
    "M08",
    "同じ案件の行が2つある（審議記録）",
    severity=ERROR,
    on="審議",
    at="案件ID",
    message="「{案件ID}」の行は、{後の行}行目にもあります。この行は使われません。",
    remedy="1つの案件は1行にまとめ、要らない行を消してください。",
    example={"後の行": 61},
    near_miss={"後の行": None},
)
def case_has_another_row(t: pd.DataFrame) -> pd.Series[bool]:
    return t["後の行"].notna()


@rule(
    "M06",
    "要綱の根拠が条項の形でない、区分と違う",
    severity=WARNING,
    on=COMPARED,
    message="要綱の根拠「{原文}」{根拠の誤り}。",
    remedy="「第3条第1項第3号」のように、条・項・号まで書いてください。区分の名前を添えるときは、表紙の区分とそろえてください。",
    example={"根拠の誤り": "が「第○条第○項第○号」の形ではありません"},
    near_miss={"根拠の誤り": None},
)
def grounds_misshapen(t: pd.DataFrame) -> pd.Series[bool]:
    return t["根拠の誤り"].notna()


@rule(
    "M07",
    "置かれたフォルダの課と表紙の担当課が違う",
    severity=WARNING,
    on=COMPARED,
    message="「{フォルダ}」のフォルダに置かれていますが、表紙の担当部課は「{表紙の課}」です。",
    remedy="表紙の担当部課と、置くフォルダを確認してください。",
    example={"フォルダ": "税務課"},
    near_miss={"フォルダ": None},
)
def folder_differs(t: pd.DataFrame) -> pd.Series[bool]:
    return t["フォルダ"].notna()
