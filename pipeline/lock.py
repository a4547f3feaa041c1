"""One night at a time. The kernel holds the lock and lets go of it when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another run holds the lock."""


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a workspace. Raises `Busy` at once when another process, also of another user, has it."""
    # what lies there, copies of the inbox among it, is nobody else's
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            _lock(handle)
        except OSError as fault:
            raise Busy(
                "ほかの fugi が、この作業フォルダで動いています。終わってから、もう一度動かしてください。"
                "動いていないはずのときは、タスク マネージャーなどで確かめてください。"
            ) from fault
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
