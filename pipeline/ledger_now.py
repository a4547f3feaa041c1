"""The ledger as the workbooks stand now, for commands that show a part of it: nothing in `outputs/` is changed."""

from __future__ import annotations

from functools import partial

from pipeline.consolidate import Ledger, consolidate
from pipeline.job import opened
from pipeline.last_night import last_night
from pipeline.lock import run_lock
from pipeline.nightly import today
from pipeline.progress import Progress
from pipeline.receipts import read_receipts
from pipeline.secretariat import Secretariat
from pipeline.settings import load_settings
from pipeline.work import extract_all
from pipeline.workspace import FORM, Workspace
from validations.findings import ACCEPTED


def ledger_now(workspace: Workspace, workers: int | None, progress: Progress) -> tuple[Ledger, Secretariat]:
    """Read everything that was accepted and what the secretariat wrote. Raises `Busy` while a night is at work."""
    settings = load_settings(workspace.root)
    state = settings.state_folder(workspace.root)
    with run_lock(state / "lock"):
        placed = read_receipts(workspace)
        job = opened(workspace, last_night(state, placed, today()), workers, progress, settings)
        accepted = sum(item.receipt.verdict == ACCEPTED for item in placed)
        with progress.counting("台帳の元を読んでいます", accepted) as done:
            extractor = partial(extract_all, forms=dict(job.masters.forms), only=FORM, workers=workers, done=done)
            ledger = consolidate(workspace, placed, job.masters, job.secretariat, extractor, job.date)
    return ledger, job.secretariat
