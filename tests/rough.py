"""A rough world for the night: a process of its own, rights that bind, a disk that is small."""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.cli import main
from tests.faults.harness import read_without_workers

T = TypeVar("T")

_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000
_PRIVATE, _ALL_BELOW = 1 << 18, 1 << 14
_CAPABILITIES = 0x20080522


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did. `code` is None when it was killed."""

    code: int
    out: str
    err: str


def apart(work: Callable[[], T]) -> T:
    """Do something in a child process. What it returns comes back; what it raises is raised here."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forking where threads run
        child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            answer: tuple[bool, object] = (True, work())
        except BaseException:
            answer = (False, traceback.format_exc())
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(answer))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pickle.loads(pipe.read() or pickle.dumps((False, "the process died")))
    os.waitpid(child, 0)
    worked, value = answer
    if not worked:
        raise RuntimeError(value)
    return value  # type: ignore[return-value]


def fugi(*arguments: object, prepare: Callable[[], object] = lambda: None) -> Ran:
    """Run the command line in a child process, after `prepare`."""

    def run() -> Ran:
        prepare()
        read_without_workers()
        sys.argv = ["fugi", *map(str, arguments)]
        code = 0
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            try:
                main()
            except SystemExit as ended:
                code = int(ended.code or 0)
            except BaseException:
                code = 70
                traceback.print_exc()
        return Ran(code, out.getvalue(), err.getvalue())

    return apart(run)


def without_the_rights_of_root() -> None:
    """From now on permission bits bind this process as they do anyone."""
    if os.geteuid() == 0:
        none = (ctypes.c_uint32 * 6)()
        _called("capset", (ctypes.c_uint32 * 2)(_CAPABILITIES, 0), none)


def small_disk(folder: Path, kilobytes: int) -> None:
    """Mount a small disk on a folder, seen by this process and its children only and gone with them."""
    user, group = os.geteuid(), os.getegid()
    _called("unshare", _NEW_MOUNTS | (_NEW_USERS if user else 0))
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            Path("/proc/self", name).write_text(text)
    _called("mount", b"none", b"/", None, _ALL_BELOW | _PRIVATE, None)
    _called("mount", b"tmpfs", os.fsencode(folder), b"tmpfs", 0, f"size={kilobytes}k".encode())


def _called(name: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
