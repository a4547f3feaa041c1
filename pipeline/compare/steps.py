"""The steps of a 特定個人情報保護評価: 第三者点検 while opinions are still asked for (P04), a 結果 without its 報告 (P05)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.compare.faults import Fault, fault, row_fault
from pipeline.compare.filled import Filled
from pipeline.context import ASSESSMENT_KIND, CONTENT_PREFIX, COVER, SUMMARY
from pipeline.frames import INPUTS, Tables
from pipeline.japanese.case_ids import FORMER
from pipeline.japanese.dates import wareki
from pipeline.registers.assessments import Assessment, brought, lacks_report
from pipeline.registers.lineage import ASSESSMENTS, RESULT, stage_of
from pipeline.registers.step_dates import overlap, told_in
from pipeline.registers.texts import joined

if TYPE_CHECKING:
    from pipeline.known import Known

KIND, NUMBER = "種別", "評価書番号"
REPORT_KIND = f"{ASSESSMENT_KIND}の報告"
_TEXTS = (f"{CONTENT_PREFIX}評価", "概要")
"""The inputs that tell of 意見聴取 and 第三者点検, the one that is about them first."""


def assessments_of(tables: Tables) -> dict[int, dict[str, str]]:
    """冊 → what ties it to its 評価書, for the workbooks whose 種別 is 特定個人情報保護評価の…."""
    inputs = tables[INPUTS]
    kinds = inputs[inputs["様式シート"].eq(COVER) & inputs["項目名"].eq(KIND) & inputs["値"].notna()]
    found: dict[int, dict[str, str]] = {
        book: {KIND: kind} for book, kind in zip(kinds["冊"], kinds["値"], strict=True) if stage_of(kind) in ASSESSMENTS
    }
    if found:
        rows = inputs[
            inputs["冊"].isin(found) & inputs["値"].notna() & inputs["項目名"].isin((NUMBER, "事業名", FORMER))
        ]
        for book, name, value in zip(rows["冊"], rows["項目名"], rows["値"], strict=True):
            # each 別紙 may name a 前回案件 of its own
            found[book][name] = joined([found[book].get(name), value]) or value
    return found


def compare_steps(filled: Filled, assessments: Mapping[int, Assessment]) -> Iterator[Fault]:
    """P04, at the text that tells of the 第三者点検."""
    texts = {
        name: {row.book: row for row in filled.named(name) if row.form_sheet == SUMMARY} if assessments else {}
        for name in _TEXTS
    }
    for book in assessments:
        rows = [own[book] for own in texts.values() if book in own]
        dates = told_in(row.value for row in rows)
        if overlap(dates) and dates.check and dates.hearing:
            at = next(row for row in rows if told_in([row.value]).check)
            yield fault(
                at,
                at.value[dates.check.start : dates.check.end],
                点検の開始=wareki(dates.check.first),
                意見聴取の終了=wareki(dates.hearing.last),
            )


def check_report(
    tables: Tables,
    assessments: Mapping[int, Assessment],
    departments: Mapping[int, tuple[str, ...]],
    titles: Mapping[int, str],
    known: Known,
    own_cases: Sequence[str | None],
) -> Iterator[Fault]:
    """P05, at the 評価書番号, or at the 種別 where that is empty.

    `departments`, `titles`: 冊 → the 課 and the 件名 of its cover; `own_cases`: the open case of which each is a version.
    """
    missing = set()
    for book, assessment in assessments.items():
        if stage_of(assessment[KIND]) == RESULT:
            case = brought(own_cases[book] or "", assessment, departments.get(book, ()), titles.get(book), {})
            if lacks_report(case, known.assessments):
                missing.add(book)
    inputs = tables[INPUTS]
    cover = inputs[inputs["様式シート"].eq(COVER) & inputs["冊"].isin(missing) & inputs["項目名"].isin((NUMBER, KIND))]
    rows = {book: {row["項目名"]: row for row in own.to_dict("records")} for book, own in cover.groupby("冊")}
    for own in rows.values():
        row = own[NUMBER] if NUMBER in own and own[NUMBER]["記入"] else own[KIND]
        yield row_fault(row, row["原文"], 先立つ報告=REPORT_KIND)
