"""The smallest things of a filing: what stands in one cell, a ticked choice, a sheet. Each knows where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from pipeline.forms.model import Field, Sheet
from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.text import fold
from pipeline.normalise import DateReading, read_date_text

DASH = "-"
_NOTHING = frozenset((DASH, "なし", "無し", "無", "該当なし", "該当無し", "特になし"))
_LONGEST_NOTHING = 6
"""Characters of the longest text that is looked at as one that says nothing."""


@dataclass(frozen=True)
class Value:
    """One cell. `text` is what was typed, '' where nothing is; `row` and `column` count from 0, None where it was not found."""

    sheet: str
    row: int | None
    column: int | None
    label: str
    """The label or the heading under which it stands."""
    text: str = ""
    choice: str = ""
    """The choice that was read, as the form prints it; '' where none was, or where nothing is chosen here."""

    @property
    def is_nothing(self) -> bool:
        """Whether it says 「－」 or 「なし」: that there is nothing to say."""
        return 0 < len(self.text) <= _LONGEST_NOTHING and fold(self.text) in _NOTHING

    @property
    def says_something(self) -> bool:
        """Whether anything but 「－」 or 「なし」 is written."""
        return bool(self.text) and not self.is_nothing

    @cached_property
    def number(self) -> int | None:
        """The whole number that is written; None where none is."""
        if not self.text:
            return None
        try:
            value = read_number(self.text).value
        except BadNumber:
            return None
        return value if isinstance(value, int) else None

    @cached_property
    def date(self) -> DateReading | None:
        """The date that is written; None where nothing is, or no date."""
        reading = read_date_text(self.text, numbers=True) if self.says_something else None
        return reading if reading and reading.fault is None else None

    @property
    def title(self) -> str:
        """The label as it is quoted, without its ※."""
        return self.label.replace("　※", "").strip()


Record = Mapping[str, Value]
"""A written row of a table: heading → what stands there."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A choice that can be ticked: its name, the cell for ○, and the words beside it."""

    name: str
    mark: Value
    words: Value | None = None

    @property
    def is_set(self) -> bool:
        """Whether a ○ was read."""
        return bool(self.mark.choice)


@dataclass(frozen=True)
class Part:
    """A sheet of the form as it was found; a copied one is a part of its own."""

    spec: Sheet
    name: str
    """In the workbook, e.g. ファイル (2)."""
    values: Mapping[str, Value] = field(default_factory=dict)
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    """項目名 of a table → its written rows."""
    tops: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """項目名 of a table → row and column of its first cell below the headings."""

    def __getitem__(self, name: str) -> Value:
        """The value of an input; an empty one that stands nowhere when it was not found."""
        found = self.values.get(name)
        return found if found is not None else Value(self.name, None, None, self.fields[name].label)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The inputs by name."""
        return {wanted.name: wanted for wanted in self.spec.fields}

    @property
    def is_written(self) -> bool:
        """Whether the department wrote anything on it."""
        return any(value.text for value in chain(self.values.values(), self._cells()))

    def rows(self, name: str) -> tuple[Record, ...]:
        """The written rows of a table."""
        return self.records.get(name, ())

    def ticks(self, name: str) -> tuple[Tick, ...]:
        """The choices of a small table whose first column is printed, second takes a ○ and third, if there is one, words."""
        printed, mark, *words = self.fields[name].headings
        return tuple(
            Tick(record[printed].text, record[mark], record[words[0]] if words else None) for record in self.rows(name)
        )

    def choices(self, name: str) -> tuple[str, ...]:
        """What can be chosen in an input."""
        return self.fields[name].choices

    def texts(self) -> Iterator[Value]:
        """Every written cell that holds words, those of tables too."""
        for name, value in self.values.items():
            if value.text and not self.fields[name].choices:
                yield value
        yield from (value for value in self._cells() if value.text and not value.choice)

    def _cells(self) -> Iterator[Value]:
        """The cells of the tables, without those that the form prints."""
        for name, records in self.records.items():
            written = [column.heading for column in self.fields[name].columns if not column.fixed]
            yield from (record[heading] for record in records for heading in written)
