"""(e) The whole nightly job in a workspace of its own, as the command runs it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.corpus import DEPARTMENT
from tests.bench.processes import Run, run


def night(paths: Sequence[Path]) -> Run:
    """Run `fugi nightly` with the files in the inbox. Raises RuntimeError unless all are accepted."""
    with tempfile.TemporaryDirectory(prefix="fugi-bench-", dir=paths[0].parent.parent) as folder:
        run(["-m", "pipeline", "init", folder])
        inbox = Path(folder, "workbooks", "inbox", DEPARTMENT)
        for path in paths:
            shutil.copyfile(path, inbox / path.name)  # a second link to a file is no plain file
        done = run(["-m", "pipeline", "nightly", "--root", folder, "--date", "2026-04-01", "--json"])
    accepted = json.loads(done.output)["accepted"]
    if accepted != len(paths):
        raise RuntimeError(f"{accepted} of {len(paths)} files accepted")
    return done
