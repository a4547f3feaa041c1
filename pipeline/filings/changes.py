"""What changed between two editions of a 全項目評価書, as rows of its 別添３ (変更箇所), for the department to confirm.

A row an item of the official form: what was ticked and what rows came or went are told in the row of their item. The rows
that a 別添３ tells itself, and what nobody publishes, are no changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract import table_name
from pipeline.filings.in_words import (
    answer_of,
    chosen,
    copy_in_words,
    excerpts,
    name_of_row,
    row_in_words,
    tick_box,
    words_beside,
)
from pipeline.filings.official import (
    FILE_NAME,
    NUMBER,
    TICKS,
    column_label,
    is_important,
    item_name,
    label_of,
    leaf_name,
    row_name,
)
from pipeline.forms.model import INTEGER, TEXT, Column, Field, Form, Sheet
from pipeline.japanese.text import fold
from pipeline.papers.changes import whole_pairs
from pipeline.papers.content import Content, Leaf, Line
from pipeline.papers.pairing import pair_rows
from pipeline.papers.sameness import NO_CONTENT_COLUMNS, is_content, is_same

NOTHING = "－"
"""What stands where there was nothing, or is nothing more, as the form has it elsewhere."""
BEFOREHAND = "１）事前"


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A row of 別添３."""

    day: str
    """変更日; empty for the department to fill in."""
    item: str
    before: str
    after: str
    timing: str
    """提出時期: 事前 for an item whose change is 重要な変更, else empty."""
    note: str = ""
    sheet: str = ""
    """Where the change stands in the newer workbook: sheet, and row and column from 0; None for what is there no more."""
    place: tuple[int, int] | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts under the headings of the table, in the order of the form."""
        return self.day, self.item, self.before, self.after, self.timing, self.note


def proposed_rows(old: Content, new: Content, form: Form, day: str = "") -> list[ProposedRow]:
    """The rows of 別添３ that follow from what changed, in the order of the form; none where nothing did."""
    found = (row for spec, before, after in whole_pairs(new, old, form) for row in _of_pair(spec, before, after, new))
    return [replace(row, day=day) for row in _one_an_item(found)]


def _of_pair(spec: Sheet, old: Leaf | None, new: Leaf | None, content: Content) -> Iterator[ProposedRow]:
    if new is None or old is None:
        if spec.repeats:
            yield from _whole_leaf(old, new, content)
        return
    for field in filter(is_content, spec.fields):
        if field.is_table:
            yield from _of_table(field, old, new)
        else:
            yield from _of_text(field, old, new)


def _whole_leaf(old: Leaf | None, new: Leaf | None, content: Content) -> Iterator[ProposedRow]:
    """A ファイル or 委託事項 that came or went. One that went takes no new risk, so that nothing is proposed as its 提出時期."""
    if new is not None:
        marked = any(is_important(new.spec, field) for field in new.spec.fields if field.name in new.texts)
        yield _row(leaf_name(new), "", copy_in_words(new), marked, new.name, new.places.get(FILE_NAME))
    elif old is not None:
        beside = (content.of(old.spec.name) or content.leaves)[0].name
        yield _row(leaf_name(old), copy_in_words(old), "", False, beside, None)


def _of_text(field: Field, old: Leaf, new: Leaf) -> Iterator[ProposedRow]:
    if old.texts.get(field.name) == new.texts.get(field.name):
        return
    before, after = (chosen(field, leaf.texts.get(field.name, "")) for leaf in (old, new))
    if not _differ(field, before, after):
        return
    if field.choices == TICKS:
        before, after = (tick_box(label_of(field), text) for text in (before, after))
    marked = is_important(new.spec, field)
    yield _row(item_name(new, field), *excerpts(before, after), marked, new.name, new.places.get(field.name))


def _of_table(field: Field, old: Leaf, new: Leaf) -> Iterator[ProposedRow]:
    table = table_name(field, new.spec.kind)
    skipped = NO_CONTENT_COLUMNS.get(table, frozenset())
    telling = [heading for heading in field.headings if heading not in skipped]
    printed = [column.heading for column in field.columns if column.fixed]
    olds, news = (leaf.tables.get(field.name, ()) for leaf in (old, new))
    if [line.cells for line in olds] == [line.cells for line in news]:
        return
    for before, after in pair_rows(table, field.headings, telling, olds, news, printed):
        pair = None if before is None else olds[before], None if after is None else news[after]
        if printed:
            yield from _of_choice(field, new, *pair)
        elif len(telling) == 1 or all(column.type in _SHORT for column in field.columns):
            yield from _of_name(field, new, *pair)
        else:
            yield from _of_row(field, new, *pair)


_SHORT = (TEXT, INTEGER)
"""Types of the columns of a list of names."""


def _of_choice(field: Field, leaf: Leaf, old: Line | None, new: Line | None) -> Iterator[ProposedRow]:
    """A choice of several that was ticked or not."""
    line = new or old
    if line is None:
        return
    same = all(
        not _differ(column, *(own.cells[at] or "" if own else "" for own in (old, new)))
        for at, column in enumerate(field.columns)
        if not column.fixed
    )
    if not same:
        name = line.cells[0] or ""
        before, after = (tick_box(name, answer_of(field, own), words_beside(field, own)) for own in (old, new))
        at = next((at for at, column in enumerate(field.columns) if column.choices == TICKS), 0)
        yield _row(item_name(leaf, field), before, after, is_important(leaf.spec, field), leaf.name, _place(new, at))


def _of_name(field: Field, leaf: Leaf, old: Line | None, new: Line | None) -> Iterator[ProposedRow]:
    """A row of a list of names: a file, an item that is recorded. They are told together."""
    before, after = (name_of_row(field, line) for line in (old, new))
    line = new or old
    if line is not None and fold(before) != fold(after):
        at = next((at for at, text in enumerate(new.cells) if text), 0) if new else 0
        item = row_name(leaf.spec, field, line) if len(field.columns) > 1 else item_name(leaf, field)
        yield _row(item, before, after, is_important(leaf.spec, field), leaf.name, _place(new, at))


def _of_row(field: Field, leaf: Leaf, old: Line | None, new: Line | None) -> Iterator[ProposedRow]:
    """A row of a list that the official form prints as a block: told by its items, or in full where it came or went."""
    line = new or old
    if line is None:
        return
    marked = is_important(leaf.spec, field)
    name = row_name(leaf.spec, field, line)
    if old is None or new is None:
        before, after = (row_in_words(leaf.spec, field, own) for own in (old, new))
        yield _row(name, before, after, marked, leaf.name, _place(new, 0))
        return
    for at, column in enumerate(field.columns):
        before, after = (chosen(column, own.cells[at] or "") for own in (old, new))
        if column.heading in (NUMBER, FILE_NAME) or not _differ(column, before, after):
            continue
        if column.choices == TICKS:
            before, after = (tick_box(column.heading, text) for text in (before, after))
        label = column_label(leaf.spec, field, column, line)
        gap = "" if "①" <= label[:1] <= "⑳" else "　"
        yield _row(name + gap + label, *excerpts(before, after), marked, leaf.name, _place(new, at))


def _differ(wanted: Field | Column, before: str, after: str) -> bool:
    if not before or not after:
        return bool(before or after)
    return not is_same(wanted.type, before, after, wanted.choices)


def _place(line: Line | None, at: int) -> tuple[int, int] | None:
    column = line.columns[at] if line else None
    return None if line is None or column is None else (line.row, column)


def _row(item: str, before: str, after: str, marked: bool, sheet: str, place: tuple[int, int] | None) -> ProposedRow:
    return ProposedRow("", item, before, after, BEFOREHAND if marked else "", "", sheet, place)


def _one_an_item(rows: Iterable[ProposedRow]) -> list[ProposedRow]:
    """Join what is said of one item, in its order; what was nothing is said to have been so."""
    by_item: dict[str, list[ProposedRow]] = {}
    for row in rows:
        by_item.setdefault(row.item, []).append(row)
    return [
        replace(
            same[0],
            before=_joined([row.before for row in same]),
            after=_joined([row.after for row in same]),
            place=next((row.place for row in same if row.place), None),
        )
        for same in by_item.values()
    ]


def _joined(texts: Sequence[str]) -> str:
    return "\n".join(filter(None, texts)) or NOTHING
