"""Deadlines of accepted cases: when each 委託, 再委託 and 指定管理 ends (D08). What depends on the date stands here only."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from pipeline.frames import INPUTS, Tables
from pipeline.japanese.dates import PartialDate

DEADLINES = "期限"
END = "終了時期"
COLUMNS = ("冊", "シート", "行", "列", "見出し", "原文", "区分", "期限", "残り日数")


def deadline_rows(tables: Tables, date: dt.date) -> pd.DataFrame:
    """The frame 期限: a row for each 終了時期 of a 別紙 that has not passed on a date, the nearest first.

    期限: the last day it can mean, in Japanese years; 残り日数: days from the date to it (0 on the day itself).
    """
    inputs = tables[INPUTS]
    rows = inputs[inputs["項目名"].eq(END) & inputs["最遅"].notna()]
    ends = [dt.date.fromordinal(day) for day in rows["最遅"].tolist()]
    frame = rows[["冊", "シート", "行", "列", "見出し", "原文", "区分"]].assign(
        期限=[PartialDate(day.year, day.month, day.day).wareki() for day in ends],
        残り日数=[(day - date).days for day in ends],
    )
    left = frame[frame["残り日数"].ge(0)]
    return left.sort_values("残り日数", kind="stable")[list(COLUMNS)].reset_index(drop=True)
