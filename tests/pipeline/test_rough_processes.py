"""Nights beside other processes: a second run, one that is killed, and people who write into the inbox meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.durable import watched_by
from pipeline.lock import run_lock
from pipeline.read import sha256_of
from pipeline.receipts import read_receipts
from pipeline.workspace import Workspace
from tests.conftest import WORKBOOKS
from tests.faults.harness import kept
from tests.pipeline.test_night import fresh_workspace, night, workspace
from tests.rough import ON, Rough, apart, files_in, fugi, rough, set_up

__all__ = ["fresh_workspace", "rough", "workspace"]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

BUSY = "ほかの fugi が、この作業フォルダで動いています"
HELD = 5.0
"""Seconds for which a night looks at the inbox and holds the lock."""
OPENED = "~$開いている.xlsx"


@pytest.fixture
def held(rough: Rough, tmp_path: Path) -> Path:
    """A workspace in which something was written just now, so that a night waits before it takes files in."""
    root = rough.copy(tmp_path)
    set_up(root, HELD)
    (Workspace(root).inbox / "税務課" / OPENED).touch()
    return root


def started(root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "nightly", "--root", str(root), *ON]
    environment = {**os.environ, "PYTHONPATH": str(WORKBOOKS.parent)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def wait_for(path: Path) -> None:
    until = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < until, path
        time.sleep(0.02)


def without_opened(rough: Rough, root: Path) -> list[str]:
    return [name for name in rough.differs(root) if not name.endswith(OPENED)]


def test_of_two_nights_started_together_one_works_and_the_other_says_so(rough: Rough, held: Path) -> None:
    both = [started(held), started(held)]
    wait_for(held / ".fugi" / "lock")
    rebuilt, checked = fugi("rebuild", "--root", held), fugi("precheck", "--root", held, *ON)
    said = [process.communicate() for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    worked, refused = sorted(said, key=lambda streams: streams[0] == "")
    assert "受付 6件" in worked[0]
    assert [BUSY in text for text in (refused[1], rebuilt.err, checked.err)] == [True] * 3
    assert (refused[0], rebuilt.code, checked.code) == ("", 1, 2)
    assert without_opened(rough, held) == []


def test_a_killed_night_holds_up_no_other(rough: Rough, held: Path) -> None:
    process = started(held)
    wait_for(held / ".fugi" / "lock")
    process.kill()
    process.communicate()
    with run_lock(held / ".fugi" / "lock"):
        pass
    set_up(held)
    assert fugi("nightly", "--root", held, *ON).code == 0
    assert without_opened(rough, held) == []


# people who write into the inbox meanwhile

LOOK = 0.6
"""Seconds between the two looks at a file."""
NIGHTS = 3
"""So many pass while they write."""


class Writer:
    """Writes files as people and their programs do, and notes what became of each."""

    def __init__(self, folder: Path, stop: Path) -> None:
        self.folder, self.stop = folder, stop
        self.handed_in: Counter[str] = Counter()
        """sha256 of what was completed and left alone → how many times."""
        self.taken_back: set[str] = set()
        """sha256 of what was whole for a while, before it was deleted or replaced: it may have been received."""
        self.longest_pause = 0.0
        """Between two pieces of a file that grows."""

    def work(self) -> Writer:
        ways = (self.slowly, self.at_once, self.twice, self.and_deletes, self.and_replaces)
        number = 0
        while not self.stop.exists() or number < len(ways):
            ways[number % len(ways)](self.folder / f"提出{number}.xlsx", f"文字だけのファイル {number} " * 20)
            number += 1
        return self

    def slowly(self, path: Path, text: str) -> None:
        with path.open("w") as file:
            for start in range(0, len(text), 20):
                file.write(text[start : start + 20])
                file.flush()
                before = time.monotonic()
                time.sleep(0.04)
                self.longest_pause = max(self.longest_pause, time.monotonic() - before)
        self.handed_in[sha256_of(text.encode())] += 1

    def at_once(self, path: Path, text: str) -> None:
        aside = path.with_suffix(".tmp")
        aside.write_text(text)
        aside.replace(path)
        self.handed_in[sha256_of(text.encode())] += 1

    def twice(self, path: Path, text: str) -> None:
        self.at_once(path, text)
        self.at_once(path.with_stem(f"{path.stem} - コピー"), text)

    def and_deletes(self, path: Path, text: str) -> None:
        path.write_text(text)
        self.taken_back.add(sha256_of(text.encode()))
        time.sleep(0.05)
        path.unlink(missing_ok=True)

    def and_replaces(self, path: Path, text: str) -> None:
        path.write_text(text)
        self.taken_back.add(sha256_of(text.encode()))
        time.sleep(0.05)
        self.at_once(path, f"{text}（差替え）")


def test_what_is_handed_in_while_nights_run_is_received_once_and_whole(workspace: Workspace, tmp_path: Path) -> None:
    set_up(workspace.root, LOOK)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(apart, Writer(workspace.inbox / "税務課", tmp_path / "終わり").work)
        try:
            wait_for(workspace.inbox / "税務課" / "提出0.xlsx")
            codes = [fugi("nightly", "--root", workspace.root, *ON).code for _ in range(NIGHTS)]
        finally:
            (tmp_path / "終わり").touch()
        writer = writing.result()
    assert codes == [0] * NIGHTS
    assert fugi("nightly", "--root", workspace.root, *ON).code == 0
    if writer.longest_pause > LOOK / 2:
        pytest.skip("the machine is too busy: a file stood still for longer than the nights looked")
    received = Counter(item.receipt.sha256 for item in read_receipts(workspace))
    assert {sha256: received[sha256] for sha256 in writer.handed_in} == writer.handed_in
    others = Counter({sha256: count for sha256, count in received.items() if sha256 not in writer.handed_in})
    assert (set(others) - writer.taken_back, set(others.values()) - {1}) == (set(), set())
    assert files_in(workspace.inbox) == []
    assert set(received) <= kept(workspace.root)


@pytest.mark.parametrize("moment", ["move", "remove"])
def test_a_file_that_comes_under_the_name_of_one_just_being_taken_out_is_not_lost(
    moment: str, workspace: Workspace
) -> None:
    path = workspace.inbox / "税務課" / "付議.xlsx"
    path.write_text("初めのもの")
    came = []

    def replace(step: str, at: Path) -> None:
        if step == moment and workspace.inbox in at.parents and not came:
            came.append(at)
            path.with_suffix(".tmp").write_text("後のもの")
            path.with_suffix(".tmp").replace(path)

    with watched_by(replace):
        night(workspace)
    assert (len(came), files_in(workspace.inbox)) == (1, [path.name])
    night(workspace)
    assert sorted(item.path.read_text() for item in read_receipts(workspace)) == ["初めのもの", "後のもの"]
