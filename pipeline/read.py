"""Reading: the bytes of a workbook become a `Book`, cells at their true addresses with all that calamine does not tell.

python-calamine reads the values in bulk. It returns '' for error cells and for formulas whose result was never saved, so
the sheet XML is looked at for those two (F07, F08); the defined names come from the package's own workbook part.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import python_calamine

from pipeline.extent import column_number, refuse_if_too_large
from pipeline.package import DefinedName, Package, Unreadable, open_package, refuse_unless_workbook
from pipeline.surroundings import BARE_BOOK, BARE_SHEET, AroundCells, AroundSheets, around_cells, around_sheets

_REFERENCE = re.compile(
    r"^\s*(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?\s*$"
)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ADDRESS = re.compile(rb'\br="([A-Z]+)(\d+)"')
_CACHED = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
_IS_ERROR = re.compile(rb"""\bt=["']e["']""")


class Area(NamedTuple):
    """A range of cells on a sheet, 0-based and inclusive."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class SheetName(NamedTuple):
    """A defined name with the area it points to, None when it points nowhere (#REF!) or is no plain range."""

    name: str
    scope: int | None
    area: Area | None


@dataclass(slots=True)
class BookSheet:
    """One sheet as read. `rows[r][c]` is the value of the cell, '' when empty; r and c count from 0 at A1."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    errors: dict[tuple[int, int], str]
    """Error cells and what they show, e.g. (4, 1) → '#REF!'."""
    uncached: frozenset[tuple[int, int]]
    """Cells whose formula was saved without a result."""
    around: AroundCells = BARE_SHEET

    def at(self, row: int, column: int) -> Any:
        """The value at a place, '' outside what is written."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def text(self, row: int, column: int) -> str | None:
        """The value at a place as text, None when empty."""
        return text_of(self.at(row, column))


@dataclass(slots=True)
class Book:
    """A workbook as read."""

    sha256: str
    sheets: list[BookSheet]
    names: list[SheetName]
    date1904: bool
    around: AroundSheets = BARE_BOOK

    def sheet(self, name: str) -> BookSheet | None:
        """The sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def sha256_of(data: bytes) -> str:
    """The 受付ID: sha256 of the bytes as received, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_book(data: bytes, suffix: str, unread: Collection[str] = ()) -> Book:
    """Read a workbook from its bytes; of the hidden sheets named in `unread` the cells are left out.

    Raises `Unreadable` with the observation for X01–X08 when it is no workbook.
    """
    refuse_unless_workbook(data, suffix)
    package = open_package(data)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            _read_sheet(workbook, meta, package, unread)
            for meta in workbook.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.PasswordError as fault:
        raise Unreadable("パスワード付き", "") from fault
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise Unreadable("ブックとして読めない", "シートの中身を読み取れません") from fault
    names = _names(package.names, tuple(package.sheet_parts), tuple(sheet.name for sheet in sheets))
    return Book(sha256_of(data), sheets, list(names), package.date1904, around_sheets(package))


@lru_cache(maxsize=64)
def _names(names: tuple[DefinedName, ...], order: tuple[str, ...], read: tuple[str, ...]) -> tuple[SheetName, ...]:
    """The defined names. In the package a scope counts all sheets (`order`), also charts; here, those that were `read`.

    Kept, because the copies of a form have the same.
    """
    places = {sheet: place for place, sheet in enumerate(read)}
    scopes = {number: places[sheet] for number, sheet in enumerate(order) if sheet in places}
    return tuple(
        SheetName(name.name, None if name.scope is None else scopes[name.scope], _area(name.reference))
        for name in names
        if name.scope is None or name.scope in scopes
    )


def _read_sheet(workbook: Any, meta: Any, package: Package, unread: Collection[str]) -> BookSheet:
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    if hidden and meta.name in unread:
        return BookSheet(meta.name, hidden, [], {}, frozenset())
    xml = package.sheet_xml(meta.name)
    refuse_if_too_large(xml, meta.name)
    rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
    errors, uncached = _cells_calamine_leaves_out(xml)
    return BookSheet(meta.name, hidden, rows, errors, uncached, around_cells(package, meta.name, xml, len(rows)))


def _cells_calamine_leaves_out(xml: bytes) -> tuple[dict[tuple[int, int], str], frozenset[tuple[int, int]]]:
    """Error cells with their text, and formula cells without a saved result. Cheap when the sheet has neither."""
    errors: dict[tuple[int, int], str] = {}
    uncached: set[tuple[int, int]] = set()
    if not _may_hold_errors_or_formulas(xml):
        return errors, frozenset()
    for attributes, body in _CELL.findall(xml):
        address = _ADDRESS.search(attributes)
        if address is None:
            continue
        place = int(address[2]) - 1, column_number(address[1].decode())
        cached = _CACHED.search(body)
        if _IS_ERROR.search(attributes):
            errors[place] = cached[1].decode() if cached else "#ERROR"
        elif cached is None and _HAS_FORMULA.search(body):
            uncached.add(place)
    return errors, frozenset(uncached)


def _may_hold_errors_or_formulas(xml: bytes) -> bool:
    """Whether the cells are worth the search by pattern. Nearly all sheets are not.

    An error is shown with a # and a formula begins with an f: single bytes, found much faster than patterns, which hardly
    stand anywhere else among the cells. Around the cells they do.
    """
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData>")
    if xml.find(b"#", start, end) >= 0:
        return True
    return xml.find(b"f", start, end) >= 0 and _HAS_FORMULA.search(xml, start, end) is not None


def _area(reference: str) -> Area | None:
    found = _REFERENCE.match(reference)
    if found is None:
        return None
    quoted, bare, left, top, right, bottom = found.groups()
    sheet = quoted.replace("''", "'") if quoted else bare
    first = int(top) - 1, column_number(left)
    last = (int(bottom) - 1, column_number(right)) if bottom else first
    return Area(sheet, first[0], first[1], last[0], last[1])


class _Texts(dict[Any, str | None]):
    """Cell value → its text, for the texts met last.

    Most of a form is printed, the same in every workbook: each text is looked at once, and all its copies become one object.
    """

    def __missing__(self, value: Any) -> str | None:
        text = _as_text(value)
        if value.__class__ is str:
            if len(self) >= _TEXTS_KEPT:
                self.clear()
            self[value] = text
        return text


_TEXTS_KEPT = 8192

text_of = _Texts().__getitem__
"""A cell's value as text, exactly as typed where it was text; None when there is nothing but white space.

Whole numbers lose the decimal point that a spreadsheet stores, dates become ISO text.
"""


def _as_text(value: Any) -> str | None:
    if value.__class__ is str:
        return value if value and not value.isspace() else None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
