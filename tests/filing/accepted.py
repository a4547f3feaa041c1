"""Workbooks laid into a workspace as accepted, with their receipts: 全項目評価書 and the cases beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare.companies import company_texts
from pipeline.compare.compare import departments_of
from pipeline.extract import Extract, extract_file
from pipeline.filings.case_facts import case_facts
from pipeline.filings.cover import cover_of
from pipeline.filings.facts import CaseFacts, FilingFacts, as_record
from pipeline.filings.filing_facts import filing_facts
from pipeline.filings.rows import filing_tables
from pipeline.masters.load import Masters
from pipeline.prepare import prepare
from pipeline.receipts import Receipt, write_receipt
from pipeline.workspace import FILING_FORM, FORM, Workspace
from tests.drafts import Draft
from tests.saving import save


@dataclass(frozen=True, slots=True)
class Desk:
    """Where workbooks are accepted in a test."""

    workspace: Workspace
    masters: Masters
    day: str = "2026-03-31"

    def accept_filing(self, draft: Draft, sample: Path, version: int = 1) -> Receipt:
        """A 全項目評価書 under its own 評価書番号."""
        extract = self._read(draft, sample, FILING_FORM)
        cover = cover_of(extract, self.masters)
        assert cover.number is not None
        folder = self.workspace.accepted_filings / f"評価書{int(cover.number):04d}"
        receipt = self._receipt(
            extract, folder, FILING_FORM, version=version, filing=cover.number, title=cover.title,
            departments=list(cover.departments), facts=as_record(facts_of_filing(extract, self.masters)),
        )  # fmt: skip
        return self._place(folder, receipt, draft, sample)

    def accept_case(self, draft: Draft, sample: Path, case_id: str) -> Receipt:
        """A 付議事項 under a 案件ID."""
        extract = self._read(draft, sample, FORM)
        tables, _ = prepare([extract], self.masters)
        facts = facts_of_case(extract, self.masters)
        folder = self.workspace.accepted / "令和7年度" / case_id
        receipt = self._receipt(
            extract, folder, FORM, version=1, case_id=case_id, title=facts.title if facts else None,
            departments=list(facts.departments) if facts else [], companies=list(company_texts(tables).get(0, ())),
            facts=as_record(facts) if facts else {},
        )  # fmt: skip
        return self._place(folder, receipt, draft, sample)

    def _read(self, draft: Draft, sample: Path, form: str) -> Extract:
        path = save(draft, sample, self.workspace.root / "draft.xlsx")
        try:
            return extract_file(path.read_bytes(), path.name, dict(self.masters.forms), form)
        finally:
            path.unlink()

    def _receipt(self, extract: Extract, folder: Path, form: str, **known: object) -> Receipt:
        plain = {
            "received_on": self.day, "folder": "", "filename": "評価書.xlsx", "placed_as": f"v{known['version']:02}.xlsx",
            "sha256": "", "size": 0, "modified": f"{self.day}T09:00:00", "form": form, "form_edition": extract.edition,
            "rules_edition": "", "masters_digest": "", "waivers_digest": "", "verdict": "受理",
        }  # fmt: skip
        return Receipt(**plain | known)  # type: ignore[arg-type]

    def _place(self, folder: Path, receipt: Receipt, draft: Draft, sample: Path) -> Receipt:
        folder.mkdir(parents=True, exist_ok=True)
        path = save(draft, sample, folder / receipt.placed_as)
        placed = Receipt(**{**_fields(receipt), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()})
        write_receipt(path, placed)
        return placed


def _fields(receipt: Receipt) -> dict[str, object]:
    return {name: getattr(receipt, name) for name in Receipt.__dataclass_fields__}


def facts_of_filing(extract: Extract, masters: Masters) -> FilingFacts:
    """What a 全項目評価書 says."""
    return filing_facts(filing_tables([extract], masters), masters)[0]


def facts_of_case(extract: Extract, masters: Masters) -> CaseFacts | None:
    """What a 付議事項 says; None when it has nothing to do with a 評価書."""
    tables, _ = prepare([extract], masters)
    return case_facts(tables, masters, departments_of(tables, masters)).get(0)
