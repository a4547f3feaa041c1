"""What must not stand in a form, and what nobody reads: one defect gives its code at its cell, its near miss gives nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.extract import extract_book
from pipeline.forms.model import Edition, Form
from pipeline.japanese.characters import not_shown, unusable
from pipeline.japanese.contacts import contacts
from pipeline.japanese.digits import individual_check_digit, individual_numbers, without_individual_numbers
from pipeline.judge import Judgement, judge
from pipeline.masters.load import BadMasters, Masters, load_masters
from pipeline.read import BookSheet
from pipeline.scan import MOST_OF_A_KIND, _is_suspicious
from pipeline.workspace import FORM
from tests.conftest import SAMPLES, TEMPLATES, WORKBOOKS
from tests.defects import ELDERS, HALL, Defects
from tests.drafts import Draft, Found, found, judge_drafts
from validations.findings import address

NUMBER = "123456789018"
"""Made up, with a valid check digit."""
OURS = {"F02", "F03", "F09", "F11", "F12", "F14", "F15", "I05", "I08", "X06", "X09", "X13"}
"""The rules that are shown here."""

defect = Defects()


def put(draft: Draft, sheet: str, row: int, column: int, value: object) -> str:
    """Write into any cell; gives its address."""
    rows = draft.sheet(sheet).rows
    while len(rows) <= row:
        rows.append([""] * len(rows[0]))
    for cells in rows:
        cells.extend([""] * (column + 1 - len(cells)))
    rows[row][column] = value
    return address(row, column)


def add_to(draft: Draft, name: str, text: str) -> tuple[str, str]:
    """Add to the text of an input; gives its sheet and cell."""
    area = draft.area(name)
    draft.write(name, f"{draft.sheet(area.sheet).at(area.top, area.left)}{text}")
    return area.sheet, draft.cell(name)


def around(draft: Draft, sheet: str, **what: object) -> None:
    target = draft.sheet(sheet)
    target.around = replace(target.around, **what)


def empty_flow(draft: Draft) -> Found:
    area = draft.area("情報の流れ.表")
    for row in draft.sheet("情報の流れ").rows[area.top + 1 :]:
        row[:] = [""] * len(row)
    return "F15", "情報の流れ", address(area.top + 1, area.left)


@defect(HALL)
def 制御文字(d: Draft) -> list[Found]:
    return [("F11", *add_to(d, "事業の概要.目的", "\x07"))]


@defect(HALL)
def 長すぎる文(d: Draft) -> list[Found]:
    return [("F11", *add_to(d, "事業の概要.目的", "あ" * 32_768))]


@defect(HALL)
def 改行とタブとちょうどの長さは使える(d: Draft) -> list[Found]:
    d.write("事業の概要.目的", ("行\r\n次\t" * 5461) + "。")
    return []


@defect(HALL)
def 外字(d: Draft) -> list[Found]:
    return [("F12", *add_to(d, "事業の概要.目的", "\ue000"))]


@defect(HALL)
def 異体字(d: Draft) -> list[Found]:
    return [("F12", *add_to(d, "事業の概要.目的", "葛\U000e0100飾"))]


@defect(HALL)
def 文字化け(d: Draft) -> list[Found]:
    return [("F12", *add_to(d, "事業の概要.目的", "区\ufffd"))]


@defect(HALL)
def 丸数字と株と髙と絵文字と第二水準の外の漢字は使える(d: Draft) -> list[Found]:
    add_to(d, "事業の概要.目的", "①㈱髙﨑𠮷⭕️☎\u00a0\u200b")
    return []


@defect(HALL)
def 様式の外の欄(d: Draft) -> list[Found]:
    return [("F14", "外部結合", put(d, "外部結合", 3, 5, "要確認"))]


@defect(HALL)
def 様式の外の数(d: Draft) -> list[Found]:
    return [("F14", "記録項目", put(d, "記録項目", 4, 9, 12.0))]


@defect(HALL)
def 挿し込んだ列(d: Draft) -> list[Found]:
    for row in d.sheet("記録項目").rows:
        row.insert(2, "")
    top = d.area("記録項目.表").top
    return [("F14", "記録項目", put(d, "記録項目", row, 2, "台帳番号")) for row in (top, top + 1)]


@defect(HALL)
def 結合を解いた欄の二行目(d: Draft) -> list[Found]:
    area = d.area("事業の概要.概要")
    return [("F14", "事業の概要", put(d, "事業の概要", area.top + 1, area.left, "続きの段落"))]


@defect(HALL)
def 表より上の覚え書き(d: Draft) -> list[Found]:
    return [("F14", "記録項目", put(d, "記録項目", 0, 3, "6月1日現在"))]


@defect(HALL)
def 見出しを言い換えた欄と題に書き足したシートはそのまま読む(d: Draft) -> list[Found]:
    area = d.area("外部結合.結合の形態")
    put(d, "外部結合", area.top, area.left - 1, "結合の形態（※変更）")
    put(d, "外部結合", 0, 0, f"{d.form.by_name['外部結合'].title}（１件目）")
    return []


@defect(HALL)
def 記録項目の表の下は読む(d: Draft) -> list[Found]:
    area = d.area("記録項目.表")
    for heading, value in (("ファイル名", "控え"), ("項目名", "続柄"), ("項目区分", "その他")):
        d.write_row("記録項目.表", area.bottom - area.top + 2, heading, value)
    return []


@defect(HALL)
def 様式にないシート(d: Draft) -> list[Found]:
    d.book.sheets.append(BookSheet("メモ", False, [["相談の記録"]], {}, frozenset()))
    return [("F14", "メモ", None)]


@defect(HALL)
def 空のシートとこちらのシートは構わない(d: Draft) -> list[Found]:
    d.book.sheets.append(BookSheet("Sheet1", False, [["", " 　\n"]], {}, frozenset()))
    d.book.sheets.append(BookSheet("検証結果", False, [["前の夜の指摘"]], {}, frozenset()))
    return []


@defect(HALL)
def 非表示のシートの記入(d: Draft) -> list[Found]:
    d.sheet("外部結合").hidden = True
    return [("F09", "外部結合", None)]


@defect(HALL)
def 使わない別紙は隠してよい(d: Draft) -> list[Found]:
    d.sheet("再委託").hidden = True
    return []


@defect(HALL)
def 非表示の行の記入(d: Draft) -> list[Found]:
    row, column = d.place("記録項目.表", 2, "ファイル名")
    around(d, "記録項目", hidden_rows=frozenset([row, row + 1]))
    return [("F09", "記録項目", address(row, column)), ("F09", "記録項目", address(row + 1, column))]


@defect(HALL)
def 非表示の列の記入(d: Draft) -> list[Found]:
    row, column = d.place("記録項目.表", 1, "個人の範囲")
    around(d, "記録項目", hidden_columns=frozenset([column]))
    return [("F09", "記録項目", address(row, column))]


@defect(HALL)
def 空の行と印刷した列は隠してよい(d: Draft) -> list[Found]:
    row, _ = d.place("記録項目.表", 200, "ファイル名")
    around(d, "記録項目", hidden_rows=frozenset(range(row, row + 50)))
    around(d, "電算処理_区", hidden_columns=frozenset([d.place("電算処理_区.表", 1, "対策ID")[1]]))
    return []


@defect(HALL)
def 流れの表も図もない(d: Draft) -> list[Found]:
    return [empty_flow(d)]


@defect(HALL)
def 流れの図がある(d: Draft) -> list[Found]:
    empty_flow(d)
    around(d, "情報の流れ", has_picture=True)
    return []


@defect(HALL)
def ほかのシートの図は流れの図ではない(d: Draft) -> list[Found]:
    around(d, "事業の概要", has_picture=True)
    return [empty_flow(d)]


@defect(HALL)
def 防犯カメラだけなら流れは要らない(d: Draft) -> list[Found]:
    for division in ("電算処理", "外部結合", "指定管理"):
        d.clear_sheet(division).write(f"事業の概要.付議内容_{division}", None)
        d.write_row("表紙.区分", division, "付議", None)
    d.write_row("表紙.区分", "防犯カメラ", "付議", "○")
    d.write("事業の概要.付議内容_防犯カメラ", "出入口に設置する。").write("防犯カメラ.件名", "防犯カメラの設置について")
    d.write("防犯カメラ.設置場所", "四谷区民ホール").write("防犯カメラ.設置予定日", "令和８年４月").write(
        "防犯カメラ.撮影範囲", "出入口"
    ).write("防犯カメラ.台数", 3.0)
    empty_flow(d)
    return []


@defect(HALL)
def 欄の個人番号(d: Draft) -> list[Found]:
    return [("I05", *add_to(d, "事業の概要.目的", f"例：{NUMBER}"))]


@defect(HALL)
def 数のセルの個人番号(d: Draft) -> list[Found]:
    cell = d.write_row("記録項目.表", 1, "備考", float(NUMBER))
    return [("I05", "記録項目", cell)]


@defect(HALL)
def 担当者欄の個人番号(d: Draft) -> list[Found]:
    return [("I05", *add_to(d, "表紙.担当者電話", f" {NUMBER}"))]


@defect(HALL)
def 様式にないシートの個人番号(d: Draft) -> list[Found]:
    d.book.sheets.append(BookSheet("控え", True, [["", "1234－5678－9018"]], {}, frozenset()))
    return [("F14", "控え", None), ("I05", "控え", "B1")]


@defect(HALL)
def 記入要領の個人番号(d: Draft) -> list[Found]:
    return [("I05", "記入要領", put(d, "記入要領", 3, 2, NUMBER))]


@defect(HALL)
def コメントの個人番号(d: Draft) -> list[Found]:
    d.book.around = replace(d.book.around, texts=f"確認\n{NUMBER}")
    return [("I05", None, None)]


@defect(ELDERS)
def 法人番号と検査数字の合わない12桁は個人番号でない(d: Draft) -> list[Found]:
    d.write("業務委託.法人番号", "7000012050002")
    add_to(d, "事業の概要.目的", "管理番号 123456789012、7-0000-1205-0002")
    return []


@defect(HALL)
def 電話番号とメール(d: Draft) -> list[Found]:
    return [("I08", *add_to(d, "事業の概要.目的", "０３（３２０９）１１１１ taro@example.jp"))]


@defect(HALL)
def 郵便番号(d: Draft) -> list[Found]:
    return [("I08", "記録項目", d.write_row("記録項目.表", 1, "備考", "〒160-8484"))]


@defect(HALL)
def 担当者の連絡先は構わない(d: Draft) -> list[Found]:
    d.write("表紙.担当者電話", "03-3209-1111（内線 2345）").write("表紙.担当者メール", "tanto@city.example.jp")
    return []


@defect(HALL)
def 項目の名前や日付や資料番号は連絡先でない(d: Draft) -> list[Found]:
    d.write("表紙.資料番号", None)  # so that no other 資料 is asked about
    add_to(d, "事業の概要.目的", "電話番号、郵便番号、メールアドレス。資料０１－２、2025-04-01～2026-03-31")
    return []


@pytest.fixture(scope="module")
def night(masters: Masters, form: Form) -> dict[str, tuple[list[Found], Judgement]]:
    drafts = {name: Draft.of(SAMPLES / sample, form) for name, (sample, _) in defect.items()}
    expected = {name: spoil(drafts[name]) for name, (_, spoil) in defect.items()}
    judgements = judge_drafts(list(drafts.values()), masters)
    return {name: (expected[name], judgement) for name, judgement in zip(drafts, judgements, strict=True)}


@pytest.mark.parametrize("name", defect)
def test_one_defect_is_found_at_its_cell(name: str, night: dict[str, tuple[list[Found], Judgement]]) -> None:
    expected, judgement = night[name]
    assert sorted(found(judgement), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("name", [name for name in defect if "個人番号" in name and "でない" not in name])
def test_a_number_of_a_person_sets_the_file_aside(name: str, night: dict[str, tuple[list[Found], Judgement]]) -> None:
    judgement = night[name][1]
    assert judgement.verdict == "隔離"
    assert all(finding.value is None for finding in judgement.findings if finding.code == "I05")
    assert NUMBER not in repr(judgement)


def test_contact_data_is_not_repeated(night: dict[str, tuple[list[Found], Judgement]]) -> None:
    (finding,) = (f for f in night["電話番号とメール"][1].findings if f.code == "I08")
    assert finding.value is None
    assert "電話番号・メールアドレス" in finding.message
    assert "taro" not in repr(finding)


def test_samples_and_the_blank_form_give_nothing(masters: Masters, form: Form) -> None:
    drafts = [Draft.of(path, form) for path in (SAMPLES / HALL, SAMPLES / ELDERS, TEMPLATES / "付議事項.xlsx")]
    assert [OURS & {f.code for f in judgement.findings} for judgement in judge_drafts(drafts, masters)] == [set()] * 3


def test_very_many_cells_are_told_as_a_number(hall: Draft, masters: Masters) -> None:
    for row in range(300):
        put(hall, "情報の流れ", row, 12, "下書き")
    (judgement,) = judge_drafts([hall], masters)
    told = [f for f in judgement.findings if f.code == "F14"]
    assert len(told) == MOST_OF_A_KIND + 1
    assert [f.message for f in told if f.cell is None] == ["様式にない所の記入は台帳に入りません（ほか200か所）。"]


def test_a_sheet_under_another_name_is_told_as_missing_only(hall: Draft, masters: Masters) -> None:
    hall.sheet("指定管理_区").name = "指定管理者の対策"
    hall.book.names = [n for n in hall.book.names if not n.name.startswith("指定管理_区.")]
    (judgement,) = judge_drafts([hall], masters)
    assert found(judgement) == [("F04", "指定管理_区", None)]


def test_a_form_about_an_assessment_needs_no_flow(hall: Draft, masters: Masters) -> None:
    empty_flow(hall)
    hall.write("表紙.種別", "特定個人情報保護評価の報告")
    (judgement,) = judge_drafts([hall], masters)
    assert "F15" not in {f.code for f in judgement.findings}


OLD, NEW = Edition("2026-04", dt.date(2027, 3, 31), "最初の版"), Edition("2027-04", None, "別紙に欄を加えた")
NIGHTS = {
    "今の版": ("2027-04", dt.date(2027, 4, 1), None),
    "受け付ける旧版": ("2026-04", dt.date(2027, 3, 31), "F02"),
    "終わった版": ("2026-04", dt.date(2027, 4, 1), "F03"),
    "知らない版": ("2019-04", dt.date(2027, 4, 1), "F03"),
    "版の書かれていないブック": (None, dt.date(2027, 4, 1), None),
}


@pytest.mark.parametrize("case", NIGHTS)
def test_the_date_of_the_night_decides_on_an_edition(case: str, hall: Draft, masters: Masters) -> None:
    edition, day, code = NIGHTS[case]
    meta = hall.sheet("_meta").rows
    meta[:] = [row for row in meta if row[0] != "版"] + ([["版", edition]] if edition else [])
    later = replace(masters.forms[FORM], edition="2027-04", editions=(OLD, NEW))
    of_later = replace(masters, forms={**masters.forms, FORM: later})
    ((judgement,), _) = judge([extract_book(hall.book, dict(of_later.forms), FORM)], of_later, day)
    assert found(judgement) == ([(code, None, None)] if code else [])
    assert judgement.verdict == ("差戻し" if code == "F03" else "受理")
    if code == "F02":
        assert "別紙に欄を加えた" in next(f.message for f in judgement.findings if f.code == code)


def with_two_editions(folder: Path, ends: object) -> Path:
    """The masters with a second edition of the form, the first of which ends."""
    shutil.copytree(WORKBOOKS / "masters", folder)
    book = load_workbook(folder / "様式マスタ.xlsx")
    sheet = book["版"]
    sheet["E2"].value = ends
    for column, value in enumerate(
        ("付議事項", sheet["B2"].value, "2027-04", "2027-04-01", None, "欄を加えた"), start=1
    ):
        sheet.cell(sheet.max_row + (column == 1), column).value = value
    book.save(folder / "様式マスタ.xlsx")
    return folder


@pytest.mark.parametrize("ends", ["2027-03-31", "令和９年３月３１日", "R9.3.31", dt.datetime(2027, 3, 31), "2027年3月"])
def test_the_masters_say_until_when_an_edition_is_accepted(ends: object, tmp_path: Path) -> None:
    form = load_masters(with_two_editions(tmp_path / "masters", ends)).forms[FORM]
    assert form.edition == "2027-04"
    assert form.editions == (OLD, replace(NEW, changes="欄を加えた"))


def test_an_end_that_is_no_date_is_a_fault_of_the_master(tmp_path: Path) -> None:
    with pytest.raises(BadMasters) as bad:
        load_masters(with_two_editions(tmp_path / "masters", "当分の間"))
    assert [(name, f.code, f.sheet, f.cell) for name, f in bad.value.findings] == [
        ("様式マスタ.xlsx", "F26", "版", "E2")
    ]


SEPARATORS = st.text(" \u3000-－ー‐―\u00a0", max_size=3)
JAPANESE = st.text(
    st.characters(min_codepoint=0x3001, max_codepoint=0x9FFF) | st.sampled_from("\nABab()（）・"), max_size=40
)
BASES = st.integers(1, 10**11 - 1).map("{:011}".format)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def spelled(draw: st.DrawFn, number: str) -> str:
    """A number in any width, with anything between its digits."""
    spelling = ""
    for digit in number:
        spelling += draw(SEPARATORS) if spelling else ""
        spelling += digit.translate(FULL_WIDTH) if draw(st.booleans()) else digit
    return spelling


@given(st.data(), BASES, JAPANESE, JAPANESE)
def test_a_number_of_a_person_is_found_in_any_spelling(data: st.DataObject, base: str, before: str, after: str) -> None:
    text = data.draw(spelled(base + str(individual_check_digit(base))))
    (found_at,) = individual_numbers(before + text + after)
    assert found_at == (len(before), len(before) + len(text))
    assert without_individual_numbers(before + text + after) == before + "●" * len(text) + after


@given(st.data(), BASES, st.integers(1, 9), JAPANESE, JAPANESE)
def test_other_numbers_of_twelve_digits_are_never_taken_for_one(
    data: st.DataObject, base: str, step: int, before: str, after: str
) -> None:
    wrong = base + str((individual_check_digit(base) + step) % 10)
    assert individual_numbers(before + data.draw(spelled(wrong)) + after) == []


SET_OFF = {
    "3 1234-5678-9018": 1,
    "３　１２３４ ５６７８ ９０１８": 1,
    "3 1234 5678 9018": 1,
    "123456789018 123456789018": 2,
    "1234 5678 9018 1234 5678 9018": 2,
    "2025-04-01 1234-5678-9018": 1,
    "5123456789018": 0,
    "1234567890180": 0,
    "1-1234-5678-9018": 0,
    "1234 5678 9018 1234": 0,
    "03-1234-5678 03-1234-5679": 0,
    "1234\n5678\n9018": 0,
    "0000-0000-0000": 0,
    "a" * 20 + NUMBER + "f" * 32: 0,
    f"受付ID {NUMBER}": 1,
}


@pytest.mark.parametrize("text", SET_OFF)
def test_a_number_is_found_where_it_is_set_off(text: str) -> None:
    assert len(individual_numbers(text)) == SET_OFF[text]


CONTACTS = {
    "03-3209-1111": ("電話番号",),
    "０９０－１２３４－５６７８": ("電話番号",),
    "09012345678": ("電話番号",),
    "(03)3209-1111": ("電話番号",),
    "0120 123 456": ("電話番号",),
    "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ": ("メールアドレス",),
    "〒１６０－８４８４ 新宿": ("郵便番号",),
    "内線 2345": (),
    "第03-1234号": (),
    "05-12-2025": (),
    "160-8484": (),
    "@担当": (),
    "0312345678": (),
}


@pytest.mark.parametrize("text", CONTACTS)
def test_contact_data_is_known_by_its_shape(text: str) -> None:
    assert contacts(text) == CONTACTS[text]


PIECES = st.sampled_from(
    "0123456789０１２３４５６７８９０00--－ー 　()（）@＠〒.a漢\n\x07\x7f\ue000\ufffd\u202e\U000e0100𠮷"
)


@given(st.text(PIECES, max_size=40))
def test_what_has_something_to_tell_is_always_looked_at(text: str) -> None:
    if contacts(text) or individual_numbers(text) or unusable(text) or not_shown(text):
        assert _is_suspicious(f"漢字|{text}|２")
