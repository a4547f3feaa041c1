"""Check digits of 法人番号, 個人番号 and 全国地方公共団体コード.

Sources: 法人番号の指定等に関する省令 第2条 for 法人番号; 番号法の総務省令 (検査用数字) 第5条 for 個人番号; 総務省
「検査数字を算出する方法」 for 全国地方公共団体コード.
Only the digits are judged: whether a number has been given to anyone cannot be seen from it, and about one in eleven
of all 12-digit numbers passes by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.japanese.text import DASHES, WHITE, half_width, unify_dashes

_BETWEEN = re.compile(f"[{WHITE}-]")
_CORPORATE = re.compile("[0-9]{13}")
_INDIVIDUAL = re.compile("[0-9]{12}")
_MUNICIPAL = re.compile("[0-9]{6}")
_INDIVIDUAL_WEIGHTS = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)

DIGITS = "0-9０-９"
"""Digits of both widths, for a character class."""
BETWEEN = re.escape("".join(c for c in WHITE + DASHES if c not in "\n\v\f\r\x85\u2028\u2029"))
"""What people put between the groups of a number, for a character class: spaces and dashes, but no line break."""

_CHAIN = re.compile(f"[{DIGITS}](?:[{BETWEEN}]*[{DIGITS}])+")
_GROUP = re.compile(f"[{DIGITS}]+")
_HASH = re.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_HIDDEN = "●"


def is_corporate_number(text: str) -> bool:
    """Whether the text is a 法人番号: 13 digits, the first of them right. Full width, spaces, hyphens are accepted."""
    digits = _digits(text)
    return bool(_CORPORATE.fullmatch(digits)) and int(digits[0]) == corporate_check_digit(digits[1:])


def is_individual_number(text: str) -> bool:
    """Whether the text can be a 個人番号: 12 digits, the last of them right. Width, spaces, hyphens do not matter.

    Twelve zeros, which people type to fill a place, fit the arithmetic but are no number.
    """
    digits = _digits(text)
    if not _INDIVIDUAL.fullmatch(digits) or not digits.strip("0"):
        return False
    return int(digits[-1]) == individual_check_digit(digits[:-1])


def is_municipal_code(text: str) -> bool:
    """Whether the text is a 全国地方公共団体コード: six half-width digits, the last of them right."""
    return bool(_MUNICIPAL.fullmatch(text)) and int(text[-1]) == municipal_check_digit(text[:-1])


def individual_numbers(text: str) -> list[tuple[int, int]]:
    """Where possible 個人番号 stand in a text, as start and end. The numbers themselves are never returned or shown.

    A number is a chain of digits of any width with spaces and dashes between them. A longer chain (法人番号, two telephone
    numbers) does not count, unless a part of it is set off: 12 digits in one piece, groups joined alike inside and otherwise
    outside (「３ 1234-5678-9018」), or threes of four digits between spaces, as on the card. A 受付ID (sha256) is no number.
    """
    if len(text) < 12:
        return []
    found = [
        (start, end)
        for chain in _CHAIN.finditer(text)
        for start, end in _set_off(text, *chain.span())
        if is_individual_number(text[start:end])
    ]
    ids = [match.span() for match in _HASH.finditer(text)] if found else []
    return [(start, end) for start, end in found if not any(a <= start and end <= b for a, b in ids)]


def without_individual_numbers(text: str) -> str:
    """The text with the digits of every possible 個人番号 made unreadable."""
    hidden = {place for start, end in individual_numbers(text) for place in range(start, end)}
    return "".join(_HIDDEN if place in hidden else c for place, c in enumerate(text)) if hidden else text


def _set_off(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of 12 digits in a chain that read as a number of their own."""
    if end - start < 12:
        return
    groups = [found.span() for found in _GROUP.finditer(text, start, end)]
    lengths = [b - a for a, b in groups]
    if sum(lengths) == 12:
        yield start, end
    elif len(groups) > 1 and not is_corporate_number(text[start:end]):
        joints = ["", *(text[a[1] : b[0]] for a, b in pairwise(groups)), ""]
        threes = set(_as_on_the_card(lengths, joints))
        for first in range(len(groups)):
            last = _twelve(lengths, first)
            if last is not None and (first in threes or _is_apart(joints, first, last)):
                yield groups[first][0], groups[last][1]


def _twelve(lengths: Sequence[int], first: int) -> int | None:
    """The last of the groups that make 12 digits together with `first`; None when they never do."""
    count = 0
    for number in range(first, len(lengths)):
        count += lengths[number]
        if count >= 12:
            return number if count == 12 else None
    return None


def _is_apart(joints: Sequence[str], first: int, last: int) -> bool:
    """Whether groups are joined alike, and otherwise than with their neighbours; joint n stands before group n."""
    inside, outside = set(joints[first + 1 : last + 1]), {joints[first], joints[last + 1]}
    return not inside or (len(inside) == 1 and not inside & outside)


def _as_on_the_card(lengths: Sequence[int], joints: Sequence[str]) -> Iterator[int]:
    """The first of each three in a row of groups of four that has nothing but space in and around it."""
    for is_four, members in groupby(range(len(lengths)), key=lambda number: lengths[number] == 4):
        row = list(members)
        spaced = not "".join(joints[row[0] : row[-1] + 2]).strip(WHITE)
        if is_four and spaced and len(row) % 3 == 0:
            yield from row[::3]


def corporate_check_digit(base: str) -> int:
    """The check digit (1–9) that stands before the 12 digits of a 会社法人等番号."""
    total = sum(int(digit) * (1 if n % 2 else 2) for n, digit in enumerate(reversed(base), start=1))
    return 9 - total % 9


def individual_check_digit(base: str) -> int:
    """The check digit (0–9) that stands after the first 11 digits of a 個人番号."""
    total = sum(int(digit) * weight for digit, weight in zip(reversed(base), _INDIVIDUAL_WEIGHTS, strict=True))
    return 0 if total % 11 <= 1 else 11 - total % 11


def municipal_check_digit(base: str) -> int:
    """The check digit (0–9) that stands after the five digits of 都道府県 and 市区町村."""
    total = sum(int(digit) * weight for digit, weight in zip(base, (6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 10


def _digits(text: str) -> str:
    return _BETWEEN.sub("", unify_dashes(half_width(text)))
