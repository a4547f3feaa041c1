"""What inputs, rows and whole sheets of a 全項目評価書 say, in the words of the official form."""

from __future__ import annotations

from difflib import SequenceMatcher

from pipeline.choices import CIRCLE, read_choice
from pipeline.filings.official import FILE_NAME, NUMBER, TICKS, WAY, column_label, label_of
from pipeline.forms.model import INTEGER, Column, Field, Sheet
from pipeline.japanese.text import fold
from pipeline.papers.content import Leaf, Line
from pipeline.papers.japanese_words import sentences_of
from pipeline.papers.pairing import FILE
from pipeline.papers.value_changes import cell_of, is_answered

_LEFT_OUT = "（略）"
_SHOWN_WHOLE = 200
"""A text of up to so many characters is quoted whole; of a longer one the sentences that differ."""
_SHOWN_IN_A_COPY = 100
"""So many characters of each text are quoted of a sheet that came or went."""


def copy_in_words(leaf: Leaf) -> str:
    """A 委託事項 item by item; of a ファイル, which takes pages, the name."""
    if leaf.spec.repeats == FILE:
        return leaf.texts.get(FILE_NAME, leaf.name)
    lines = []
    for field in leaf.spec.fields:
        if field.name in (FILE_NAME, NUMBER):
            continue
        if field.is_table:
            said = "、".join(filter(None, (_ticked(field, line) for line in leaf.tables.get(field.name, ()))))
        else:
            said = _beginning(chosen(field, leaf.texts.get(field.name, "")))
        lines += [f"{label_of(field)}：{said}"] if said else []
    return "\n".join(lines)


def _beginning(text: str) -> str:
    """A text, if it is long its beginning: what it says stands in the form itself."""
    return text if len(text) <= _SHOWN_IN_A_COPY else text[:_SHOWN_IN_A_COPY].rstrip() + "…"


def _ticked(field: Field, line: Line) -> str:
    """A ticked choice with what is written beside it; empty for one that is not."""
    if not is_answered(field.columns, line):
        return ""
    name, *words = [cell for column, cell in zip(field.columns, line.cells, strict=True) if cell != CIRCLE]
    said = "、".join(filter(None, words))
    return f"{name}（{said}）" if said else name or ""


def answer_of(field: Field, line: Line | None) -> str:
    """The ○ of a row that the form prints a choice in; empty where there is none."""
    at = next((at for at, column in enumerate(field.columns) if column.choices == TICKS and not column.fixed), None)
    return (line.cells[at] or "") if line and at is not None else ""


def words_beside(field: Field, line: Line | None) -> str:
    """What is written beside a choice."""
    others = (
        (column, cell or "")
        for column, cell in zip(field.columns, line.cells if line else (), strict=bool(line))
        if not column.fixed and column.choices != TICKS
    )
    return "、".join(f"{cell}件" if column.type == INTEGER else cell for column, cell in others if cell)


def tick_box(name: str, answer: str, words: str = "") -> str:
    """A choice as the form prints it: [ ○ ] 専用線."""
    return f"[ {CIRCLE if answer else '　'} ] {name}" + (f"（{words}）" if words else "")


def name_of_row(field: Field, line: Line | None) -> str:
    """A row of a list of names, with what is noted of it."""
    if line is None:
        return ""
    cells = dict(zip(field.headings, line.cells, strict=True))
    first, *words = [cells[h] for h in field.headings if h != NUMBER and (h != FILE_NAME or len(cells) == 1)]
    said = "、".join(filter(None, words))
    return (first or "") + (f"（{said}）" if said else "")


def row_in_words(spec: Sheet, field: Field, line: Line | None) -> str:
    """All that a row says, a line an item."""
    if line is None:
        return ""
    said: dict[str, list[str]] = {}
    for column in field.columns:
        text = chosen(column, cell_of(field.headings, line, column.heading) or "")
        if text and column.heading not in (NUMBER, FILE_NAME, WAY):
            own = column.heading if column.choices == TICKS else text
            said.setdefault(column_label(spec, field, column, line), []).append(own)
    return "\n".join(f"{label}：{'、'.join(texts)}" for label, texts in said.items())


def chosen(wanted: Field | Column, text: str) -> str:
    """A choice as the form prints it, where it was typed otherwise."""
    if not wanted.choices or not text:
        return text
    return read_choice(text, wanted.choices).value or text


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts whole if they are short, else their sentences that differ."""
    if max(len(before), len(after)) <= _SHOWN_WHOLE or not before or not after:
        return before, after
    olds, news = sentences_of(before), sentences_of(after)
    blocks = SequenceMatcher(None, list(map(fold, olds)), list(map(fold, news)), autojunk=False).get_opcodes()
    changed = [("".join(olds[i:k]), "".join(news[j:m])) for kind, i, k, j, m in blocks if kind != "equal"]
    sides = ([text.strip() for text in side if text.strip()] for side in zip(*changed, strict=True))
    first, second = (f"\n{_LEFT_OUT}\n".join(side) for side in sides)
    return first, second
