"""A case as it is to be printed: a sheet for each numbered paper, laid out in full before anything is written.

As the city numbers them: 資料５４ is the cover with the outline and every 別紙; the 個人情報の流れ and the 記録項目 follow as
資料５４－１ and 資料５４－２; the checklists are 別紙 without a number of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipeline.forms.model import SHEET_OF_FIELDS, SHEET_OF_MEASURES, SHEET_OF_ROWS, Sheet
from pipeline.papers import checklist, items
from pipeline.papers.annex import annex_rows
from pipeline.papers.boxes import CELL, line, table_rows
from pipeline.papers.content import Leaf
from pipeline.papers.cover import cover_rows, number_box, outline_rows
from pipeline.papers.flow import flow_title, list_grid, list_rows
from pipeline.papers.grid import Grid, labelled_grid, shared_grid
from pipeline.papers.page import NOTE, NUMBER, SMALL_RIGHT, TITLE, Row, paginate, space
from pipeline.papers.pictures import with_pictures
from pipeline.papers.source import COVER, FLOW, ITEMS, OUTLINE, Source, is_written
from pipeline.papers.words import Words

CHECKLISTS, REMOVED = "チェックリスト", "削除した箇所"
_SLIP_POINTS = 240.0
"""A last page with less than this on it is avoided, if setting the part a little smaller does it."""
_REMOVED_HEADINGS = ("箇所", "削除した内容")
_REMOVED_GRID = shared_grid((25.0, 67.0))


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet as it is to be written."""

    name: str
    """What it is to be called; a workbook may have to change it."""
    title: str
    """What is on it."""
    number: str
    """Its number, which is empty for a 別紙 without one."""
    grid: Grid
    pages: list[list[Row]]
    foot: tuple[str, str]
    """At the foot of every page, left and right of its number."""


def plan_case(source: Source) -> list[SheetPlan]:
    """Lay out all papers of a case."""
    plans = [_main(source)]
    if source.case.pictures or source.case.picture_note or source.content.of(FLOW):
        plans += _flow(source)
    if listed := _written(source, ITEMS):
        plans.append(_items(source, listed))
    for sheet in source.form.sheets:
        if sheet.kind == SHEET_OF_ROWS and sheet.name not in (FLOW, ITEMS) and _written(source, sheet.name):
            plans.append(_list(source, sheet))
    plans += _checklists(source)
    return plans + removed_plans(source)


def _written(source: Source, sheet: str) -> list[Leaf]:
    return [leaf for leaf in source.content.of(sheet) if is_written(leaf)]


def _plan(source: Source, number: str, title: str, grid: Grid, rows: Sequence[Row]) -> SheetPlan:
    """A sheet that is called by its number or, if it has none, by the case and its title."""
    name = number or f"{source.head.name} {title}"
    return SheetPlan(name, title, number, grid, paginate(rows), (source.head.name, source.head.meeting))


def _main(source: Source) -> SheetPlan:
    """Cover, outline, and each 別紙 with each copy of it, all on pages of their own."""
    grids = labelled_grid(source.form), labelled_grid(source.form, is_tight=True)
    rows: list[Row] = []
    for sheet in source.form.sheets:
        leaves = _written(source, sheet.name) if sheet.kind == SHEET_OF_FIELDS else []
        for number, leaf in enumerate(leaves, start=1):
            if sheet.name == COVER:
                laid = partial(cover_rows, source, leaf)
            elif sheet.name == OUTLINE:
                laid = partial(outline_rows, source, leaf)
            else:
                laid = partial(annex_rows, source, leaf, number, len(leaves))
            rows += _part(source, laid, grids)
    return _plan(source, source.head.name, source.form.by_name[COVER].title, grids[0], rows)


def _part(source: Source, laid: Callable[[Grid], list[Row]], grids: tuple[Grid, Grid]) -> list[Row]:
    """A part on pages of its own; set a little smaller where that saves a page with hardly anything on it."""
    usual = _with_line(source, laid(grids[0]), grids[0])
    pages = paginate(usual)
    if len(pages) > 1 and sum(row.height for row in pages[-1]) < _SLIP_POINTS:
        smaller = _with_line(source, laid(grids[1]), grids[1])
        if len(paginate(smaller)) < len(pages):
            usual = smaller
    return [replace(usual[0], new_page=True), *usual[1:]]


def _flow(source: Source) -> Iterator[SheetPlan]:
    sheet = source.form.by_name[FLOW]
    leaves = _written(source, FLOW)
    grid = list_grid(source, leaves, sheet)
    table = list_rows(source, leaves, grid)
    case = source.case
    if not (case.pictures or case.picture_note or table):
        return
    number = source.flow_number
    rows = [*(number_box(number, grid) if number else ()), line(flow_title(source), TITLE, grid), space(6)]
    rows += line_of_marks(source, table, grid)
    rows += [line(Words(case.picture_note), NOTE, grid)] if case.picture_note else []
    yield _plan(source, number, sheet.title, grid, [*with_pictures(rows, case.pictures, FLOW), *table])


def _items(source: Source, leaves: Sequence[Leaf]) -> SheetPlan:
    grid, number = items.GRID, source.items_number
    title = leaves[0].spec.title
    above = [*(number_box(number, grid) if number else ()), line(Words(title), TITLE, grid), space(6)]
    rows = items.item_rows(source, leaves, sum(row.height for row in above))
    if said := line_of_marks(source, rows, grid):
        above += said
        rows = items.item_rows(source, leaves, sum(row.height for row in above))
    return _plan(source, number, title, grid, [*above, *rows])


def _list(source: Source, sheet: Sheet) -> SheetPlan:
    """A list that a master added."""
    leaves = _written(source, sheet.name)
    grid = list_grid(source, leaves, sheet)
    rows = list_rows(source, leaves, grid)
    title = sheet.title or sheet.name
    above = [line(Words(title), TITLE, grid), space(6), *line_of_marks(source, rows, grid)]
    return _plan(source, "", title, grid, [*above, *rows])


def _checklists(source: Source) -> Iterator[SheetPlan]:
    """The checklists of what is put before the meeting, each on pages of its own."""
    grids, rows = (checklist.GRID, checklist.TIGHT_GRID), list[Row]()
    for sheet in source.form.sheets:
        if sheet.kind == SHEET_OF_MEASURES and sheet.division in source.divisions:
            for leaf in _written(source, sheet.name):
                rows += _part(source, partial(_checklist, source, leaf), grids)
    if rows:
        yield _plan(source, "", CHECKLISTS, grids[0], rows)


def _checklist(source: Source, leaf: Leaf, grid: Grid) -> list[Row]:
    of_paper = line(Words(f"（{source.head.name}　別紙チェックリスト）"), SMALL_RIGHT, grid)
    return [of_paper, *checklist.checklist_rows(source, leaf, grid)]


def removed_plans(source: Source) -> list[SheetPlan]:
    """The sheet with what stood in the earlier version only; none where nothing is gone."""
    if not source.marks or not source.marks.removed:
        return []
    grid = _REMOVED_GRID
    lines = [(Words(where), Words(text)) for where, text in source.marks.removed]
    rows = [line(Words(REMOVED), TITLE, grid), space(6)]
    rows += table_rows(_REMOVED_HEADINGS, lines, (CELL, CELL), ((0, 0), (1, 1)), grid)
    return [_plan(source, "", REMOVED, grid, rows)]


def _with_line(source: Source, rows: list[Row], grid: Grid) -> list[Row]:
    """A part with the line that says what its marks mean, above its first box."""
    at = next((n for n, row in enumerate(rows) if row.framed and row.cells[0].look is not NUMBER), len(rows))
    return [*rows[:at], *line_of_marks(source, rows, grid), *rows[at:]]


def line_of_marks(source: Source, rows: Sequence[Row], grid: Grid) -> list[Row]:
    """The line that says what the marks mean, for rows in which there are some."""
    if source.marks is None or not any(cell.words.changed for row in rows for cell in row.cells):
        return []
    return [line(Words(source.marks.line), NOTE, grid)]
