"""点検: what a department lays into `workbooks/check/課/` is judged like a submission and answered by letter.

Nothing is accepted, and the file stays where it is. For people without a command line, to be run through the day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.decide import Decision, KnownCases, Submission
from pipeline.durable import durable_write
from pipeline.intake import Arrival, take_in
from pipeline.job import Job
from pipeline.journal import Journal
from pipeline.judge import judge
from pipeline.known import Known
from pipeline.lock import run_lock
from pipeline.masters.load import load_masters
from pipeline.notify.delivery import Delivery, deliver
from pipeline.notify.letters import letter_on_check
from pipeline.notify.message import message_of
from pipeline.notify.outbox import Outbox
from pipeline.notify.recipients import Office, office_of, recipients_of
from pipeline.placement import receipt_of
from pipeline.progress import Progress
from pipeline.receipts import read_receipts
from pipeline.receive import extract_arrivals
from pipeline.secretariat import read_secretariat
from pipeline.settings import Settings, load_settings
from pipeline.submissions import submissions_of
from pipeline.workspace import FORM, Workspace

_ANSWERED = "checked.json"


@dataclass(frozen=True, slots=True)
class Prechecked:
    """What a run did."""

    answered: list[tuple[str, str]] = field(default_factory=list)
    """Name of a file and the verdict that it would get."""
    waiting: list[str] = field(default_factory=list)
    """Files that are still being written or are open."""
    delivery: Delivery = field(default_factory=Delivery)


def precheck(
    workspace: Workspace, date: dt.date, workers: int | None, progress: Progress, settings: Settings | None = None
) -> Prechecked:
    """Answer every file of the check folder that was not answered as it is. Raises `Busy` while another run is at work."""
    settings = settings or load_settings(workspace.root)
    state = settings.state_folder(workspace.root)
    with run_lock(state / "lock"):
        masters = load_masters(workspace.masters)
        secretariat = read_secretariat(workspace, masters)
        journal = Journal(state / "journal")
        job = Job(workspace, date, masters, secretariat, settings, workers, progress, journal)
        office = office_of(settings.mail, masters)
        found = take_in(workspace.check, job.snapshots, settings.intake.look_again_seconds)
        answered = _answered(state)
        fresh = [arrival for arrival in found.arrivals if _key(arrival, job) not in answered]
        submissions = _judged(fresh, job)
        _post(submissions, job, office)
        delivery = deliver(Outbox.of(state), settings.mail, office.sender.address, workspace.mail)
        # of what is gone from the folder nothing needs to be remembered
        now = {_key(arrival, job) for arrival in found.arrivals}
        if now != answered:
            durable_write(state / _ANSWERED, json.dumps(sorted(now), indent=0).encode())
        shutil.rmtree(job.snapshots, ignore_errors=True)
    waiting = [workspace.relative(path) for path in found.deferred]
    return Prechecked([(s.arrival.name, s.judgement.verdict) for s in submissions], waiting, delivery)


def _judged(fresh: Sequence[Arrival], job: Job) -> list[Submission]:
    before = read_receipts(job.workspace)
    cases = KnownCases.of(before, job.secretariat.decided, job.secretariat.case_ids, job.masters.department_keys)
    known = Known.of(before, cases, job.secretariat)
    extracts = extract_arrivals(fresh, job)
    judgements, tables = judge(extracts, job.masters, job.date, known, [arrival.folder for arrival in fresh])
    return submissions_of(fresh, extracts, judgements, tables, job.masters, job.secretariat.waivers)


def _post(submissions: Sequence[Submission], job: Job, office: Office) -> None:
    sheets = job.masters.forms[FORM].by_name
    messages = []
    for submission in submissions:
        decision = Decision(submission, submission.judgement.verdict)
        receipt = receipt_of(decision, submission.arrival.name, job.date, job.standards)
        recipients = recipients_of(receipt, submission.address, job.masters, office)
        messages.append(message_of(letter_on_check(receipt, recipients, office, sheets=sheets), office))
    Outbox.of(job.state).post(messages)


def _key(arrival: Arrival, job: Job) -> str:
    """What an answer holds for: these bytes, under this name, by these standards. The name is not told: it may hold a number."""
    standards = job.standards
    place = arrival.path.relative_to(job.workspace.check).as_posix()
    parts = (arrival.sha256, place, standards.rules, standards.masters, standards.waivers)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def _answered(state: Path) -> set[str]:
    path = state / _ANSWERED
    return set(json.loads(path.read_bytes())) if path.is_file() else set()
