"""Comparing a case with its approved version: each 別紙 with its own, each table row by row, each text by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract import table_name
from pipeline.forms.model import Field, Form, Sheet
from pipeline.papers.change_model import Change, Changes, Earlier, Removed, RowChange
from pipeline.papers.content import Content, Leaf, Line
from pipeline.papers.japanese_diff import Run
from pipeline.papers.pairing import FILE, FILE_NAME, identity_of, pair_leaves, pair_rows, renamed
from pipeline.papers.passages import ADDED
from pipeline.papers.sameness import ASKED_AGAIN, NO_CONTENT_COLUMNS, OWN_LISTS, OWN_MARK, TAKEN_OUT, TICKS, is_content
from pipeline.papers.value_changes import (
    Found,
    FoundInRow,
    added_row,
    cell_of,
    gone,
    is_answered,
    removed_row,
    row_change,
    value_change,
)

WHOLE_SHEET = "シート全体"

Label = Callable[[Leaf, Field | None], str]
"""What an input of a sheet is called, or the sheet itself."""
Resolver = Callable[[Leaf], Earlier | None]
"""Gives for a sheet the approved version that its 前回案件 (else that of the cover) names; None where there is none."""


def compare(new: Content, earlier: Resolver, form: Form) -> Changes:
    """All changes of a case. `earlier` is asked for every sheet that is filled in; see `basis.resolver`.

    A sheet that is left empty is no part of this submission: what was filled in before is not told as removed.
    """
    collected = _Collected()
    for spec in form.sheets:
        for former, leaves in _by_earlier(new.of(spec.name), earlier):
            olds = [leaf for leaf in former.content.of(spec.name) if is_filled(leaf)]
            for old, number in pair_leaves(olds, leaves):
                if number is None:
                    collected.lose_sheet(leaves[-1].name, olds[old or 0])
                else:
                    collected.based_on[leaves[number].name] = former.words
                    collected.compare_sheet(leaves[number], None if old is None else olds[old])
    return collected.in_order_of(new)


def compare_whole(new: Content, earlier: Earlier, form: Form, label: Label) -> Changes:
    """All changes of a workbook that says everything anew, so that what it leaves empty is taken back.

    `label`: what an input is called, as its label alone does not tell which of several is meant.
    """
    collected = _Collected(label)
    for spec, old, leaf in whole_pairs(new, earlier.content, form):
        if leaf is None:
            if old is not None:
                collected.lose_sheet(_beside(new, spec), old)
            continue
        collected.based_on[leaf.name] = earlier.words
        collected.compare_sheet(leaf, old)
    return collected.in_order_of(new)


def whole_pairs(new: Content, old: Content, form: Form) -> Iterator[tuple[Sheet, Leaf | None, Leaf | None]]:
    """Every sheet of the form with its older and its newer leaf; None where a copy, or the sheet, has no counterpart.

    What stands on other sheets about a file that is called otherwise now, is taken as said of it by its new name.
    """
    names: dict[str, str] = {}
    for spec in form.sheets:
        if spec.name in OWN_LISTS:
            continue
        olds, news = (
            [leaf for leaf in content.of(spec.name) if not spec.repeats or is_filled(leaf)] for content in (old, new)
        )
        if spec.repeats != FILE:
            olds = [renamed(leaf, names) for leaf in olds]
        for before, after in pair_leaves(olds, news):
            pair = None if before is None else olds[before], None if after is None else news[after]
            if spec.repeats == FILE and pair[0] and pair[1]:
                names |= {pair[0].texts.get(FILE_NAME, ""): pair[1].texts.get(FILE_NAME, "")}
            yield spec, *pair


def _beside(new: Content, spec: Sheet) -> str:
    """The sheet at which it is told that a copy is gone: the last of its kind, else the first of all."""
    return (new.of(spec.name) or new.leaves)[-1 if new.of(spec.name) else 0].name


def _by_earlier(leaves: Iterable[Leaf], earlier: Resolver) -> list[tuple[Earlier, list[Leaf]]]:
    """The sheets that are filled in and have an approved version, by that version."""
    groups: dict[int, tuple[Earlier, list[Leaf]]] = {}
    for leaf in leaves:
        former = earlier(leaf) if is_filled(leaf) else None
        if former is not None:
            groups.setdefault(id(former.content), (former, []))[1].append(leaf)
    return list(groups.values())


def is_filled(leaf: Leaf) -> bool:
    """Whether somebody wrote on a sheet, beside what the form prints there."""
    fields = leaf.spec.fields
    return any(is_content(f) for f in fields if f.name in leaf.texts) or any(
        is_answered(f.columns, line) for f in fields for line in leaf.tables.get(f.name, ())
    )


class _Collected:
    """The changes as they are found."""

    def __init__(self, label: Label | None = None) -> None:
        self._label = label
        self.based_on: dict[str, str] = {}
        self._texts: dict[tuple[str, str], tuple[Run, ...]] = {}
        self._rows: dict[tuple[str, str, int], RowChange] = {}
        self._cells: dict[str, dict[tuple[int, int], tuple[Run, ...]]] = {}
        self._removed: list[Removed] = []
        self._changes: list[Change] = []
        self._is_new_sheet = False

    def in_order_of(self, new: Content) -> Changes:
        """The changes in the order in which the sheets stand in the workbook."""
        order = {leaf.name: number for number, leaf in enumerate(new.leaves)}
        based_on = dict(sorted(self.based_on.items(), key=lambda item: order[item[0]]))
        removed = sorted(self._removed, key=lambda line: order[line.sheet])
        if self._label:  # which says the place in full
            removed = [replace(line, sheet="") for line in removed]
        changes = sorted(self._changes, key=lambda change: order[change.sheet])
        return Changes(self._texts, self._rows, self._cells, tuple(removed), based_on, tuple(changes))

    def compare_sheet(self, new: Leaf, old: Leaf | None) -> None:
        """Compare a sheet with its approved version; one that has none is marked as a whole and told in one line."""
        self._is_new_sheet = old is None
        if old is None:
            whole = (Run(_known_as(new), True),)
            self._changes.append(Change(new.name, None, self._whole(new), ADDED, (), whole))
        for plain in filter(is_content, new.spec.fields):
            field = replace(plain, label=self._label(new, plain)) if self._label else plain
            if field.is_table:
                self._compare_table(new, field, old.tables.get(field.name, ()) if old else ())
            else:
                self._compare_text(new, field, old.texts.get(field.name) if old else None)

    def lose_sheet(self, beside: str, old: Leaf) -> None:
        """A copy of a 別紙 that is there no more; it is told at the last one that is."""
        self._is_new_sheet = False
        where = self._label(old, None) if self._label else _title(old.spec)
        self._tell(gone(beside, None, where, self._whole(old), _known_as(old)))

    def _whole(self, leaf: Leaf) -> str:
        return f"{self._label(leaf, None)}　{WHOLE_SHEET}" if self._label else WHOLE_SHEET

    def _compare_text(self, leaf: Leaf, field: Field, old: str | None) -> None:
        new, place = leaf.texts.get(field.name), leaf.places.get(field.name)
        if not new and field.name.startswith(ASKED_AGAIN):
            return
        found = value_change(leaf.name, place, field.label, field, old, new)
        if found is None:
            return
        self._tell(found)
        if found.runs:
            self._texts[leaf.name, field.name] = found.runs
            if place:
                self._cells.setdefault(leaf.name, {})[place] = found.runs

    def _compare_table(self, leaf: Leaf, field: Field, before: Sequence[Line]) -> None:
        table = table_name(field, leaf.spec.kind)
        headings, news = field.headings, leaf.tables.get(field.name, ())
        olds = [line for line in before if cell_of(headings, line, OWN_MARK) != TAKEN_OUT]
        skipped = NO_CONTENT_COLUMNS.get(table, frozenset())
        telling = [heading for heading in headings if heading not in skipped]
        compared = [c.heading for c in field.columns if not c.fixed and c.heading not in skipped]
        if [line.cells for line in olds] == [line.cells for line in news]:
            return
        within = f"{field.label}　" if self._label else ""
        printed = [c.heading for c in field.columns if c.fixed]
        for old, number in pair_rows(table, headings, telling, olds, news, printed):
            if number is None:
                if table not in TICKS and is_answered(field.columns, olds[old or 0]):
                    self._tell(removed_row(leaf.name, field, table, olds[old or 0]))
                continue
            if old is not None:
                found = row_change(leaf.name, field, table, compared, olds[old], news[number], within)
            elif is_answered(field.columns, news[number]):
                found = added_row(leaf.name, field, table, news[number])
            else:
                continue
            self._tell(found, is_tick=table in TICKS)
            self._cells.setdefault(leaf.name, {}).update(found.cells)
            if found.row is not None:
                self._rows[leaf.name, field.name, number] = found.row

    def _tell(self, found: Found | FoundInRow, *, is_tick: bool = False) -> None:
        """Put a change into the lists, unless its sheet stands there as a whole; a tick only where it was set."""
        if not self._is_new_sheet:
            self._changes += [change for change in found.changes if change.after or not is_tick]
            self._removed += [] if is_tick else found.removed


def _known_as(leaf: Leaf) -> str:
    """What a sheet is about: the 委託先 or the like, else its 件名, else its title."""
    return identity_of(leaf) or leaf.texts.get("件名") or _title(leaf.spec)


def _title(spec: Sheet) -> str:
    return spec.title or spec.name
