"""X06, X09, X13: what the package of a workbook holds."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

SEEN = "所見"


@rule(
    "X06",
    "圧縮爆弾・重なり・二重の部品・過大",
    severity=ERROR,
    on=SEEN,
    message="安全に展開できないファイルです（{詳細}）。",
    remedy="様式「付議事項.xlsx」を新しく開いて記入し直し、提出してください。大きな図は、縮めてから貼り付けてください。",
    example={"種": "圧縮爆弾"},
    near_miss={"種": "壊れたファイル"},
    quarantines=True,
)
def unsafe_package(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("圧縮爆弾")


@rule(
    "X09",
    "外部リンク",
    severity=WARNING,
    on=SEEN,
    message="他のブックへのリンク（{詳細}）があります。",
    remedy="リンクを使っているセルを値だけにしてください（Excelの「データ」→「リンクの編集」→「リンクの解除」）。",
    example={"種": "外部リンク"},
    near_miss={"種": "埋込み"},
)
def external_link(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("外部リンク")


@rule(
    "X13",
    "OLEの埋込み",
    severity=ERROR,
    on=SEEN,
    message="ほかのファイルやアプリのオブジェクトが埋め込まれています（{詳細}）。",
    remedy="埋め込んだものを消し、図（画像）として貼り付けてください。",
    example={"種": "埋込み"},
    near_miss={"種": "外部リンク"},
)
def embedded_object(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("埋込み")
