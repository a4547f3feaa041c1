"""The inputs that are filled in, as plain records: comparing goes through them by name, a few of each case at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from pipeline.compare.faults import INPUT_COLUMNS, Input
from pipeline.forms.model import LONG_TEXT, PARTIAL_DATE, TEXT
from pipeline.japanese.meetings import Meeting, find_meetings

_Found = TypeVar("_Found")


_COMPARED_TYPES = (TEXT, LONG_TEXT, PARTIAL_DATE)


@dataclass(frozen=True, slots=True)
class Filled:
    """The filled-in texts and dates of 項目, by the name of the input."""

    by_name: Mapping[str, Sequence[Input]]

    @classmethod
    def of(cls, inputs: pd.DataFrame) -> Filled:
        """From the frame 項目."""
        rows = inputs.loc[inputs["値"].notna() & inputs["型"].isin(_COMPARED_TYPES), list(INPUT_COLUMNS)]
        by_name: dict[str, list[Input]] = {}
        for row in map(Input._make, zip(*(rows[name].tolist() for name in INPUT_COLUMNS), strict=True)):
            by_name.setdefault(row.name, []).append(row)
        return cls(by_name)

    def named(self, *names: str) -> Iterator[Input]:
        """The rows of some inputs, wherever they stand."""
        for name in names:
            yield from self.by_name.get(name, ())

    def on_annexes(self, *names: str) -> Iterator[Input]:
        """The rows of some inputs on the 別紙 that are deliberated."""
        return (row for row in self.named(*names) if row.division and row.asked)

    def on_sheet(self, sheet: str, name: str) -> dict[int, str]:
        """冊 → what stands in one input of a sheet that every workbook has once."""
        return {row.book: row.value for row in self.named(name) if row.form_sheet == sheet}

    def of_annexes(self) -> Iterator[Input]:
        """Every row of a 別紙."""
        return (row for rows in self.by_name.values() for row in rows if row.division)


@dataclass(frozen=True, slots=True)
class Texts:
    """The inputs that hold words: no choices, numbers or dates. Each distinct text is looked at once."""

    rows: Mapping[str, Sequence[Input]]
    """Text → the rows that hold it."""
    meetings: Mapping[str, Sequence[Meeting]]
    """Text → the meetings that it names, for those that name one."""

    @classmethod
    def of(cls, filled: Filled) -> Texts:
        """From the inputs that are filled in."""
        rows: dict[str, list[Input]] = {}
        for row in (row for own in filled.by_name.values() for row in own):
            if row.type in (TEXT, LONG_TEXT):
                rows.setdefault(row.value, []).append(row)
        return cls(rows, {text: found for text in rows if (found := find_meetings(text))})

    def having(self, find: Callable[[str], Sequence[_Found]]) -> Iterator[tuple[Input, Sequence[_Found]]]:
        """The rows in whose text something is found, with what."""
        for text, rows in self.rows.items():
            if found := find(text):
                yield from ((row, found) for row in rows)

    def with_meetings(self) -> Iterator[tuple[Input, Sequence[Meeting]]]:
        """The rows whose text names a meeting, with the meetings."""
        for text, meetings in self.meetings.items():
            yield from ((row, meetings) for row in self.rows[text])
