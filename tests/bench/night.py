"""(e) The whole nightly job in a workspace of its own, as the command runs it; and what it costs beside years of cases."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.corpus import DEPARTMENT
from tests.bench.processes import Run, run
from tests.bench.workspace import settled_workspace

TURNS = 2


def night(paths: Sequence[Path]) -> Run:
    """Run `fugi nightly` with the files in the inbox. Raises RuntimeError unless all are accepted."""
    with tempfile.TemporaryDirectory(prefix="fugi-bench-", dir=paths[0].parent.parent) as folder:
        run(["-m", "pipeline", "init", folder])
        return _night(Path(folder), paths, "2026-04-01")


def beside_years_of_cases(paths: Sequence[Path], new: int, years: int) -> tuple[Run, Run]:
    """A rebuild of all but the last `new` files, which were accepted over years, and a night in which these come in.

    Each is run in turn several times, and the quickest counts; the new ones are shared among the nights.
    """
    accepted, inbox = paths[: -new * TURNS], paths[-new * TURNS :]
    with tempfile.TemporaryDirectory(prefix="fugi-bench-", dir=paths[0].parent.parent) as folder:
        settled_workspace(Path(folder), accepted, years)
        rebuild = ["-m", "pipeline", "rebuild", "--root", folder, "--date", f"{2026 + years}-04-01"]
        rebuilds, nights = [], []
        for turn in range(TURNS):
            rebuilds.append(run(rebuild))
            nights.append(_night(Path(folder), inbox[turn * new : (turn + 1) * new], f"{2026 + years}-04-0{turn + 1}"))
    return min(rebuilds, key=_seconds), min(nights, key=_seconds)


def _night(root: Path, paths: Sequence[Path], date: str) -> Run:
    inbox = root / "workbooks" / "inbox" / DEPARTMENT
    for path in paths:
        shutil.copyfile(path, inbox / path.name)  # a second link to a file is no plain file
    done = run(["-m", "pipeline", "nightly", "--root", str(root), "--date", date, "--json"])
    accepted = json.loads(done.output)["accepted"]
    if accepted != len(paths):
        raise RuntimeError(f"{accepted} of {len(paths)} files accepted")
    return done


def _seconds(done: Run) -> float:
    return done.seconds
