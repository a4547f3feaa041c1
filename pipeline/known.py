"""Known: what the workspace knew before tonight, for the rules that compare a submission with the ledger.

Made from receipts and from the secretariat's books, so no accepted workbook is read again for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.decide import CaseKey, KnownCases, case_key
from pipeline.filings.facts import CaseFacts, FilingFacts, case_of_record, filing_of_record
from pipeline.japanese.companies import company_key, find_companies
from pipeline.japanese.documents import find_documents
from pipeline.masters.load import Masters
from pipeline.numbering import whole_number, year_of_label
from pipeline.receipts import Placed, filing_versions, latest_accepted, latest_filings, read_receipts
from pipeline.registers.assessments import Brought, brought
from pipeline.registers.lineage import ASSESSMENTS, stage_of
from pipeline.registers.parties import party_keys
from pipeline.registers.texts import COMMA, in_force, rows_of
from pipeline.secretariat import Secretariat, read_secretariat
from pipeline.workspace import Workspace
from validations.findings import ACCEPTED

PAST_TEXTS = ("事業内容", "その他の内容")
"""Texts of earlier cases that name companies."""


@dataclass(frozen=True, slots=True)
class Known:
    """The state before the night. Nothing in it depends on what is judged tonight."""

    companies: Mapping[str, Mapping[str, int]]
    """Key of a company → the ways in which it is written → how many texts of the ledger write it so."""
    meetings: frozenset[tuple[int, int]]
    """年度 (the year in which it begins) and 回 of the meetings that are recorded with both."""
    held_on: Mapping[str, str]
    """案件ID → 付議日 as ISO text, in full precision."""
    documents: frozenset[int]
    """The 資料番号 that were given."""
    case_ids: frozenset[str]
    open_cases: Mapping[CaseKey, str]
    """課 and 件名 → 案件ID, for accepted cases without 審議結果."""
    case_of_file: Mapping[str, str]
    """受付ID → 案件ID, for the same cases."""
    accepted_on: Mapping[str, str]
    """受付ID → date on which the file was accepted, ISO."""
    assessments: tuple[Brought, ...] = ()
    """The 報告 and 結果 of 特定個人情報保護評価 that are neither withdrawn nor refused."""
    facts_of_cases: tuple[CaseFacts, ...] = ()
    """What the cases say that have to do with a 全項目評価書, as far as they are neither withdrawn nor refused."""
    facts_of_filings: tuple[FilingFacts, ...] = ()
    """What the latest version of each accepted 全項目評価書 says."""
    partners: frozenset[str] = frozenset()
    """Keys of the companies and other bodies to which work is given: those of 委託先一覧."""

    filings: Mapping[str, Path] = field(default_factory=dict)
    """評価書番号 → its accepted 全項目評価書 in the latest version."""

    @classmethod
    def of(
        cls, placed: Sequence[Placed], cases: KnownCases, secretariat: Secretariat, names: Mapping[str, str]
    ) -> Known:
        """From the receipts, the cases that follow from them, and the secretariat's books.

        `names`: folded name of a 課 → its name today.
        """
        decisions = secretariat.decisions
        held = zip(decisions["案件ID"], decisions["付議日"], strict=True)
        return cls(
            companies=_companies(placed, secretariat),
            meetings=frozenset(_meetings(secretariat)),
            held_on={case: day for case, day in held if isinstance(day, str)},
            documents=frozenset(d.base for text in decisions["資料番号"].dropna() for d in find_documents(text)),
            case_ids=frozenset(cases.ids),
            open_cases=dict(cases.open_by_name),
            case_of_file=dict(cases.case_of_file),
            accepted_on={i.receipt.sha256: i.receipt.received_on for i in placed if i.receipt.verdict == ACCEPTED},
            assessments=tuple(_assessments(placed, secretariat, names)),
            facts_of_cases=tuple(_facts_of_cases(placed, secretariat)),
            facts_of_filings=tuple(_facts_of_filings(placed)),
            partners=frozenset(_partners(placed, secretariat)),
            filings=latest_filings(placed),
        )

    def case_of(self, earlier: str | None, departments: tuple[str, ...], title: str | None) -> str | None:
        """The open case of which a submission is a new version, None for a new case."""
        return self.case_of_file.get(earlier or "") or self.open_cases.get(case_key(departments, title))

    def lacks(self, year: int, number: int) -> bool:
        """Whether a meeting should be recorded and is not. Those before the first recorded one are not expected."""
        return bool(self.meetings) and (year, number) > min(self.meetings) and (year, number) not in self.meetings


def read_known(workspace: Workspace, masters: Masters) -> Known:
    """What a workspace knows. Raises `BadReceipt` and `BadBook` where its records cannot be read."""
    return known_from(read_receipts(workspace), read_secretariat(workspace, masters), masters)[0]


def known_from(
    placed: Sequence[Placed], secretariat: Secretariat, masters: Masters, promised: Iterable[str] = ()
) -> tuple[Known, KnownCases]:
    """What follows from receipts and the secretariat's books, and the cases in it.

    `promised`: 案件ID that were given to files which do not lie in their places yet.
    """
    ids = {*secretariat.case_ids, *promised}
    cases = KnownCases.of(placed, secretariat.decided, ids, masters.department_keys)
    return Known.of(placed, cases, secretariat, masters.department_keys), cases


def _meetings(secretariat: Secretariat) -> Iterator[tuple[int, int]]:
    """年度 and 回 of every meeting of the sheets 会議 and 審議 that is recorded with both."""
    for rows in (secretariat.meetings, secretariat.decisions):
        for label, number in rows[["年度", "回"]].itertuples(index=False, name=None):
            # without its 年度 a meeting is no proof of an approval
            year, held = year_of_label(label), whole_number(number)
            if year is not None and held is not None:
                yield year, held


def _companies(placed: Sequence[Placed], secretariat: Secretariat) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for text in _company_texts(placed, secretariat):
        for name in find_companies(text):
            found.setdefault(company_key(name), Counter())[name] += 1
    return found


def _company_texts(placed: Sequence[Placed], secretariat: Secretariat) -> Iterator[str]:
    """The inputs of accepted cases that name a company, and the texts of earlier cases."""
    for item in latest_accepted(placed).values():
        yield from item.receipt.companies
    for heading in PAST_TEXTS:
        yield from secretariat.past_cases[heading].dropna()


def _partners(placed: Sequence[Placed], secretariat: Secretariat) -> Iterator[str]:
    """As the register of companies counts them: also bodies without a legal form in the inputs of accepted cases."""
    for item in latest_accepted(placed).values():
        for text in item.receipt.companies:
            yield from party_keys(text)
    for heading in PAST_TEXTS:
        for text in secretariat.past_cases[heading].dropna():
            yield from map(company_key, find_companies(text))


def _facts_of_cases(placed: Sequence[Placed], secretariat: Secretariat) -> Iterator[CaseFacts]:
    decisions = secretariat.decisions
    fallen = set(decisions["案件ID"]) - set(in_force(decisions)["案件ID"])
    for case, item in latest_accepted(placed).items():
        if case not in fallen and (facts := case_of_record(item.receipt.facts, case)):
            yield facts


def _facts_of_filings(placed: Sequence[Placed]) -> Iterator[FilingFacts]:
    for versions in filing_versions(placed).values():
        if facts := filing_of_record(versions[-1].receipt.facts):
            yield facts


def _assessments(placed: Sequence[Placed], secretariat: Secretariat, names: Mapping[str, str]) -> Iterator[Brought]:
    """The 報告 and 結果 of the accepted files and of earlier years, as far as their decisions let them stand."""
    decisions = secretariat.decisions
    standing = set(in_force(decisions)["案件ID"])
    fallen, held = set(decisions["案件ID"]) - standing, secretariat.held_on
    for case, item in latest_accepted(placed).items():
        receipt = item.receipt
        if receipt.assessment and case not in fallen:
            day = held.get(case)
            yield brought(
                case, receipt.assessment, receipt.departments, receipt.title, names,
                day if isinstance(day, str) else None, receipt.received_on,
            )  # fmt: skip
    headings = ("種別", "事業名", "前回案件")
    for case, title, own, *told in rows_of(secretariat.past_cases, "案件ID", "件名", "担当課", *headings):
        if stage_of(told[0]) in ASSESSMENTS and case not in fallen:
            day = held.get(case)
            yield brought(
                case, dict(zip(headings, told, strict=True)), (own or "").split(COMMA), title, names,
                day if isinstance(day, str) else None,
            )  # fmt: skip
