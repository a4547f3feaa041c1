"""All that a filing is looked at for, on one page: what it says in one place beside what it says in others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pipeline.filings.acquisition import check_acquisition
from pipeline.filings.answers import check_answers
from pipeline.filings.conditions import check_conditions
from pipeline.filings.dates import check_dates
from pipeline.filings.entrustment import check_entrustment
from pipeline.filings.faults import Fault
from pipeline.filings.filing import Filing
from pipeline.filings.items import check_items
from pipeline.filings.naming import check_naming
from pipeline.filings.people import check_people
from pipeline.filings.periods import check_periods
from pipeline.filings.procedure import check_procedure
from pipeline.filings.storage import check_storage
from pipeline.filings.structure import check_structure
from pipeline.filings.systems import check_systems
from pipeline.filings.wording import check_wording
from pipeline.masters.load import Masters


def check(filing: Filing, masters: Masters) -> Iterator[Fault]:
    """Every fault of one filing, without its 冊."""
    return chain(
        check_structure(filing),
        check_conditions(filing),
        check_answers(filing),
        check_people(filing),
        check_dates(filing),
        check_periods(filing),
        check_items(filing),
        check_acquisition(filing),
        check_entrustment(filing),
        check_storage(filing),
        check_systems(filing),
        check_procedure(filing),
        check_naming(filing, masters),
        check_wording(filing, masters),
    )
