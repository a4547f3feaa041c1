"""A checklist as it is printed: mark and reason at the left, the measure at the right, under party and section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.forms.model import MEASURE_ID, MEASURE_SECTION, MEASURE_TEXT, PRINTED_IN_CHECKLISTS, Field
from pipeline.papers.boxes import CELL, CENTRED_CELL, line, table_rows
from pipeline.papers.content import MARK, Leaf
from pipeline.papers.grid import Grid, shared_grid
from pipeline.papers.page import HEADING, NOTE, SECTION, Row, space
from pipeline.papers.source import Source
from pipeline.papers.words import Words

GRID, TIGHT_GRID = (shared_grid((15.0, 77.0), is_tight=is_tight) for is_tight in (False, True))
MEASURES = "情報保護対策"
_SPANS = ((0, 0), (1, 1))
_REASON = "理由"
_SUBCONTRACT = "再委託"


def checklist_rows(source: Source, leaf: Leaf, grid: Grid) -> list[Row]:
    """A checklist, from its title on."""
    legend = [text for text in leaf.spec.preface.split("\n") if text]
    beside = "\n".join(text for text in legend if text.startswith("・"))
    rows = [line(Words(leaf.spec.title), HEADING, grid)]
    rows += (line(Words(text), NOTE, grid) for text in legend if not text.startswith("・"))
    rows.append(space(3))
    measures = [measure for table in leaf.spec.fields for measure in _measures(source, leaf, table)]
    for section, group in groupby(measures, key=lambda measure: measure[0]):
        head, *below = table_rows((beside, MEASURES), [own[1:] for own in group], (CENTRED_CELL, CELL), _SPANS, grid)
        title = line(Words(f"{leaf.spec.party}【{section}の対策】"), SECTION, grid)
        rows += [title] if len(rows) > 3 + len(legend) else [head, title]
        rows += (replace(row, again=(head, title)) for row in below)
    return rows


def _measures(source: Source, leaf: Leaf, table: Field) -> Iterator[tuple[str, Words, Words]]:
    """Section, mark with its reason, and text of each measure that concerns the case."""
    known = {measure.id: measure for measure in leaf.spec.measures}
    for written, words in source.rows(leaf, table):
        by_heading = dict(zip(table.headings, words, strict=True))
        own = known.get(by_heading[MEASURE_ID].text)
        if own and own.when_subcontracted and not any(written.cells[3:]) and _SUBCONTRACT not in source.divisions:
            continue
        answer = by_heading[MARK]
        for heading, more in by_heading.items():
            if heading in (*PRINTED_IN_CHECKLISTS, MARK) or not more.text:
                continue
            said = more if heading == _REASON else Words(f"{heading}：") + more
            is_bracketed = said.text[0] in "（(" and said.text[-1] in "）)"
            answer += Words("\n") + (said if is_bracketed else Words("（") + said + Words("）"))
        yield by_heading[MEASURE_SECTION].text, answer, by_heading[MEASURE_TEXT]
