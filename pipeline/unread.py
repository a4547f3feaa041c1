"""What stands where nobody reads it or sees it: writing in hidden places (F09), and writing where the form has no input (F14)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, filterfalse
from operator import attrgetter
from typing import Any

from pipeline.forms.model import Form
from pipeline.inputs import Located, Spot
from pipeline.japanese.text import fold

Position = tuple[int, int]


def hidden_writing(located: Located) -> Iterator[tuple[str, Position | None]]:
    """Where inputs are written that nobody sees: the kind of place, and its first written cell (None: the whole sheet)."""
    around = located.sheet.around
    if not (located.sheet.hidden or around.hidden_rows or around.hidden_columns):
        return
    written = sorted(_written(located))
    if located.sheet.hidden:
        if written:
            yield "シート", None
        return
    rows: dict[int, Position] = {}
    columns: dict[int, Position] = {}
    for row, column in written:
        if row in around.hidden_rows:
            rows.setdefault(row, (row, column))
        elif column in around.hidden_columns:
            columns.setdefault(column, (row, column))
    yield from (("行", place) for place in rows.values())
    yield from (("列", place) for place in columns.values())


def _written(located: Located) -> Iterator[Position]:
    """The cells that the department wrote in."""
    for spot in located.spots:
        places = _body(spot) if spot.field.is_table else [(spot.row, spot.column)]
        yield from (place for place in places if located.sheet.text(*place) is not None)


def _body(spot: Spot) -> Iterator[Position]:
    for row in range(spot.row + 1, spot.last_row + 1):
        for number, column in zip(spot.columns, spot.field.columns, strict=True):
            if number is not None and not column.fixed:
                yield row, number


def stray_writing(located: Located, form: Form) -> Iterator[Position]:
    """The written cells of a sheet of the form that are no input, no body of a table and no text that the form prints.

    Nothing on a sheet of which an input was not found: what stands there may be that input, and it is told with F05.
    """
    if located.missing:
        return
    if not _has_more_than_is_read(located, form):
        return
    read = _read_columns(located)
    labelled = {spot.row: min(read[spot.row]) for spot in located.spots}
    for row, cells in enumerate(located.sheet.rows):
        for column, value in enumerate(cells):
            if column in read.get(row, ()) or _is_printed(value, form):
                continue
            if not _is_reworded(row, column, located, before_an_input=column < labelled.get(row, 0)):
                yield row, column


def _has_more_than_is_read(located: Located, form: Form) -> bool:
    """Whether a sheet has more texts of its own than are read from it. Only counts, because that is quick and nearly always says no."""
    rows = located.sheet.rows
    inputs: dict[Position, Any] = {}
    tables: list[Spot] = []
    for spot in located.spots:
        if spot.columns:
            tables.append(spot)
        elif spot.row < len(rows) and spot.column < len(rows[spot.row]):
            inputs[spot.row, spot.column] = rows[spot.row][spot.column]
    read, written, row = list(inputs.values()), [], 0
    for table in sorted(tables, key=attrgetter("row")):
        written += rows[row : table.row]
        row = table.last_row + 1
        columns = {column for column in table.columns if column is not None}
        body = rows[table.row : row]
        if body and len(columns) < len(body[0]):  # else the whole width is read
            written += body
            read += [cells[column] for cells in body for column in columns if column < len(cells)]
    written += rows[row:]
    known = form.labels_and_blank.__contains__
    own = filterfalse(known, chain.from_iterable(written))
    return len(list(own)) != len(list(filterfalse(known, read)))


def _read_columns(located: Located) -> dict[int, set[int]]:
    """Row → the columns that are read there."""
    read: dict[int, set[int]] = {}
    for spot in located.spots:
        columns = {column for column in spot.columns if column is not None} or {spot.column}
        for row in range(spot.row, max(spot.row, spot.last_row) + 1):
            read.setdefault(row, set()).update(columns)
    return read


def _is_printed(value: object, form: Form) -> bool:
    """Whether a cell holds what the form prints, or nothing, however its spaces were changed."""
    if value in form.labels_and_blank:
        return True
    key = fold(value) if isinstance(value, str) else None
    return key is not None and (not key or key in form.label_keys)


def _is_reworded(row: int, column: int, located: Located, before_an_input: bool) -> bool:
    """Whether a cell is a label in other words (the first text before an input) or a title with something added."""
    if any(located.sheet.rows[row][:column]):
        return False
    above = row < min((spot.row for spot in located.spots), default=0)
    title = fold(located.spec.title)
    return before_an_input or (above and bool(title) and title in fold(located.sheet.text(row, column) or ""))
