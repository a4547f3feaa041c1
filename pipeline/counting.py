"""Counting for 統計: how often each value comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

COUNT, UNKNOWN = "件数", "（記載なし）"


def counted(values: pd.Series[Any], names: Sequence[str], heading: str, more: str) -> pd.DataFrame:
    """A row a value: the `names` in their order, also those that never come, then others; `more` for none."""
    # a column without any value is one of numbers, which takes no text
    found = values.astype("object").fillna(more).value_counts()
    others = sorted(name for name in found.index if name not in (*names, more))
    order = [*names, *others, *([more] if more in found.index else [])]
    counts = found.reindex(order, fill_value=0).astype("int64")
    return pd.DataFrame({heading: order, COUNT: counts.to_numpy()})
