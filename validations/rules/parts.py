"""K: the 区分 ticked on the cover against the 別紙 that are filled in."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR


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
