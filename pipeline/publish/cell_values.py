"""From the values of a frame to what xlsxwriter writes: text, number (a date is a number to Excel), link or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from math import isfinite, isnan
from numbers import Real
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from xlsxwriter.url import Url

Kind: TypeAlias = Literal["text", "number", "date", "link"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a file: its path relative to the workbook, with `/`."""

    path: str

    @property
    def address(self) -> str:
        """The path as an address: xlsxwriter escapes a blank, but takes `#` and `%` for marks of an address."""
        return self.path.translate(_ESCAPES)

    @property
    def target(self) -> Url:
        """The link as xlsxwriter wants it, with what the cell says."""
        url = Url(f"external:{self.address}")
        # xlsxwriter turns "/" into the "\\" of one system; every program on every system follows "/"
        url._link = url._relationship_link = url._link.replace("\\", "/")
        url.text = self.shown
        return url

    @property
    def shown(self) -> str:
        """What the cell says: the file and the folder in which it lies."""
        return "/".join(self.path.split("/")[-2:])


Cell: TypeAlias = str | float | Link | None

_ESCAPES = str.maketrans({c: f"%{ord(c):02X}" for c in ' "#%<>[]^`{}'})
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SAFE_DAY = date(1900, 3, 1)
_MAX_TARGET = 2_000
_NAN = np.nan
"""The one that pandas gives for what is missing."""


def convert(values: Iterable[object], kind: Kind) -> list[Cell]:
    """Prepare the values of a column: missing values and empty texts become None, the rest what its kind says.

    A value that does not agree with the kind of its column stays text; nothing is dropped.
    """
    other = _CONVERTERS[kind]
    if kind in ("text", "number"):
        return [(v or None) if v.__class__ is str else None if v is None or v is _NAN else other(v) for v in values]
    return [other(v) for v in values]


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and isnan(value))


def _as_text(value: object) -> Cell:
    if _is_missing(value):
        return None
    if isinstance(value, datetime):
        return value.strftime("%Y/%m/%d") if value.time() == time(0) else value.strftime("%Y/%m/%d %H:%M")
    return str(value) or None


def _as_number(value: object) -> Cell:
    if isinstance(value, Real) and not isinstance(value, bool) and isfinite(value):
        number = float(value)
        return int(number) if number.is_integer() else number
    return _as_text(value)


def _as_date(value: object) -> Cell:
    if isinstance(value, str):
        return _date_of_text(value)
    if _is_missing(value) or not isinstance(value, date):
        return _as_text(value)
    if not isinstance(value, datetime):
        return _serial(value, value)
    return _serial(value.date(), value) if value.time() == time(0) else _as_text(value)


@lru_cache(maxsize=4096)
def _date_of_text(text: str) -> Cell:
    if not _ISO_DATE.fullmatch(text):
        return text or None
    try:
        return _serial(date.fromisoformat(text), text)
    except ValueError:
        return text


def _serial(day: date, otherwise: object) -> Cell:
    """Count Excel's days; before March 1900 its calendar is wrong, so such a date stays text."""
    return (day - _EXCEL_EPOCH).days if day >= _FIRST_SAFE_DAY else _as_text(otherwise)


def _as_link(value: object) -> Cell:
    text = _as_text(value)
    if not isinstance(text, str):
        return None
    link = Link(text)
    return link if len(link.address.encode("utf-16-le")) // 2 <= _MAX_TARGET else text


_CONVERTERS: dict[Kind, Callable[[object], Cell]] = {
    "text": _as_text,
    "number": _as_number,
    "date": _as_date,
    "link": _as_link,
}
