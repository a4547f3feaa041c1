"""Telephone numbers, mail addresses and postal codes in a text: signs that data of real people was pasted in (I08)."""

from __future__ import annotations

import re

from pipeline.japanese.text import half_width, unify_dashes

_PHONE = re.compile(
    r"(?<![0-9-])(?:0[5789]0[0-9]{8}"  # mobile and IP telephone numbers are known without hyphens too
    r"|0[0-9]{1,4}(?:[- ]?\(|[-) ])[0-9]{1,4}[-) ]{1,2}[0-9]{3,4}"
    r"|\(0[0-9]{1,4}\) ?[0-9]{1,4}[- ][0-9]{4})(?![0-9-])"
)
_PHONE_LENGTHS = (10, 11)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_POSTAL = re.compile(r"〒[\s:]*[0-9]{3}-?[0-9]{4}(?![0-9])")


def contacts(text: str) -> tuple[str, ...]:
    """The kinds of contact data in a text, in words for people; the data itself is never returned."""
    plain = unify_dashes(half_width(text))
    kinds = []
    if any(_is_phone(found[0]) for found in _PHONE.finditer(plain)):
        kinds.append("電話番号")
    if _MAIL.search(plain):
        kinds.append("メールアドレス")
    if _POSTAL.search(plain):
        kinds.append("郵便番号")
    return tuple(kinds)


def _is_phone(found: str) -> bool:
    return sum(c.isdigit() for c in found) in _PHONE_LENGTHS
