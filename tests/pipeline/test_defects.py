"""One defect in a good form gives its code at its cell and nothing else. All defects are judged as one night."""

from __future__ import annotations

import pytest

from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from tests.defects import ELDERS, HALL, Defects, answer_for_subcontract, subcontract
from tests.defects import place_of as _address
from tests.defects import write as _write
from tests.defects import write_row as _write_row
from tests.drafts import Draft, Found

DEFECTS = defect = Defects()


@defect(HALL)
def 何も直さない(d: Draft) -> list[Found]:
    return []


@defect(HALL)
def 必須項目が空(d: Draft) -> list[Found]:
    return _write(d, "事業の概要.目的", None, "F06")


@defect(HALL)
def 必須項目が空白だけ(d: Draft) -> list[Found]:
    return _write(d, "表紙.件名", " 　\n", "F06")


@defect(HALL)
def 付議内容が空(d: Draft) -> list[Found]:
    return _write(d, "事業の概要.付議内容_外部結合", None, "F06")


@defect(HALL)
def 付議しない区分の付議内容は空でよい(d: Draft) -> list[Found]:
    d.write("事業の概要.付議内容_業務委託", None)
    return []


@defect(HALL)
def 表の必須の列が空(d: Draft) -> list[Found]:
    return _write_row(d, "表紙.担当課", 1, "課", None, "F06") + [
        ("M02", sheet, d.cell(f"{sheet}.{name}"))
        for sheet, name in (("電算処理", "保有課"), ("外部結合", "保有課"), ("指定管理", "施設の所管課"))
    ]


@defect(HALL)
def 対象者数の表が空(d: Draft) -> list[Found]:
    for heading in ("対象", "数", "単位", "時点", "備考"):
        first = d.write_row("事業の概要.対象者数", 1, heading, None)
    return [("F06", "事業の概要", "B" + first[1:])]


@defect(HALL)
def 選択肢にない種別(d: Draft) -> list[Found]:
    return _write(d, "表紙.種別", "しんき", "F16")


@defect(HALL)
def 全角の空白が入った種別は読み替える(d: Draft) -> list[Found]:
    return _write(d, "表紙.種別", "新　規", "F13")


@defect(HALL)
def 大きな丸の付議は読み替える(d: Draft) -> list[Found]:
    return _write_row(d, "表紙.区分", "電算処理", "付議", "◯", "F13")


@defect(HALL)
def 付議の印が使えない(d: Draft) -> list[Found]:
    d.clear_sheet("外部結合").write("事業の概要.付議内容_外部結合", None)
    return _write_row(d, "表紙.区分", "外部結合", "付議", "済", "F16")


@defect(HALL)
def 付議の横棒は付議しない意味(d: Draft) -> list[Found]:
    d.write_row("表紙.区分", "再委託", "付議", "ー")
    return []


@defect(HALL)
def 丸があるのに別紙が空(d: Draft) -> list[Found]:
    d.clear_sheet("指定管理")
    return [("K01", "表紙", _address(d, "表紙.区分", "指定管理", "付議"))]


@defect(HALL)
def 別紙のない区分に丸(d: Draft) -> list[Found]:
    return _write_row(d, "表紙.区分", "外部提供", "付議", "○", "K01")


@defect(HALL)
def 別紙があるのに丸がない(d: Draft) -> list[Found]:
    d.write_row("表紙.区分", "外部結合", "付議", None)
    return [("K02", "外部結合", d.cell("外部結合.件名"))]


@defect(HALL)
def 使わない別紙に一つだけ記入(d: Draft) -> list[Found]:
    return _write(d, "防犯カメラ.撮影範囲", "出入口", "K02")


@defect(ELDERS)
def 再委託の別紙は業務委託の丸でよい(d: Draft) -> list[Found]:
    return [
        *subcontract(d, ticked=False),
        *(
            ("C04", sheet, _address(d, f"{sheet}.表", f"{prefix}{number}", "可否"))
            for sheet, prefix in (("業務委託_区", "委区"), ("業務委託_委託先", "委先"))
            for number in ("R1", "R2")
        ),
    ]


@defect(ELDERS)
def 再委託の2項目に答えれば通る(d: Draft) -> list[Found]:
    answer_for_subcontract(d)
    return subcontract(d, ticked=True)


@defect(ELDERS)
def チェックリストが両方とも空(d: Draft) -> list[Found]:
    for sheet in ("業務委託_区", "業務委託_委託先"):
        _empty_list(d, sheet)
    return [
        ("C01", sheet, _address(d, f"{sheet}.表", f"{prefix}01", "可否"))
        for sheet, prefix in (("業務委託_区", "委区"), ("業務委託_委託先", "委先"))
    ]


@defect(ELDERS)
def チェックリストが片方だけ空(d: Draft) -> list[Found]:
    _empty_list(d, "業務委託_委託先")
    return [("C02", "業務委託_委託先", _address(d, "業務委託_委託先.表", "委先01", "可否"))]


@defect(HALL)
def 開発を委託しないならチェックリストは要らない(d: Draft) -> list[Found]:
    _empty_list(d, "電算処理_区")
    _empty_list(d, "電算処理_委託先")
    d.write("電算処理.開発等の委託", "無")
    return []


def _empty_list(d: Draft, sheet: str) -> None:
    for measure in d.form.by_name[sheet].measures:
        for heading in ("可否", "理由"):
            d.write_row(f"{sheet}.表", measure.id, heading, None)


@defect(HALL)
def 対策の行を消した(d: Draft) -> list[Found]:
    d.delete_row("外部結合_区.表", "結区03")
    return [("C03", "外部結合_区", _address(d, "外部結合_区.表", "結区01", "可否"))]


@defect(ELDERS)
def 再委託の行は再委託がなければ消してもよい(d: Draft) -> list[Found]:
    d.delete_row("業務委託_区.表", "委区R1")
    return []


@defect(HALL)
def 可否が空(d: Draft) -> list[Found]:
    return _write_row(d, "外部結合_結合先.表", "結先04", "可否", None, "C05")


@defect(HALL)
def 横棒の理由が空(d: Draft) -> list[Found]:
    return _write_row(d, "指定管理_区.表", "指区07", "理由", None, "C06")


@defect(HALL)
def 使えない印(d: Draft) -> list[Found]:
    return _write_row(d, "電算処理_区.表", "電区01", "可否", "×", "C07")


@defect(HALL)
def 漢数字のゼロの丸は読み替える(d: Draft) -> list[Found]:
    return _write_row(d, "電算処理_区.表", "電区01", "可否", "〇", "C08")


@defect(HALL)
def 半角の横棒は読み替える(d: Draft) -> list[Found]:
    return _write_row(d, "指定管理_区.表", "指区07", "可否", "-", "C08")


@defect(HALL)
def 対策の文を書き換えた(d: Draft) -> list[Found]:
    return _write_row(d, "外部結合_区.表", "結区03", "対策", "電子データは削除しない。", "C12")


@defect(HALL)
def 対策のIDも文も書き換えた(d: Draft) -> list[Found]:
    cell = d.write_row("外部結合_区.表", "結区03", "対策", "電子データは削除しない。")
    d.write_row("外部結合_区.表", "結区03", "対策ID", "ア")
    return [("C12", "外部結合_区", cell)]


@defect(HALL)
def 対策IDを消しても文で見つかる(d: Draft) -> list[Found]:
    d.write_row("外部結合_区.表", "結区03", "対策ID", None)
    return []


@defect(HALL)
def 存在しない日付(d: Draft) -> list[Found]:
    return _write(d, "外部結合.開始時期", "令和7年2月30日", "D01")


@defect(HALL)
def 元号の範囲外(d: Draft) -> list[Found]:
    return _write(d, "表紙.提出日", "平成35年4月1日", "D01")


@defect(HALL)
def 日付でない言葉(d: Draft) -> list[Found]:
    return _write(d, "外部結合.開始時期", "未定", "D01")


@defect(HALL)
def 西暦の月だけの日付は読めるが書き方が違う(d: Draft) -> list[Found]:
    return _write(d, "外部結合.開始時期", "2025年10月", "D09")


@defect(HALL)
def 終了が開始より前(d: Draft) -> list[Found]:
    return _write(d, "指定管理.終了時期", "令和７年９月", "D02")


@defect(HALL)
def 終了が同じ月なら前ではない(d: Draft) -> list[Found]:
    d.write("指定管理.終了時期", "令和７年１０月")
    return []


@defect(HALL)
def 別紙の保有課が表紙にない(d: Draft) -> list[Found]:
    return _write(d, "外部結合.保有課", "税務課", "M02")


@defect(ELDERS)
def 部の名前が付いた保有課は同じ課(d: Draft) -> list[Found]:
    d.write("業務委託.保有課", "健康部高齢者医療担当課")
    return []


@defect(ELDERS)
def 組織マスタにない課(d: Draft) -> list[Found]:
    return _write_row(d, "表紙.担当課", 2, "課", "高齢者移動支援課", "M03")


@defect(HALL)
def 数として読めない(d: Draft) -> list[Found]:
    return _write_row(d, "事業の概要.対象者数", 1, "数", "多数", "N03")


@defect(HALL)
def 負の数(d: Draft) -> list[Found]:
    return _write_row(d, "事業の概要.対象者数", 1, "数", "-5", "N03")


@defect(HALL)
def 約と万は読み替える(d: Draft) -> list[Found]:
    return _write_row(d, "事業の概要.対象者数", 1, "数", "約７万", "F13")


@defect(ELDERS)
def 記録項目のとおりなのに空(d: Draft) -> list[Found]:
    area = d.area("記録項目.表")
    for row in range(1, area.bottom - area.top + 1):
        for heading in ("ファイル名", "項目名", "項目区分", "個人の範囲", "変更", "備考"):
            d.write_row("記録項目.表", row, heading, None)
    return [("R01", "記録項目", f"A{area.top + 2}")]


@defect(ELDERS)
def 変更なのに前回案件が空(d: Draft) -> list[Found]:
    for sheet in ("電算処理", "外部結合"):
        d.write(f"{sheet}.前回案件", None)
    return _write(d, "表紙.前回案件", None, "R03")


@defect(ELDERS)
def 別紙に前回案件があれば表紙は空でよい(d: Draft) -> list[Found]:
    d.write("表紙.前回案件", None)
    return []


@defect(HALL)
def 項目名が重複(d: Draft) -> list[Found]:
    row = next(n for n in range(1, 20) if not d.sheet("記録項目").at(*d.place("記録項目.表", n, "項目名")))
    for heading in ("ファイル名", "個人の範囲"):
        d.write_row("記録項目.表", row, heading, d.sheet("記録項目").at(*d.place("記録項目.表", 1, heading)))
    return _write_row(d, "記録項目.表", row, "項目名", "氏 名", "I06")


@defect(HALL)
def 台数が数でない(d: Draft) -> list[Found]:
    d.write_row("表紙.区分", "防犯カメラ", "付議", "○")
    d.write("事業の概要.付議内容_防犯カメラ", "出入口に設置する。").write("防犯カメラ.件名", "防犯カメラの設置について")
    d.write("防犯カメラ.設置場所", "四谷区民ホール").write("防犯カメラ.設置予定日", "令和８年４月").write(
        "防犯カメラ.撮影範囲", "出入口"
    )
    return _write(d, "防犯カメラ.台数", "数台", "O02")


@defect(HALL)
def 数式エラーは必須の指摘に代わる(d: Draft) -> list[Found]:
    area = d.area("事業の概要.目的")
    d.write("事業の概要.目的", None).sheet("事業の概要").errors[area.top, area.left] = "#REF!"
    return [("F07", "事業の概要", d.cell("事業の概要.目的"))]


@defect(HALL)
def 表の中の数式エラー(d: Draft) -> list[Found]:
    place = d.place("外部結合_区.表", "結区03", "可否")
    cell = d.write_row("外部結合_区.表", "結区03", "可否", None)
    d.sheet("外部結合_区").errors[place] = "#N/A"
    return [("F07", "外部結合_区", cell)]


@defect(HALL)
def 計算結果のない数式(d: Draft) -> list[Found]:
    area = d.area("表紙.件名")
    d.write("表紙.件名", None).sheet("表紙").uncached = frozenset({(area.top, area.left)})
    return [("F08", "表紙", d.cell("表紙.件名"))]


@defect(HALL)
def 任意の欄の計算結果のない数式は警告(d: Draft) -> list[Found]:
    area = d.area("表紙.担当者電話")
    d.write("表紙.担当者電話", None).sheet("表紙").uncached = frozenset({(area.top, area.left)})
    return [("F08", "表紙", d.cell("表紙.担当者電話"))]


@defect(HALL)
def 必要なシートがない(d: Draft) -> list[Found]:
    d.sheet("指定管理_区").name = "指定管理者の対策"
    d.book.names = [n for n in d.book.names if not n.name.startswith("指定管理_区.")]
    return [("F04", "指定管理_区", None)]


@defect(HALL)
def 使わない別紙のシートは消してもよい(d: Draft) -> list[Found]:
    d.book.sheets = [s for s in d.book.sheets if s.name != "防犯カメラ"]
    return []


@defect(HALL)
def 欄の名前も見出しもない(d: Draft) -> list[Found]:
    d.book.names = [n for n in d.book.names if n.name != "外部結合.結合の形態"]
    area_rows = d.sheet("外部結合").rows
    for row in area_rows:
        row[:] = ["" if value == "結合の形態" else value for value in row]
    return [("F05", "外部結合", None)]


@pytest.fixture(scope="module")
def night(masters: Masters, form: Form) -> dict[str, tuple[list[Found], list[Found]]]:
    """Defect → (what must be found, what was found)."""
    return DEFECTS.judged(form, masters)


@pytest.mark.parametrize("name", DEFECTS)
def test_one_defect_is_found_at_its_cell(name: str, night: dict[str, tuple[list[Found], list[Found]]]) -> None:
    expected, got = night[name]
    assert sorted(got, key=str) == sorted(expected, key=str)
