"""対象者数: whether each number says of what and when it is (N01), and whether breakdowns add up (N02)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.frames import Tables
from pipeline.japanese.breakdowns import Breakdown, read_breakdown, rounding
from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.text import fold
from pipeline.normalise import PEOPLE, each_distinct

PART, LIST = "うち", "内訳"
NEARLY = 0.05
"""Parts that nobody calls a breakdown are taken for one when they miss the number by no more than this."""

_PART = re.compile("[・(※]*(?:うち(?!わ)|内数)")
_LIST = re.compile("[・(※]*内訳")
_ELSEWHERE = re.compile("別紙|別添|参照|とおり|[0-9]")
_ABOUT = re.compile("約|概数|概算|およそ|見込|推計")
_WHEN = re.compile("時点|現在|年度|年間|/年|[0-9元]年(?!生)|[0-9]月")

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all 対象者数 as arrays. `head` is the row whose number a row is a part of, -1 for a number by itself."""

    value: Numbers
    slack: Numbers
    unit: np.ndarray[Any, Any]
    head: np.ndarray[Any, np.dtype[np.int64]]
    listed: np.ndarray[Any, np.dtype[np.bool_]]


def check_people(tables: Tables) -> None:
    """Add to 対象者数 足りないもの (N01, empty where nothing is missing), 内訳の合計, 総数 and 内訳の違い (N02, likewise)."""
    people = tables[PEOPLE]
    rows = _rows(people)
    people["足りないもの"] = _missing(people, rows.head)
    people["内訳の合計"] = people["総数"] = people["内訳の違い"] = ""
    for place, total, words in (*_of_rows(rows), *_of_notes(people, rows)):
        at = people.index[place]
        people.loc[at, "内訳の合計"], people.loc[at, "総数"] = _shown(total), _shown(rows.value[place])
        people.loc[at, "内訳の違い"] = words


def _rows(people: pd.DataFrame) -> Rows:
    value = people["値"].to_numpy(dtype=np.float64, na_value=np.nan)
    noted = [bool(about) for about in each_distinct(people["備考"], lambda text: bool(_ABOUT.search(fold(text))))]
    about = people["約"].to_numpy(dtype=bool) | np.array(noted, dtype=bool)
    slack = [0.0 if np.isnan(v) else rounding(v, approximate=bool(a)) for v, a in zip(value, about, strict=True)]
    unit = np.array([fold(u) if isinstance(u, str) else "" for u in people["単位"].array], dtype=object)
    head, listed = _heads(people)
    return Rows(value, np.array(slack, dtype=np.float64), np.where(unit == "名", "人", unit), head, listed)


def _heads(people: pd.DataFrame) -> tuple[Any, Any]:
    """Which row each row is a part of, and whether it stands in a list that is called 内訳.

    A single 「内訳」 in a table opens a list that goes on to its end; where several rows bear the word, each speaks for itself.
    """
    kinds = np.array(each_distinct(people["対象"], _kind_of_name), dtype=object)
    notes = np.array(each_distinct(people["備考"], _kind_of_note), dtype=object)
    leaves = people["枚"].to_numpy(dtype=np.int64)
    size = int(leaves.max()) + 1 if len(leaves) else 0
    marked = (kinds == LIST) | (notes == LIST)
    opens = marked & (np.bincount(leaves, weights=marked, minlength=size)[leaves] == 1)
    opened = pd.Series(opens).groupby(leaves).cummax().to_numpy(dtype=bool)
    first = np.append(True, leaves[1:] != leaves[:-1]) if len(leaves) else np.zeros(0, dtype=bool)
    part = ((kinds == PART) | marked | opened) & ~first
    places = np.arange(len(people))
    above = np.maximum.accumulate(np.where(part, -1, places)) if len(people) else places
    head = np.where(part & (leaves[above] == leaves), above, -1)
    return head, part & (marked | opened)


def _kind_of_name(text: str) -> str | None:
    said = fold(text)
    return PART if _PART.match(said) else LIST if _LIST.match(said) else None


def _kind_of_note(text: str) -> str | None:
    said = fold(text)
    return LIST if LIST in said and not _ELSEWHERE.search(said) else None


def _missing(people: pd.DataFrame, head: np.ndarray[Any, Any]) -> list[str]:
    """単位 and 時点 that neither the row nor the row it is a part of says, also not in its number or its note."""
    numbered = each_distinct(people["数"], _has_unit)
    dated = np.zeros(len(people), dtype=bool)
    for column in ("対象", "備考"):
        found = each_distinct(people[column], lambda text: bool(_WHEN.search(fold(text))))
        dated |= np.array([bool(one) for one in found], dtype=bool)
    unit = people["単位"].notna().to_numpy() | np.array([bool(one) for one in numbered], dtype=bool)
    when = people["時点"].notna().to_numpy() | dated
    part = head >= 0
    unit, when = unit | (part & unit[head]), when | (part & when[head])
    written = people["値"].notna().to_numpy()
    return [
        "と".join(name for name, there in (("単位", u), ("時点", w)) if not there) if number else ""
        for u, w, number in zip(unit, when, written, strict=True)
    ]


def _has_unit(text: str) -> bool:
    try:
        return bool(read_number(text).unit)
    except BadNumber:
        return False


def _of_rows(rows: Rows) -> Iterator[tuple[int, float, str]]:
    """(row, sum of its parts, what is wrong) of each number whose parts stand in rows of their own."""
    part = np.flatnonzero(rows.head >= 0)
    head, size = rows.head[part], len(rows.head)
    other_unit = (rows.unit[part] != "") & (rows.unit[head] != "") & (rows.unit[part] != rows.unit[head])
    known = ~np.isnan(rows.value[part]) & ~other_unit
    total = np.bincount(head[known], weights=rows.value[part][known], minlength=size)
    slack = np.bincount(head[known], weights=rows.slack[part][known], minlength=size) + rows.slack
    all_known = np.bincount(head[~known], minlength=size) == 0
    listed = np.bincount(head[rows.listed[part]], minlength=size) > 0
    for place in np.unique(head):
        difference = _difference(
            rows.value[place], total[place], slack[place], listed=bool(listed[place] and all_known[place]), some=True
        )
        if difference:
            yield int(place), float(total[place]), difference


def _of_notes(people: pd.DataFrame, rows: Rows) -> Iterator[tuple[int, float, str]]:
    """The same for each number whose parts stand in a text of its row."""
    told: set[int] = set()
    for column in ("備考", "対象", "数"):
        for place, note in enumerate(each_distinct(people[column], read_breakdown)):
            if note is None or place in told or not _same_unit(note, rows.unit[place]):
                continue
            slack = rows.slack[place] + note.slack
            difference = _difference(rows.value[place], note.total, slack, listed=note.stated, some=note.some)
            if difference:
                told.add(place)
                yield place, note.total, difference


def _same_unit(note: Breakdown, unit: str) -> bool:
    return unit in ("", note.unit)


def _difference(value: float, total: float, slack: float, *, listed: bool, some: bool) -> str:
    """What is wrong with a number and the sum of its parts; nothing where they agree within their rounding."""
    off = total - value
    if np.isnan(value) or abs(off) <= slack:
        return ""
    if listed or (not some and abs(off) <= NEARLY * value):
        return "と一致しません"
    return "を超えています" if some and off > 0 else ""


def _shown(number: float) -> str:
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,}"
