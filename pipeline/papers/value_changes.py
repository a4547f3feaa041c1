"""What changed in one value, and in one row of a table: its marks, and its lines for the lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.forms.model import Column, Field
from pipeline.papers.change_model import MARK_CHANGED, Change, Removed, RowChange
from pipeline.papers.content import MARK, Line
from pipeline.papers.japanese_diff import Run
from pipeline.papers.passages import ADDED, CHANGED, REMOVED, passages, removed
from pipeline.papers.sameness import OWN_MARK, TAKEN_OUT, is_mark, is_same, is_whole, runs_between

Place = tuple[int, int]

_REASON = "理由"
_KNOWN_BY = {
    "対策": "対策ID",
    "記録項目": "項目名",
    "情報の流れ": "番号",
    "担当課": "課",
    "システム": "システムの名称",
    "提供移転": "提供先・移転先",
}
"""Long frame → the heading by which people know a row; else the first one that is written."""


@dataclass(frozen=True, slots=True)
class Found:
    """The change of one value."""

    runs: tuple[Run, ...] | None
    """The new text in runs; None where nothing in it is to be marked."""
    changes: tuple[Change, ...]
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundInRow:
    """The changes of a row."""

    row: RowChange | None
    cells: Mapping[Place, tuple[Run, ...]]
    changes: tuple[Change, ...]
    removed: tuple[Removed, ...] = ()


def value_change(
    sheet: str, place: Place | None, item: str, wanted: Field | Column, old: str | None, new: str | None
) -> Found | None:
    """The change of a value of an input or column of the form; None where there is none."""
    if not new:
        return gone(sheet, place, item, item, old) if old else None
    type_ = wanted.type
    if old and is_same(type_, old, new, wanted.choices):
        return None
    runs = runs_between(type_, old, new)
    if not old:
        kind = MARK_CHANGED if is_mark(type_, old, new) else ADDED
        return Found(runs, (Change(sheet, place, item, kind, (), (Run(new, True),)),))
    if runs is not None and all(run.changed for run in runs):
        kind = MARK_CHANGED if is_mark(type_, old, new) else CHANGED
        changes = [Change(sheet, place, item, kind, (Run(old, True),), runs)]
    else:
        changes = [Change(sheet, place, item, p.kind, p.before, p.after) for p in passages(old, new)]
    lost = () if is_whole(type_) else removed(old, new)
    return Found(runs, tuple(changes), tuple(Removed(sheet, item, text) for text in lost))


def gone(sheet: str, place: Place | None, where: str, item: str, text: str) -> Found:
    """Something that stands no more."""
    return Found(None, (Change(sheet, place, item, REMOVED, (Run(text, True),), ()),), (Removed(sheet, where, text),))


def row_change(
    sheet: str, field: Field, table: str, compared: Collection[str], old: Line, new: Line, within: str = ""
) -> FoundInRow:
    """The changes of a row, cell by cell.

    `table`: its long frame; `compared`: the headings under which a difference counts; `within`: what is said before them.
    """
    if old.cells == new.cells:
        return FoundInRow(None, {}, ())
    found: dict[str, Found] = {}
    for at, column in enumerate(field.columns):
        before, after = old.cells[at], new.cells[at]
        if column.heading not in compared and not _is_taken_out(column, after):
            continue
        item = f"{within}{column.heading}（{name_of(table, field.headings, new)}）"
        if one := value_change(sheet, _place(new, at), item, column, before, after):
            found[column.heading] = one
    cells = {
        place: one.runs
        for at, heading in enumerate(field.headings)
        if (one := found.get(heading)) and one.runs and (place := _place(new, at))
    }
    runs = {heading: one.runs for heading, one in found.items() if one.runs}
    told = _mark_with_reason(found, cell_of(field.headings, new, _REASON))
    return FoundInRow(
        RowChange(False, runs) if runs else None,
        cells,
        tuple(change for one in told for change in one.changes),
        tuple(line for one in told for line in one.removed),
    )


def _mark_with_reason(found: Mapping[str, Found], reason: str | None) -> Sequence[Found]:
    """The changes of a row of which the reason is told with the mark that it is given for."""
    mark = found.get(MARK)
    if mark is None or not reason:
        return list(found.values())
    (change,) = mark.changes
    told = replace(mark, changes=(replace(change, after=(*change.after, Run(f"（理由：{reason}）", False))),))
    return [told if heading == MARK else one for heading, one in found.items() if heading != _REASON]


def added_row(sheet: str, field: Field, table: str, new: Line) -> FoundInRow:
    """A row that is new as a whole."""
    runs = {h: (Run(text, True),) for h, text in zip(field.headings, new.cells, strict=True) if text}
    places = [place for at in range(len(field.columns)) if new.cells[at] and (place := _place(new, at))]
    cells = {
        place: runs[heading]
        for at, heading in enumerate(field.headings)
        if heading in runs and (place := _place(new, at))
    }
    item = row_item(field, table, new)
    change = Change(sheet, places[0] if places else None, item, ADDED, (), (Run(in_one_line(new), True),))
    return FoundInRow(RowChange(True, runs), cells, (change,))


def removed_row(sheet: str, field: Field, table: str, old: Line) -> Found:
    """A row that stands no more."""
    return gone(sheet, None, _table_label(field), row_item(field, table, old), in_one_line(old))


def is_answered(columns: Sequence[Column], line: Line) -> bool:
    """Whether somebody wrote into a row, beside what the form prints in it."""
    return any(text for column, text in zip(columns, line.cells, strict=True) if not column.fixed)


def cell_of(headings: Sequence[str], line: Line, heading: str) -> str | None:
    """The text of a row under a heading; None where the table has no such heading."""
    return line.cells[headings.index(heading)] if heading in headings else None


def row_item(field: Field, table: str, line: Line) -> str:
    """How the list names a row: 記録項目「電話番号」."""
    return f"{_table_label(field)}「{name_of(table, field.headings, line)}」"


def name_of(table: str, headings: Sequence[str], line: Line) -> str:
    """What people call a row."""
    known_by = cell_of(headings, line, _KNOWN_BY.get(table, ""))
    name = known_by or next((text for text in line.cells if text), "")
    return name.replace("\n", " ")


def in_one_line(line: Line) -> str:
    """All that is written in a row."""
    return "／".join(text for text in line.cells if text)


def _table_label(field: Field) -> str:
    return "チェックリスト" if MARK in field.headings else field.label


def _is_taken_out(column: Column, text: str | None) -> bool:
    return column.heading == OWN_MARK and text == TAKEN_OUT


def _place(line: Line, at: int) -> Place | None:
    column = line.columns[at]
    return None if column is None else (line.row, column)
