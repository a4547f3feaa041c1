"""Slips of the pen beside words that differ on purpose."""

from __future__ import annotations

import pytest

from pipeline.japanese.nearness import nearest
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("メールアドレズ", "メールアドレス"),
        ("メールアドレ", "メールアドレス"),
        ("メールドアレス", "メールアドレス"),
        ("保護者指名", "保護者氏名"),
        ("電話番号(自宅・形態)", "電話番号(自宅・携帯)"),
        ("住民税課税非課税区分コド", "住民税課税非課税区分コ-ド"),
    ],
)
def test_a_slip_is_near(word: str, known: str) -> None:
    assert nearest([word], [known, "ほかの語"]) == {word: known}


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("収納情報", "滞納情報"),
        ("資格喪失事由コード", "資格取得事由コード"),
        ("転出届出日", "転入届出日"),
        ("旧住所地", "住所地"),
        ("右眼の視力", "左眼の視力"),
        ("項目10", "項目11"),
        ("氏名", "指名"),
        ("氏名", "氏名"),
    ],
)
def test_what_differs_on_purpose_is_not(word: str, known: str) -> None:
    assert nearest([word], [known]) == {}


def test_of_several_the_nearest_counts() -> None:
    assert (
        nearest(["電話番号自宅携滞"], ["電話番号自宅携滞先々", "電話番号自宅携帯"])["電話番号自宅携滞"]
        == "電話番号自宅携帯"
    )


def test_few_words_of_the_vocabulary_are_near_another(masters: Masters) -> None:
    """Were each of them new, how many would be asked about without need: it must stay an exception."""
    keys = [fold(name) for name in masters.items]
    asked = [key for key in keys if nearest([key], [other for other in keys if other != key])]
    assert len(asked) <= len(keys) // 40
