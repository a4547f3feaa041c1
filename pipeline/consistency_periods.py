"""Periods of the 別紙 against each other and against what is said of the years to come (D03–D06).

Dates are compared in their own precision: what may still be meant rightly is no fault.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.choices import CIRCLE
from pipeline.context import DEVELOPMENT, PARENTS, SUBCONTRACT, Cases, Flags
from pipeline.forms.model import Form
from pipeline.frames import INPUTS, SHEETS, Tables, named
from pipeline.japanese.dates import BadDate, PartialDate, read_date
from pipeline.japanese.text import fold
from pipeline.normalise import each_distinct

START, END, CONTINUED = "開始時期", "終了時期", "継続"
TIMES = "時期"
RENEWED_FOR_YEARS = "指定管理"
"""The 区分 whose period is several years by its nature."""

SAID_OF_NEXT_YEAR = ("備考", START, END, CONTINUED, "予定")

_NEXT_YEAR = re.compile(
    "(?:次年度|翌年度|来年度|次期[^、。]{0,8}期間)以降も?、?同様の([^、。()]{1,20}?)を?(?:行|実施|継続|する|予定)"
)
_SHORT_NAMES = {"委託": (*PARENTS, SUBCONTRACT), "結合": ("外部結合",), "提供": ("外部提供",)}
_END_OF_FIRST_DATE = re.compile("[~〜～、，;；（(／\n]|から|より|まで|頃")
_NO_MORE_THAN_A_MONTH = 31
_FIRST_OF_UNIX_TIME = 719_163
"""1 January 1970 as an ordinal."""


class FirstDate(NamedTuple):
    """The first day that a text may mean and the last one, as ordinals."""

    earliest: int
    latest: int


def compare_periods(tables: Tables, form: Form, cases: Cases) -> None:
    """Add the columns of D03–D06.

    項目: 一年を超えて継続 (D03), 別の区分の継続 (D04), 委託の期間を超える, 再委託の期間, 委託の期間 (D06); 時期: 別紙の期間の外,
    別紙の期間 (D05).
    """
    inputs, sheets = tables[INPUTS], tables[SHEETS]
    periods = _periods(inputs, sheets, form)
    _long_and_continued(inputs, periods, form)
    _next_year_of_another_kind(inputs, form, cases)
    whole = _of_contracts(periods)
    _subcontracts(inputs, periods[periods["区分"].eq(SUBCONTRACT)], whole)
    _development(tables[TIMES], whole, _outsourced(inputs, form, cases))


def _periods(inputs: pd.DataFrame, sheets: pd.DataFrame, form: Form) -> pd.DataFrame:
    """A row a filled-in 別紙 that has its ○: 冊, 区分, and 行, 原文, 最早, 最遅 of its start and end, NaN where unknown."""
    used = sheets.loc[sheets["別紙"] & sheets["付議あり"] & sheets["記入数"].gt(0), ["冊", "区分"]]
    for name in (START, END):
        read = named(inputs, form, name) & inputs["最早"].notna().to_numpy()
        dates = inputs.loc[read, ["枚", "原文", "最早", "最遅"]]
        dates = dates.assign(行=dates.index).drop_duplicates("枚").set_index("枚")
        dates = dates.astype({"最早": "float64", "最遅": "float64", "行": "float64"})
        used = used.join(dates.add_prefix(name))
    return used


def _long_and_continued(inputs: pd.DataFrame, periods: pd.DataFrame, form: Form) -> None:
    continued = np.zeros(int(inputs["枚"].max()) + 1 if len(inputs) else 0, dtype=bool)
    circled = named(inputs, form, CONTINUED) & inputs["値"].eq(CIRCLE).to_numpy()
    continued[inputs.loc[circled, "枚"].to_numpy()] = True
    rows = periods[
        continued[periods.index.to_numpy(dtype=np.int64)]
        & periods["区分"].ne(RENEWED_FOR_YEARS).to_numpy()
        & periods[f"{END}最早"].notna().to_numpy()
        & periods[f"{START}最早"].notna().to_numpy()
    ]
    start, start_latest = rows[f"{START}最早"].to_numpy(), rows[f"{START}最遅"].to_numpy()
    # a start of which only the year is known may lie at its end
    start = np.where(start_latest - start > _NO_MORE_THAN_A_MONTH, start_latest, start)
    long = rows[f"{END}最早"].to_numpy() >= a_year_after(start)
    inputs["一年を超えて継続"] = False
    inputs.loc[rows.loc[long, f"{END}行"].to_numpy(dtype=np.int64), "一年を超えて継続"] = True


def a_year_after(days: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same day (ordinals) of the year after; 1 March for 29 February."""
    stamps = (days.astype(np.int64) - _FIRST_OF_UNIX_TIME).astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    moved = (months + np.timedelta64(12, "M")).astype("datetime64[D]") + (stamps - months.astype("datetime64[D]"))
    ordinals: np.ndarray[Any, Any] = moved.astype(np.int64) + _FIRST_OF_UNIX_TIME
    return ordinals


def _next_year_of_another_kind(inputs: pd.DataFrame, form: Form, cases: Cases) -> None:
    said = inputs.loc[named(inputs, form, *SAID_OF_NEXT_YEAR) & inputs["原文"].notna().to_numpy()]
    kinds = each_distinct(said["原文"], partial(kinds_of_next_year, divisions=tuple(cases.divisions)))
    other = [
        kind[0] if kind and division and division not in kind[1] else None
        for kind, division in zip(kinds, said["区分"].array, strict=True)
    ]
    inputs["別の区分の継続"] = pd.Series(pd.NA, index=inputs.index, dtype="str")
    inputs.loc[said.index, "別の区分の継続"] = pd.array(other, dtype="str")


def kinds_of_next_year(text: str, divisions: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """What a text says is done alike in the years to come, as written, and the 区分 this can mean; None if it names none."""
    found = _NEXT_YEAR.search(fold(text)) if "様" in text else None
    if found is None:
        return None
    word = found[1]
    exact = [name for name in divisions if fold(name) in word]
    if exact:
        return word, (max(exact, key=len),)
    return next(((word, kinds) for short, kinds in _SHORT_NAMES.items() if short in word), None)


def _of_contracts(periods: pd.DataFrame) -> pd.DataFrame:
    """By 冊: the earliest start and the latest end of its 業務委託 and 指定管理, NaN where one of them is not known."""
    contracts = periods[periods["区分"].isin(PARENTS)]
    known = contracts[[f"{START}最早", f"{END}最遅"]].notna().groupby(contracts["冊"]).all()
    starts = contracts.sort_values(f"{START}最早", kind="stable").drop_duplicates("冊").set_index("冊")
    ends = contracts.sort_values(f"{END}最遅", ascending=False, kind="stable").drop_duplicates("冊").set_index("冊")
    whole = pd.DataFrame(
        {
            "開始": starts[f"{START}最早"],
            "開始の文": starts[f"{START}原文"],
            "開始の区分": starts["区分"],
            "終了": ends[f"{END}最遅"],
            "終了の文": ends[f"{END}原文"],
            "終了の区分": ends["区分"],
        }
    )
    whole["開始"] = whole["開始"].where(known[f"{START}最早"])
    whole["終了"] = whole["終了"].where(known[f"{END}最遅"])
    return whole


def _subcontracts(inputs: pd.DataFrame, subcontracts: pd.DataFrame, whole: pd.DataFrame) -> None:
    """D06 is shown at 終了時期, also where only the start is too early; where the end is not known, at 開始時期."""
    around = whole.reindex(subcontracts["冊"]).set_index(subcontracts.index)
    early = subcontracts[f"{START}最遅"].lt(around["開始"])
    late = subcontracts[f"{END}最早"].gt(around["終了"])
    rows, around = subcontracts[early | late], around[early | late]
    at = rows[f"{END}行"].fillna(rows[f"{START}行"]).to_numpy(dtype=np.int64)
    inputs["委託の期間を超える"] = False
    inputs["再委託の期間"] = inputs["委託の期間"] = ""
    inputs.loc[at, "委託の期間を超える"] = True
    inputs.loc[at, "再委託の期間"] = _from_to(rows[f"{START}原文"], rows[f"{END}原文"])
    inputs.loc[at, "委託の期間"] = _from_to(around["開始の文"], around["終了の文"])


def _from_to(starts: pd.Series[Any], ends: pd.Series[Any]) -> list[str]:
    return [
        f"{'' if pd.isna(start) else start}～{'' if pd.isna(end) else end}"
        for start, end in zip(starts, ends, strict=True)
    ]


def _outsourced(inputs: pd.DataFrame, form: Form, cases: Cases) -> Flags:
    """The workbooks whose development is done by somebody else."""
    said = inputs[named(inputs, form, "開発等の委託", sheet=DEVELOPMENT)]
    flags = np.zeros(cases.books, dtype=bool)
    flags[said.loc[said["値"].eq("有"), "冊"].to_numpy()] = True
    return flags


def _development(times: pd.DataFrame, whole: pd.DataFrame, outsourced: Flags) -> None:
    """D05: the first of the times of 電算処理 lies outside the 委託 by which the development is to be done."""
    written = times.loc[outsourced[times["冊"].to_numpy(dtype=np.int64)] & times[TIMES].notna().to_numpy()]
    first = pd.Series(each_distinct(written[TIMES], first_date), index=written.index, dtype="object").dropna()
    dates = pd.DataFrame([*first], index=first.index, columns=["最早", "最遅"], dtype="float64")
    dates = dates.join(written[["冊", "枚"]]).sort_values("最早", kind="stable").drop_duplicates("枚")
    around = whole.reindex(dates["冊"]).set_index(dates.index)
    early, late = dates["最遅"].lt(around["開始"]), dates["最早"].gt(around["終了"])
    times["別紙の期間の外"] = False
    times["別紙の期間"] = ""
    times.loc[dates.index[early | late], "別紙の期間の外"] = True
    for rows, end, word in ((around[early], "開始", "から"), (around[late & ~early], "終了", "まで")):
        said = zip(rows[f"{end}の区分"], rows[f"{end}の文"], strict=True)
        times.loc[rows.index, "別紙の期間"] = [f"{division}は「{text}」{word}" for division, text in said]


def first_date(text: str) -> FirstDate | None:
    """The date that a text on a time begins with: 令和７年４月から, 令和７年４月～令和８年３月; None where it begins with none."""
    day = _date(text) or _date(_END_OF_FIRST_DATE.split(text, maxsplit=1)[0])
    return FirstDate(day.earliest.toordinal(), day.latest.toordinal()) if day else None


def _date(text: str) -> PartialDate | None:
    try:
        return read_date(text)
    except BadDate:
        return None
