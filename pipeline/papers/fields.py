"""The inputs of a sheet as boxes, in their printed order and by their type: what a master adds is printed without more ado."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from pipeline.forms.model import CHOICE, INTEGER, REQUIRED, Field
from pipeline.papers.boxes import (
    CELL,
    CENTRED_CELL,
    INDENTED,
    PART_HEADING,
    RIGHT_CELL,
    TEXT,
    Part,
    box,
    table_rows,
    under_label,
)
from pipeline.papers.content import Leaf
from pipeline.papers.grid import Grid
from pipeline.papers.page import Look, Row
from pipeline.papers.source import TICK, Source
from pipeline.papers.words import EMPTY, Words

START, END, PLANNED = "開始時期", "終了時期", "予定"
OWN_APPROVAL = "前回案件"
_CERTIFIED = "認証"
ATTACHED = ("法人番号", _CERTIFIED)
"""Inputs that say more about the company above them, and stand in its box."""

_NUMBERED = re.compile(r"(?P<box>\S.*?) (?P<part>[０-９]+ .+)")
_FULL_LABELS = {
    "電算処理.記録される情報項目": "記録される情報項目（だれの、どのような項目が、どこのコンピュータに記録されるのか）",
    "外部結合.結合される情報項目": "結合される情報項目（だれの、どのような項目か）",
    "外部結合.結合の開始時期及び期間": "結合の開始時期と期間",
    "業務委託.処理させる情報項目": "委託に伴い事業者に処理させる情報項目（だれの、どのような項目か）",
    "再委託.処理させる情報項目": "再委託に伴い事業者に処理させる情報項目（だれの、どのような項目か）",
    "外部提供.提供する情報項目": "提供する情報項目（だれの、どのような項目か）",
}
"""Where the official paper says more than the label of the input."""
_ENDS_A_START = re.compile("(?:から|より|以降|以後|頃|ごろ)[）)]?$")
_ENDS_AN_END = re.compile("(?:まで|限り)[）)]?$")

Shown = Callable[[Field, Words], Words]
"""How an input is printed that says something else on paper."""


def field_rows(
    source: Source, leaf: Leaf, wanted: Sequence[Field], grid: Grid, shown: Shown = lambda field, words: words
) -> list[Row]:
    """The boxes of some inputs of a sheet; of what may be left empty, those with something written in them."""
    rows: list[Row] = []
    for group in groups(tuple(wanted)):
        first = group[0]
        if first.is_table:
            rows += table_box(source, leaf, first, grid)
            continue
        texts = [shown(field, source.words(leaf, field)) for field in group]
        if not any(words.text for words in texts) and not any(field.required == REQUIRED for field in group):
            continue
        rows += box(_label(group), _parts(group, texts), grid)
    return rows


def table_box(source: Source, leaf: Leaf, table: Field, grid: Grid) -> list[Row]:
    """A table beside its label; nothing where nothing is written and nothing must be."""
    rows = inner_table(source, leaf, table, grid)
    if len(rows) == 1 and table.required != REQUIRED:
        return []
    return under_label(table.label, rows, grid)


def inner_table(source: Source, leaf: Leaf, table: Field, grid: Grid) -> list[Row]:
    """A table without a label, in the columns behind the labels."""
    lines = list(source.rows(leaf, table))
    looks = [_look(column.type, column.choices) for column in table.columns]
    return table_rows(table.headings, lines, looks, grid.spans([c.width for c in table.columns]), grid)


def _look(type_: str, choices: tuple[str, ...]) -> Look:
    if type_ == INTEGER:
        return RIGHT_CELL
    return CENTRED_CELL if choices and max(map(len, choices)) <= 2 else CELL


@lru_cache(maxsize=256)
def groups(fields: tuple[Field, ...]) -> tuple[tuple[Field, ...], ...]:
    """The inputs of each box: parts 「… １ 個人の範囲」 of one thing, a period, a company with what is known of it."""
    found: list[list[Field]] = []
    for field in fields:
        if found and not field.is_table and not found[-1][0].is_table and _belongs(field, found[-1]):
            found[-1].append(field)
        else:
            found.append([field])
    return tuple(map(tuple, found))


def _belongs(field: Field, group: list[Field]) -> bool:
    first = group[0]
    if field.name in ATTACHED:
        return not _NUMBERED.fullmatch(first.label)
    if first.name == START:
        return field.name in (END, PLANNED) or is_clause(field)
    own, others = _NUMBERED.fullmatch(field.label), _NUMBERED.fullmatch(first.label)
    return own is not None and others is not None and own["box"] == others["box"]


def is_clause(field: Field) -> bool:
    """Whether an input is a statement that is ticked or not."""
    return field.type == CHOICE and field.choices == (TICK,)


def _label(group: Sequence[Field]) -> str:
    first = group[0]
    label = first.label
    if numbered := _NUMBERED.fullmatch(label):
        label = numbered["box"]
    if first.name == START and len(group) > 1 and group[1].name == END:
        head, _, _ = label.rpartition(START)
        label = f"{label}及び{group[1].label.removeprefix(head).partition('（')[0]}"
    return _FULL_LABELS.get(f"{first.sheet}.{label}", label)


def _parts(group: Sequence[Field], texts: Sequence[Words]) -> list[Part]:
    if group[0].name == START:
        return [Part(_period(group, texts), TEXT)]
    if _NUMBERED.fullmatch(group[0].label):
        return list(_numbered_parts(group, texts))
    words, below = texts[0], EMPTY
    for field, more in zip(group[1:], texts[1:], strict=True):
        if more.text and field.name == _CERTIFIED:
            words += Words("（") + more + Words("）" if "取得" in more.text else "取得）")
        elif more.text:
            below += Words(f"\n{field.label}　") + more
    return [Part(words + below, TEXT)]


def _numbered_parts(group: Sequence[Field], texts: Sequence[Words]) -> Iterator[Part]:
    for field, words in zip(group, texts, strict=True):
        if words.text or field.required == REQUIRED:
            numbered = _NUMBERED.fullmatch(field.label)
            yield Part(Words(numbered["part"] if numbered else field.label), PART_HEADING, keep=True)
            yield Part(words, INDENTED)


def _period(group: Sequence[Field], texts: Sequence[Words]) -> Words:
    """A period in one line: 令和７年４月から令和８年３月３１日まで（予定）（次年度以降も、同様の業務委託を行う。）."""
    by_name = {field.name: words for field, words in zip(group, texts, strict=True)}
    start, end = texts[0], by_name.get(END, EMPTY)
    if END in by_name and start.text and not _ENDS_A_START.search(start.text):
        start += Words("から")
    if end.text and not _ENDS_AN_END.search(end.text):
        end += Words("まで")
    words = start + end
    clauses = [(field, tick) for field, tick in zip(group, texts, strict=True) if is_clause(field) and tick.text]
    for field, tick in sorted(clauses, key=lambda clause: clause[0].name != PLANNED):
        # the official paper sets a comma here, the label has no room for it
        said = field.label if field.name == PLANNED else f"{field.label.replace('以降も同様', '以降も、同様')}。"
        words += Words("（") + Words.marked(said, changed=bool(tick.changed)) + Words("）")
    return words
