"""Check digits. 7000012050002 is the number of the 国税庁 itself; the 個人番号 here are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.digits import (
    corporate_check_digit,
    individual_check_digit,
    is_corporate_number,
    is_individual_number,
    is_municipal_code,
)

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    "text", ["7000012050002", "1020001071491", "７００００１２０５０００２", "7-0000-1205-0002", " 7000012050002\n"]
)
def test_a_corporate_number_is_known_in_any_spelling(text: str) -> None:
    assert is_corporate_number(text)


@pytest.mark.parametrize("text", ["", "7000012050003", "0000000000000", "700001205000", "70000120500021", "法人番号"])
def test_what_is_no_corporate_number(text: str) -> None:
    assert not is_corporate_number(text)


@pytest.mark.parametrize("text", ["123456789018", "１２３４５６７８９０１８", "1234 5678 9018", "1234－5678ー9018"])
def test_an_individual_number_is_known_in_any_spelling(text: str) -> None:
    assert is_individual_number(text)


@pytest.mark.parametrize("text", ["", "123456789012", "000000000000", "12345678901", "1234567890180", "1234567890一8"])
def test_what_is_no_individual_number(text: str) -> None:
    assert not is_individual_number(text)


@pytest.mark.parametrize("text", ["131041", "131016", "130001", "011002", "472018"])
def test_codes_of_cities_are_known(text: str) -> None:
    assert is_municipal_code(text)


@pytest.mark.parametrize("text", ["", "131040", "13104", "1310410", "１３１０４１", "新宿区"])
def test_what_is_no_code_of_a_city(text: str) -> None:
    assert not is_municipal_code(text)


@given(st.integers(0, 10**12 - 1), st.integers(0, 12), st.integers(1, 9))
def test_a_corporate_number_with_one_wrong_digit_fails(base: int, place: int, step: int) -> None:
    number = f"{corporate_check_digit(f'{base:012}')}{base:012}"
    wrong = _with_other_digit(number, place, step)
    assert is_corporate_number(number.translate(FULL_WIDTH))
    # The arithmetic works modulo 9: only a 0 taken for a 9 goes unseen, and only behind the check digit.
    unseen = place > 0 and {number[place], wrong[place]} == {"0", "9"}
    assert is_corporate_number(wrong) == unseen


@given(st.integers(1, 10**11 - 1), st.integers(0, 11), st.integers(1, 9))
def test_an_individual_number_with_one_wrong_digit_fails(base: int, place: int, step: int) -> None:
    number = f"{base:011}{individual_check_digit(f'{base:011}')}"
    wrong = _with_other_digit(number, place, step)
    assert is_individual_number(number.translate(FULL_WIDTH))
    # Remainders 0 and 1 share the check digit 0, so a change from one to the other goes unseen.
    unseen = place < 11 and number[-1] == "0" and individual_check_digit(wrong[:-1]) == 0 and wrong.strip("0") != ""
    assert is_individual_number(wrong) == unseen


def _with_other_digit(number: str, place: int, step: int) -> str:
    return number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
