"""What is left when this machine's own notes are gone, or all but the backup is; and a night that finds nothing to do."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.read import sha256_of
from pipeline.receipts import read_receipts
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES, WORKBOOKS
from tests.faults.harness import NIGHT, kept, received, run_apart, state
from tests.pipeline.test_night import HALL, _changed, drop
from tests.pipeline.test_post import letters, text
from tests.rough import ON, Ran, Rough, fugi, rough

__all__ = ["rough"]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

NEXT = ("--date", "2026-04-01")
ASKED = "送信の記録（.fugi）がありません。"


def night(root: Path, date: tuple[str, str] = ON) -> Ran:
    done = fugi("nightly", "--root", root, *date)
    assert done.code == 0, done
    return done


def killed_at(root: Path, step: str, name: str) -> None:
    """Run a night and kill it at a step on a file of that name."""

    def watcher(taken: str, path: Path) -> None:
        if taken == step and path.match(name):
            os.kill(os.getpid(), signal.SIGKILL)

    assert run_apart(root, watcher) == -signal.SIGKILL


def everything(root: Path) -> dict[str, str]:
    files = (path for part in ("workbooks", "outputs") for path in (root / part).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): sha256_of(path.read_bytes()) for path in files}


def without_mail(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith("outputs/mail")]


# .fugi is gone


def test_after_a_finished_night_nothing_is_told_twice(rough: Rough, tmp_path: Path) -> None:
    root = rough.copy(tmp_path)
    night(root)
    before = state(root)
    shutil.rmtree(root / ".fugi")
    again = night(root)
    assert state(root) == before
    assert again.notes == []  # the letters lie in outputs/mail: nobody need be asked


def test_a_lost_journal_alone_changes_nothing(rough: Rough, tmp_path: Path) -> None:
    root = rough.copy(tmp_path)
    night(root)
    (root / ".fugi" / "journal").unlink()
    assert night(root).notes == []
    assert rough.differs(root) == []


def test_after_a_night_that_was_killed_before_its_letters_the_secretariat_is_asked(
    rough: Rough, tmp_path: Path
) -> None:
    root = rough.copy(tmp_path)
    killed_at(root, "write", "outbox/*.eml")
    shutil.rmtree(root / ".fugi")
    (note,) = night(root).notes
    assert note.startswith(f"{ASKED}{NIGHT}の夜の次の6件は、")
    names = ["R07-0001", "R07-0002", "記入誤り.xlsx", "付議事項（控え）.xlsx", "文字.xlsx", "近道.xlsx"]
    assert [name for name in names if name not in note] == []
    assert without_mail(rough.differs(root)) == []
    assert night(root).notes == [note]  # as long as it is so; but in one letter only
    ((name, digest),) = letters(Workspace(root)).items()
    assert ("朝の報告" in name, ASKED in text(digest)) == (True, True)


def test_letters_that_went_are_not_asked_about(rough: Rough, tmp_path: Path) -> None:
    root = rough.copy(tmp_path)
    night(root)
    (first, *_) = [path for path in Workspace(root).mail.iterdir() if "差戻し" in path.name]
    first.unlink()
    assert night(root, NEXT).notes == []  # the record knows of it
    shutil.rmtree(root / ".fugi" / "outbox")
    (note,) = night(root, NEXT).notes
    assert (note.startswith(f"{ASKED}{NIGHT}の夜の次の1件は、"), first.stem[-8:] in note) == (True, True)
    assert not first.exists()


def test_files_that_were_still_in_the_inbox_are_counted_once_more_and_none_is_lost(
    rough: Rough, tmp_path: Path
) -> None:
    root = rough.copy(tmp_path)
    inbox = received(root)
    killed_at(root, "append", "journal")
    killed_at(root, "remove", "*.part")
    shutil.rmtree(root / ".fugi")
    night(root, NEXT)
    assert inbox <= kept(root)
    verdicts = [item.receipt.verdict for item in read_receipts(Workspace(root))]
    assert (verdicts.count("受理"), verdicts.count("差戻し"), verdicts.count("隔離")) == (2, 2, 1)


# everything but the backup is gone


def recipe() -> list[str]:
    """The commands of the manual's page on backups."""
    manual = (WORKBOOKS.parent / "docs" / "運用の手引き.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^## 8　.*?```console\n(.*?)```", manual, re.DOTALL | re.MULTILINE)
    return str(block).splitlines()


def run_recipe(lines: list[str], root: Path, place: Path) -> None:
    """Run commands of the manual, with its folder and its date put right, in the folder `place`."""
    script = "\n".join(lines).replace("/mnt/share/fugi", f"'{root}'").replace("fugi-2026-11-21", "fugi-$(date +%F)")
    script = script.replace("2026-11-21", NIGHT.isoformat())
    script = re.sub(r"^fugi ", f"'{sys.executable}' -m pipeline ", script, flags=re.MULTILINE)
    environment = {**os.environ, "PYTHONPATH": str(WORKBOOKS.parent)}
    subprocess.run(["bash", "-ec", script], cwd=place, env=environment, check=True, capture_output=True)


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("tar")), reason="needs a shell and tar")
def test_the_recipe_of_the_manual_brings_everything_back(rough: Rough, tmp_path: Path) -> None:
    root, other = rough.copy(tmp_path), tmp_path / "別の機械"
    night(root)
    lines = recipe()
    assert [line.split()[0] for line in lines] == ["tar", "tar", "rm", "fugi"]
    run_recipe(lines[:1], root, tmp_path)
    other.mkdir()
    run_recipe(lines[1:], other, tmp_path)
    assert without_mail(rough.differs(other)) == []

    path = drop(Workspace(other), SAMPLES / HALL, "地域コミュニティ課", "新しい件.xlsx")
    _changed(path, "表紙", "件名", "新しい件")
    done = night(other, NEXT)
    assert "R08-0001" in done.out
    assert any(note.startswith(ASKED) for note in done.notes)  # outputs/mail and .fugi are in no backup


# nothing to do


def test_the_second_run_changes_nothing_sends_nothing_and_says_so(rough: Rough, tmp_path: Path) -> None:
    root = rough.copy(tmp_path)
    night(root)
    before = everything(root)
    again = night(root)
    assert again.out.splitlines()[1:] == [
        "　受付 0件 ＝ 受理 0 ＋ 差戻し 0 ＋ 隔離 0 ＋ 重複 0",
        "　新しく届いたものはなく、台帳と一覧は前のままです。送ったメールもありません。",
    ]
    told = fugi("nightly", "--root", root, *ON, "--json")
    record = json.loads(told.out)
    assert (record["received"], record["mails"], record["deferred"]) == (0, [], [])
    assert (told.code, told.err) == (0, "")
    assert everything(root) == before
