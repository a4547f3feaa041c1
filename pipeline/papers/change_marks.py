"""What was found to have changed, as the marks that are laid over the papers."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.papers.change_model import Changes, RowChange
from pipeline.papers.japanese_diff import Run


@dataclass(frozen=True, slots=True)
class _RowMarks:
    change: RowChange

    @property
    def added(self) -> bool:
        return self.change.added

    def runs(self, heading: str) -> tuple[Run, ...] | None:
        return self.change.runs.get(heading)


@dataclass(frozen=True, slots=True)
class ChangeMarks:
    """The marks of a case (`Marks`)."""

    changes: Changes

    @property
    def line(self) -> str:
        """What the marks mean; a line for each version that something was compared with."""
        return "\n".join(self.changes.notes())

    @property
    def removed(self) -> tuple[tuple[str, str], ...]:
        """Where something stood that is no longer there, and its text."""
        return tuple((f"{one.sheet}　{one.where}".lstrip("　"), one.text) for one in self.changes.removed)

    def runs(self, leaf_name: str, input_name: str) -> tuple[Run, ...] | None:
        """The text of an input, in runs."""
        return self.changes.runs(leaf_name, input_name)

    def row(self, leaf_name: str, table_name: str, index: int) -> _RowMarks | None:
        """The marks of a row of a table."""
        change = self.changes.row(leaf_name, table_name, index)
        return None if change is None else _RowMarks(change)
