"""From the files of a night to submissions: which of them repeat others, and what is known of each before it is decided on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.compare.companies import company_texts
from pipeline.compare.compare import departments_of
from pipeline.compare.steps import assessments_of
from pipeline.context import COVER
from pipeline.decide import Submission
from pipeline.extract import Extract
from pipeline.filings.cover import cover_of
from pipeline.filings.ledger_faults import records_of
from pipeline.frames import INPUTS, Tables
from pipeline.intake import Arrival
from pipeline.judge import Judgement
from pipeline.masters.load import Masters
from pipeline.receipts import Placed, Receipt, Standards, earlier_of
from pipeline.repeats import told_as_repeats
from pipeline.waivers import Waiver, waive
from pipeline.workspace import FILING_FORM
from validations.findings import DUPLICATE, QUARANTINED

_ADDRESS = "担当者メール"


def sort_out_repeats(
    arrivals: Sequence[Arrival], before: list[Placed], standards: Standards, night: dt.date
) -> tuple[list[Submission], list[Arrival]]:
    """Files that were judged before, byte for byte, and the rest. Of equal files of one night the first is judged."""
    repeats: list[tuple[Arrival, Receipt | None]] = []
    fresh: dict[str, Arrival] = {}
    for arrival in arrivals:
        earlier = earlier_of(arrival.sha256, arrival.name, before, standards)
        if earlier is not None or arrival.sha256 in fresh:
            repeats.append((arrival, earlier.receipt if earlier else None))
        else:
            fresh[arrival.sha256] = arrival
    found = told_as_repeats([receipt.received_on if receipt else night.isoformat() for _, receipt in repeats])
    repeated = [
        _repetition(arrival, receipt, Judgement(DUPLICATE, (finding,)))
        for (arrival, receipt), finding in zip(repeats, found, strict=True)
    ]
    return repeated, list(fresh.values())


def _repetition(arrival: Arrival, receipt: Receipt | None, judgement: Judgement) -> Submission:
    """What is known of a repeated file from the receipt of the first; None when that came the same night."""
    if receipt is None:
        return Submission(arrival, judgement, earlier=arrival.sha256)
    return Submission(
        arrival, judgement, receipt.form, receipt.form_edition, receipt.title, tuple(receipt.departments),
        receipt.sha256, receipt,
    )  # fmt: skip


def set_aside_together(repeated: Sequence[Submission], judged: Sequence[Submission]) -> Iterator[Submission]:
    """The repeated files; one that repeats a file set aside this night is set aside with it, never given back."""
    aside = {s.arrival.sha256: s for s in judged if s.judgement.verdict == QUARANTINED}
    for submission in repeated:
        first = aside.get(submission.arrival.sha256)
        yield replace(first, arrival=submission.arrival) if first else submission


def submissions_of(
    arrivals: Sequence[Arrival],
    extracts: Sequence[Extract],
    judgements: Sequence[Judgement],
    tables: Tables,
    masters: Masters,
    waivers: Sequence[Waiver],
) -> list[Submission]:
    """What is known of each judged file."""
    titles, addresses = _on_cover(tables, "件名"), _on_cover(tables, _ADDRESS)
    departments, companies = departments_of(tables, masters), company_texts(tables)
    assessments, facts = assessments_of(tables), records_of(tables)
    submissions = []
    for book, (arrival, extract, judgement) in enumerate(zip(arrivals, extracts, judgements, strict=True)):
        if extract.form == FILING_FORM:
            cover = cover_of(extract, masters)
            named, title, address, filing = cover.departments, cover.title, cover.address, cover.number
        else:
            named, title, address, filing = departments.get(book, ()), titles.get(book), addresses.get(book), None
        judged = waive(judgement, waivers, (*named, arrival.folder), title)
        submissions.append(
            Submission(
                arrival, judged, extract.form, extract.edition, title, named, extract.earlier,
                companies=companies.get(book, ()), assessment=assessments.get(book, {}), address=address, filing=filing,
                facts=facts.get(book, {}),
            )
        )  # fmt: skip
    return submissions


def _on_cover(tables: Tables, name: str) -> dict[int, str]:
    """冊 → an input of the cover, where it is written."""
    inputs = tables[INPUTS]
    rows = inputs[inputs["様式シート"].eq(COVER) & inputs["項目名"].eq(name) & inputs["値"].notna()]
    return dict(zip(rows["冊"], rows["値"], strict=True))
