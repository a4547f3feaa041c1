"""Placing: every received file goes to its place with its receipt, and only then leaves the inbox. Nothing is ever deleted."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

from pipeline import __version__
from pipeline.annotated import COPY_SUFFIX, annotated_copy
from pipeline.decide import Decision, Submission
from pipeline.discover import Arrival
from pipeline.durable import durable_write
from pipeline.japanese.digits import without_individual_numbers
from pipeline.notice import notice_text
from pipeline.read import sha256_of
from pipeline.receipts import SUFFIX, Placed, Receipt, Standards, write_receipt
from pipeline.workspace import Workspace, fiscal_label_of
from validations.findings import ACCEPTED, DUPLICATE, QUARANTINED, RETURNED

RULES_EDITION = __version__
"""The rules change with the program."""

NOTICE_SUFFIX = ".検証結果.txt"
_LONGEST_STEM = 120
_NOT_IN_NAMES = frozenset('\\/:*?"<>|')


class NotPlaced(Exception):
    """A file that stays in the inbox: it was changed after it was judged, or is held by someone."""


def place(decision: Decision, workspace: Workspace, night: dt.date, standards: Standards) -> Placed:
    """Put a file where its verdict says: bytes, notice and annotated copy for people, and last the receipt.

    Raises `NotPlaced` when the bytes are no longer those that were judged; then nothing is written.
    """
    arrival = decision.submission.arrival
    try:
        data = arrival.path.read_bytes()
    except OSError as fault:
        raise NotPlaced(f"{arrival.name}を読み取れなくなりました") from fault
    if sha256_of(data) != arrival.sha256:
        raise NotPlaced(f"{arrival.name}は、検証のあとに書き換えられました")
    target = _target(decision, workspace, night)
    durable_write(target, data)
    receipt = _receipt(decision, target.name, night, standards)
    if decision.verdict != ACCEPTED:
        text = notice_text(receipt, decision.submission.repeats)
        # Notepad on older Windows takes a text for UTF-8 only with a BOM
        durable_write(target.with_name(target.stem + NOTICE_SUFFIX), ("\ufeff" + text.replace("\n", "\r\n")).encode())
    if decision.verdict == RETURNED and receipt.form is not None:
        copy = annotated_copy(data, receipt.sha256, receipt.filename, receipt.findings)
        durable_write(target.with_name(target.stem + COPY_SUFFIX), copy)
    write_receipt(target, receipt)
    return Placed(target, receipt)


def take_out(arrival: Arrival) -> bool:
    """Take a placed file out of the inbox. False when someone holds it: then it is met again as a repetition."""
    try:
        arrival.path.unlink()
    except OSError:
        return False
    return True


def _target(decision: Decision, workspace: Workspace, night: dt.date) -> Path:
    submission = decision.submission
    arrival = submission.arrival
    if decision.verdict == ACCEPTED:
        assert decision.case_id is not None
        folder = workspace.accepted / fiscal_label_of_case(decision.case_id) / decision.case_id
        return folder / f"v{decision.version:02d}.xlsx"
    stem = f"{safe_stem(_told(submission, arrival.path.stem))}_{arrival.sha256[:8]}"
    if decision.verdict == DUPLICATE:
        stem += f"_再提出{night:%Y%m%d}"
    folder = workspace.quarantine
    if decision.verdict != QUARANTINED:
        folder = workspace.returned / safe_stem(return_to(submission))
    return _unused(folder, stem, safe_suffix(arrival.path.suffix))


def _told(submission: Submission, name: str) -> str:
    """A name of the file as it may be told: people who wrote a 個人番号 in the form may have named the file after it."""
    leaking = any(finding.code == "I05" for finding in submission.judgement.findings)
    return without_individual_numbers(name) if leaking else name


def return_to(submission: Submission) -> str:
    """The 課 to which a file goes back.

    That of the folder it lay in when the cover names it or names a 課 that nobody knows, otherwise the first of the cover.
    """
    folder, departments = submission.arrival.folder, submission.departments
    codes = [finding.code for finding in submission.judgement.findings]
    if submission.repeats is not None:
        codes += [finding["code"] for finding in submission.repeats.findings]
    misnamed = "M03" in codes
    if not departments or folder in departments or (folder and misnamed):
        return folder
    return departments[0]


def fiscal_label_of_case(case_id: str) -> str:
    """The 年度 in which a 案件ID was given: R07-0001 → 令和7年度."""
    return fiscal_label_of(dt.date(2018 + int(case_id[1:3]), 4, 1))


def _unused(folder: Path, stem: str, suffix: str) -> Path:
    number = 1
    path = folder / f"{stem}{suffix}"
    while path.exists() or path.with_name(path.stem + SUFFIX).exists():
        number += 1
        path = folder / f"{stem}_{number}{suffix}"
    return path


def safe_stem(name: str) -> str:
    """A name of a department's making as a part of a path: nothing in it can leave the folder, and it stays readable."""
    kept = "".join(
        "_" if c in _NOT_IN_NAMES or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else c
        for c in unicodedata.normalize("NFC", name)
    )
    short = kept.encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .")
    return short or "課不明"


def safe_suffix(suffix: str) -> str:
    """The extension as received when it is a plain one."""
    plain = suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= 8
    return suffix if plain else ".bin"


def _receipt(decision: Decision, placed_as: str, night: dt.date, standards: Standards) -> Receipt:
    submission = decision.submission
    return Receipt(
        received_on=night.isoformat(),
        folder=submission.arrival.folder,
        filename=_told(submission, submission.arrival.name),
        placed_as=placed_as,
        sha256=submission.arrival.sha256,
        size=submission.arrival.size,
        modified=submission.arrival.modified.isoformat(timespec="seconds"),
        form=submission.form,
        form_edition=submission.edition,
        rules_edition=standards.rules,
        masters_digest=standards.masters,
        waivers_digest=standards.waivers,
        verdict=decision.verdict,
        departments=list(submission.departments),
        title=submission.title,
        case_id=decision.case_id,
        version=decision.version,
        earlier=submission.earlier,
        companies=list(submission.companies) if decision.verdict == ACCEPTED else [],
        findings=[finding.as_record() for finding in submission.judgement.findings],
    )
