"""A checklist as it is printed: mark and reason at the left, the measure at the right, under party and section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.forms.model import PRINTED_IN_CHECKLISTS, Sheet
from pipeline.papers.boxes import CELL, CENTRED_CELL, edge_of, line, line_rows, set_in, table_rows
from pipeline.papers.content import MARK, Leaf
from pipeline.papers.grid import Grid, shared_grid
from pipeline.papers.page import HEADING, NOTE, SECTION, Row, space
from pipeline.papers.source import Source
from pipeline.papers.words import EMPTY, Words

GRID, TIGHT_GRID = (shared_grid((15.0, 77.0), is_tight=is_tight) for is_tight in (False, True))
MEASURES = "情報保護対策"
_SPANS = ((0, 0), (1, 1))
_REASON = "理由"
_SUBCONTRACT = "再委託"


def checklist_rows(source: Source, leaf: Leaf, grid: Grid) -> list[Row]:
    """A checklist, from its title on."""
    (table,) = leaf.spec.fields
    has_subcontract = _SUBCONTRACT in source.divisions
    if source.marks is None:
        cells = tuple(written.cells for written in leaf.tables.get(table.name, ()))
        return list(_unmarked_rows(leaf.spec, cells, has_subcontract, grid))
    return _rows(leaf.spec, source.rows(leaf, table), has_subcontract, grid)


@lru_cache(maxsize=512)
def _unmarked_rows(
    sheet: Sheet, cells: tuple[tuple[str | None, ...], ...], has_subcontract: bool, grid: Grid
) -> tuple[Row, ...]:
    """A checklist that many cases have in common."""
    lines = ([Words(cell) if cell else EMPTY for cell in own] for own in cells)
    return tuple(_rows(sheet, lines, has_subcontract, grid))


def _rows(sheet: Sheet, lines: Iterable[list[Words]], has_subcontract: bool, grid: Grid) -> list[Row]:
    rows, head = _above(sheet, grid)
    before = None
    for section, answer, measure in _measures(sheet, lines, has_subcontract):
        title = _section_title(sheet.party, section, grid)
        if section != before:
            rows = [*rows, title]
            before = section
        if answer.changed or measure.changed:
            rows += _measure_rows(answer, measure, head, title, grid)
        else:
            rows += _usual_rows(answer.text, measure.text, head, title, grid)
    return rows


@lru_cache(maxsize=256)
def _above(sheet: Sheet, grid: Grid) -> tuple[list[Row], Row]:
    """What stands above the measures; and the heads of the columns, which are repeated on every page."""
    legend = [text for text in sheet.preface.split("\n") if text]
    beside = "\n".join(text for text in legend if text.startswith("・"))
    rows = [line(Words(sheet.title), HEADING, grid)]
    rows += (line(Words(text), NOTE, grid) for text in legend if not text.startswith("・"))
    (head,) = table_rows((beside, MEASURES), [], (CENTRED_CELL, CELL), _SPANS, grid)
    return [*rows, space(3), head], head


@lru_cache(maxsize=256)
def _section_title(party: str, section: str, grid: Grid) -> Row:
    return line(Words(f"{party}【{section}の対策】"), SECTION, grid)


@lru_cache(maxsize=4096)
def _usual_rows(answer: str, measure: str, head: Row, title: Row, grid: Grid) -> tuple[Row, ...]:
    """The rows of a measure, which most cases have in common."""
    return tuple(_measure_rows(Words(answer), Words(measure), head, title, grid))


def _measure_rows(answer: Words, measure: Words, head: Row, title: Row, grid: Grid) -> list[Row]:
    looks = (set_in(grid, CENTRED_CELL), set_in(grid, CELL))
    return line_rows((answer, measure), looks, _SPANS, grid.widths, edge_of(grid), (head, title))


def _measures(sheet: Sheet, lines: Iterable[list[Words]], has_subcontract: bool) -> Iterator[tuple[str, Words, Words]]:
    """Section, mark with its reason, and text of each measure that concerns the case."""
    known = {measure.id: measure for measure in sheet.measures}
    headings = sheet.fields[0].headings
    id_, section, measure, mark = (headings.index(name) for name in (*PRINTED_IN_CHECKLISTS, MARK))
    others = [at for at, heading in enumerate(headings) if heading not in (*PRINTED_IN_CHECKLISTS, MARK)]
    for words in lines:
        own = known.get(words[id_].text)
        if own and own.when_subcontracted and not has_subcontract and not words[mark].text:
            continue
        answer = words[mark]
        for at in others:
            more = words[at]
            if more.text:
                said = more if headings[at] == _REASON else Words(f"{headings[at]}：") + more
                is_bracketed = said.text[0] in "（(" and said.text[-1] in "）)"
                answer += Words("\n") + (said if is_bracketed else Words("（") + said + Words("）"))
        yield words[section].text, answer, words[measure]
