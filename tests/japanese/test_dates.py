"""Dates with the precision they have."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.dates import BadDate, PartialDate, read_date

FIRST_DAY, LAST_DAY = date(1868, 10, 23), date(2100, 12, 31)
FULL_WIDTH = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")
LETTERS = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}
SIGNS = {"令和": "㋿", "平成": "㍻", "昭和": "㍼", "大正": "㍽", "明治": "㍾"}


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("令和７年６月", "2025-06"),
        ("令和 8年 3月 31日", "2026-03-31"),
        ("令 和 6 年 1 月 18 日", "2024-01-18"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成２３年４月", "2011-04"),
        ("平成31年", "2019"),
        ("昭和64年1月7日", "1989-01-07"),
        ("R7.6.1", "2025-06-01"),
        ("r7-6-1", "2025-06-01"),
        ("R7/6", "2025-06"),
        ("Ｒ７．６．１", "2025-06-01"),
        ("R元.5.1", "2019-05-01"),
        ("R070601", "2025-06-01"),
        ("H23.4.1", "2011-04-01"),
        ("令7.6.1", "2025-06-01"),
        ("令和7・6・1", "2025-06-01"),
        ("㋿7年6月1日", "2025-06-01"),
        ("㍻31年4月30日", "2019-04-30"),
        ("令和七年六月一日", "2025-06-01"),
        ("二〇二五年十二月三十一日", "2025-12-31"),
        ("令和7年6⽉1⽇", "2025-06-01"),
        ("2025/6/1", "2025-06-01"),
        ("2025-06-01", "2025-06-01"),
        ("2025ー6ー1", "2025-06-01"),
        ("2025年6月", "2025-06"),
        ("2025.6", "2025-06"),
        ("西暦2025年", "2025"),
        ("20250601", "2025-06-01"),
        ("2025-06-01 00:00:00", "2025-06-01"),
        ("2025-06-01T09:30:00", "2025-06-01"),
    ],
)
def test_every_shape_is_read(raw: str, iso: str) -> None:
    assert read_date(raw).iso() == iso


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("令和７年１０月から", "2025-10"),
        ("令和８年３月３１日まで", "2026-03-31"),
        ("令和７年４月１日より", "2025-04-01"),
        ("令和７年４月１日～", "2025-04-01"),
        ("令和7年6月1日（火）", "2025-06-01"),
        ("令和7年6月1日(日)", "2025-06-01"),
        ("令和7年6月1日㈰", "2025-06-01"),
        ("令和7年6月1日日曜日から", "2025-06-01"),
        ("令和7年6月（予定）", "2025-06"),
        ("令和7年6月頃", "2025-06"),
        ("令和7年6月上旬ごろ", "2025-06"),
        ("令和８年３月末", "2026-03"),
        ("令和８年３月末日まで（予定）", "2026-03"),
        ("令和７年末", "2025"),
        ("令和５年４月１日現在", "2023-04-01"),
        ("令和７年(2025年)6月1日", "2025-06-01"),
        ("2025（令和７）年6月", "2025-06"),
    ],
)
def test_words_around_a_date_are_passed_over(raw: str, iso: str) -> None:
    assert read_date(raw).iso() == iso


@pytest.mark.parametrize(
    ("reason", "raws"),
    [
        ("存在しない日付", "令和7年2月30日|令和7年13月|2025年0月|2025/6/31|2025/6/0|20251301|0000/1/1"),
        (
            "元号の範囲外",
            "平成35年|令和0年|平成31年5月|令和元年1月|昭和64年1月8日|平成元年1月7日|昭和64年2月"
            "|大正15年12月25日|明治45年7月30日|明治元年10月22日",
        ),
        (
            "日付として読めない",
            "|未定|令和7年度|令和7年度末|令和7年春|R7|2025|202506|45809|7月28日|30日|令和7年6月1|R7 6.1|2025 6 1"
            "|令和〇年〇月〇日|令和○年○月|1二月3日|令和7年(2024年)6月|令和7年6月（15日）"
            "|令和７年４月から令和８年３月３１日まで|平成24年第7回",
        ),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(reason: str, raws: str) -> None:
    for raw in raws.split("|"):
        with pytest.raises(BadDate) as refusal:
            read_date(raw)
        assert (raw, refusal.value.reason) == (raw, reason)


@pytest.mark.parametrize(
    ("raw", "year", "iso"),
    [
        ("7月28日", 2023, "2023-07-28"),
        ("１月１５日", 2023, "2024-01-15"),
        ("4月1日", 2023, "2023-04-01"),
        ("3月", 2023, "2024-03"),
        ("2月29日", 2023, "2024-02-29"),
        ("令和6年1月18日", 2023, "2024-01-18"),
    ],
)
def test_a_day_without_a_year_lies_in_the_fiscal_year(raw: str, year: int, iso: str) -> None:
    assert read_date(raw, fiscal_year=year).iso() == iso


def test_a_month_is_a_month_from_its_first_to_its_last_day() -> None:
    month = read_date("令和６年２月")
    assert (month.precision, month.earliest, month.latest) == ("年月", date(2024, 2, 1), date(2024, 2, 29))
    assert (month.day, month.wareki()) == (None, "令和6年2月")


@pytest.mark.parametrize(
    ("iso", "printed"),
    [
        ("2019", "令和元年"),
        ("2019-04", "平成31年4月"),
        ("2019-05-01", "令和元年5月1日"),
        ("1989-01", "平成元年1月"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1926-12-25", "昭和元年12月25日"),
        ("1868-10-22", "1868年10月22日"),
    ],
)
def test_dates_are_printed_in_the_era_of_their_last_day(iso: str, printed: str) -> None:
    assert PartialDate(*map(int, iso.split("-"))).wareki() == printed


@pytest.mark.parametrize("parts", [(2025, 13), (2025, 0), (2025, 2, 30), (2025, None, 1), (0,)])
def test_a_date_outside_the_calendar_cannot_be_made(parts: tuple[int | None, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate(*parts)  # type: ignore[arg-type]  # the point of the test


def spellings(day: PartialDate) -> list[str]:
    """The ways in which people write one date."""
    printed = day.wareki()
    era, rest = printed[:2], printed[2:]
    western = f"{day.year}年" + "年".join(printed.split("年")[1:])
    shapes = [
        printed,
        f"{printed}（予定）",
        f"\u3000{era} {rest}",
        SIGNS[era] + rest,
        LETTERS[era].lower() + rest,
        western,
    ]
    if day.month is not None:
        dotted = rest.rstrip("月日").replace("年", ".").replace("月", ".")
        shapes += [LETTERS[era] + dotted, era[0] + dotted, day.iso(), day.iso().replace("-", "/")]
    return shapes + [shape.translate(FULL_WIDTH) for shape in shapes]


def test_every_day_since_meiji_comes_back_as_printed() -> None:
    for n in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + timedelta(days=n)
        whole = PartialDate(day.year, day.month, day.day)
        shapes = (whole.wareki(),) if n % 50 else spellings(whole)
        assert all(read_date(shape) == whole for shape in shapes), whole


def test_every_month_and_year_comes_back_with_its_precision() -> None:
    months = [PartialDate(year, month) for year in range(1869, 2101) for month in range(1, 13)]
    years = [PartialDate(year) for year in range(1868, 2101)]
    for partial in (*months[::7], *years):
        assert all(read_date(shape) == partial for shape in spellings(partial)), partial
    assert all(read_date(month.wareki()) == month for month in months)


@given(st.dates(FIRST_DAY, LAST_DAY), st.data())
def test_any_spelling_of_a_day_is_that_day(day: date, data: st.DataObject) -> None:
    whole = PartialDate(day.year, day.month, day.day)
    shape = data.draw(st.sampled_from(spellings(whole)))
    assert read_date(shape + data.draw(st.sampled_from(["", "から", "まで", "（月）", " 00:00:00"]))) == whole


@given(st.text(st.sampled_from("令和平成RH元0123456789年月日./-０１ （）末まで一二十度"), max_size=14))
def test_a_text_is_a_date_or_is_refused(raw: str) -> None:
    try:
        found = read_date(raw)
    except BadDate:
        return
    assert found.earliest <= found.latest
    assert read_date(found.iso() if found.month else f"{found.iso()}年") == found


@pytest.mark.parametrize("raw", ["(" * 32767, "令和" + " " * 32000 + "年", "2025年" * 8000, "一" * 32767])
def test_an_endless_text_is_refused_at_once(raw: str) -> None:
    with pytest.raises(BadDate):
        read_date(raw)
