"""Reading what is chosen: a ○ or nothing, or one of a list, also where only the number or only the words of a choice are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.japanese.marks import read_mark
from pipeline.japanese.text import fold

CIRCLE, DASH = "○", "ー"

_NUMBERED = re.compile(r"([０-９]+)）(.+)")
"""A choice as forms of the state print it: 「２）十分である」."""


class Reading(NamedTuple):
    """What one text was read as. `value` is None where there is none or it cannot be read."""

    value: Any = None
    repaired: bool = False
    unreadable: bool = False


def read_circle(text: str, readings: Mapping[str, str]) -> Reading:
    """An input that takes ○ or nothing. A dash there says "no" and is read as nothing."""
    mark = read_mark(text, readings)
    if mark is None:
        return Reading(unreadable=True)
    return Reading(CIRCLE, repaired=mark.repaired) if mark.mark == CIRCLE else Reading()


def read_choice(text: str, choices: Sequence[str]) -> Reading:
    """An input that takes one of a list. Other spellings of a choice are read as that choice."""
    if text in choices:
        return Reading(text)
    key = fold(text)
    found = [choice for choice in choices if key in _keys(choice)]
    return Reading(found[0], repaired=True) if len(found) == 1 else Reading(unreadable=True)


def _keys(choice: str) -> set[str]:
    """What may be written for a choice: the whole; of a numbered one also the number, with its bracket or without, or the words."""
    numbered = _NUMBERED.fullmatch(choice)
    parts = (numbered[1], f"{numbered[1]}）", numbered[2]) if numbered else ()
    return {fold(part) for part in (choice, *parts)}
