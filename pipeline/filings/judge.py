"""Judging filings: what the rules look at for the 全項目評価書 of a night. Nothing here is done for a night without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import pandas as pd

from pipeline.cells import CELLS, COLUMNS
from pipeline.context import suggestion
from pipeline.extract import MUST_BE_READ, Extract
from pipeline.filings.checks import check
from pipeline.filings.faults import COLUMNS as COMPARED_COLUMNS
from pipeline.filings.faults import COMPARED, Fault, of_book
from pipeline.filings.filing import Filing, filing_of
from pipeline.filings.required import cells_of
from pipeline.forms.model import Form
from pipeline.frames import OBSERVATIONS, observation_frame
from pipeline.masters.load import Masters
from pipeline.workspace import FILING_FORM


def filing_frames(extracts: Mapping[int, Extract], masters: Masters) -> dict[str, pd.DataFrame]:
    """The frames of the filings of a night, by 冊: 所見, 欄 and 評価書の照合.

    The columns of 所見 and 欄 are those that these frames have for other workbooks.
    """
    filings = [(book, filing_of(extract, masters)) for book, extract in extracts.items()]
    cells = chain.from_iterable(
        ({"冊": book, **cell} for cell in cells_of(filing, extracts[book].edition, masters.mark_readings))
        for book, filing in filings
    )
    compared = pd.DataFrame(list(faults_of(filings, masters)), columns=COMPARED_COLUMNS, dtype="object")
    return {
        OBSERVATIONS: _observations(extracts, masters.forms[FILING_FORM]),
        CELLS: pd.DataFrame(list(cells), columns=list(COLUMNS)),
        COMPARED: compared.astype({"冊": "int64"}),
    }


def faults_of(filings: Sequence[tuple[int, Filing]], masters: Masters) -> Iterator[Fault]:
    """What filings contradict themselves in, each with its 冊."""
    return chain.from_iterable(of_book(book, check(filing, masters)) for book, filing in filings)


def join_frames(frames: dict[str, pd.DataFrame], more: Mapping[str, pd.DataFrame]) -> None:
    """Put rows of some workbooks under those of others, in place. An empty frame has no types to keep."""
    for name, rows in more.items():
        known = frames.get(name)
        if known is None or known.empty:
            frames[name] = rows
        elif not rows.empty:
            frames[name] = pd.concat([known, rows], ignore_index=True)


def _observations(extracts: Mapping[int, Extract], form: Form) -> pd.DataFrame:
    """所見 with 要, 必須の欄 and 候補. Every input of a sheet is asked for; a sheet may be missing where it may be blank."""
    seen = observation_frame(list(extracts.values()))
    seen["冊"] = [list(extracts)[place] for place in seen["冊"]]
    missing = seen["種"].eq("シートがない")
    optional = seen["項目"].isin([sheet.name for sheet in form.sheets if not sheet.required])
    seen["要"] = ~(missing & optional)
    seen["必須の欄"] = seen["詳細"].eq(MUST_BE_READ).fillna(False).astype(bool)
    seen["候補"] = [
        suggestion(str(name), str(others).split("、")) if is_missing else ""
        for name, others, is_missing in zip(seen["項目"], seen["詳細"], missing, strict=True)
    ]
    return seen
