"""C: the ○/ー checklists of both parties."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

SHEETS, MEASURES = "シート", "対策"

NO_REASON = ("－", "-", "ー", "―", "—", "‐", "／", "/", "なし", "無し", "特になし", "○")
"""What people put into a cell that is to stay empty."""


@rule(
    "C01",
    "区分に対するチェックリストが空",
    severity=ERROR,
    on=SHEETS,
    message="「{区分}」のチェックリスト（{当事者}）が記入されていません。",
    remedy="シート「{シート}」の対策ごとに、可否（○かー）を入れてください。",
    example={"チェックリストを求める": True, "印の数": 0, "相手の印の数": 0},
    near_miss={"チェックリストを求める": True, "印の数": 0, "相手の印の数": 22},
)
def both_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["チェックリストを求める"] & t["印の数"].eq(0) & t["相手の印の数"].eq(0)


@rule(
    "C02",
    "区側・相手側の片方だけ",
    severity=ERROR,
    on=SHEETS,
    message="「{区分}」のチェックリストのうち、{当事者}の側だけが記入されていません。",
    remedy="シート「{シート}」の対策ごとに、可否（○かー）を入れてください。",
    example={"チェックリストを求める": True, "印の数": 0, "相手の印の数": 22},
    near_miss={"チェックリストを求める": True, "印の数": 22, "相手の印の数": 0},
)
def one_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["チェックリストを求める"] & t["印の数"].eq(0) & t["相手の印の数"].gt(0)


@rule(
    "C03",
    "項目が足りない・消えた",
    severity=ERROR,
    on=SHEETS,
    message="対策が{見つかった数}件です（様式は{様式の数}件）。見つからない対策：{見つからない対策}",
    remedy="行を消していないか確認し、様式のシート「{様式シート}」から行を写して戻してください。",
    example={"チェックリストを求める": True, "見つからない数": 1},
    near_miss={"チェックリストを求める": False, "見つからない数": 1},
)
def measures_missing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["チェックリストを求める"] & t["見つからない数"].gt(0)


@rule(
    "C04",
    "再委託があるのに再委託の2項目が未記入",
    severity=ERROR,
    on=MEASURES,
    at="可否",
    message="再委託がある場合の項目（{対策ID}）が未記入です。",
    remedy="可否に○かーを入れてください。再委託がないときは、再委託の○と別紙を消してください。",
    example={"問う": True, "再委託のとき": True, "再委託あり": True, "可否": None},
    near_miss={"問う": True, "再委託のとき": True, "再委託あり": False, "可否": None},
)
def subcontract_unanswered(t: pd.DataFrame) -> pd.Series[bool]:
    return t["問う"] & t["再委託のとき"] & t["再委託あり"] & t["可否"].isna()


@rule(
    "C05",
    "可否が空",
    severity=ERROR,
    on=MEASURES,
    at="可否",
    message="「可否」が空です（{対策ID}）。",
    remedy="できるときは○、必要がないときはーを入れ、ーのときは理由を書いてください。",
    example={"問う": True, "再委託のとき": False, "可否": None},
    near_miss={"問う": True, "再委託のとき": True, "可否": None},
)
def mark_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["問う"] & ~t["再委託のとき"] & t["可否"].isna()


@rule(
    "C06",
    "ーなのに理由が空",
    severity=ERROR,
    on=MEASURES,
    at="理由",
    message="「ー」としていますが、理由が空です（{対策ID}）。",
    remedy="「ー」の理由を書いてください。例：電子データのみの取扱いのため",
    example={"書かれた": True, "印": "ー", "理由": None},
    near_miss={"書かれた": True, "印": "ー", "理由": "電子データのみの取扱いのため"},
)
def reason_missing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["書かれた"] & t["印"].eq("ー") & t["理由"].isna()


@rule(
    "C07",
    "使えない印",
    severity=ERROR,
    on=MEASURES,
    at="可否",
    message="「{可否}」は使えません（{対策ID}）。",
    remedy="○（対策ができる）かー（必要がない）にしてください。",
    example={"可否": "×", "印": None, "読めない印": True},
    near_miss={"可否": "◯", "印": "○", "読めない印": False},
)
def mark_unusable(t: pd.DataFrame) -> pd.Series[bool]:
    return t["読めない印"]


@rule(
    "C08",
    "印を読み替えた",
    severity=WARNING,
    on=MEASURES,
    at="可否",
    message="「{可否}」を「{印}」として読み取りました（{対策ID}）。",
    remedy="読み取りが正しければ、直す必要はありません。",
    example={"可否": "◯", "印": "○", "印を読み替えた": True},
    near_miss={"可否": "○", "印": "○", "印を読み替えた": False},
)
def mark_repaired(t: pd.DataFrame) -> pd.Series[bool]:
    return t["印を読み替えた"]


@rule(
    "C09",
    "「電子データのみ」の理由なのに記録媒体に紙",
    severity=ERROR,
    on=MEASURES,
    at="理由",
    message="別紙の記録媒体に「{媒体}」とありますが、理由は「{理由}」です（{対策ID}）。",
    remedy="紙を扱うときは可否を○にするか、理由を書き直してください。紙を扱わないときは、別紙の記録媒体を直してください。",
    example={"媒体と違う理由": True},
    near_miss={"媒体と違う理由": False},
)
def reason_denies_paper(t: pd.DataFrame) -> pd.Series[bool]:
    return t["媒体と違う理由"]


@rule(
    "C10",
    "手交・管理簿・金庫の3項目の判定が不ぞろい",
    severity=WARNING,
    on=MEASURES,
    at="可否",
    message="紙・媒体の受渡しに関する3項目（手交・管理簿・金庫）のうち、この項目だけが「{印}」、ほかは「{ほかの印}」です（{対策ID}）。",
    remedy="3項目の可否をそろえてください。違ってよいときは、直す必要はありません。",
    example={"印": "○", "ほかの印": "ー"},
    near_miss={"印": "○", "ほかの印": None},
)
def handling_uneven(t: pd.DataFrame) -> pd.Series[bool]:
    return t["ほかの印"].notna()


@rule(
    "C11",
    "区側と相手側の対応する項目で判定が違う",
    severity=WARNING,
    on=MEASURES,
    at="可否",
    message="区側は「{区側の印}」、{当事者}側は「{印}」です（{対策ID}）。",
    remedy="同じ対策の可否を、区側と{当事者}側でそろえてください。違ってよいときは、直す必要はありません。",
    example={"印": "ー", "区側の印": "○"},
    near_miss={"印": "ー", "区側の印": None},
)
def parties_differ(t: pd.DataFrame) -> pd.Series[bool]:
    return t["区側の印"].notna()


@rule(
    "C12",
    "対策の文が様式と違う",
    severity=ERROR,
    on=MEASURES,
    at="対策",
    message="対策の文が様式から変わっています（{対策ID}）。元の文：{様式の文}",
    remedy="対策の文を元に戻してください。補足は、別紙か事業の概要に書いてください。",
    example={"問う": True, "文が違う": True},
    near_miss={"問う": False, "文が違う": True},
)
def measure_reworded(t: pd.DataFrame) -> pd.Series[bool]:
    return t["問う"] & t["文が違う"]


@rule(
    "C13",
    "紙の項目も○なのに記録媒体は電磁的媒体のみ",
    severity=WARNING,
    on=MEASURES,
    at="可否",
    message="別紙の記録媒体は「{媒体}」だけですが、紙・媒体の受渡しの項目が○です（{対策ID}）。",
    remedy="紙や持ち運べる媒体を扱わないときは可否をーにして理由を書き、扱うときは別紙の記録媒体に書き加えてください。",
    example={"紙のない媒体": True},
    near_miss={"紙のない媒体": False},
)
def handling_without_paper(t: pd.DataFrame) -> pd.Series[bool]:
    return t["紙のない媒体"]


@rule(
    "C14",
    "○なのに理由がある",
    severity=WARNING,
    on=MEASURES,
    at="理由",
    message="「○」の項目に理由が書かれています（{対策ID}）。",
    remedy="対策をするときは理由を消し、対策が要らないときは可否をーにしてください。",
    example={"問う": True, "印": "○", "理由": "電子データのみの取扱いのため"},
    near_miss={"問う": True, "印": "○", "理由": "－"},
)
def reason_beside_circle(t: pd.DataFrame) -> pd.Series[bool]:
    said = t["理由"].notna() & ~t["理由"].isin(NO_REASON)
    return t["問う"] & t["印"].eq("○") & said
