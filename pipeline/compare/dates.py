"""The dates of a submission beside those that are recorded for its case: begun before it was deliberated (D07)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.compare.faults import Fault, fault
from pipeline.compare.filled import Filled
from pipeline.japanese.dates import wareki

if TYPE_CHECKING:
    from pipeline.known import Known

START = "開始時期"


def check_start(filled: Filled, known: Known, own_cases: Sequence[str | None]) -> Iterator[Fault]:
    """D07: an 開始時期 that lies, however it is read, before the 付議日 of the case."""
    held = {book: known.held_on[case] for book, case in enumerate(own_cases) if case and case in known.held_on}
    for row in filled.named(START) if held else ():
        if row.book in held:
            day = dt.date.fromisoformat(held[row.book])
            if row.latest < day.toordinal():
                yield fault(row, row.raw, 付議日=wareki(day))
