"""Several processes leave the same books as one, and what goes wrong in one of them is told."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import partial
from pathlib import Path

import pytest

from pipeline import crew
from pipeline.crew import Crew
from pipeline.masters.load import Masters
from pipeline.parts import Reading
from pipeline.progress import Progress
from pipeline.rebuild import rebuild
from pipeline.workspace import Workspace
from tests.pipeline.test_night import hashes

NIGHT = dt.date(2026, 3, 31)


def test_two_processes_leave_the_same_books_as_one(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "見本")
    shutil.copytree(demo_workspace.root, workspace.root)
    rebuild(workspace, 1, Progress(), NIGHT)
    alone = hashes(workspace.outputs)
    shutil.rmtree(workspace.outputs)
    monkeypatch.setattr(crew, "_CASES_THAT_PAY", 1)
    rebuild(workspace, 2, Progress(), NIGHT)
    assert hashes(workspace.outputs) == alone
    assert any("付議書" in name for name in alone)


def test_a_book_that_cannot_be_written_stops_the_job(masters: Masters, tmp_path: Path) -> None:
    with Crew(Reading(masters), 1) as one:
        one.write(partial(_put, b"1"), tmp_path / "a.txt")
        one.write(partial(_put, b"2"), tmp_path / "無いフォルダ" / "b.txt")
        with pytest.raises(FileNotFoundError):
            one.finish()
    assert (tmp_path / "a.txt").read_bytes() == b"1"


def _put(data: bytes, path: Path) -> None:
    path.write_bytes(data)
