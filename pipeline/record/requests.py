"""補正依頼: what an officer writes beside a case, though the machine found nothing, goes to the department by letter.

A case without 審議結果 is open, so the corrected workbook is its next version; the letter says so. Once for each text: what stands
in the book was sent, and what was erased and is written again is sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.annotated import copy_with_request
from pipeline.durable import grouped
from pipeline.extract import extract_file
from pipeline.job import Job
from pipeline.night import Night
from pipeline.notify.letters import Letter, identity_of
from pipeline.notify.message import message_of
from pipeline.notify.outbox import Outbox
from pipeline.notify.recipients import Office, recipients_of
from pipeline.notify.request_letter import letter_of_request
from pipeline.package import Unreadable
from pipeline.receipts import Placed, latest_accepted
from pipeline.remembered import Remembered
from pipeline.secretariat import REQUEST, Secretariat
from pipeline.workspace import FORM

_SENT = "requests.json"
_CONTACT = "表紙.担当者メール"
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a department."""

    case_id: str
    words: str
    seen: Placed
    """The version that the officer had before her."""
    latest: Placed
    """The newest version; it came this very night when it is not the one that was seen."""

    @property
    def key(self) -> str:
        """By this the request is known as sent. The words may hold what should not be kept, so it does not tell them."""
        return key_of(self.case_id, self.words)


def key_of(case_id: str, words: str) -> str:
    """The key of a request of these words."""
    return identity_of(case_id, words)


def written_requests(secretariat: Secretariat) -> dict[str, str]:
    """案件ID → what stands in 補正依頼."""
    rows = secretariat.decisions
    rows = rows[rows[REQUEST].notna()]
    return dict(zip(rows["案件ID"], rows[REQUEST], strict=True))


def open_requests(
    written: dict[str, str], closed: Collection[str], placed: Sequence[Placed], tonight: Sequence[Placed]
) -> list[Request]:
    """The requests on open cases. `placed`: all files of the workspace; `tonight`: those placed this night, which nobody saw."""
    new = {item.path for item in tonight}
    latest = latest_accepted(placed)
    seen = latest_accepted([item for item in placed if item.path not in new])
    return [
        Request(case_id, words, seen.get(case_id, latest[case_id]), latest[case_id])
        for case_id, words in written.items()
        if case_id not in closed and case_id in latest
    ]


def post_requests(job: Job, office: Office, night: Night, placed: Sequence[Placed]) -> None:
    """Write the letters of requests that were not sent yet into the outbox, and tell of those that cannot be.

    The letters are on the disk before it is remembered that they were written. A letter is known by case, version and words and
    not by its night, so that one written twice is still sent once.
    """
    remembered = Remembered(job.state / _SENT)
    known = remembered.texts()
    written = written_requests(job.secretariat)
    requests = open_requests(written, job.secretariat.decided, placed, night.placed)
    with grouped():
        fresh = [request for request in requests if request.key not in known]
        Outbox.of(job.state).post(message_of(_letter(request, job, office), office) for request in fresh)
    night.notes += _notes(written, requests, known, job.secretariat)
    standing = {key_of(*one) for one in written.items()}
    remembered.keep((known & standing) | {request.key for request in requests})


def _notes(
    written: dict[str, str], requests: Sequence[Request], known: Collection[str], secretariat: Secretariat
) -> Iterator[str]:
    """What is to be said of requests that were never sent and are not now."""
    sent = {request.case_id for request in requests}
    for case_id, words in written.items():
        if case_id in sent or key_of(case_id, words) in known:
            continue
        if case_id in secretariat.decided:
            yield f"{case_id}には審議結果があるため、補正依頼を送っていません。送るときは、審議結果を消してください。"
        else:
            yield f"補正依頼の{case_id}は、受理した案件にありません。案件IDを確かめてください。"


def _letter(request: Request, job: Job, office: Office) -> Letter:
    receipt, data = request.latest.receipt, request.latest.path.read_bytes()
    try:
        copy = copy_with_request(data, receipt.sha256, receipt.filename, request.words)
    except Unreadable:  # read it could be, patched it cannot: the department has a workbook of its own
        copy = None
    return letter_of_request(
        request.words,
        request.seen.receipt,
        receipt,
        recipients_of(receipt, _contact(data, job), job.masters, office),
        office,
        night=job.date,
        copy=copy if copy is not None and len(copy) <= job.settings.mail.attachment_mb * _MEGABYTE else None,
    )


def _contact(data: bytes, job: Job) -> str | None:
    """The submitter's address on the cover of an accepted workbook."""
    form = job.masters.forms[FORM]
    number = form.numbers.get(_CONTACT)
    fields = extract_file(data, f"{FORM}.xlsx", {FORM: form}, only=FORM).fields
    found = (raw for _, input_, _, _, raw, _ in fields if input_ == number)
    return next((raw for raw in found if isinstance(raw, str)), None)
