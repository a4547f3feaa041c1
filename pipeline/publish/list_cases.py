"""The cases of a list as they are shown: in their order, with the texts of their line and the rows of their summary."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.japanese.dates import fiscal_year, wareki
from pipeline.publish.summary_pages import Summary

_SUMMARY_FIELDS = ("目的", "対象者", "事業内容")


@dataclass(frozen=True, slots=True)
class ListCase:
    """A line of the list, and the summary that belongs to it. An empty text is one that is missing."""

    number: int | None
    case_id: str
    title: str
    departments: str
    divisions: str
    held_on: str
    """付議日 as ISO text."""
    held_as_printed: str
    """7月28日; with the year where the list goes over several 年度."""
    result: str
    summary: Summary

    @property
    def texts(self) -> tuple[str, str, str, str, str]:
        """事業名, 担当課, 区分, 付議日, 審議結果 as they are printed."""
        return (self.title, self.departments, self.divisions, self.held_as_printed, self.result)


def list_cases(cases: pd.DataFrame) -> list[ListCase]:
    """The cases in the order of the list: by 年度 of the 付議日, №, 付議日 and 案件ID; what is missing comes last.

    Args:
        cases: A row a case, in any order. For the list: № (number), 案件ID, 件名, 担当課 and 区分 (several joined with 、),
            付議日 (ISO text), 審議結果. For the summary: 事業名, 担当課の表記 and 区分の表記 (missing: as in the list),
            目的, 対象者, 事業内容, その他の見出し, その他の内容, 個人情報の流れ及び情報保護対策. Every text may be missing
            (None, NA, empty); a row of the summary without content is left out.

    Raises:
        KeyError: A column is missing.

    """
    years = [_year(_text(day)) for day in cases["付議日"]]
    keyed = cases.assign(_年=pd.array(years, dtype="Int64"))
    ordered = keyed.sort_values(["_年", "№", "付議日", "案件ID"], na_position="last", kind="stable")
    over_years = len(set(years) - {None}) > 1
    return [_case(row, over_years) for row in ordered.to_dict("records")]


def _case(row: Mapping[Hashable, object], over_years: bool) -> ListCase:
    """Take a case from a row of the frame."""
    number = None if _text(row["№"]) == "" else int(float(str(row["№"])))
    title, departments, divisions = _text(row["件名"]), _text(row["担当課"]), _text(row["区分"])
    held_on = _text(row["付議日"])
    rows = [
        ("事業名", _text(row["事業名"])),
        ("担当課", _text(row["担当課の表記"]) or departments),
        ("区分", _text(row["区分の表記"]) or divisions),
        *((field, _text(row[field])) for field in _SUMMARY_FIELDS),
        (_text(row["その他の見出し"]) or "その他", _text(row["その他の内容"])),
        ("個人情報の流れ及び情報保護対策", _text(row["個人情報の流れ及び情報保護対策"])),
    ]
    return ListCase(
        number=number,
        case_id=_text(row["案件ID"]),
        title=title,
        departments=departments,
        divisions=divisions,
        held_on=held_on,
        held_as_printed=_printed_day(held_on, over_years),
        result=_text(row["審議結果"]),
        summary=Summary(number, title, tuple((label, text) for label, text in rows if text)),
    )


def _text(value: object) -> str:
    """Give the text of a cell of the frame, empty where it is missing."""
    missing = value is None or value is pd.NA or value != value  # noqa: PLR0124 - NaN differs from itself
    return "" if missing else str(value).replace("\r\n", "\n").strip("\n")


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _year(iso: str) -> int | None:
    day = _day(iso)
    return None if day is None else fiscal_year(day)


def _printed_day(iso: str, with_year: bool) -> str:
    """Print an ISO date as the list does: 7月28日. What is no whole date stays as it is."""
    day = _day(iso)
    if day is None:
        return iso
    return wareki(day) if with_year else f"{day.month}月{day.day}日"
