"""Bands: how many, told as one of a list. The form has several lists; bands of two are compared by their numbers only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.text import fold

_NUMBER = r"([0-9][0-9,]{0,14}(?:万|億)?)"
_UNIT = "(?:人|項目|年)"
_FROM = re.compile(f"{_NUMBER}{_UNIT}以上")
_BELOW = re.compile(f"{_NUMBER}{_UNIT}未満")
_EXACTLY = re.compile(f"{_NUMBER}{_UNIT}")
_LABEL = re.compile(r"[0-9]+\)")


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` to below `high`; None: without an end. `scale` is the list that it is one of."""

    low: int
    high: int | None
    scale: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=256)
    def of(cls, choice: str, scale: tuple[str, ...]) -> Band | None:
        """The band that a choice of a list names; None for an empty one, or one that is no band (定められていない)."""
        text = _LABEL.sub("", fold(choice), count=1)
        start, end = _FROM.search(text), _BELOW.search(text)
        if start or end:
            return cls(_whole(start[1]) if start else 0, _whole(end[1]) if end else None, scale)
        exact = _EXACTLY.fullmatch(text)
        return cls(_whole(exact[1]), _whole(exact[1]) + 1, scale) if exact else None

    def holds(self, number: int) -> bool:
        """Whether a number lies in it."""
        return self.low <= number and (self.high is None or number < self.high)

    def is_above(self, other: Band) -> bool:
        """Whether every number of it is larger than every number of the other, be that of another list."""
        return other.high is not None and self.low >= other.high

    def meets(self, other: Band) -> bool:
        """Whether some number lies in both."""
        return not self.is_above(other) and not other.is_above(self)

    def same_as(self, other: Band) -> bool:
        """Whether it is the same line of the same list. Raises ValueError for bands of two lists."""
        if self.scale != other.scale:
            raise ValueError("bands of two lists are never the same line")
        return (self.low, self.high) == (other.low, other.high)


def _whole(text: str) -> int:
    try:
        value = read_number(text).value
    except BadNumber as fault:
        raise ValueError(f"no number in a band of the form: {text}") from fault
    return int(value)
