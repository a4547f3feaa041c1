"""The accepted 全項目評価書 in the 台帳: every value in its row, their differences from the cases, their days in 評価の経過, their figures."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline import filing_statistics as fs
from pipeline import parts
from pipeline.consolidate import Ledger
from pipeline.filings.facts import Days, FilingFacts, Said
from pipeline.filings.filing_facts import dates_by_case
from pipeline.filings.rows import SHEETS_OF_FILINGS, no_filings
from pipeline.frames import Tables
from pipeline.masters.load import Masters
from pipeline.publish.ledger import write_ledger
from pipeline.publish.read_back import read_ledger
from pipeline.registers.step_dates import StepDates
from pipeline.statistics import ALL_YEARS, statistics_frames
from pipeline.workspace import FILING_FORM, FORM, Workspace
from tests.drafts import Draft
from tests.ledgers import ledger_of
from tests.publish.test_read_back import plain

from .accepted import Desk
from .accounts import PARTLY, FiledAssessment, official_fields, published_values
from .conftest import SAMPLE
from .test_ledger_check import ELDERS, case_draft

YEAR, DATE = "令和7年度", dt.date(2026, 3, 31)
SHEET_OF = {"システム": "評価書_システム", "ファイル": "評価書_ファイル", "委託事項": "評価書_委託"}


def next_filing(masters: Masters, number: str, threshold: str, band: str) -> Draft:
    draft = Draft.of(SAMPLE, masters.forms[FILING_FORM])
    draft.write("表紙.評価書番号", number).write("評価実施手続.しきい値判断結果", threshold)
    return draft.write("基本情報.対象人数", band)


@pytest.fixture(scope="module")
def desk(demo_workspace: Workspace, masters: Masters, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The demonstration with 評価書 3 in two versions and 評価書 12, and with a case that differs from 評価書 3."""
    root = tmp_path_factory.mktemp("評価書") / "台帳"
    shutil.copytree(demo_workspace.root, root)
    shutil.rmtree(root / "workbooks" / "accepted" / "評価書", ignore_errors=True)
    desk = Desk(Workspace(root), masters)
    first = Draft.of(SAMPLE, masters.forms[FILING_FORM]).write("表紙.評価書名", "古い版")
    desk.accept_filing(first, SAMPLE)
    desk.accept_filing(Draft.of(SAMPLE, masters.forms[FILING_FORM]), SAMPLE, version=2)
    other = next_filing(
        masters, "12", "１）基礎項目評価及び全項目評価の実施が義務付けられる", "３）1万人以上10万人未満"
    )
    other.write("表紙.案件ID", "R05-0012").write("表紙.公表日", "令和６年１月３１日")
    other.write("評価実施手続.意見聴取の期間", "令和５年１０月６日から令和５年１１月６日まで")
    desk.accept_filing(other.write("評価実施手続.第三者点検の実施日", "令和５年１１月２８日"), SAMPLE)
    desk.accept_case(case_draft(masters.forms[FORM]), ELDERS, "R07-0009")
    return desk


@pytest.fixture(scope="module")
def ledger(desk: Desk) -> Ledger:
    return ledger_of(desk.workspace, desk.masters, DATE)


def rows(ledger: Ledger, sheet: str) -> list[dict[str, object]]:
    frame = ledger.sheets[YEAR][sheet].astype("object")
    return [{str(k): v for k, v in row.items()} for row in frame.where(frame.notna(), None).to_dict("records")]


def test_which_assessment_is_due_follows_the_rule_of_the_city_or_of_the_state(ledger: Ledger, desk: Desk) -> None:
    by_law = ledger_of(desk.workspace, desk.masters, DATE, full_instead_of_focused=False)
    assert [row["求められる評価"] for row in rows(ledger, "評価書")] == ["全項目評価", "全項目評価又は基礎項目評価"]
    due = [row["求められる評価"] for row in rows(by_law, "評価書")]
    assert due == ["全項目評価又は重点項目評価", "重点項目評価又は基礎項目評価"]


def test_the_sheet_評価書_has_the_latest_version_of_each(ledger: Ledger) -> None:
    (third, twelfth) = rows(ledger, "評価書")
    assert (third["評価書番号"], third["版"], third["評価書名"]) == ("3", 2, "国民健康保険に関する事務　全項目評価書")
    assert (third["担当課"], third["対象人数"]) == ("医療保険年金課", "４）10万人以上30万人未満")
    assert third["評価の種類"] == "全項目評価（任意、重点項目評価が義務）"
    assert third["求められる評価"] == "全項目評価"
    days = (
        "評価の実施日",
        "意見聴取の開始日",
        "意見聴取の終了日",
        "意見聴取の日数",
        "第三者点検の実施日",
        "公表日",
        "提出日",
    )
    assert [third[name] for name in days] == ["2016-04-01", "2017-01-25", "2017-02-23", 30, None, None, "2017-02-24"]
    counts = ("システムの数", "ファイルの数", "委託の数", "うち再委託の数")
    assert [third[name] for name in counts] == [9, 5, 13, 3]
    assert (third["シート"], third["セル"], third["ブック"]) == (
        "表紙", "B3", "../../workbooks/accepted/評価書/評価書0003/v02.xlsx",
    )  # fmt: skip
    assert [twelfth[name] for name in ("評価書番号", "公表日", "案件ID")] == ["12", "2024-01-31", "R05-0012"]


def test_every_published_value_of_systems_files_and_contracts_stands_in_its_row(
    ledger: Ledger, tables: Tables, masters: Masters
) -> None:
    filed = FiledAssessment(tables, masters.forms[FILING_FORM])
    places = {place.id: place for place in reversed(official_fields())}
    own = {name: [row for row in rows(ledger, name) if row["評価書番号"] == "3"] for name in SHEET_OF.values()}
    leaves = {of: number for number, of in enumerate(filed._contracts())}
    seen = 0
    for value in (one for one in published_values() if one.length and one.state != PARTLY):
        place = places[value.id]
        if place.sheet not in SHEET_OF or (place.sheet != "システム" and not value.of):
            continue
        lines = own[SHEET_OF[place.sheet]]
        if place.sheet == "システム":
            line = next(row for row in lines if str(row["番号"]) == value.of)
        else:
            line = lines[leaves[value.of] if place.sheet == "委託事項" else int(value.of) - 1]
        text = "\n".join(str(cell) for cell in line.values())
        said = value.day if value.day else filed.text(value.id, value.of)
        for part in said.split("、") if place.type == "multi ○" or place.column == "内容" else [said]:
            assert part.rpartition("：")[2] in text, (value.id, value.of, part)
        seen += 1
    print(f"{seen} published values stand in the three sheets")
    assert seen == 355


def test_the_five_sheets_stand_in_the_newest_book_beside_the_steps(ledger: Ledger) -> None:
    names = list(ledger.sheets[YEAR])
    first = names.index("評価の経過")
    assert names[first + 1 : first + 6] == [*SHEETS_OF_FILINGS, "評価書との照合"]
    assert not set(SHEETS_OF_FILINGS) & set(ledger.sheets["令和5年度"])


def test_they_are_written_and_read_back_whole(ledger: Ledger, tmp_path: Path) -> None:
    frames = {name: ledger.sheets[YEAR][name] for name in (*SHEETS_OF_FILINGS, "評価書との照合")}
    write_ledger(tmp_path / "台帳.xlsx", YEAR, frames)
    found = read_ledger(tmp_path / "台帳.xlsx")
    assert {name: plain(frame) for name, frame in found.items()} == {n: plain(f) for n, f in frames.items()}


def test_parts_make_no_difference(ledger: Ledger, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "FILINGS_OF_A_PART", 1)
    again = ledger_of(desk.workspace, desk.masters, DATE)
    for name in (*SHEETS_OF_FILINGS, "評価書との照合", "評価の経過"):
        pd.testing.assert_frame_equal(again.sheets[YEAR][name], ledger.sheets[YEAR][name])


def test_without_a_filing_the_sheets_have_the_same_headings(ledger: Ledger, masters: Masters) -> None:
    assert {name: list(rows.columns) for name, rows in no_filings(masters).items()} == {
        name: list(ledger.sheets[YEAR][name].columns) for name in SHEETS_OF_FILINGS
    }


def test_the_differences_from_the_cases_are_told_with_both_places(ledger: Ledger) -> None:
    found = rows(ledger, "評価書との照合")
    of_case = [row for row in found if row["案件ID"] == "R07-0009"]
    assert [(row["コード"], row["シート"], row["セル"], row["案件のシート"], row["案件のセル"]) for row in of_case] == [
        ("P61", "表紙", "B3", "表紙", "B8"),
        ("P62", "システム", "B4", "電算処理", "B4"),
        ("P63", "委託事項", "B21", "業務委託", "B7"),
    ]
    assert {row["評価書番号"] for row in of_case} == {"3"}
    assert of_case[0]["ブック"] == "../../workbooks/accepted/評価書/評価書0003/v02.xlsx"
    assert of_case[0]["案件のブック"] == "../../workbooks/accepted/令和7年度/R07-0009/v01.xlsx"
    assert all(row["事柄"] and row["直し方"] for row in found)


def test_the_days_of_a_filing_go_before_those_of_the_texts(ledger: Ledger) -> None:
    line = next(row for row in rows(ledger, "評価の経過") if row["報告"] == "R05-0012")
    days = (
        "意見聴取の開始日",
        "意見聴取の日数",
        "第三者点検の開始日",
        "公表日",
        "見直しの期限",
        "再実施の期限",
        "状態",
    )
    assert [line[name] for name in days] == [
        "2023-10-06", 32, "2023-11-28", "2024-01-31", "2025-01-31", "2029-01-31", "公表しました",
    ]  # fmt: skip
    assert line["確認"] is None  # its text told of a 第三者点検 from 5 October on


def test_only_the_case_of_a_filing_has_its_days(ledger: Ledger, demo_ledger: Ledger) -> None:
    lines, before = (
        {row["報告"]: row["意見聴取の開始日"] for row in rows(one, "評価の経過")} for one in (ledger, demo_ledger)
    )
    assert {id_ for id_ in lines if lines[id_] != before[id_]} == {"R05-0012"}


def test_a_filing_tells_its_days_under_its_number_and_under_the_cases_that_it_names() -> None:
    at = Said("R05-0012、Ｒ０５－００３２", "表紙", 10, 1, "案件ID")
    filing = FilingFacts("12", "", "", (), at, cases=at, published=Days(at, "2024-01-31", "2024-01-31"))
    dates = StepDates(published=dt.date(2024, 1, 31))
    assert dates_by_case([filing]) == {"12": dates, "R05-0012": dates, "R05-0032": dates}


def test_the_review_is_due_from_the_day_of_publication(desk: Desk) -> None:
    deadlines = ledger_of(desk.workspace, desk.masters, dt.date(2025, 1, 5)).sheets[YEAR]["期限"]
    (row,) = deadlines[deadlines["案件ID"].eq("R05-0032")].to_dict("records")
    assert (row["区分"], row["終わる日"]) == ("特定個人情報保護評価の見直し", "2025-01-31")


def test_the_figures_add_up_to_the_sheets(ledger: Ledger, masters: Masters) -> None:
    form = masters.forms[FORM]
    tables = statistics_frames(ledger.sheets, form.divisions, fs.bands_of(masters.forms[FILING_FORM]))[ALL_YEARS]
    filings, lines = ledger.sheets[YEAR]["評価書"], ledger.sheets[YEAR]["評価の経過"]
    for table, heading in ((fs.BY_KIND, "評価の種類"), (fs.BY_BAND, "対象人数")):
        counted = dict(tables[table].to_numpy().tolist())
        assert sum(counted.values()) == len(filings)
        assert {name: n for name, n in counted.items() if n} == filings[heading].value_counts().to_dict()
    steps = dict(tables[fs.BY_STEP].to_numpy().tolist())
    assert list(steps) == list(fs.IN_ORDER)
    assert sum(steps.values()) == len(lines)
    assert (steps["公表しました"], steps["結果を待っています"], steps["公表日が台帳にありません"]) == (1, 1, 5)


def test_what_was_begun_again_counts_as_such_whichever_case_it_names() -> None:
    steps = pd.DataFrame(
        [
            ("次の評価（R07-0003）に移りました", "R07-0003"), ("結果のないまま、次の評価（R07-0004）に移りました", "R07-0004"),
            ("結果を待っています", None),
        ],
        columns=["状態", "再実施"],
    )  # fmt: skip
    counted = fs.filing_statistics({YEAR: {"評価の経過": steps}}, ())[fs.BY_STEP]
    assert {name: n for name, n in counted.to_numpy().tolist() if n} == {"結果を待っています": 1, fs.GONE_ON: 2}
