"""The 個人情報の流れ as the table of its steps. Also other lists that a master adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.flow.steps import NUMBER, steps_of
from pipeline.forms.model import Sheet
from pipeline.papers.boxes import CELL, CENTRED_CELL, table_rows
from pipeline.papers.content import Leaf
from pipeline.papers.cover import PROJECT
from pipeline.papers.grid import Grid, shared_grid
from pipeline.papers.page import Row
from pipeline.papers.source import FLOW, OUTLINE, Source
from pipeline.papers.words import Words

_LEAST = 6
"""No column is narrower than for a text of so many characters beside one of a hundred."""
_SHORT = 3
"""A column whose heading and texts have so few characters is centred."""


def list_grid(source: Source, leaves: Sequence[Leaf], sheet: Sheet) -> Grid:
    """The columns of a list: a column with long texts is wider than in the form, so that no row gets too high."""
    table = sheet.fields[0]
    longest = [len(heading) for heading in table.headings]
    for leaf in leaves:
        for words in source.rows(leaf, table):
            longest = [max(most, len(own.text)) for most, own in zip(longest, words, strict=True)]
    return shared_grid(tuple(round(max(most, _LEAST) ** 0.5, 1) for most in longest))


def flow_title(source: Source) -> Words:
    """…に係る個人情報の流れ."""
    title, project = source.form.by_name[FLOW].title, source.text(OUTLINE, PROJECT)
    return Words(f"{project}に係る{title}" if project else title)


def list_rows(source: Source, leaves: Sequence[Leaf], grid: Grid) -> list[Row]:
    """The rows of a list as a table."""
    lines = [words for leaf in leaves for words in _lines(source, leaf)]
    if not lines:
        return []
    headings = leaves[0].spec.fields[0].headings
    columns = range(len(headings))
    looks = [CENTRED_CELL if all(len(own[at].text) <= _SHORT for own in lines) else CELL for at in columns]
    return table_rows(headings, lines, looks, [(at, at) for at in columns], grid)


def _lines(source: Source, leaf: Leaf) -> Iterator[list[Words]]:
    """The written rows of a list. A step that has no number bears the one that it has in the picture."""
    lines = source.rows(leaf, leaf.spec.fields[0])
    if leaf.spec.name != FLOW:
        yield from lines
        return
    at = leaf.spec.fields[0].headings.index(NUMBER)
    for words, step in zip(lines, steps_of(leaf), strict=True):
        yield [own if column != at or own.text else Words(step.number) for column, own in enumerate(words)]
