"""Extracting: a located workbook becomes rows of plain text with their origin, ready to be joined with the night's others.

Runs in the worker processes, so no pandas here. Every value is the text as typed (None when empty); parsing comes later,
once over all workbooks that are judged together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import PurePath
from typing import Any, TypeAlias

from pipeline.extent import refuse_if_too_much
from pipeline.forms.model import BODY, DATE, PARTIAL_DATE, REQUIRED, SHEET_OF_MEASURES, Field, Form, Sheet
from pipeline.inputs import Located, Spot
from pipeline.japanese.digits import without_individual_numbers
from pipeline.japanese.text import fold
from pipeline.locate import META_SHEET, OUR_SHEETS, locate
from pipeline.merged import fill_merged, shown_area
from pipeline.package import Unreadable
from pipeline.read import Book, BookSheet, read_book, sha256_of, text_of
from pipeline.scan import scan_book

MEASURES = "対策"
COUNTED_FROM_1904 = "（1904年から数えた日数）"
"""Follows a bare number in a date input of a workbook of old Excel for Mac, where it means another day than elsewhere."""

UNCACHED = "（計算結果なし）"
"""Stands for the value of a formula that was saved without its result."""

MUST_BE_READ = "必須"
"""Detail of the observation of an uncached formula without whose result the submission is incomplete."""

_UNREAD = ("_lists",)
"""Sheets without inputs that nobody sees. What people see may hold what must not stand in any cell."""

Row: TypeAlias = tuple[object, ...]

Only: TypeAlias = str | tuple[str, ...] | None
"""Name of the form, or of the forms, expected of a file; None where any will do."""


@dataclass(slots=True)
class Extract:
    """What one file gave.

    `observations`: (種, シート, 行, 列, 項目, 詳細), what was seen in reading, for the rules F and X;
    `sheets`: (様式シート, シート, 非表示), a row a sheet of the form that was found;
    `fields`: (枚, 番号, 行, 列, 原文, 記入数), a row an input: 枚 is the index in `sheets`, 番号 that of the input in the form;
    `tables`: table name → (枚, 行, 列 of each heading, *cells), a row a written row. Rows and columns count from 0.
    """

    sha256: str
    form: str | None = None
    edition: str | None = None
    earlier: str | None = None
    """受付ID of the file that this one corrects, from an annotated copy."""
    fault: str | None = None
    """What went wrong in this program, where it could not read the file to the end."""
    observations: list[Row] = field(default_factory=list)
    sheets: list[Row] = field(default_factory=list)
    fields: list[Row] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)


def table_name(table: Field, kind: str) -> str:
    """The long frame that a table's rows go to: all checklists go to one, every other table has its own."""
    if kind == SHEET_OF_MEASURES:
        return MEASURES
    return table.sheet if table.name == BODY else table.name


def extract_file(data: bytes, filename: str, forms: dict[str, Form], only: Only = None) -> Extract:
    """Read one file and take out all it says. `only`: the forms expected here; others are then a finding (F01)."""
    try:
        extract = extract_book(read_book(data, PurePath(filename).suffix, unread=_UNREAD), forms, only)
        refuse_if_too_much(extract.tables, extract.fields, extract.observations)
    except Unreadable as fault:
        extract = Extract(sha256_of(data))
        extract.observations.append((fault.kind, None, None, None, None, fault.detail))
    return extract


def extract_book(book: Book, forms: dict[str, Form], only: Only = None) -> Extract:
    """Take all inputs out of a workbook that could be read."""
    meta = _meta(book)
    # what is quoted from _meta is no number of a person, whatever someone made of that sheet
    edition, earlier = (without_individual_numbers(meta.get(name, "")) or None for name in ("版", "受付ID"))
    extract = Extract(book.sha256, edition=edition, earlier=earlier)
    form = _form_of(book, meta, forms)
    if form is None or (only is not None and form.name not in ((only,) if isinstance(only, str) else only)):
        sheets = "、".join(sheet.name for sheet in book.sheets if sheet.name not in OUR_SHEETS)
        extract.observations.append(("様式でない", None, None, None, form.name if form else None, sheets))
        extract.observations.extend(scan_book(book, (), None) if _is_submission(forms) else ())
        return extract
    extract.form = form.name
    found, absent = locate(form, book)
    names = "、".join(sheet.name for sheet in book.sheets if sheet.name not in OUR_SHEETS)
    extract.observations.extend(
        ("シートがない", spec.name, None, None, spec.name, names)
        for spec in absent
        if not all(form.lacks(edition, wanted.since) for wanted in spec.fields)
    )
    for located in found:
        _leave_out_what_came_later(located, form, edition)
        _extract_sheet(extract, located, form.numbers, book.date1904)
    extract.observations.extend(scan_book(book, found, form) if _is_submission(forms) else ())
    return extract


def _is_submission(forms: dict[str, Form]) -> bool:
    """Whether a workbook of a department is expected, and not a book of the secretariat."""
    return any(sheet.is_annex for form in forms.values() for sheet in form.sheets)


def _meta(book: Book) -> dict[str, str]:
    sheet = book.sheet(META_SHEET)
    rows = sheet.rows if sheet else []
    return {str(row[0]): str(row[1]) for row in rows if len(row) > 1 and row[0]}


def _form_of(book: Book, meta: dict[str, str], forms: dict[str, Form]) -> Form | None:
    """The form by its _meta sheet; without one, the form most of whose sheets (at least half) are there."""
    stated = forms.get(meta.get("様式", ""))
    if stated is not None:
        return stated
    present = {fold(sheet.name) for sheet in book.sheets}
    shares = {
        form.name: sum(fold(sheet.name) in present for sheet in form.sheets) / len(form.sheets)
        for form in forms.values()
    }
    best = max(shares, key=lambda name: shares[name], default=None)
    return forms[best] if best is not None and shares[best] >= 0.5 else None


def _leave_out_what_came_later(located: Located, form: Form, edition: str | None) -> None:
    """Do not miss in an older edition what it never had."""
    if located.missing and edition != form.edition:
        later = {wanted.label for wanted in located.spec.fields if form.lacks(edition, wanted.since)}
        columns = (column for wanted in located.spec.fields for column in wanted.columns)
        later.update(column.heading for column in columns if form.lacks(edition, column.since))
        located.missing = [label for label in located.missing if label not in later]


def _extract_sheet(extract: Extract, located: Located, numbers: dict[str, int], date1904: bool) -> None:
    sheet, spec = located.sheet, located.spec
    leaf = len(extract.sheets)
    extract.sheets.append((spec.name, sheet.name, sheet.hidden))
    for place, shown in sheet.errors.items():
        extract.observations.append(("数式エラー", sheet.name, *place, spec.name, shown))
    for place in sorted(sheet.uncached):
        extract.observations.append(
            ("計算結果なし", sheet.name, *place, spec.name, MUST_BE_READ if _must_be_read(located, place) else None)
        )
    for label in located.missing:
        extract.observations.append(("項目がない", sheet.name, None, None, spec.name, label))
    for spot in located.spots:
        number = numbers[spot.field.defined_name]
        if spot.field.is_table:
            for area in fill_merged(spec, sheet, spot):
                extract.observations.append(("結合", sheet.name, area.top, area.left, spec.name, shown_area(area)))
            rows = list(_without_printed(_table_rows(leaf, located, spot), spec, spot.field))
            extract.tables.setdefault(table_name(spot.field, spec.kind), []).extend(rows)
            written = _count_written(spot.field, rows)
            extract.fields.append((leaf, number, spot.row + 1, spot.column, None, written))
        else:
            raw = _shown(sheet, spot.row, spot.column)
            if date1904 and raw is not None and spot.field.type in (DATE, PARTIAL_DATE) and raw.isdecimal():
                raw += COUNTED_FROM_1904
            extract.fields.append((leaf, number, spot.row, spot.column, raw, int(raw is not None)))


def _must_be_read(located: Located, place: tuple[int, int]) -> bool:
    """Whether a cell is a required input or stands in the body of a table."""
    row, column = place
    return any(
        spot.row < row <= spot.last_row and column in spot.columns
        if spot.field.is_table
        else spot.field.required == REQUIRED and (spot.row, spot.column) == place
        for spot in located.spots
    )


def _shown(sheet: BookSheet, row: int, column: int) -> str | None:
    """The text of a cell. An error or uncached formula counts as written, so that its fault is not said twice (F07, F08)."""
    place = row, column
    if place in sheet.errors:
        return sheet.errors[place]
    return UNCACHED if place in sheet.uncached else sheet.text(row, column)


def _table_rows(leaf: int, located: Located, spot: Spot) -> Iterator[Row]:
    """The written rows of a table, as typed."""
    sheet = located.sheet
    places = range(spot.row + 1, min(spot.last_row, len(sheet.rows) - 1) + 1)
    columns = tuple(column for column in spot.columns if column is not None)
    if sheet.errors or sheet.uncached or len(columns) < len(spot.columns):
        for row in places:
            shown = [None if c is None else _shown(sheet, row, c) for c in spot.columns]
            if any(shown):
                yield (leaf, row, spot.columns, *shown)
        return
    take, width = _taker(columns), max(columns) + 1
    for row in places:
        line = sheet.rows[row]
        cells = take(line if len(line) >= width else [*line, *[""] * (width - len(line))])
        if cells.count("") < len(cells):  # else room that was left: most rows of 記録項目
            texts = tuple(map(text_of, cells))
            if any(texts):
                yield (leaf, row, spot.columns, *texts)


def _without_printed(rows: Iterator[Row], spec: Sheet, table: Field) -> Iterator[Row]:
    """Without rows that hold nothing but what the form prints: its headings or its title once more, as pasted with other rows."""
    banner = frozenset(text for text in (spec.title, spec.preface, spec.guidance, spec.party) if text)
    printed = banner.union(table.headings)
    for row in rows:
        cells = row[3:]
        if printed.isdisjoint(cells) or not _is_printed(cells, table.headings, banner):
            yield row


def _is_printed(cells: Sequence[object], headings: Sequence[str], banner: frozenset[str]) -> bool:
    written = [(heading, cell) for heading, cell in zip(headings, cells, strict=True) if cell is not None]
    repeated = len(written) > 1 and all(heading == cell for heading, cell in written)
    return repeated or all(cell in banner for _, cell in written)


@lru_cache(maxsize=256)
def _taker(columns: tuple[int, ...]) -> Callable[[list[Any]], Sequence[Any]]:
    """What takes the cells in some columns out of a row."""
    first, last = columns[0], columns[-1]
    together = columns == tuple(range(first, last + 1))
    return itemgetter(slice(first, last + 1)) if together else itemgetter(*columns)


def _count_written(table: Field, rows: list[Row]) -> int:
    """In how many rows the department wrote, beside what the form prints there."""
    inputs = [place for place, column in enumerate(table.columns, start=3) if not column.fixed]
    if len(inputs) == len(table.columns):
        return len(rows)
    return sum(any(row[place] is not None for place in inputs) for row in rows)
