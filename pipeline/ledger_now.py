"""The ledger as the workbooks stand now, for commands that show a part of it.

Whoever may read `workbooks/` can ask for it, also while a night is at work: no lock is taken and nothing is written. The night adds
to `workbooks/accepted/` whole files with their receipts, and takes none away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.consolidate import Finished, Ledger, consolidate
from pipeline.crew import Crew
from pipeline.masters.load import Masters, load_masters
from pipeline.parts import FilingRows, Part, Reading, Rows
from pipeline.progress import Progress
from pipeline.receipts import Placed, read_receipts
from pipeline.secretariat import Secretariat, read_secretariat
from pipeline.workspace import Workspace


def ledger_now(
    workspace: Workspace, date: dt.date, workers: int | None, progress: Progress
) -> tuple[Ledger, Secretariat]:
    """Read everything that was accepted, and what the secretariat wrote. `date`: from which deadlines are counted.

    Raises `BadMasters`, `BadBook` and `BadReceipt`.
    """
    masters = load_masters(workspace.masters)
    secretariat = read_secretariat(workspace, masters)
    placed = read_receipts(workspace)
    with Crew(Reading(masters), workers) as crew:
        return accepted_ledger(workspace, placed, masters, secretariat, date, crew, progress), secretariat


def accepted_ledger(
    workspace: Workspace,
    placed: Sequence[Placed],
    masters: Masters,
    secretariat: Secretariat,
    date: dt.date,
    crew: Crew,
    progress: Progress,
    *,
    printed: Callable[[Mapping[Path, bool]], object] = lambda named: None,
    finished: Finished = lambda year, sheets: None,
) -> Ledger:
    """The ledger of what was read already.

    `placed`: all files of the workspace, of which the accepted ones are read again. `printed` is told of the papers that the crew
    printed with them, `finished` of each 年度 (`consolidate`).
    """

    def read(parts: Sequence[Part]) -> Iterator[Rows | FilingRows]:
        with progress.counting("受理したブックを読んでいます", sum(len(part.files) for part in parts)) as done:
            for part, (rows, named) in zip(parts, crew.read(parts), strict=True):
                printed(named)
                done(len(part.files))
                yield rows

    return consolidate(workspace, placed, masters, secretariat, read, date, finished)
