"""The date of the last night, for a rebuild that names none. Only the sheet 期限 depends on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from pipeline.durable import durable_write
from pipeline.receipts import Placed

_NAME = "last-night"


def remember_night(state: Path, date: dt.date) -> None:
    """Note that a night of a date was run. A night in which nothing came leaves no receipt to tell it by."""
    durable_write(state / _NAME, f"{date.isoformat()}\n".encode())


def told_if_set_back(date: dt.date, before: dt.date) -> list[str]:
    """What to say of a night whose date lies before that of the last one: most likely a clock is wrong."""
    if date >= before:
        return []
    return [f"この夜の日付（{date}）は、前の夜の日付（{before}）より前です。機械の時計か --date を確かめてください。"]


def last_night(state: Path, placed: Sequence[Placed], today: dt.date) -> dt.date:
    """The date of the last night; where that was not noted, of the last receipt, and without one `today`."""
    try:
        return dt.date.fromisoformat((state / _NAME).read_text().strip())
    except (OSError, ValueError):  # this machine has run none, or the note was damaged: the receipts know
        received = max((item.receipt.received_on for item in placed), default=None)
        return dt.date.fromisoformat(received) if received else today
