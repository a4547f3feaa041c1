"""What people do to the sheets of a form, as edits of a draft in memory that hypothesis chooses.

An edit looks only at the shape of a draft, never at its texts: the same edit of the traces (`traces_of`) tells where each
cell came from.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from hypothesis import strategies as st

from pipeline.read import Area, BookSheet, SheetName
from tests.drafts import Draft

Move = Callable[[int], int]
SHEETS = (
    "表紙",
    "事業の概要",
    "電算処理",
    "外部結合",
    "業務委託",
    "電算処理_区",
    "業務委託_委託先",
    "記録項目",
    "情報の流れ",
)


@dataclass(frozen=True, eq=False)
class Edit:
    """What someone did, and how to tell it."""

    edit: Callable[[Draft], None]
    words: str

    def __call__(self, draft: Draft) -> None:
        self.edit(draft)

    def __repr__(self) -> str:
        return self.words


class Trace(NamedTuple):
    """Where a cell stood before all edits."""

    sheet: str
    row: int
    column: int


def traces_of(draft: Draft) -> Draft:
    """A draft of the same shape, each written cell of which holds its own trace."""
    book = draft.book
    return Draft(replace(book, sheets=[_traced(sheet) for sheet in book.sheets], names=list(book.names)), draft.form)


def _traced(sheet: BookSheet) -> BookSheet:
    return replace(
        sheet,
        rows=[
            ["" if value == "" else Trace(sheet.name, row, column) for column, value in enumerate(cells)]
            for row, cells in enumerate(sheet.rows)
        ],
    )


def _named(edit: Callable[[Draft], None], *words: object) -> Edit:
    return Edit(edit, " ".join(map(str, words)).strip())


def _on(draft: Draft, name: str) -> BookSheet | None:
    """The sheet, unless an earlier edit renamed it."""
    return draft.book.sheet(name)


def _move_names(draft: Draft, sheet: str, row: Move | None = None, column: Move | None = None) -> None:
    """Let the names of a sheet follow its cells."""
    down, across = row or (lambda at: at), column or (lambda at: at)

    def moved(name: SheetName) -> SheetName:
        area = name.area
        if area is None or area.sheet != sheet:
            return name
        rows, columns = sorted((down(area.top), down(area.bottom))), sorted((across(area.left), across(area.right)))
        return name._replace(area=Area(sheet, rows[0], columns[0], rows[1], columns[1]))

    draft.book.names = [moved(name) for name in draft.book.names]


def insert_rows(name: str, at: int, by: int, follow: bool) -> Edit:
    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            names = d.book.names
            d.shift_rows(name, min(at, len(sheet.rows)), by)
            d.book.names = d.book.names if follow else names

    return _named(edit, "insert", by, "rows before", at, "of", name, "follow" * follow)


def delete_row(name: str, at: int, follow: bool) -> Edit:
    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            names = d.book.names
            d.shift_rows(name, min(at, len(sheet.rows) - 1), -1)
            d.book.names = d.book.names if follow else names

    return _named(edit, "delete row", at, "of", name, "follow" * follow)


def move_row(name: str, source: int, target: int, follow: bool) -> Edit:
    """Cut a row and insert it elsewhere."""

    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            last = len(sheet.rows) - 1
            cut, to = min(source, last), min(target, last)
            sheet.rows.insert(to, sheet.rows.pop(cut))

            def down(at: int) -> int:
                if at == cut:
                    return to
                return at - (cut < at <= to) + (to <= at < cut)

            if follow:
                _move_names(d, name, row=down)

    return _named(edit, "cut row", source, "to", target, "of", name, "follow" * follow)


def drag_cell(name: str, row: int, column: int, to_row: int, to_column: int, follow: bool) -> Edit:
    """Drag a cell to another place of its sheet."""

    def edit(d: Draft) -> None:
        sheet = _on(d, name)
        if sheet is None or max(row, to_row) >= len(sheet.rows) or column >= len(sheet.rows[row]):
            return
        for cells in sheet.rows:  # a sheet is read as wide in every row
            cells.extend([""] * (to_column + 1 - len(cells)))
        sheet.rows[to_row][to_column], sheet.rows[row][column] = sheet.rows[row][column], ""
        here, there = (row, column, row, column), (to_row, to_column, to_row, to_column)
        if follow:
            d.book.names = [
                n._replace(area=Area(name, *there)) if n.area is not None and n.area == (name, *here) else n
                for n in d.book.names
            ]

    return _named(edit, "drag", (row, column), "to", (to_row, to_column), "of", name, "follow" * follow)


def insert_column(name: str, at: int, follow: bool) -> Edit:
    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            for row in sheet.rows:
                row.insert(min(at, len(row)), "")
            if follow:
                _move_names(d, name, column=lambda c: c + (c >= at))

    return _named(edit, "insert column before", at, "of", name, "follow" * follow)


def delete_column(name: str, at: int) -> Edit:
    """Delete a column as Excel does: a name that has no cell left points nowhere."""

    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            for row in sheet.rows:
                del row[at : at + 1]
            d.book.names = [
                n._replace(area=None) if n.area and (n.area.sheet, n.area.left, n.area.right) == (name, at, at) else n
                for n in d.book.names
            ]
            _move_names(d, name, column=lambda c: c - (c > at))

    return _named(edit, "delete column", at, "of", name)


def copy_row(name: str, source: int, target: int) -> Edit:
    """Copy a row and insert it elsewhere; the names stay with the row that was copied."""

    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            copied = list(sheet.rows[min(source, len(sheet.rows) - 1)])
            at = min(target, len(sheet.rows))
            d.shift_rows(name, at, 1)
            sheet.rows[at] = copied

    return _named(edit, "copy row", source, "to", target, "of", name)


def merge(name: str, top: int, left: int, height: int, width: int) -> Edit:
    """Make cells into one: only the text of the first stays."""

    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            for row in sheet.rows[top : top + height]:
                for column in range(left, min(left + width, len(row))):
                    if (row, column) != (sheet.rows[top], left):
                        row[column] = ""

    return _named(edit, "merge", height, "×", width, "cells at", (top, left), "of", name)


def hide(name: str, rows: frozenset[int], columns: frozenset[int]) -> Edit:
    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            sheet.around = replace(sheet.around, hidden_rows=rows, hidden_columns=columns)

    return _named(edit, "hide rows", sorted(rows), "and columns", sorted(columns), "of", name)


def hide_sheet(name: str) -> Edit:
    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            sheet.hidden = True

    return _named(edit, "hide", name)


def copy_sheet(name: str, title: str, with_names: bool) -> Edit:
    """Copy a sheet to the end; Excel gives the copy names of its own."""

    def edit(d: Draft) -> None:
        source = _on(d, name)
        if source is None or d.book.sheet(f"{name}{title}") is not None:
            return
        twin = copy.deepcopy(source)
        twin.name = f"{name}{title}"
        d.book.sheets.append(twin)
        scope = len(d.book.sheets) - 1
        d.book.names = d.book.names + [
            SheetName(n.name, scope, n.area._replace(sheet=twin.name))
            for n in d.book.names
            if with_names and n.scope is None and n.area is not None and n.area.sheet == name
        ]

    return _named(edit, "copy", name, "as", title, "with names" * with_names)


def rename_sheet(name: str, title: str, follow: bool) -> Edit:
    def edit(d: Draft) -> None:
        sheet = _on(d, name)
        if sheet is not None and d.book.sheet(title) is None:
            sheet.name = title
            d.book.names = [
                n._replace(area=n.area._replace(sheet=title))
                if follow and n.area is not None and n.area.sheet == name
                else n
                for n in d.book.names
            ]

    return _named(edit, "rename", name, "to", title, "follow" * follow)


def delete_sheet(name: str) -> Edit:
    """Delete a sheet with its own names; those of the workbook then point nowhere."""

    def edit(d: Draft) -> None:
        if sheet := _on(d, name):
            at = d.book.sheets.index(sheet)
            del d.book.sheets[at]
            d.book.names = [
                n._replace(
                    scope=n.scope - (n.scope > at) if n.scope is not None else None,
                    area=None if n.area and n.area.sheet == name else n.area,
                )
                for n in d.book.names
                if n.scope != at
            ]

    return _named(edit, "delete", name)


def swap_sheets(first: int, second: int) -> Edit:
    """Change the order of two sheets; names of their own go with them."""

    def edit(d: Draft) -> None:
        sheets = d.book.sheets
        a, b = first % len(sheets), second % len(sheets)
        sheets[a], sheets[b] = sheets[b], sheets[a]
        scopes = {a: b, b: a}
        d.book.names = [n if n.scope is None else n._replace(scope=scopes.get(n.scope, n.scope)) for n in d.book.names]

    return _named(edit, "swap sheets", first, second)


def delete_names(keep: int) -> Edit:
    def edit(d: Draft) -> None:
        d.book.names = [name for number, name in enumerate(d.book.names) if number % 3 == keep]

    return _named(edit, "delete names but every third from", keep)


_any_row, _few, _columns = st.integers(0, 30), st.integers(1, 3), st.integers(0, 5)
_sheets = st.sampled_from(SHEETS)
_places = st.frozensets(_any_row, max_size=3)
_copies, _titles = (
    st.sampled_from([" (2)", "（２）", "の写し", "_3"]),
    st.sampled_from(["運用保守", "別紙その１", "Sheet1"]),
)

BLOCKS = (
    ("表紙", 2, 11),
    ("表紙", 13, 19),
    ("事業の概要", 2, 14),
    ("電算処理", 3, 11),
    ("外部結合", 3, 17),
    ("業務委託", 3, 20),
    ("電算処理_区", 5, 26),
    ("業務委託_委託先", 5, 28),
    ("記録項目", 3, 96),
    ("情報の流れ", 3, 11),
)
"""Sheet, first and last row of inputs that stand one below the other, or of the body of a table."""


OUTSIDE = 6
"""From this column on there is nothing of the form, even when columns were inserted or deleted."""


@st.composite
def _moves(draw: st.DrawFn) -> Edit:
    """A row is cut or copied within its table, or among the inputs of its sheet; or a cell is dragged out of the form."""
    name, first, last = draw(st.sampled_from(BLOCKS))
    source, target = draw(st.integers(first, last)), draw(st.integers(first, last))
    how, follow = draw(st.sampled_from(["cut", "copied", "dragged"])), draw(st.booleans())
    if how == "dragged":
        return drag_cell(
            name, source, draw(st.integers(1, 4)), target, draw(st.integers(OUTSIDE + 2, OUTSIDE + 4)), follow
        )
    return copy_row(name, source, target) if how == "copied" else move_row(name, source, target, follow)


def _upper(sheet: str, row: int) -> int:
    """On the cover, a row above the headings of 担当部課."""
    return min(row, 13) if sheet == "表紙" else row


_deletions = st.one_of(
    st.builds(lambda s, at, follow: delete_row(s, _upper(s, at), follow), _sheets, _any_row, st.booleans()),
    st.builds(delete_column, st.sampled_from(SHEETS[1:]), st.integers(1, 5)),
)
_others = st.one_of(
    st.builds(insert_rows, _sheets, _any_row, _few, st.booleans()),
    st.builds(insert_column, _sheets, _columns, st.booleans()),
    st.builds(lambda s, top, *cells: merge(s, _upper(s, top), *cells), _sheets, _any_row, _columns, _few, _few),
    st.builds(hide, _sheets, _places, st.frozensets(_columns, max_size=2)),
    st.builds(hide_sheet, _sheets),
    st.builds(copy_sheet, _sheets, _copies, st.booleans()),
    st.builds(delete_sheet, _sheets),
    st.builds(rename_sheet, _sheets, _titles, st.booleans()),
    st.builds(swap_sheets, _any_row, _any_row),
    st.builds(delete_names, st.integers(0, 2)),
)
edits: st.SearchStrategy[list[Edit]] = st.builds(
    lambda moves, deletions, others: [*moves, *deletions, *others],
    st.lists(_moves(), max_size=2),
    st.lists(_deletions, max_size=2),
    st.lists(_others, max_size=3),
)
"""Rows are cut, copied and deleted first, while the blocks are where they were."""
