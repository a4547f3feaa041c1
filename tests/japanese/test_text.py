"""White space, width and look-alikes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.text import DASHES, WHITE, clean, fold, half_width, unify_dashes

TYPED = st.text(st.one_of(st.characters(), st.sampled_from(WHITE + DASHES + "ｶﾊﾞﾟか゛\u3099〇_x000D"))) | st.lists(
    st.sampled_from(["_x000D_", "\r\n", "\r", "\n", " ", "\u3000", "_x00", "0D_", "新宿区", "ｳ", "ﾞ"])
).map("".join)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("", None),
        (" \u3000\xa0\u200b\ufeff\r\n", None),
        ("\u3000新宿区\xa0", "新宿区"),
        ("\ufeff新宿区\u200b", "新宿区"),
        ("１ 概要\r\n本文\r２ 内容", "１ 概要\n本文\n２ 内容"),
        ("１ 概要_x000D_\n本文_x000D_終わり", "１ 概要\n本文\n終わり"),
        ("概要\u3000\n\n\u3000本文 \n", "概要\n\n\u3000本文"),
        ("①㈱〜…Ａ  Ｂ", "①㈱〜…Ａ  Ｂ"),
    ],
)
def test_a_cell_keeps_its_words_and_loses_the_white_space_around_them(raw: str, text: str | None) -> None:
    assert clean(raw) == text


@given(TYPED)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean(raw)
    assert once is None or clean(once) == once


@given(TYPED)
def test_cleaning_keeps_every_visible_character(raw: str) -> None:
    def visible(text: str) -> str:
        return "".join(character for character in text if character not in WHITE)

    assert visible(clean(raw) or "") == visible(raw.replace("_x000D_", "").replace("_x000d_", ""))


def test_only_digits_latin_letters_symbols_and_the_space_become_half_width() -> None:
    assert half_width("Ｒ７．６．１（火）　①㈱ｱア〜…ー") == "R7.6.1(火) ①㈱ｱア〜…ー"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("資料５０－１", "資料５０-１"),
        ("資料５０ー１", "資料５０-１"),
        ("０３ｰ３２０９―１１１１", "０３-３２０９-１１１１"),
        ("データセンター", "データセンター"),
        ("ﾃﾞｰﾀｰー", "ﾃﾞｰﾀｰー"),
        ("一覧", "一覧"),
    ],
)
def test_dashes_become_one_and_long_vowels_stay(raw: str, text: str) -> None:
    assert unify_dashes(raw) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("保有課(担当課)", "保有課（担当課）"),
        ("保有課 （担当課）", "保有課\n［担当課］"),
        ("ﾃﾞｰﾀｾﾝﾀｰ", "データセンター"),
        ("デ－タセンタ―", "データセンター"),
        ("か\u3099き\u3099", "がぎ"),
        ("ﾊﾟｿｺﾝ", "パソコン"),
        ("ＩＳＯ２７００１", "iso27001"),
        ("〇◯", "○○"),
        ("四谷･箪笥町", "四谷・箪笥町"),
        ("葛\U000e0100飾", "葛飾"),
        ("ｳﾞ", "ヴ"),
    ],
)
def test_spellings_of_one_name_have_one_key(typed: str, printed: str) -> None:
    assert fold(typed) == fold(printed)


@pytest.mark.parametrize(
    ("one", "other"), [("①", "1"), ("㈱", "(株)"), ("ヴ", "ブ"), ("か", "が"), ("一覧", "ー覧"), ("人々", "人人")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TYPED)
def test_keys_are_stable(raw: str) -> None:
    assert fold(fold(raw)) == fold(raw)
    assert unify_dashes(unify_dashes(raw)) == unify_dashes(raw)
    assert fold(clean(raw) or "") == fold(raw.replace("_x000D_", "").replace("_x000d_", ""))
