"""What is due next of each 特定個人情報保護評価: the 結果, the 公表, the 見直し of every year (P06) and the 再実施 (P06).

Of each line of 評価の経過 only the next thing is told, from 90 days before. One that was begun again is done with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pipeline.filings.rows import FILINGS
from pipeline.japanese.dates import wareki
from pipeline.patch.values import place_of
from pipeline.registers.steps import AGAIN_YEARS, REVIEW_YEARS, years_after
from pipeline.registers.texts import rows_of
from validations.schemas import validate

REVIEWS = "評価の見直し"
COLUMNS = ("冊", "シート", "行", "列", "見出し", "原文", "起点", "年数", "時期", "残り日数")
"""The frame of P06, a row a line whose 見直し or 再実施 comes next; 冊 counts the rows."""

RESULT_DUE, PUBLICATION_DUE = "特定個人情報保護評価の結果の付議", "特定個人情報保護評価書の公表"
REVIEW, AGAIN = "特定個人情報保護評価の見直し", "特定個人情報保護評価の再実施"

RESULT_MONTHS, PUBLICATION_MONTHS = 6, 3
"""By when a 結果 follows its 報告, and a 公表 the 結果. No rule says so: the cases of 令和5年度 took 62 to 111 days for the first."""

_ASK_FOR_DAY = "公表日を、審議記録の「備考」に「令和6年1月31日公表」のように書いてください。"
_REVIEWED = "見直した日は、審議記録の「備考」に「令和7年1月20日見直し」のように書いてください。"


class Due(NamedTuple):
    """The next thing of a line."""

    row: Mapping[str, Any]
    """Of the sheet 評価の経過."""
    what: str
    day: dt.date
    words: str = ""
    """What is told; empty where P06 tells it."""
    since: str = ""
    """From when P06 counts, and how many years."""
    years: int = 0


class Place(NamedTuple):
    """A case, or a 評価書 without one, and where it is written."""

    name: str
    """案件ID, or 評価書 with its number."""
    title: str
    departments: str | None
    sheet: str | None
    cell: str | None


def places_of(cases: pd.DataFrame, filings: pd.DataFrame) -> dict[str, Place]:
    """案件ID, or the 受付ID of a 評価書 → its place. `cases`: the sheet 案件 of all years; `filings`: the sheet 評価書."""
    at = ("担当課", "シート", "セル")
    of_cases = {row[0]: Place(*row) for row in rows_of(cases, "案件ID", "件名", *at)}
    of_filings = {
        receipt: Place(f"{FILINGS}{number}", *row)
        for receipt, number, *row in rows_of(filings, "受付ID", "評価書番号", "評価書名", *at)
    }
    return of_filings | of_cases


def due_steps(lines: pd.DataFrame, places: Mapping[str, Place], date: dt.date, near: int) -> pd.DataFrame:
    """What is due within `near` days or should have been, in columns of the sheet 期限.

    `lines`: the sheet 評価の経過; `places`: as `places_of` gives them.
    """
    found = next_steps(lines, date, near)
    told = {one.book: one for one in validate({REVIEWS: review_frame(found, places, date)}, {})}
    rows = []
    for number, due in enumerate(found):
        place, finding = places[_key(due)], told.get(number)
        rows.append(
            {
                "終わる日": due.day.isoformat(), "残り日数": (due.day - date).days, "案件ID": place.name, "件名": place.title,
                "担当課": place.departments, "区分": due.what, "コード": finding and finding.code,
                "内容": f"{finding.message}{finding.remedy}{due.words}" if finding else due.words,
                "受付ID": due.row["受付ID"], "シート": place.sheet, "セル": place.cell, "ブック": due.row["ブック"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def next_steps(lines: pd.DataFrame, date: dt.date, near: int) -> list[Due]:
    """The next thing of each line of 評価の経過 that is due within `near` days or should have been."""
    columns = [str(name) for name in lines.columns]
    rows = (dict(zip(columns, values, strict=True)) for values in rows_of(lines, *columns))
    found = (_of_line(row, date, near) for row in rows if row["再実施"] is None)
    return [due for due in found if due and (due.day - date).days <= near]


def review_frame(found: Sequence[Due], places: Mapping[str, Place], date: dt.date) -> pd.DataFrame:
    """The frame that P06 looks at; 冊 is the place in `found`. A row points at its case in the book that it came with."""
    rows = []
    for number, due in enumerate(found):
        if due.years:
            place = places[_key(due)]
            row, column = place_of(place.cell or "") or (None, None)
            what, left = due.what.rpartition("の")[2], (due.day - date).days
            rows.append((number, place.sheet, row, column, what, None, due.since, due.years, what, left))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"冊": "int64"})


def _key(due: Due) -> str:
    """Where a line is to be looked up: its last case; of one that has none, its 評価書 by 受付ID."""
    case = due.row["結果"] or due.row["報告"]
    return str(case).split("\n")[-1] if case else str(due.row["受付ID"])


def _of_line(row: Mapping[str, Any], date: dt.date, near: int) -> Due | None:
    if row["結果"] is None and row["報告"] is not None:
        return _result(row)
    held, published = (row[day] and dt.date.fromisoformat(row[day]) for day in ("結果の付議日", "公表日"))
    start = published or held
    if start is None or (row["結果"] is not None and held is None):
        return None
    since = f"公表（{wareki(start)}）" if published else f"実施結果の付議（{wareki(start)}）"
    words = "" if published else f"公表日が分からないので、付議日から数えました。{_ASK_FOR_DAY}"
    again = years_after(start, AGAIN_YEARS)
    if (again - date).days <= near:
        return Due(row, AGAIN, again, words, since, AGAIN_YEARS)
    day = dt.date.fromisoformat(row["見直しの期限"])
    if not published and (day - date).days > near:
        after = months_after(held, PUBLICATION_MONTHS)
        return Due(row, PUBLICATION_DUE, after, f"{since}の後の公表日が、台帳にありません。{_ASK_FOR_DAY}")
    reviewed = row["見直し日"] and dt.date.fromisoformat(row["見直し日"])
    return _review(
        row, date, near, (reviewed or start, f"前の見直し（{wareki(reviewed)}）" if reviewed else since), words
    )


def _result(row: Mapping[str, Any]) -> Due | None:
    if row["報告の付議日"] is None:
        return None
    held = dt.date.fromisoformat(row["報告の付議日"])
    words = f"報告の付議（{wareki(held)}）から{RESULT_MONTHS}か月になります。意見聴取と第三者点検の実施結果を付議するよう、担当課に確認してください。"
    return Due(row, RESULT_DUE, months_after(held, RESULT_MONTHS), words)


def _review(row: Mapping[str, Any], date: dt.date, near: int, start: tuple[dt.date, str], words: str) -> Due:
    """The 見直し of the year: the last anniversary that is near or has passed, else the first."""
    years = REVIEW_YEARS
    while (years_after(start[0], years + REVIEW_YEARS) - date).days <= near:
        years += REVIEW_YEARS
    return Due(row, REVIEW, years_after(start[0], years), words or _REVIEWED, start[1], years)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month; the first of the one behind it where that has none."""
    year, month = divmod(day.month - 1 + months, 12)
    try:
        return dt.date(day.year + year, month + 1, day.day)
    except ValueError:
        return dt.date(day.year + year, month + 2, 1)
