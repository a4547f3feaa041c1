"""Small helpers of the registers: what many rows say, joined into one cell."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

REJECTED = "不承認"

COMMA, LINES = "、", "\n"


def joined(values: Iterable[object], by: str = COMMA) -> str | None:
    """The distinct texts among some values, in their order; None where there is none."""
    return by.join(dict.fromkeys(value for value in values if isinstance(value, str))) or None


def rows_of(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a frame as tuples of some columns, None for what is missing. A column that is not there is all missing."""
    columns: list[Sequence[Any]] = []
    for name in names:
        if name in frame:
            column = frame[name].astype("object")
            columns.append(column.where(column.notna(), None).tolist())
        else:
            columns.append([None] * len(frame))
    return zip(*columns, strict=True)


def by_key(rows: Iterable[tuple[Hashable, Any]]) -> dict[Any, list[Any]]:
    """Key → its values, both in the order in which they come."""
    found: dict[Any, list[Any]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found


def in_force(cases: pd.DataFrame) -> pd.DataFrame:
    """The cases that were neither withdrawn (取下げ) nor refused (不承認): nothing is handled on the ground of those."""
    return cases[cases["取下げ"].isna() & cases["審議結果"].ne(REJECTED).fillna(True).astype(bool)]
