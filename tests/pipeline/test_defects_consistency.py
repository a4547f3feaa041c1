"""Defects that only show when one part of a form is held against another: each gives its code at its cell, its near miss nothing."""

from __future__ import annotations

import pytest

from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from tests.defects import ELDERS, HALL, Defects, answer_for_subcontract, place_of, subcontract, write, write_row
from tests.drafts import Draft, Found, everything_found, found, judge_drafts

HALL_DEFECTS, ELDERS_DEFECTS = Defects(), Defects()
on_hall, on_elders = HALL_DEFECTS(HALL), ELDERS_DEFECTS(ELDERS)

PEOPLE, TIMES = "事業の概要.対象者数", "電算処理.時期"
ELECTRONIC_ONLY = "電子データのみの取扱いのため"
HANDLING = [
    (sheet, f"{prefix}{number}")
    for sheet, prefix in (("指定管理_区", "指区"), ("指定管理_指定管理者", "指者"))
    for number in ("06", "07", "08")
]
"""手交, 管理簿 and 金庫 on both checklists of the 指定管理: all ー in the sample, whose 記録媒体 is electronic."""


def answer(d: Draft, sheet: str, measure: str, mark: str, reason: str | None = None) -> None:
    d.write_row(f"{sheet}.表", measure, "可否", mark)
    d.write_row(f"{sheet}.表", measure, "理由", reason)


def at(d: Draft, code: str, sheet: str, measure: str, heading: str) -> Found:
    return code, sheet, place_of(d, f"{sheet}.表", measure, heading)


# K03: 付議内容 and the 区分 of the cover


@on_hall
def 付議しない区分の付議内容(d: Draft) -> list[Found]:
    return write(d, "事業の概要.付議内容_業務委託", "保守を委託する。", "K03")


@on_elders
def 再委託の付議内容だけで別紙も丸もない(d: Draft) -> list[Found]:
    return write(d, "事業の概要.付議内容_再委託", "保守の一部を再委託する。", "K03")


@on_elders
def 再委託の付議内容は業務委託の丸と再委託の別紙があればよい(d: Draft) -> list[Found]:
    subcontract(d, ticked=False)
    answer_for_subcontract(d)
    d.write("事業の概要.付議内容_再委託", "保守の一部を再委託する。")
    return []


@on_hall
def 丸を忘れた区分は別紙の指摘だけでよい(d: Draft) -> list[Found]:
    d.write_row("表紙.区分", "外部結合", "付議", None)
    return [("K02", "外部結合", d.cell("外部結合.件名"))]


# K04: a 再委託 needs its 委託


def only_a_subcontract(d: Draft) -> None:
    """Of 電算処理, 外部結合 and 指定管理, put a 再委託 in the place of the last."""
    d.clear_sheet("指定管理").write("事業の概要.付議内容_指定管理", None)
    d.write_row("表紙.区分", "指定管理", "付議", None)
    subcontract(d, ticked=True)
    for name in ("件名", "個人の範囲", "記録項目"):
        area = d.area(f"電算処理.{name}")
        d.write(f"再委託.{name}", d.sheet("電算処理").at(area.top, area.left))
    d.write("再委託.登録業務の名称", "見本").write("再委託.委託先", "株式会社共立").write("再委託.記録媒体", "見本")
    d.write("再委託.保有課", "地域コミュニティ課")


@on_hall
def 再委託の元の委託がない(d: Draft) -> list[Found]:
    only_a_subcontract(d)
    return [("K04", "再委託", d.cell("再委託.件名"))]


@on_hall
def 再委託の元の委託は前に承認された(d: Draft) -> list[Found]:
    only_a_subcontract(d)
    d.write("再委託.前回案件", "令和６年度第４回")
    return []


@on_hall
def 変更なら前回案件の指摘だけでよい(d: Draft) -> list[Found]:
    only_a_subcontract(d)
    d.write("表紙.種別", "変更")
    return [("R03", "表紙", d.cell("表紙.前回案件"))]


@on_elders
def 再委託の元の別紙が空なら別紙の指摘だけでよい(d: Draft) -> list[Found]:
    subcontract(d, ticked=True)
    d.clear_sheet("業務委託")
    return [("K01", "表紙", place_of(d, "表紙.区分", "業務委託", "付議"))]


# K05: the 種別 that the 件名 speaks of


def named(d: Draft, words: str) -> list[Found]:
    d.write("表紙.件名", f"区民ホール受付システムの構築について（{words}）")
    return [("K05", "表紙", d.cell("表紙.種別"))]


@on_hall
def 件名は評価書の報告(d: Draft) -> list[Found]:
    return named(d, "特定個人情報保護評価の報告")


@on_hall
def 件名は評価書の結果(d: Draft) -> list[Found]:
    return named(d, "特定個人情報保護評価のパブリック・コメント等の実施結果")


@on_hall
def 件名は中黒のないパブリックコメント(d: Draft) -> list[Found]:
    return [
        *named(d, "特定個人情報保護評価のパブリックコメント等の実施結果"),
        ("T01", "表紙", d.cell("表紙.件名")),
    ]


@on_hall
def 報告と結果の取り違え(d: Draft) -> list[Found]:
    d.write("表紙.種別", "特定個人情報保護評価の報告").write("表紙.評価書番号", "３")
    d.write("事業の概要.付議内容_評価", "全項目評価書を報告する。")
    return named(d, "特定個人情報保護評価のパブリック・コメント等の実施結果")


@on_hall
def 件名と種別が合っている(d: Draft) -> list[Found]:
    named(d, "特定個人情報保護評価の報告")
    d.write("表紙.種別", "特定個人情報保護評価の報告").write("表紙.評価書番号", "３")
    d.write("事業の概要.付議内容_評価", "全項目評価書を報告する。")
    return []


@on_hall
def 報告というだけの件名は評価書ではない(d: Draft) -> list[Found]:
    named(d, "利用状況の報告")
    return []


@on_hall
def 種別が空なら種別の指摘だけでよい(d: Draft) -> list[Found]:
    named(d, "特定個人情報保護評価の報告")
    return write(d, "表紙.種別", None, "F06")


# C09, C13: the 記録媒体 against the measures on handing over


@on_hall
def 紙も扱うのに理由は電子データのみ(d: Draft) -> list[Found]:
    d.write("指定管理.記録媒体", "紙及び電磁的媒体（受付システム）")
    return [at(d, "C09", sheet, measure, "理由") for sheet, measure in HANDLING]


@on_hall
def 紙を使わないと書いた媒体(d: Draft) -> list[Found]:
    d.write("指定管理.記録媒体", "電磁的媒体（紙媒体は使用しない。）")
    return []


@on_hall
def 別紙は紙ではない(d: Draft) -> list[Found]:
    d.write("指定管理.記録媒体", "電磁的媒体（別紙のとおり）")
    return []


@on_hall
def 受渡しだけが電子データのみ(d: Draft) -> list[Found]:
    d.write("指定管理.記録媒体", "紙及び電磁的媒体（受付システム）")
    for sheet, measure in HANDLING:
        answer(d, sheet, measure, "ー", "受渡しは電子データのみで行うため")
    return []


@on_hall
def 電磁的媒体だけなのに受渡しの項目が丸(d: Draft) -> list[Found]:
    for sheet, measure in HANDLING:
        answer(d, sheet, measure, "○")
    return [at(d, "C13", sheet, measure, "可否") for sheet, measure in HANDLING]


@on_hall
def 持ち運べる媒体なら受渡しの項目は丸でよい(d: Draft) -> list[Found]:
    for sheet, measure in HANDLING:
        answer(d, sheet, measure, "○")
    d.write("指定管理.記録媒体", "電磁的媒体（ＤＶＤ－Ｒ）")
    return []


@on_hall
def 紙もあれば受渡しの項目は丸でよい(d: Draft) -> list[Found]:
    for sheet, measure in HANDLING:
        answer(d, sheet, measure, "○")
    d.write("指定管理.記録媒体", "電磁的媒体、紙")
    return []


# C10, C11: marks that do not go together


@on_hall
def 受渡しの3項目の不ぞろい(d: Draft) -> list[Found]:
    d.write("指定管理.記録媒体", "電磁的媒体（ＤＶＤ－Ｒ）")
    answer(d, "指定管理_区", "指区07", "○")
    answer(d, "指定管理_指定管理者", "指者07", "○")
    return [
        at(d, "C10", "指定管理_区", "指区07", "可否"),
        at(d, "C10", "指定管理_指定管理者", "指者07", "可否"),
    ]


@on_hall
def 一つだけ丸にすると相手とも媒体とも違う(d: Draft) -> list[Found]:
    answer(d, "指定管理_区", "指区08", "○")
    return [
        at(d, "C10", "指定管理_区", "指区08", "可否"),
        at(d, "C13", "指定管理_区", "指区08", "可否"),
        at(d, "C11", "指定管理_指定管理者", "指者08", "可否"),
    ]


@on_hall
def 三項目の一つが空なら空の指摘だけでよい(d: Draft) -> list[Found]:
    return write_row(d, "指定管理_区.表", "指区07", "可否", None, "C05")


@on_hall
def 相手側だけ横棒(d: Draft) -> list[Found]:
    answer(d, "外部結合_結合先", "結先06", "ー", "専用の回線のため")
    return [at(d, "C11", "外部結合_結合先", "結先06", "可否")]


@on_hall
def 区側だけ横棒でも相手側を示す(d: Draft) -> list[Found]:
    answer(d, "外部結合_区", "結区06", "ー", "専用の回線のため")
    return [at(d, "C11", "外部結合_結合先", "結先06", "可否")]


@on_hall
def 両側とも横棒(d: Draft) -> list[Found]:
    answer(d, "外部結合_区", "結区06", "ー", "専用の回線のため")
    answer(d, "外部結合_結合先", "結先06", "ー", "専用の回線のため")
    return []


@on_hall
def 使えない印は対応する項目と比べない(d: Draft) -> list[Found]:
    return write_row(d, "外部結合_区.表", "結区06", "可否", "△", "C07")


@on_elders
def 再委託がなければ再委託の項目は比べない(d: Draft) -> list[Found]:
    answer(d, "業務委託_区", "委区R1", "○")
    answer(d, "業務委託_委託先", "委先R1", "ー", "再委託はないため")
    return []


# C14: ○ with a reason


@on_hall
def 丸なのに理由(d: Draft) -> list[Found]:
    return write_row(d, "電算処理_区.表", "電区01", "理由", ELECTRONIC_ONLY, "C14")


@on_hall
def 丸の理由に横棒(d: Draft) -> list[Found]:
    d.write_row("電算処理_区.表", "電区01", "理由", "－")
    return []


# D03: longer than a year and to be continued


@on_elders
def 一年を超えて継続(d: Draft) -> list[Found]:
    return write(d, "業務委託.終了時期", "令和９年３月３１日", "D03")


@on_elders
def 一年と一日で継続(d: Draft) -> list[Found]:
    return write(d, "業務委託.終了時期", "令和８年４月１日", "D03")


@on_elders
def 一年を超えても継続しない(d: Draft) -> list[Found]:
    d.write("業務委託.終了時期", "令和９年３月３１日").write("業務委託.継続", None)
    return []


@on_elders
def 年だけの終了は一年を超えるとは限らない(d: Draft) -> list[Found]:
    d.write("業務委託.終了時期", "令和８年")
    return []


@on_elders
def 外部結合も一年を超えて継続(d: Draft) -> list[Found]:
    return write(d, "外部結合.終了時期", "令和１０年３月", "D03")


# D04: the years to come, of another 区分


@on_elders
def 次年度以降は別の区分(d: Draft) -> list[Found]:
    return write(d, "外部結合.備考", "令和７年７月（予定）（次年度以降も、同様の業務委託を行う。）", "D04")


@on_elders
def 次年度以降も同じ区分(d: Draft) -> list[Found]:
    d.write("外部結合.備考", "次年度以降も、同様の外部結合を行う。")
    d.write("業務委託.備考", "次年度以降も、同様の委託を行う。")
    return []


@on_hall
def 次期も同様の業務は区分を言わない(d: Draft) -> list[Found]:
    d.write("指定管理.備考", "次期指定管理期間以降も同様の業務を行う。")
    return []


@on_elders
def 再委託の別紙に業務委託の継続(d: Draft) -> list[Found]:
    subcontract(d, ticked=True)
    answer_for_subcontract(d)
    return write(d, "再委託.備考", "次年度以降も、同様の業務委託を行う。", "D04")


# D05: the development outside the period of its 委託


@on_elders
def 開発が委託より前(d: Draft) -> list[Found]:
    return write_row(d, TIMES, 1, "時期", "令和７年３月から", "D05")


@on_elders
def 開発が委託より後(d: Draft) -> list[Found]:
    d.write_row(TIMES, 2, "時期", "令和８年６月")
    return write_row(d, TIMES, 1, "時期", "令和８年４月～令和８年５月", "D05")


@on_elders
def 開発が委託と同じ月から(d: Draft) -> list[Found]:
    d.write_row(TIMES, 1, "時期", "令和７年４月１日から")
    return []


@on_elders
def 本稼働だけが委託より後(d: Draft) -> list[Found]:
    d.write_row(TIMES, 2, "時期", "令和８年４月")
    return []


@on_elders
def 開発を委託しない(d: Draft) -> list[Found]:
    d.write_row(TIMES, 1, "時期", "令和７年３月から")
    d.write("電算処理.開発等の委託", "無")
    return []


@on_elders
def 時期が日付でない(d: Draft) -> list[Found]:
    d.write_row(TIMES, 1, "時期", "契約締結後速やかに")
    return []


# D06: the 再委託 outside the period of its 委託


@on_elders
def 再委託が委託より後まで(d: Draft) -> list[Found]:
    subcontract(d, ticked=True)
    answer_for_subcontract(d)
    return write(d, "再委託.終了時期", "令和８年４月", "D06")


@on_elders
def 再委託が委託より前から(d: Draft) -> list[Found]:
    subcontract(d, ticked=True)
    answer_for_subcontract(d)
    d.write("再委託.開始時期", "令和７年３月")
    return [("D06", "再委託", d.cell("再委託.終了時期"))]


@on_elders
def 再委託の終わりは年だけ(d: Draft) -> list[Found]:
    subcontract(d, ticked=True)
    answer_for_subcontract(d)
    d.write("再委託.終了時期", "令和８年")
    return []


@on_elders
def 委託の終わりが読めないなら日付の指摘だけでよい(d: Draft) -> list[Found]:
    subcontract(d, ticked=True)
    answer_for_subcontract(d)
    d.write("再委託.終了時期", "令和９年４月")
    return write(d, "業務委託.終了時期", "令和８年２月３０日", "D01")


# D09: dates spelt in more than one way


@on_hall
def 空白の入った日付(d: Draft) -> list[Found]:
    return write(d, "指定管理.終了時期", "令和 11年 3月 31日", "D09")


@on_hall
def 半角の日付(d: Draft) -> list[Found]:
    return write(d, "外部結合.開始時期", "令和7年10月", "D09")


@on_hall
def 略した元号(d: Draft) -> list[Found]:
    return write(d, "指定管理.終了時期", "R11.3.31", "D09")


@on_hall
def 対象者数の時点だけ西暦(d: Draft) -> list[Found]:
    d.write_row(PEOPLE, 1, "時点", "2023年度")
    return [("D09", "事業の概要", place_of(d, PEOPLE, 1, "時点"))]


@on_hall
def 開発の時期だけ半角(d: Draft) -> list[Found]:
    return write_row(d, TIMES, 2, "時期", "令和7年10月から", "D09")


@on_hall
def 違う書き方が二つあっても初めの一つ(d: Draft) -> list[Found]:
    d.write("指定管理.終了時期", "R11.3.31")
    return write(d, "外部結合.開始時期", "2025年10月", "D09")


@on_hall
def 一桁は全角で二桁は半角(d: Draft) -> list[Found]:
    d.write("表紙.提出日", "令和６年10月１日").write("外部結合.開始時期", "令和７年10月")
    d.write("指定管理.開始時期", "令和７年10月").write("指定管理.終了時期", "令和11年３月31日")
    d.write_row(TIMES, 2, "時期", "令和７年10月から")
    return []


@on_hall
def 日付のセルは見え方が分からない(d: Draft) -> list[Found]:
    d.write("表紙.提出日", "2024-10-01")
    return []


@on_hall
def 読めない日付は書き方を比べない(d: Draft) -> list[Found]:
    return write(d, "外部結合.開始時期", "令和7年13月", "D01")


# N01: what a number is of, and when


@on_hall
def 単位がない(d: Draft) -> list[Found]:
    d.write_row(PEOPLE, 1, "単位", None)
    return [("N01", "事業の概要", place_of(d, PEOPLE, 1, "数"))]


@on_hall
def 単位も時点もなくても指摘は一つ(d: Draft) -> list[Found]:
    d.write_row(PEOPLE, 1, "単位", None)
    d.write_row(PEOPLE, 1, "時点", None)
    return [("N01", "事業の概要", place_of(d, PEOPLE, 1, "数"))]


@on_hall
def 単位は数に書いてある(d: Draft) -> list[Found]:
    d.write_row(PEOPLE, 1, "単位", None)
    return write_row(d, PEOPLE, 1, "数", "648団体", "F13")


@on_hall
def 時点は備考に書いてある(d: Draft) -> list[Found]:
    d.write_row(PEOPLE, 1, "時点", None)
    d.write_row(PEOPLE, 1, "備考", "令和５年度の利用団体数")
    return []


# N02: breakdowns


def breakdown(d: Draft, *rows: tuple[str, int]) -> list[Found]:
    """Rows below the number of the sample (648)."""
    for number, (name, count) in enumerate(rows, start=2):
        d.write_row(PEOPLE, number, "対象", name)
        d.write_row(PEOPLE, number, "数", count)
    return [("N02", "事業の概要", place_of(d, PEOPLE, 1, "数"))]


@on_hall
def うちの合計が総数を超える(d: Draft) -> list[Found]:
    return breakdown(d, ("うち区内の団体", 500), ("うち区外の団体", 149))


@on_hall
def うちの合計は総数より少なくてよい(d: Draft) -> list[Found]:
    breakdown(d, ("うち区内の団体", 500))
    return []


@on_hall
def 内訳の合計が総数と違う(d: Draft) -> list[Found]:
    return breakdown(d, ("（内訳）四谷", 300), ("箪笥町", 200), ("角筈", 147))


@on_hall
def 内訳の合計が総数と同じ(d: Draft) -> list[Found]:
    breakdown(d, ("（内訳）四谷", 300), ("箪笥町", 200), ("角筈", 148))
    return []


@on_hall
def 内訳の行ごとに内訳と書いてある(d: Draft) -> list[Found]:
    return breakdown(d, ("内訳：四谷", 300), ("内訳：箪笥町", 200))


@on_hall
def 単位の違ううちは足さない(d: Draft) -> list[Found]:
    breakdown(d, ("うち代表者", 700))
    d.write_row(PEOPLE, 2, "単位", "人")
    return []


def noted(d: Draft, number: int, note: str) -> list[Found]:
    d.write_row(PEOPLE, 1, "数", number)
    d.write_row(PEOPLE, 1, "単位", "人")
    d.write_row(PEOPLE, 1, "備考", note)
    return [("N02", "事業の概要", place_of(d, PEOPLE, 1, "数"))]


SCHOOLS = "私立学校 ３，２０３人、国立学校 ２７３人、都立学校 ２２１人、各種学校等 ４６３人、他自治体立学校 ６３人、その他 ７０３人"


@on_hall
def 備考の中の内訳が一つ違う(d: Draft) -> list[Found]:
    return noted(d, 4925, SCHOOLS)


@on_hall
def 備考の中の内訳が合う(d: Draft) -> list[Found]:
    noted(d, 4926, f"（{SCHOOLS}）")
    return []


@on_hall
def 備考に内訳とあれば離れていても見る(d: Draft) -> list[Found]:
    return noted(d, 4925, "内訳：私立学校 ３，２０３人、国立学校 ２７３人")


@on_hall
def 前の年度の数は内訳でない(d: Draft) -> list[Found]:
    noted(d, 648, "令和４年度 ６４０人、令和３年度 ６３２人")
    return []


@on_hall
def およその数は丸めの分だけ違ってよい(d: Draft) -> list[Found]:
    noted(d, 4926, "内訳：私立学校 約３，２００人、その他 約１，７００人")
    return []


@on_hall
def 丸めでは説明の付かない違い(d: Draft) -> list[Found]:
    return noted(d, 4926, "内訳：私立学校 約３，２００人、その他 約１，６００人")


Night = dict[str, tuple[list[Found], list[Found]]]


@pytest.fixture(scope="module")
def night(masters: Masters, form: Form) -> Night:
    """Defect → (what must be found, what was found). The slip of the one document is not counted there alone."""
    return HALL_DEFECTS.judged(form, masters, found) | ELDERS_DEFECTS.judged(form, masters, everything_found)


@pytest.mark.parametrize("name", [*HALL_DEFECTS, *ELDERS_DEFECTS])
def test_one_defect_is_found_at_its_cell(name: str, night: Night) -> None:
    expected, got = night[name]
    assert sorted(got, key=str) == sorted(expected, key=str)


def test_the_samples_get_no_more_than_the_slips_of_the_one_document(
    hall: Draft, elders: Draft, masters: Masters
) -> None:
    """Its development begins in April 2025, its 指定管理 in October; a bracket of its 目的 is closed by another."""
    judgements = judge_drafts([hall, elders], masters)
    assert [everything_found(j) for j in judgements] == [
        [("T01", "事業の概要", hall.cell("事業の概要.目的")), ("D05", "電算処理", place_of(hall, TIMES, 1, "時期"))],
        [],
    ]
    assert judgements[0].findings[1].message == (
        "開発・移行の時期が「令和７年４月から」ですが、指定管理は「令和７年１０月」からです。"
    )


def test_the_slip_goes_when_the_contract_begins_with_the_development(hall: Draft, masters: Masters) -> None:
    hall.write("指定管理.開始時期", "令和７年４月")
    (judgement,) = judge_drafts([hall], masters)
    assert "D05" not in {code for code, _, _ in everything_found(judgement)}


def test_what_is_said_names_both_sides(hall: Draft, masters: Masters) -> None:
    noted(hall, 4925, SCHOOLS)
    answer(hall, "外部結合_結合先", "結先06", "ー", "専用の回線のため")
    hall.write("指定管理.終了時期", "R11.3.31")
    (judgement,) = judge_drafts([hall], masters)
    messages = {f.code: f.message for f in judgement.findings}
    assert messages["N02"] == "内訳の合計（4,926）が総数（4,925）と一致しません。"
    assert messages["C11"] == "区側は「○」、結合先側は「ー」です（結先06）。"
    assert "「R11.3.31」" in messages["D09"]
    assert "「令和６年１０月１日」" in messages["D09"]
