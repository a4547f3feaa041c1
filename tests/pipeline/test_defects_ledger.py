"""Defects that only show beside the ledger, the folder or the secretariat's books: M05 M07 P05 R02 V02 D07, and deadlines (D08)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from pipeline.check import check_files
from pipeline.deadlines import DEADLINES, deadline_rows, endings
from pipeline.decide import case_key
from pipeline.extract import extract_book
from pipeline.forms.model import Form
from pipeline.known import Known, read_known
from pipeline.masters.load import Masters
from pipeline.prepare import prepare
from pipeline.receipts import Receipt
from pipeline.registers.assessments import brought
from pipeline.secretariat import read_secretariat
from pipeline.workspace import FORM, Workspace
from tests.conftest import SAMPLES
from tests.defects import ELDERS, HALL, Defects, write
from tests.drafts import Draft, Found, found, judge_drafts
from tests.pipeline.test_night import demo, drop, fresh_workspace, night, workspace
from tests.saving import save
from validations.schemas import validate

__all__ = ["demo", "fresh_workspace", "workspace"]

pytestmark = pytest.mark.no_books

DEFECTS = Defects()
on_hall, on_elders = DEFECTS(HALL), DEFECTS(ELDERS)

REASON = "外部結合.結合する理由"
REPORT = "特定個人情報保護評価の報告"
RESULT = "特定個人情報保護評価のパブリック・コメント等の実施結果"
HALL_CASE = (
    ("地域コミュニティ課", "四谷特別出張所", "箪笥町特別出張所", "角筈特別出張所"),
    "区民ホール受付システムの構築に係る開発等について",
)
KNOWN = Known(
    companies={
        "共立": Counter({"株式会社共立": 2}),
        "ジ-シ-シ-": Counter({"株式会社ジーシーシー": 1}),
        "アイネス": Counter({"㈱アイネス": 1, "株式会社アイネス": 3}),
    },
    meetings=frozenset({(2023, 5), (2023, 6), (2023, 8), (2024, 1)}),
    held_on={"R07-0001": "2025-11-05"},
    documents=frozenset({32}),
    case_ids=frozenset({"R05-0001", "R07-0001", "R07-0005"}),
    open_cases={case_key(*HALL_CASE): "R07-0001"},
    case_of_file={},
    accepted_on={},
    assessments=(
        brought("R07-0005", {"種別": REPORT, "評価書番号": "３"}, (), None, {}, "2025-06-01"),
        brought("R07-0006", {"種別": REPORT, "評価書番号": "５"}, (), None, {}, "2025-06-01"),
        brought("R07-0007", {"種別": RESULT, "評価書番号": "５"}, (), None, {}, "2025-09-01"),
        brought("R07-0008", {"種別": REPORT}, ["高齢者医療担当課"], "後期高齢支援システムの評価について", {}),
    ),
)  # fmt: skip


# R02: approvals that are not recorded


@on_hall
def 台帳にない会議(d: Draft) -> list[Found]:
    return write(d, REASON, "（令和６年度第４回個人情報保護管理運営会議承認済み）", "R02")


@on_hall
def 抜けている回(d: Draft) -> list[Found]:
    return write(d, REASON, "令和５年度第７回個人情報保護管理運営会議において承認された。", "R02")


@on_elders
def 前回案件の会議が台帳にない(d: Draft) -> list[Found]:
    return write(d, "表紙.前回案件", "令和６年度第４回", "R02")


@on_elders
def 前回案件の案件IDが台帳にない(d: Draft) -> list[Found]:
    return write(d, "電算処理.前回案件", "R05-0099", "R02")


@on_elders
def 前回案件の案件IDが台帳にある(d: Draft) -> list[Found]:
    d.write("電算処理.前回案件", "Ｒ０５－０００１")
    return []


@pytest.mark.parametrize(
    "text",
    [
        "（令和５年度第６回個人情報保護管理運営会議承認済み）",
        "（令和５年度第３回個人情報保護管理運営会議承認済み）",  # before the first that is recorded
        "（平成１９年度第２回情報公開・個人情報保護審議会承認済み）",
        "令和８年度第１回個人情報保護管理運営会議で承認を得る予定",
        "令和６年度第４回個人情報保護管理運営会議に付議する。",
    ],
)
def test_an_approval_that_may_well_be_is_taken_on_trust(text: str, hall: Draft, masters: Masters) -> None:
    hall.write(REASON, text)
    (judgement,) = judge_drafts([hall], masters, KNOWN)
    assert "R02" not in {f.code for f in judgement.findings}


# V02: companies that other cases write otherwise


@on_hall
def 社名の表記が台帳と違う(d: Draft) -> list[Found]:
    d.write_row("情報の流れ.表", 2, "受け手", "区民ホール　職員ＰＣ")
    d.write_row("情報の流れ.表", 3, "送り手", "区民ホール　職員ＰＣ")
    return write(d, "指定管理.指定管理者の名称", "（株）共立", "V02")


@on_elders
def 社名の書き誤り(d: Draft) -> list[Found]:
    d.write_row("情報の流れ.表", 6, "受け手", "委託事業者")
    return write(d, "業務委託.委託先", "株式会社ジーシージー（予定）", "V02")


@on_elders
def 株式会社のない社名(d: Draft) -> list[Found]:
    return write(d, "業務委託.委託先", "ジーシーシー（特命随契による選定を予定）", "V02")


@on_hall
def 台帳に二つの書き方があればどちらでもよい(d: Draft) -> list[Found]:
    d.write("指定管理.指定管理者の名称", "㈱アイネス、株式会社共立")
    return []


@on_elders
def 台帳にない会社(d: Draft) -> list[Found]:
    d.write("業務委託.委託先", "株式会社見本、株式会社ジーシーシー")
    return []


# P05: a result whose report is not in the ledger


def result(d: Draft, number: str | None) -> Draft:
    d.write("表紙.種別", RESULT).write("事業の概要.付議内容_評価", "別紙のとおり報告する。")
    return d.write("表紙.評価書番号", number)


@on_elders
def 報告のない評価書番号(d: Draft) -> list[Found]:
    return [("P05", "表紙", result(d, "４").cell("表紙.評価書番号"))]


@on_elders
def 評価書番号も報告もない(d: Draft) -> list[Found]:
    result(d, None)
    return [("P05", "表紙", d.cell("表紙.種別")), ("F06", "表紙", d.cell("表紙.評価書番号"))]


@on_elders
def 報告の結果がもう付議された(d: Draft) -> list[Found]:
    return [("P05", "表紙", result(d, "５").cell("表紙.評価書番号"))]


@on_elders
def 報告が台帳にある(d: Draft) -> list[Found]:
    result(d, "3")
    return []


@on_elders
def 報告に番号がなくても課と事務が同じ(d: Draft) -> list[Found]:
    result(d, "４").write("表紙.件名", "後期高齢支援システムの評価について（実施結果）")
    return []


@on_elders
def 前回案件が報告を言う(d: Draft) -> list[Found]:
    result(d, "９").write("表紙.前回案件", "Ｒ０７－０００５")
    return []


# D07: begun before it was deliberated


@on_hall
def 開始が付議日より前(d: Draft) -> list[Found]:
    return [
        *write(d, "外部結合.開始時期", "令和７年１０月", "D07"),
        ("D07", "指定管理", d.cell("指定管理.開始時期")),
    ]


@on_hall
def 開始の月に付議すれば前とは限らない(d: Draft) -> list[Found]:
    d.write("外部結合.開始時期", "令和７年１１月").write("指定管理.開始時期", "令和７年１２月")
    return []


@on_hall
def 別の案件の付議日は関わりない(d: Draft) -> list[Found]:
    d.write("表紙.件名", "区民ホール受付システムの改修について")
    return []


def _without_d07(d: Draft) -> Draft:
    return d.write("外部結合.開始時期", "令和７年１１月").write("指定管理.開始時期", "令和７年１１月")


@pytest.fixture(scope="module")
def judged(masters: Masters, form: Form) -> dict[str, tuple[list[Found], list[Found]]]:
    drafts = {name: Draft.of(SAMPLES / sample, form) for name, (sample, _) in DEFECTS.items()}
    for name, (sample, _) in DEFECTS.items():
        if sample == HALL and "付議日" not in name:
            _without_d07(drafts[name])
    expected = {name: spoil(drafts[name]) for name, (_, spoil) in DEFECTS.items()}
    judgements = judge_drafts(list(drafts.values()), masters, KNOWN)
    return {name: (expected[name], found(judgement)) for name, judgement in zip(drafts, judgements, strict=True)}


@pytest.mark.parametrize("name", DEFECTS)
def test_one_defect_is_found_at_its_cell(name: str, judged: dict[str, tuple[list[Found], list[Found]]]) -> None:
    expected, got = judged[name]
    assert sorted(got, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("name", DEFECTS)
def test_without_a_ledger_its_rules_are_silent(name: str, masters: Masters, form: Form) -> None:
    sample, spoil = DEFECTS[name]
    draft = Draft.of(SAMPLES / sample, form)
    spoil(draft)
    (judgement,) = judge_drafts([draft], masters)
    assert not {f.code for f in judgement.findings} & {"R02", "V02", "D07", "M07", "P05"}


def test_a_document_of_another_case_is_known_from_the_ledger(hall: Draft, masters: Masters) -> None:
    _without_d07(hall).write(REASON, "資料３２－１及び資料３３－１のとおり")
    (judgement,) = judge_drafts([hall], masters, KNOWN)
    assert [f.value for f in judgement.findings if f.code == "R05"] == ["資料３３－１"]


# M07: the folder


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("税務課", [("M07", "表紙", "C22")]),
        ("四谷特別出張所", []),
        ("地域振興部地域コミュニティ課", []),
        ("なぞの課", []),
        ("", []),
    ],
)
def test_the_folder_is_held_against_the_cover(
    folder: str, expected: list[Found], hall: Draft, masters: Masters
) -> None:
    (judgement,) = judge_drafts([hall], masters, folders=[folder])
    assert found(judgement) == expected


def test_with_an_unknown_department_the_folder_may_be_right(hall: Draft, masters: Masters) -> None:
    hall.write_row("表紙.担当課", 1, "課", "地域コミニティ課")
    (judgement,) = judge_drafts([hall], masters, folders=["税務課"])
    assert "M07" not in {f.code for f in judgement.findings}


# the night: what it learns, the next night knows


def _record(workspace: Workspace, sheet: str, **row: object) -> None:
    """Write a row into 審議記録."""
    book = load_workbook(workspace.record)
    table = book[sheet]
    heading = next(r for r in table.iter_rows() if "年度" in [cell.value for cell in r])
    line = next(
        r for r in table.iter_rows(min_row=heading[0].row + 1) if not any(cell.value for cell in r[: len(heading)])
    )
    for head, cell in zip(heading, line, strict=False):
        if head.value in row:
            cell.value = row[head.value]
    book.save(workspace.record)


def _edit(path: Path, sheet: str, cells: dict[str, object]) -> None:
    book = load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell].value = value
    book.save(path)


def test_the_night_tells_a_new_version_what_is_recorded_of_its_case(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    first = night(workspace).placed[0].receipt
    assert (first.case_id, first.companies) == ("R07-0001", ["株式会社共立"])
    _record(workspace, "審議", 案件ID="R07-0001", 年度="令和8年度", 付議日="令和8年4月20日")
    path = drop(workspace, SAMPLES / HALL, "税務課")
    _edit(path, "外部結合", {"B11": "一部を改めた。"})
    second = night(workspace).placed[0].receipt
    assert (second.case_id, second.version) == ("R07-0001", 2)
    codes = Counter(f["code"] for f in second.findings)
    assert (codes["D07"], codes["M07"]) == (2, 1)


def test_the_next_case_is_told_how_a_company_is_written(workspace: Workspace, masters: Masters) -> None:
    drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課")
    night(workspace)
    known = read_known(workspace, masters)
    assert known.companies["ジ-シ-シ-"] == {"株式会社ジーシーシー": 1}
    path = drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課")
    _edit(path, "表紙", {"B4": "後期高齢支援システムの別の案件について"})
    _edit(path, "業務委託", {"B7": "ジーシーシー株式会社"})
    (checked,) = check_files([path], masters, known)
    assert [f.message for f in checked.judgement.findings if f.code == "V02"] == [
        "「ジーシーシー株式会社」は、台帳では「株式会社ジーシーシー」です。"
    ]


def test_the_next_night_knows_the_report_of_a_result(workspace: Workspace, masters: Masters) -> None:
    def hand_in(title: str, kind: str) -> Receipt:
        draft = result(Draft.of(SAMPLES / ELDERS, masters.forms[FORM]), "３").write("表紙.種別", kind)
        path = drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課", f"{title}.xlsx")
        save(draft.write("表紙.件名", f"後期高齢の評価について（{title}）"), SAMPLES / ELDERS, path)
        return night(workspace).placed[0].receipt

    report = hand_in("報告", REPORT)
    assert (report.case_id, report.assessment["種別"], report.assessment["評価書番号"]) == ("R07-0001", REPORT, "３")
    first = hand_in("実施結果", RESULT)
    assert (first.case_id, "P05" in {f["code"] for f in first.findings}) == ("R07-0002", False)
    known = [(one.id, one.stage, one.number) for one in read_known(workspace, masters).assessments]
    assert known == [("R07-0001", "評価の報告", "3"), ("R07-0002", "意見聴取の結果", "3")]
    _record(workspace, "審議", 案件ID="R07-0001", 年度="令和7年度", 取下げ="○")
    assert [one.id for one in read_known(workspace, masters).assessments] == ["R07-0002"]


def test_what_is_known_comes_from_the_books_of_the_demo(
    demo: tuple[Workspace, object, object], masters: Masters
) -> None:
    known = read_known(demo[0], masters)
    assert min(known.meetings) == (2023, 5)
    assert known.held_on["R05-0001"] == "2023-07-28"
    assert {"R05-0051", "R07-0001", "R07-0002"} <= known.case_ids
    assert "富士通株式会社" in known.companies["富士通"]
    assert sorted(int(one.id[-2:]) for one in known.assessments) == [9, 12, 13, 14, 15, 17, 29, 30, 32, 39, 40]
    assert [known.lacks(2023, n) for n in (3, 5, 8, 9)] == [False, False, False, True]
    assert [known.lacks(year, 1) for year in (2022, 2023, 2024)] == [False, False, True]
    assert not replace(known, meetings=frozenset()).lacks(2024, 1)


# M05: the numbers of the list


def test_numbers_that_repeat_or_are_left_out_are_told_to_the_secretariat(
    workspace: Workspace, masters: Masters
) -> None:
    for number, case in ((1, "R07-0001"), (2, "R07-0002"), (2, "R07-0003"), (2, "R07-0002"), (5, "R07-0004")):
        _record(workspace, "審議", 案件ID=case, 年度="令和7年度", **{"№": number})
    _record(workspace, "審議", 案件ID="R08-0001", 年度="Ｒ８年度", **{"№": "１"})
    faults = read_secretariat(workspace, masters).faults
    assert {path.name for path, _ in faults} == {"審議記録.xlsx"}
    assert [(f.code, f.severity, f.message) for _, f in faults] == [
        ("M08", "エラー", "「R07-0002」の行は、7行目にもあります。この行は使われません。"),
        ("M05", "エラー", "№2が令和7年度の中で重複しています。"),
        ("M05", "エラー", "№5の前の番号（3、4）がありません。"),
    ]
    assert all(f.cell for _, f in faults)


def test_what_cannot_be_understood_in_the_record_is_told_at_its_cell(workspace: Workspace, masters: Masters) -> None:
    _record(workspace, "審議", 案件ID="R07-0001", 年度="７年", 審議結果="しょうにん", 取下げ="〇", **{"№": "三番"})
    _record(workspace, "審議", 案件ID="Ｒ０７－０００１", 年度="令和7年度", 審議結果="承認", 取下げ="x", 回="第9回")
    _record(workspace, "一覧の前文", 年度="七年度分")
    faults = [f for _, f in read_secretariat(workspace, masters).faults]
    assert sorted((f.code, f.sheet, f.cell, f.value) for f in faults) == [
        ("F16", "審議", "G4", "しょうにん"),
        ("F16", "審議", "I5", "x"),
        ("F25", "審議", "C4", "三番"),
        ("F27", "一覧の前文", "A4", "七年度分"),
        ("F27", "審議", "B4", "７年"),
        ("M08", "審議", "A4", "R07-0001"),
    ]


def test_the_report_of_the_night_tells_them(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    for case in ("R07-0001", "R07-0009"):
        _record(workspace, "審議", 案件ID=case, 年度="令和7年度", **{"№": 1})
    done = night(workspace)
    assert "事務局のブックに直すところが1件あります。" in done.notes
    assert any("[M05]" in path.read_text(encoding="utf-8-sig") for path in workspace.reports.glob("*.txt"))


def test_the_record_of_the_samples_has_no_fault(demo: tuple[Workspace, object, object], masters: Masters) -> None:
    assert read_secretariat(demo[0], masters).faults == ()


# F10: the same bytes again


def test_a_check_beside_the_ledger_says_that_a_file_was_accepted_before(
    demo: tuple[Workspace, object, object], masters: Masters
) -> None:
    known = read_known(demo[0], masters)
    (checked,) = check_files([SAMPLES / ELDERS], masters, known)
    assert checked.judgement.verdict == "受理"
    assert [(f.code, f.sheet, f.cell) for f in checked.judgement.findings] == [("F10", None, None)]
    assert check_files([SAMPLES / ELDERS], masters)[0].judgement.findings == ()


# D08: deadlines


def test_deadlines_are_told_from_ninety_days_before(hall: Draft, elders: Draft, masters: Masters) -> None:
    extracts = [extract_book(d.book, dict(masters.forms), FORM) for d in (hall, elders)]
    tables, _ = prepare(extracts, masters)
    rows = deadline_rows(endings(tables), dt.date(2026, 1, 1))
    assert rows[["区分", "期限", "残り日数"]].to_numpy().tolist() == [
        ["業務委託", "令和8年3月31日", 89],
        ["指定管理", "令和11年3月31日", 1185],
    ]
    near = {
        day: [
            (f.code, f.sheet, f.cell, f.message) for f in validate({DEADLINES: deadline_rows(endings(tables), day)}, {})
        ]
        for day in (dt.date(2025, 12, 31), dt.date(2025, 12, 30), dt.date(2026, 3, 31), dt.date(2026, 4, 1))
    }
    cell = elders.cell("業務委託.終了時期")
    assert [len(found) for found in near.values()] == [1, 0, 1, 0]
    assert near[dt.date(2026, 3, 31)] == [
        ("D08", "業務委託", cell, "業務委託は、令和8年3月31日に期限を迎えます（あと0日）。")
    ]
    assert isinstance(rows, pd.DataFrame)
