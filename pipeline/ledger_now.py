"""The ledger as the workbooks stand now, for commands that show a part of it.

Whoever may read `workbooks/` can ask for it, also while a night is at work: no lock is taken and nothing is written. The night adds
to `workbooks/accepted/` whole files with their receipts, and takes none away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.consolidate import Ledger, consolidate
from pipeline.masters.load import load_masters
from pipeline.parts import Part, Reading, Rows, read_parts
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
    return accepted_ledger(workspace, placed, Reading(masters), secretariat, date, workers, progress), secretariat


def accepted_ledger(
    workspace: Workspace,
    placed: Sequence[Placed],
    reading: Reading,
    secretariat: Secretariat,
    date: dt.date,
    workers: int | None,
    progress: Progress,
    printed: Callable[[Mapping[Path, bool]], object] = lambda named: None,
) -> Ledger:
    """The ledger of what was read already, and the papers that `reading` asks for.

    `placed`: all files of the workspace, of which the accepted ones are read again. `printed` is told of each group of papers.
    """

    def read(parts: Sequence[Part]) -> Iterator[Rows]:
        said = "台帳の元を読んでいます" if reading.press is None else "台帳の元を読み、付議書を作っています"
        with progress.counting(said, sum(len(part.files) for part in parts)) as done:
            for rows, named in read_parts(parts, reading, workers, done):
                printed(named)
                yield rows

    return consolidate(workspace, placed, reading.masters, secretariat, read, date)
