"""A draft: a filled form in memory that a test spoils in the words of the form, and has judged."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.extract import extract_book
from pipeline.forms.model import Form
from pipeline.judge import Judgement, judge
from pipeline.known import Known
from pipeline.masters.load import Masters
from pipeline.read import Area, Book, BookSheet, SheetName, read_book
from pipeline.workspace import FORM
from validations.findings import ERROR, address

Found = tuple[str, str | None, str | None]
"""(code, sheet, cell) of a finding."""


class Draft:
    """A workbook as read, with its inputs by name."""

    def __init__(self, book: Book, form: Form) -> None:
        self.book = book
        self.form = form

    @classmethod
    def of(cls, path: Path, form: Form) -> Draft:
        """A fresh copy of a workbook of the samples."""
        return cls(copy.deepcopy(_read(path)), form)

    def area(self, name: str) -> Area:
        """The range of a defined name."""
        found = next(n.area for n in self.book.names if n.name == name and n.scope is None)
        assert found is not None
        return found

    def sheet(self, name: str) -> BookSheet:
        """A sheet by its name."""
        found = self.book.sheet(name)
        assert found is not None
        return found

    def cell(self, name: str) -> str:
        """The address of an input."""
        area = self.area(name)
        return address(area.top, area.left)

    def write(self, name: str, value: object) -> Draft:
        """Write into an input; None empties it."""
        area = self.area(name)
        self._put(area.sheet, area.top, area.left, value)
        return self

    def write_row(self, table: str, key: str | int, heading: str, value: object) -> str:
        """Write into a table: the row whose first column reads `key` (or the n-th body row). Returns the address."""
        row, column = self.place(table, key, heading)
        self._put(self.area(table).sheet, row, column, value)
        return address(row, column)

    def place(self, table: str, key: str | int, heading: str) -> tuple[int, int]:
        """Row and column, from 0, of a cell of a table."""
        area = self.area(table)
        rows = self.sheet(area.sheet).rows
        column = rows[area.top].index(heading, area.left)
        if isinstance(key, int):
            return area.top + key, column
        return next(r for r in range(area.top + 1, area.bottom + 1) if rows[r][area.left] == key), column

    def clear_sheet(self, sheet: str) -> Draft:
        """Empty every input of a sheet of fields."""
        for field in self.form.by_name[sheet].fields:
            area = self.area(field.defined_name)
            for row in range(area.top + 1 if field.is_table else area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    self._put(sheet, row, column, "")
        return self

    def delete_row(self, table: str, key: str) -> Draft:
        """Delete the row of a table as a person would: what is below moves up, and the names follow."""
        row, _ = self.place(table, key, self.form.by_name[self.area(table).sheet].fields[0].headings[0])
        return self.shift_rows(self.area(table).sheet, row, -1)

    def shift_rows(self, sheet: str, at: int, by: int) -> Draft:
        """Insert (`by` > 0) or delete (`by` = -1) rows before row `at`, from 0; defined names follow as in Excel."""
        rows = self.sheet(sheet).rows
        if by > 0:
            rows[at:at] = [[""] * len(rows[0]) for _ in range(by)]
        else:
            del rows[at]
        self.book.names = [_shifted(name, sheet, at, by) for name in self.book.names]
        return self

    def delete_names(self) -> Draft:
        """Delete every defined name."""
        self.book.names = []
        return self

    def _put(self, sheet: str, row: int, column: int, value: object) -> None:
        rows = self.sheet(sheet).rows
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = "" if value is None else value


def _shifted(name: SheetName, sheet: str, at: int, by: int) -> SheetName:
    area = name.area
    if area is None or area.sheet != sheet:
        return name
    if by < 0 and area.top == area.bottom == at:
        return SheetName(name.name, name.scope, None)  # Excel writes #REF!
    top = area.top + by if area.top >= at + (by < 0) else area.top
    bottom = area.bottom + by if area.bottom >= at else area.bottom
    return SheetName(name.name, name.scope, Area(sheet, top, area.left, bottom, area.right))


@lru_cache(maxsize=8)
def _read(path: Path) -> Book:
    return read_book(path.read_bytes(), path.suffix)


def judge_drafts(
    drafts: Sequence[Draft], masters: Masters, known: Known | None = None, folders: Sequence[str] = ()
) -> list[Judgement]:
    """Judge several drafts as the files of one night, beside a ledger and as dropped in folders where these are given."""
    return judge([extract_book(d.book, dict(masters.forms), FORM) for d in drafts], masters, None, known, folders)[0]


SLIPS_OF_THE_DOCUMENTS = {("D05", "電算処理"), ("T01", "事業の概要")}
"""(code, sheet) of warnings that the samples get as they are: the real documents have these slips, and so do the samples."""


def found(judgement: Judgement) -> list[Found]:
    """What was found, as (code, sheet, cell), beside the slips that the samples have anyway."""
    return [(f.code, f.sheet, f.cell) for f in judgement.findings if (f.code, f.sheet) not in SLIPS_OF_THE_DOCUMENTS]


def everything_found(judgement: Judgement) -> list[Found]:
    """What was found, as (code, sheet, cell), with the slips of the samples."""
    return [(f.code, f.sheet, f.cell) for f in judgement.findings]


def errors(judgement: Judgement) -> list[Found]:
    """The エラー that were found, as (code, sheet, cell)."""
    return [(f.code, f.sheet, f.cell) for f in judgement.findings if f.severity == ERROR]
