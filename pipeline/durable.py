"""The one place through which files are changed: what is written is whole or not there, and what is said to be done stays done.

A file is written aside, flushed to disk and renamed; then the folder is flushed. Each of these steps passes through `_step`, so that a
test can fail or kill the job at any of them.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

Watcher = Callable[[str, Path], None]
"""Told the name of a step and its file before it is taken; what it raises happens instead of the step."""

_watchers: list[Watcher] = []
_groups: list[bool] = []
"""Not empty while a group is being written."""

PART = ".part"
"""How the name of a file ends that is being written."""
_HALF_WRITTEN = re.compile(rf"\..+\.\d+{re.escape(PART)}")


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Tell `watcher` of every step for a while."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def _step(name: str, path: Path) -> None:
    for watcher in _watchers:
        watcher(name, path)


def durable_write(path: Path, data: bytes, *, as_before: bool = False) -> None:
    """Write a file so that a reader never sees half of it and a crash after the return cannot lose it.

    With `as_before`, who may read and write the file that is replaced may do so with the new one: it is a person's.
    """
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name[:40]}.{os.getpid()}{PART}")
    with naming(path):
        try:
            _step("write", path)
            with temporary.open("wb") as file:
                file.write(data)
                _flush(file, path)
            if as_before:
                _take_over_rights(path, temporary)
            _step("rename", path)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        flush_folder(path.parent)


def _take_over_rights(source: Path, target: Path) -> None:
    """Give a file the rights of another. On other systems than POSIX they come from the folder.

    Raises PermissionError where the owner could no longer write it: who is not root gives no files away.
    """
    if os.name != "posix":
        return
    old, new = source.stat(), target.stat()
    is_root = os.geteuid() == 0
    if old.st_uid != new.st_uid and not is_root and not old.st_mode & stat.S_IWGRP:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(source))
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        os.chown(target, old.st_uid if is_root else -1, old.st_gid)
    target.chmod(stat.S_IMODE(old.st_mode))


def durable_append(path: Path, data: bytes) -> None:
    """Add to the end of a file. After a crash a part of the addition may be there, never anything behind it."""
    make_folder(path.parent)
    with naming(path):
        _step("append", path)
        # without a buffer: it would write what failed once more when the file is closed
        with path.open("ab", buffering=0) as file:
            whole = file.seek(0, os.SEEK_END)
            try:
                left = memoryview(data)
                while left:
                    left = left[file.write(left) :]
                _flush(file, path)
            except OSError:
                # on a full disk a part is there, and the next addition may find room again: it must not stand behind that
                with suppress(OSError):
                    file.truncate(whole)
                raise
        flush_folder(path.parent)


def durable_move(source: Path, target: Path) -> None:
    """Give a file another name, also in another folder of the same disk; a file of that name is replaced."""
    make_folder(target.parent)
    with naming(target):
        _step("move", target)
        source.replace(target)
        flush_folder(target.parent)


def durable_remove(path: Path) -> None:
    """Remove a file that is kept elsewhere. One that is gone already is no fault."""
    _step("remove", path)
    path.unlink(missing_ok=True)
    flush_folder(path.parent)


def clear_half_written(folder: Path) -> None:
    """Remove what a process that was killed had begun to write."""
    for path in folder.rglob(f".*{PART}"):
        if _HALF_WRITTEN.fullmatch(path.name):
            durable_remove(path)


def make_folder(path: Path) -> None:
    """Make a folder with those above it."""
    if not path.is_dir():
        _step("folder", path)
        path.mkdir(parents=True, exist_ok=True)


@contextmanager
def grouped() -> Iterator[None]:
    """What is written or removed within is on the disk when the group ends, with one flush for all of it.

    For work that can be done again: after a crash in the middle, any part of the group may be there or not.
    """
    if _groups or sys.platform != "linux":  # elsewhere nothing flushes all files at once and waits for it
        yield
        return
    _groups.append(True)
    try:
        yield
    finally:
        _groups.clear()
    _step("flush all", Path())
    os.sync()


def is_full(fault: OSError) -> bool:
    """Whether there was no room left, on the disk or of what this account may use of it."""
    return fault.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def reason_of(fault: OSError) -> str:
    """Why a file could not be read or written, in words for people; the system's own are English."""
    if is_full(fault):
        return "ディスクがいっぱいです"
    if isinstance(fault, PermissionError) or fault.errno == errno.EROFS:
        return "使用中か、書き込む権限がありません"
    if isinstance(fault, FileNotFoundError):
        return "前にあったファイルかフォルダがありません"
    return "ディスクかネットワークに故障があります"


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let a fault name the file as people know it: a full disk names none, and renaming the one that was written aside."""
    try:
        yield
    except OSError as fault:
        fault.filename, fault.filename2 = str(path), None
        raise


def _flush(file: IO[bytes], path: Path) -> None:
    file.flush()
    if not _groups:
        _step("flush", path)
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to disk."""
    if _groups or os.name != "posix":  # other systems cannot open a folder; they flush the rename with the file
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
