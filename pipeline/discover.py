"""Discovering: what lies in the inbox tonight, and what is left for the next night."""

from __future__ import annotations

import datetime as dt
import stat
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.read import sha256_of

OPEN_IN_EXCEL = "~$"
"""Excel lays a file of this beginning beside a workbook that someone has open."""
_HALF_WRITTEN = (OPEN_IN_EXCEL, ".~lock.")
_TEMPORARY = (".tmp", ".part", ".crdownload", ".download")
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini", ".ds_store", ".gitkeep")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to be judged. `folder` is the name of its folder in the inbox, '' when it lies outside of one."""

    path: Path
    folder: str
    sha256: str
    size: int
    modified: dt.datetime

    @property
    def name(self) -> str:
        """The file name as the department gave it."""
        return self.path.name


@dataclass(slots=True)
class Inbox:
    """What was found."""

    arrivals: list[Arrival] = field(default_factory=list)
    deferred: list[Path] = field(default_factory=list)
    """Files left for the next night: open in Excel, half copied, or not readable now. Not counted as received."""


def discover(inbox: Path) -> Inbox:
    """All files of the inbox, by folder and name."""
    found = Inbox()
    paths = sorted(inbox.rglob("*")) if inbox.is_dir() else []
    opened = {path.with_name(path.name[2:]) for path in paths if path.name.startswith(OPEN_IN_EXCEL)}
    for path in paths:
        if path.name.lower() in _OF_THE_SYSTEM or (path.is_dir() and not path.is_symlink()):
            continue
        if path in opened or not _is_settled(path):
            found.deferred.append(path)
            continue
        parts = path.relative_to(inbox).parts
        try:
            status, data = path.stat(), path.read_bytes()
        except OSError:
            found.deferred.append(path)  # in use, or no right to read: the next night looks again
            continue
        modified = dt.datetime.fromtimestamp(status.st_mtime)
        folder = parts[0] if len(parts) > 1 else ""
        found.arrivals.append(Arrival(path, folder, sha256_of(data), len(data), modified))
    return found


def _is_settled(path: Path) -> bool:
    name = path.name.lower()
    return not name.startswith(_HALF_WRITTEN) and not name.endswith(_TEMPORARY) and stat.S_ISREG(path.lstat().st_mode)
