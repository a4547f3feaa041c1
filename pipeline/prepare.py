"""Preparing: from what was read to long frames with values and context, ready for the rules and for the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cells import collect_cells
from pipeline.checklists import match_measures
from pipeline.collector import no_search_for_cycles
from pipeline.consistency_checklists import compare_checklists
from pipeline.consistency_parts import compare_parts
from pipeline.consistency_periods import compare_periods
from pipeline.context import Cases, add_context
from pipeline.date_spellings import find_mixed_date_spellings
from pipeline.departments import read_departments
from pipeline.extract import Extract
from pipeline.flows import ask_for_flows
from pipeline.forms.model import Form
from pipeline.frames import Tables, to_tables
from pipeline.items import find_repeated_items
from pipeline.masters.load import Masters
from pipeline.normalise import normalise
from pipeline.people import check_people
from pipeline.workspace import FORM


@no_search_for_cycles()
def prepare(extracts: Sequence[Extract], masters: Masters) -> tuple[Tables, Cases]:
    """The long frames of 付議事項 workbooks, with values and context. No workbook's rows depend on another's."""
    form: Form = masters.forms[FORM]
    tables = to_tables(extracts, form)
    normalise(tables, masters)
    cases = add_context(tables, form, len(extracts))
    match_measures(tables, form, cases)
    read_departments(tables, masters)
    find_repeated_items(tables)
    compare_parts(tables, form, cases)
    compare_checklists(tables, form, cases)
    compare_periods(tables, form, cases)
    find_mixed_date_spellings(tables)
    check_people(tables)
    ask_for_flows(tables, cases)
    collect_cells(tables, form)
    return tables, cases
