"""The post of a night: a letter on each file, the digest for the secretariat, and sending what waits.

Everything is written into the outbox first. A letter is known by the file, its place and the night, so a night that is finished
by a later run sends nothing twice.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

from pipeline.annotated import COPY_SUFFIX
from pipeline.decide import case_key
from pipeline.durable import durable_write, grouped
from pipeline.japanese.dates import PartialDate
from pipeline.job import Job
from pipeline.night import Night
from pipeline.notify.corrections import corrected_by
from pipeline.notify.delivery import Delivery, deliver
from pipeline.notify.digest import Deadline, News, digest, stage_of
from pipeline.notify.letters import Letter, letter_on
from pipeline.notify.message import message_of
from pipeline.notify.outbox import WAITING, Outbox
from pipeline.notify.recipients import Office, recipients_of
from pipeline.receipts import Placed, Receipt, read_receipts
from pipeline.workspace import FORM
from validations.findings import DUPLICATE, RETURNED

_TOLD = "deadlines.json"
_MEGABYTE = 2**20


def post(job: Job, office: Office, night: Night, deadlines: pd.DataFrame) -> None:
    """Write the letters of a night and send what waits. `deadlines`: the sheet 期限.

    No fault of the mail server is raised: what cannot be sent waits, and is told with the night.
    """
    _post_answers(job, office, night)
    _take_up(night, _send(job, office))
    _post_digest(job, office, night, deadlines)
    _take_up(night, _send(job, office))


def _take_up(night: Night, delivery: Delivery) -> None:
    """Tell of the letters with the night."""
    night.mails = [*(mail for mail in night.mails if mail["state"] != WAITING), *delivery.as_records()]
    if delivery.trouble and delivery.trouble not in night.notes:
        night.notes.append(delivery.trouble)
        night.is_complete = False


def _post_answers(job: Job, office: Office, night: Night) -> None:
    """Write a letter on each file into the outbox."""
    with grouped():
        _write_answers(job, office, night)


def _write_answers(job: Job, office: Office, night: Night) -> None:
    earlier = _Earlier(read_receipts(job.workspace), job.secretariat.decided)
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
        annotated=copy.read_bytes() if placed.receipt.verdict == RETURNED and copy.is_file() else None,
        largest=job.settings.mail.attachment_mb * _MEGABYTE,
        sheets=job.masters.forms[FORM].by_name,
    )


class _Earlier:
    """The files of the workspace, by what a later one may follow."""

    def __init__(self, placed: Sequence[Placed], decided: Collection[str]) -> None:
        self._decided = decided
        self._by_id: dict[str, list[Placed]] = {}
        self._of_case: dict[object, list[Placed]] = {}
        for item in placed:
            if item.receipt.verdict != DUPLICATE:
                self._by_id.setdefault(item.receipt.sha256, []).append(item)
                self._of_case.setdefault(_case(item.receipt), []).append(item)

    def of(self, receipt: Receipt) -> Receipt | None:
        """The receipt of the file that this one repeats or corrects, None for a first submission."""
        if receipt.verdict == DUPLICATE:
            return next((item.receipt for item in self._by_id.get(receipt.sha256, ())), None)
        named = self._by_id.get(receipt.earlier or "", [])
        return corrected_by(receipt, [*named, *self._of_case.get(_case(receipt), ())], self._decided)


def _case(receipt: Receipt) -> object:
    return case_key(tuple(receipt.departments), receipt.title)


def _post_digest(job: Job, office: Office, night: Night, deadlines: pd.DataFrame) -> None:
    """Write the digest into the outbox when there is news. `deadlines`: the sheet 期限."""
    outbox = Outbox.of(job.state)
    told = _told(job.state / _TOLD)
    due = {key: one for key, one in _due(deadlines).items() if key not in told}
    failures = outbox.failures_to_tell()
    news = News(job.date, night.placed, night.deferred, night.notes, tuple(due.values()), failures)
    letter = digest(news, office, outbox.lines_told())
    if letter is not None:
        outbox.post([message_of(letter, office)])
        outbox.told(failures)
        if due:
            durable_write(job.state / _TOLD, json.dumps(sorted({*told, *due}), ensure_ascii=False, indent=0).encode())
    outbox.remember_lines(news.lasting())


def _due(deadlines: pd.DataFrame) -> Mapping[str, Deadline]:
    """Every deadline with the stage that it has reached, by a key that is told once."""
    due = {}
    for row in deadlines.to_dict("records"):
        stage = stage_of(int(row["残り日数"]))
        if stage is not None:
            what = f"{row['区分']}（{row['相手方']}）" if isinstance(row["相手方"], str) else str(row["区分"])
            key = "|".join(map(str, (row["案件ID"], row["シート"], row["終わる日"], stage)))
            due[key] = Deadline(row["案件ID"], row["件名"], what, _wareki(row["終わる日"]), int(row["残り日数"]))
    return due


def _wareki(day: str) -> str:
    date = dt.date.fromisoformat(day)
    return PartialDate(date.year, date.month, date.day).wareki()


def _told(path: Path) -> frozenset[str]:
    return frozenset(json.loads(path.read_bytes())) if path.is_file() else frozenset()


def _send(job: Job, office: Office) -> Delivery:
    """Send what waits in the outbox, or lay it down as files where no server is set."""
    return deliver(Outbox.of(job.state), job.settings.mail, office.sender.address, job.workspace.mail)
