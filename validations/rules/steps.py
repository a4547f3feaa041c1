"""P: the steps of a 特定個人情報保護評価, in the texts of a case and beside the ledger."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING

COMPARED = "照合"


@rule(
    "P04",
    "第三者点検が意見聴取の終了前に始まる",
    severity=WARNING,
    on=COMPARED,
    message="第三者点検（{点検の開始}から）が、意見聴取（{意見聴取の終了}まで）と重なっています。",
    remedy="第三者点検は、意見聴取で出た意見を踏まえて行うものです。期間の書き誤りでないかを確認してください。",
    example={"点検の開始": "令和5年11月17日"},
    near_miss={"点検の開始": None},
)
def check_during_hearing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["点検の開始"].notna()


@rule(
    "P05",
    "結果の案件に先立つ報告の案件がない",
    severity=WARNING,
    on=COMPARED,
    message="先に付議した「{先立つ報告}」が台帳にありません。",
    remedy="評価書の番号と件名を確認し、「前回案件」に報告の案件IDを書いてください。報告をまだ付議していないときは、事務局へ相談してください。",
    example={"先立つ報告": "特定個人情報保護評価の報告"},
    near_miss={"先立つ報告": None},
)
def result_without_report(t: pd.DataFrame) -> pd.Series[bool]:
    return t["先立つ報告"].notna()


@rule(
    "P06",
    "公表から1年（見直し）・5年（再実施）",
    severity=WARNING,
    on="評価の見直し",
    message="{起点}から{年数}年です。{時期}の時期です。",
    remedy="評価書を見直してください。5年になる前には、もう一度評価をしてください。",
    example={"残り日数": 90},
    near_miss={"残り日数": 91},
)
def review_due(t: pd.DataFrame) -> pd.Series[bool]:
    return t["残り日数"].le(90)
