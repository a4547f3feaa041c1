"""What changed between an approved case and its later version, as it is marked in the papers, listed and looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.papers.content import Content
from pipeline.papers.japanese_diff import Run
from pipeline.papers.passages import ADDED, CHANGED, REMOVED

if TYPE_CHECKING:
    from pipeline.filings.proposal import Appendix

APPROVED = "承認済の内容"
MARK_CHANGED = "印の変更"
KINDS = (ADDED, CHANGED, REMOVED, MARK_CHANGED)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The approved version that a sheet is compared with."""

    content: Content
    words: str = ""
    """Where it was approved, as the line below a title says it: 令和６年度第４回個人情報保護管理運営会議."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What changed in a row of a table."""

    added: bool
    """Whether the whole row is new; `runs` then has all that is written in it."""
    runs: Mapping[str, tuple[Run, ...]]
    """Heading → its text in runs, for the cells in which something is to be marked."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What stood in the approved version and stands no more, for the list at the end of the papers."""

    sheet: str
    """Name of the sheet in the new workbook; empty where `where` says it."""
    where: str
    """The input or table, as the form prints its name."""
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the list 変更箇所."""

    sheet: str
    place: tuple[int, int] | None
    """Row and column, from 0, in the new workbook; None for what is there no more, and for a whole sheet."""
    item: str
    kind: str
    """追加, 変更, 削除 or 印の変更."""
    before: tuple[Run, ...]
    """The approved words, those that were changed marked, among their neighbours."""
    after: tuple[Run, ...]

    @property
    def cell(self) -> str | None:
        """The address in the new workbook, as people write it."""
        from validations.findings import address

        return address(*self.place) if self.place else None

    def as_record(self) -> dict[str, str | None]:
        """The line under the headings of the sheet 変更箇所."""
        return {
            "シート": self.sheet,
            "セル": self.cell,
            "項目": self.item,
            "種": self.kind,
            "変更前": plain(self.before),
            "変更後": plain(self.after),
        }


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of a case; nothing is marked where a sheet has no approved version to be compared with."""

    texts: Mapping[tuple[str, str], tuple[Run, ...]] = field(default_factory=dict)
    """(sheet, 項目名) → the text in runs, where something is to be marked."""
    rows: Mapping[tuple[str, str, int], RowChange] = field(default_factory=dict)
    """(sheet, 項目名 of the table, index of the row) → what changed in the row."""
    cells: Mapping[str, Mapping[tuple[int, int], tuple[Run, ...]]] = field(default_factory=dict)
    """Sheet → row and column from 0 → the same runs by their cells in the new workbook."""
    removed: tuple[Removed, ...] = ()
    based_on: Mapping[str, str] = field(default_factory=dict)
    """Sheet → where the version that it was compared with was approved; '' where nobody says."""
    changes: tuple[Change, ...] = ()
    basis: str = APPROVED
    """What it was compared with, after the words of `based_on`."""
    appendix: Appendix | None = None
    """For a form that lists its own changes: the rows that its list lacks."""

    def runs(self, sheet: str, name: str) -> tuple[Run, ...] | None:
        """The text of an input in runs; None where nothing is to be marked."""
        return self.texts.get((sheet, name))

    def row(self, sheet: str, table: str, index: int) -> RowChange | None:
        """What changed in a row of a table; None where nothing is to be marked."""
        return self.rows.get((sheet, table, index))

    def note(self, sheet: str) -> str | None:
        """The line below the title that says what bold and underline mean; None where the sheet was compared with nothing."""
        words = self.based_on.get(sheet)
        return None if words is None else f"※太字ゴシック（下線）は、{words}{self.basis}からの変更箇所"

    def notes(self) -> tuple[str, ...]:
        """The lines of all sheets, each once; a single one is the line of the whole case."""
        return tuple(dict.fromkeys(note for sheet in self.based_on if (note := self.note(sheet))))

    def listing(self) -> list[Change]:
        """The lines of the list 変更箇所, in the order of the workbook."""
        return list(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __bool__(self) -> bool:
        return bool(self.changes)


def plain(runs: tuple[Run, ...]) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs)
