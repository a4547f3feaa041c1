"""Where the registers stand, and how they look in the 台帳."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook as Book

from pipeline.consolidate import Ledger
from pipeline.masters.load import Masters
from pipeline.publish.ledger import write_ledger
from pipeline.workspace import Workspace
from tests.ledgers import ledger_of

OVER_ALL_YEARS = (
    "委託先一覧",
    "外部結合先一覧",
    "外部提供先一覧",
    "要配慮・個人番号",
    "系譜",
    "評価の経過",
    "評価書",
    "評価書_システム",
    "評価書_ファイル",
    "評価書_委託",
    "評価書との照合",
    "期限",
)


@pytest.fixture(scope="module")
def book(demo_ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("台帳") / "台帳.xlsx"
    write_ledger(path, "令和7年度", demo_ledger.sheets["令和7年度"])
    return openpyxl.load_workbook(path)


def test_what_reaches_over_the_years_stands_in_the_newest_book_only(demo_ledger: Ledger) -> None:
    assert [name for name in demo_ledger.sheets["令和7年度"] if name in OVER_ALL_YEARS] == list(OVER_ALL_YEARS)
    assert not set(demo_ledger.sheets["令和5年度"]) & set(OVER_ALL_YEARS)


def test_only_the_sheet_期限_depends_on_the_date(
    demo_ledger: Ledger, demo_workspace: Workspace, masters: Masters
) -> None:
    later = ledger_of(demo_workspace, masters, dt.date(2029, 1, 5))
    different = [
        (year, name)
        for year, sheets in demo_ledger.sheets.items()
        for name, rows in sheets.items()
        if not rows.equals(later.sheets[year][name])
    ]
    assert different == [("令和7年度", "期限")]
    # five years after the results of 令和5年12月21日, and the last year of a 指定管理
    assert later.sheets["令和7年度"]["期限"]["区分"].value_counts().to_dict() == {
        "特定個人情報保護評価の再実施": 5,
        "特定個人情報保護評価の結果の付議": 1,
        "指定管理": 1,
    }


def test_the_companies_of_the_samples(demo_ledger: Ledger) -> None:
    register = demo_ledger.sheets["令和7年度"]["委託先一覧"].set_index("名称")
    assert register.loc["株式会社ジーシーシー", "期間"] == "R07-0002　業務委託　2025-04～2026-03-31　継続"
    assert register.loc["株式会社共立", ["区分", "最後の終了"]].tolist() == ["指定管理", "2029-03-31"]
    assert register.loc["富士通株式会社", "過去案件の本文"] == "R05-0001、R05-0007、R05-0016、R05-0042"


def test_the_部_of_earlier_cases_comes_from_the_master(demo_ledger: Ledger) -> None:
    shared = demo_ledger.sheets["令和5年度"]["担当"]
    assert set(shared.loc[shared["課"].eq("戸籍住民課"), "部"]) == {"地域振興部"}


def test_the_contents_lead_to_every_sheet(book: Book) -> None:
    page = book["目次"]
    rows = [(row[0].value, row[0].hyperlink.location, row[2].value) for row in page.iter_rows(min_row=4)]
    assert [name for name, _, _ in rows] == book.sheetnames[1:]
    assert all(link == f"'{name}'!A1" for name, link, _ in rows)
    assert {name: count for name, _, count in rows}["対策"] == 240
    assert all(row[1].value for row in page.iter_rows(min_row=4))


def test_the_matrix_filters_freezes_prints_and_colours(book: Book) -> None:
    page = book["対策マトリクス_指定管理"]
    headings = [cell.value for cell in page[1]]
    assert headings[:3] + headings[-2:] == ["案件ID", "件名", "指区01", "「ー」の数", "「ー」の理由"]
    assert (page.freeze_panes, page.auto_filter.ref, int(page.page_setup.paperSize or 0)) == ("C2", "A1:AV2", 8)
    assert page["C1"].comment is not None
    assert page["C1"].comment.text.startswith("指区01\n")
    (area,) = page.conditional_formatting
    assert (str(area.sqref), [(rule.operator, rule.text) for rule in area.rules]) == (
        "C2:AT2",
        [("containsText", "ー")],
    )
    refused = [cell.coordinate for cell in page[2] if cell.value == "ー"]
    assert len(refused) == page.cell(2, headings.index("「ー」の数") + 1).value == 6


def test_dates_of_whole_days_are_dates_and_numbers_numbers(book: Book) -> None:
    page = book["委託先一覧"]
    headings = [cell.value for cell in page[1]]
    row = next(row for row in page.iter_rows(min_row=2) if row[0].value == "株式会社共立")
    told = dict(zip(headings, row, strict=True))
    assert told["最後の終了"].value == dt.datetime(2029, 3, 31)
    assert told["最初の開始"].value == "2025-10"
    assert told["案件数"].value == 1


def test_the_same_ledger_gives_the_same_bytes(demo_ledger: Ledger, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_ledger(tmp_path / name, "令和7年度", demo_ledger.sheets["令和7年度"])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
