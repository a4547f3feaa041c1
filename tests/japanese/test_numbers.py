"""Numbers of people and cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.numbers import BadNumber, Number, read_kanji, read_number

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")

# fmt: off
REFUSED = [
    "", "\u3000", "約", "人", "多数", "数千人", "万人", "一部", "〇", "十十", "６４８くらい団体", "8万人余",
    "８０万人以上", "10〜20人", "１－２", "648 649", "1,23", "1,2345", ",123", "123,", "1.2.3", "８６．０００人",
    "3千5000", "1万20000", "1.5億2千万", "1人当たり1回", "12人3件", "8.6E+04", "1__0", "²", "٣", "令和５年",
]
# fmt: on


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("86000", 86000),
        ("86,000", 86000),
        ("120.0", 120),
        ("0.5", 0.5),
        ("1,234.5", 1234.5),
        (" 648\n", 648),
        ("-3", -3),
    ],
)
def test_a_plain_number_is_read_without_repair(raw: str, value: float) -> None:
    assert read_number(raw) == Number(value, approximate=False, unit="", repaired=False)


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("８６，０００", 86000, ""),
        ("６４８団体", 648, "団体"),
        ("２１世帯", 21, "世帯"),
        ("5か所", 5, "か所"),
        ("４．５万人", 45000, "人"),
        ("1億2千万", 120_000_000, ""),
        ("1億2,345万6,789件", 123_456_789, "件"),
        ("３千", 3000, ""),
        ("2千5百", 2500, ""),
        ("12000万円", 120_000_000, "円"),
        ("延べ１５万人", 150_000, "人"),
        ("１，２３４件（年間）", 1234, "件"),
        ("６４８団体\n（令和５年度利用団体数）", 648, "団体"),
        ("三百", 300, ""),
        ("千二百三十四人", 1234, "人"),
        ("一億二千万", 120_000_000, ""),
        ("△3", -3, ""),
        ("▲３", -3, ""),
        ("－3件", -3, "件"),
    ],
)
def test_a_number_is_read_and_the_repair_is_told(raw: str, value: float, unit: str) -> None:
    assert read_number(raw) == Number(value, approximate=False, unit=unit, repaired=True)


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("約８６，０００人（令和６年７月時点）", 86000, "人"),
        ("約7万人", 70000, "人"),
        ("約 35万 人", 350_000, "人"),
        ("約６，０００人／年", 6000, "人/年"),
        ("延べ約15万人", 150_000, "人"),
        ("およそ三千人", 3000, "人"),
        ("５０世帯（見込み）", 50, "世帯"),
    ],
)
def test_an_approximate_number_is_told_so(raw: str, value: float, unit: str) -> None:
    assert read_number(raw) == Number(value, approximate=True, unit=unit, repaired=True)


@pytest.mark.parametrize("raw", REFUSED)
def test_what_is_not_one_number_is_refused(raw: str) -> None:
    with pytest.raises(BadNumber):
        read_number(raw)


def test_a_refusal_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(BadNumber) as refusal:
        read_number("1234-5678-9018")
    assert "1234" not in str(refusal.value)


@pytest.mark.parametrize("raw", ["9" * 32767, "(" * 32767, "1 " * 16000, "(a)" * 10000, "一" * 32767])
def test_an_endless_text_is_refused_at_once(raw: str) -> None:
    with pytest.raises(BadNumber):
        read_number(raw)


@given(st.integers(0, 10**15), st.booleans(), st.booleans(), st.sampled_from(["", "人", "件", "団体"]))
def test_grouping_and_width_do_not_change_a_number(value: int, grouped: bool, full: bool, unit: str) -> None:
    text = f"{value:,}" if grouped else str(value)
    read = read_number((text.translate(FULL_WIDTH) if full else text) + unit)
    assert (read.value, read.unit, read.repaired) == (value, unit, full or unit != "")


@given(st.integers(1, 10**12))
def test_kanji_say_the_same_number(value: int) -> None:
    assert read_kanji(_in_kanji(value)) == value


@given(st.text(st.sampled_from("0123456789０１，,.．万億千百十一二三約人△- ()件"), max_size=12))
def test_a_text_is_a_number_or_is_refused(raw: str) -> None:
    try:
        read = read_number(raw)
    except BadNumber:
        return
    assert any(character in raw for character in "0123456789０１千百十一二三")
    assert isinstance(read.value, int) or not read.value.is_integer()


def _in_kanji(value: int) -> str:
    text = ""
    for myriad in ("", "万", "億", "兆"):
        value, section = divmod(value, 10_000)
        digits = [int(digit) for digit in f"{section:04}"]
        words = [_digit(digit, unit) for digit, unit in zip(digits, "千百十", strict=False)]
        text = ("".join(words) + " 一二三四五六七八九"[digits[3]].strip() + myriad if section else "") + text
    return text


def _digit(digit: int, unit: str) -> str:
    return "" if digit == 0 else unit if digit == 1 else "〇一二三四五六七八九"[digit] + unit
