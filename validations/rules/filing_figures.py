"""P: people, days and times in a 全項目評価書."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

COMPARED = "評価書の照合"


@rule(
    "P01",
    "対象人数・取扱者数・重大事故と評価の種類が合わない",
    severity=ERROR,
    on=COMPARED,
    message="しきい値判断の結果が「{判断の結果}」ですが、対象人数（{対象人数}）、取扱者数、重大事故から求められるのは、{正しい結果}です。",
    remedy="対象人数、使用者数と委託先の取扱者数、重大事故の有無を確かめて、しきい値判断結果を選び直してください。",
    example={"判断の結果": "３）基礎項目評価の実施が義務付けられる"},
    near_miss={"判断の結果": None},
)
def threshold(t: pd.DataFrame) -> pd.Series[bool]:
    return t["判断の結果"].notna()


@rule(
    "P02",
    "Ⅰの対象人数とⅡの本人の数が矛盾",
    severity=ERROR,
    on=COMPARED,
    message="対象人数「{事務の対象人数}」と本人の数「{本人の数}」が矛盾します。",
    remedy="Ⅰ１③の対象人数か、Ⅱ２②の対象となる本人の数を直してください。",
    example={"本人の数": "１）1万人未満"},
    near_miss={"本人の数": None},
)
def people_of_files(t: pd.DataFrame) -> pd.Series[bool]:
    return t["本人の数"].notna()


@rule(
    "P03",
    "意見聴取が30日未満で理由がない",
    severity=ERROR,
    on=COMPARED,
    message="意見聴取が{短い日数}日です。短縮の理由を書いてください。",
    remedy="「③期間を短縮する特段の理由」を記入するか、「②実施日・期間」を確かめてください。",
    example={"短い日数": 29},
    near_miss={"短い日数": None},
)
def short_hearing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["短い日数"].notna()


@rule(
    "P24",
    "委託先に渡す本人の数がファイルより多い",
    severity=WARNING,
    on=COMPARED,
    message="委託の本人の数が「{委託の本人の数}」ですが、ファイルの本人の数は「{ファイルの本人の数}」です。",
    remedy="どちらの本人の数が正しいかを確かめてください。",
    example={"委託の本人の数": "４）100万人以上1,000万人未満"},
    near_miss={"委託の本人の数": None},
)
def people_of_contracts(t: pd.DataFrame) -> pd.Series[bool]:
    return t["委託の本人の数"].notna()


@rule(
    "P25",
    "ファイルの全体を委託するのに本人の数が違う",
    severity=WARNING,
    on=COMPARED,
    message="ファイルの全体で、範囲も同じとしていますが、本人の数は「{全体なのに違う数}」で、ファイルの「{ファイルの本人の数}」と違います。",
    remedy="本人の数をそろえるか、委託する範囲を直してください。",
    example={"全体なのに違う数": "２）1万人以上10万人未満"},
    near_miss={"全体なのに違う数": None},
)
def whole_file(t: pd.DataFrame) -> pd.Series[bool]:
    return t["全体なのに違う数"].notna()


@rule(
    "P26",
    "使用開始日が保有開始日より前",
    severity=WARNING,
    on=COMPARED,
    message="使用開始日（{使用の開始}）が、保有開始日（{保有開始日}）より前です。",
    remedy="保有開始日と使用開始日を確かめてください。",
    example={"使用の開始": "平成28年1月1日"},
    near_miss={"使用の開始": None},
)
def used_before_held(t: pd.DataFrame) -> pd.Series[bool]:
    return t["使用の開始"].notna()


@rule(
    "P27",
    "ファイルの名称にある期間の外の日付",
    severity=WARNING,
    on=COMPARED,
    message="「{期間の外の日}」は、ファイルの名称「{名称の期間}」にある期間の外です。",
    remedy="日付か、ファイルの名称にある期間を確かめてください。",
    example={"期間の外の日": "平成28年6月予定"},
    near_miss={"期間の外の日": None},
)
def outside_the_period(t: pd.DataFrame) -> pd.Series[bool]:
    return t["期間の外の日"].notna()


@rule(
    "P28",
    "過ぎた日が「予定」のまま",
    severity=WARNING,
    on=COMPARED,
    message="「{過ぎた予定}」とありますが、この評価書には、それより後の日付（{書かれた最後の日}）があります。",
    remedy="実際の日付に直してください。",
    example={"過ぎた予定": "平成28年6月予定"},
    near_miss={"過ぎた予定": None},
)
def planned_in_the_past(t: pd.DataFrame) -> pd.Series[bool]:
    return t["過ぎた予定"].notna()


@rule(
    "P29",
    "評価の手続の日付が前後している",
    severity=WARNING,
    on=COMPARED,
    message="{後の手続}の日付が、{先の手続}（{先の日}）より前です。",
    remedy="基礎項目評価、意見聴取、第三者点検、公表の日付を確かめてください。",
    example={"後の手続": "第三者点検"},
    near_miss={"後の手続": None},
)
def order_of_steps(t: pd.DataFrame) -> pd.Series[bool]:
    return t["後の手続"].notna()


@rule(
    "P30",
    "意見聴取の日数が期間と違う",
    severity=WARNING,
    on=COMPARED,
    message="{書かれた日数}日間とありますが、初日と末日を入れて数えると{数えた日数}日です。",
    remedy="期間か日数を直してください。",
    example={"数えた日数": 31},
    near_miss={"数えた日数": None},
)
def counted_days(t: pd.DataFrame) -> pd.Series[bool]:
    return t["数えた日数"].notna()


@rule(
    "P31",
    "意見聴取が終わる前に保有を始める",
    severity=WARNING,
    on=COMPARED,
    message="保有開始日（{早い保有}）が、意見聴取の終わり（{意見聴取の終わり}）より前です。",
    remedy="新しいファイルは、評価を終えてから保有するものです。日付を確かめてください。前から保有しているときは、「予定」を消してください。",
    example={"早い保有": "平成28年6月予定"},
    near_miss={"早い保有": None},
)
def held_before_heard(t: pd.DataFrame) -> pd.Series[bool]:
    return t["早い保有"].notna()


@rule(
    "P32",
    "前のものの終わりと次のものの始まりが続かない",
    severity=WARNING,
    on=COMPARED,
    message="「{つながらない名称}」の始まりが、前のものの終わりの翌日ではありません。",
    remedy="名称にある「まで」と「から」の年月を確かめてください。",
    example={"つながらない名称": "資格管理システム（平成31年3月から）"},
    near_miss={"つながらない名称": None},
)
def gap_between_names(t: pd.DataFrame) -> pd.Series[bool]:
    return t["つながらない名称"].notna()


@rule(
    "P47",
    "ファイルの期間に合うシステムがない",
    severity=WARNING,
    on=COMPARED,
    message="「{システムのないファイル}」と同じ期間のシステムが、Ⅰ２にありません。",
    remedy="このファイルを使うシステムと、名称にある期間を確かめてください。",
    example={"システムのないファイル": "（１）国保賦課ファイル（平成31年2月から）"},
    near_miss={"システムのないファイル": None},
)
def file_without_system(t: pd.DataFrame) -> pd.Series[bool]:
    return t["システムのないファイル"].notna()
