"""Characters that a cell may not or should not hold: control characters (F11), and what is not shown everywhere (F12).

①, ㈱, 髙 and their like are in every font of today and are fine. What Unicode leaves to each maker (外字), does not know, or uses
to choose the shape of a 漢字 is not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from pipeline.japanese.text import WHITE

LONGEST_TEXT = 32_767
"""Excel's limit for the text of a cell, in characters."""

_FIRST_SELECTOR, _LAST_SELECTOR = "\U000e0100", "\U000e01ef"
"""The selectors of Ideographic Variation Sequences (異体字)."""
_STAND_INS = "\ufffc\ufffd"
"""What programs put in the place of what they could not take over."""

_BREAKS = "\t\n\r\x85"
_NAMES = {"Co": "外字", "Cn": "表示されない字", "Cf": "表示されない字", "Cs": "表示されない字"}
_BMP = 0x10000


def unusable(text: str) -> str | None:
    """What a cell may not hold: 「U+0007」 for the first control character, or how long the text is; None when all is well.

    Line breaks and tabs are fine.
    """
    if len(text) > LONGEST_TEXT:
        return f"{LONGEST_TEXT:,}字を超える{len(text):,}字の文"
    found = None if text.isprintable() else next((c for c in text if _is_control(c)), None)
    return _code_point(found) if found else None


def not_shown(text: str) -> str | None:
    """The first character of a text that is not shown everywhere, named for people; None when there is none."""
    if text.isprintable() and not has_rare_characters(text) and not any(c in text for c in _STAND_INS):
        return None
    for place, c in enumerate(text):
        if _FIRST_SELECTOR <= c <= _LAST_SELECTOR:
            return f"「{text[place - 1]}」の異体字" if place else "異体字"
        if c in _STAND_INS:
            return f"文字化け {_code_point(c)}"
        if _is_invisible(c):
            return f"{_NAMES[unicodedata.category(c)]} {_code_point(c)}"
    return None


def _is_control(c: str) -> bool:
    return c not in _BREAKS and unicodedata.category(c) == "Cc"


def _is_invisible(c: str) -> bool:
    return c not in WHITE and unicodedata.category(c) in _NAMES


@lru_cache(maxsize=1)
def odd_characters() -> str:
    """The characters below U+10000 of which `unusable` or `not_shown` tell, as ranges for a character class."""
    odd = [n for n in range(_BMP) if not chr(n).isprintable() and (_is_control(chr(n)) or _is_invisible(chr(n)))]
    runs = (list(run) for _, run in groupby(enumerate(odd), key=lambda item: item[1] - item[0]))
    ranges = (f"{re.escape(chr(run[0][1]))}-{re.escape(chr(run[-1][1]))}" for run in runs)
    return "".join(ranges) + _STAND_INS


def has_rare_characters(text: str) -> bool:
    """Whether a text holds characters from U+10000 on: selectors, but also rare 漢字 and pictures."""
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


def _code_point(c: str) -> str:
    return f"U+{ord(c):04X}"
