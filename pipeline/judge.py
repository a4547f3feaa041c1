"""Judging: everything between reading and deciding, for all workbooks of a night at once.

extracts → long frames → values → context → comparisons → rules → findings by workbook

付議事項 and 全項目評価書 come in the same nights. Each has rules of its own; those over 所見, 欄 and 版 hold for both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.collector import no_search_for_cycles
from pipeline.compare.compare import compare
from pipeline.editions import EDITIONS, edition_frame
from pipeline.extract import Extract
from pipeline.frames import Tables
from pipeline.masking import masked
from pipeline.masters.load import Masters
from pipeline.prepare import prepare
from pipeline.repeats import REPEATS, repeat_frame
from pipeline.workspace import FILING_FORM
from validations.catalogue import CATALOGUE
from validations.findings import ACCEPTED, ERROR, QUARANTINED, RETURNED, WARNING, Finding
from validations.schemas import validate

if TYPE_CHECKING:
    from pipeline.known import Known

_HIDES_THE_CELL = ("F07", "F08")
"""Faults that leave no value in a cell: what else is said of that cell only follows from them."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings of one workbook, most serious first, and the verdict that follows from them."""

    verdict: str
    findings: tuple[Finding, ...]


@no_search_for_cycles()
def judge(
    extracts: Sequence[Extract],
    masters: Masters,
    day: dt.date | None = None,
    known: Known | None = None,
    folders: Sequence[str] = (),
) -> tuple[list[Judgement], Tables]:
    """Validate workbooks in one go. Returns a judgement for each, in their order, and their tables.

    `day` is the date of the night, today when none is given. `known` and `folders`: the ledger and the inbox, as `compare`
    takes them; without them their rules are silent. No 個人番号 is in what is returned.
    """
    extracts = [masked(extract) for extract in extracts]
    day = day or dt.date.today()
    filings = {book: extract for book, extract in enumerate(extracts) if extract.form == FILING_FORM}
    # in the frames of 付議事項 a filing is a workbook that says nothing, so every 冊 is the same in all frames
    others = [Extract(one.sha256) if book in filings else one for book, one in enumerate(extracts)]
    tables, cases = prepare(others, masters)
    tables.frames[EDITIONS] = edition_frame(extracts, masters.forms, day)
    compare(tables, cases, masters, others, known, folders)
    if filings:
        # most nights, and most checks of one file, have none
        from pipeline.filings.editions import edition_frames
        from pipeline.filings.judge import filing_frames, join_frames
        from pipeline.filings.ledger_faults import filing_ledger_frames

        join_frames(tables.frames, filing_frames(filings, masters))
        if known is not None:
            join_frames(tables.frames, filing_ledger_frames(filings, masters, known))
            join_frames(tables.frames, edition_frames(filings, known.filings, masters))
    if known is not None:
        tables.frames[REPEATS] = repeat_frame([known.accepted_on.get(extract.sha256) for extract in extracts])
    per_book: list[list[Finding]] = [[] for _ in extracts]
    for finding in validate(tables.frames, tables.headings):
        starts = masters.errors_from.get(finding.code)
        early = starts is not None and day < starts
        per_book[finding.book].append(replace(finding, severity=WARNING) if early else finding)
    orders = [{str(name): place for place, (_, name, _) in enumerate(extract.sheets)} for extract in extracts]
    return [_judgement(findings, order) for findings, order in zip(per_book, orders, strict=True)], tables


def _judgement(findings: list[Finding], sheets: Mapping[str, int]) -> Judgement:
    hidden = {(f.sheet, f.row, f.column) for f in findings if f.code in _HIDES_THE_CELL}
    kept = sorted(
        (f for f in findings if f.code in _HIDES_THE_CELL or (f.sheet, f.row, f.column) not in hidden),
        key=lambda f: f.order(sheets),
    )
    return Judgement(verdict_of(kept), tuple(kept))


def verdict_of(findings: Sequence[Finding]) -> str:
    """受理, 差戻し or 隔離, from the findings that are not waived."""
    counting = [finding for finding in findings if not finding.waived]
    if any(CATALOGUE[finding.code].quarantines for finding in counting):
        return QUARANTINED
    return RETURNED if any(finding.severity == ERROR for finding in counting) else ACCEPTED
