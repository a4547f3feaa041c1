"""Cells: changed, added in their right order or dropped again, in one pass over the sheet, whatever its size.

A cell keeps everything that is not meant to change; rows and cells that a program wrote without addresses are counted.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping

from pipeline.package import Unreadable
from pipeline.patch.markup import (
    Edit,
    apply,
    attributes_of,
    feed,
    is_empty_tag,
    new_parser,
    retag,
    split_name,
    tag_end,
    whole,
)
from pipeline.patch.values import LAST_COLUMN, Before, Change, Place, place_of, valued
from validations.findings import address

_SPANS = re.compile(r"(\d+):(\d+)")


def change_cells(data: bytes, changes: Mapping[Place, Change]) -> tuple[bytes, dict[Place, Before]]:
    """Make changes to a sheet. Returns its new XML and what each cell was before.

    Raises:
        Unreadable: the sheet is no sheet.
        ValueError: a value for a cell with a formula, a text that is too long, a number that is none.

    """
    if not changes:
        return data, {}
    work = _Pass(data, changes)
    return apply(data, work.edits), work.before


class _Pass:
    """One pass over a sheet; collects the edits."""

    def __init__(self, data: bytes, changes: Mapping[Place, Change]) -> None:
        self.data, self.changes = data, changes
        self.before: dict[Place, Before] = {}
        self.edits: list[Edit] = []
        self._columns: dict[int, list[int]] = {}
        for row, column in sorted(changes):
            self._columns.setdefault(row, []).append(column)
        self._rows = deque(self._columns)
        self._path: list[str] = []
        self._prefix = ""
        self._formats: list[tuple[int, int, int]] = []
        self._dimension: tuple[int, str] | None = None
        self._start_of_rows = 0
        self._row = self._column = -1
        self._cells: deque[int] | None = None
        self._cell_start: int | None = None
        self._content: set[str] = set()
        self._parser = new_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        feed(self._parser, data)
        if not self._start_of_rows:
            raise Unreadable("ブックとして読めない", "シートの中身がありません")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        path = self._path
        path.append(split_name(name)[1])
        depth = len(path)
        if depth < 2:
            return
        if path[1] == "sheetData":
            if depth == 2:
                self._prefix = split_name(name)[2]
                self._start_of_rows = self._parser.CurrentByteIndex
            elif depth == 3:
                self._start_row(attributes)
            elif depth == 4:
                self._start_cell(attributes)
            elif self._cell_start is not None:
                self._content.add(path[-1])
        elif path[1:] == ["cols", "col"]:
            first, last, style = (whole(attributes.get(key)) for key in ("min", "max", "style"))
            self._formats.append((first - 1, last - 1, style))
        elif path[1:] == ["dimension"]:
            self._dimension = self._parser.CurrentByteIndex, attributes.get("ref", "")

    def _end(self, _: str) -> None:
        depth = len(self._path)
        if self._cells is not None and depth == 4:
            self._end_cell()
        elif self._cells is not None and depth == 3:
            self._end_row()
        elif depth == 2 and self._path[1] == "sheetData":
            self._end_of_rows()
        self._path.pop()

    def _start_row(self, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        self._row = whole(attributes.get("r"), self._row + 2) - 1
        self._column = -1
        while self._rows and self._rows[0] < self._row:
            self.edits.append((at, at, self._new_row(self._rows.popleft())))
        if not self._rows or self._rows[0] != self._row:
            return
        self._cells = deque(self._columns[self._rows.popleft()])
        self._row_tag = at, tag_end(self.data, at)
        formatted = attributes.get("customFormat") in ("1", "true")
        self._row_format = whole(attributes.get("s")) if formatted else None
        self._row_edits: list[Edit] = []
        self._cells_left = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._cells is None:
            return
        if self._path[-1] != "c":
            self._add_cells(self._parser.CurrentByteIndex, LAST_COLUMN + 1)  # an extension stands after all cells
            self._cells_left += 1
            return
        place = place_of(attributes.get("r", ""))
        self._column = place[1] if place else self._column + 1
        at = self._parser.CurrentByteIndex
        self._add_cells(at, self._column)
        self._cells_left += 1
        if self._cells and self._cells[0] == self._column:
            self._cells.popleft()
            self._cell_start = at
            self._content = set()

    def _end_cell(self) -> None:
        start, self._cell_start = self._cell_start, None
        if start is None:
            return
        place = self._row, self._column
        change = self.changes[place]
        inner = tag_end(self.data, start)
        end = self._end_of_element(inner)
        tag = self.data[start:inner]
        before = self.before[place] = Before(whole(attributes_of(tag).get("s")), existed=True)
        if change.only_blank and self._content:
            return
        style = change.restyle(before) if change.restyle else before.style
        if change.erase or (style == change.needless_as and not self._content):
            self._cells_left -= 1
            self._row_edits.append((start, end, b""))
            return
        if style != before.style:
            tag = retag(tag, {"s": str(style) if style else None})
        if change.value is None:
            self._row_edits.append((start, inner, tag))
        elif "f" in self._content:
            raise ValueError(f"{address(*place)} has a formula")
        else:
            self._row_edits.append((start, end, valued(tag, change.value, self._prefix)))

    def _add_cells(self, at: int, before_column: int) -> None:
        """Add the cells that the row lacks left of a column."""
        while self._cells and self._cells[0] < before_column:
            new = self._new_cell((self._row, self._cells.popleft()), self._row_format)
            self._cells_left += bool(new)
            self._row_edits.append((at, at, new))

    def _end_row(self) -> None:
        start, inner = self._row_tag
        empty = is_empty_tag(self.data, inner)
        self._add_cells(self._parser.CurrentByteIndex, LAST_COLUMN + 1)
        self._cells = None
        tag = self._widened(self.data[start:inner])
        if not self._cells_left and set(attributes_of(tag)) <= {"r"}:
            self.edits.append((start, self._end_of_element(inner), b""))
        elif empty and self._cells_left:
            new = b"".join(edit[2] for edit in self._row_edits)
            self.edits.append((start, inner, tag[:-2].rstrip() + b">" + new + f"</{self._prefix}row>".encode()))
        elif not self._cells_left and not empty:
            self.edits.append((start, self._end_of_element(inner), tag[:-1] + b"/>"))
        else:
            self.edits += (start, inner, tag), *self._row_edits

    def _end_of_element(self, inner: int) -> int:
        return inner if is_empty_tag(self.data, inner) else tag_end(self.data, self._parser.CurrentByteIndex)

    def _end_of_rows(self) -> None:
        """Add the rows below the last one."""
        start, close = self._start_of_rows, self._parser.CurrentByteIndex
        rows = b"".join(self._new_row(row) for row in self._rows)
        inner = tag_end(self.data, start)
        if rows and is_empty_tag(self.data, inner):
            tag = self.data[start : inner - 2].rstrip()
            self.edits.append((start, inner, tag + b">" + rows + f"</{self._prefix}sheetData>".encode()))
        elif rows:
            self.edits.append((close, close, rows))
        self._widen_dimension()

    def _new_row(self, row: int) -> bytes:
        cells = b"".join(self._new_cell((row, column), None) for column in self._columns[row])
        return (
            f'<{self._prefix}row r="{row + 1}">'.encode() + cells + f"</{self._prefix}row>".encode() if cells else b""
        )

    def _new_cell(self, place: Place, row_format: int | None) -> bytes:
        change = self.changes[place]
        in_column = (style for first, last, style in self._formats if first <= place[1] <= last)
        style = next(in_column, 0) if row_format is None else row_format
        before = self.before[place] = Before(style, existed=False)
        if not change.create:
            return b""
        if change.restyle is not None:
            style = change.restyle(before)
        written = f' s="{style}"' if style else ""
        tag = f'<{self._prefix}c r="{address(*place)}"{written}/>'.encode()
        return tag if change.value is None else valued(tag, change.value, self._prefix)

    def _is_added(self, place: Place) -> bool:
        before = self.before.get(place)
        return before is not None and not before.existed and self.changes[place].create

    def _widened(self, tag: bytes) -> bytes:
        """The tag of the row whose `spans`, where it has them, reach to added cells."""
        found = _SPANS.fullmatch(attributes_of(tag).get("spans", ""))
        columns = [column for column in self._columns[self._row] if self._is_added((self._row, column))]
        if not found or not columns:
            return tag
        return retag(tag, {"spans": f"{min(int(found[1]), columns[0] + 1)}:{max(int(found[2]), columns[-1] + 1)}"})

    def _widen_dimension(self) -> None:
        """Make the stated dimension hold the cells that were added."""
        added = list(filter(self._is_added, self.before))
        if self._dimension is None or not added:
            return
        at, stated = self._dimension
        first, _, last = stated.partition(":")
        corners = [place for place in (place_of(first), place_of(last or first)) if place] + added
        if len(corners) < len(added) + 2:
            return
        top, left = (min(place[i] for place in corners) for i in (0, 1))
        bottom, right = (max(place[i] for place in corners) for i in (0, 1))
        end = tag_end(self.data, at)
        ref = f"{address(top, left)}:{address(bottom, right)}"
        if ref != stated:
            self.edits.append((at, end, retag(self.data[at:end], {"ref": ref})))
