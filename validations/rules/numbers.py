"""N: the number of people, and other numbers."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING


@rule(
    "N01",
    "対象者数の単位・時点がない",
    severity=WARNING,
    on="対象者数",
    at="数",
    message="「{対象}」の数に、{足りないもの}がありません。",
    remedy="「単位」（例：人、団体）と「時点」（例：令和６年４月１日現在）の欄に書いてください。",
    example={"足りないもの": "単位と時点"},
    near_miss={"足りないもの": ""},
)
def unit_or_time_missing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["足りないもの"].ne("")


@rule(
    "N02",
    "内訳の合計が総数と合わない",
    severity=WARNING,
    on="対象者数",
    at="数",
    message="内訳の合計（{内訳の合計}）が総数（{総数}）{内訳の違い}。",
    remedy="総数と内訳の数を確認してください。「うち」に重なりがあるときは、直す必要はありません。",
    example={"内訳の違い": "と一致しません"},
    near_miss={"内訳の違い": ""},
)
def breakdown_differs(t: pd.DataFrame) -> pd.Series[bool]:
    return t["内訳の違い"].ne("")


@rule(
    "N03",
    "数として読めない・負",
    severity=ERROR,
    on="対象者数",
    at="数",
    message="「{数}」は数として読めません。",
    remedy="数だけを書いてください（例：648）。単位は「単位」、「約」などは「備考」の欄に書けます。",
    example={"数が読めない": True},
    near_miss={"数が読めない": False},
)
def not_a_number(t: pd.DataFrame) -> pd.Series[bool]:
    return t["数が読めない"]
