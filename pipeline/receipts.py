"""Receipts: beside every placed file lies what is known of its coming. They are all that `workbooks/` knows of history."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.durable import durable_write
from pipeline.japanese.text import fold, half_width
from pipeline.workspace import Workspace
from validations.findings import ACCEPTED, RETURNED, WAIVED

SUFFIX = ".受付.json"
_LONGEST_NUMBER = 7


@dataclass(frozen=True, slots=True)
class Standards:
    """By what the files of a night are judged: editions of the rules, digests of the masters and of the waivers."""

    rules: str
    masters: str
    waivers: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of one received file. The names of its fields are the keys of the JSON file."""

    received_on: str
    """The date of the night, ISO."""
    folder: str
    """The folder of the inbox in which it lay."""
    filename: str
    """Its name as the department gave it."""
    placed_as: str
    """Its name where it lies now, beside this receipt."""
    sha256: str
    size: int
    modified: str
    form: str | None
    form_edition: str | None
    rules_edition: str
    masters_digest: str
    waivers_digest: str
    verdict: str
    departments: list[str] = field(default_factory=list)
    title: str | None = None
    """件名 on the cover."""
    case_id: str | None = None
    version: int | None = None
    filing: str | None = None
    """評価書番号 of a 全項目評価書, as numbers are told apart (`filing_number`); such a file has no 案件ID."""
    earlier: str | None = None
    """受付ID of the file that this one repeats (重複) or corrects."""
    companies: list[str] = field(default_factory=list)
    """The inputs that name a company (委託先 …), as typed: with them the next nights know how it is written."""
    assessment: dict[str, str] = field(default_factory=dict)
    """種別, 評価書番号, 事業名 and 前回案件 of a 報告 or 結果 of a 特定個人情報保護評価: with them the next nights tie a 結果 to its 報告."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What a 全項目評価書, or a case that has to do with one, says of the things that both tell (`filings.facts`)."""
    judged_again: list[str] = field(default_factory=list)
    """Editions of the rules, masters and waivers by which a returned file was last judged without being dropped again."""
    findings: list[dict[str, Any]] = field(default_factory=list)
    """As given that night, with the keys of `Finding.as_record`."""

    @property
    def standards(self) -> Standards:
        """By what the file was judged in its night."""
        return Standards(self.rules_edition, self.masters_digest, self.waivers_digest)

    def count(self, severity: str) -> int:
        """How many findings of a severity it got, those that are waived aside."""
        return sum(f["severity"] == severity and WAIVED not in f["message"] for f in self.findings)

    @property
    def name(self) -> str:
        """What an accepted file is called: its 案件ID, or 評価書 with its number."""
        return f"評価書{self.filing}" if self.filing else self.case_id or ""

    def has(self, code: str) -> bool:
        """Whether a finding of a code is among those that it got."""
        return any(f["code"] == code for f in self.findings)


@dataclass(frozen=True, slots=True)
class Placed:
    """A file in its place, with its receipt."""

    path: Path
    receipt: Receipt


def goes_by_folder(folder: str, departments: Collection[str], codes: Collection[str]) -> bool:
    """Whether the 課 of the folder in which a file lay gets the answer, and not the first that the cover names.

    So it is when the cover names it, or names none, or a 課 that nobody knows (M03 among the codes of its findings).
    """
    return not departments or folder in departments or bool(folder and "M03" in codes)


def receipt_path(path: Path) -> Path:
    """The receipt of a placed file: v01.xlsx → v01.受付.json."""
    return path.with_name(path.stem + SUFFIX)


def write_receipt(path: Path, receipt: Receipt) -> None:
    """Write the receipt beside the placed file `path`."""
    text = json.dumps(asdict(receipt), ensure_ascii=False, indent=1, sort_keys=False)
    durable_write(receipt_path(path), text.encode() + b"\n")


class BadReceipt(Exception):
    """A receipt that cannot be read, whose file is gone, or that may lie where nobody lets this account look."""


def read_receipts(workspace: Workspace) -> list[Placed]:
    """Every receipt of the workspace, in the order of date, verdict and place."""
    placed = [
        *_read_below(workspace.accepted),
        *_read_below(workspace.returned),
        *_read_below(workspace.quarantine),
    ]
    return sorted(
        placed, key=lambda p: (p.receipt.received_on, p.receipt.case_id or "", p.receipt.version or 0, p.path)
    )


def _read_below(folder: Path) -> Iterator[Placed]:
    for path in sorted(_receipts_in(folder)) if folder.is_dir() else ():
        try:
            receipt = Receipt(**json.loads(path.read_bytes()))
        except PermissionError as fault:
            raise BadReceipt(f"受付票「{path}」を読む権限がありません。このアカウントに付けてください。") from fault
        except (OSError, ValueError, TypeError) as fault:
            raise BadReceipt(f"受付票「{path}」を読み取れません。バックアップから戻してください。") from fault
        file = path.with_name(receipt.placed_as)
        if not os.path.lexists(file):  # what was no plain file is never followed
            raise BadReceipt(
                f"受付票「{path}」のファイル「{receipt.placed_as}」がありません。バックアップから戻してください。"
            )
        yield Placed(file, receipt)


def _receipts_in(folder: Path) -> Iterator[Path]:
    """The receipts below a folder. One that may not be looked into is a fault: its cases would vanish, their 案件ID be given again."""

    def stop(fault: OSError) -> None:
        raise BadReceipt(
            f"フォルダ「{fault.filename}」の中を見られません。このアカウントに、読み書きする権限を付けてください。"
        ) from fault

    for place, _, names in os.walk(folder, onerror=stop):
        yield from (Path(place, name) for name in names if name.endswith(SUFFIX))


def latest_accepted(placed: Iterable[Placed]) -> dict[str, Placed]:
    """案件ID → its accepted file of the highest version."""
    return {case: versions[-1] for case, versions in _versions(placed, lambda receipt: receipt.case_id).items()}


def filing_versions(placed: Iterable[Placed]) -> dict[str, list[Placed]]:
    """評価書番号 → its accepted 全項目評価書, the oldest first; by number."""
    versions = _versions(placed, lambda receipt: receipt.filing)
    return {number: versions[number] for number in sorted(versions, key=filing_order)}


def latest_filings(placed: Iterable[Placed]) -> dict[str, Path]:
    """評価書番号 → its accepted 全項目評価書 of the highest version, by number."""
    return {number: versions[-1].path for number, versions in filing_versions(placed).items()}


def _versions(placed: Iterable[Placed], named: Callable[[Receipt], str | None]) -> dict[str, list[Placed]]:
    versions: dict[str, list[Placed]] = {}
    for item in placed:
        name = named(item.receipt)
        if item.receipt.verdict == ACCEPTED and name is not None:
            versions.setdefault(name, []).append(item)
    return {name: sorted(items, key=lambda item: item.receipt.version or 0) for name, items in versions.items()}


def filing_number(text: str) -> str:
    """評価書番号 as filings are told apart by it: 「３」, 「第３号」 and 「003」 are all 3."""
    digits = re.findall("[0-9]+", half_width(text))
    return str(int(digits[0])) if len(digits) == 1 and len(digits[0]) < _LONGEST_NUMBER else fold(text)


def filing_order(number: str) -> tuple[bool, int, str]:
    """Puts 評価書番号 in order, those that are no plain number last."""
    return not number.isdecimal(), int(number) if number.isdecimal() else 0, number


def earlier_of(sha256: str, filename: str, placed: list[Placed], standards: Standards) -> Placed | None:
    """The file these bytes repeat: accepted before, or returned before by the same standards.

    A returned file under another extension is no repetition: to rename it may be just how it was to be mended.
    """
    for item in reversed(placed):
        receipt = item.receipt
        again = (
            receipt.standards == standards and Path(receipt.filename).suffix.lower() == Path(filename).suffix.lower()
        )
        if receipt.sha256 == sha256 and (receipt.verdict == ACCEPTED or (receipt.verdict == RETURNED and again)):
            return item
    return None
