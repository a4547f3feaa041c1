"""Where the sections of a sheet stand: a label that is printed in several of them is looked for in its own only.

「リスクへの対策は十分か」 stands under every risk. Headings are found in printed order, chapters first and the parts within their
chapter. Where a heading is gone, its section reaches over to those beside it, whose inputs are then told apart by distance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from pipeline.forms.model import Field

Section = tuple[str, ...]


def section_rows(
    fields: Sequence[Field], rows_with: Callable[[str], Sequence[int]], rows: int
) -> Mapping[Section, range]:
    """Section → the rows it reaches over, its heading included. `rows_with`: the rows in which a text stands."""
    found: dict[Section, range] = {(): range(rows)}
    paths = dict.fromkeys(field.section[:level] for field in fields for level in range(len(field.section) + 1))
    for path in paths:
        children = [child for child in paths if child[:-1] == path and child]
        if children:
            found |= _split(found[path], children, rows_with)
    return found


def _split(whole: range, children: list[Section], rows_with: Callable[[str], Sequence[int]]) -> dict[Section, range]:
    """Divide the rows of a section among the sections within it."""
    starts: list[int | None] = []
    last = whole.start - 1
    for child in children:
        row = min((row for row in rows_with(child[-1]) if last < row < whole.stop), default=None)
        starts.append(row)
        last = last if row is None else row
    bounds = [whole.start, *(row for row in starts if row is not None), whole.stop]
    reaches = {first: range(first, after) for first, after in pairwise(bounds)}
    rows: dict[Section, range] = {}
    here = whole.start
    for child, start in zip(children, starts, strict=True):
        here = here if start is None else start
        rows[child] = reaches.get(here, range(here, whole.stop))
    return rows
