"""The accepted workbooks, read in parts: some cases of a 年度, or some 全項目評価書, at a time.

What was read of a part is let go of as soon as its rows for the 台帳 are made, in the process that read it; and the papers of a workbook are
printed there while it is open. No row depends on where one part ends and the next begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipeline.collector import no_search_for_cycles
from pipeline.compare.compare import departments_of
from pipeline.deadlines import endings
from pipeline.extract import Extract
from pipeline.filings.case_facts import case_facts
from pipeline.filings.facts import CaseFacts, FilingFacts
from pipeline.filings.filing import filing_of
from pipeline.filings.filing_facts import filing_facts
from pipeline.filings.paper import FilingJob, write_filing
from pipeline.filings.people import assessments_due
from pipeline.filings.rows import DUE, FILINGS, filing_sheets, filing_tables
from pipeline.filings.threshold import either
from pipeline.ledger_sheets import YEAR, accepted_sheets
from pipeline.masters.load import Masters
from pipeline.packed import Packed
from pipeline.papers.content import content_of
from pipeline.papers.press import PaperJob, Press
from pipeline.prepare import prepare
from pipeline.registers.items import ITEMS, mentions
from pipeline.work import extract_here
from pipeline.workspace import FILING_FORM, FORM

CASES_OF_A_PART = 100
FILINGS_OF_A_PART = 20
DECIDED = ("№", "回", "資料番号", "付議日", "審議結果", "条件・意見", "取下げ")
HEADS = ("案件ID", "版", "受付日", "受付ID", "ブック", YEAR, *DECIDED)
"""What the receipts and the decisions say of an accepted file."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some accepted cases of one 年度, or some accepted 全項目評価書 of any."""

    first: int
    """The place of the first of them among all accepted cases."""
    files: Sequence[Path]
    heads: pd.DataFrame
    """A row a file, with the columns `HEADS`; of 全項目評価書 those of `filings.rows.HEADS`."""
    form: str = FORM

    @property
    def year(self) -> str:
        """Their 年度; "" of 全項目評価書, which stand in the newest book."""
        return str(self.heads[YEAR].iloc[0]) if self.form == FORM else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What the cases of a part give to the ledger. The large frames are packed, for they wait until their year is complete."""

    sheets: Mapping[str, Packed]
    """Sheet of the 台帳 → its rows, with 帳簿の年度."""
    mentioned: Packed
    """As `items.mentions` gives it."""
    ends: pd.DataFrame
    """As `deadlines.endings` gives it, 冊 being the place of the case among all accepted cases."""
    facts: Sequence[CaseFacts] = ()
    """What they say of the things of which 全項目評価書 speak as well."""


@dataclass(frozen=True, slots=True)
class FilingRows:
    """What the 全項目評価書 of a part give to the ledger."""

    sheets: Mapping[str, pd.DataFrame]
    """As `filings.rows.filing_sheets` gives them."""
    facts: Sequence[FilingFacts]


@dataclass(frozen=True, slots=True)
class Reading:
    """By what accepted workbooks are read, and which of them are printed."""

    masters: Masters
    press: Press | None = None
    papers: Mapping[Path, PaperJob] = field(default_factory=dict)
    """Accepted workbook → its papers, for those that `press` is to print."""
    filings: Mapping[Path, FilingJob] = field(default_factory=dict)
    """Accepted 全項目評価書 in its newest version → its printed form, for those that are to be printed."""
    full_instead_of_focused: bool = True
    """As in `filings.threshold.due`."""

    @no_search_for_cycles()
    def of(self, part: Part) -> tuple[Rows | FilingRows, dict[Path, bool]]:
        """Read the workbooks of a part. Returns with the rows, for each that was printed, what `Press.print` says. Raises OSError."""
        extracts, named = [], {}
        for path in part.files:
            data = path.read_bytes()
            extracts.append(extract_here(data, path.name, dict(self.masters.forms), part.form))
            if self.press is not None and path in self.papers:
                named[path] = self.press.print(self.papers[path], data, extracts[-1])
            if job := self.filings.get(path):
                content = content_of(extracts[-1], self.masters.forms[FILING_FORM], self.masters.mark_readings)
                write_filing(job, data, content, self.masters)
        if part.form == FILING_FORM:
            return filing_rows_of(extracts, part.heads, self.masters, self.full_instead_of_focused), named
        return rows_of(extracts, part, self.masters), named


def rows_of(extracts: Sequence[Extract], part: Part, masters: Masters) -> Rows:
    """The rows that the workbooks of a part give."""
    tables, cases = prepare(extracts, masters)
    sheets = accepted_sheets(tables, cases, part.heads, masters)
    ends = endings(tables)
    ends["冊"] += part.first
    mentioned = mentions(sheets[ITEMS], {name: sheets[name] for name in cases.divisions}, masters)
    years = dict(zip(part.heads["案件ID"], part.heads[YEAR], strict=True))
    mentioned[YEAR] = [years[case] for case in mentioned["案件ID"]]
    departments = departments_of(tables, masters)
    facts = case_facts(tables, masters, departments, part.heads["案件ID"].tolist())
    return Rows({name: Packed(frame) for name, frame in sheets.items()}, Packed(mentioned), ends, list(facts.values()))


def filing_rows_of(
    extracts: Sequence[Extract], heads: pd.DataFrame, masters: Masters, full_instead_of_focused: bool
) -> FilingRows:
    """The rows that some 全項目評価書 give. `heads`: a row a workbook."""
    tables = filing_tables(extracts, masters)
    sheets = filing_sheets(tables, heads, masters)
    filings = (filing_of(extract, masters) for extract in extracts)
    due = (assessments_due(one, full_instead_of_focused=full_instead_of_focused) for one in filings)
    sheets[FILINGS][DUE] = pd.array([either(found) or None for found in due], dtype="str")
    return FilingRows(sheets, list(filing_facts(tables, masters).values()))


def no_rows(masters: Masters) -> Rows:
    """What no workbooks give: the headings."""
    return rows_of([], Part(0, [], pd.DataFrame(columns=list(HEADS))), masters)


def parts_of_filings(files: Sequence[Path], heads: pd.DataFrame) -> Iterator[Part]:
    """The accepted 全項目評価書 in parts, in their order. `heads`: a row a file."""
    for start in range(0, len(files), FILINGS_OF_A_PART):
        own = slice(start, start + FILINGS_OF_A_PART)
        yield Part(start, files[own], heads.iloc[own].reset_index(drop=True), FILING_FORM)


def parts_of(files: Sequence[Path], heads: pd.DataFrame) -> Iterator[Part]:
    """The accepted cases in parts, in their order. `heads`: a row a file."""
    years = heads[YEAR].tolist()
    start = 0
    for end in range(1, len(files) + 1):
        if end == len(files) or end - start == CASES_OF_A_PART or years[end] != years[start]:
            yield Part(start, files[start:end], heads.iloc[start:end].reset_index(drop=True))
            start = end
