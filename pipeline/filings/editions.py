"""A 全項目評価書 beside the edition that was accepted last: what changed and what its 別添３ tells must be the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.context import COVER
from pipeline.extract import Extract
from pipeline.filings.appendix import DAY, ITEM, SHEET, Told, own_rows, unfounded, untold
from pipeline.filings.changes import ProposedRow, proposed_rows
from pipeline.filings.cover import number_of
from pipeline.filings.faults import COLUMNS, COMPARED, Fault
from pipeline.forms.model import Form
from pipeline.japanese.dates import BadDate, PartialDate, read_date
from pipeline.masters.load import Masters
from pipeline.papers.content import Content, content_of, read_content
from pipeline.workspace import FILING_FORM

if TYPE_CHECKING:
    import pandas as pd

_HANDED_IN = "提出日"


def edition_faults(new: Content, old: Content, form: Form, book: int) -> Iterator[Fault]:
    """The rows of 評価書の照合 for a filing of which an edition was accepted: P70 at what changed, P71 at the rows of 別添３.

    A change of something that is there no more is shown on the sheet of 別添３. A row whose 変更日 is before the day on which
    the older edition was handed in belongs to the history of the filing.
    """
    proposed, own = proposed_rows(old, new, form), own_rows(new, old)
    for row in untold(proposed, own, new, form):
        yield {"冊": book, **_place_of_change(row), "原文": row.after, "別添３にない変更": row.item}
    since = _handed_in(old)
    for told in unfounded(own, proposed, new, form):
        day = _day(told.day)
        if since is None or day is None or day.latest >= since.earliest:
            said = told.item or told.day
            yield {"冊": book, **_place_of_row(told), "原文": said, "変更のない記載": said}


def edition_frames(
    extracts: Mapping[int, Extract], accepted: Mapping[str, Path], masters: Masters
) -> dict[str, pd.DataFrame]:
    """The frame 評価書の照合 of the filings of a night, by 冊, beside their last accepted editions.

    `accepted`: 評価書番号 → the accepted workbook. Raises OSError when one cannot be read.
    """
    import pandas as pd

    faults = list(_faults_of(extracts, accepted, masters)) if accepted else []
    return {COMPARED: pd.DataFrame(faults, columns=COLUMNS, dtype="object").astype({"冊": "int64"})}


def _faults_of(extracts: Mapping[int, Extract], accepted: Mapping[str, Path], masters: Masters) -> Iterator[Fault]:
    form = masters.forms[FILING_FORM]
    for book, extract in extracts.items():
        new = content_of(extract, form, masters.mark_readings)
        path = accepted.get(number_of(new) or "")
        old = read_content(path.read_bytes(), path.name, form, masters.mark_readings) if path else None
        if old is not None and old.sha256 != new.sha256:
            yield from edition_faults(new, old, form, book)


def missing_rows(new: Content, old: Content, form: Form, day: str = "") -> list[ProposedRow]:
    """The rows that a filing's 別添３ lacks."""
    return untold(proposed_rows(old, new, form, day), own_rows(new, old), new, form)


def _place_of_change(row: ProposedRow) -> Fault:
    at = row.place or (None, None)
    return {"シート": row.sheet if row.place else SHEET, "行": at[0], "列": at[1], "見出し": row.item}


def _place_of_row(told: Told) -> Fault:
    row, column = told.place(ITEM)
    if column is None:
        row, column = told.place(DAY)
    return {"シート": told.sheet, "行": row, "列": column, "見出し": ITEM}


def _handed_in(content: Content) -> PartialDate | None:
    return next((_day(leaf.texts.get(_HANDED_IN, "")) for leaf in content.of(COVER)), None)


def _day(text: str) -> PartialDate | None:
    try:
        return read_date(text)
    except BadDate:
        return None
