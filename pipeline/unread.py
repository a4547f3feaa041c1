"""What stands where nobody reads it or sees it: writing in hidden places (F09), and writing where the form has no input (F14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.forms.model import Form
from pipeline.inputs import Located, Spot
from pipeline.japanese.text import fold

Position = tuple[int, int]
Columns = range | set[int]

_NOTHING_READ = range(0), False


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
    rows, open_rows = located.sheet.rows, _open_rows(located)
    rest: list[Any] = []
    for row, read, _ in open_rows:
        cells = rows[row]
        if isinstance(read, range):
            rest += cells[: read.start]
            rest += cells[read.stop :]
        else:
            rest += [value for column, value in enumerate(cells) if column not in read]
    if form.labels_and_blank.issuperset(rest):
        return
    for row, read, labelled in open_rows:
        for column, value in enumerate(rows[row]):
            label = labelled and column < min(read)
            if not (column in read or _is_printed(value, form) or _is_reworded(row, column, located, label)):
                yield row, column


def _open_rows(located: Located) -> list[tuple[int, Columns, bool]]:
    """The rows of a sheet that have cells which are not read: row, columns that are, and whether a label stands before them."""
    rows = located.sheet.rows
    inputs = {
        spot.row: (range(spot.column, spot.column + 1), True) for spot in located.spots if not spot.field.is_table
    }
    tables = sorted((spot for spot in located.spots if spot.field.is_table), key=lambda spot: spot.row)
    found: list[tuple[int, Columns, bool]] = []
    row = 0
    for table in tables:
        found += [(n, *inputs.get(n, _NOTHING_READ)) for n in range(row, table.row)]
        row = min(table.last_row + 1, len(rows))
        columns = {column for column in table.columns if column is not None}
        read: Columns = range(min(columns), max(columns) + 1)
        if len(read) > len(columns):
            read = columns
        if table.row < row and len(read) < len(rows[table.row]):
            found += [(n, read, n == table.row) for n in range(table.row, row)]
    found += [(n, *inputs.get(n, _NOTHING_READ)) for n in range(row, len(rows))]
    return found


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
