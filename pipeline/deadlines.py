"""Deadlines: when each 委託, 外部結合 and 指定管理 ends (D08), and what comes next of each 特定個人情報保護評価.

What depends on the date stands here only.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from pipeline.frames import INPUTS, Tables
from pipeline.japanese.dates import wareki
from pipeline.registers.texts import in_force
from pipeline.reviews import due_steps, places_of
from validations.findings import address
from validations.schemas import validate

DEADLINES = "期限"
END = "終了時期"
SHEET_COLUMNS = (
    "終わる日", "残り日数", "状態", "案件ID", "件名", "担当課", "区分", "相手方", "開始時期", "継続", "コード", "内容", "受付ID", "シート", "セル",
    "ブック",
)  # fmt: skip
"""The sheet 期限 of the newest 台帳."""

OVERDUE, NEAR = "期限切れ", "期限が近い"
NEAR_DAYS = 90
_TOLD_AFTERWARDS = 365
"""Days for which something that has ended stays on the list."""

_PARTNERS = {"業務委託": "委託先", "再委託": "再委託先", "指定管理": "指定管理者の名称", "外部結合": "結合の相手方"}
"""別紙 → its input that names the other party."""


def endings(tables: Tables) -> pd.DataFrame:
    """A row for each 終了時期 that could be read, in the order of the workbooks: what of a deadline does not depend on the date.

    Returns 冊, 枚, シート, 行, 列, 見出し, 原文, 区分, 最遅 (the last day it can mean, an ordinal), セル, and of its 別紙 相手方, 開始時期 and 継続.
    """
    inputs = tables[INPUTS]
    rows = inputs[inputs["項目名"].eq(END) & inputs["最遅"].notna()]
    frame = rows[["冊", "枚", "シート", "行", "列", "見出し", "原文", "区分", "最遅"]].reset_index(drop=True)
    frame = frame.astype({"見出し": "str", "区分": "str"})
    frame["セル"] = [address(int(row), int(column)) for row, column in zip(frame["行"], frame["列"], strict=True)]
    own = inputs[inputs["枚"].isin(frame["枚"])]
    values = {(leaf, name): value for leaf, name, value in zip(own["枚"], own["項目名"], own["値"], strict=True)}
    partners = frame["区分"].map(_PARTNERS)
    frame["相手方"] = [values.get(place) for place in zip(frame["枚"], partners, strict=True)]
    for name in ("開始時期", "継続"):
        frame[name] = [values.get((leaf, name)) for leaf in frame["枚"]]
    return frame


def deadline_rows(ends: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """The frame 期限: a row for each 終了時期 (`endings`), the earliest first.

    終わる日: the last day it can mean, ISO; 期限: the same in Japanese years; 残り日数: days from `date` to it, 0 on the day itself.
    """
    days = [dt.date.fromordinal(int(day)) for day in ends["最遅"].tolist()]
    frame = ends.assign(
        終わる日=[day.isoformat() for day in days],
        期限=[wareki(day) for day in days],
        残り日数=[(day - date).days for day in days],
    )
    return frame.sort_values("残り日数", kind="stable", ignore_index=True)


def deadline_sheet(
    ends: pd.DataFrame,
    accepted: pd.DataFrame,
    lines: pd.DataFrame,
    cases: pd.DataFrame,
    filings: pd.DataFrame,
    date: dt.date,
) -> pd.DataFrame:
    """The rows of the sheet 期限: what ends within 90 days, what ended within the last year, and the next steps of the 評価.

    `ends`: as `endings` gives it, 冊 being the place in `accepted`. `accepted`: the sheet 案件 of the accepted files, a row a 冊;
    what was withdrawn or refused has no deadline. `lines`: the sheet 評価の経過. `cases`: the sheet 案件 of all years; `filings`: the sheet 評価書.
    """
    parts = [_ends(ends, accepted, date), reviews(lines, cases, filings, date)]
    filled = [part for part in parts if not part.empty]
    rows = pd.concat(filled, ignore_index=True) if filled else parts[0]
    return rows.sort_values("残り日数", kind="stable", ignore_index=True)


def _ends(ends: pd.DataFrame, accepted: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """What ends. 内容 is what D08 says."""
    rows = deadline_rows(ends, date)
    said = {(f.book, f.sheet, f.row): (f.code, f.message) for f in validate({DEADLINES: rows}, {})}
    found = [said.get(place, (None, None)) for place in zip(rows["冊"], rows["シート"], rows["行"], strict=True)]
    rows["コード"] = pd.Series([code for code, _ in found], index=rows.index, dtype="object")
    rows["内容"] = pd.Series([message for _, message in found], index=rows.index, dtype="object")
    rows["状態"] = rows["残り日数"].lt(0).map({True: OVERDUE, False: NEAR})
    running = accepted["案件ID"].isin(in_force(accepted)["案件ID"]).to_numpy()[rows["冊"].to_numpy()]
    told: pd.DataFrame = rows[
        running & (rows["内容"].notna() | rows["残り日数"].between(-_TOLD_AFTERWARDS, -1))
    ].reset_index(drop=True)
    for name in ("案件ID", "件名", "担当課", "受付ID", "ブック"):
        told[name] = accepted[name].array.take(told["冊"].to_numpy())
    return told[list(SHEET_COLUMNS)]


def reviews(lines: pd.DataFrame, cases: pd.DataFrame, filings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    """What comes next of each 特定個人情報保護評価 and is near or overdue, in the columns of the sheet.

    `lines`: the sheet 評価の経過. Where there is only a 評価書 its name (評価書3) stands for the 案件ID.
    """
    rows = (
        due_steps(lines, places_of(cases, filings), date, NEAR_DAYS)
        .reindex(columns=list(SHEET_COLUMNS))
        .astype("object")
    )
    rows["状態"] = rows["残り日数"].lt(0).map({True: OVERDUE, False: NEAR})
    return rows
