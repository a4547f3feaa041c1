"""The night as a whole: what lies where afterwards, what the books say, and that nothing is ever lost."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import receive
from pipeline.night import Night
from pipeline.nightly import run_night
from pipeline.progress import Progress
from pipeline.read import sha256_of
from pipeline.rebuild import rebuild
from pipeline.receipts import read_receipts
from pipeline.samples import build_samples, build_templates
from pipeline.settings import Intake, Settings
from pipeline.setup import fill_demo, init_workspace
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES, TEMPLATES, WORKBOOKS
from tests.pipeline.test_intake import NAMES
from tests.pipeline.test_packages import pack, parts_of

pytestmark = pytest.mark.no_books

AT_ONCE = Settings(intake=Intake(look_again_seconds=0))
"""Files in the inbox are not waited for."""
FIRST, SECOND = dt.date(2026, 3, 31), dt.date(2026, 4, 1)
HALL, ELDERS = "付議事項_区民ホール受付システム.xlsx", "付議事項_後期高齢支援システム.xlsx"
FAULTY = "付議事項_区民ホール_記入誤り.xlsx"


def night(workspace: Workspace, date: dt.date = FIRST) -> Night:
    return run_night(workspace, date, 1, Progress(), AT_ONCE)


def hashes(folder: Path) -> dict[str, str]:
    """The books of a folder; letters are never made again."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "mail" not in path.relative_to(folder).parts
    }


def drop(workspace: Workspace, source: Path, folder: str, name: str | None = None) -> Path:
    target = workspace.inbox / folder / (name or source.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Night, set[str]]:
    """The demonstration: workspace, what its night did, and the sha256 of every file that lay in the inbox."""
    workspace = init_workspace(tmp_path_factory.mktemp("demo"))
    fill_demo(workspace)
    received = set(hashes(workspace.inbox).values())
    return workspace, night(workspace), received


@pytest.fixture(scope="module")
def fresh_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return init_workspace(tmp_path_factory.mktemp("fresh")).root


@pytest.fixture
def workspace(fresh_workspace: Path, tmp_path: Path) -> Workspace:
    """A workspace as `fugi init` makes it."""
    shutil.copytree(fresh_workspace, tmp_path / "作業")
    return Workspace(tmp_path / "作業")


def test_the_demo_accepts_both_samples_and_returns_the_faulty_one(demo: tuple[Workspace, Night, set[str]]) -> None:
    workspace, done, _ = demo
    record = done.as_record()
    assert [record[k] for k in ("received", "accepted", "returned", "quarantined")] == [5, 3, 1, 1]
    assert record["received"] == sum(record[k] for k in ("accepted", "returned", "quarantined", "duplicates"))
    assert [p.parent.name for p in sorted(workspace.accepted.rglob("v01.xlsx"))] == [
        "R07-0001",
        "R07-0002",
        "評価書0003",
    ]
    accepted = [p.receipt for p in done.placed if p.receipt.verdict == "受理"]
    assert all(finding["severity"] != "エラー" for receipt in accepted for finding in receipt.findings)
    (returned,) = (p.path for p in done.placed if p.receipt.verdict == "差戻し")
    assert returned.parent == workspace.returned / "地域コミュニティ課"
    assert returned.read_bytes() == (SAMPLES / FAULTY).read_bytes()


def test_in_what_groups_files_are_judged_makes_no_difference(
    demo: tuple[Workspace, Night, set[str]], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "_JUDGED_TOGETHER", 1)
    fill_demo(workspace)
    alone = {item.receipt.filename: item.receipt for item in night(workspace).placed}
    for item in demo[1].placed:
        other = alone.pop(item.receipt.filename)
        assert (other.verdict, other.case_id, other.findings) == (
            item.receipt.verdict, item.receipt.case_id, item.receipt.findings,
        )  # fmt: skip
    assert alone == {}


def test_the_bytes_as_received_always_remain(demo: tuple[Workspace, Night, set[str]]) -> None:
    workspace, _, received = demo
    kept = {
        digest
        for place in (workspace.accepted, workspace.returned, workspace.quarantine)
        for digest in hashes(place).values()
    }
    assert received <= kept
    assert not [path for path in workspace.inbox.rglob("*") if path.is_file()]


def test_the_notice_tells_every_fault_with_its_cell(demo: tuple[Workspace, Night, set[str]]) -> None:
    workspace, done, _ = demo
    notice = next(workspace.returned.rglob("*.検証結果.txt")).read_text(encoding="utf-8-sig")
    receipt = next(p.receipt for p in done.placed if p.receipt.verdict == "差戻し")
    for finding in receipt.findings:
        assert finding["message"] in notice
        assert finding["remedy"] in notice
        assert f"シート「{finding['sheet']}」の{finding['cell']}" in notice


def test_the_list_of_令和5年度_is_the_published_one(demo: tuple[Workspace, Night, set[str]]) -> None:
    workspace, _, _ = demo
    sheet = load_workbook(workspace.lists / "審議案件一覧_令和5年度.xlsx")["一覧"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(rows) if "№" in row)
    left = rows[head].index("№")
    assert rows[head][left : left + 6] == ["№", "事業名", "担当課", "区分", "付議日", "審議結果"]
    cases = {row["案件ID"]: row for row in _data("過去案件_令和5年度.json")["過去案件.表"]}
    published = [
        [
            decision["№"],
            case["件名"],
            case["担当課"],
            case["区分"],
            _month_and_day(decision["付議日"]),
            decision["審議結果"],
        ]
        for decision in _data("審議記録.json")["審議.表"]
        for case in (cases[decision["案件ID"]],)
    ]
    assert len(published) == 51
    assert [row[left : left + 6] for row in rows[head + 1 : head + 52]] == published


def _data(name: str) -> dict[str, list[dict[str, object]]]:
    tables: dict[str, list[dict[str, object]]] = json.loads((SAMPLES / "data" / name).read_text(encoding="utf-8"))["表"]
    return tables


def _month_and_day(iso: object) -> str:
    day = dt.date.fromisoformat(str(iso))
    return f"{day.month}月{day.day}日"


OF_THE_FILING = 139
"""What the rules say of the published 全項目評価書, all of it 警告."""


def test_the_ledger_counts_what_the_samples_hold(demo: tuple[Workspace, Night, set[str]]) -> None:
    workspace, _, _ = demo
    book = load_workbook(workspace.ledgers / "個人情報保護管理台帳_令和7年度.xlsx")
    rows = {sheet.title: sheet.max_row - 1 for sheet in book}
    assert rows["案件"] == 2
    assert rows["記録項目"] == 94 + 7
    assert rows["対策"] == 2 * (2 * 22 + 2 * 16 + 2 * 22)
    assert rows["担当"] == 1 + 4
    assert rows["受付"] == 5
    assert rows["指摘"] == 17 + OF_THE_FILING
    assert rows["評価書"] == 1


def test_every_ledger_row_leads_back_to_its_cell(demo: tuple[Workspace, Night, set[str]]) -> None:
    workspace, _, _ = demo
    book = load_workbook(workspace.ledgers / "個人情報保護管理台帳_令和7年度.xlsx")
    sources = {p.receipt.sha256: load_workbook(p.path) for p in read_receipts(workspace) if p.receipt.case_id}
    checked = 0
    for sheet, heading in (("記録項目", "ファイル名"), ("担当", "部"), ("対象者数", "対象")):
        rows = list(book[sheet].iter_rows(values_only=True))
        at = {name: number for number, name in enumerate(rows[0])}
        for row in rows[1:]:
            cell = sources[row[at["受付ID"]]][row[at["シート"]]][row[at["セル"]]]
            assert cell.value == row[at[heading]]
            checked += 1
    assert checked > 100


def test_the_links_of_the_ledger_work(demo: tuple[Workspace, Night, set[str]]) -> None:
    workspace, _, _ = demo
    book = load_workbook(workspace.ledgers / "個人情報保護管理台帳_令和7年度.xlsx")
    for name in ("案件", "受付"):
        links = [cell.hyperlink.target for row in book[name].iter_rows() for cell in row if cell.hyperlink]
        assert len(links) == book[name].max_row - 1
        assert all((workspace.ledgers / link).resolve().is_file() for link in links)


@pytest.mark.books
def test_a_rebuild_leaves_the_same_bytes_as_the_night(demo: tuple[Workspace, Night, set[str]]) -> None:
    workspace, _, _ = demo
    left = hashes(workspace.outputs)
    shutil.rmtree(workspace.outputs)
    rebuild(workspace, 1, Progress())
    assert hashes(workspace.outputs) == left
    rebuild(workspace, 1, Progress())
    assert hashes(workspace.outputs) == left


def test_the_samples_and_blank_forms_in_the_repository_are_those_of_the_masters(
    tmp_path: Path, masters: object
) -> None:
    build_samples(WORKBOOKS / "masters", SAMPLES / "data", tmp_path / "samples")
    build_templates(masters.forms, tmp_path / "templates")  # type: ignore[attr-defined]
    for made in (tmp_path / "samples").iterdir():
        assert made.read_bytes() == (SAMPLES / made.name).read_bytes(), made.name
    for made in (tmp_path / "templates").iterdir():
        assert made.read_bytes() == (TEMPLATES / made.name).read_bytes(), made.name


def test_an_empty_inbox_is_a_quiet_night(workspace: Workspace) -> None:
    done = night(workspace)
    assert done.as_record() == {
        "date": "2026-03-31", "deferred": [], "received": 0, "accepted": 0, "returned": 0,
        "quarantined": 0, "duplicates": 0, "findings": 0, "outputs": [], "mails": [],
    }  # fmt: skip


def test_the_same_bytes_again_are_a_duplicate(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    drop(workspace, SAMPLES / FAULTY, "地域コミュニティ課")
    night(workspace)
    for name in (HALL, FAULTY):
        drop(workspace, SAMPLES / name, "地域コミュニティ課", f"再_{name}")
    again = night(workspace, SECOND)
    assert (again.count("重複"), len(again.placed)) == (2, 2)
    told = [[(f["code"], f["sheet"], f["message"]) for f in item.receipt.findings] for item in again.placed]
    assert told == [[("F10", None, "令和8年3月31日に受け付けたものと同じ内容です。")]] * 2
    assert [p.name for p in workspace.accepted.rglob("*.xlsx")] == ["v01.xlsx"]


def test_the_same_file_twice_in_one_night_is_judged_once(workspace: Workspace) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        drop(workspace, SAMPLES / HALL, "地域コミュニティ課", name)
    done = night(workspace)
    assert (done.count("受理"), done.count("重複")) == (1, 1)
    assert [[f["code"] for f in i.receipt.findings] for i in done.placed if i.receipt.verdict == "重複"] == [["F10"]]


@pytest.mark.books
def test_a_changed_file_of_an_open_case_is_its_next_version(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    _changed(
        drop(workspace, SAMPLES / HALL, "地域コミュニティ課"), "事業の概要", "事業名", "区民ホール受付システム（改）"
    )
    later = night(workspace, SECOND)
    receipt = later.placed[0].receipt
    assert (receipt.case_id, receipt.version) == ("R07-0001", 2)
    ledger = load_workbook(workspace.ledgers / "個人情報保護管理台帳_令和7年度.xlsx")["案件"]
    assert ledger.max_row == 2
    assert "区民ホール受付システム（改）" in [cell.value for cell in ledger[2]]


def _deadlines(workspace: Workspace) -> list[tuple[object, ...]]:
    books = {path.name: load_workbook(path) for path in workspace.ledgers.iterdir()}
    (sheet,) = [book["期限"] for book in books.values() if "期限" in book.sheetnames]
    headings = [cell.value for cell in sheet[1]]
    wanted = [headings.index(name) for name in ("終わる日", "残り日数", "状態", "コード", "区分", "シート", "セル")]
    return [tuple(line[at] for at in wanted) for line in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.books
def test_the_newest_ledger_lists_what_ends_within_ninety_days_and_what_has_ended(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課")
    end = dt.datetime(2026, 3, 31)
    night(workspace, dt.date(2025, 12, 30))
    assert _deadlines(workspace) == []  # 91 days before
    rebuild(workspace, 1, Progress(), dt.date(2025, 12, 31))
    assert _deadlines(workspace) == [(end, 90, "期限が近い", "D08", "業務委託", "業務委託", "B17")]
    rebuild(workspace, 1, Progress(), dt.date(2026, 4, 10))
    assert _deadlines(workspace) == [(end, -10, "期限切れ", None, "業務委託", "業務委託", "B17")]
    rebuild(workspace, 1, Progress())
    assert _deadlines(workspace) == []  # again from the day of the last night


@pytest.mark.books
def test_a_withdrawn_case_has_no_deadline(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課")
    night(workspace, dt.date(2026, 3, 1))
    assert len(_deadlines(workspace)) == 1
    _record(workspace, {"案件ID": "R07-0001", "取下げ": "○"})
    rebuild(workspace, 1, Progress())
    assert _deadlines(workspace) == []


@pytest.mark.books
def test_a_night_in_which_nothing_came_counts_as_the_last(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課")
    night(workspace, dt.date(2025, 11, 1))
    night(workspace, dt.date(2026, 3, 1))
    left = {path.name: path.read_bytes() for path in workspace.ledgers.iterdir()}
    rebuild(workspace, 1, Progress())
    assert {path.name: path.read_bytes() for path in workspace.ledgers.iterdir()} == left
    (workspace.root / ".fugi" / "last-night").unlink()
    rebuild(workspace, 1, Progress())
    assert _deadlines(workspace) == []  # only the receipts are left to tell it by


def test_a_case_with_a_result_is_closed_and_the_next_file_is_a_new_case(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    _record(workspace, {"案件ID": "R07-0001", "№": 1, "付議日": "2026-04-20", "審議結果": "承認"})
    _changed(
        drop(workspace, SAMPLES / HALL, "地域コミュニティ課"), "事業の概要", "事業名", "区民ホール受付システム（改）"
    )
    receipt = night(workspace, SECOND).placed[0].receipt
    assert (receipt.case_id, receipt.version) == ("R08-0001", 1)


@pytest.mark.books
def test_a_decided_case_moves_to_the_year_of_its_meeting(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    assert not list(workspace.lists.iterdir())
    _record(workspace, {"案件ID": "R07-0001", "№": 1, "付議日": "2026-04-20", "審議結果": "承認"})
    night(workspace, SECOND)
    assert [p.name for p in workspace.lists.iterdir()] == ["審議案件一覧_令和8年度.xlsx"]
    ledger = load_workbook(workspace.ledgers / "個人情報保護管理台帳_令和8年度.xlsx")
    assert [cell.value for cell in ledger["案件"]["A"]] == ["案件ID", "R07-0001"]


def _changed(path: Path, sheet: str, name: str, value: str | None) -> None:
    book = load_workbook(path)
    ((_, cell),) = book.defined_names[f"{sheet}.{name}"].destinations
    book[sheet][cell].value = value
    book.save(path)


def _record(workspace: Workspace, row: dict[str, object]) -> None:
    book = load_workbook(workspace.record)
    ((_, area),) = book.defined_names["審議.表"].destinations
    heading = book["審議"][area][0]
    for cell in heading:
        book["審議"].cell(heading[0].row + 1, cell.column).value = row.get(cell.value)
    book.save(workspace.record)


def _waive(workspace: Workspace, **row: object) -> None:
    book = load_workbook(workspace.record)
    ((_, area),) = book.defined_names["認めた指摘.表"].destinations
    heading = book["認めた指摘"][area][0]
    for cell in heading:
        book["認めた指摘"].cell(heading[0].row + 1, cell.column).value = row.get(cell.value)
    book.save(workspace.record)


WAIVER = {
    "課": "地域コミュニティ課",
    "件名": "区民ホール受付システムの構築に係る開発等について",
    "コード": "F06",
    "理由": "後日記入",
}


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({**WAIVER, "指摘のシート": "事業の概要", "項目": "目的"}, "受理"),
        ({**WAIVER, "指摘のシート": "事業の概要", "項目": "B4"}, "受理"),
        (WAIVER, "受理"),
        ({**WAIVER, "項目": "概要"}, "差戻し"),
        ({**WAIVER, "コード": "C06"}, "差戻し"),
        ({**WAIVER, "課": "税務課"}, "差戻し"),
        ({**WAIVER, "件名": "別の件名"}, "差戻し"),
        ({**WAIVER, "理由": None}, "差戻し"),
    ],
)
def test_a_waived_finding_stays_visible_and_lets_the_case_pass(
    row: dict[str, object], verdict: str, workspace: Workspace
) -> None:
    _waive(workspace, **row)
    _changed(drop(workspace, SAMPLES / HALL, "地域コミュニティ課"), "事業の概要", "目的", None)
    receipt = night(workspace).placed[0].receipt
    assert receipt.verdict == verdict
    assert [finding["code"] for finding in receipt.findings] == ["F06", "D05"]  # the latter is a slip of the document
    assert ("事務局が認めた指摘です：後日記入" in receipt.findings[0]["message"]) == (verdict == "受理")


def test_a_returned_file_dropped_again_after_a_waiver_is_judged_anew(workspace: Workspace) -> None:
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    _changed(path, "事業の概要", "目的", None)
    same = path.read_bytes()
    assert night(workspace).count("差戻し") == 1
    _waive(workspace, **WAIVER)
    path.write_bytes(same)
    assert night(workspace, SECOND).count("受理") == 1


def test_a_returned_form_goes_back_with_notes_and_the_corrected_copy_is_accepted(workspace: Workspace) -> None:
    _changed(drop(workspace, SAMPLES / HALL, "地域コミュニティ課"), "事業の概要", "目的", None)
    receipt = night(workspace).placed[0].receipt
    (copy,) = workspace.returned.glob("地域コミュニティ課/*_検証結果.xlsx")
    book = load_workbook(copy)
    assert book.sheetnames[0] == "検証結果"
    comment = book["事業の概要"]["B4"].comment
    assert comment is not None
    assert "[F06]" in comment.text
    again = drop(workspace, copy, "地域コミュニティ課", "直しました.xlsx")
    _changed(again, "事業の概要", "目的", "利便性の向上を図るため。")
    accepted = night(workspace, SECOND).placed[0].receipt
    assert (accepted.verdict, accepted.case_id, accepted.earlier) == ("受理", "R08-0001", receipt.sha256)


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_link_is_set_aside_unopened_and_leads_nowhere_from_there(workspace: Workspace) -> None:
    link = workspace.inbox / "税務課" / "近道.xlsx"
    link.symlink_to(SAMPLES / HALL)
    (placed,) = night(workspace).placed
    assert [(f["code"], f["sheet"], f["cell"]) for f in placed.receipt.findings] == [("X11", None, None)]
    assert (placed.receipt.verdict, placed.path.suffix, placed.path.is_symlink()) == ("隔離", ".bin", True)
    assert not os.path.lexists(link)


@pytest.mark.books
def test_files_of_any_name_go_through_the_night(workspace: Workspace) -> None:
    for number, name in enumerate(NAMES):
        path = workspace.inbox / "税務課" / name
        path.write_bytes(f"文字だけ {number}".encode())
    done = night(workspace)
    assert (done.count("差戻し"), done.deferred) == (len(NAMES), {})
    assert list((workspace.inbox / "税務課").iterdir()) == []
    assert {sha256_of(p.read_bytes()) for p in workspace.returned.rglob("*") if p.is_file()} >= {
        sha256_of(f"文字だけ {number}".encode()) for number in range(len(NAMES))
    }
    json.dumps(done.as_record()).encode()
    ledger = load_workbook(workspace.ledgers / "個人情報保護管理台帳_令和7年度.xlsx")["受付"]
    assert ledger.max_row == 1 + len(NAMES)
    assert all(cell.data_type != "f" for row in ledger.iter_rows() for cell in row)


def test_a_file_of_which_no_annotated_copy_can_be_made_goes_back_with_its_notice(workspace: Workspace) -> None:
    parts = parts_of(SAMPLES / FAULTY) | {"[Content_Types].xml": b"<Types"}
    pack(workspace.inbox / "地域コミュニティ課" / "提出.xlsx", parts)
    done = night(workspace)
    (placed,) = done.placed
    assert (placed.receipt.verdict, done.is_complete) == ("差戻し", True)
    beside = {path.name.removeprefix(placed.path.stem) for path in placed.path.parent.iterdir()}
    assert beside == {".xlsx", ".検証結果.txt", ".受付.json"}
