"""Returned files that are judged again by themselves, because the secretariat changed a master or granted a waiver."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import load_workbook

from pipeline.receipts import read_receipts
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES
from tests.pipeline.test_night import HALL, SECOND, WAIVER, _changed, _waive, drop, fresh_workspace, night, workspace

__all__ = ["fresh_workspace", "workspace"]

pytestmark = pytest.mark.no_books

THIRD = SECOND + dt.timedelta(days=1)


def _return_one(workspace: Workspace) -> bytes:
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    _changed(path, "事業の概要", "目的", None)
    data = path.read_bytes()
    assert night(workspace).count("差戻し") == 1
    return data


def test_a_waiver_lets_a_returned_file_pass_without_being_dropped_again(workspace: Workspace) -> None:
    data = _return_one(workspace)
    _waive(workspace, **WAIVER)
    done = night(workspace, SECOND)
    (placed,) = done.placed
    assert (placed.receipt.verdict, placed.receipt.case_id) == ("受理", "R08-0001")
    assert placed.receipt.filename == HALL
    assert placed.path.read_bytes() == data
    assert [item.receipt.verdict for item in read_receipts(workspace)] == ["差戻し", "受理"]  # its history stays
    assert night(workspace, THIRD).placed == []


def test_so_does_a_change_in_a_master(workspace: Workspace) -> None:
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    book = load_workbook(path)
    ((_, area),) = book.defined_names["表紙.担当課"].destinations
    book["表紙"][area][1][1].value = "地域まちづくり課"
    book.save(path)
    assert night(workspace).count("差戻し") == 1
    master = load_workbook(workspace.masters / "組織.xlsx")
    master["別名"].append(["地域まちづくり課", "地域コミュニティ課"])
    master.save(workspace.masters / "組織.xlsx")
    assert night(workspace, SECOND).count("受理") == 1


def test_what_still_fails_stays_where_it_is_and_is_read_again_only_after_the_next_change(workspace: Workspace) -> None:
    _return_one(workspace)
    _waive(workspace, **{**WAIVER, "コード": "C06"})
    done = night(workspace, SECOND)
    assert done.as_record()["received"] == 0
    (placed,) = read_receipts(workspace)
    assert (placed.receipt.verdict, placed.receipt.received_on) == ("差戻し", "2026-03-31")
    assert placed.receipt.judged_again
    before = placed.path.with_name(placed.path.stem + ".受付.json").stat().st_mtime_ns
    night(workspace, THIRD)
    assert placed.path.with_name(placed.path.stem + ".受付.json").stat().st_mtime_ns == before


def test_a_file_that_was_followed_by_a_corrected_one_is_not_judged_again(workspace: Workspace) -> None:
    _return_one(workspace)
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    assert night(workspace, SECOND).count("受理") == 1
    _waive(workspace, **WAIVER)
    assert night(workspace, THIRD).placed == []


def test_a_file_dropped_again_the_same_night_is_judged_once(workspace: Workspace) -> None:
    data = _return_one(workspace)
    _waive(workspace, **WAIVER)
    (workspace.inbox / "地域コミュニティ課" / "再提出.xlsx").write_bytes(data)
    done = night(workspace, SECOND)
    assert [(p.receipt.verdict, p.receipt.version, p.receipt.filename) for p in done.placed] == [
        ("受理", 1, "再提出.xlsx")
    ]


def test_a_corrected_file_of_the_same_night_comes_before_the_old_one(workspace: Workspace) -> None:
    _return_one(workspace)
    _waive(workspace, **WAIVER)
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課", "直したもの.xlsx")
    done = night(workspace, SECOND)
    assert [(p.receipt.version, p.receipt.filename) for p in done.placed] == [(1, "直したもの.xlsx")]


def test_a_night_without_news_says_so(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    again = night(workspace)
    assert (again.placed, again.changed) == ([], [])
    assert "新しく届いたものはなく、台帳と一覧は前のままです。" in again.as_text()
