"""Deciding: what becomes of each file. Accepted as a new case or a new version, returned, set aside, or a repetition."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.intake import Arrival
from pipeline.japanese.text import fold
from pipeline.judge import Judgement
from pipeline.receipts import Placed, Receipt
from validations.findings import ACCEPTED

CaseKey = tuple[tuple[str, ...], str]
"""課 and folded 件名, by which a case is known."""

_CASE_ID = re.compile(r"^R(\d{2})-(\d{4,})$")


@dataclass(frozen=True, slots=True)
class Submission:
    """A file of the night with all that is known of it before it is placed."""

    arrival: Arrival
    judgement: Judgement
    form: str | None = None
    edition: str | None = None
    title: str | None = None
    departments: tuple[str, ...] = ()
    """課 named on the cover that the master knows."""
    earlier: str | None = None
    """受付ID of the file that it repeats or corrects."""
    repeats: Receipt | None = None
    """The receipt of the file whose bytes it has."""
    companies: tuple[str, ...] = ()
    """The inputs that name a company (委託先 …), as typed."""
    assessment: Mapping[str, str] = field(default_factory=dict)
    """What ties a 報告 or 結果 of a 特定個人情報保護評価 to its 評価書; empty for any other."""
    address: str | None = None
    """The submitter's address on the cover, as typed."""
    filing: str | None = None
    """評価書番号 of a 全項目評価書."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What it says of the things that a 全項目評価書 and its cases both tell, as it stands in the receipt."""

    @property
    def key(self) -> CaseKey:
        """By what it is one with other submissions."""
        return filing_key(self.filing) if self.filing else case_key(self.departments, self.title)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a submission."""

    submission: Submission
    verdict: str
    case_id: str | None = None
    version: int | None = None


@dataclass(slots=True)
class KnownCases:
    """The cases that the workspace already has."""

    open_by_name: dict[CaseKey, str]
    """(課, folded 件名) → 案件ID, for the cases that have no 審議結果 yet."""
    case_of_file: dict[str, str]
    """受付ID → 案件ID, for the open cases."""
    versions: dict[str, int]
    ids: set[str]
    """Every 案件ID that was ever given, so that none is given twice."""
    filings: dict[str, int] = field(default_factory=dict)
    """評価書番号 → the latest accepted version."""

    @classmethod
    def of(
        cls,
        placed: Iterable[Placed],
        decided: Collection[str],
        other_ids: Iterable[str],
        names: Mapping[str, str],
    ) -> KnownCases:
        """From the receipts, the 案件ID that have a 審議結果, and the 案件ID that other books carry.

        `names`: folded name of a 課 → its name today, so that a case stays the same when its 課 is renamed.
        """
        known = cls({}, {}, {}, set(other_ids))
        for item in placed:
            receipt = item.receipt
            if receipt.filing is not None and receipt.verdict == ACCEPTED:
                known.filings[receipt.filing] = max(known.filings.get(receipt.filing, 0), receipt.version or 1)
            if receipt.case_id is None:
                continue
            known.ids.add(receipt.case_id)
            if receipt.verdict != ACCEPTED:
                continue
            known.versions[receipt.case_id] = max(known.versions.get(receipt.case_id, 0), receipt.version or 1)
            if receipt.case_id not in decided:
                today = tuple(names.get(fold(name), name) for name in receipt.departments)
                known.case_of_file[receipt.sha256] = receipt.case_id
                known.open_by_name[case_key(today, receipt.title)] = receipt.case_id
        return known

    def number(self, submission: Submission, year: int) -> tuple[str, int]:
        """The 案件ID and version of an accepted submission; `year` is the 年度 of the night."""
        key = submission.key
        case_id = self.case_of_file.get(submission.earlier or "") or self.open_by_name.get(key)
        if case_id is None:
            case_id = self._next_id(year)
        self.versions[case_id] = self.versions.get(case_id, 0) + 1
        self.ids.add(case_id)
        self.open_by_name[key] = case_id
        self.case_of_file[submission.arrival.sha256] = case_id
        return case_id, self.versions[case_id]

    def number_filing(self, filing: str) -> int:
        """The version of an accepted 全項目評価書."""
        self.filings[filing] = self.filings.get(filing, 0) + 1
        return self.filings[filing]

    def _next_id(self, year: int) -> str:
        era_year = year - 2018  # 令和元年度 is 2019
        taken = [int(found[2]) for found in map(_CASE_ID.match, self.ids) if found and int(found[1]) == era_year]
        return f"R{era_year:02d}-{max(taken, default=0) + 1:04d}"


def case_key(departments: tuple[str, ...], title: str | None) -> CaseKey:
    """What makes two submissions one case: the same 課 and the same 件名."""
    return tuple(sorted(departments)), fold(title or "")


def filing_key(number: str) -> CaseKey:
    """What makes two 全項目評価書 one: the 評価書番号."""
    return (), f"評価書 {number}"


def case_of(receipt: Receipt) -> CaseKey:
    """The case of a file that was placed, by 課 and 件名; of a 全項目評価書 its number."""
    if receipt.filing is not None:
        return filing_key(receipt.filing)
    return case_key(tuple(receipt.departments), receipt.title)


def decide(submissions: Iterable[Submission], known: KnownCases, year: int) -> list[Decision]:
    """Decide on the files of a night.

    New 案件ID are given in the order of 課 and sha256, so that they never depend on the order of reading; of two files of
    one case the one saved later becomes the later version.
    """
    decisions: list[Decision] = []
    ordered = sorted(submissions, key=lambda s: (s.departments or (s.arrival.folder,), s.arrival.sha256))
    accepted = [s for s in ordered if s.judgement.verdict == ACCEPTED]
    groups: dict[object, list[Submission]] = {}
    for submission in accepted:
        groups.setdefault(submission.key, []).append(submission)
    for group in groups.values():
        for submission in sorted(group, key=lambda s: (s.arrival.modified, s.arrival.sha256)):
            if submission.filing is not None:
                decisions.append(Decision(submission, ACCEPTED, None, known.number_filing(submission.filing)))
            else:
                decisions.append(Decision(submission, ACCEPTED, *known.number(submission, year)))
    return decisions + [Decision(s, s.judgement.verdict) for s in ordered if s.judgement.verdict != ACCEPTED]
