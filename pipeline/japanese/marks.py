"""The marks of checklists: ○ (the measure is taken) and ー (it is not, for a reason given beside it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.japanese.text import WHITE

YES, NO = "○", "ー"
MARKS = (YES, NO)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as it counts. `repaired` says that something else was typed and read as this mark."""

    mark: str
    repaired: bool

    def __post_init__(self) -> None:
        if self.mark not in MARKS:
            raise ValueError(f"「{self.mark}」は印ではありません。読替えの表の読みは○かーに限ります。")


def read_mark(raw: str, readings: Mapping[str, str]) -> Mark | None:
    """Read ○ or ー, or a spelling that the secretariat has listed.

    `readings` maps a spelling, exactly as typed, to ○ or ー (sheet 読替え of the form master). Returns None for any
    other spelling, also for an empty cell: a mark is never guessed. Raises ValueError where the table itself has a
    reading that is neither.
    """
    text = raw.strip(WHITE)
    if text in MARKS:
        return Mark(text, repaired=False)
    reading = readings.get(text)
    return None if reading is None else Mark(reading, repaired=True)
