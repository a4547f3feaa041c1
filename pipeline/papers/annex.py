"""A 別紙, one for each 区分 and each copy of it, with what stands at its head."""

from __future__ import annotations

from pipeline.forms.model import SHEET_OF_MEASURES, Field
from pipeline.japanese.text import wide_digits
from pipeline.papers.boxes import TEXT, Part, box, line
from pipeline.papers.content import Leaf
from pipeline.papers.fields import field_rows
from pipeline.papers.grid import Grid
from pipeline.papers.page import HEADING, SUBHEADING, Row, space
from pipeline.papers.source import Source
from pipeline.papers.words import Words

ITEMS_INPUT, ENTRUSTED = "記録項目", "開発等の委託"
_AS_ON_THE_SHEET = "記録項目のとおり"
_AS_ON_THE_CHECKLIST = "別紙チェックリストのとおり"
_CHECKLISTS_OF = {"再委託": "業務委託"}
"""A 区分 whose measures stand in the checklists of another."""


def annex_rows(source: Source, leaf: Leaf, number: int, count: int, grid: Grid) -> list[Row]:
    """The `number`th of `count` 別紙 of one 区分."""
    title = leaf.spec.title + (f"　その{wide_digits(str(number))}" if count > 1 else "")
    rows = [line(Words(title), HEADING, grid)]
    if leaf.spec.preface:
        rows.append(line(Words(leaf.spec.preface), SUBHEADING, grid))
    rows.append(space(6))

    def shown(field: Field, words: Words) -> Words:
        if field.name == ITEMS_INPUT and words == Words(_AS_ON_THE_SHEET) and source.items_number:
            return Words(f"{source.items_number}のとおり")
        if field.name == ENTRUSTED and words.text == "有":
            return words + Words(f"（{_AS_ON_THE_CHECKLIST}）")
        return words

    rows += field_rows(source, leaf, leaf.spec.fields, grid, shown)
    if not any(field.name == ENTRUSTED for field in leaf.spec.fields):
        rows += _checklist_rows(source, leaf, grid)
    return rows


def _checklist_rows(source: Source, leaf: Leaf, grid: Grid) -> list[Row]:
    """For each party that takes measures: as on the checklist."""
    division = _CHECKLISTS_OF.get(leaf.spec.division, leaf.spec.division)
    parties = [
        sheet.party
        for sheet in source.form.sheets
        if sheet.kind == SHEET_OF_MEASURES and sheet.division == division and sheet.party
    ]
    return [row for party in parties for row in box(party, [Part(Words(_AS_ON_THE_CHECKLIST), TEXT)], grid)]
