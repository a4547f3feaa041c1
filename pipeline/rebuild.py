"""Making everything in `outputs/` again from `workbooks/`: the second half of a night, and all of `fugi rebuild`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from pipeline.job import Job, opened
from pipeline.last_night import last_night
from pipeline.lock import run_lock
from pipeline.progress import Progress
from pipeline.publish.publish import Material, Published, publish
from pipeline.publish.shelf import Shelf
from pipeline.receipts import Placed, read_receipts
from pipeline.settings import FULL, load_settings
from pipeline.workspace import Workspace

_SHELF = "books.json"
"""Of this machine's own notes: what the books in `outputs/` were made from."""


def rebuild(workspace: Workspace, workers: int | None, progress: Progress, date: dt.date | None = None) -> Published:
    """Make everything in `outputs/` again from `workbooks/`. Raises `Busy` while another run is at work in the workspace.

    `date` is the day from which deadlines are counted, that of the last night when none is given.
    """
    settings = load_settings(workspace.root)
    state = settings.state_folder(workspace.root)
    with run_lock(state / "lock"):
        placed = read_receipts(workspace)
        day = date or last_night(state, placed, today())
        return publish_all(opened(workspace, day, workers, progress, settings), placed, afresh=True)


def publish_all(job: Job, placed: Sequence[Placed], *, afresh: bool = False) -> Published:
    """`placed`: all files of the workspace. `afresh`: write also the books that would be as they are."""
    material = Material(job.masters, job.secretariat, placed, job.date, job.settings.assessment.focused == FULL)
    outputs, known = job.workspace.outputs, job.state / _SHELF
    shelf = Shelf(outputs) if afresh else Shelf.remembered(outputs, known)
    published = publish(job.workspace, material, shelf, job.progress, job.workers)
    shelf.remember(known)
    return published


def today() -> dt.date:
    """The date of a night when none is given."""
    return pd.Timestamp.now().date()
