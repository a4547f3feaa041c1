"""Editions: which edition of the form a workbook carries, and whether it is still accepted on the day (F02, F03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.extract import Extract
from pipeline.forms.model import Edition, Form

EDITIONS = "版"
_COLUMNS = ("冊", "シート", "行", "列", "版", "今の版", "受け付けない", "旧版", "変わった所")
_LONGEST_SHOWN = 40


def edition_frame(extracts: Sequence[Extract], forms: Mapping[str, Form], day: dt.date) -> pd.DataFrame:
    """版: a row for each workbook of a form that says its edition; what is told with it, as of `day`.

    受け付けない: an edition that the master does not have, or that ended before the day; 旧版: an accepted one that is not the
    latest; 変わった所: what the master says has changed since.
    """
    rows = [
        (book, None, None, None, extract.edition[:_LONGEST_SHOWN], form.edition, *_status(extract.edition, form, day))
        for book, extract in enumerate(extracts)
        if extract.edition and (form := forms.get(extract.form or "")) is not None
    ]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    return frame.astype({"冊": "int64", "受け付けない": "bool", "旧版": "bool"})


def _status(name: str, form: Form, day: dt.date) -> tuple[bool, bool, str]:
    names = [edition.name for edition in form.editions]
    if name not in names or _has_ended(form.editions[names.index(name)], day):
        return True, False, ""
    place, latest = names.index(name), names.index(form.edition)
    changes = [edition.changes for edition in form.editions[place + 1 : latest + 1]]
    return False, place < latest, "、".join(filter(None, changes)) or "記入要領をご覧ください"


def _has_ended(edition: Edition, day: dt.date) -> bool:
    return edition.ends is not None and edition.ends < day
