"""D: dates and periods. Dates are compared in the precision in which they were written."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING


@rule(
    "D01",
    "存在しない日付・元号の範囲外",
    severity=ERROR,
    on=("項目", "欄"),
    message="「{見出し}」の「{原文}」は{日付の誤り}。",
    remedy="正しい日付を書いてください。例：令和７年６月１日、令和７年６月、2025/6/1",
    example={"日付の誤り": "存在しない日付です"},
    near_miss={"日付の誤り": None},
)
def impossible_date(t: pd.DataFrame) -> pd.Series[bool]:
    return t["日付の誤り"].notna()


@rule(
    "D02",
    "終了が開始より前",
    severity=ERROR,
    on="項目",
    message="終了（{原文}）が開始（{開始}）より前です。",
    remedy="開始時期と終了時期を確認してください。",
    example={"開始より前": True},
    near_miss={"開始より前": False},
)
def ends_before_start(t: pd.DataFrame) -> pd.Series[bool]:
    return t["開始より前"]


@rule(
    "D03",
    "委託・結合の期間が1年を超えるのに継続の欄も○",
    severity=WARNING,
    on="項目",
    message="期間（{開始}～{原文}）が1年を超えていて、継続の欄にも○があります。",
    remedy="年度ごとに更新するときは終了を最初の年度の末日に、何年かをまとめて委託・結合するときは継続の○を消してください。",
    example={"一年を超えて継続": True},
    near_miss={"一年を超えて継続": False},
)
def long_and_continued(t: pd.DataFrame) -> pd.Series[bool]:
    return t["一年を超えて継続"]


@rule(
    "D04",
    "次年度以降について、別紙と違う区分が書かれている",
    severity=WARNING,
    on="項目",
    message="次年度以降も同様の「{別の区分の継続}」とありますが、この別紙は「{区分}」です。",
    remedy="この別紙のことを書いたときは、「{区分}」に直してください。ほかの別紙のことを書いたときは、直す必要はありません。",
    example={"別の区分の継続": "外部結合"},
    near_miss={"別の区分の継続": None},
)
def next_year_of_another_kind(t: pd.DataFrame) -> pd.Series[bool]:
    return t["別の区分の継続"].notna()


@rule(
    "D05",
    "開発・移行の時期が委託・指定管理の期間に入らない",
    severity=WARNING,
    on="時期",
    at="時期",
    message="開発・移行の時期が「{時期}」ですが、{別紙の期間}です。",
    remedy="電算処理の時期と、別紙の開始時期・終了時期を確認してください。期間の外の開発が別の契約によるときは、直す必要はありません。",
    example={"別紙の期間の外": True},
    near_miss={"別紙の期間の外": False},
)
def development_outside_contract(t: pd.DataFrame) -> pd.Series[bool]:
    return t["別紙の期間の外"]


@rule(
    "D06",
    "再委託の期間が委託の期間を超える",
    severity=ERROR,
    on="項目",
    message="再委託の期間（{再委託の期間}）が、委託の期間（{委託の期間}）を超えています。",
    remedy="再委託の開始時期・終了時期を、委託の期間の中に収まるように直してください。",
    example={"委託の期間を超える": True},
    near_miss={"委託の期間を超える": False},
)
def subcontract_beyond_contract(t: pd.DataFrame) -> pd.Series[bool]:
    return t["委託の期間を超える"]


@rule(
    "D09",
    "日付の書き方が一つの書類で混ざる",
    severity=WARNING,
    on=("項目", "時期", "対象者数"),
    at={"時期": "時期", "対象者数": "時点"},
    message="日付の書き方が混ざっています。ここは「{日付の原文}」、ほかは「{多い書き方}」のような書き方です。",
    remedy="全角・半角、空白、元号・西暦を、書類の中でそろえてください。ほかにも違う書き方の日付があれば、あわせて直してください。",
    example={"書き方の違う日付": True},
    near_miss={"書き方の違う日付": False},
)
def dates_spelt_in_two_ways(t: pd.DataFrame) -> pd.Series[bool]:
    return t["書き方の違う日付"]
