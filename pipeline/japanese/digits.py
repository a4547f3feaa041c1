"""Check digits of 法人番号 and 個人番号.

Sources: 法人番号の指定等に関する省令 第2条 for 法人番号; 番号法の総務省令 (検査用数字) 第5条 for 個人番号.
Only the digits are judged: whether a number has been given to anyone cannot be seen from it, and about one in eleven
of all 12-digit numbers passes by chance.
"""

from __future__ import annotations

import re

from pipeline.japanese.text import WHITE, half_width, unify_dashes

_BETWEEN = re.compile(f"[{WHITE}-]")
_CORPORATE = re.compile("[0-9]{13}")
_INDIVIDUAL = re.compile("[0-9]{12}")
_INDIVIDUAL_WEIGHTS = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)


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


def corporate_check_digit(base: str) -> int:
    """The check digit (1–9) that stands before the 12 digits of a 会社法人等番号."""
    total = sum(int(digit) * (1 if n % 2 else 2) for n, digit in enumerate(reversed(base), start=1))
    return 9 - total % 9


def individual_check_digit(base: str) -> int:
    """The check digit (0–9) that stands after the first 11 digits of a 個人番号."""
    total = sum(int(digit) * weight for digit, weight in zip(reversed(base), _INDIVIDUAL_WEIGHTS, strict=True))
    return 0 if total % 11 <= 1 else 11 - total % 11


def _digits(text: str) -> str:
    return _BETWEEN.sub("", unify_dashes(half_width(text)))
