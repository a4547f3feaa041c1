"""The post of a night: a letter on each file, the digest for the secretariat, and sending what waits.

Everything is written into the outbox first. A letter is known by the file, its place and the night, so a night that is finished
by a later run sends nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from pipeline.annotated import COPY_SUFFIX
from pipeline.decide import CaseKey, case_of
from pipeline.durable import grouped
from pipeline.japanese.dates import wareki
from pipeline.job import Job
from pipeline.night import Night
from pipeline.notify.corrections import corrected_by
from pipeline.notify.delivery import Delivery, deliver
from pipeline.notify.digest import Deadline, News, digest, stage_of
from pipeline.notify.letters import Letter, letter_on
from pipeline.notify.message import message_of
from pipeline.notify.outbox import WAITING, Outbox
from pipeline.notify.recipients import Office, recipients_of
from pipeline.receipts import Placed, Receipt
from pipeline.record.requests import post_requests
from pipeline.remembered import Remembered
from pipeline.unanswered import told_of_unanswered, unanswered
from validations.findings import ACCEPTED, DUPLICATE, RETURNED

_TOLD = "deadlines.json"
_MEGABYTE = 2**20


def post(job: Job, office: Office, night: Night, placed: Sequence[Placed], deadlines: pd.DataFrame) -> None:
    """Write the letters of a night and send what waits. `placed`: all files of the workspace; `deadlines`: the sheet 期限.

    No fault of the mail server is raised: what cannot be sent waits, and is told with the night.
    """
    with grouped():
        _post_answers(job, office, night, placed)
    post_requests(job, office, night, placed)
    _take_up(night, _send(job, office))
    night.notes += told_of_unanswered(unanswered(placed, night.placed, Outbox.of(job.state), job.workspace.mail))
    _post_digest(job, office, night, deadlines)
    _take_up(night, _send(job, office))


def _take_up(night: Night, delivery: Delivery) -> None:
    """Tell of the letters with the night."""
    night.mails = [*(mail for mail in night.mails if mail["state"] != WAITING), *delivery.as_records()]
    if delivery.trouble and delivery.trouble not in night.notes:
        night.notes.append(delivery.trouble)
        night.is_complete = False


def _post_answers(job: Job, office: Office, night: Night, everything: Sequence[Placed]) -> None:
    """Write a letter on each file into the outbox."""
    earlier = _Earlier(everything, job.secretariat.decided)
    letters = (_letter(job, office, placed, night.addresses.get(placed.path), earlier) for placed in night.placed)
    Outbox.of(job.state).post(message_of(letter, office) for letter in letters)


def _letter(job: Job, office: Office, placed: Placed, address: str | None, earlier: _Earlier) -> Letter:
    before = earlier.of(placed.receipt)
    copy = placed.path.with_name(placed.path.stem + COPY_SUFFIX)
    return letter_on(
        placed,
        recipients_of(placed.receipt, address, job.masters, office, before),
        office,
        earlier=before,
        later=earlier.followed_by(placed.receipt),
        annotated=copy.read_bytes() if placed.receipt.verdict == RETURNED and copy.is_file() else None,
        largest=job.settings.mail.attachment_mb * _MEGABYTE,
        sheets=job.masters.submitted_sheets,
    )


class _Earlier:
    """The files of the workspace, by what a later one may follow."""

    def __init__(self, placed: Sequence[Placed], decided: Collection[str]) -> None:
        self._decided = decided
        self._by_id: dict[str, list[Placed]] = {}
        self._of_case: dict[CaseKey, list[Placed]] = {}
        for item in placed:
            if item.receipt.verdict != DUPLICATE:
                self._by_id.setdefault(item.receipt.sha256, []).append(item)
                self._of_case.setdefault(case_of(item.receipt), []).append(item)

    def of(self, receipt: Receipt) -> Receipt | None:
        """The receipt of the file that this one repeats or corrects, None for a first submission."""
        if receipt.verdict == DUPLICATE:
            return next((item.receipt for item in self._by_id.get(receipt.sha256, ())), None)
        named = self._by_id.get(receipt.earlier or "", [])
        return corrected_by(receipt, [*named, *self._of_case.get(case_of(receipt), ())], self._decided)

    def followed_by(self, receipt: Receipt) -> Receipt | None:
        """The receipt of the last version of the same case that was accepted in the same night, when it is another."""
        night = [
            item.receipt
            for item in self._of_case.get(case_of(receipt), ())
            if item.receipt.case_id is not None and item.receipt.received_on == receipt.received_on
        ]
        last = max(night, key=lambda other: other.version or 0, default=receipt)
        return last if receipt.verdict == ACCEPTED and last.sha256 != receipt.sha256 else None


def _post_digest(job: Job, office: Office, night: Night, deadlines: pd.DataFrame) -> None:
    """Write the digest into the outbox when there is news. `deadlines`: the sheet 期限."""
    outbox = Outbox.of(job.state)
    remembered = Remembered(job.state / _TOLD)
    told = remembered.texts()
    due = {key: one for key, one in _due(deadlines).items() if key not in told}
    failures = outbox.failures_to_tell()
    news = News(job.date, night.placed, night.deferred, night.notes, tuple(due.values()), failures)
    letter = digest(news, office, outbox.lines_told())
    if letter is not None:
        outbox.post([message_of(letter, office)])
        outbox.told(failures)
        remembered.keep({*told, *due})
    outbox.remember_lines(news.lasting())


def _due(deadlines: pd.DataFrame) -> Mapping[str, Deadline]:
    """Every deadline with the stage that it has reached, by a key that is told once."""
    due = {}
    for row in deadlines.to_dict("records"):
        stage = stage_of(int(row["残り日数"]))
        if stage is not None:
            what = f"{row['区分']}（{row['相手方']}）" if isinstance(row["相手方"], str) else str(row["区分"])
            key = "|".join(map(str, (row["案件ID"], row["シート"], row["終わる日"], stage)))
            day = wareki(dt.date.fromisoformat(row["終わる日"]))
            # D08 says no more than the line itself does
            todo = row["内容"] if isinstance(row["内容"], str) and row["コード"] != "D08" else ""
            due[key] = Deadline(row["案件ID"], row["件名"], what, day, int(row["残り日数"]), todo)
    return due


def _send(job: Job, office: Office) -> Delivery:
    """Send what waits in the outbox, or lay it down as files where no server is set."""
    return deliver(Outbox.of(job.state), job.settings.mail, office.sender.address, job.workspace.mail)
