"""The night writes in the secretariat's book beside her, and nothing of hers is changed."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.durable import watched_by
from pipeline.night import Night
from pipeline.nightly import run_night
from pipeline.patch.editor import Editor
from pipeline.progress import Progress
from pipeline.rebuild import rebuild
from pipeline.settings import AFTER_CONFIRMATION, Intake, Secretariat, Settings
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES
from tests.libreoffice import convert, needs_libreoffice
from tests.patch.schema import assert_package_is_sound
from tests.pipeline.test_night import ELDERS, HALL, _changed, drop, fresh_workspace, hashes, night, workspace
from tests.recordbook import (
    changed_cells,
    columns,
    decorate,
    head_row,
    line_of,
    lines,
    meeting,
    moved,
    write,
)  # fmt: skip

__all__ = ["fresh_workspace", "workspace"]

pytestmark = pytest.mark.no_books

DAYS = [dt.date(2025, 11, day) for day in (4, 5, 6, 7)]
AFTER = Settings(intake=Intake(look_again_seconds=0), secretariat=Secretariat(number=AFTER_CONFIRMATION))


def hand_in(workspace: Workspace, title: str | None = None, sample: str = HALL) -> None:
    """A case that is accepted, under a title of its own."""
    folder = "高齢者医療担当課" if sample == ELDERS else "地域コミュニティ課"
    path = drop(workspace, SAMPLES / sample, folder, f"{title}.xlsx" if title else None)
    if title:
        editor = Editor(path.read_bytes())
        sheet, cell = next(n.reference for n in editor.names if n.name == "表紙.件名").split("!")
        editor.set_text(sheet.strip("'"), cell.replace("$", ""), title)
        path.write_bytes(editor.save())


def confirmed(workspace: Workspace, day: dt.date) -> Night:
    """A night that gives numbers after 確認 only."""
    return run_night(workspace, day, 1, Progress(), AFTER)


def proposed(workspace: Workspace, *headings: str) -> list[tuple[object, ...]]:
    """What stands in columns of the sheet 審議, row by row, as far as anything does."""
    rows = (tuple(line.get(heading) for heading in headings) for line in lines(workspace.record))
    return [row for row in rows if any(row)]


# What is proposed


def test_an_accepted_case_has_its_row_in_the_morning(workspace: Workspace) -> None:
    meeting(workspace.record, "令和7年度", 7, "2025-11-03")
    meeting(workspace.record, "令和7年度", 8, "令和7年11月20日")
    meeting(workspace.record, "令和7年度", 9, "2025-12-18")
    hand_in(workspace)
    hand_in(workspace, sample=ELDERS)
    assert night(workspace, DAYS[0]).is_complete
    first = head_row(workspace.record.read_bytes()) + 1
    assert lines(workspace.record) == [
        {"行": first, "案件ID": "R07-0001", "年度": "令和7年度", "№": 1, "回": 8, "資料番号": "資料１",
         "件名": "区民ホール受付システムの構築に係る開発等について"},
        {"行": first + 1, "案件ID": "R07-0002", "年度": "令和7年度", "№": 2, "回": 8, "資料番号": "資料２",
         "件名": "地方公共団体情報システム標準化に対応した後期高齢支援システムへの移行等について"},
    ]  # fmt: skip


@pytest.mark.books
def test_the_row_counts_in_the_same_night_and_a_rebuild_leaves_the_same(workspace: Workspace) -> None:
    meeting(workspace.record, "令和7年度", 8, "2025-11-20")
    hand_in(workspace)
    night(workspace, DAYS[0])
    (book,) = workspace.ledgers.iterdir()
    head, row = load_workbook(book)["案件"].iter_rows(values_only=True)
    case = dict(zip(head, row, strict=True))
    assert (case["№"], case["回"], case["資料番号"], case["付議日"]) == (1, "8", "資料１", None)
    assert not list(workspace.lists.iterdir())
    left = hashes(workspace.outputs)
    rebuild(workspace, 1, Progress())
    assert hashes(workspace.outputs) == left


def test_a_second_night_writes_nothing(workspace: Workspace) -> None:
    hand_in(workspace)
    night(workspace, DAYS[0])
    before = workspace.record.stat()
    night(workspace, DAYS[1])
    assert (workspace.record.stat().st_ino, workspace.record.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    ("rows", "number", "document"),
    [
        ([("令和7年度", 53, "資料５３")], 54, "資料５４"),
        ([("令和7年度", 53, "資料５３－２")], 54, "資料５４"),
        ([("令和7年度", 54, "資料５４"), ("令和７年度", 9, "資料９")], 55, "資料５５"),
        ([("令和7年度", 99, "資料99（差替え）")], 100, "資料100"),
        ([("令和6年度", 53, "資料５３")], 1, "資料１"),
        ([("R7年度", "第２", "資料 ２")], 3, "資料 ３"),
        ([("令和7年度", None, None)], 1, "資料１"),
        ([("令和7年度", "未定", "未定")], 1, "資料１"),
    ],
)
def test_numbers_continue_the_highest_of_the_year(
    rows: list[tuple[str, object, str]], number: int, document: str, workspace: Workspace
) -> None:
    first = head_row(workspace.record.read_bytes()) + 1
    for row, (year, given, paper) in enumerate(rows, first):
        cells = {"案件ID": f"R06-{row:04}", "年度": year, "№": given, "資料番号": paper}
        write(workspace.record, row, **{h: v for h, v in cells.items() if v is not None})  # type: ignore[arg-type]
    hand_in(workspace)
    night(workspace, DAYS[0])
    line = line_of(workspace.record, "R07-0001")
    assert (line["№"], line["資料番号"]) == (number, document)


def test_without_a_meeting_to_come_the_回_stays_blank(workspace: Workspace) -> None:
    meeting(workspace.record, "令和7年度", 7, "2025-11-03")
    meeting(workspace.record, "令和7年度", 8, "来月")
    hand_in(workspace)
    night(workspace, DAYS[0])
    line = line_of(workspace.record, "R07-0001")
    assert ("回" in line, line["年度"]) == (False, "令和7年度")


def test_a_case_for_a_meeting_after_march_is_of_its_year(workspace: Workspace) -> None:
    meeting(workspace.record, "令和8年度", 1, "2026-04-20")
    hand_in(workspace)
    night(workspace, dt.date(2026, 3, 30))
    line = line_of(workspace.record, "R07-0001")
    assert (line["年度"], line["回"], line["№"]) == ("令和8年度", 1, 1)


def test_a_title_that_looks_like_a_formula_stays_text(workspace: Workspace) -> None:
    hand_in(workspace, "=1+1について")
    night(workspace, DAYS[0])
    letters = columns(workspace.record.read_bytes())["件名"]
    row = line_of(workspace.record, "R07-0001")["行"]
    cell = load_workbook(workspace.record)["審議"][f"{letters}{row}"]
    assert (cell.value, cell.data_type) == ("=1+1について", "s")


# What is hers


def test_three_nights_with_her_work_in_between(workspace: Workspace) -> None:
    meeting(workspace.record, "令和7年度", 8, "2025-11-20")
    states = []
    for day, title in zip(DAYS, ("一の件", "二の件", "三の件"), strict=False):
        hand_in(workspace, title)
        before = workspace.record.read_bytes()
        night(workspace, day)
        states.append((before, workspace.record.read_bytes()))
        assert_package_is_sound(states[-1][1])
        if title == "一の件":
            row = line_of(workspace.record, "R07-0001")["行"]
            write(workspace.record, row, 付議日="2025-11-20", 審議結果="条件付承認", 資料番号="資料５３")
            write(workspace.record, row, **{"条件・意見": "=毎年報告すること"})
            decorate(workspace.record, row)
        elif title == "二の件":
            write(workspace.record, row + 1, 審議結果="承認", 回=None, 備考="会議の後で差替え")
    for number, (before, after) in enumerate(states):
        grown = (row + number - 1, row + number) if number else (0, 0)
        written = "ABCDEK" if number == 0 else "ABCDEKN"  # N is her own column: a blank cell that looks like hers
        assert changed_cells(before, after, grown) == {f"{column}{row + number}" for column in written}
    assert proposed(workspace, "案件ID", "№", "回", "資料番号", "審議結果", "条件・意見") == [
        ("R07-0001", 1, 8, "資料５３", "条件付承認", "=毎年報告すること"),
        ("R07-0002", 2, None, "資料５４", "承認", None),
        ("R07-0003", 3, 8, "資料５５", None, None),
    ]  # fmt: skip


@pytest.mark.books
def test_the_list_and_the_ledger_follow_what_she_decides(workspace: Workspace) -> None:
    for title in ("一の件", "二の件"):
        hand_in(workspace, title)
    night(workspace, DAYS[0])
    write(workspace.record, line_of(workspace.record, "R07-0001")["行"], 付議日="2025-11-05", 審議結果="承認")
    hand_in(workspace, "三の件")
    night(workspace, DAYS[1])
    listed = [row[:4] for row in load_workbook(workspace.lists / "審議案件一覧_令和7年度.xlsx")["一覧"].values]
    assert [row[0] for row in listed if isinstance(row[0], int)] == [1]
    ledger = load_workbook(workspace.ledgers / "個人情報保護管理台帳_令和7年度.xlsx")["案件"]
    head, *rows = ledger.values
    assert [(row[head.index("案件ID")], row[head.index("№")]) for row in rows] == [
        ("R07-0001", 1), ("R07-0002", 2), ("R07-0003", 3),
    ]  # fmt: skip


def test_columns_may_be_moved_and_rows_put_in_above(workspace: Workspace) -> None:
    order = {"A": "P", "C": "A", "K": "C", "B": "Q", "N": "B"}
    workspace.record.write_bytes(moved(workspace.record.read_bytes(), order, above=5))
    hand_in(workspace)
    night(workspace, DAYS[0])
    assert columns(workspace.record.read_bytes())["案件ID"] == "P"
    row = head_row(workspace.record.read_bytes()) + 1
    assert line_of(workspace.record, "R07-0001") == {
        "行": row, "案件ID": "R07-0001", "年度": "令和7年度", "№": 1, "資料番号": "資料１",
        "件名": "区民ホール受付システムの構築に係る開発等について",
    }  # fmt: skip
    night(workspace, DAYS[1])
    assert len(lines(workspace.record)) == 1


def test_a_column_that_is_gone_is_left_out_and_told(workspace: Workspace) -> None:
    data = workspace.record.read_bytes()
    write(workspace.record, head_row(data), 資料番号=None)
    hand_in(workspace)
    night(workspace, DAYS[0])
    line = line_of(workspace.record, "R07-0001")
    assert (line["№"], "資料番号" in line) == (1, False)
    report = (workspace.reports / "事務局のブックの直すところ.txt").read_text(encoding="utf-8-sig")
    assert "「資料番号」の欄が見つかりません" in report


def test_a_row_that_she_wrote_herself_stays_and_gets_no_fellow(workspace: Workspace) -> None:
    hand_in(workspace)
    opened = workspace.record.with_name("~$審議記録.xlsx")
    opened.write_bytes(b"")
    night(workspace, DAYS[0])
    opened.unlink()
    row = head_row(workspace.record.read_bytes()) + 1
    write(workspace.record, row, 案件ID="ｒ０７－０００１", 備考="先に書いた行")
    done = night(workspace, DAYS[1])
    assert (done.notes, done.is_complete) == ([], True)
    assert lines(workspace.record) == [{"行": row, "案件ID": "ｒ０７－０００１", "備考": "先に書いた行"}]


def test_a_formula_of_hers_in_a_blank_row_stays(workspace: Workspace) -> None:
    book = load_workbook(workspace.record)
    row = head_row(workspace.record.read_bytes()) + 1
    book["審議"][f"B{row}"] = f'=IF(A{row}="","","令和7年度")'
    book.save(workspace.record)
    hand_in(workspace)
    night(workspace, DAYS[0])
    sheet = load_workbook(workspace.record)["審議"]
    assert (sheet[f"A{row}"].value, sheet[f"B{row}"].value) == ("R07-0001", f'=IF(A{row}="","","令和7年度")')


def test_what_stands_beside_the_table_does_not_push_rows_away(workspace: Workspace) -> None:
    book = load_workbook(workspace.record)
    first = head_row(workspace.record.read_bytes()) + 1
    for row in range(first, 300):
        book["審議"][f"O{row}"] = row
    book.save(workspace.record)
    hand_in(workspace)
    night(workspace, DAYS[0])
    assert line_of(workspace.record, "R07-0001")["行"] == first


def test_the_book_keeps_its_rights(workspace: Workspace) -> None:
    workspace.record.chmod(0o664)
    hand_in(workspace)
    night(workspace, DAYS[0])
    assert stat.S_IMODE(workspace.record.stat().st_mode) == 0o664


# When it cannot be written


@pytest.mark.parametrize("mark", ["~$審議記録.xlsx", ".~lock.審議記録.xlsx#"])
def test_while_it_is_open_nothing_is_written_and_the_next_night_does_it(mark: str, workspace: Workspace) -> None:
    hand_in(workspace)
    before = workspace.record.read_bytes()
    sign = workspace.record.with_name(mark)
    sign.write_bytes(b"")
    first = night(workspace, DAYS[0])
    assert (workspace.record.read_bytes(), first.is_complete) == (before, False)
    (note,) = first.notes
    assert [word for word in ("審議記録.xlsx", "開かれています", "R07-0001", "次の夜", mark) if word not in note] == []
    assert night(workspace, DAYS[0]).notes == first.notes
    sign.unlink()
    second = night(workspace, DAYS[1])
    assert (second.notes, second.is_complete) == ([], True)
    assert line_of(workspace.record, "R07-0001")["№"] == 1


def test_an_open_book_with_nothing_to_write_is_no_news(workspace: Workspace) -> None:
    workspace.record.with_name("~$審議記録.xlsx").write_bytes(b"")
    done = night(workspace, DAYS[0])
    assert (done.notes, done.is_complete) == ([], True)


def test_what_is_saved_during_the_night_is_left_for_the_next(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.record.book as record_book

    patched = record_book._patched

    def and_someone_saves(*args: object) -> bytes:
        result = patched(*args)  # type: ignore[arg-type]
        write(workspace.record, head_row(workspace.record.read_bytes()) + 1, 備考="いま書いたメモ")
        return result

    monkeypatch.setattr(record_book, "_patched", and_someone_saves)
    hand_in(workspace)
    (note,) = night(workspace, DAYS[0]).notes
    assert "保存されました" in note
    assert proposed(workspace, "案件ID", "備考") == [(None, "いま書いたメモ")]
    monkeypatch.undo()
    night(workspace, DAYS[1])
    assert proposed(workspace, "案件ID", "備考") == [(None, "いま書いたメモ"), ("R07-0001", None)]


@pytest.mark.parametrize("fault", [PermissionError(13, "Permission denied"), OSError(28, "No space left on device")])
def test_a_book_that_cannot_be_replaced_stays_whole(fault: OSError, workspace: Workspace) -> None:
    def refuse(step: str, path: Path) -> None:
        if step == "rename" and path == workspace.record:
            raise fault

    hand_in(workspace)
    before = workspace.record.read_bytes()
    with watched_by(refuse):
        done = night(workspace, DAYS[0])
    assert (workspace.record.read_bytes(), done.is_complete) == (before, False)
    assert [path.name for path in workspace.record.parent.iterdir() if path.name.startswith(".")] == []
    assert (done.count("受理"), "R07-0001" in done.notes[0]) == (1, True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file to another")
def test_the_book_of_another_person_stays_hers(workspace: Workspace) -> None:
    os.chown(workspace.record, 1234, 1235)
    hand_in(workspace)
    night(workspace, DAYS[0])
    status = workspace.record.stat()
    assert (status.st_uid, status.st_gid) == (1234, 1235)
    assert line_of(workspace.record, "R07-0001")["№"] == 1


def test_rows_keep_the_order_of_cases_when_one_comes_to_its_place_a_night_later(workspace: Workspace) -> None:
    def refuse(step: str, path: Path) -> None:
        if step == "write" and path.parent.name == "R07-0001":
            raise OSError(5, "Input/output error", str(path))

    for title in ("一の件", "二の件"):
        hand_in(workspace, title)
    with watched_by(refuse):
        assert night(workspace, DAYS[0]).count("受理") == 1
    assert proposed(workspace, "案件ID") == []
    assert night(workspace, DAYS[1]).is_complete
    assert proposed(workspace, "案件ID", "№") == [("R07-0001", 1), ("R07-0002", 2)]


# Numbers after 確認


def test_numbers_wait_for_her_mark(workspace: Workspace) -> None:
    meeting(workspace.record, "令和7年度", 8, "2025-11-20")
    for title in ("一の件", "二の件", "三の件", "四の件"):
        hand_in(workspace, title)
    confirmed(workspace, DAYS[0])
    numbers = ("№", "資料番号", "回")
    assert proposed(workspace, *numbers) == [(None, None, 8)] * 4
    first = line_of(workspace.record, "R07-0001")["行"]
    write(workspace.record, first + 1, 事務局確認="○", 資料番号="資料５３")
    write(workspace.record, first + 2, 事務局確認="〇")
    write(workspace.record, first + 3, 事務局確認="○", 取下げ="○")
    before = workspace.record.read_bytes()
    confirmed(workspace, DAYS[1])
    letters = columns(before)
    assert changed_cells(before, workspace.record.read_bytes()) == {
        f"{letters['№']}{first + 1}", f"{letters['№']}{first + 2}", f"{letters['資料番号']}{first + 2}",
    }  # fmt: skip
    assert proposed(workspace, *numbers) == [
        (None, None, 8), (1, "資料５３", 8), (2, "資料５４", 8), (None, None, 8),
    ]  # fmt: skip
    assert confirmed(workspace, DAYS[2]).is_complete


def test_a_mark_that_was_put_before_a_further_version_came_is_told(workspace: Workspace) -> None:
    hand_in(workspace)
    night(workspace, DAYS[0])
    write(workspace.record, line_of(workspace.record, "R07-0001")["行"], 事務局確認="○")
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    _changed(path, "事業の概要", "事業名", "区民ホール受付システム（改）")
    (note,) = night(workspace, DAYS[1]).notes
    assert [word for word in ("R07-0001の第2版", "事務局確認の○は前の版のもの") if word not in note] == []
    assert line_of(workspace.record, "R07-0001")["事務局確認"] == "○"


# Open and closed cases


@pytest.mark.parametrize(("result", "case", "version"), [("継続審議", "R07-0001", 2), ("了承", "R07-0002", 1)])
def test_継続審議_leaves_a_case_open(result: str, case: str, version: int, workspace: Workspace) -> None:
    hand_in(workspace)
    night(workspace, DAYS[0])
    write(workspace.record, line_of(workspace.record, "R07-0001")["行"], 付議日="2025-11-04", 審議結果=result)
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    _changed(path, "事業の概要", "事業名", "区民ホール受付システム（改）")
    (placed,) = night(workspace, DAYS[1]).placed
    assert (placed.receipt.case_id, placed.receipt.version) == (case, version)


# Peers


@needs_libreoffice
def test_libreoffice_shows_the_rows_and_takes_what_it_saved(workspace: Workspace, tmp_path: Path) -> None:
    for title in ("一の件", "二の件"):
        hand_in(workspace, title)
    night(workspace, DAYS[0])
    decorate(workspace.record, line_of(workspace.record, "R07-0002")["行"])
    hand_in(workspace, "三の件")
    night(workspace, DAYS[1])
    shown = proposed(workspace, "案件ID", "№", "資料番号", "件名")
    saved = convert(workspace.record, "xlsx", tmp_path / "profile")
    workspace.record.write_bytes(saved.read_bytes())
    assert proposed(workspace, "案件ID", "№", "資料番号", "件名") == shown
    hand_in(workspace, "四の件")
    night(workspace, DAYS[2])
    titles = [line["件名"] for line in lines(workspace.record) if "件名" in line]
    assert (sorted(titles[:2]), titles[2:]) == (["一の件", "二の件"], ["三の件", "四の件"])
    sheet = load_workbook(workspace.record)["審議"]
    assert [comment.text for row in sheet.iter_rows() for cell in row if (comment := cell.comment)] == [
        "議長の都合で延期"
    ]
