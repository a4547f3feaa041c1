"""Writing into a workbook that a person keeps: values into cells, and rows below her last one that look like hers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from pipeline.patch.book import Book
from pipeline.patch.geometry import grid_of
from pipeline.patch.heights import height_for, with_heights
from pipeline.patch.markup import Edit, Node, apply, parse, set_attributes, text
from pipeline.patch.memory import target_of
from pipeline.patch.reading import rows_in_use
from pipeline.patch.relations import related
from pipeline.patch.values import Before, Change, Place, column_of, place_of
from pipeline.patch.workbook_part import names_of
from pipeline.patch.worksheet import outline

Value: TypeAlias = str | float | dt.date | None

_RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)|(\$?[A-Z]{1,3}\$?)(\d+)")
_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_FOLLOWING_NAMES = ("_xlnm._FilterDatabase", "_xlnm.Print_Area")


class Editor(Book):
    """A workbook that is written into; nothing but the cells named is changed. `save` gives its bytes."""

    def set_text(self, sheet: str, cell: str, value: str) -> None:
        """Write text into a cell (`B5`), which keeps its format. It is never a formula, whatever it begins with.

        Raises:
            KeyError: there is no such sheet.
            ValueError: the cell has a formula; the text is too long; the address is none.

        """
        self._set(sheet, cell, value)

    def set_number(self, sheet: str, cell: str, value: float) -> None:
        """Write a number into a cell (`B5`), which keeps its format. Raises as `set_text` does."""
        self._set(sheet, cell, value)

    def _set(self, sheet: str, cell: str, value: str | float) -> None:
        place = place_of(cell)
        if place is None:
            raise ValueError(f"{cell} is no address of a cell")
        self.change(sheet, {place: Change(value)})

    def fill(self, sheet: str, row: int, values: Mapping[str, Value]) -> None:
        """Write values by column letter into those cells of a row (as people count) that are blank; all others stay as they are.

        Raises:
            KeyError: there is no such sheet.
            ValueError: a text is too long; a number is none.

        """
        written = ((column_of(letters), _plain(value, self.date1904)) for letters, value in values.items())
        self.change(sheet, {(row - 1, column): Change(value, only_blank=True) for column, value in written})

    def append_row(self, sheet: str, values: Mapping[str, Value], like_row: int) -> int:
        """Write values by column letter into the row below the last one in use; see `append_rows`."""
        return self.append_rows(sheet, [values], like_row)

    def append_rows(
        self, sheet: str, rows: Sequence[Mapping[str, Value]], like_row: int, within: Collection[str] = ()
    ) -> int:
        """Write rows of values by column letter below the last row in use. Returns the number of the first, as people count.

        A row is in use when something is written in it, in one of the columns `within` where they are given: beside a table
        people keep other things. Cells that are new have the formats of `like_row`; cells that stand there already, though
        empty, keep theirs, and one with a formula keeps that. Drop-downs, conditional formats, the filter, tables and the
        print area reach to the new rows where they reached to `like_row`. A date becomes a day of the workbook's calendar,
        to be shown by the format of its cell.

        Raises:
            KeyError: there is no such sheet.
            ValueError: a text is too long; a number is none.

        """
        part = self.sheet_part(sheet)
        used = rows_in_use(self.package.read(part), like_row - 1, frozenset(map(column_of, within)))
        changes: dict[Place, Change] = {}
        for row, values in enumerate(rows, used.last + 1):
            written = {column_of(letters): _plain(value, self.date1904) for letters, value in values.items()}
            for column in used.formats.keys() | written.keys():
                look = partial(_unless_there, used.formats.get(column))
                changes[row, column] = Change(written.get(column), look, only_blank=True)
        self.change(sheet, changes)
        last = used.last + 1 + len(rows)
        data = self.package.read(part)
        self.package.write(part, apply(data, _extended_ranges(data, like_row, last)))
        for table in related(self.package, part, "/table"):
            self._extend_table(table, like_row, last)
        self._extend_names(sheet, like_row, last)
        return used.last + 2

    def fit(self, sheet: str, rows: Mapping[int, Mapping[str, Value]], font_size: float) -> None:
        """Make rows (as people count) that state no height high enough for texts in them, by column letter."""
        part = self.sheet_part(sheet)
        data = self.package.read(part)
        texts = {
            row: {column_of(c): v for c, v in values.items() if isinstance(v, str)} for row, values in rows.items()
        }
        grid = grid_of(data, ())
        heights = {row - 1: height_for(written, grid, font_size) for row, written in texts.items()}
        self.package.write(part, with_heights(data, {row: points for row, points in heights.items() if points}))

    def recalculate(self) -> None:
        """Have Excel reckon formulas anew when it opens the workbook, where there are any: they may look at what was written."""
        data = self.package.read(self.part)
        stated = parse(data, depth=2).child("calcPr")
        if stated is not None and related(self.package, self.part, "/calcChain"):
            self.package.write(self.part, apply(data, [set_attributes(data, stated, {"fullCalcOnLoad": "1"})]))

    def _extend_table(self, part: str, like: int, new: int) -> None:
        data = self.package.read(part)
        root = parse(data, depth=2)
        if root.attributes.get("totalsRowCount", "0") == "0":
            nodes = [node for node in (root, root.child("autoFilter")) if node]
            self.package.write(part, apply(data, _extended_attributes(data, nodes, "ref", like, new)))

    def _extend_names(self, sheet: str, like: int, new: int) -> None:
        data = self.package.read(self.part)
        edits: list[Edit] = []
        for node, name in names_of(parse(data, texts=("definedName",))):
            target = target_of(name.reference)
            if name.name in _FOLLOWING_NAMES and target is not None and target[0] == sheet:
                owner, _, area = name.reference.rpartition("!")
                edits.append((node.inner, node.close, text(f"{owner}!{extended(area, like, new)}").encode()))
        self.package.write(self.part, apply(data, edits))


def _unless_there(style: int | None, now: Before) -> int:
    return now.style if now.existed or style is None else style


def _plain(value: Value, date1904: bool) -> str | float | None:
    if isinstance(value, dt.date):
        day = dt.date(value.year, value.month, value.day)
        return (day - (_EPOCH_1904 if date1904 else _EPOCH)).days
    return value


def _extended_ranges(data: bytes, like: int, new: int) -> list[Edit]:
    """The edits of a sheet by which what reached to a row reaches to the new one."""
    root = outline(data, texts=("sqref",))
    filters = root.all("autoFilter")
    rules = [node for name in ("conditionalFormatting", "dataValidations") for node in root.all(name)]
    rules = [rule for node in rules for rule in (node, *node.all("dataValidation")) if "sqref" in rule.attributes]
    edits = _extended_attributes(data, filters, "ref", like, new) + _extended_attributes(
        data, rules, "sqref", like, new
    )
    extensions = root.child("extLst")
    for node in extensions.walk() if extensions else ():
        if node.name == "sqref" and (longer := extended(node.text, like, new)) != node.text:
            edits.append((node.inner, node.close, text(longer).encode()))
    return edits


def _extended_attributes(data: bytes, nodes: list[Node], name: str, like: int, new: int) -> list[Edit]:
    stated = ((node, node.attributes.get(name, "")) for node in nodes)
    return [
        set_attributes(data, node, {name: extended(ref, like, new)})
        for node, ref in stated
        if extended(ref, like, new) != ref
    ]


def extended(ranges: str, like: int, new: int) -> str:
    """Ranges, separated by spaces, of which those that hold the row `like` and end above the row `new` now end with it."""

    def longer(found: re.Match[str]) -> str:
        left, top, right, bottom = (
            found[1] or found[5],
            found[2] or found[6],
            found[3] or found[5],
            found[4] or found[6],
        )
        return f"{left}{top}:{right}{new}" if int(top) <= like <= int(bottom) < new else found[0]

    return _RANGE.sub(longer, ranges)
