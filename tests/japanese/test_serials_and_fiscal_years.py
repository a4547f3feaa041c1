"""Serial numbers of spreadsheet days, and 年度."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.dates import (
    BadDate,
    PartialDate,
    fiscal_label,
    fiscal_year,
    from_serial,
    parse_fiscal_label,
    read_date,
)

LAST_DAY = date(2100, 12, 31)


@pytest.mark.parametrize(
    ("serial", "date1904", "day"),
    [
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
        (45809, False, date(2025, 6, 1)),
        (2958465, False, date(9999, 12, 31)),
        (0, True, date(1904, 1, 1)),
        (44347, True, date(2025, 6, 1)),
    ],
)
def test_a_serial_number_is_a_day(serial: int, date1904: bool, day: date) -> None:
    assert from_serial(serial, date1904) == day


@pytest.mark.parametrize(("serial", "date1904"), [(60, False), (0, False), (-1, True), (2958466, False)])
def test_a_serial_number_without_a_day_is_refused(serial: int, date1904: bool) -> None:
    with pytest.raises(BadDate, match="存在しない日付"):
        from_serial(serial, date1904)


@given(st.dates(date(1927, 5, 18), date(2173, 10, 13)))
def test_serial_numbers_come_back_in_both_systems(day: date) -> None:
    whole = PartialDate(day.year, day.month, day.day)
    since_1900, since_1904 = (day - date(1899, 12, 30)).days, (day - date(1904, 1, 1)).days
    assert read_date(str(since_1900), serial=True) == whole
    assert from_serial(since_1904, date1904=True) == day
    assert since_1904 < 10000 or read_date(f"{since_1904}.0", serial=True, date1904=True) == whole


@given(st.dates(date(1869, 1, 1), LAST_DAY))
def test_fiscal_years_run_from_april_and_come_back_as_printed(day: date) -> None:
    year = fiscal_year(day)
    assert date(year, 4, 1) <= day <= date(year + 1, 3, 31)
    assert parse_fiscal_label(fiscal_label(year)) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和５年度", 2023),
        ("R5年度", 2023),
        ("2023年度", 2023),
        ("令和 元年度", 2019),
        ("平成31年度", 2019),
        ("令和五年度", 2023),
    ],
)
def test_a_fiscal_year_is_read(text: str, year: int) -> None:
    assert parse_fiscal_label(text) == year


@pytest.mark.parametrize("text", ["", "令和5年", "平成32年度", "昭和64年度", "令和0年度", "令和５年度第５回"])
def test_what_is_no_fiscal_year_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        parse_fiscal_label(text)
