"""しきい値判断 and the bands that it rests on."""

from itertools import product

import pytest

from pipeline.filings.bands import Band
from pipeline.filings.threshold import Assessment, Facts, due, due_by_law, possible
from pipeline.forms.model import Form

NONE, BASIC, FOCUSED, FULL = Assessment

BY_LAW = """
    対象人数                  500人以上・事故あり  500人以上・事故なし  500人未満・事故あり  500人未満・事故なし
    1,000人未満               不要                不要                不要                不要
    1,000人以上1万人未満       基礎                基礎                基礎                基礎
    1万人以上10万人未満        重点                重点                重点                基礎
    10万人以上30万人未満       全項目              全項目              全項目              重点
    30万人以上                全項目              全項目              全項目              全項目
"""
"""The table of the 指針, by its words."""
KINDS = {"不要": NONE, "基礎": BASIC, "重点": FOCUSED, "全項目": FULL}
COMBINATIONS = [(True, True), (True, False), (False, True), (False, False)]
RULE = {
    (line.split()[0], *facts): KINDS[kind]
    for line in BY_LAW.strip().splitlines()[1:]
    for facts, kind in zip(COMBINATIONS, line.split()[1:], strict=True)
}
PEOPLE = tuple(dict.fromkeys(name for name, _, _ in RULE))


def band(words: str, form: Form, name: str = "基本情報.対象人数") -> Band:
    scale = form.inputs[form.numbers[name]].choices
    found = Band.of(next(choice for choice in scale if choice.endswith(f"）{words}")), scale)
    assert found is not None
    return found


def test_the_table_has_every_band_of_the_form_and_every_combination(filing_form: Form) -> None:
    choices = filing_form.inputs[filing_form.numbers["基本情報.対象人数"]].choices
    assert tuple(choice.partition("）")[2] for choice in choices) == PEOPLE
    assert set(RULE) == {(people, *facts) for people in PEOPLE for facts in product((True, False), repeat=2)}


def test_what_is_due_by_law_is_what_the_table_says_at_both_ends_of_each_band(filing_form: Form) -> None:
    for (people, many, accident), wanted in RULE.items():
        numbers = band(people, filing_form)
        for number in (numbers.low, (numbers.high or 10_000_000) - 1):
            assert due_by_law(Facts(number, many, accident)) is wanted, (people, many, accident)


def test_the_city_makes_a_full_assessment_where_the_state_asks_for_a_focused_one(filing_form: Form) -> None:
    for (people, many, accident), by_law in RULE.items():
        facts = Facts(band(people, filing_form).low, many, accident)
        assert due(facts) is (FULL if by_law is FOCUSED else by_law)
        assert due(facts, full_instead_of_focused=False) is by_law


@pytest.mark.parametrize(
    ("people", "handlers", "accident", "results"),
    [
        ("10万人以上30万人未満", (150, 652), False, {FOCUSED, FULL}),
        ("10万人以上30万人未満", (150, 499), False, {FOCUSED}),
        ("10万人以上30万人未満", (150, 500), False, {FOCUSED, FULL}),
        ("10万人以上30万人未満", (500, None), False, {FULL}),
        ("10万人以上30万人未満", (0, 499), None, {FOCUSED, FULL}),
        ("1万人以上10万人未満", (0, None), None, {BASIC, FOCUSED}),
        ("30万人以上", (0, None), None, {FULL}),
        ("1,000人未満", (0, None), None, {NONE}),
    ],
)
def test_what_is_not_known_leaves_open_what_is_due(
    people: str,
    handlers: tuple[int, int | None],
    accident: bool | None,
    results: set[Assessment],
    filing_form: Form,
) -> None:
    assert possible(band(people, filing_form), handlers, accident) == results


SCALES = {
    "基本情報.対象人数": [0, 1_000, 10_000, 100_000, 300_000],
    "ファイル.対象となる本人の数": [0, 10_000, 100_000, 1_000_000, 10_000_000],
    "ファイル.使用者数": [0, 10, 50, 100, 500, 1_000],
    "ファイル.記録される項目": [0, 10, 50, 100],
    "ファイル.保管期間": [0, 1, 2, 3, 4, 5, 6, 10, 20, None],
}


@pytest.mark.parametrize("name", SCALES)
def test_every_list_of_bands_of_the_form_is_read(name: str, filing_form: Form) -> None:
    choices = filing_form.inputs[filing_form.numbers[name]].choices
    bands = [Band.of(choice, choices) for choice in choices]
    assert [found and found.low for found in bands] == SCALES[name]
    highs = [found.high for found in bands if found is not None]
    assert highs == [*[low for low in SCALES[name][1:] if low is not None], None]


def test_bands_of_two_lists_are_compared_by_their_numbers_only(filing_form: Form) -> None:
    people = band("10万人以上30万人未満", filing_form)
    larger = band("100万人以上1,000万人未満", filing_form, "ファイル.対象となる本人の数")
    around = band("10万人以上100万人未満", filing_form, "ファイル.対象となる本人の数")
    assert larger.is_above(people)
    assert not around.is_above(people)
    assert around.meets(people)
    with pytest.raises(ValueError, match="two lists"):
        people.same_as(around)
