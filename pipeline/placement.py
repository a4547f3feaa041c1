"""Placing: every received file goes to its place with its receipt, and only then leaves the inbox. Nothing is ever deleted.

What is to be written for a file is planned in full before anything is. A plan can be carried out again, wholly or in part, and
leaves the same: that is how a night that was cut off is finished.
"""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from pipeline import __version__
from pipeline.annotated import COPY_SUFFIX, annotated_copy
from pipeline.decide import Decision, Submission
from pipeline.durable import durable_move, durable_write
from pipeline.intake import Arrival
from pipeline.japanese.digits import without_individual_numbers
from pipeline.notice import notice_text
from pipeline.package import Unreadable
from pipeline.papers.change_model import Changes
from pipeline.read import sha256_of
from pipeline.receipts import SUFFIX, Placed, Receipt, Standards, goes_by_folder, write_receipt
from pipeline.sources import leave_inbox, source_key, source_of
from pipeline.workspace import Workspace, fiscal_label_of
from validations.findings import ACCEPTED, DUPLICATE, QUARANTINED, RETURNED

RULES_EDITION = __version__
"""The rules change with the program."""

NOTICE_SUFFIX = ".検証結果.txt"
_LONGEST_STEM = 120
_NOT_IN_NAMES = frozenset('\\/:*?"<>|')


@dataclass(frozen=True, slots=True)
class Placement:
    """All that is to be done with one file. Paths are relative to the workspace."""

    source: str
    """Where it lies, as `source_key` gives it."""
    is_plain: bool
    """False for what is no plain file: it is moved as it is and never opened."""
    target: str
    notice: str | None
    receipt: Receipt
    address: str | None = None
    """The submitter's address on the cover."""

    def as_entry(self) -> dict[str, Any]:
        """For the journal."""
        return asdict(self)

    def placed(self, workspace: Workspace) -> Placed:
        """The file in its place."""
        return Placed(workspace.root / self.target, self.receipt)

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Placement:
        """From the journal."""
        return cls(**{**entry, "receipt": Receipt(**entry["receipt"])})


class Placing:
    """Plans the places of a night's files; no two get the same."""

    def __init__(self, workspace: Workspace, night: dt.date, standards: Standards) -> None:
        self._workspace, self._night, self._standards = workspace, night, standards
        self._taken: set[Path] = set()

    def plan(self, decision: Decision) -> Placement:
        """What is to be done with a file."""
        submission = decision.submission
        target = self._target(decision)
        self._taken.add(target)
        receipt = receipt_of(decision, target.name, self._night, self._standards)
        notice = None if decision.verdict == ACCEPTED else notice_text(receipt, submission.repeats)
        return Placement(
            source_key(submission.arrival.path, self._workspace),
            submission.arrival.snapshot is not None,
            self._workspace.relative(target),
            notice,
            receipt,
            submission.address,
        )

    def _target(self, decision: Decision) -> Path:
        submission, arrival = decision.submission, decision.submission.arrival
        if decision.verdict == ACCEPTED:
            if submission.filing is not None:
                folder = self._workspace.accepted_filings / filing_name(submission.filing)
            else:
                assert decision.case_id is not None
                folder = self._workspace.accepted / fiscal_label_of_case(decision.case_id) / decision.case_id
            return folder / f"v{decision.version:02d}.xlsx"
        stem = f"{safe_stem(_told(submission, PurePath(arrival.name).stem))}_{arrival.sha256[:8]}"
        if decision.verdict == DUPLICATE:
            stem += f"_再提出{self._night:%Y%m%d}"
        folder = self._workspace.quarantine
        if decision.verdict != QUARANTINED:
            folder = self._workspace.returned / safe_stem(return_to(submission))
        # nobody is to open a link by its name
        return self._unused(folder, stem, ".bin" if arrival.snapshot is None else safe_suffix(arrival.path.suffix))

    def _unused(self, folder: Path, stem: str, suffix: str) -> Path:
        number = 1
        path = folder / f"{stem}{suffix}"
        while path in self._taken or os.path.lexists(path) or path.with_name(path.stem + SUFFIX).exists():
            number += 1
            path = folder / f"{stem}_{number}{suffix}"
        return path


def carry_out(
    placement: Placement,
    workspace: Workspace,
    snapshots: Path,
    changes_of: Callable[[bytes, Receipt], Changes | None] = lambda data, receipt: None,
) -> Placed:
    """Put a file where its verdict says: bytes, notice and annotated copy for people, and last the receipt.

    `changes_of`: what a workbook has changed since the last approval, to be listed in its annotated copy. May be done again after it was cut off anywhere. Raises OSError when something cannot be written now.
    """
    target, source, receipt = (
        workspace.root / placement.target,
        source_of(placement.source, workspace),
        placement.receipt,
    )
    data = b""
    if placement.is_plain:
        data = _kept(receipt.sha256, (snapshots / receipt.sha256, target, source))
        durable_write(target, data)
    elif not os.path.lexists(target):
        durable_move(source, target)
    if placement.notice is not None:
        # Notepad on older Windows takes a text for UTF-8 only with a BOM
        text = "\ufeff" + placement.notice.replace("\n", "\r\n")
        durable_write(target.with_name(target.stem + NOTICE_SUFFIX), text.encode())
    if receipt.verdict == RETURNED and receipt.form is not None:
        with suppress(
            Unreadable
        ):  # the reader passes over faults of parts of which no copy can be made: the notice says it all
            copy = annotated_copy(data, receipt.sha256, receipt.filename, receipt.findings, changes_of(data, receipt))
            durable_write(target.with_name(target.stem + COPY_SUFFIX), copy)
    write_receipt(target, receipt)
    return placement.placed(workspace)


def take_out(placement: Placement, workspace: Workspace) -> None:
    """Take a placed file out of the inbox. Raises OSError when someone holds it.

    Something new under the same name stays for the next night.
    """
    if placement.is_plain:
        leave_inbox(placement.source, placement.receipt.sha256, placement.target, workspace)


def _kept(sha256: str, places: Sequence[Path]) -> bytes:
    """The bytes that were judged, from the first place that has them."""
    for place in places:
        if place.is_file() and sha256_of(data := place.read_bytes()) == sha256:
            return data
    raise FileNotFoundError(2, "控えがありません", str(places[0]))


def _told(submission: Submission, name: str) -> str:
    """A name of the file as it may be told: people who wrote a 個人番号 in the form may have named the file after it."""
    leaking = any(finding.code == "I05" for finding in submission.judgement.findings)
    return without_individual_numbers(name) if leaking else name


def return_to(submission: Submission) -> str:
    """The 課 to which a file goes back."""
    folder, departments = submission.arrival.folder, submission.departments
    codes = [finding.code for finding in submission.judgement.findings]
    if submission.repeats is not None:
        codes += [finding["code"] for finding in submission.repeats.findings]
    return folder if goes_by_folder(folder, departments, codes) else departments[0]


def filing_name(number: str) -> str:
    """A 全項目評価書 as a part of a path: 評価書0003."""
    return f"評価書{int(number):04d}" if number.isdecimal() else safe_stem(f"評価書_{number}")


def fiscal_label_of_case(case_id: str) -> str:
    """The 年度 in which a 案件ID was given: R07-0001 → 令和7年度."""
    return fiscal_label_of(dt.date(2018 + int(case_id[1:3]), 4, 1))


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


def receipt_of(decision: Decision, placed_as: str, night: dt.date, standards: Standards) -> Receipt:
    """The receipt of a file that was decided on."""
    submission = decision.submission
    arrival: Arrival = submission.arrival
    return Receipt(
        received_on=night.isoformat(),
        folder=arrival.folder,
        filename=_told(submission, arrival.name),
        placed_as=placed_as,
        sha256=arrival.sha256,
        size=arrival.size,
        modified=arrival.modified.isoformat(timespec="seconds"),
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
        filing=submission.filing,
        earlier=submission.earlier,
        companies=list(submission.companies) if decision.verdict == ACCEPTED else [],
        assessment=dict(submission.assessment) if decision.verdict == ACCEPTED else {},
        facts=dict(submission.facts) if decision.verdict == ACCEPTED else {},
        findings=[finding.as_record() for finding in submission.judgement.findings],
    )
