"""What stands on an arrow: the information, the medium and the protection of a step in as few words as a glance takes in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.flow.steps import Step, number_of
from pipeline.japanese.text import WHITE

_ENCRYPTED = re.compile("暗号|ＶＰＮ|VPN|ＳＳＬ|SSL|ＴＬＳ|TLS")
_NOT_ENCRYPTED = re.compile("暗号化?(?:は|を)?(?:しない|しません|せず|していない|なし|無し)|平文|非暗号")
_SAME_AS = re.compile(r"[(（]?([①-⑳㉑-㉟㊱-㊿]|[0-9０-９]{1,2})[)）]?(?:の場合)?(?:と|に)(?:同じ|同様|同上|準じ)")
_BULLET = re.compile(r"^[・●○■◆‐－\-*※][ 　]*")
_LINE_END = re.compile(r"\n+")
_RUNS_ON = re.compile("[ぁ-ん（(【［「『）)】］」』、。・,]")
"""What a line begins with that goes on with the sentence of the line before, or can follow it as it stands."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one arrow, without line feeds, not yet cut to their room."""

    badge: str
    """The number in its circle: 1 for ①, else as typed."""
    information: str
    medium: str
    protection: str
    """The first measure."""
    more: int
    """How many measures there are besides."""
    encrypted: bool
    """Whether a lock is drawn."""


def words_of(steps: Sequence[Step]) -> tuple[Words, ...]:
    """The words of all arrows. 「①と同じ」 has the lock that ① has."""
    locks: dict[int, bool] = {}
    words = []
    for step in steps:
        number = number_of(step.number)
        same = _SAME_AS.search(step.protection)
        like = number_of(same[1]) if same else None
        locked = is_encrypted(f"{step.medium}\n{step.protection}") or (like is not None and locks.get(like, False))
        if number is not None:
            locks[number] = locked or locks.get(number, False)
        badge = str(number) if number is not None else step.number
        first, more = first_measure(step.protection)
        words.append(Words(badge, in_one(step.information), in_one(step.medium), first, more, locked))
    return tuple(words)


def is_encrypted(text: str) -> bool:
    """Whether a text names an encryption."""
    return _ENCRYPTED.search(_NOT_ENCRYPTED.sub("", text)) is not None


def in_one(text: str) -> str:
    """A text of several lines in one; where a line ends in the middle of a sentence, nothing is put between."""
    lines = [line.strip(WHITE) for line in _LINE_END.split(text)]
    return "".join(line if at == 0 or _RUNS_ON.match(line) else f"　{line}" for at, line in enumerate(lines))


def first_measure(text: str) -> tuple[str, int]:
    """The first of the measures in a cell, and how many others there are."""
    measures = [_BULLET.sub("", line.strip(WHITE)) for line in _LINE_END.split(text)]
    measures = [measure for measure in measures if measure]
    return (measures[0], len(measures) - 1) if measures else ("", 0)
