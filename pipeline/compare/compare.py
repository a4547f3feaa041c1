"""All comparisons of a night on one page. What they find becomes the frame 照合, a row a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.compare.annexes import compare_annexes, require_grounds
from pipeline.compare.companies import check_numbers, compare_flow, compare_spelling, compare_subcontract
from pipeline.compare.cover import check_grounds, compare_folder, compare_titles, count_departments
from pipeline.compare.dates import check_start
from pipeline.compare.faults import COMPARED, Fault, by_book, to_frame
from pipeline.compare.filled import Filled, Texts
from pipeline.compare.items import compare_items
from pipeline.compare.steps import assessments_of, check_report, compare_steps
from pipeline.compare.texts import check_documents, check_meetings, check_wording
from pipeline.context import COVER, Cases
from pipeline.departments import PER_DEPARTMENT
from pipeline.extract import Extract
from pipeline.filings.case_facts import case_facts
from pipeline.filings.ledger_faults import FACTS, case_faults, facts_frame
from pipeline.frames import INPUTS, Tables
from pipeline.masters.load import Masters

if TYPE_CHECKING:
    from pipeline.known import Known


def compare(
    tables: Tables,
    cases: Cases,
    masters: Masters,
    extracts: Sequence[Extract],
    known: Known | None = None,
    folders: Sequence[str] = (),
) -> None:
    """Add the frame 照合 to the tables of 付議事項; beside a ledger also 評価の事柄.

    `known`: the ledger; without it the rules over the ledger are silent. `folders`: the folder of the inbox in which each
    workbook lay, none when it was not dropped there.
    """
    filled = Filled.of(tables[INPUTS])
    texts = Texts.of(filled)
    assessments = assessments_of(tables)
    faults = [
        compare_titles(filled),
        count_departments(filled, tables, masters),
        check_grounds(filled, cases),
        compare_annexes(filled),
        require_grounds(tables),
        compare_items(filled, tables, masters),
        compare_flow(filled, tables, cases),
        check_numbers(filled),
        compare_subcontract(filled, masters.work_words),
        check_meetings(texts, filled, masters, known),
        check_documents(texts, filled, tables, known),
        check_wording(texts, masters.terms),
        compare_steps(filled, assessments),
    ]
    if folders:
        faults.append(compare_folder(tables, masters, folders))
    if known is not None:
        faults += _beside_the_ledger(filled, tables, masters, extracts, known, assessments)
    tables.frames[COMPARED] = to_frame(chain.from_iterable(faults))


def _beside_the_ledger(
    filled: Filled,
    tables: Tables,
    masters: Masters,
    extracts: Sequence[Extract],
    known: Known,
    assessments: Mapping[int, dict[str, str]],
) -> list[Iterator[Fault]]:
    departments, titles = departments_of(tables, masters), filled.on_sheet(COVER, "件名")
    own = _own_cases(departments, titles, extracts, known)
    facts = case_facts(tables, masters, departments)
    tables.frames[FACTS] = facts_frame(facts)
    return [
        compare_spelling(filled, known),
        check_start(filled, known, own),
        check_report(tables, assessments, departments, titles, known, own),
        case_faults(facts, known, masters.department_keys),
    ]


def departments_of(tables: Tables, masters: Masters) -> dict[int, tuple[str, ...]]:
    """冊 → the 課 on its cover that the master knows, each once."""
    named = tables[PER_DEPARTMENT]
    named = named[named["課"].isin(set(masters.departments))]
    by_cover = by_book(named["冊"].tolist(), named["課"].tolist())
    return {book: tuple(dict.fromkeys(names)) for book, names in by_cover.items()}


def _own_cases(
    departments: Mapping[int, tuple[str, ...]], titles: Mapping[int, str], extracts: Sequence[Extract], known: Known
) -> list[str | None]:
    """The open case of which each workbook is a new version."""
    return [
        known.case_of(extract.earlier, departments.get(book, ()), titles.get(book))
        for book, extract in enumerate(extracts)
    ]
