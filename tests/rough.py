"""A rough world for the night: processes of its own, rights that bind, disks that are small."""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from pipeline import nightly  # noqa: F401 -- so that a forked process has it at once
from pipeline.cli import main
from pipeline.settings import FILE
from tests.faults.harness import NIGHT, State, copy_of, fill, read_without_workers, state

T = TypeVar("T")

ON = ("--date", NIGHT.isoformat())
_CRASHED = 70
_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000
_PRIVATE, _ALL_BELOW = 1 << 18, 1 << 14
_CAPABILITIES = 0x20080522


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err

    @property
    def notes(self) -> list[str]:
        return [line.partition("：")[2] for line in self.out.splitlines() if line.startswith("　お知らせ：")]


@dataclass(frozen=True, slots=True)
class Rough:
    """A workspace with a file of every kind in its inbox, and what lies where after an undisturbed night."""

    before: Path
    wanted: State

    def copy(self, folder: Path) -> Path:
        return copy_of(self.before, os.path.relpath(folder / "作業", self.before.parent))

    def differs(self, root: Path) -> list[str]:
        """What is not as after an undisturbed night; settings aside."""
        after = state(root)
        names = {*after, *self.wanted} - {FILE}
        return sorted(name for name in names if after.get(name) != self.wanted.get(name))


@pytest.fixture(scope="module")
def rough(tmp_path_factory: pytest.TempPathFactory) -> Rough:
    before = fill(tmp_path_factory.mktemp("rough") / "before").root
    set_up(before)
    undisturbed = copy_of(before, "undisturbed")
    assert fugi("nightly", "--root", undisturbed, *ON).code == 0
    return Rough(before, state(undisturbed))


def set_up(root: Path, look_again_seconds: float = 0, more: str = "") -> None:
    (root / FILE).write_text(f"[intake]\nlook_again_seconds = {look_again_seconds}\n{more}", encoding="utf-8")


def apart(work: Callable[[], T]) -> T:
    """Do something in a child process. What it returns comes back; what it raises is raised here."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forking where threads run
        child = os.fork()
    if child == 0:
        os.close(reading)
        answer: tuple[bool, Any]
        try:
            answer = True, work()
        except BaseException:
            answer = False, traceback.format_exc()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(answer))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    worked, value = pickle.loads(told) if told else (False, "the process died")
    assert worked, value
    result: T = value
    return result


def fugi(*arguments: object, prepare: Callable[[], object] = lambda: None) -> Ran:
    """Run the command line in a child process, after `prepare`."""

    def run() -> Ran:
        read_without_workers()
        # what a power cut leaves is shown elsewhere; to wait for the disks of a busy machine takes longer than the night
        os.sync, os.fsync = (lambda: None), (lambda handle: None)
        sys.argv = ["fugi", *map(str, arguments)]
        code = 0
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            prepare()
            try:
                main()
            except SystemExit as ended:
                code = int(ended.code or 0)
            except BaseException:
                code = _CRASHED
                traceback.print_exc()
        return Ran(code, out.getvalue(), err.getvalue())

    return apart(run)


def without_the_rights_of_root() -> None:
    """From now on permission bits bind this process as they do anyone."""
    if os.geteuid() == 0:
        _called("capset", (ctypes.c_uint32 * 2)(_CAPABILITIES, 0), (ctypes.c_uint32 * 6)())


@cache
def rights_bind() -> bool:
    """Whether a process can be made that permission bits bind."""

    def tried() -> bool:
        without_the_rights_of_root()
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o500)
            return not os.access(folder, os.W_OK)

    return _works(tried)


def small_disk(folder: Path, kilobytes: int) -> None:
    """Mount a small disk on a folder, seen by this process and its children only and gone with them."""
    user, group = os.geteuid(), os.getegid()
    _called("unshare", _NEW_MOUNTS | (_NEW_USERS if user else 0))
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            Path("/proc/self", name).write_text(text)
    _called("mount", b"none", b"/", None, ctypes.c_ulong(_ALL_BELOW | _PRIVATE), None)
    size = f"size={kilobytes}k".encode()
    _called("mount", b"tmpfs", os.fsencode(folder), b"tmpfs", ctypes.c_ulong(0), size)


@cache
def disks_can_be_mounted() -> bool:
    """Whether a small disk can be mounted: as root, or in a user namespace of one's own."""
    with tempfile.TemporaryDirectory() as folder:

        def tried() -> bool:
            small_disk(Path(folder), 64)
            return os.statvfs(folder).f_blocks * os.statvfs(folder).f_frsize == 64 * 1024

        return _works(tried)


def _works(tried: Callable[[], bool]) -> bool:
    try:
        return sys.platform == "linux" and apart(tried)
    except AssertionError:
        return False


def _called(name: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)


def files_in(inbox: Path) -> list[str]:
    return sorted(path.name for path in inbox.rglob("*") if not path.is_dir())
