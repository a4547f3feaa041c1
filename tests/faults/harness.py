"""A night that is disturbed at one step, in a process of its own, and what is left of it."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import shutil
import signal
import warnings
from pathlib import Path
from zipfile import is_zipfile

import pipeline.receive
from pipeline.durable import Watcher, watched_by
from pipeline.nightly import run_night
from pipeline.notify.letters import DIGEST
from pipeline.progress import Progress
from pipeline.settings import Intake, Settings
from pipeline.setup import init_workspace
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES

NIGHT = dt.date(2026, 3, 31)
KILL = "SIGKILL"
ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES}
FAULTS = (KILL, *ERRORS)

_SETTINGS = Settings(intake=Intake(look_again_seconds=0))
_HALL, _ELDERS, _FAULTY = (
    SAMPLES / f"付議事項_{name}.xlsx"
    for name in ("区民ホール受付システム", "後期高齢支援システム", "区民ホール_記入誤り")
)
_FILING = SAMPLES / "全項目評価書_国民健康保険.xlsx"
_FAILED, _FINISHED = 1, 0

State = dict[str, str]
"""Path relative to the workspace → sha256 of the file."""


def fill(root: Path, *, with_filing: bool = False) -> Workspace:
    """A workspace with one file of every kind in its inbox; a 全項目評価書, over which a night takes twice as long, if it is asked for."""
    workspace = init_workspace(root)
    inbox = workspace.inbox
    shutil.copyfile(_HALL, inbox / "地域コミュニティ課" / "付議事項.xlsx")
    shutil.copyfile(_HALL, inbox / "地域コミュニティ課" / "付議事項（控え）.xlsx")
    shutil.copyfile(_ELDERS, inbox / "高齢者医療担当課" / "後期高齢.xlsx")
    shutil.copyfile(_FAULTY, inbox / "地域コミュニティ課" / "記入誤り.xlsx")
    if with_filing:
        shutil.copyfile(_FILING, inbox / "医療保険年金課" / "評価書.xlsx")
    (inbox / "税務課" / "文字.xlsx").write_text("文字だけのファイル")
    (inbox / "税務課" / "近道.xlsx").symlink_to("/etc/passwd")
    for path in inbox.rglob("*.xlsx"):
        os.utime(path, (1_770_000_000, 1_770_000_000), follow_symlinks=False)
    return workspace


def run_apart(root: Path, watcher: Watcher | None = None) -> int:
    """Run the night in a child process. Returns 0, 1 when it ended with a fault, -9 when it was killed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forking where threads run
        child = os.fork()
    if child == 0:
        read_without_workers()
        ended = _FAILED
        try:
            with watched_by(watcher or _unwatched):
                night = run_night(Workspace(root), NIGHT, 1, Progress(), _SETTINGS)
            ended = _FINISHED if night.is_complete else _FAILED
        except OSError:
            pass
        finally:
            os._exit(ended)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def read_without_workers() -> None:
    """Let this process read by itself: the reading is not what is disturbed, and so a night takes half the time."""
    plain = pipeline.receive.extract_all
    pipeline.receive.extract_all = lambda jobs, forms, only, workers=1, done=_silent, limits=None: plain(  # type: ignore[assignment]
        jobs, forms, only, 1, done
    )


def _silent(count: int) -> None:
    pass


def _unwatched(name: str, path: Path) -> None:
    pass


def disturb(step: int, fault: str) -> Watcher:
    """Let the step of a number fail, or kill the process at it."""
    taken = 0

    def watcher(name: str, path: Path) -> None:
        nonlocal taken
        taken += 1
        if taken - 1 == step:
            if fault == KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(ERRORS[fault], os.strerror(ERRORS[fault]), str(path))

    return watcher


def count_steps(root: Path) -> int:
    """Run the night undisturbed and count its steps."""
    log = root.parent / f"{root.name}.steps"
    log.write_bytes(b"")

    def watcher(name: str, path: Path) -> None:
        with log.open("ab") as file:
            file.write(f"{name} {path.name}\n".encode())

    assert run_apart(root, watcher) == _FINISHED
    return len(log.read_text().splitlines())


def state(root: Path) -> State:
    """Everything in the workspace but this machine's own notes and the digest, which tells that a night was disturbed."""
    return {
        path.relative_to(root).as_posix(): _digest(path)
        for path in sorted(root.rglob("*"))
        if not path.is_dir() and path.relative_to(root).parts[0] != ".fugi" and DIGEST not in path.name
    }


def _digest(path: Path) -> str:
    return str(path.readlink()) if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()


def received(root: Path) -> set[str]:
    """The bytes of the files in the inbox, and where its links lead."""
    return {_digest(path) for path in Workspace(root).inbox.rglob("*") if not path.is_dir()}


def kept(root: Path) -> set[str]:
    """The bytes of all files in `workbooks/`, and where links lead."""
    return {_digest(path) for path in Workspace(root).workbooks.rglob("*") if not path.is_dir()}


def copy_of(root: Path, name: str) -> Path:
    """A copy of a workspace beside it."""
    target = root.parent / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(root, target, symlinks=True)
    return target


def trial(before: Path, wanted: State, step: int, fault: str, again: int | None = None) -> list[str]:
    """Disturb a night at a step (and its recovery at step `again`), let it be finished, and say what is wrong afterwards."""
    root = copy_of(before, f"{step}-{fault}-{again}")
    inbox = received(root)
    run_apart(root, disturb(step, fault))
    if again is not None:
        run_apart(root, disturb(again, fault))
    faults = [] if inbox <= kept(root) else ["a file was lost"]
    books = (path for path in Workspace(root).outputs.rglob("*.xlsx") if not path.name.startswith("."))
    faults += [f"half written: {path.name}" for path in books if ".作成中" not in path.parts and not is_zipfile(path)]
    if run_apart(root) != _FINISHED:
        faults.append("the next run did not finish")
    after = state(root)
    faults += [f"{path} differs" for path in sorted({*after, *wanted}) if after.get(path) != wanted.get(path)]
    if not any(DIGEST in path.name for path in (root / "outputs" / "mail").iterdir()):
        faults.append("the secretariat was told nothing")
    shutil.rmtree(root)
    return faults
