"""Days and periods in running text, in the shapes that the published cases use and people type."""

from __future__ import annotations

import pytest

from pipeline.japanese.periods import find_days, find_periods

IN_AUTUMN = ("2023-10-05", "2023-11-06", 33)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和５年１０月５日から令和５年１１月６日まで", IN_AUTUMN),
        ("令和５年 10月５日（木）から令和５年 11月６日（月）まで", IN_AUTUMN),
        ("期間は、令和5年10月5日から11月6日まで", IN_AUTUMN),
        ("令和５年１０月５日から\n１１月６日まで", IN_AUTUMN),
        ("令和五年十月五日～同年十一月六日", IN_AUTUMN),
        ("R5.10.5～R5.11.6", IN_AUTUMN),
        ("2023/10/05-2023/11/06", IN_AUTUMN),
        ("令和５年８月１６日から令和５年９月１４日まで", ("2023-08-16", "2023-09-14", 30)),
        ("令和５年１１月１５日から１２月１５日まで", ("2023-11-15", "2023-12-15", 31)),
        ("令和5年12月20日から1月19日まで", ("2023-12-20", "2024-01-19", 31)),
        ("令和5年12月20日から翌年1月19日まで", ("2023-12-20", "2024-01-19", 31)),
        ("令和5年4月1日から3月31日まで", ("2023-04-01", "2024-03-31", 366)),
        ("平成31年4月20日から令和元年5月20日まで", ("2019-04-20", "2019-05-20", 31)),
        ("令和６年２月１日から令和６年２月２９日まで", ("2024-02-01", "2024-02-29", 29)),
    ],
)
def test_both_ends_of_a_period_count(text: str, expected: tuple[str, str, int]) -> None:
    ((period),) = find_periods(text)
    assert (period.first.isoformat(), period.last.isoformat(), period.days) == expected


@pytest.mark.parametrize(
    "text",
    [
        "10月5日から11月6日まで",  # of no year
        "令和5年10月から令和5年11月まで",
        "令和5年2月30日から令和5年3月31日まで",
        "令和5年11月6日から令和5年10月5日まで",
        "令和5年10月5日及び令和5年11月6日",
        "令和5年10月5日から30日間",
        "資料３－１－２",
    ],
)
def test_what_is_no_period_to_the_day_is_passed_over(text: str) -> None:
    assert find_periods(text) == ()


def test_a_day_without_a_year_is_near_the_one_before_it_in_its_sentence() -> None:
    text = "令和5年10月5日から11月6日まで、点検は10月20日、報告は1月31日。11月1日"
    assert [day.date.isoformat() for day in find_days(text)] == ["2023-10-05", "2023-11-06", "2023-10-20", "2024-01-31"]


def test_it_is_told_where_a_period_stands() -> None:
    text = "ア　実施期間　令和５年１０月５日（木）から令和５年１１月６日（月）まで"
    (period,) = find_periods(text)
    assert text[period.start : period.end] == "令和５年１０月５日（木）から令和５年１１月６日（月）"
