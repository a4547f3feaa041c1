"""The cover, and the outline of the undertaking: what every case begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.forms.model import Field
from pipeline.japanese.documents import is_pointer
from pipeline.papers.boxes import INDENTED, PART_HEADING, TEXT, Part, box, line, part_rows, under_label
from pipeline.papers.content import Leaf
from pipeline.papers.fields import field_rows, inner_table
from pipeline.papers.grid import Grid
from pipeline.papers.page import (
    COVER_TITLE,
    NUMBER,
    PAGE_POINTS,
    PLAIN,
    PLAIN_RIGHT,
    SMALL_RIGHT,
    TITLE,
    Row,
    space,
)
from pipeline.papers.source import COVER, PAPER_NUMBER, Source
from pipeline.papers.words import EMPTY, Words

SUBJECT, GROUNDS, DEPARTMENTS, PROJECT, UNDERTAKING = "件名", "要綱の根拠", "担当課", "事業名", "事業内容"
_PART, _SECTION, _ROLE, _OWNER = "部", "課", "役割", "保有課"
_FLOW_INPUT = "個人情報の流れ"
_BOX_UNITS = 18.0
_FOR_THE_LINE = 40.0
"""Room that is left for the line that says what the marks mean."""
_NUMBERED = re.compile(r"[０-９]+ .+")
_PUT_FORWARD = re.compile(r"(?P<number>[０-９]+) 付議内容（(?P<division>.+)）")
_REFERENCE = re.compile("のとおり。?$")


def number_box(name: str, grid: Grid) -> list[Row]:
    """The number of a paper, boxed at the top right."""
    return [
        line(Words(name), NUMBER, grid, first=grid.last if grid.widths[-1] > _BOX_UNITS else grid.last - 1, extra=8),
        space(9),
    ]


def cover_rows(source: Source, leaf: Leaf, grid: Grid) -> list[Row]:
    """The cover."""
    head = source.head
    rows = number_box(head.name, grid)
    for text in (f"案件ID　{head.case_id}" if head.number else "", head.meeting_line):
        if text:
            rows.append(line(Words(text), SMALL_RIGHT, grid))
    rows += [space(24), line(Words(leaf.spec.title), COVER_TITLE, grid), space(24)]
    above = [field for field in leaf.spec.fields if field.name == SUBJECT]
    below = [field for field in leaf.spec.fields if field.name not in (SUBJECT, PAPER_NUMBER)]
    rows += field_rows(source, leaf, above, grid)
    rows += [space(9), line(Words("内容は別紙のとおり"), PLAIN, grid), space(9)]

    def shown(field: Field, words: Words) -> Words:
        return _grounds(words, source.divisions) if field.name == GROUNDS else words

    rows += field_rows(source, leaf, below, grid, shown)
    departments = "、".join(_by_division(_departments(source)))
    if not departments:
        return rows
    foot = line(Words(f"（担当部課：{departments}）"), PLAIN_RIGHT, grid)
    left = PAGE_POINTS - sum(row.height for row in rows) - foot.height - _FOR_THE_LINE
    return [*rows, space(min(max(left, 9), 400)), foot]


def outline_rows(source: Source, leaf: Leaf, grid: Grid) -> list[Row]:
    """The outline: rows of their own, and the box 事業内容 with everything that is numbered."""
    rows = [line(Words(leaf.spec.title), TITLE, grid), space(6)]
    numbered = [field for field in leaf.spec.fields if _NUMBERED.fullmatch(field.label)]
    flow = next((field for field in leaf.spec.fields if field.name == _FLOW_INPUT), None)
    words = source.words(leaf, flow) if flow else EMPTY
    is_reference = not words.text or _REFERENCE.search(words.text) is not None
    for field in leaf.spec.fields:
        if field not in numbered and field is not flow:
            rows += field_rows(source, leaf, [field], grid)
        if field.name == PROJECT:
            rows += box(DEPARTMENTS, [Part(Words(_owners(_departments(source))), TEXT)], grid)
    inside = _undertaking(source, leaf, numbered, grid)
    if is_reference:
        inside += part_rows([Part(Words("※個人情報の流れは、") + _where(source, words), TEXT)], grid)
    rows += under_label(UNDERTAKING, inside, grid) if inside else []
    return rows if is_reference or flow is None else rows + field_rows(source, leaf, [flow], grid)


def _where(source: Source, words: Words) -> Words:
    """Where the flow is to be found: as typed, but a number by which the department called its paper is that of today."""
    if words.text and not (source.flow_number and is_pointer(words.text)):
        return words
    return Words(f"{source.flow_number or '別紙'}のとおり")


def _undertaking(source: Source, leaf: Leaf, numbered: Iterable[Field], grid: Grid) -> list[Row]:
    """「１ 概要」, 「２ …への付議内容」 with each 区分, 「３ 対象者数」 with its table; what is not written is left out."""
    rows: list[Row] = []
    parts: list[Part] = []
    put_forward = 0
    for field in numbered:
        if field.is_table:
            parts.append(Part(Words(field.label), PART_HEADING, keep=True))
            rows += _kept(part_rows(parts, grid)) + inner_table(source, leaf, field, grid)
            parts = []
            continue
        words = source.words(leaf, field)
        if not words.text:
            continue
        of_division = _PUT_FORWARD.fullmatch(field.label)
        if not of_division:
            parts.append(Part(Words(field.label), PART_HEADING, keep=True))
        else:
            if not put_forward:
                heading = f"{of_division['number']} 個人情報保護管理運営会議への付議内容"
                parts.append(Part(Words(heading), PART_HEADING, keep=True))
            put_forward += 1
            number = chr(ord("０") + put_forward) if put_forward < 10 else str(put_forward)
            parts.append(Part(Words(f"（{number}）{of_division['division']}"), PART_HEADING, keep=True))
        parts.append(Part(words, INDENTED))
    return rows + part_rows(parts, grid)


def _kept(rows: list[Row]) -> list[Row]:
    """With the last row, a heading, staying with the table below it."""
    return [*rows[:-1], replace(rows[-1], keep=True)]


def _grounds(words: Words, divisions: tuple[str, ...]) -> Words:
    """As printed: ◇第3条第1項第3号（電算処理、外部結合）."""
    if not words.text or words.text.startswith("◇"):
        return words
    named = Words("" if "（" in words.text or not divisions else f"（{'、'.join(divisions)}）")
    return Words("◇") + words + named


def department_names(source: Source) -> str:
    """The 課 on the cover, joined."""
    return "、".join(filter(None, (row.get(_SECTION, "") for row in _departments(source))))


def _departments(source: Source) -> list[dict[str, str]]:
    """The rows of 担当課 on the cover, by heading."""
    return [
        dict(zip(field.headings, (cell or "" for cell in written.cells), strict=True))
        for leaf in source.content.of(COVER)
        for field in leaf.spec.fields
        if field.name == DEPARTMENTS and field.is_table
        for written in leaf.tables.get(field.name, ())
    ]


def _by_division(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """Each 課 with its 部, which is not said again for the next of the same."""
    before = ""
    for row in rows:
        part = row.get(_PART, "")
        name = row.get(_SECTION, "")
        yield name if part == before else part + name
        before = part


def _owners(rows: list[dict[str, str]]) -> str:
    """The 課 as the outline names them: 四谷特別出張所（保有課）及び地域コミュニティ課."""
    owners = [row.get(_SECTION, "") for row in rows if row.get(_ROLE) == _OWNER]
    others = [row.get(_SECTION, "") for row in rows if row.get(_ROLE) != _OWNER]
    if not owners or not others:
        return "、".join(owners or others)
    return f"{'、'.join(owners)}（{_OWNER}）及び{'、'.join(others)}"
