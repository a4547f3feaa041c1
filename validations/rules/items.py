"""I: the items of personal data that are recorded."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

COMPARED = "照合"


@rule(
    "I06",
    "項目名が重複",
    severity=ERROR,
    on="記録項目",
    at="項目名",
    message="「{項目名}」が同じファイル名・個人の範囲の中に{重複数}回あります（{重複行}行目）。",
    remedy="重なっている行を消すか、別の項目のときは区別できる名前にしてください。",
    example={"重複の後": True},
    near_miss={"重複の後": False},
)
def item_twice(t: pd.DataFrame) -> pd.Series[bool]:
    return t["重複の後"]


@rule(
    "I01",
    "別紙の間で個人の範囲・記録項目が違う",
    severity=WARNING,
    on=COMPARED,
    message="「{見出し}」が、別紙「{ほかの別紙}」と「{シート}」で違います。片方だけにあるもの：{違う所}",
    remedy="どちらが正しいかを確認してください。取り扱う項目が実際に違うときは、直す必要はありません。",
    example={"ほかの別紙": "電算処理"},
    near_miss={"ほかの別紙": None},
)
def annexes_differ(t: pd.DataFrame) -> pd.Series[bool]:
    return t["ほかの別紙"].notna()


@rule(
    "I02",
    "区切り漏れらしい項目",
    severity=WARNING,
    on=COMPARED,
    message="「{原文}」は、「{前半}」と「{後半}」の2項目がつながっている可能性があります。",
    remedy="2項目のときは、行を分けてください。1つの項目のときは、直す必要はありません。",
    example={"前半": "氏名"},
    near_miss={"前半": None},
)
def items_run_together(t: pd.DataFrame) -> pd.Series[bool]:
    return t["前半"].notna()


@rule(
    "I03",
    "個人番号があるのに評価書番号が空",
    severity=WARNING,
    on=COMPARED,
    message="記録項目に「{個人番号の項目}」がありますが、「{見出し}」が空です。",
    remedy="特定個人情報保護評価書の番号を記入してください。",
    example={"個人番号の項目": "個人番号"},
    near_miss={"個人番号の項目": None},
)
def assessment_number_missing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["個人番号の項目"].notna()


@rule(
    "I04",
    "要配慮個人情報の可能性",
    severity=WARNING,
    on=COMPARED,
    message="「{要配慮の項目}」は要配慮個人情報の可能性があります。",
    remedy="要配慮個人情報に当たるかを確認し、取り扱う必要性と保護対策を説明できるようにしてください。",
    example={"要配慮の項目": "傷病名"},
    near_miss={"要配慮の項目": None},
)
def sensitive_item(t: pd.DataFrame) -> pd.Series[bool]:
    return t["要配慮の項目"].notna()


@rule(
    "I07",
    "項目語彙の語によく似た別の語",
    severity=WARNING,
    on=COMPARED,
    message="「{原文}」{語彙との違い}。",
    remedy="語彙の語のことなら、その書き方にそろえてください。新しい項目なら、直す必要はありません（事務局が語彙に加えます）。",
    example={"語彙との違い": "は、「メールアドレス」のことではありませんか"},
    near_miss={"語彙との違い": None},
)
def nearly_a_known_item(t: pd.DataFrame) -> pd.Series[bool]:
    return t["語彙との違い"].notna()
