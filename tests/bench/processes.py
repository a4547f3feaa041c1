"""Running a command, and the most memory that it and its children held."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PROC = Path("/proc")
_EVERY = 0.05
"""Seconds between two looks at the memory."""

_NOW, _HIGHEST = re.compile(r"VmRSS:\s+(\d+) kB"), re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass(frozen=True, slots=True)
class Run:
    """A command that ran to its end. Memory is resident memory in megabytes, 0 where the system does not tell (no /proc)."""

    output: str
    seconds: float
    together: float
    """The highest sum over the process and all its children. Pages that they share count for each of them."""
    largest: float
    """The peak of the largest single process."""


def run(arguments: Sequence[str]) -> Run:
    """Run `python ARGUMENTS` from the project's folder. Raises RuntimeError when it fails."""
    start = time.perf_counter()
    together = largest = 0.0
    seen: Collection[int] = ()
    # into a file: a pipe that nobody reads meanwhile would hold the command up
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as printed,
        subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=printed) as process,
    ):
        while not _ended(process):
            held = _memory(process.pid)
            # one that is just being started is for a moment a copy of its parent, on the same memory
            together = max(together, sum(now for pid, (now, _) in held.items() if pid in seen))
            largest = max(largest, *(peak for pid, (_, peak) in held.items() if pid in seen), 0.0)
            seen = held.keys()
        seconds = time.perf_counter() - start
        printed.seek(0)
        output = printed.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
    return Run(output, seconds, together, largest)


def _ended(process: subprocess.Popen[str]) -> bool:
    try:
        process.wait(_EVERY)
    except subprocess.TimeoutExpired:
        return False
    return True


def _memory(pid: int) -> dict[int, tuple[float, float]]:
    """What a process and its children hold now, and what each held at most."""
    pending, held = [pid], {}
    while pending:
        pid = pending.pop()
        folder = _PROC / str(pid)
        try:
            status = (folder / "status").read_text()
            tasks = [(task / "children").read_text() for task in (folder / "task").iterdir()]
        except OSError:  # it has just ended, or this system has no /proc
            continue
        pending += [int(child) for task in tasks for child in task.split()]
        now, peak = _NOW.search(status), _HIGHEST.search(status)
        if now and peak:
            held[pid] = int(now[1]) / 1024, int(peak[1]) / 1024
    return held
