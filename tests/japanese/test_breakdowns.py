"""Breakdowns of a number inside one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.breakdowns import Breakdown, read_breakdown, rounding

SCHOOLS = "私立学校 ３，２０３人、国立学校 ２７３人、都立学校 ２２１人、各種学校等 ４６３人、他自治体立学校 ６３人、その他 ７０３人"


@pytest.mark.parametrize(
    "text", [SCHOOLS, f"（{SCHOOLS}）", f"４，９２５人（{SCHOOLS}）", SCHOOLS + "。", SCHOOLS.replace("、", "；")]
)
def test_the_breakdown_of_a_real_case_adds_up_to_one_more_than_its_number(text: str) -> None:
    assert read_breakdown(text) == Breakdown(4926, 0.0, "人", stated=False, some=False)


@pytest.mark.parametrize(
    ("text", "total", "stated", "some"),
    [
        ("内訳：個人３人、団体２人", 5, True, False),
        ("（内訳）個人 1,203人,団体 2人", 1205, True, False),
        ("うち外国人３０人", 30, False, True),
        ("うち外国人３０人、うち未成年者５名", 35, False, True),
        ("65歳以上300人、64歳以下20人", 320, False, False),
    ],
)
def test_breakdowns(text: str, total: int, stated: bool, some: bool) -> None:
    found = read_breakdown(text)
    assert found is not None
    assert (found.total, found.stated, found.some) == (total, stated, some)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "約",
        "利用団体数",
        "令和６年７月時点",
        "個人３人",
        "令和５年度 600人、令和４年度 580人",
        "最大 50人、最小 10人",
        "延べ 1,200人、実人数 648人",
        "個人３人、団体２件",
        "個人３人、団体若干名",
        "内訳は別紙のとおり",
        "1,203人",
    ],
)
def test_what_is_no_breakdown(text: str) -> None:
    assert read_breakdown(text) is None


@pytest.mark.parametrize(
    ("value", "approximate", "off"),
    [(86000, True, 500.0), (86000, False, 0.0), (4925, True, 0.5), (0, True, 0.0), (1.5, True, 0.05)],
)
def test_how_far_a_number_can_be_off(value: float, approximate: bool, off: float) -> None:
    assert rounding(value, approximate=approximate) == off


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=9))
def test_the_sum_is_that_of_the_parts(numbers: list[int]) -> None:
    labels = "甲乙丙丁戊己庚辛壬"
    text = "、".join(f"{label} {number:,}人" for label, number in zip(labels, numbers, strict=False))
    found = read_breakdown(text)
    assert found is not None
    assert found.total == sum(numbers)


@given(st.text(alphabet="0123456789０１２，,.、人名件()（）内訳うち約万年 ", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_breakdown(text)
    assert found is None or found.total >= 0
