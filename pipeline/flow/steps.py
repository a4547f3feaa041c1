"""The steps of 個人情報の流れ as the table has them, and the parties that they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.japanese.text import WHITE, fold, half_width
from pipeline.papers.content import Leaf

NUMBER = "番号"
HEADINGS = (NUMBER, "送り手", "受け手", "情報", "手段", "対策")
TABLE = "表"
NOBODY = "（記入なし）"
"""The party of a step that does not say who sends or receives."""

_CIRCLED_UP_TO = 50
_PLAIN_NUMBER = re.compile(r"\(?(\d{1,3})\)?\.?")
_PLACE_BEHIND = re.compile(f"[{WHITE}]+")


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the table. Texts are as typed, "" where nothing is."""

    number: str
    """As shown, e.g. ①; a step without one has got the next that is free."""
    sender: str
    receiver: str
    information: str = ""
    medium: str = ""
    protection: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends or receives."""

    title: str
    """E.g. 新宿区（特別出張所）."""
    place: str
    """What is written behind a space, e.g. イントラＰＣ（情報システム課管理）; "" for none."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps between parties. A party is the same however its name was typed; the first spelling is shown."""

    steps: tuple[Step, ...]
    parties: tuple[Party, ...]
    """In the order in which the steps name them."""
    ends: tuple[tuple[int, int], ...]
    """For each step its sender and receiver, as numbers of parties."""


def steps_of(leaf: Leaf) -> tuple[Step, ...]:
    """The written lines of the sheet 情報の流れ. A number is shown as typed; where none is, the next after the highest is taken."""
    table = next(field for field in leaf.spec.fields if field.name == TABLE)
    places = [table.headings.index(heading) for heading in HEADINGS]
    rows = [[line.cells[place] or "" for place in places] for line in leaf.tables.get(TABLE, ())]
    highest = max((number_of(row[0]) or 0 for row in rows), default=0)
    steps = []
    for number, *texts in rows:
        if not number:
            highest += 1
        steps.append(Step(number or shown_number(highest), *texts))
    return tuple(steps)


def number_of(text: str) -> int | None:
    """The number that is typed as ①, 1, １, (1) or 1.; None for anything else, e.g. ①－２."""
    if len(text) == 1 and (circled := unicodedata.numeric(text, 0.0)) >= 1 and circled.is_integer():
        return int(circled)
    plain = _PLAIN_NUMBER.fullmatch(half_width(text))
    return int(plain[1]) if plain else None


def shown_number(number: int) -> str:
    """A number as the documents print it: ① to ㊿, then in digits."""
    if number > _CIRCLED_UP_TO:
        return str(number)
    start, first = ((1, "①"), (21, "㉑"), (36, "㊱"))[(number > 20) + (number > 35)]
    return chr(ord(first) + number - start)


def flow_of(steps: Sequence[Step]) -> Flow:
    """The parties of some steps and who sends to whom."""
    numbers: dict[str, int] = {}
    parties: list[Party] = []

    def party(name: str) -> int:
        key = fold(name)
        if key not in numbers:
            numbers[key] = len(parties)
            parties.append(_party(name))
        return numbers[key]

    ends = tuple((party(step.sender), party(step.receiver)) for step in steps)
    return Flow(tuple(steps), tuple(parties), ends)


def _party(name: str) -> Party:
    title, _, place = _PLACE_BEHIND.sub(" ", name.strip(WHITE)).partition(" ")
    return Party(title or NOBODY, place)
