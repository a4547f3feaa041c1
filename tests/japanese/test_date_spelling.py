"""How dates are spelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.date_spelling import (
    ABBREVIATED,
    BY_LENGTH,
    FULL_WIDTH,
    HALF_WIDTH,
    KANJI,
    SPACED,
    WESTERN,
    spelling,
)

FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    ("text", "customs"),
    [
        ("令和７年６月", FULL_WIDTH | BY_LENGTH),
        ("令和７年１２月３１日", FULL_WIDTH),
        ("令和7年6月", HALF_WIDTH),
        ("令和12年10月", HALF_WIDTH | BY_LENGTH),
        ("令和７年12月", BY_LENGTH),
        ("令和７年12月1日", 0),
        ("令和元年", FULL_WIDTH | HALF_WIDTH | BY_LENGTH),
        ("令和 7年 12月", SPACED),
        ("令和　７年　４月", SPACED),
        ("令和七年四月", KANJI),
        ("令和５年度", FULL_WIDTH | BY_LENGTH),
        ("令和７年４月から開発開始", FULL_WIDTH | BY_LENGTH),
        ("令和７年４月～令和8年3月", 0),
        ("2025年6月1日", WESTERN),
        ("２０２５／６／１", WESTERN),
        ("西暦2025年", WESTERN),
        ("R7.6.1", ABBREVIATED),
        ("Ｒ７．６．１", ABBREVIATED),
        ("R7年6月", ABBREVIATED),
        ("令7.6.1", ABBREVIATED),
        ("令和7.6.1", ABBREVIATED),
        ("㋿7年6月", ABBREVIATED),
        ("H30/4/1", ABBREVIATED),
    ],
)
def test_the_customs_that_a_date_fits(text: str, customs: int) -> None:
    assert spelling(text) == customs


@pytest.mark.parametrize("text", ["", "未定", "契約締結後", "2025-06-01", "第７回", "12345", "6か月", "03-1234-5678"])
def test_what_has_no_spelling(text: str) -> None:
    assert spelling(text) is None


@given(st.integers(1, 99), st.integers(1, 12), st.integers(1, 31))
def test_a_date_typed_in_one_width_fits_that_width(year: int, month: int, day: int) -> None:
    text = f"令和{year}年{month}月{day}日"
    half, full = spelling(text), spelling(text.translate(FULL))
    assert half is not None
    assert full is not None
    assert half & HALF_WIDTH
    assert full & FULL_WIDTH
    assert not half & full & (HALF_WIDTH | FULL_WIDTH)
