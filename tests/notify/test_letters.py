"""What the letters say: for each verdict who gets which news, and never what must not leave the house."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.notify.letters import Letter, letter_on_check
from pipeline.notify.message import message_of
from pipeline.notify.pages import MOST_POINTS
from pipeline.notify.recipients import Recipients, office_of, recipients_of
from pipeline.receipts import Receipt
from pipeline.settings import Mail
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES
from tests.notify.builders import OFFICE, SECRETARIAT, TO_THE_DEPARTMENT, body, finding, letter, parsed, receipt
from tests.pipeline.test_night import HALL, drop, fresh_workspace, night, workspace
from tests.pipeline.test_privacy import NUMBERS, SPELLINGS, leaking

__all__ = ["fresh_workspace", "workspace"]

ERRORS = [finding(), finding("N03", "C17", "「６４８くらい」は数として読めません。", remedy="数だけを書いてください。")]
WARNINGS = [finding("D05", "B14", "時期が合いません。", severity="警告", remedy="確認してください。", sheet="電算処理")]
WAIVED = [finding("T01", "B9", "「（」が閉じられています。（事務局が認めた指摘です：引用のため）")]


def texts(one: Letter) -> list[str]:
    """The letter in plain text, and the words of its HTML, without line breaks and marks."""
    html = re.sub(r"<head>.*</head>|<[^>]*>", "", one.html, flags=re.DOTALL)
    return [re.sub(r"\s+", "", text) for text in (one.text, html)]


def says(one: Letter, *words: str) -> bool:
    return all(re.sub(r"\s+", "", word) in text for word in words for text in texts(one))


def section(one: Letter, heading: str) -> str:
    """The lines of plain text below a heading."""
    return one.text.split(f"■ {heading}", 1)[1].split("■", 1)[0]


def test_an_accepted_file_has_its_number_and_version() -> None:
    one = letter(receipt(findings=WARNINGS))
    assert says(
        one, "受理しました", "R08-0001（第1版）", "区民ホールの開発等について", "令和8年11月21日（土）", "警告が1件"
    )
    assert says(one, "シート「電算処理」のB14", "時期が合いません。", "確認してください。")
    assert "R08-0001" in one.subject
    assert (one.to, one.copy, one.attachments) == (TO_THE_DEPARTMENT.to, (SECRETARIAT,), ())


def test_an_accepted_file_without_warnings_says_nothing_of_them() -> None:
    assert "警告" not in letter(receipt()).text


def test_a_returned_file_has_its_findings_most_serious_first_and_the_copy_with_notes() -> None:
    one = letter(receipt("差戻し", findings=[*ERRORS, *WARNINGS, *WAIVED]), annotated=b"PK")
    assert says(
        one, "エラー）が2件", "添付のブック", "「目的」を記入してください。", "差戻しフォルダ「地域コミュニティ課」"
    )
    places = [one.text.index(word) for word in ("■ エラー", "のB4", "のC17", "■ 警告", "のB14", "■ 事務局が認めた指摘")]
    assert places == sorted(places)
    assert [(a.name, a.data) for a in one.attachments] == [("区民ホールの開発等について_検証結果つき.xlsx", b"PK")]
    assert "エラー2件" in one.subject


def test_a_fault_of_many_rows_is_said_once_with_all_its_cells() -> None:
    repeated = [
        finding("C05", f"D{row}", f"「可否」が空です（電区{row:02}）。", sheet="電算処理_区") for row in range(5, 17)
    ]
    one = letter(receipt("差戻し", findings=repeated))
    assert says(one, "D5–D16（12か所）", "エラー（直してください）　12件")
    assert one.text.count("「可否」が空です") == 1


def test_without_a_copy_the_letter_points_at_its_own_lines() -> None:
    one = letter(
        receipt("差戻し", form=None, findings=[finding("X03", None, "パスワードが付いています。", sheet=None)])
    )
    assert one.attachments == ()
    assert "添付" not in one.text
    assert says(one, "ファイル全体", "パスワードが付いています。")


def test_a_copy_that_is_too_large_stays_at_home() -> None:
    one = letter(receipt("差戻し", findings=ERRORS), annotated=b"PK" * 100, largest=100)
    assert one.attachments == ()
    assert "添付" not in one.text


def test_a_letter_lists_only_so_many_lines() -> None:
    many = [finding("F06", f"B{row}", f"「欄{row}」が空です。") for row in range(1, MOST_POINTS + 31)]
    one = letter(receipt("差戻し", findings=many), annotated=b"PK")
    assert says(one, f"{MOST_POINTS + 30}件", "ほかに30種類あります。", "シート「検証結果」")
    assert f"「欄{MOST_POINTS}」" in one.text
    assert f"「欄{MOST_POINTS + 1}」" not in one.text


def test_a_corrected_file_hears_what_is_fixed_what_remains_and_what_is_new() -> None:
    before = receipt("差戻し", received_on="2026-11-18", sha256="2b" * 32, findings=ERRORS)
    now = [ERRORS[1], finding("D01", "B13", "「２月３０日」は存在しない日付です。"), *WARNINGS]
    one = letter(receipt("差戻し", findings=now), earlier=before)
    assert says(
        one,
        "前回（令和8年11月18日（水）受付）",
        "直ったところが1件、残っているところが1件、新しく見つかったところが2件",
    )
    assert "C17" in section(one, "まだ残っているエラー")
    assert "B13" in section(one, "新しく見つかったエラー")
    assert "B14" in section(one, "新しく見つかった警告")
    assert "「目的」が空です。" in section(one, "直ったところ")
    assert "→" not in section(one, "直ったところ").split("検証結果は")[0]


def test_a_corrected_file_that_passes_hears_that_all_is_fixed() -> None:
    before = receipt("差戻し", received_on="2026-11-18", sha256="2b" * 32, findings=ERRORS)
    one = letter(receipt(version=2), earlier=before)
    assert says(one, "第2版", "直ったところが2件、残っているところが0件", "直ったところ　2件")
    assert "残っているエラー" not in one.text


def test_a_file_that_was_set_aside_is_told_by_number_without_the_file() -> None:
    one = letter(receipt("隔離", findings=[finding("X08", None, "マクロが含まれています。", sheet=None), *ERRORS]))
    assert says(one, "隔離しました", "受付番号 1a1a1a1a", SECRETARIAT.address, "マクロが含まれています。", "付議.xlsx")
    assert one.attachments == ()
    assert not says(one, "「目的」が空です。")
    assert "1a1a1a1a" in one.subject


def test_of_a_file_with_a_number_of_a_person_nothing_typed_is_repeated(form: Form) -> None:
    leaks = [
        finding("I05", "B4", "実際の個人番号の可能性があります（表紙）。", sheet="表紙"),
        finding("I05", "A1", "実際の個人番号の可能性があります。", sheet="控え 山田太郎"),
        finding("M03", "C22", "「山田太郎」は組織マスタにありません。", sheet="表紙", value="山田太郎"),
    ]
    one = letter(
        receipt("隔離", title="山田太郎の件", filename="山田太郎.xlsx", findings=leaks),
        sheets=[s.name for s in form.sheets],
    )
    assert says(one, "受付番号 1a1a1a1a", "シート「表紙」のB4", "様式にないシート", "個人番号", SECRETARIAT.address)
    assert [name for name in ("山田太郎", "ファイル　", "M03") if name in one.text + one.html + one.subject] == []


def test_a_repeated_file_gets_a_short_answer() -> None:
    first = receipt("差戻し", received_on="2026-11-18", findings=ERRORS)
    again = letter(receipt("重複", earlier=first.sha256), earlier=first)
    assert says(again, "令和8年11月18日（水）に受け付けたものと同じ内容", "差戻し（エラー2件）", "直してから")
    assert "「目的」" not in again.text
    accepted = letter(receipt("重複"), earlier=receipt(received_on="2026-11-18"))
    assert says(accepted, "受理（案件ID R08-0001、第1版）")
    assert "直してから" not in accepted.text
    assert says(letter(receipt("重複", departments=[], title=None)), "同じ夜に受け付けた、別のファイルと同じ内容")


def test_a_file_of_nobody_known_is_told_to_the_secretariat() -> None:
    one = letter(receipt("差戻し", findings=ERRORS), Recipients(SECRETARIAT))
    assert says(one, "区政情報課　ご担当者様", "どの課のファイルか分からないため")


def test_a_check_says_that_nothing_was_handed_in() -> None:
    bad = letter_on_check(receipt("差戻し", findings=ERRORS), TO_THE_DEPARTMENT, OFFICE)
    assert says(
        bad, "エラー2件", "まだ提出されていません", "このまま提出すると差し戻されます", "「目的」を記入してください。"
    )
    good = letter_on_check(receipt(case_id=None, version=None), TO_THE_DEPARTMENT, OFFICE)
    assert says(good, "エラー0件", "提出フォルダに置くと")
    assert "R08" not in good.text + good.subject
    aside = letter_on_check(
        receipt("隔離", findings=[finding("X08", None, "マクロ", sheet=None)]), TO_THE_DEPARTMENT, OFFICE
    )
    assert says(aside, "隔離")
    assert {one.kind for one in (bad, good, aside)} == {"点検"}


def test_the_name_of_a_letter_follows_from_the_receipt_alone() -> None:
    one = letter(receipt())
    assert one.key.startswith("accepted.20261121.1a1a1a1a.")
    assert letter(receipt(), Recipients(SECRETARIAT), annotated=b"PK").key == one.key
    others = [
        receipt(sha256="2b" * 32), receipt("重複"), receipt(received_on="2026-11-22"),
        receipt(folder="税務課"), receipt(placed_as="v01_2.xlsx"),
    ]  # fmt: skip
    assert len({one.key, *(letter(other).key for other in others)}) == 6


TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "p", "h1", "h2", "table", "tr", "td", "span", "bdi"
}  # fmt: skip
HOSTILE = '<script>alert(1)</script><a href="https://evil.example">x</a><img src=x onerror=y>{{ 7*7 }}&amp;"\''


@pytest.mark.parametrize("verdict", ["受理", "差戻し", "隔離", "重複"])
def test_no_text_of_a_form_becomes_markup_or_a_link(verdict: str) -> None:
    code = "X08" if verdict == "隔離" else "F06"
    fields: dict[str, Any] = dict.fromkeys(("title", "filename", "folder"), HOSTILE)
    hostile = receipt(verdict, **fields, findings=[finding(code, None, HOSTILE, sheet=HOSTILE, remedy=HOSTILE)])
    one = letter(hostile, earlier=replace(hostile, received_on="2026-11-01"))
    tags = set(re.findall(r"<\s*([a-zA-Z0-9]+)", one.html))
    assert tags <= TAGS
    assert "49" not in one.html
    for text in (one.text, one.html):
        assert not re.search(r"https?://|evil\.example", text)


def test_the_html_loads_and_links_nothing() -> None:
    one = letter(receipt("差戻し", findings=ERRORS))
    assert not re.search(r"(?i)<(script|a|img|link|iframe|form|object)\b|href|src=|url\(|@import|\son\w+=", one.html)
    assert one.html.startswith("<!DOCTYPE html>")


def letter_after_the_night(one: Receipt, masters: Masters) -> Letter:
    office = office_of(Mail(), masters)
    sheets = [sheet.name for sheet in masters.forms["付議事項"].sheets]
    recipients = recipients_of(one, f"{NUMBERS[0]}@city.example.jp", masters, office)
    return letter(one, recipients, office, sheets=sheets)


def test_a_number_of_a_person_is_in_no_letter(workspace: Workspace, masters: Masters) -> None:
    leaking(drop(workspace, SAMPLES / HALL, "地域コミュニティ課", f"付議_{NUMBERS[0]}.xlsx"))
    done = night(workspace)
    (one,) = (item.receipt for item in done.placed if item.receipt.verdict == "隔離")
    sent = letter_after_the_night(one, masters)
    mail = parsed(message_of(sent, OFFICE).data)
    whole = "\n".join([str(mail.items()), body(mail), body(mail, "html")])
    assert [spelling for spelling in SPELLINGS if spelling in whole] == []
    assert "山田" not in whole
    assert says(sent, "シート「電算処理」", "様式にないシート")


def test_a_number_that_slipped_into_a_receipt_is_hidden_all_the_same(masters: Masters) -> None:
    spilt = " / ".join(SPELLINGS[:8])
    one = receipt("差戻し", title=spilt, filename=f"{spilt}.xlsx", findings=[finding(message=spilt, remedy=spilt)])
    sent = letter(one, annotated=b"PK")
    mail = parsed(message_of(sent, OFFICE).data)
    names = [part.get_filename() for part in mail.iter_attachments()]
    whole = "\n".join([str(mail.items()), body(mail), body(mail, "html"), str(names)])
    assert [number for number in SPELLINGS[:6] if number in whole] == []
