"""The inputs of a 全項目評価書 as the official form prints them.

A single choice stands in brackets beside the list it is taken from, a choice of several is 「[ ○ ] 専用線」, and every item of the
form is printed, also one that is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.choices import read_choice
from pipeline.filings.official import FILE_NAME, GROUPS, IMPORTANT, NUMBER, OTHER, TICKS, WAY, column_label, label_of
from pipeline.forms.model import Column, Field
from pipeline.papers.boxes import TEXT, Part, box, edge_of, text_lines, text_width, under_label
from pipeline.papers.content import Leaf, Line
from pipeline.papers.grid import Grid
from pipeline.papers.page import FONT_SIZE, LABEL_UNITS, PAGE_PIXELS, Cell, Look, Row
from pipeline.papers.source import Source
from pipeline.papers.words import EMPTY, Words
from pipeline.publish.text_measure import GOTHIC, MINCHO, PIXELS_PER_UNIT, row_height

_MARGIN, _COLUMNS, _CHOSEN = 5, 6, 3
_ROOM = (PAGE_PIXELS - (LABEL_UNITS * PIXELS_PER_UNIT + _MARGIN)) // _COLUMNS
GRID = Grid((LABEL_UNITS, *[(_ROOM - _MARGIN) / PIXELS_PER_UNIT] * _COLUMNS), tuple(range(_COLUMNS)))
"""A column of labels, and six that a box is divided into."""

CHAPTER = Look(GOTHIC, FONT_SIZE, shaded=True)
PART = Look(GOTHIC, 9.75, shaded=True)
_CHOICE = Look(sides="l")
_CHOICES = Look(size=8.25, sides="r")
_LEFT, _RIGHT = Look(size=9.75, sides="l"), Look(size=9.75, sides="r")
_GROUP = Look(MINCHO, 9.75)
_HEAD = "＜選択肢＞"
_NUMBERED = re.compile(r"[０-９]+）")
_COUNT = "（　）件"


def band(text: str, look: Look) -> Row:
    """A heading over the whole width, that stays with what follows."""
    lines = text_lines(text, text_width(GRID, 0, GRID.last, look), look.size, look.face)
    height = row_height(lines, look.size, look.face) + 2 * edge_of(GRID)
    return Row((Cell(Words(text), look, 0, GRID.last),), height, keep=True)


def field_box(source: Source, leaf: Leaf, field: Field) -> list[Row]:
    """An input beside its label."""
    label = label_of(field) + (f"　{IMPORTANT}" if IMPORTANT in field.label else "")
    if field.is_table:
        lines = list(zip(leaf.tables.get(field.name, ()), source.rows(leaf, field), strict=True))
        if any(column.fixed for column in field.columns):
            return under_label(label, list(_choice_rows(field, lines)), GRID)
        return box(label, [Part(_joined([_row_words(words) for _, words in lines]), TEXT)], GRID)
    words = source.words(leaf, field)
    if field.choices == TICKS:
        return box(label, [Part(_tick(words, label_of(field)), TEXT)], GRID)
    if field.choices:
        return under_label(label, [_single_choice(words, field.choices)], GRID)
    if _COUNT in field.label:
        words = Words("（ ") + words + Words(" ）件")
    return box(label, [Part(words, TEXT)], GRID)


def _joined(texts: Iterable[Words]) -> Words:
    """Texts, a line each."""
    whole = EMPTY
    for number, words in enumerate(texts):
        whole += (Words("\n") if number else EMPTY) + words
    return whole


def _row_words(cells: Sequence[Words]) -> Words:
    whole = EMPTY
    for words in cells:
        if words.text:
            whole += (Words("　") if whole.text else EMPTY) + words
    return whole


def _single_choice(words: Words, choices: Sequence[str]) -> Row:
    """What was chosen in brackets, and the list beside it."""
    chosen = read_choice(words.text, choices).value if words.text else None
    said = _NUMBERED.sub("", chosen or words.text, count=1) if chosen else words.text
    own = Words("[ ") + Words.marked(said or "　", changed=bool(words.changed)) + Words(" ]")
    listed = Words(_listed(choices))
    cells = Cell(own, _CHOICE, 1, _CHOSEN), Cell(listed, _CHOICES, _CHOSEN + 1, GRID.last)
    return Row(cells, _height(cells))


def _listed(choices: Sequence[str]) -> str:
    """The choices with their numbers, as many in a line as there is room for."""
    width = text_width(GRID, _CHOSEN + 1, GRID.last, _CHOICES)
    lines = [_HEAD]
    for choice in choices:
        together = f"{lines[-1]}　{choice}"
        if lines[-1] != _HEAD and text_lines(together, width, _CHOICES.size, _CHOICES.face) == 1:
            lines[-1] = together
        else:
            lines.append(choice)
    return "\n".join(lines)


def _height(cells: Iterable[Cell]) -> float:
    return max(
        row_height(
            text_lines(c.words.text, text_width(GRID, c.first, c.last, c.look), c.look.size, c.look.face), c.look.size
        )
        for c in cells
    ) + 2 * edge_of(GRID)


def _choice_rows(field: Field, lines: Iterable[tuple[Line, Sequence[Words]]]) -> Iterator[Row]:
    """A choice of several, two in a row, under what the form prints above some of them."""
    groups = GROUPS.get(field.name, {})
    waiting: list[Words] = []
    for line, words in lines:
        if above := groups.get(line.cells[0] or ""):
            yield from _pairs(waiting)
            waiting = []
            cell = Cell(Words(above), _GROUP, 1, GRID.last)
            yield Row((cell,), _height([cell]), keep=True)
        waiting.append(_choice_in(field.columns, words))
    yield from _pairs(waiting)


def _choice_in(columns: Sequence[Column], words: Sequence[Words]) -> Words:
    """A choice with its ○ and what is written beside it: [ ○ ] その他（システムの直接操作）."""
    name, tick, beside = EMPTY, EMPTY, EMPTY
    for column, own in zip(columns, words, strict=True):
        if column.fixed:
            name = own
        elif column.choices == TICKS:
            tick = own
        elif own.text:
            beside = Words("（") + own + Words("）件" if column.heading == "件数" else "）")
    return _tick(tick, name.text, changed=bool(name.changed)) + beside


def _tick(tick: Words, name: str, *, changed: bool = False) -> Words:
    own = tick if tick.text else Words("　")
    return Words("[ ") + own + Words(" ] ") + Words.marked(name, changed=changed or bool(tick.changed))


def _pairs(texts: Sequence[Words]) -> Iterator[Row]:
    for at in range(0, len(texts), 2):
        left, right = texts[at], texts[at + 1] if at + 1 < len(texts) else EMPTY
        cells = (
            Cell(left, _LEFT, 1, _CHOSEN, joined=at > 0),
            Cell(right, _RIGHT, _CHOSEN + 1, GRID.last, joined=at > 0),
        )
        yield Row(cells, _height(cells))


def list_block(source: Source, leaf: Leaf, table: Field, wanted: Callable[[Mapping[str, str]], bool]) -> list[Row]:
    """The rows of a list as blocks of the official form: システム６ with its items. `wanted`: which rows, by heading."""
    rows: list[Row] = []
    for line, words in zip(leaf.tables.get(table.name, ()), source.rows(leaf, table), strict=True):
        cells = {heading: text or "" for heading, text in zip(table.headings, line.cells, strict=True)}
        if wanted(cells):
            rows.append(band(_block_name(cells, leaf), PART))
            rows += _block(leaf, table, line, dict(zip(table.headings, words, strict=True)))
    return rows


def _block_name(cells: Mapping[str, str], leaf: Leaf) -> str:
    kind = f"{cells[WAY]}先" if WAY in cells else leaf.spec.name
    return kind + cells.get(NUMBER, "")


def _block(leaf: Leaf, table: Field, line: Line, words: Mapping[str, Words]) -> Iterator[Row]:
    is_ticked = False
    for column in table.columns:
        label = column_label(leaf.spec, table, column, line)
        if column.choices == TICKS:
            if not is_ticked:
                yield from under_label(label, list(_pairs(list(_ticks(table, words)))), GRID)
            is_ticked = True
        elif column.heading in (NUMBER, FILE_NAME, WAY) or column.heading.startswith(OTHER):
            continue
        elif column.choices:
            yield from under_label(label, [_single_choice(words[column.heading], column.choices)], GRID)
        else:
            yield from box(label, [Part(words[column.heading], TEXT)], GRID)


def _ticks(table: Field, words: Mapping[str, Words]) -> Iterator[Words]:
    """The columns of ticks; その他 with what is written beside it."""
    others = (words[c.heading] for c in table.columns if c.heading.startswith(OTHER) and c.choices != TICKS)
    beside = next((own for own in others if own.text), EMPTY)
    for column in table.columns:
        if column.choices == TICKS:
            own = _tick(words[column.heading], column.heading)
            is_other = column.heading == OTHER and bool(beside.text)
            yield own + Words("（") + beside + Words("）") if is_other else own
