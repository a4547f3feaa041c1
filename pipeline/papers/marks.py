"""What is marked as changed since the last approval, as far as a paper needs to know it."""

from __future__ import annotations

from typing import Protocol


class Run(Protocol):
    """A stretch of a text that is changed as a whole, or not at all."""

    @property
    def text(self) -> str:
        """The characters."""

    @property
    def changed(self) -> bool:
        """Whether they are marked."""


class RowMarks(Protocol):
    """The marks of one row of a table."""

    @property
    def added(self) -> bool:
        """Whether the whole row is new."""

    def runs(self, heading: str) -> tuple[Run, ...] | None:
        """The text under a heading, in runs; None where nothing of it is changed."""


class Marks(Protocol):
    """The marks of one case: what of it differs from what was approved before."""

    @property
    def line(self) -> str:
        """The line that says what the marks mean; it is printed above every part that has some."""

    @property
    def removed(self) -> tuple[tuple[str, str], ...]:
        """What was approved before and is no longer there: where it stood, and its text."""

    def runs(self, leaf_name: str, input_name: str) -> tuple[Run, ...] | None:
        """The text of an input, in runs; None where nothing of it is changed."""

    def row(self, leaf_name: str, table_name: str, index: int) -> RowMarks | None:
        """The marks of a written row of a table, counted from 0; None where it has none."""
