"""Where the inputs of one sheet stand: by defined name, checked against the printed label, then by the label alone.

A name is believed when its label stands beside it, or when the label is nowhere else and the row is no other input's: programs
that insert rows leave the names behind, people rewrite labels. What neither leads to is missing, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from pipeline.forms.layout import Place, places
from pipeline.forms.model import Field, Sheet
from pipeline.japanese.text import fold
from pipeline.read import Area, BookSheet, text_of
from pipeline.sections import Section, section_rows

Position = tuple[int, int]

_FURTHEST_SHIFT = 4
"""So many columns are looked at to the right of inputs that all seem empty: someone inserted columns before them."""


class Spot(NamedTuple):
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


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """The key of a label or heading. Kept, because the same few stand in every workbook."""
    return fold(text)


def locate_inputs(spec: Sheet, sheet: BookSheet, anchors: Mapping[str, Area]) -> Located:
    """Find every input of a sheet. `anchors`: input name → the area its defined name points to."""
    located = Located(spec, sheet)
    expected = places(spec)
    labels = _Labels(spec, sheet, anchors)
    cells: list[tuple[Field, Position]] = []
    tables: list[Spot] = []
    for wanted in spec.fields:
        if wanted.is_table:
            others = [other for other in spec.fields if set(other.headings) - set(wanted.headings)]
            table = _table_spot(wanted, sheet, expected[wanted.name], anchors.get(wanted.name), others)
            if table is None:
                located.missing.append(wanted.label)
            else:
                tables.append(table)
            continue
        place = labels.input_of(wanted)
        if place is None:
            located.missing.append(wanted.label)
        else:
            cells.append((wanted, place))
    shift = _column_shift(sheet, [place for _, place in cells])
    located.spots.extend(Spot(wanted, row, column + shift) for wanted, (row, column) in cells)
    for table in tables:
        located.missing.extend(h for h, c in zip(table.field.headings, table.columns, strict=True) if c is None)
    located.spots.extend(with_last_rows(tables, located.spots, len(sheet.rows)))
    return located


def _column_shift(sheet: BookSheet, found: list[Position]) -> int:
    """How far the inputs moved to the right of where names and labels lead: 0 as soon as one of them is written."""
    if any(sheet.text(row, column) for row, column in found):
        return 0
    shifts = range(1, _FURTHEST_SHIFT + 1)
    return next((by for by in shifts if any(sheet.text(row, column + by) for row, column in found)), 0)


class _Labels:
    """The labels of a sheet: where each stands, looked up only when one is not beside its input."""

    def __init__(self, spec: Sheet, sheet: BookSheet, anchors: Mapping[str, Area]) -> None:
        self._sheet, self._anchors, self._fields = sheet, anchors, spec.fields
        self._expected = places(spec)
        self._known: dict[str, list[Position]] | None = None
        self._sections: Mapping[Section, range] | None = None

    def input_of(self, wanted: Field) -> Position | None:
        """The cell of an input; None when neither its name nor its label leads there."""
        area, expected = self._anchors.get(wanted.name), self._expected[wanted.name]
        if expected.label is None:
            return (area.top, area.left) if area else None
        if area is not None and self._is_in_place(wanted, area):
            return area.top, area.left
        down, across = expected.first[0] - expected.label[0], expected.first[1] - expected.label[1]
        beside = self._nearest(wanted, (area.top - down, area.left - across) if area else expected.label)
        if beside is None:
            return (area.top, area.left) if area is not None and self._lost_its_label(wanted, area) else None
        if area is not None and beside[0] == area.top - down and beside[1] < area.left:
            return area.top, area.left
        return beside[0] + down, beside[1] + across

    def _is_in_place(self, wanted: Field, area: Area) -> bool:
        """Whether the label of an input, or the first heading of a table, stands where the name says."""
        expected = self._expected[wanted.name]
        if wanted.is_table or expected.label is None:
            first: object = self._sheet.at(area.top, area.left)
            return first == wanted.headings[0]
        down, across = expected.first[0] - expected.label[0], expected.first[1] - expected.label[1]
        beside: object = self._sheet.at(area.top - down, area.left - across)
        return beside == wanted.label and (not wanted.section or area.top in self._rows_of(wanted))

    def _nearest(self, wanted: Field, near: Position) -> Position | None:
        found = self._index.get(key_of(wanted.label), [])
        if wanted.section:
            found = [at for at in found if at[0] in self._rows_of(wanted)]
        return min(found, key=lambda at: (abs(at[0] - near[0]), abs(at[1] - near[1])), default=None)

    @property
    def _index(self) -> dict[str, list[Position]]:
        """Key of a text → where it stands."""
        if self._known is None:
            self._known = _texts(self._sheet)
        return self._known

    def _rows_of(self, wanted: Field) -> range:
        """The rows of the section that an input stands in."""
        if self._sections is None:
            rows = len(self._sheet.rows)
            self._sections = section_rows(
                self._fields, lambda text: [r for r, _ in self._index.get(key_of(text), [])], rows
            )
        return self._sections[wanted.section]

    def _lost_its_label(self, wanted: Field, area: Area) -> bool:
        """Whether a name still leads to its input although the label is nowhere: it was rewritten or emptied.

        So it is when the row is written, is no other input's, and the next input below is in its place. Where that one is
        not, rows were deleted, perhaps this very one.
        """
        row = self._sheet.rows[area.top] if area.top < len(self._sheet.rows) else []
        texts = [cell for cell in row if text_of(cell)]
        known = {key_of(f.label) for f in self._fields}
        if not texts or any(type(cell) is str and key_of(cell) in known for cell in texts):
            return False
        following = self._fields[self._fields.index(wanted) + 1 :]
        below = next((f for f in following if f.name in self._anchors), None)
        return below is None or self._is_in_place(below, self._anchors[below.name])


def _texts(sheet: BookSheet) -> dict[str, list[Position]]:
    index: dict[str, list[Position]] = {}
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if type(value) is str and value:
                index.setdefault(fold(value), []).append((row, column))
    return index


def _table_spot(
    wanted: Field, sheet: BookSheet, expected: Place, area: Area | None, others: Sequence[Field]
) -> Spot | None:
    """The table whose headings stand nearest to its name or its printed place; None when hardly a heading is left.

    Tables have headings in common: a row with all headings of one of the `others` is that one's.
    """
    headings = _keys(wanted)
    top, left = (area.top, area.left) if area else expected.first
    columns = _heading_columns(headings, sheet, top, left)
    if all(column is not None for column in columns):
        return Spot(wanted, top, left, columns)
    rows = ((row, _heading_columns(headings, sheet, row, left)) for row in range(len(sheet.rows)))
    likely = [(row, found) for row, found in rows if sum(c is not None for c in found) * 2 > len(found)]
    likely = [(row, found) for row, found in likely if not any(_is_heading_row(other, sheet, row) for other in others)]
    if not likely:
        return None
    row, columns = min(likely, key=lambda item: (item[1].count(None), abs(item[0] - top)))
    return Spot(wanted, row, min(column for column in columns if column is not None), columns)


def _keys(table: Field) -> dict[str, int]:
    return {key_of(heading): number for number, heading in enumerate(table.headings)}


def _is_heading_row(table: Field, sheet: BookSheet, row: int) -> bool:
    return None not in _heading_columns(_keys(table), sheet, row, 0)


def _heading_columns(headings: Mapping[str, int], sheet: BookSheet, row: int, left: int) -> tuple[int | None, ...]:
    """The column of each heading in a row.

    Where a text stands twice (the label of a table may read like its first heading) the one nearest to its printed place
    counts, seen from the left edge of the table.
    """
    columns: list[int | None] = [None] * len(headings)
    for column, value in enumerate(sheet.rows[row]) if row < len(sheet.rows) else ():
        number = headings.get(key_of(value)) if type(value) is str and value else None
        if number is None:
            continue
        known = columns[number]
        if known is None or abs(column - left - number) < abs(known - left - number):
            columns[number] = column
    return tuple(columns)


def with_last_rows(tables: list[Spot], cells: list[Spot], rows: int) -> list[Spot]:
    """Tables end where the next input begins, or with the `rows` of the sheet; what people write below the body is read too."""
    complete = []
    for table in tables:
        below = [other.row for other in (*cells, *tables) if other.row > table.row]
        last = min(below) - 1 if below else rows - 1
        complete.append(Spot(table.field, table.row, table.column, table.columns, last))
    return complete
