"""F11, F12: characters that a cell may not hold, or that are not shown everywhere."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

SEEN = "所見"


@rule(
    "F11",
    "制御文字、又は32767字を超える文字",
    severity=ERROR,
    on=SEEN,
    message="使えない文字があります（{詳細}）。",
    remedy="この欄の文を打ち直すか、メモ帳に貼り付けて写し直してください。長い文は、短くするか図や別の資料にしてください。",
    example={"種": "使えない文字"},
    near_miss={"種": "表示されない文字"},
)
def unusable(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("使えない文字")


@rule(
    "F12",
    "機種依存文字・外字・異体字（私用領域、IVS）",
    severity=WARNING,
    on=SEEN,
    message="環境によって表示されない文字があります（{詳細}）。",
    remedy="どの端末でも表示される字（例：「葛」「辻」）に書き換えてください。",
    example={"種": "表示されない文字"},
    near_miss={"種": "使えない文字"},
)
def not_shown(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("表示されない文字")
