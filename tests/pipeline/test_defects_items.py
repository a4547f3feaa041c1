"""Defects of the items: what they are beside the 項目語彙 and beside each other (I01–I04, I07)."""

from __future__ import annotations

import pytest

from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from tests.defects import HALL, Defects, write, write_row
from tests.drafts import Draft, Found, judge_drafts

DEFECTS = Defects()
on_hall = DEFECTS(HALL)

TABLE = "記録項目.表"
NUMBER = "表紙.評価書番号"
FREE = 8
"""The first row of the table that the sample leaves empty."""


def item(d: Draft, name: str, code: str = "", row: int = FREE) -> list[Found]:
    """Write a further item and expect a finding at it."""
    d.write_row(TABLE, row, "ファイル名", "区民ホール受付システム")
    d.write_row(TABLE, row, "個人の範囲", "代表者")
    d.write_row(TABLE, row, "項目区分", "その他")
    found = write_row(d, TABLE, row, "項目名", name, code)
    return found if code else []


# I01: the 別紙 of one case


@on_hall
def 個人の範囲が別紙で違う(d: Draft) -> list[Found]:
    return write(d, "外部結合.個人の範囲", "区民ホールの利用者及びその家族", "I01")


@on_hall
def 記録項目が別紙で違う(d: Draft) -> list[Found]:
    return write(d, "指定管理.記録項目", "氏名、住所", "I01")


@on_hall
def 空白と改行と全角の違いは違いではない(d: Draft) -> list[Found]:
    d.write("外部結合.個人の範囲", " 区民ホールの\n利用者 ")
    d.write(
        "指定管理.記録項目",
        "① 代表者に係る記録項目\n氏名、住所、電話番号(自宅・携帯)\n② 連絡担当者に係る記録項目\n氏名、\n住所、電話番号(自宅・携帯)、メールアドレス",
    )
    return []


@on_hall
def ほかを見よという別紙は比べない(d: Draft) -> list[Found]:
    d.write("外部結合.記録項目", "記録項目のとおり").write("指定管理.記録項目", "電算処理と同じ")
    return []


# I02: two items in one


@on_hall
def 二つの項目がつながっている(d: Draft) -> list[Found]:
    return item(d, "世帯番号続柄", "I02")


@on_hall
def 二つの項目を一行に書いた(d: Draft) -> list[Found]:
    return item(d, "世帯番号、続柄", "I02")


@on_hall
def 連絡先の住所は一つの項目(d: Draft) -> list[Found]:
    return item(d, "連絡先住所", "I07")  # a new word, and no more than that


# I03: 個人番号


@on_hall
def 個人番号があるのに評価書番号が空(d: Draft) -> list[Found]:
    item(d, "個人番号")
    return [("I03", "表紙", d.cell(NUMBER))]


@on_hall
def 別紙にマイナンバーがあるのに評価書番号が空(d: Draft) -> list[Found]:
    for sheet in ("電算処理", "外部結合", "指定管理"):
        d.write(f"{sheet}.記録項目", "氏名、マイナンバー")
    return [("I03", "表紙", d.cell(NUMBER))]


@on_hall
def 個人番号があり評価書番号もある(d: Draft) -> list[Found]:
    item(d, "個人番号")
    d.write(NUMBER, "３")
    return []


@on_hall
def 個人番号を除くと書いてある(d: Draft) -> list[Found]:
    for sheet in ("電算処理", "外部結合", "指定管理"):
        d.write(f"{sheet}.記録項目", "氏名、住所（個人番号を含まない。）")
    return []


@on_hall
def 評価の案件では必須の指摘だけでよい(d: Draft) -> list[Found]:
    item(d, "個人番号")
    d.write("表紙.種別", "特定個人情報保護評価の報告").write("事業の概要.付議内容_評価", "報告する。")
    return [("F06", "表紙", d.cell(NUMBER))]


# I04: 要配慮個人情報


@on_hall
def 要配慮の項目(d: Draft) -> list[Found]:
    return item(d, "傷病名", "I04")


@on_hall
def 要配慮の項目の別の書き方(d: Draft) -> list[Found]:
    return item(d, "レセプトデータ", "I04")


@on_hall
def 要配慮の項目が二つ(d: Draft) -> list[Found]:
    return item(d, "傷病名", "I04") + item(d, "既往歴", "I04", FREE + 1)


@on_hall
def 要配慮の項目が別紙だけにある(d: Draft) -> list[Found]:
    for sheet in ("電算処理", "外部結合", "指定管理"):
        d.write(f"{sheet}.記録項目", "氏名、住所、傷病名")
    return [("I04", "電算処理", d.cell("電算処理.記録項目"))]


@on_hall
def 国籍は要配慮ではない(d: Draft) -> list[Found]:
    return item(d, "国籍")


# I07: words that are not in the vocabulary


@on_hall
def 語彙の語によく似た語(d: Draft) -> list[Found]:
    return write_row(d, TABLE, 7, "項目名", "メールアドレズ", "I07")


@on_hall
def 新しい語は一件にまとめる(d: Draft) -> list[Found]:
    found = item(d, "利用回数", "I07")
    item(d, "抽選の結果", row=FREE + 1)
    return found


@on_hall
def 語彙の別の書き方は新しい語ではない(d: Draft) -> list[Found]:
    return item(d, "本籍地")


@pytest.fixture(scope="module")
def night(masters: Masters, form: Form) -> dict[str, tuple[list[Found], list[Found]]]:
    return DEFECTS.judged(form, masters)


@pytest.mark.parametrize("name", DEFECTS)
def test_one_defect_is_found_at_its_cell(name: str, night: dict[str, tuple[list[Found], list[Found]]]) -> None:
    expected, got = night[name]
    assert sorted(got, key=str) == sorted(expected, key=str)


def test_what_is_said_names_what_is_meant(hall: Draft, masters: Masters) -> None:
    hall.write("指定管理.記録項目", "氏名、住所、電話番号（自宅・携帯）").write_row(
        TABLE, 7, "項目名", "メールアドレズ"
    )
    item(hall, "利用回数")
    item(hall, "抽選の結果", row=FREE + 1)
    item(hall, "世帯番号続柄", row=FREE + 2)
    (judgement,) = judge_drafts([hall], masters)
    messages = {(f.code, f.value): f.message for f in judgement.findings}
    assert messages["I07", "メールアドレズ"] == "「メールアドレズ」は、「メールアドレス」のことではありませんか。"
    assert messages["I07", "利用回数"] == "「利用回数」など2項目は、項目語彙にありません。"
    assert "「世帯番号」と「続柄」の2項目" in messages["I02", "世帯番号続柄"]
    (different,) = (f.message for f in judgement.findings if f.code == "I01")
    assert "別紙「電算処理」と「指定管理」" in different
    assert "「メールアドレス」" in different
