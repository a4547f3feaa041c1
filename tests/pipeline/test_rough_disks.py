"""Nights on a disk that is really full: what failed is said in plain words, and once there is room the next run ends as if
nothing had happened."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import is_zipfile

import pytest

from pipeline import durable
from pipeline.durable import durable_append
from pipeline.journal import DECIDED, DONE, Journal
from pipeline.workspace import Workspace
from tests.faults.harness import kept, received
from tests.rough import ON, Ran, Rough, apart, disks_can_be_mounted, fugi, rough, set_up, small_disk

__all__ = ["rough"]

pytestmark = pytest.mark.skipif(
    not disks_can_be_mounted(), reason="no small disk can be mounted: neither root nor user namespaces"
)

DISK = 8192
PAGE = 4096


def free(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def fill_up(disk: Path, left: int = 0) -> None:
    with (disk / "ほかのもの").open("ab") as filler:
        filler.write(b"\0" * (free(disk) - left))


def make_room(disk: Path) -> None:
    (disk / "ほかのもの").unlink()


def full_from(disk: Path, step: str, name: str, left: int) -> Callable[[], None]:
    """Let a night run until a step on a file of that name; there the disk has `left` bytes."""

    def watch(taken: str, path: Path) -> None:
        if taken == step and path.match(name) and not (disk / "ほかのもの").exists():
            fill_up(disk, left)

    return lambda: durable._watchers.append(watch)


@dataclass(frozen=True, slots=True)
class Trial:
    """A night on a full disk, and the run after it."""

    failed: Ran
    status: str
    again: Ran
    wrong: list[str]
    decided: bool
    placed: int


def tried(rough: Rough, root: Path, prepare: Callable[[], object], disk: Path) -> Trial:
    inbox = received(root)
    failed = fugi("nightly", "--root", root, *ON, prepare=prepare)
    wrong = [] if inbox <= kept(root) else ["a file was lost"]
    books = (path for path in Workspace(root).outputs.glob("*/*.xlsx") if not path.name.startswith("."))
    wrong += [f"half written: {path.name}" for path in books if not is_zipfile(path)]
    status = fugi("status", "--root", root).out
    decided = Journal(root / ".fugi" / "journal").pending() is not None
    placed = len(list(Workspace(root).workbooks.rglob("*.受付.json")))
    make_room(disk)
    again = fugi("nightly", "--root", root, *ON)
    return Trial(failed, status, again, wrong + rough.differs(root), decided, placed)


def assert_plain(ran: Ran) -> None:
    assert (ran.code, "ディスクがいっぱいです" in ran.said) == (1, True), ran
    assert "Traceback" not in ran.said
    assert "No space" not in ran.said


STAGES = {
    "控えの途中": ("folder", "snapshots", 60 * 1024),
    "決めたことを記録する": ("append", "journal", 0),
    "決めたことの記録が途中で切れる": ("append", "journal", PAGE),
    "置き場所へ置く": ("write", "v01.xlsx", 0),
    "受付票を書く": ("write", "v01.受付.json", 0),
    "台帳の途中": ("rename", "last-night", 8 * 1024),
    "メールを書きとめる": ("write", "outbox/*.eml", 0),
    "メールを置く": ("write", "mail/*.eml", 0),
}
DECIDED_FROM, PLACED_FROM = "置き場所へ置く", "台帳の途中"


@pytest.mark.parametrize("stage", STAGES)
def test_a_night_whose_disk_fills_up_is_finished_when_there_is_room(stage: str, rough: Rough, tmp_path: Path) -> None:
    def trial() -> Trial:
        small_disk(tmp_path, DISK)
        return tried(rough, rough.copy(tmp_path), full_from(tmp_path, *STAGES[stage]), tmp_path)

    done, order = apart(trial), list(STAGES)
    assert_plain(done.failed)
    assert (done.again.code, done.wrong) == (0, [])
    # the disk was full where it was meant to be
    assert done.decided == (order.index(stage) >= order.index(DECIDED_FROM))
    assert (done.placed == 6) == (order.index(stage) >= order.index(PLACED_FROM))


@pytest.mark.parametrize(("folder", "left"), [(".fugi", 60 * 1024), ("outputs", 8 * 1024)])
def test_so_is_one_of_which_only_a_part_lies_on_the_full_disk(
    folder: str, left: int, rough: Rough, tmp_path: Path
) -> None:
    def trial() -> Trial:
        root = rough.copy(tmp_path)
        disk = tmp_path / "別のディスク" if folder == ".fugi" else root / folder
        disk.mkdir(exist_ok=True)
        small_disk(disk, DISK)
        if folder == ".fugi":
            set_up(root, more=f"[state]\nfolder = '{disk}'\n")
        fill_up(disk, left)
        return tried(rough, root, lambda: None, disk)

    done = apart(trial)
    assert_plain(done.failed)
    assert (done.again.code, done.wrong) == (0, [])
    assert "ディスクがいっぱいです" in done.status or folder == ".fugi"  # there the note itself finds no room


def test_what_is_added_after_a_full_disk_never_stands_behind_half_a_record(tmp_path: Path) -> None:
    def trial() -> list[str]:
        small_disk(tmp_path, 64)
        journal = Journal(tmp_path / "journal")
        journal.write(DECIDED, date="2026-03-31", placements=[])
        fill_up(tmp_path)
        with pytest.raises(OSError, match="journal") as fault:
            durable_append(journal.path, b"x" * 2 * PAGE)
        assert fault.value.filename == str(journal.path)
        journal.write(DONE)  # what is short finds room where the long one did not
        return [entry["kind"] for entry in journal.records()]

    assert apart(trial) == [DECIDED, DONE]
