"""Which accepted workbook a 前回案件 names: a 案件ID, or a meeting and on it the case of that 課 and that work.

What cannot be told for certain is not found: a case is marked against its own approved version or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.extract import extract_file
from pipeline.forms.model import Form
from pipeline.japanese.case_ids import FORMER, case_ids_in
from pipeline.japanese.meetings import find_meetings
from pipeline.japanese.text import fold
from pipeline.papers.change_model import Changes, Earlier
from pipeline.papers.changes import Resolver, compare
from pipeline.papers.content import Content, Leaf, content_of
from pipeline.papers.source import COVER
from pipeline.papers.value_changes import cell_of
from pipeline.workspace import FORM

if TYPE_CHECKING:
    from pipeline.masters.load import Masters

Reader = Callable[[Path], Content]

OVERVIEW = "事業の概要"


@dataclass(frozen=True, slots=True)
class Approved:
    """An accepted case, in its last accepted version."""

    case_id: str
    path: Path
    title: str
    """件名, folded."""
    departments: frozenset[str]
    """課 by their names of today."""
    meeting: tuple[int, int] | None
    """年度 (the year in which it begins) and 回 of the meeting that decided on it; None while there is none."""
    words: str
    """Where it was approved, as the papers print it."""


@dataclass(frozen=True)
class Ledger:
    """The accepted cases, for looking them up."""

    cases: Sequence[Approved]
    names: Mapping[str, str]
    """Folded name of a 課 → its name of today."""

    @cached_property
    def by_id(self) -> dict[str, Approved]:
        """案件ID → the case."""
        return {case.case_id: case for case in self.cases}

    @cached_property
    def by_meeting(self) -> dict[tuple[int, int], list[Approved]]:
        """年度 and 回 → what was approved there."""
        found: dict[tuple[int, int], list[Approved]] = {}
        for case in self.cases:
            if case.meeting:
                found.setdefault(case.meeting, []).append(case)
        return found


def names_earlier(content: Content) -> bool:
    """Whether a workbook names any earlier case."""
    return any(FORMER in leaf.texts for leaf in content.leaves)


def stated_basis(new: Content, leaf: Leaf) -> str | None:
    """The 前回案件 that counts for a sheet: its own, for a checklist that of its 別紙, else that of the cover."""
    if own := leaf.texts.get(FORMER):
        return own
    if leaf.spec.division and not leaf.spec.is_annex:
        annexes = (one for one in new.leaves if one.spec.is_annex and one.spec.division == leaf.spec.division)
        if stated := next((one.texts[FORMER] for one in annexes if FORMER in one.texts), None):
            return stated
    return next((cover.texts[FORMER] for cover in new.of(COVER) if FORMER in cover.texts), None)


def find_basis(stated: str, new: Content, ledger: Ledger, read: Reader) -> Approved | None:
    """The accepted case that a 前回案件 names; of several meetings the last one on which it is found.

    On a meeting it is the case with the same 件名, else the one of the same 課 with the same 事業名.
    """
    others = [case for case_id in case_ids_in(stated) if (case := ledger.by_id.get(case_id))]
    if others:
        return others[-1]
    meetings = sorted({(meeting.year, meeting.number) for meeting in find_meetings(stated)}, reverse=True)
    for meeting in meetings:
        cases = ledger.by_meeting.get(meeting, [])
        ours = [case for case in cases if case.departments & _departments(new, ledger.names)]
        same = [case for case in cases if case.title and case.title == _title(new)]
        same = [case for case in same if case in ours] or same
        if not same and (work := _work(new)):
            same = [case for case in ours if _work(read(case.path)) == work]
        if len(same) == 1:
            return same[0]
    return None


def resolver(new: Content, ledger: Ledger, read: Reader) -> Resolver:
    """For `compare`: the approved version of each sheet of a case. Each 前回案件 is looked up, and each workbook read, once."""
    contents: dict[Path, Earlier] = {}
    found: dict[str, Earlier | None] = {}

    def approved(stated: str) -> Earlier | None:
        case = find_basis(stated, new, ledger, read)
        if case is None:
            return None
        if case.path not in contents:
            contents[case.path] = Earlier(read(case.path), case.words)
        earlier = contents[case.path]
        return earlier if earlier.content.sha256 != new.sha256 else None

    def earlier_of(leaf: Leaf) -> Earlier | None:
        stated = stated_basis(new, leaf)
        if stated is None:
            return None
        if stated not in found:
            found[stated] = approved(stated)
        return found[stated]

    return earlier_of


def case_changes(new: Content, ledger: Ledger, read: Reader, form: Form) -> Changes:
    """The changes of a case from its approved versions; none where its 前回案件 is not in the ledger."""
    return compare(new, resolver(new, ledger, read), form)


def reader(masters: Masters) -> Reader:
    """Reads the content of an accepted workbook. Raises OSError when it cannot be opened."""

    def read(path: Path) -> Content:
        extract = extract_file(path.read_bytes(), path.name, dict(masters.forms), FORM)
        return content_of(extract, masters.forms[FORM], masters.mark_readings)

    return read


def _departments(new: Content, names: Mapping[str, str]) -> frozenset[str]:
    rows = (
        (table.headings, line)
        for cover in new.of(COVER)
        for table in cover.spec.fields
        if table.name == "担当課"
        for line in cover.tables.get(table.name, ())
    )
    return frozenset(names.get(fold(name), name) for headings, line in rows if (name := cell_of(headings, line, "課")))


def _title(new: Content) -> str:
    return fold(next((cover.texts["件名"] for cover in new.of(COVER) if "件名" in cover.texts), ""))


def _work(content: Content) -> str:
    return fold(next((leaf.texts["事業名"] for leaf in content.of(OVERVIEW) if "事業名" in leaf.texts), ""))
