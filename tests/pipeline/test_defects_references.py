"""Defects that show beside the cover, another 別紙, a master, or in the text itself: M01 M04 M06 R04 R05 V01 V03 V04 O01 P04 T01.

Each gives its code at its cell and nothing else, its near miss nothing.
"""

from __future__ import annotations

import pytest

from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from tests.defects import ELDERS, HALL, Defects, answer_for_subcontract, place_of, subcontract, write, write_row
from tests.drafts import Draft, Found, judge_drafts

HALL_DEFECTS, ELDERS_DEFECTS = Defects(), Defects()
on_hall, on_elders = HALL_DEFECTS(HALL), ELDERS_DEFECTS(ELDERS)

DEPARTMENTS, FLOW = "表紙.担当課", "情報の流れ.表"
REASON = "外部結合.結合する理由"


# M01: titles


@on_hall
def 別紙の件名がほかの案件のもの(d: Draft) -> list[Found]:
    return write(d, "外部結合.件名", "ふるさと納税返礼品の導入に係る外部結合について", "M01")


@on_hall
def 別紙の件名は等や区分の語が違ってもよい(d: Draft) -> list[Found]:
    d.write("外部結合.件名", "区民ホール受付システムへの接続等について（新規）")
    return []


@on_hall
def 別紙の件名は仕事の名前だけでもよい(d: Draft) -> list[Found]:
    d.write("外部結合.件名", "外部結合の開始について")
    return []


# M04: 外n課


@on_hall
def 外の課の数が違う(d: Draft) -> list[Found]:
    return write(d, "外部結合.保有課", "地域コミュニティ課外２課", "M04")


@on_hall
def 外の課の数が合う(d: Draft) -> list[Found]:
    d.write("外部結合.保有課", "地域コミュニティ課、四谷特別出張所ほか２課")
    return []


@on_hall
def 表紙の課を外で略した(d: Draft) -> list[Found]:
    return write_row(d, DEPARTMENTS, 1, "課", "地域コミュニティ課外４課", "M04")


# M06: 要綱の根拠


@on_hall
def 要綱の根拠に号がない(d: Draft) -> list[Found]:
    return write(d, "表紙.要綱の根拠", "第3条第1項", "M06")


@on_hall
def 要綱の根拠が条項でない(d: Draft) -> list[Found]:
    return write(d, "表紙.要綱の根拠", "要綱による", "M06")


@on_hall
def 要綱の根拠が付議しない区分を言う(d: Draft) -> list[Found]:
    return write(d, "表紙.要綱の根拠", "第3条第1項第3号（業務委託）", "M06")


@pytest.mark.parametrize(
    "text",
    [
        "第３条第１項第３号",
        "第三条第一項第三号",
        "第3条第1項第2号及び第3号",
        "個人情報保護管理運営会議設置要綱 第3条第1項第3号（外部結合）",
        "第3条第1項第3号に基づく",
    ],
)
def test_the_ground_may_be_written_in_many_ways(text: str, hall: Draft, masters: Masters) -> None:
    hall.write("表紙.要綱の根拠", text)
    (judgement,) = judge_drafts([hall], masters)
    assert "M06" not in {finding.code for finding in judgement.findings}


# R04: names of the bodies


@on_hall
def 審議会の名称に漏れ(d: Draft) -> list[Found]:
    return write(d, REASON, "（令和４年度第７回情報公開・個人情報審議会承認済）", "R04")


@on_hall
def 新しい年度なのに審議会(d: Draft) -> list[Found]:
    return write(d, REASON, "（令和５年度第６回情報公開・個人情報保護審議会承認済み）", "R04")


@on_hall
def 古い年度なのに管理運営会議(d: Draft) -> list[Found]:
    return write(d, REASON, "令和３年度第２回個人情報保護管理運営会議で承認された。", "R04")


@on_elders
def 前回案件の会議の名称(d: Draft) -> list[Found]:
    return write(d, "表紙.前回案件", "令和６年度第４回審議会", "R04")


@on_hall
def 審議会は略しても報告しただけでもよい(d: Draft) -> list[Found]:
    d.write(REASON, "（平成２４年度第７回同審議会了承済み）。令和６年度第１回情報公開・個人情報保護審議会に報告した。")
    return []


@on_hall
def ほかの会議は会議体ではない(d: Draft) -> list[Found]:
    d.write(REASON, "令和６年度第１回学校運営協議会、令和６年度第２回都市計画審議会で承認された。")
    return []


# R05: documents


@on_hall
def ほかの案件の資料番号(d: Draft) -> list[Found]:
    return write(d, "事業の概要.個人情報の流れ", "資料３２－１のとおり", "R05")


@on_hall
def 枝番の資料がない(d: Draft) -> list[Found]:
    return write(d, REASON, "資料５０－３のとおり", "R05")


@on_hall
def 枝番の横棒が不ぞろい(d: Draft) -> list[Found]:
    d.write("外部結合.結合の形態", "資料５０－２のとおり")
    return write(d, REASON, "資料５０ー１のとおり", "R05")


@on_hall
def 資料番号が決まる前は枝番を問わない(d: Draft) -> list[Found]:
    d.write("表紙.資料番号", None).write("事業の概要.個人情報の流れ", "資料３２－１のとおり")
    return []


@on_hall
def 審議会の資料は別のもの(d: Draft) -> list[Found]:
    d.write(REASON, "令和５年度の審議会資料１１のとおり")
    return []


# V01, V03, V04: companies


@on_hall
def 流れの受け手が別紙にない(d: Draft) -> list[Found]:
    return write_row(d, FLOW, 5, "受け手", "委託事業者（株式会社アイネス）", "V01")


@on_hall
def 流れの送り手が別紙にない(d: Draft) -> list[Found]:
    return write_row(d, FLOW, 5, "送り手", "富士通株式会社", "V01")


@on_hall
def 流れの会社は略して書いてもよい(d: Draft) -> list[Found]:
    d.write_row(FLOW, 5, "受け手", "㈱共立")
    return []


@on_hall
def 流れの会社が結合の相手方(d: Draft) -> list[Found]:
    d.write_row(FLOW, 5, "受け手", "公益財団法人　新宿未来創造財団")
    return []


@on_hall
def 指定管理者が空ならその指摘だけでよい(d: Draft) -> list[Found]:
    return write(d, "指定管理.指定管理者の名称", None, "F06")


@on_elders
def 法人番号の検査数字が違う(d: Draft) -> list[Found]:
    return write(d, "業務委託.法人番号", "1234567890123", "V03")


@on_elders
def 法人番号が12桁(d: Draft) -> list[Found]:
    return write(d, "業務委託.法人番号", "700001205000", "V03")


@on_elders
def 法人番号は全角でも横棒入りでもよい(d: Draft) -> list[Found]:
    d.write("業務委託.法人番号", "７-0000-1205-0002")
    return []


@on_elders
def 再委託の内容が委託の内容にない(d: Draft) -> list[Found]:
    subcontract(d, ticked=True)
    answer_for_subcontract(d)
    return write(d, "再委託.再委託の内容", "通知書の印刷及び封入封緘", "V04")


@on_elders
def 再委託の内容は同じ仕事なら言葉が違ってもよい(d: Draft) -> list[Found]:
    subcontract(d, ticked=True)
    answer_for_subcontract(d)
    d.write("再委託.再委託の内容", "開発及び障害対応の一部、受付システムの点検")
    return []


# O01: 提供の根拠


def provision(d: Draft) -> None:
    d.write_row("表紙.区分", "外部提供", "付議", "○")
    d.write("事業の概要.付議内容_外部提供", "警視庁へ提供する。")
    for name in ("件名", "保有課", "個人の範囲", "記録項目"):
        area = d.area(f"外部結合.{name}")
        d.write(f"外部提供.{name}", d.sheet("外部結合").at(area.top, area.left))
    for name in ("提供先", "提供する理由", "提供の方法", "提供先に求める措置"):
        d.write(f"外部提供.{name}", "見本")
    d.write("外部提供.開始時期", "令和７年１０月").write("外部提供.提供の根拠", "法第69条第1項")


@on_hall
def 提供の根拠が空(d: Draft) -> list[Found]:
    provision(d)
    return write(d, "外部提供.提供の根拠", None, "O01")


@on_hall
def 提供の根拠が一覧にない(d: Draft) -> list[Found]:
    provision(d)
    return write(d, "外部提供.提供の根拠", "本人の同意", "O01")


@on_hall
def 提供の根拠は全角の数字でも読める(d: Draft) -> list[Found]:
    provision(d)
    return write(d, "外部提供.提供の根拠", "法第６９条第１項", "F13")


@on_hall
def 外部提供の別紙が空なら別紙の指摘だけでよい(d: Draft) -> list[Found]:
    d.write_row("表紙.区分", "外部提供", "付議", "○")
    return [("K01", "表紙", place_of(d, "表紙.区分", "外部提供", "付議"))]


# P04: the steps of an assessment


def assessment(d: Draft, words: str) -> str:
    """Make a draft that of a 結果 and write what it tells. Returns the cell that tells it."""
    d.write("表紙.種別", "特定個人情報保護評価のパブリック・コメント等の実施結果").write("表紙.評価書番号", "３")
    d.write("事業の概要.付議内容_評価", words)
    return d.cell("事業の概要.付議内容_評価")


HEARING = "（１）パブリック・コメントの実施結果\nア　実施期間\n令和７年１１月１５日から令和７年１２月１５日まで\n"


@on_hall
def 第三者点検が意見聴取の間に始まる(d: Draft) -> list[Found]:
    check = "（２）第三者点検実施結果\nア　実施期間\n令和７年１１月１７日から令和７年１２月１８日まで"
    return [("P04", "事業の概要", assessment(d, HEARING + check))]


@on_hall
def 第三者点検が意見聴取の最後の日に始まる(d: Draft) -> list[Found]:
    d.write("事業の概要.概要", "第三者点検は、令和７年１２月１５日に行った。")
    assessment(d, HEARING)
    return [("P04", "事業の概要", d.cell("事業の概要.概要"))]


@on_hall
def 第三者点検が意見聴取の次の日に始まる(d: Draft) -> list[Found]:
    assessment(d, f"{HEARING}（２）第三者点検実施結果\n令和７年１２月１６日から令和７年１２月１８日まで")
    return []


# T01: wording


@on_hall
def かっこを閉じていない(d: Draft) -> list[Found]:
    return write(d, REASON, "経費を抑えるため（個別に導入するときと比べて。", "T01")


@on_hall
def かぎかっこを丸かっこで閉じた(d: Draft) -> list[Found]:
    return write(d, REASON, "「標準化法）に基づくため", "T01")


@on_hall
def 用語の誤り(d: Draft) -> list[Found]:
    return write(d, REASON, "法令に基ずき、経費を抑えるため", "T01")


@on_hall
def 年度の書き漏らし(d: Draft) -> list[Found]:
    return write(d, REASON, "（令和５度第５回個人情報保護管理運営会議承認済み）", "T01")


@on_hall
def 箇条書きの番号のかっこは閉じだけでよい(d: Draft) -> list[Found]:
    d.write(REASON, "1) 経費を抑えるため\nイ）安全のため（「標準」による。)")
    return []


@pytest.fixture(scope="module")
def night(masters: Masters, form: Form) -> dict[str, tuple[list[Found], list[Found]]]:
    return {**HALL_DEFECTS.judged(form, masters), **ELDERS_DEFECTS.judged(form, masters)}


@pytest.mark.parametrize("name", [*HALL_DEFECTS, *ELDERS_DEFECTS])
def test_one_defect_is_found_at_its_cell(name: str, night: dict[str, tuple[list[Found], list[Found]]]) -> None:
    expected, got = night[name]
    assert sorted(got, key=str) == sorted(expected, key=str)


def test_what_is_said_names_what_is_meant(hall: Draft, masters: Masters) -> None:
    hall.write("外部結合.件名", "ふるさと納税の外部結合について").write("外部結合.保有課", "地域コミュニティ課外２課")
    hall.write(REASON, "（令和４年度第７回情報公開・個人情報審議会承認済。")
    hall.write_row(FLOW, 5, "受け手", "株式会社アイネス")
    (judgement,) = judge_drafts([hall], masters)
    messages = {(f.code, f.sheet): f.message for f in judgement.findings}
    assert "「区民ホール受付システムの構築に係る開発等について」" in messages["M01", "外部結合"]
    assert "「外2課」と、表紙の担当部課の数（4課）" in messages["M04", "外部結合"]
    assert messages["R04", "外部結合"].endswith("令和4年度の会議の名称は「情報公開・個人情報保護審議会」です。")
    assert messages["V01", "情報の流れ"] == "「株式会社アイネス」が別紙にありません。"
    assert "「（」が閉じられていません" in messages["T01", "外部結合"]
