"""Taking in: which files of the inbox are whole and still, and a private copy of each, which is all that is ever read.

A file counts when two looks find it unchanged. It is copied while it is hashed, and looked at once more behind the copy; what moved
meanwhile waits for the next night. What is no plain file (a link, a pipe, a device) is never opened (X11).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.durable import PART, make_folder, naming

OPEN_IN_EXCEL = "~$"
"""Excel lays a file of this beginning beside a workbook that someone has open."""
_HALF_WRITTEN = (OPEN_IN_EXCEL, ".~lock.")
_TEMPORARY = (".tmp", PART, ".crdownload", ".download")
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini", ".ds_store", ".gitkeep")
_AT_A_TIME = 2**20
_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_MOVING = "書き込みの途中です"
CLOSED = "フォルダの中を見る権限がありません"
"""Why a whole folder waits."""

LINK, HARD_LINK, SPECIAL, TOO_LARGE = "リンク", "ハードリンク", "特殊なファイル", "大きすぎるファイル"
LARGEST = 200 * 2**20
"""Bytes of a file that is read. A filled form has 0.1 MB, with many pictures 20 MB."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to be judged. `folder` is the name of its folder in the inbox, '' when it lies outside of one."""

    path: Path
    folder: str
    sha256: str
    """The 受付ID. For what is no plain file, of what the folder says of it: it is not opened."""
    size: int
    modified: dt.datetime
    snapshot: Path | None
    """The private copy; None for what is no plain file."""
    named: str = ""
    """Its name, when it no longer bears it."""
    deadly: bool = False
    """Whether a run died at it; then it is not opened."""
    irregular: str = ""
    """What it is, when it is no plain file, or none that can be read."""

    @property
    def name(self) -> str:
        """The file name as the department gave it; bytes in it that are no text are shown as escapes."""
        return self.named or os.fsencode(self.path.name).decode(errors="backslashreplace")


@dataclass(slots=True)
class Inbox:
    """What was found."""

    arrivals: list[Arrival] = field(default_factory=list)
    deferred: dict[Path, str] = field(default_factory=dict)
    """Files left for the next night, and why. Not counted as received. A folder that may not be looked into is one of them."""


class _NotNow(Exception):
    """A file that cannot be taken in tonight, and why."""


def take_in(inbox: Path, snapshots: Path, look_again_seconds: float) -> Inbox:
    """All files of the inbox that are whole and still, by folder and name, each with its copy in `snapshots`."""
    found = Inbox()
    first = _look(inbox, found.deferred)
    if not first:
        return found
    _wait(first, look_again_seconds)
    second = _look(inbox, found.deferred)
    make_folder(snapshots)
    opened = {path.with_name(path.name[2:]) for path in second if path.name.startswith(OPEN_IN_EXCEL)}
    for path, status in second.items():
        if waiting := _not_yet(path, first.get(path), status, opened):
            found.deferred[path] = waiting
        elif kind := _irregular(status):
            found.arrivals.append(_set_aside(inbox, path, status, kind))
        else:
            try:
                found.arrivals.append(_copied(inbox, path, status, snapshots))
            except _NotNow as reason:
                found.deferred[path] = str(reason)
    return found


def _look(inbox: Path, closed: dict[Path, str]) -> dict[Path, os.stat_result]:
    """Every entry that is no folder, with what the folder says of it. Links to folders are entries, never followed.

    A folder that may not be looked into is noted in `closed` and holds up no other.
    """
    pending = [inbox] if inbox.is_dir() else []
    entries: dict[Path, os.stat_result] = {}
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as listing:
                found = list(listing)
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(Path(entry.path))
                elif entry.name.lower() not in _OF_THE_SYSTEM:
                    with suppress(FileNotFoundError):
                        entries[Path(entry.path)] = Path(entry.path).lstat()
        except PermissionError:
            closed[folder] = CLOSED
        except FileNotFoundError:  # a folder that was taken away since it was seen
            if folder == inbox:
                raise
    return dict(sorted(entries.items()))


def _wait(files: dict[Path, os.stat_result], seconds: float) -> None:
    """Let the time pass in which a file must not change; what has long been still need not be waited for."""
    now = time.time()
    if any(not 0 <= seconds <= now - status.st_mtime for status in files.values()):
        time.sleep(seconds)


def _not_yet(path: Path, before: os.stat_result | None, now: os.stat_result, opened: set[Path]) -> str:
    name = path.name.lower()
    if path in opened:
        return "Excelで開かれています"
    if name.startswith(_HALF_WRITTEN) or name.endswith(_TEMPORARY):
        return "一時ファイルです"
    if before is None or _identity(before) != _identity(now):
        return _MOVING
    return ""


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns


def _irregular(status: os.stat_result) -> str:
    if stat.S_ISLNK(status.st_mode):
        return LINK
    if not stat.S_ISREG(status.st_mode):
        return SPECIAL
    if status.st_nlink > 1:
        return HARD_LINK
    return TOO_LARGE if status.st_size > LARGEST else ""


def _set_aside(inbox: Path, path: Path, status: os.stat_result, kind: str) -> Arrival:
    place = path.relative_to(inbox).as_posix()
    known = repr((kind, place, status.st_size, status.st_mtime_ns)).encode(errors="surrogateescape")
    digest = hashlib.sha256(known).hexdigest()
    return Arrival(path, _folder(inbox, path), digest, status.st_size, _modified(status), None, irregular=kind)


def _copied(inbox: Path, path: Path, expected: os.stat_result, snapshots: Path) -> Arrival:
    """Copy a file. Raises `_NotNow` when it cannot be read, is not the one that was looked at, or changes meanwhile.

    What goes wrong in writing the copy is no fault of the file: the OSError stops the night before anything was changed.
    """
    digest = hashlib.sha256()
    aside = snapshots / f"copy{PART}"  # always the same: what a stopped night left of it must not fill the disk
    with naming(aside), aside.open("wb") as target:
        for data in _read(path, expected):
            digest.update(data)
            target.write(data)
    snapshot = snapshots / digest.hexdigest()
    aside.replace(snapshot)  # need not outlive a crash: the file itself stays in the inbox until it is placed
    return Arrival(path, _folder(inbox, path), digest.hexdigest(), expected.st_size, _modified(expected), snapshot)


def _read(path: Path, expected: os.stat_result) -> Iterator[bytes]:
    """The bytes of a file that is and stays the one that was looked at."""
    try:
        with os.fdopen(os.open(path, _READ_ONLY), "rb") as source:
            if _identity(os.fstat(source.fileno())) != _identity(expected):
                raise _NotNow(_MOVING)
            while data := source.read(_AT_A_TIME):
                yield data
            if _identity(os.fstat(source.fileno())) != _identity(expected):
                raise _NotNow(_MOVING)
    except OSError as fault:
        raise _NotNow("読む権限がないか、使用中です") from fault


def _folder(inbox: Path, path: Path) -> str:
    parts = path.relative_to(inbox).parts
    return parts[0] if len(parts) > 1 else ""


def _modified(status: os.stat_result) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(status.st_mtime)
    except (OverflowError, ValueError, OSError):  # a time that no calendar has, as a broken copy leaves it
        return dt.datetime(1970, 1, 1)
