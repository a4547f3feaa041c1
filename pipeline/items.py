"""Items of personal data: which of them are listed twice (I06)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.frames import Tables
from pipeline.normalise import folded

ITEMS = "記録項目"
_MOST_NAMED = 10
"""Rows that are named where an item stands: each of them names all others."""


def find_repeated_items(tables: Tables) -> None:
    """Add to 記録項目 重複の後 (a later row of the same item), 重複数 and 重複行.

    An item is the same within one ファイル名 and 個人の範囲; a blank ファイル名 or 個人の範囲 is one of its own.
    """
    items = tables[ITEMS]
    key = ["冊", "枚", "鍵", "ファイル", "範囲"]
    keys = pd.DataFrame(
        {
            "冊": items["冊"],
            "枚": items["枚"],
            "鍵": folded(items["項目名"]),
            "ファイル": folded(items["ファイル名"]),
            "範囲": folded(items["個人の範囲"]),
            "行": items["行"] + 1,
        }
    )
    named = keys["鍵"].ne("")
    items["重複の後"] = named & keys.duplicated(key)
    repeated = keys[named & keys.duplicated(key, keep=False)]
    items["重複数"], items["重複行"] = 0, ""
    for _, rows in repeated.groupby(key, sort=False):
        items.loc[rows.index, "重複数"] = len(rows)
        items.loc[rows.index, "重複行"] = _shown(rows["行"].tolist())


def _shown(rows: Sequence[int]) -> str:
    """The numbers of the rows; of very many, as when one row was pulled down the sheet, the first ones and the last."""
    named = list(map(str, rows))
    return "、".join(named if len(named) <= _MOST_NAMED else [*named[: _MOST_NAMED - 1], "…", named[-1]])
