"""A 全項目評価書 beside the edition that was accepted last: what changed and what its 別添３ tells must be the same."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compare.faults import Fault, row_fault
from pipeline.filings.appendix import DAY, ITEM, SHEET, Told, own_rows, unfounded, untold
from pipeline.filings.changes import ProposedRow, proposed_rows
from pipeline.forms.model import Form
from pipeline.japanese.dates import BadDate, PartialDate, read_date
from pipeline.papers.content import Content

_COVER, _HANDED_IN = "表紙", "提出日"


def edition_faults(new: Content, old: Content, form: Form, book: int) -> Iterator[Fault]:
    """The rows of 照合 for a filing of which an edition was accepted: P40 at what changed, P41 at the rows of 別添３.

    A change of something that is there no more is shown on the sheet of 別添３. A row whose 変更日 is before the day on which
    the older edition was handed in belongs to the history of the filing.
    """
    proposed, own = proposed_rows(old, new, form), own_rows(new, old)
    for row in untold(proposed, own, new, form):
        yield row_fault(_place_of_change(row, book), row.after, 別添３にない変更=row.item)
    since = _handed_in(old)
    for told in unfounded(own, proposed, new, form):
        day = _day(told.day)
        if since is None or day is None or day.latest >= since.earliest:
            yield row_fault(_place_of_row(told, book), told.item or told.day, 変更のない記載=told.item or told.day)


def missing_rows(new: Content, old: Content, form: Form, day: str = "") -> list[ProposedRow]:
    """The rows that a filing's 別添３ lacks."""
    return untold(proposed_rows(old, new, form, day), own_rows(new, old), new, form)


def _place_of_change(row: ProposedRow, book: int) -> dict[str, object]:
    at = row.place or (None, None)
    return {"冊": book, "シート": row.sheet if row.place else SHEET, "行": at[0], "列": at[1], "見出し": row.item}


def _place_of_row(told: Told, book: int) -> dict[str, object]:
    row, column = told.place(ITEM)
    if column is None:
        row, column = told.place(DAY)
    return {"冊": book, "シート": told.sheet, "行": row, "列": column, "見出し": ITEM}


def _handed_in(content: Content) -> PartialDate | None:
    return next((_day(leaf.texts.get(_HANDED_IN, "")) for leaf in content.of(_COVER)), None)


def _day(text: str) -> PartialDate | None:
    try:
        return read_date(text)
    except BadDate:
        return None
