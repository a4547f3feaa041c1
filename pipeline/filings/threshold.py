"""しきい値判断: which 特定個人情報保護評価 is due, from how many people, how many who handle the file, and serious accidents.

The rule of the 特定個人情報保護評価指針. A serious accident counts for one year; Ⅲ７ of the form asks for three, so that 「発生なし」
there says that there was none, and 「発生あり」 leaves it open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum

from pipeline.filings.bands import Band

_MANY = 500
_LIMITS = (1_000, 10_000, 100_000, 300_000)


class Assessment(IntEnum):
    """The kinds of assessment, from none to the fullest."""

    NONE = 0
    BASIC = 1
    FOCUSED = 2
    FULL = 3

    @property
    def label(self) -> str:
        """As people call it."""
        return ("義務なし", "基礎項目評価", "重点項目評価", "全項目評価")[self]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the decision rests on."""

    people: int
    """対象人数."""
    handled_by_500: bool
    accident: bool
    """A serious accident within the last year."""


def due_by_law(facts: Facts) -> Assessment:
    """The assessment that the state asks for."""
    severe = facts.handled_by_500 or facts.accident
    if facts.people >= 300_000:
        return Assessment.FULL
    if facts.people >= 100_000:
        return Assessment.FULL if severe else Assessment.FOCUSED
    if facts.people >= 10_000:
        return Assessment.FOCUSED if severe else Assessment.BASIC
    return Assessment.BASIC if facts.people >= 1_000 else Assessment.NONE


def due(facts: Facts, *, full_instead_of_focused: bool = True) -> Assessment:
    """The assessment to be made. The city's own rule is stricter: a full one where the state asks for a focused one."""
    by_law = due_by_law(facts)
    return Assessment.FULL if full_instead_of_focused and by_law is Assessment.FOCUSED else by_law


def possible(
    people: Band, handlers: tuple[int, int | None], accident: bool | None, *, full_instead_of_focused: bool = False
) -> frozenset[Assessment]:
    """What can be due as far as the facts are known: by law, or with the stricter rule of the city.

    `people`: the band that was chosen; `handlers`: the fewest and the most who handle the file, None where there is no most;
    `accident`: None where it is not known.
    """
    numbers = {people.low, *(limit for limit in _LIMITS if people.holds(limit))}
    return frozenset(
        due(Facts(number, many, severe), full_instead_of_focused=full_instead_of_focused)
        for number in numbers
        for many in _sides(handlers)
        for severe in ((False, True) if accident is None else (accident,))
    )


def either(results: Collection[Assessment]) -> str:
    """What can be due in words, the fullest first."""
    return "又は".join(one.label for one in sorted(results, reverse=True))


def _sides(handlers: tuple[int, int | None]) -> Iterator[bool]:
    least, most = handlers
    if least < _MANY:
        yield False
    if most is None or most >= _MANY:
        yield True
