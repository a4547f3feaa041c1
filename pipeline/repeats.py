"""Repetitions: files whose bytes were received before (F10). They change nothing and are counted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from pipeline.japanese.dates import wareki
from validations.findings import Finding
from validations.schemas import validate

REPEATS = "再提出"


def repeat_frame(received: Sequence[str | None]) -> pd.DataFrame:
    """再提出: 冊, シート, 行, 列, 受付日 (in Japanese years), a row for each file that was received before.

    `received`: for each file of the night, the ISO date on which the same bytes were received.
    """
    rows = [(book, None, None, None, wareki(dt.date.fromisoformat(day))) for book, day in enumerate(received) if day]
    return pd.DataFrame(rows, columns=["冊", "シート", "行", "列", "受付日"]).astype({"冊": "int64"})


def told_as_repeats(received: Sequence[str]) -> list[Finding]:
    """The finding of each file, in their order; all of them are repetitions."""
    return sorted(validate({REPEATS: repeat_frame(received)}, {}), key=lambda finding: finding.book)
