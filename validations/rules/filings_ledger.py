"""P60–P69: a 全項目評価書 beside the cases of its 事務, and a case beside the 評価書 that it names."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING

COMPARED, DIFFERENCE = "照合", "食い違い"
_BOTH = "ここでは「{こちらの記載}」、{相手}では「{相手の記載}」です。"
_RIGHT_ONE = "正しいほうに合わせて、もう一方も直してください。"


@rule(
    "P60",
    "評価書番号の評価書が台帳にない",
    severity=WARNING,
    on=COMPARED,
    message="評価書番号「{こちらの記載}」の全項目評価書が台帳にありません。",
    remedy="番号の書き誤りでないかを確認してください。評価書をまだ提出していないときは、提出してください。",
    example={DIFFERENCE: "P60"},
    near_miss={DIFFERENCE: None},
)
def unknown_filing(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P60")


@rule(
    "P61",
    "評価書と案件の担当課が違う",
    severity=WARNING,
    on=COMPARED,
    message=f"担当課が違います。{_BOTH}",
    remedy="評価書番号の書き誤りでないかを確認してください。担当課が替わったときは、評価書も直してください。",
    example={DIFFERENCE: "P61"},
    near_miss={DIFFERENCE: None},
)
def other_department(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P61")


@rule(
    "P62",
    "案件のシステムが評価書にない",
    severity=WARNING,
    on=COMPARED,
    message=f"評価書の「使用するシステム」にないシステムがあります。{_BOTH}",
    remedy="システムの名称を確認してください。新しいシステムのときは、評価書の変更が必要です。",
    example={DIFFERENCE: "P62"},
    near_miss={DIFFERENCE: None},
)
def system_not_in_filing(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P62")


@rule(
    "P63",
    "案件の委託先が評価書にない",
    severity=WARNING,
    on=COMPARED,
    message=f"評価書の「委託事項」にない委託先があります。{_BOTH}",
    remedy="委託先の名称を確認してください。新しい委託のときは、評価書の変更が必要です。",
    example={DIFFERENCE: "P63"},
    near_miss={DIFFERENCE: None},
)
def company_not_in_filing(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P63")


@rule(
    "P64",
    "評価書の委託先が委託先一覧にない",
    severity=WARNING,
    on=COMPARED,
    message="委託先「{こちらの記載}」が、台帳の委託先一覧にありません。",
    remedy="業務委託として付議した会社か、社名の書き方が同じかを確認してください。",
    example={DIFFERENCE: "P64"},
    near_miss={DIFFERENCE: None},
)
def company_not_in_register(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P64")


@rule(
    "P65",
    "個人番号の有無が評価書と案件で違う",
    severity=WARNING,
    on=COMPARED,
    message=f"個人番号を記録するかどうかが違います。{_BOTH}",
    remedy=f"評価書の「主な記録項目」と、案件の「記録項目」を確認してください。{_RIGHT_ONE}",
    example={DIFFERENCE: "P65"},
    near_miss={DIFFERENCE: None},
)
def individual_number_on_one_side(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P65")


@rule(
    "P66",
    "対象者数が評価書の人数の範囲にない",
    severity=WARNING,
    on=COMPARED,
    message=f"対象者数が、評価書で選んだ人数の範囲にありません。{_BOTH}",
    remedy=f"対象者数と、評価書の人数の選択肢を確認してください。{_RIGHT_ONE}",
    example={DIFFERENCE: "P66"},
    near_miss={DIFFERENCE: None},
)
def people_outside_of_band(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P66")


@rule(
    "P67",
    "再委託の有無が評価書と案件で違う",
    severity=WARNING,
    on=COMPARED,
    message=f"再委託の有無が違います。{_BOTH}",
    remedy=f"契約の内容を確認してください。{_RIGHT_ONE}",
    example={DIFFERENCE: "P67"},
    near_miss={DIFFERENCE: None},
)
def given_on_on_one_side(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P67")


@rule(
    "P68",
    "期間が評価書と案件で違う",
    severity=WARNING,
    on=COMPARED,
    message=f"期間が違います。{_BOTH}",
    remedy=f"日付を確認してください。{_RIGHT_ONE}",
    example={DIFFERENCE: "P68"},
    near_miss={DIFFERENCE: None},
)
def other_period(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P68")


@rule(
    "P69",
    "評価書にある案件IDの案件が台帳にない",
    severity=WARNING,
    on=COMPARED,
    message="案件ID「{こちらの記載}」の案件が台帳にありません。",
    remedy="案件IDの書き誤りでないかを確認してください。",
    example={DIFFERENCE: "P69"},
    near_miss={DIFFERENCE: None},
)
def unknown_case(t: pd.DataFrame) -> pd.Series[bool]:
    return t[DIFFERENCE].eq("P69")
