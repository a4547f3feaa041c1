"""Numbers of people, cases and machines as people type them: 86000, ８６，０００人, 約7万人, 1億2千万, 三百.

What is not one exact or rounded number (多数, 10〜20人, 80万人以上) is refused, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from pipeline.japanese.text import WHITE, clean, half_width, unify_dashes

_SIZES = {"兆": 10**12, "億": 10**8, "万": 10**4, "千": 10**3, "百": 10**2, "十": 10}
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_LONGEST = 40
"""Characters of the longest text that is looked at as a number."""

# A fraction of three zeros is a group of thousands set off by a wrong sign (８６．０００), not a fraction.
_PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?!000(?![0-9]))[0-9]+)?"
_WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_SECTION = f"(?=[0-9])(?:{_WHOLE}千)?(?:{_WHOLE}百)?(?:{_WHOLE})?"
_MIXED = f"(?:{_SECTION}兆)?(?:{_SECTION}億)?(?:{_SECTION}万)?(?:{_SECTION})?"
_ABOUT = "約|およそ|おおよそ|おおむね|概ね"
_LEAD = f"(?P<about>{_ABOUT})?(?:延べ|延|のべ|合計|計)?(?P<about_too>{_ABOUT})?(?P<sign>[-△▲])?"
_WORD = "[一-龠々ァ-ヺーA-Za-z%]"
_UNIT = f"(?P<unit>(?![兆億万千百十〇零一二三四五六七八九])[かヵヶ]?{_WORD}*(?:/{_WORD}+)?)"

_AS_STORED = re.compile(f"-?{_PLAIN}")
_WITH_DIGITS = re.compile(f"{_LEAD}(?P<body>{_PLAIN}[兆億万千百]|(?=[0-9]){_MIXED}|{_PLAIN}){_UNIT}")
_IN_KANJI = re.compile(f"{_LEAD}(?P<body>[〇零一二三四五六七八九十百千万億兆]+)(?P<unit>人|名|件|団体|世帯|)")
_KANJI_TEXT = re.compile(f"[〇零一二三四五六七八九十百千万億兆]{{1,{_LONGEST}}}")
_KANJI_SECTION = "(?:[1-9]?千)?(?:[1-9]?百)?(?:[1-9]?十)?[1-9]?"
_KANJI = re.compile(
    f"(?:(?![兆億万]){_KANJI_SECTION}兆)?(?:(?![億万]){_KANJI_SECTION}億)?(?:(?!万){_KANJI_SECTION}万)?{_KANJI_SECTION}"
)
_ROUNDED_NOTE = re.compile(f"{_ABOUT}|概数|概算|見込|推計")
_INEXACT = re.compile("以上|以下|以内|以降|未満|前後|程度|弱|強|超|余|不明|未定|予定|見込")
_GAP_IN_NUMBER = re.compile(f"[0-9,.][{WHITE}]+[0-9,.]")
_WHITE = re.compile(f"[{WHITE}]+")


class BadNumber(ValueError):
    """The text is not one number. It is not in the message: what people type by mistake may be a secret number."""

    def __init__(self) -> None:
        super().__init__("数として読めない")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it counts.

    value: int, or float where it has a fraction; it can be negative, which is for the caller to judge.
    approximate: the text says 約 or the like. unit: what follows the number (人, 件, 人/年), "" where nothing does.
    repaired: the text was more than half-width digits with a sign, grouping commas and a decimal point.
    """

    value: int | float
    approximate: bool
    unit: str
    repaired: bool


def read_number(raw: str) -> Number:
    """Read one number. A note in brackets after it (年間, 令和5年度) is passed over; the raw text keeps it.

    Raises BadNumber for anything else, also for an empty text, wrong grouping (1,23) and two numbers (648 649).
    """
    text = clean(raw) or ""
    if len(text) <= _LONGEST and _AS_STORED.fullmatch(text):
        return Number(_tidy(_value(text.removeprefix("-")), text[0] == "-"), False, "", repaired=False)
    bare, notes = _without_notes(unify_dashes(half_width(text)))
    if len(bare) > _LONGEST or _GAP_IN_NUMBER.search(bare):
        raise BadNumber
    bare = _WHITE.sub("", bare)
    if found := _WITH_DIGITS.fullmatch(bare):
        value = _value(found["body"])
    elif (found := _IN_KANJI.fullmatch(bare)) and (kanji := read_kanji(found["body"])) is not None:
        value = Fraction(kanji)
    else:
        raise BadNumber
    if _INEXACT.search(found["unit"]):
        raise BadNumber
    about = found["about"] or found["about_too"] or _ROUNDED_NOTE.search(notes)
    return Number(_tidy(value, bool(found["sign"])), bool(about), found["unit"], repaired=True)


def _without_notes(text: str) -> tuple[str, str]:
    """The text and the bracketed notes at its end, apart."""
    bare = text
    while bare.endswith(")") and "(" in bare:
        bare = bare[: bare.rindex("(")].rstrip(WHITE)
    return bare, text[len(bare) :]


def read_kanji(text: str) -> int | None:
    """The value of a text that is wholly 漢数字: 三百, 一万二千, 二〇二五. None for any other, also for 〇 alone."""
    if not _KANJI_TEXT.fullmatch(text):
        return None
    digits = text.translate(_KANJI_DIGITS)
    if digits.isascii() and digits.isdigit():
        return None if digits[0] == "0" else int(digits)
    return int(_value(digits)) if _KANJI.fullmatch(digits) else None


def _value(text: str) -> Fraction:
    """The value of digits with 兆億万千百十 between them; each part must be smaller than the unit before it."""
    for name, size in _SIZES.items():
        head, found, tail = text.partition(name)
        if found:
            rest = _value(tail) if tail else Fraction(0)
            if rest >= size:
                raise BadNumber
            return (_value(head) if head else 1) * size + rest
    return Fraction(text.replace(",", ""))


def _tidy(value: Fraction, negative: bool) -> int | float:
    signed = -value if negative else value
    return int(signed) if signed.denominator == 1 else float(signed)
