"""点検: what a department lays into `workbooks/check/課/` is judged like a submission and answered by letter.

Nothing is accepted, and the file stays where it is. For people without a command line, to be run through the day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.decide import Decision, Submission
from pipeline.intake import Arrival, take_in
from pipeline.job import Job, opened
from pipeline.known import known_from
from pipeline.lock import run_lock
from pipeline.notify.delivery import Delivery, deliver
from pipeline.notify.letters import letter_on_check
from pipeline.notify.message import message_of
from pipeline.notify.outbox import Outbox
from pipeline.notify.recipients import Office, office_of, recipients_of
from pipeline.placement import receipt_of
from pipeline.progress import Progress
from pipeline.receipts import Receipt, read_receipts
from pipeline.receive import judge_arrivals, waiting
from pipeline.remembered import Remembered
from pipeline.settings import Settings, load_settings
from pipeline.workspace import Workspace

_ANSWERED = "checked.json"


@dataclass(frozen=True, slots=True)
class Prechecked:
    """What a run did."""

    answered: list[tuple[str, str]] = field(default_factory=list)
    """Name of a file and the verdict that it would get."""
    waiting: dict[str, str] = field(default_factory=dict)
    """Files that are still being written or are open, and why they wait."""
    delivery: Delivery = field(default_factory=Delivery)


def precheck(
    workspace: Workspace, date: dt.date, workers: int | None, progress: Progress, settings: Settings | None = None
) -> Prechecked:
    """Answer every file of the check folder that was not answered as it is. Raises `Busy` while another run is at work."""
    settings = settings or load_settings(workspace.root)
    state = settings.state_folder(workspace.root)
    with run_lock(state / "lock"):
        job = opened(workspace, date, workers, progress, settings)
        office = office_of(settings.mail, job.masters)
        found = take_in(workspace.check, job.snapshots, settings.intake.look_again_seconds)
        answered = Remembered(state / _ANSWERED)
        told = answered.texts()
        known, _ = known_from(read_receipts(workspace), job.secretariat, job.masters)
        submissions = judge_arrivals([a for a in found.arrivals if _key(a, job) not in told], job, known)
        receipts = _post(submissions, job, office)
        delivery = deliver(Outbox.of(state), settings.mail, office.sender.address, workspace.mail)
        # of what is gone from the folder nothing needs to be remembered
        answered.keep(_key(arrival, job) for arrival in found.arrivals)
        shutil.rmtree(job.snapshots, ignore_errors=True)
    return Prechecked([(r.filename, r.verdict) for r in receipts], waiting(found, workspace), delivery)


def _post(submissions: Sequence[Submission], job: Job, office: Office) -> list[Receipt]:
    """Write the letters. Returns the receipts that the files would have."""
    sheets = job.masters.submitted_sheets
    receipts, messages = [], []
    for submission in submissions:
        decision = Decision(submission, submission.judgement.verdict)
        receipts.append(receipt_of(decision, submission.arrival.name, job.date, job.standards))
        recipients = recipients_of(receipts[-1], submission.address, job.masters, office)
        messages.append(message_of(letter_on_check(receipts[-1], recipients, office, sheets=sheets), office))
    Outbox.of(job.state).post(messages)
    return receipts


def _key(arrival: Arrival, job: Job) -> str:
    """What an answer holds for: these bytes, under this name, by these standards. The name is not told: it may hold a number."""
    standards = job.standards
    place = arrival.path.relative_to(job.workspace.check).as_posix()
    parts = (arrival.sha256, place, standards.rules, standards.masters, standards.waivers)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()
