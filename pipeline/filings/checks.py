"""All that a filing is looked at for, on one page: what it says in one place beside what it says in others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pipeline.filings.conditions import check_conditions
from pipeline.filings.faults import Fault
from pipeline.filings.filing import Filing
from pipeline.filings.procedure import check_procedure
from pipeline.filings.structure import check_structure
from pipeline.masters.load import Masters


def check(filing: Filing, masters: Masters) -> Iterator[Fault]:
    """Every fault of one filing, without its 冊."""
    return chain(
        check_structure(filing),
        check_conditions(filing),
        check_procedure(filing),
    )
