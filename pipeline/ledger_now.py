"""The ledger as the workbooks stand now, for commands that show a part of it.

Whoever may read `workbooks/` can ask for it, also while a night is at work: no lock is taken and nothing is written. The night adds
to `workbooks/accepted/` whole files with their receipts, and takes none away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from pipeline.consolidate import Ledger, consolidate
from pipeline.masters.load import Masters, load_masters
from pipeline.progress import Progress
from pipeline.receipts import Placed, read_receipts
from pipeline.secretariat import Secretariat, read_secretariat
from pipeline.work import extract_all
from pipeline.workspace import FORM, Workspace
from validations.findings import ACCEPTED


def ledger_now(
    workspace: Workspace, date: dt.date, workers: int | None, progress: Progress
) -> tuple[Ledger, Secretariat]:
    """Read everything that was accepted, and what the secretariat wrote. `date`: from which deadlines are counted.

    Raises `BadMasters`, `BadBook` and `BadReceipt`.
    """
    masters = load_masters(workspace.masters)
    secretariat = read_secretariat(workspace, masters)
    placed = read_receipts(workspace)
    return accepted_ledger(workspace, placed, masters, secretariat, date, workers, progress), secretariat


def accepted_ledger(
    workspace: Workspace,
    placed: Sequence[Placed],
    masters: Masters,
    secretariat: Secretariat,
    date: dt.date,
    workers: int | None,
    progress: Progress,
) -> Ledger:
    """The ledger of what was read already. `placed`: all files of the workspace, of which the accepted ones are read again."""
    accepted = sum(item.receipt.verdict == ACCEPTED for item in placed)
    with progress.counting("台帳の元を読んでいます", accepted) as done:
        extractor = partial(extract_all, forms=dict(masters.forms), only=FORM, workers=workers, done=done)
        return consolidate(workspace, placed, masters, secretariat, extractor, date)
