"""What the night would write into 審議記録: rows for accepted cases that have none, and numbers that waited for a mark.

Both follow from what lies there, so what cannot be written one night is wanted again the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.japanese.marks import YES, read_mark
from pipeline.patch.editor import Value
from pipeline.patch.values import shorten
from pipeline.record.numbers import DOCUMENT, NUMBER, Numbers, Sitting, year_of
from pipeline.secretariat import CONFIRMED, Secretariat


@dataclass(frozen=True, slots=True)
class Fill:
    """Blank cells of a row that is there. `row` as people count; `values`: heading → value."""

    case_id: str
    sheet: str
    row: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be written. A row is heading → value."""

    rows: tuple[Mapping[str, Value], ...] = ()
    fills: tuple[Fill, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows or self.fills)

    def sentence(self) -> str:
        """What could not be done, when it could not."""
        cases = "、".join(str(row["案件ID"]) for row in self.rows)
        numbers = "、".join(fill.case_id for fill in self.fills)
        undone = [f"案件の行（{cases}）を書き足せません"] if cases else []
        undone += [f"№と資料番号（{numbers}）を書けません"] if numbers else []
        return "。また、".join(undone)


def plan_of(
    cases: Mapping[str, str | None],
    secretariat: Secretariat,
    night: dt.date,
    readings: Mapping[str, str],
    *,
    after_confirmation: bool = False,
) -> Plan:
    """What is to be written. `cases`: 案件ID of the accepted cases → 件名; `readings`: spellings of ○, as the master has them.

    Of a new row 案件ID, 年度, №, 回, 資料番号 and 件名 are proposed. 付議日 is not, though the day of the next meeting is known:
    with a 付議日 a case stands in the published list and belongs to that 年度, so it is written when the case was laid before
    the meeting, by whoever was there. 審議結果 and 条件・意見 are the meeting's own.

    With `after_confirmation`, № and 資料番号 wait for the ○ of 事務局確認. The ○ is the case's and not a version's: a number
    says where the case stands in the list, and one that is given is not taken back because a further version came.
    """
    decisions = secretariat.decisions
    numbers = Numbers.of(decisions)
    sitting = Sitting.next(secretariat.meetings, night)
    fills = list(_fills(cases, secretariat, readings, numbers, sitting)) if after_confirmation else []
    missing = sorted(cases.keys() - set(decisions["案件ID"]), key=case_order)
    rows = []
    for case_id in missing:
        row: dict[str, Value] = {"案件ID": case_id, "年度": sitting.label, "回": sitting.number}
        row |= {h: None if after_confirmation else numbers.next(h, sitting.year) for h in (NUMBER, DOCUMENT)}
        row["件名"] = shorten(" ".join((cases[case_id] or "").split()))
        rows.append({heading: value for heading, value in row.items() if value not in (None, "")})
    return Plan(tuple(rows), tuple(fills))


def case_order(case_id: str) -> tuple[str, int, str]:
    """Sorts 案件ID as they were given: R07-9999 before R07-10000."""
    return case_id[:3], len(case_id), case_id


def _fills(
    cases: Collection[str], secretariat: Secretariat, readings: Mapping[str, str], numbers: Numbers, sitting: Sitting
) -> Sequence[Fill]:
    """The numbers that confirmed cases lack, in the order of the rows. What is decided or withdrawn needs none any more."""
    rows = secretariat.decisions
    rows = rows[rows["案件ID"].isin(list(cases)) & rows["審議結果"].isna() & rows["取下げ"].isna()]
    rows = rows[(rows["№の記入"].isna() | rows[DOCUMENT].isna()) & rows[CONFIRMED].notna()]
    fills = []
    for row in rows.to_dict("records"):
        if is_circle(row[CONFIRMED], readings):
            year = year_of(row["年度"], row["付議日"])
            lacking = [
                heading for heading, typed in ((NUMBER, row["№の記入"]), (DOCUMENT, row[DOCUMENT])) if pd.isna(typed)
            ]
            values = {heading: numbers.next(heading, sitting.year if year is None else year) for heading in lacking}
            fills.append(Fill(row["案件ID"], row["シート"], int(row["行"]) + 1, values))
    return fills


def is_circle(text: object, readings: Mapping[str, str]) -> bool:
    """Whether a cell has a ○, in any of its accepted spellings."""
    mark = read_mark(text, readings) if isinstance(text, str) else None
    return mark is not None and mark.mark == YES
