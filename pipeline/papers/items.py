"""The 記録項目 in three columns, filled page by page from top to bottom, by ファイル名 and 個人の範囲."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.papers.boxes import CELL, line, table_rows
from pipeline.papers.content import Leaf
from pipeline.papers.grid import Grid, shared_grid
from pipeline.papers.page import PAGE_POINTS, SECTION, Row
from pipeline.papers.source import Source
from pipeline.papers.words import EMPTY, Words

COLUMNS = 3
GRID: Grid = shared_grid((1.0,) * COLUMNS)
HEADINGS = ("記録項目名",) * COLUMNS
_SPANS = tuple((column, column) for column in range(COLUMNS))
_LOOKS = (CELL,) * COLUMNS
_FILE, _PERSONS, _NAME, _KIND = "ファイル名", "個人の範囲", "項目名", "項目区分"
_EDGE = 0.75
_LEAST_ROWS = 3
"""So many rows of a group at least stand below its heading at the foot of a page."""


def item_rows(source: Source, leaves: Sequence[Leaf], used: float) -> list[Row]:
    """All items. `used`: the points that are taken on the first page."""
    rows: list[Row] = []
    for (file, persons), items in _grouped(source, leaves).items():
        title = Words("　".join(filter(None, (file, f"（{persons}）" if persons else ""))))
        heading = [line(title, SECTION, GRID)] if title.text else []
        start = 0
        while start < len(items):
            block, taken = _block(heading, items[start:], PAGE_POINTS - used)
            if not block:
                block, taken = _block(heading, items[start:], PAGE_POINTS, alone=True)
                block[0] = replace(block[0], new_page=True)
                used = 0.0
            rows += block
            used += sum(row.height for row in block)
            start += taken
    return rows


def _block(heading: list[Row], items: list[Words], room: float, *, alone: bool = False) -> tuple[list[Row], int]:
    """As many items as the room takes, and how many that are; none where it is hardly worth it. `alone`: on a page of their own."""
    count = -(-len(items) // COLUMNS)
    least = min(count, 1 if alone else _LEAST_ROWS)
    lowest = table_rows(HEADINGS, [[EMPTY] * COLUMNS], _LOOKS, _SPANS, GRID, edge=_EDGE)[1].height
    count = max(least, min(count, int(room / lowest)))
    while True:
        lines = [[*items[row : count * COLUMNS : count], EMPTY, EMPTY][:COLUMNS] for row in range(count)]
        block = [*heading, *table_rows(HEADINGS, lines, _LOOKS, _SPANS, GRID, edge=_EDGE)]
        if sum(row.height for row in block) <= room or (alone and count == 1):
            return block, min(len(items), count * COLUMNS)
        if count <= least:
            return [], 0
        count -= 1


def _grouped(source: Source, leaves: Sequence[Leaf]) -> dict[tuple[str, str], list[Words]]:
    """ファイル名 and 個人の範囲 → the names of the items, each with what else is said of it."""
    groups: dict[tuple[str, str], list[Words]] = {}
    for leaf in leaves:
        for table in leaf.spec.fields:
            headings = table.headings
            for words in source.rows(leaf, table):
                by_heading = dict(zip(headings, words, strict=True))
                file, persons = (by_heading.get(name, EMPTY).text for name in (_FILE, _PERSONS))
                item = by_heading.get(_NAME, EMPTY)
                for heading, more in by_heading.items():
                    # the kind of an item is for the ledger; the official paper does not print it
                    if heading not in (_FILE, _PERSONS, _NAME, _KIND) and more.text:
                        item += Words("（") + more + Words("）")
                groups.setdefault((file, persons), []).append(item)
    return groups
