"""Nights whose clock was set back, and files whose times no clock showed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from pipeline.intake import take_in
from pipeline.progress import Progress
from pipeline.rebuild import rebuild
from pipeline.receipts import read_receipts
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES
from tests.pipeline.test_night import ELDERS, HALL, WAIVER, _changed, _waive, drop, fresh_workspace, hashes, workspace
from tests.pipeline.test_post import letters, text
from tests.rough import apart, disks_can_be_mounted, fugi, set_up, small_disk

__all__ = ["fresh_workspace", "workspace"]

pytestmark = pytest.mark.no_books

LATER, EARLIER, LAST = "2026-04-02", "2026-03-20", "2026-04-03"
OFFICE = "地域コミュニティ課"


@pytest.fixture
def clock(workspace: Workspace) -> Workspace:
    set_up(workspace.root)
    return workspace


def night(workspace: Workspace, date: str) -> list[str]:
    """Run a night; what it noted."""
    done = fugi("nightly", "--root", workspace.root, "--date", date)
    assert done.code == 0, done
    return done.notes


def with_title(path: Path, title: str) -> Path:
    _changed(path, "表紙", "件名", title)
    return path


def test_nights_that_go_back_number_on_and_tell_nobody_twice(clock: Workspace) -> None:
    faulty = drop(clock, SAMPLES / HALL, OFFICE, "戻り.xlsx")
    _changed(with_title(faulty, "別の件"), "事業の概要", "目的", None)
    first = drop(clock, SAMPLES / HALL, OFFICE)
    same = first.read_bytes()
    assert night(clock, LATER) == []

    (copy,) = clock.returned.glob(f"{OFFICE}/*_検証結果.xlsx")
    _changed(drop(clock, copy, OFFICE, "直した.xlsx"), "事業の概要", "目的", "区民ホールの受付を速くする。")
    _changed(drop(clock, SAMPLES / HALL, OFFICE), "事業の概要", "事業名", "区民ホール受付システム（改）")
    (clock.inbox / OFFICE / "もう一度.xlsx").write_bytes(same)
    drop(clock, SAMPLES / ELDERS, "高齢者医療担当課")
    assert night(clock, EARLIER) == [
        f"この夜の日付（{EARLIER}）は、前の夜の日付（{LATER}）より前です。機械の時計か --date を確かめてください。"
    ]

    _changed(drop(clock, SAMPLES / HALL, OFFICE), "事業の概要", "事業名", "区民ホール受付システム（再改）")
    assert night(clock, LAST) == []
    assert night(clock, LAST) == []

    receipts = [item.receipt for item in read_receipts(clock)]
    assert [(r.received_on, r.verdict, r.case_id, r.version) for r in receipts] == [
        (EARLIER, "重複", None, None),
        (EARLIER, "受理", "R07-0001", 1),
        (EARLIER, "受理", "R07-0002", 1),
        (EARLIER, "受理", "R08-0001", 2),
        (LATER, "差戻し", None, None),
        (LATER, "受理", "R08-0001", 1),
        (LAST, "受理", "R08-0001", 3),
    ]
    told = letters(clock)
    answers = [name for name in told if "朝の報告" not in name]
    assert (len(answers), len({m["Message-ID"] for m in told.values()})) == (len(receipts), len(told))
    (corrected,) = [text(told[name]) for name in answers if name.startswith(EARLIER) and "別の件" in text(told[name])]
    assert "■ 直ったところ" in corrected
    left = hashes(clock.outputs)
    rebuild(clock, 1, Progress())
    assert hashes(clock.outputs) == left


def test_a_file_returned_before_the_clock_went_back_does_not_replace_the_one_that_mended_it(clock: Workspace) -> None:
    faulty = drop(clock, SAMPLES / HALL, OFFICE)
    _changed(faulty, "事業の概要", "目的", None)
    os.utime(faulty, (1_770_000_000, 1_770_000_000))
    night(clock, LATER)
    drop(clock, SAMPLES / HALL, OFFICE)
    night(clock, EARLIER)
    _waive(clock, **WAIVER)
    night(clock, LAST)
    assert [path.name for path in clock.accepted.rglob("*.xlsx")] == ["v01.xlsx"]


TIMES = {
    "先の日付": 4_000_000_000,
    "1980年より前": 200_000_000,
    "1970年より前": -100_000_000,
    "暦にない先": 2**40,
    "暦にない昔": -(2**40),
}


@pytest.mark.skipif(not disks_can_be_mounted(), reason="needs a disk that keeps any time")
def test_files_of_any_time_are_received(clock: Workspace) -> None:
    def trial() -> tuple[int, list[tuple[str, str]]]:
        small_disk(clock.inbox / "税務課", 1024)
        for name, seconds in TIMES.items():
            path = clock.inbox / "税務課" / f"{name}.xlsx"
            path.write_text(name)
            os.utime(path, (seconds, seconds))
        done = fugi("nightly", "--root", clock.root, "--date", LATER)
        told = [(item.receipt.filename, item.receipt.modified[:4]) for item in read_receipts(clock)]
        return done.code, sorted(told)

    assert apart(trial) == (0, sorted([
        ("先の日付.xlsx", "2096"), ("1980年より前.xlsx", "1976"), ("1970年より前.xlsx", "1966"),
        ("暦にない先.xlsx", "1970"), ("暦にない昔.xlsx", "1970"),
    ]))  # fmt: skip


def test_a_file_from_the_future_is_looked_at_twice(tmp_path: Path) -> None:
    path = tmp_path / "inbox" / "税務課" / "付議.xlsx"
    path.parent.mkdir(parents=True)
    path.write_text("先の日付")
    ahead = dt.datetime.now().timestamp() + 3600
    os.utime(path, (ahead, ahead))
    (arrival,) = take_in(tmp_path / "inbox", tmp_path / "snapshots", 0.05).arrivals
    assert arrival.modified > dt.datetime.now()
