"""Locating: where on this workbook each input of the form stands. By defined name, then by label, never by coordinate alone.

People insert rows, copy a 別紙 for a second 委託, rename sheets and delete names; the names that survive are believed first,
then the printed labels, and what is found by neither is reported with what was looked for (F04, F05).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.forms.layout import Place, places
from pipeline.forms.model import SHEET_OF_MEASURES, Field, Form, Sheet
from pipeline.japanese.text import fold
from pipeline.read import Area, Book, BookSheet

OUR_SHEETS = ("_meta", "_lists", "記入要領", "検証結果")
"""Sheets that the job itself writes: never searched for inputs, never a finding."""

_COPY_MARK = re.compile(r"(?:\s*[(（]\d+[)）]|_\d+|\s*のコピー.*)$")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an input was found. For a table: the heading row, the column of each heading (None: not found), the last row."""

    field: Field
    row: int
    column: int
    columns: tuple[int | None, ...] = ()
    last_row: int = 0


@dataclass(slots=True)
class Located:
    """One sheet of the workbook that is one sheet of the form."""

    spec: Sheet
    sheet: BookSheet
    spots: list[Spot] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Printed labels and headings of the inputs found neither by name nor by label."""


def locate(form: Form, book: Book) -> tuple[list[Located], list[Sheet]]:
    """Find every sheet and input of the form. Returns the sheets found, in printed order, and those that are missing."""
    anchors = _anchors(form, book)
    found: list[Located] = []
    absent: list[Sheet] = []
    for spec in form.sheets:
        sheets = [sheet for sheet in book.sheets if _is_instance(spec, sheet, anchors, form)]
        if not sheets:
            absent.append(spec)
        for sheet in sheets:
            found.append(_locate_inputs(spec, sheet, anchors.get((spec.name, sheet.name), {})))
    return found, absent


def _anchors(form: Form, book: Book) -> dict[tuple[str, str], dict[str, Area]]:
    """(sheet of the form, sheet of the book) → input name → area, from the defined names that still point somewhere."""
    inputs = {f.defined_name: f for f in form.inputs}
    anchors: dict[tuple[str, str], dict[str, Area]] = {}
    ours = {sheet.name for sheet in book.sheets} - set(OUR_SHEETS)
    for name in book.names:
        target = inputs.get(name.name)
        if target is None or name.area is None or name.area.sheet not in ours:
            continue
        if name.scope is not None and book.sheets[name.scope].name != name.area.sheet:
            continue
        anchors.setdefault((target.sheet, name.area.sheet), {}).setdefault(target.name, name.area)
    return anchors


def _is_instance(spec: Sheet, sheet: BookSheet, anchors: dict[tuple[str, str], dict[str, Area]], form: Form) -> bool:
    if sheet.name in OUR_SHEETS:
        return False
    if (spec.name, sheet.name) in anchors:
        return True
    if any(other.name != spec.name and (other.name, sheet.name) in anchors for other in form.sheets):
        return False
    return fold(spec.name) in (fold(sheet.name), fold(_COPY_MARK.sub("", sheet.name)))


def _locate_inputs(spec: Sheet, sheet: BookSheet, anchors: dict[str, Area]) -> Located:
    located = Located(spec, sheet)
    expected = places(spec)
    labels = _Labels(sheet)
    tables: list[Spot] = []
    for wanted in spec.fields:
        area = anchors.get(wanted.name)
        if wanted.is_table:
            spot = _table_spot(wanted, sheet, expected[wanted.name], area)
            if spot is None:
                located.missing.append(wanted.label)
                continue
            located.missing.extend(
                heading for heading, column in zip(wanted.headings, spot.columns, strict=True) if column is None
            )
            tables.append(spot)
        elif area is not None:
            located.spots.append(Spot(wanted, area.top, area.left))
        else:
            place = labels.input_of(wanted, expected[wanted.name])
            if place is None:
                located.missing.append(wanted.label)
            else:
                located.spots.append(Spot(wanted, *place))
    located.spots.extend(_with_last_rows(tables, located.spots, spec, sheet))
    return located


class _Labels:
    """Where the texts of a sheet stand, by folded text; made only when a label is asked for."""

    def __init__(self, sheet: BookSheet) -> None:
        self._sheet = sheet
        self._index: dict[str, list[tuple[int, int]]] | None = None

    def input_of(self, wanted: Field, expected: Place) -> tuple[int, int] | None:
        """The input beside the label of that text which stands nearest to where the form prints it."""
        if self._index is None:
            self._index = {}
            for row, column, value in _texts(self._sheet):
                self._index.setdefault(fold(value), []).append((row, column))
        if expected.label is None:
            return None
        row, column = expected.label
        found = self._index.get(fold(wanted.label), [])
        if not found:
            return None
        at = min(found, key=lambda place: (abs(place[0] - row), abs(place[1] - column)))
        return at[0] + expected.first[0] - row, at[1] + expected.first[1] - column


def _texts(sheet: BookSheet) -> Iterator[tuple[int, int, str]]:
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if type(value) is str and value:
                yield row, column, value


def _table_spot(wanted: Field, sheet: BookSheet, expected: Place, area: Area | None) -> Spot | None:
    """The table whose headings stand nearest to its name or its printed place; None when hardly a heading is left."""
    headings = {fold(heading): number for number, heading in enumerate(wanted.headings)}
    near = (area.top, area.left) if area else expected.first
    body = area.bottom - area.top if area else expected.last[0] - expected.first[0]
    if area is not None:
        columns = _heading_columns(headings, sheet.rows, area.top, area.left)
        if all(column is not None for column in columns):
            return Spot(wanted, area.top, area.left, columns, area.bottom)
    best: tuple[int, int, tuple[int | None, ...]] | None = None
    for row in range(len(sheet.rows)):
        columns = _heading_columns(headings, sheet.rows, row, near[1])
        count = sum(column is not None for column in columns)
        rank = (-count, abs(row - near[0]))
        if count * 2 > len(columns) and (best is None or rank < best[:2]):
            best = (*rank, columns)
            found_row = row
    if best is None:
        return None
    left = min(column for column in best[2] if column is not None)
    return Spot(wanted, found_row, left, best[2], found_row + body)


def _heading_columns(headings: dict[str, int], rows: list[list[object]], row: int, left: int) -> tuple[int | None, ...]:
    """The column of each heading in a row. Where a text stands twice (the label of a table may read like its first
    heading) the one nearest to its printed place counts, seen from the left edge of the table.
    """
    columns: list[int | None] = [None] * len(headings)
    for column, value in enumerate(rows[row]) if row < len(rows) else ():
        number = headings.get(fold(value)) if type(value) is str and value else None
        if number is None:
            continue
        known = columns[number]
        if known is None or abs(column - left - number) < abs(known - left - number):
            columns[number] = column
    return tuple(columns)


def _with_last_rows(tables: list[Spot], fields: list[Spot], spec: Sheet, sheet: BookSheet) -> Iterator[Spot]:
    """Tables end where the next input begins; what people write below the named body is read too."""
    for table in tables:
        below = [other.row for other in (*fields, *tables) if other.row > table.row and other is not table]
        beyond = [row for row in below if row > table.last_row or spec.kind == SHEET_OF_MEASURES]
        end = min(beyond) - 1 if beyond else len(sheet.rows) - 1
        yield Spot(table.field, table.row, table.column, table.columns, end)
