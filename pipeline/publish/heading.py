"""The texts above and below the list: those the secretariat wrote for the 年度, and a proposal for each that it did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.japanese.dates import PartialDate

BODY = "個人情報保護管理運営会議"


@dataclass(frozen=True, slots=True)
class ListHeading:
    """What stands above and below the table; an empty text is left out together with its line."""

    paper: str
    """資料名, boxed at the top right."""
    reported_on: str
    """報告日 as printed, e.g. 令和6年1月18日."""
    reported_by: str
    """報告者."""
    title: str
    preamble: str
    first_heading: str
    note: str
    """Below the table."""
    second_heading: str
    other: str


def list_heading(year: str, cases: pd.DataFrame, texts: Mapping[str, str]) -> ListHeading:
    """The heading of a list. `texts`: the row of the 年度 on the sheet 一覧の前文 of 審議記録.xlsx."""
    days = pd.to_datetime(cases["付議日"])
    months = [_month(days.min()), _month(days.max())] if len(cases) else [year]
    period = "から".join(dict.fromkeys(months))
    return _heading(
        title=texts.get("表題") or f"{year}{BODY}における審議案件一覧",
        preamble=texts.get("前文") or _preamble(f"{BODY}で{period}に"),
        texts=texts,
    )


def period_heading(period: str, texts: Mapping[str, str]) -> ListHeading:
    """The heading of the list of a period, e.g. 令和7年10月1日から令和8年3月31日まで."""
    title = f"{BODY}における審議案件一覧（{period}）"
    return _heading(title, _preamble(f"{BODY}で{period}に"), _lasting(texts))


def meeting_heading(label: str, body: str, held_on: str, texts: Mapping[str, str]) -> ListHeading:
    """The heading of the list of a meeting. `label`: 令和7年度第4回; `held_on`: its day as printed, empty when not known."""
    meeting = f"{label}{body or BODY}"
    held = f"（{held_on}開催）" if held_on else ""
    return _heading(f"{meeting}における審議案件一覧", _preamble(f"{meeting}{held}で"), _lasting(texts))


def _preamble(where_and_when: str) -> str:
    return f"{where_and_when}審議した案件について、下記のとおり報告する。"


def _lasting(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of a 年度 that hold for a part of it as well: not the paper and the day of its report."""
    return {name: text for name, text in texts.items() if name not in ("資料名", "報告日")}


def _heading(title: str, preamble: str, texts: Mapping[str, str]) -> ListHeading:
    return ListHeading(
        paper=texts.get("資料名", ""),
        reported_on=texts.get("報告日", ""),
        reported_by=texts.get("報告者", ""),
        title=title,
        preamble=preamble,
        first_heading=texts.get("見出し１") or "１　個人情報保護管理運営会議における審議案件及び結果",
        note=texts.get("注") or "※各事業に係る事項の詳細については、別紙のとおり。",
        second_heading=texts.get("見出し２", ""),
        other=texts.get("その他の本文", ""),
    )


def _month(day: pd.Timestamp) -> str:
    return PartialDate(day.year, day.month, None).wareki()
