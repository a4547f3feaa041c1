"""付議事項 and 全項目評価書 in one night: each is judged by its own rules, and by those that hold for every form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.extract import extract_book
from pipeline.forms.model import Form
from pipeline.japanese.characters import LONGEST_TEXT
from pipeline.judge import judge
from pipeline.masters.load import Masters
from pipeline.workspace import SUBMITTED
from tests.conftest import SAMPLES, WORKBOOKS
from tests.drafts import Draft, Found, everything_found, judge_drafts

from .conftest import SAMPLE, codes_of, judged, spoilt

OF_FILINGS = {f"P{number:02}" for number in range(1, 57)} - {"P04", "P05", "P06"}
GENERAL = {"F06", "F13", "F16", "D01", "O02"}


def test_each_workbook_of_a_night_of_both_is_judged_as_if_alone(
    hall: Draft, elders: Draft, draft: Draft, masters: Masters
) -> None:
    draft.write("基本情報.事務の名称", None)
    hall.write("表紙.件名", None)
    night = [hall, draft, elders, Draft.of(SAMPLE, draft.form)]
    together = [everything_found(judgement) for judgement in judged(night, masters)]
    assert together == [everything_found(judged([alone], masters)[0]) for alone in night]
    assert ("F06", "表紙", "B4") in together[0]
    assert ("F06", "基本情報", "B4") in together[1]


@pytest.mark.parametrize("letters", ["字", "アー", "区民", "ーシ", "1", "第1", "（字", "区の", "。"])
def test_cells_as_full_as_excel_allows_are_looked_through(letters: str, draft: Draft, masters: Masters) -> None:
    full = (letters * LONGEST_TEXT)[:LONGEST_TEXT]
    for name in (
        "基本情報.事務の内容",
        "ファイル.範囲の必要性",
        "リスク対策.委託_契約書の規定の内容",
        "その他の対策.監査の内容",
    ):
        draft.write(name, full)
    draft.write_row("システム.表", 1, "システムの機能", full)
    assert judged([draft], masters)[0].verdict in ("受理", "差戻し")


def test_a_filing_gets_no_finding_of_other_forms(masters: Masters) -> None:
    (judgement,) = judged([Draft.of(SAMPLE, masters.forms["全項目評価書"])], masters)
    assert codes_of(judgement) <= OF_FILINGS
    assert judgement.verdict == "受理"


def test_a_submission_gets_no_finding_of_filings(hall: Draft, elders: Draft, masters: Masters) -> None:
    found = [code for judgement in judge_drafts([hall, elders], masters) for code in codes_of(judgement)]
    assert not OF_FILINGS.intersection(found)


def test_rows_of_submissions_keep_their_numbers_beside_filings(hall: Draft, draft: Draft, masters: Masters) -> None:
    extracts = [extract_book(one.book, dict(masters.forms), SUBMITTED) for one in (draft, hall)]
    _, tables = judge(extracts, masters)
    assert set(tables["項目"]["冊"]) == {1}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("基本情報.事務の名称", None, "F06"),
        ("基本情報.対象人数", None, "F06"),
        ("基本情報.対象人数", "10万人以上30万人未満", "F13"),
        ("基本情報.対象人数", "たくさん", "F16"),
        ("ファイル.委託の件数", "いくつか", "O02"),
        ("評価実施手続.基礎項目評価の実施日", "平成28年4月31日", "D01"),
        ("ファイル.保有開始日", "いつか", "D01"),
        ("基本情報.対象人数", "－", "F16"),
    ],
)
def test_the_general_rules_hold_for_a_filing(
    name: str, value: str | None, code: str, draft: Draft, masters: Masters
) -> None:
    draft.write(name, value)
    expected: Found = (code, draft.area(name).sheet, draft.cell(name))
    assert [found for found in spoilt(draft, masters) if found[0] in GENERAL] == [expected]


def test_the_general_rules_hold_for_the_tables_of_a_filing(draft: Draft, masters: Masters) -> None:
    cells = [
        ("F13", "ファイル", draft.write_row("ファイル.入手元", "その他", "該当", "〇")),
        ("F16", "ファイル", draft.write_row("ファイル.入手方法", "紙", "該当", "あり")),
        ("F06", "システム", draft.write_row("システム.表", 1, "システムの名称", None)),
        ("O02", "システム", draft.write_row("システム.表", 2, "番号", "二つ目")),
    ]
    found = [found for found in spoilt(draft, masters) if found[0] in GENERAL]
    assert sorted(found) == sorted(cells)


def test_a_filing_without_a_sheet_or_an_input_says_which(draft: Draft, masters: Masters) -> None:
    draft.book.sheets.remove(draft.sheet("評価実施手続"))
    row, column = draft.area("基本情報.対象人数").top, draft.area("基本情報.対象人数").left
    draft.book.names = [one for one in draft.book.names if one.name != "基本情報.対象人数"]
    draft.sheet("基本情報").rows[row][column - 1] = "何人"
    found = spoilt(draft, masters)
    assert ("F04", "評価実施手続", None) in found
    assert ("F05", "基本情報", None) in found


def test_a_filing_of_an_unknown_edition_is_returned(draft: Draft, masters: Masters) -> None:
    next(row for row in draft.sheet("_meta").rows if row[0] == "版")[1] = "2014-04"
    assert spoilt(draft, masters) == [("F03", None, None)]


def test_a_list_of_files_that_is_empty_is_asked_for(draft: Draft, masters: Masters) -> None:
    for row in range(1, 6):
        draft.write_row("基本情報.ファイル名", row, "ファイル名", None)
    assert ("F06", "基本情報", "B11") in spoilt(draft, masters)


def test_a_sheet_of_a_contract_left_blank_asks_for_nothing(filing_form: Form, masters: Masters) -> None:
    blank = Draft.of(WORKBOOKS / "templates" / "全項目評価書.xlsx", filing_form)
    sheets = {sheet for code, sheet, _ in everything_found(judged([blank], masters)[0]) if code == "F06"}
    assert "ファイル" in sheets
    assert "委託事項" not in sheets


def test_fugi_check_takes_both_forms(tmp_path: Path) -> None:
    hall = SAMPLES / "付議事項_区民ホール受付システム.xlsx"
    result = CliRunner().invoke(app, ["check", str(SAMPLE), str(hall), "--json", "--root", str(tmp_path)])
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["form"], one["verdict"]) for one in told] == [("全項目評価書", "受理"), ("付議事項", "受理")]
    assert result.exit_code == 0
