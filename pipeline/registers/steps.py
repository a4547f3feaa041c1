"""評価の経過: each 特定個人情報保護評価 on a line, step by step, with what is missing and when it is due again.

Nothing here depends on the date; what is near or overdue stands on the sheet 期限 (`pipeline.reviews`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

import validations.rules  # noqa: F401  (fills the catalogue)
from pipeline.japanese.dates import wareki
from pipeline.japanese.periods import Period
from pipeline.registers.assessments import Brought, Round, brought, rounds_of
from pipeline.registers.lineage import ASSESSMENTS, LINEAGE, WAITING, stage_of
from pipeline.registers.step_dates import StepDates, overlap, told_in
from pipeline.registers.texts import COMMA, LINES, in_force, joined, rows_of
from validations.catalogue import CATALOGUE

STEPS = "評価の経過"
COLUMNS = (
    "評価", "事務", "担当課", "評価書番号", "報告", "報告の付議日", "意見聴取の開始日", "意見聴取の終了日", "意見聴取の日数",
    "第三者点検の開始日", "第三者点検の終了日", "結果", "結果の付議日", "公表日", "見直し日", "見直しの期限", "再実施の期限", "再実施",
    "状態", "確認", LINEAGE, "受付ID", "ブック",
)  # fmt: skip

LEAST_DAYS = 30
"""Days for which people must be able to give their opinion."""
REVIEW_YEARS, AGAIN_YEARS = 1, 5
NOT_HELD, RESULT_NOT_HELD = "報告の付議日がまだありません", "結果の付議日がまだありません"
NOT_PUBLISHED, PUBLISHED = "公表日が台帳にありません", "公表しました"

NOTHING: Mapping[str, StepDates] = MappingProxyType({})

_NOTE = re.compile(r"[(（][^()（）]*特定個人情報保護評価[^()（）]*[)）]$")
_TEXTS, _NOTES = ("事業内容", "その他の内容"), ("備考",)
_Row = Mapping[str, str | None]


def steps(
    cases: pd.DataFrame,
    lines: pd.DataFrame,
    departments: Mapping[str, str],
    notes: Mapping[str, str] = MappingProxyType({}),
    filings: Mapping[str, StepDates] = NOTHING,
) -> pd.DataFrame:
    """The sheet 評価の経過: a row for each time that an assessment is made, in the order of their first cases.

    Args:
        cases: The sheet 案件 of all years.
        lines: The sheet 系譜, which says to which line of cases a row belongs.
        departments: Folded name of a 課 → its name today.
        notes: 案件ID → what the secretariat wrote beside the decision, where 公表 and 見直し are told.
        filings: 評価書番号 (as `filing_number` gives it) or 案件ID → the days of a 評価書 that was filed. They go before what texts tell.

    """
    rows = {row["案件ID"] or "": row for row in _assessments(cases)}
    line_of = dict(rows_of(lines, "案件ID", LINEAGE))

    def tie(row: _Row) -> Brought:
        own = (row["担当課"] or "").split(COMMA)
        return brought(row["案件ID"] or "", row, own, row["件名"], departments, row["付議日"], row["受付日"])

    frame = pd.DataFrame(
        [
            {**_row(own, rows, _dates(own, rows, notes, filings)), "評価": number, LINEAGE: line_of.get(_first(own).id)}
            for number, own in enumerate(rounds_of(map(tie, rows.values())), start=1)
        ],
        columns=list(COLUMNS),
    )
    return frame.astype({"意見聴取の日数": "Int64"})


def _assessments(cases: pd.DataFrame) -> Iterator[_Row]:
    headings = (
        "案件ID", "件名", "事業名", "担当課", "種別", "評価書番号", "付議日", "受付日", "前回案件", "受付ID", "ブック", *_TEXTS, *_NOTES,
    )  # fmt: skip
    for values in rows_of(in_force(cases), *headings):
        row: _Row = dict(zip(headings, values, strict=True))
        if stage_of(row["種別"]) in ASSESSMENTS:
            yield row


def _first(own: Round) -> Brought:
    return next(own.cases)


def _dates(
    own: Round, rows: Mapping[str, _Row], notes: Mapping[str, str], filings: Mapping[str, StepDates]
) -> StepDates:
    """The days of a round: as filed, else as its cases tell them, the last one first."""
    cases = list(own.cases)[::-1]
    told = StepDates()
    for key in dict.fromkeys([*(case.id for case in cases), *(case.number for case in cases if case.number)]):
        told = told.or_else(_of_round(own, filings.get(key, StepDates())))
    for case in cases:
        row = rows[case.id]
        own_notes = [notes.get(case.id), *(row[name] for name in _NOTES)]
        told = told.or_else(_since(_first(own), told_in([row[name] for name in _TEXTS], own_notes)))
    return told


def _of_round(own: Round, filed: StepDates) -> StepDates:
    """The days of a filed 評価書 if it is of this round: a 評価 is made again under its number.

    Its last day says so, for a 意見聴取 may begin before the 報告 is deliberated. Of a round whose 報告 is missing the year before counts.
    """
    first, following = _first(own), own.next
    begun, end = first.held or first.came, (following.held or following.came) if following else ""
    if begun and own.report is None:
        begun = years_after(date.fromisoformat(begun), -1).isoformat()
    told = [period.last for period in (filed.hearing, filed.check) if period]
    last = max([*told, *filter(None, (filed.published, filed.reviewed))], default=None)
    is_of_round = last is not None and begun <= last.isoformat() and (not end or last.isoformat() < end)
    return filed if is_of_round else StepDates()


def _since(first: Brought, told: StepDates) -> StepDates:
    """Without a 公表 or 見直し from before the round: a text may tell when the 評価書 in force was published."""
    begun = first.held or first.came
    published, reviewed = (day if day and day.isoformat() >= begun else None for day in (told.published, told.reviewed))
    return StepDates(told.hearing, told.check, published, reviewed)


def _row(own: Round, rows: Mapping[str, _Row], dates: StepDates) -> dict[str, object]:
    last = list(own.cases)[-1]
    row, result = rows[last.id], own.result
    return {
        "事務": _NOTE.sub("", row["件名"] or ""),
        "担当課": row["担当課"],
        "評価書番号": next((rows[case.id]["評価書番号"] for case in own.cases if case.number), None),
        "報告": own.report and own.report.id,
        "報告の付議日": own.report and own.report.held,
        **days_of(dates),
        "結果": joined((case.id for case in own.results), LINES),
        "結果の付議日": result and result.held,
        **_due(own, dates),
        "再実施": own.next and own.next.id,
        "状態": _state(own, dates),
        "確認": joined(_remarks(own, dates), LINES),
        "受付ID": row["受付ID"],
        "ブック": row["ブック"],
    }


def days_of(dates: StepDates) -> dict[str, object]:
    """The columns of the days of a line."""
    return {
        **_ends("意見聴取", dates.hearing),
        "意見聴取の日数": dates.hearing and dates.hearing.days,
        **_ends("第三者点検", dates.check),
        "公表日": _iso(dates.published),
        "見直し日": _iso(dates.reviewed),
    }


def _ends(step: str, period: Period | None) -> dict[str, object]:
    return {
        f"{step}の開始日": _iso(period.first if period else None),
        f"{step}の終了日": _iso(period.last if period else None),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _due(own: Round, dates: StepDates) -> dict[str, object]:
    """見直しの期限 and 再実施の期限; none when the assessment was begun again.

    Both count from the 公表. While that is not known they count from the 付議日 of the 結果, which is earlier, so never too late.
    """
    held = own.result and own.result.held
    start = dates.published or (date.fromisoformat(held) if held else None)
    if start is None or own.next:
        return {}
    return due_after(start, dates.reviewed)


def due_after(start: date, reviewed: date | None) -> dict[str, object]:
    """見直しの期限 and 再実施の期限 of what is in force since a day and was last looked at on another."""
    return {
        "見直しの期限": years_after(reviewed or start, REVIEW_YEARS).isoformat(),
        "再実施の期限": years_after(start, AGAIN_YEARS).isoformat(),
    }


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _state(own: Round, dates: StepDates) -> str:
    """How far a round has come, by what is missing next."""
    if own.next:
        return f"{'' if own.result else '結果のないまま、'}次の評価（{own.next.id}）に移りました"
    if own.result is None:
        return WAITING if own.report and own.report.held else NOT_HELD
    if not own.result.held:
        return RESULT_NOT_HELD
    return PUBLISHED if dates.published else NOT_PUBLISHED


def _remarks(own: Round, dates: StepDates) -> Iterator[str]:
    """What is to be looked at: steps that are missing, too short or out of their order."""
    hearing, check = dates.hearing, dates.check
    if own.report is None:
        yield said("P05")
    if own.result and hearing is None:
        yield "意見聴取の期間が、本文から読み取れません"
    if own.report and own.report.held and hearing and hearing.first.isoformat() < own.report.held:
        yield f"報告の付議（{wareki(date.fromisoformat(own.report.held))}）より前に、意見聴取が始まっています"
    if own.result and check is None:
        yield "第三者点検の日が、本文から読み取れません"
    yield from remarks_on(dates)


def remarks_on(dates: StepDates) -> Iterator[str]:
    """What is to be looked at in the days themselves."""
    if dates.hearing and dates.hearing.days < LEAST_DAYS:
        yield f"意見聴取が{dates.hearing.days}日です（{LEAST_DAYS}日以上）"
    if overlap(dates):
        yield said("P04")


def said(code: str) -> str:
    """A rule of the catalogue in a few words, for a remark."""
    return f"{code}　{CATALOGUE[code].title}"
