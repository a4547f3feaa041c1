"""Brackets that do not match, told with their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.brackets import PAIRS, bracket_faults


@pytest.mark.parametrize(
    "text",
    [
        "",
        "区民ホール（以下「ホール」という。）の利用者",
        "（１）電算処理\n（２）外部結合",
        "1) 概要\n2) 内容",
        "ア）概要\n　イ）内容\n①）その他",
        "方法は、１）電話、２）郵送とする。",
        "かっこの幅が違う（だけ)のとき",
        "『標準仕様書』（「別表」を含む。）",
    ],
)
def test_brackets_that_match(text: str) -> None:
    assert bracket_faults(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("システム（以下「受付システム」という。」を新設し", "「（」が「」」で閉じられています"),
        ("標準化法（以下「標準化法）という。）に基づき", "「「」が閉じられていません"),
        ("区民（区外の利用者を含む。", "「（」が閉じられていません"),
        ("区外の利用者を含む。）", "「）」に対する「（」がありません"),
        ("）逆さま（", "「）」に対する「（」がありません"),
        ("【注意", "「【」が閉じられていません"),
    ],
)
def test_a_bracket_that_does_not_match_is_told_once(text: str, words: str) -> None:
    ((piece, sentence),) = bracket_faults(text)
    assert piece in text
    assert sentence.endswith(words)


def test_faults_apart_are_told_apart() -> None:
    assert len(bracket_faults("区民（区外を含む。" + "長い文が続く。" * 4 + "「閉じない")) == 2


@given(st.recursive(st.just("文"), lambda inner: st.tuples(st.sampled_from(sorted(PAIRS.items())), inner).map(
    lambda pair: f"{pair[0][0]}{pair[1]}{pair[0][1]}文"
), max_leaves=5))  # fmt: skip
def test_what_is_well_nested_is_never_told(text: str) -> None:
    assert bracket_faults(text) == ()


@given(st.text(alphabet="（）()「」文1ア\n", max_size=30))
def test_any_text_is_looked_at_without_a_fault(text: str) -> None:
    for piece, sentence in bracket_faults(text):
        assert piece
        assert sentence
