"""K: the 区分 ticked on the cover against the 別紙 that are filled in, and the parts of a case against each other."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING


@rule(
    "K01",
    "表紙の区分に○があるのに別紙が空",
    severity=ERROR,
    on="区分",
    at="付議",
    message="表紙の区分「{区分}」に○がありますが、別紙「{区分}」が記入されていません。",
    remedy="シート「{区分}」と、事業の概要の付議内容（{区分}）を記入してください。付議しないときは、表紙の○を消してください。",
    example={"付議あり": True, "別紙が空": True, "別紙を求める": True},
    near_miss={"付議あり": True, "別紙が空": False, "別紙を求める": True},
)
def annex_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["付議あり"] & t["別紙が空"] & t["別紙を求める"]


@rule(
    "K02",
    "別紙に記入があるのに表紙の区分に○がない",
    severity=ERROR,
    on="シート",
    message="別紙「{シート}」に記入がありますが、表紙の区分「{区分}」に○がありません。",
    remedy="付議するときは表紙の区分「{区分}」に○を入れ、付議しないときはこのシートの記入を消してください。",
    example={"別紙": True, "記入数": 3, "付議あり": False},
    near_miss={"別紙": True, "記入数": 0, "付議あり": False},
)
def not_ticked(t: pd.DataFrame) -> pd.Series[bool]:
    return t["別紙"] & t["記入数"].gt(0) & ~t["付議あり"]


@rule(
    "K03",
    "付議内容の区分と表紙の区分が違う",
    severity=WARNING,
    on="項目",
    message="付議内容（{丸のない付議内容}）が書かれていますが、表紙の区分「{丸のない付議内容}」に○がありません。",
    remedy="付議するときは、表紙の区分に○を入れて別紙を記入してください。付議しないときは、この欄を空にしてください。",
    example={"丸のない付議内容": "業務委託"},
    near_miss={"丸のない付議内容": None},
)
def content_not_ticked(t: pd.DataFrame) -> pd.Series[bool]:
    return t["丸のない付議内容"].notna()


@rule(
    "K04",
    "再委託の元の委託がない",
    severity=WARNING,
    on="シート",
    message="再委託の元の委託が見つかりません。別紙「業務委託」「指定管理」にも前回案件にも記入がありません。",
    remedy="元の委託の別紙を記入するか、元の委託が承認された案件（会議）を「前回案件」の欄に書いてください。",
    example={"元の委託がない": True},
    near_miss={"元の委託がない": False},
)
def subcontract_of_nothing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["元の委託がない"]


@rule(
    "K05",
    "評価書の報告・結果の案件なのに種別がそうでない",
    severity=WARNING,
    on="項目",
    message="件名から「{件名から読める種別}」と読めますが、種別は「{値}」です。",
    remedy="種別を確認してください。件名のとおりのときは、「{件名から読める種別}」を選んでください。",
    example={"件名から読める種別": "特定個人情報保護評価の報告"},
    near_miss={"件名から読める種別": None},
)
def kind_unlike_subject(t: pd.DataFrame) -> pd.Series[bool]:
    return t["件名から読める種別"].notna()
