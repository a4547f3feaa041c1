"""評価の経過 and 期限 of a 評価書 of which no case is known."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.deadlines import reviews
from pipeline.japanese.periods import Period
from pipeline.registers.filed_steps import NO_CASE, with_filings
from pipeline.registers.lineage import lineage
from pipeline.registers.step_dates import StepDates
from pipeline.registers.steps import steps
from tests.registers.frames import cases, filings
from tests.registers.test_steps import report

FILED = {"評価書番号": "3", "評価書名": "国保の評価書", "事務の名称": "国保の事務", "担当課": "国保課", "受付ID": "abc"}


def with_filed(*rows: dict[str, object], dates: StepDates, **said: object) -> list[dict[str, object]]:
    known = cases(*rows)
    frame = with_filings(steps(known, lineage(known, [], {}), {}), filings({**FILED, **said}), {"3": dates})
    return [
        {str(k): v for k, v in r.items()} for r in frame.astype("object").where(frame.notna(), None).to_dict("records")
    ]


def test_a_評価書_without_a_case_has_its_own_line() -> None:
    day = dt.date(2025, 7, 1)
    dates = StepDates(Period(day, day + dt.timedelta(days=20), 0, 0), published=dt.date(2025, 12, 20))
    *_, line = with_filed(report("R05-0001", "2023-09-06", 評価書番号="４"), dates=dates)
    names = (
        "評価",
        "事務",
        "担当課",
        "評価書番号",
        "報告",
        "結果",
        "意見聴取の日数",
        "公表日",
        "見直しの期限",
        "再実施の期限",
        "状態",
    )
    assert [line[name] for name in names] == [
        2, "国保の事務", "国保課", "3", None, None, 21, "2025-12-20", "2026-12-20", "2030-12-20", "公表しました",
    ]  # fmt: skip
    assert line["確認"] == f"{NO_CASE}\n意見聴取が21日です（30日以上）"


def test_without_a_day_of_publication_it_says_so_and_nothing_is_due() -> None:
    (line,) = with_filed(dates=StepDates())
    assert [line[name] for name in ("状態", "見直しの期限", "再実施の期限")] == ["公表日が台帳にありません", None, None]


@pytest.mark.parametrize(
    ("case_says", "filing_says"), [({"評価書番号": "第３号"}, {}), ({}, {"案件ID": "Ｒ０５－０００１"})]
)
def test_a_評価書_whose_case_is_known_stands_in_its_line(
    case_says: dict[str, object], filing_says: dict[str, object]
) -> None:
    found = with_filed(report("R05-0001", "2023-09-06", **case_says), dates=StepDates(), **filing_says)
    assert [line["報告"] for line in found] == ["R05-0001"]


@pytest.mark.parametrize(
    ("date", "left", "what", "day", "code"),
    [
        ("2026-10-01", 80, "見直し", "2026-12-20", "P06"),
        ("2030-11-20", 30, "再実施", "2030-12-20", "P06"),
    ],
)
def test_the_評価書_is_named_on_期限_when_it_is_due(date: str, left: int, what: str, day: str, code: str) -> None:
    none, filed = cases(), filings(FILED)
    lines = with_filings(
        steps(none, lineage(none, [], {}), {}), filed, {"3": StepDates(published=dt.date(2025, 12, 20))}
    )
    (row,) = reviews(lines, none, filed, dt.date.fromisoformat(date)).to_dict("records")
    names = ("案件ID", "件名", "担当課", "区分", "終わる日", "残り日数", "コード", "シート", "セル")
    assert [row[name] for name in names] == [
        "評価書3", "国保の評価書", "国保課", f"特定個人情報保護評価の{what}", day, left, code, "表紙", "B3",
    ]  # fmt: skip
    assert reviews(lines, none, filed, dt.date(2026, 9, 1)).empty
