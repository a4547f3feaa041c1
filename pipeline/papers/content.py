"""What one workbook says, sheet by sheet, in plain values: what is printed of a case and compared with its earlier version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pipeline.choices import CIRCLE, read_circle
from pipeline.extract import Extract, extract_file, table_name
from pipeline.forms.model import SHEET_OF_MEASURES, Field, Form, Sheet
from pipeline.japanese.marks import read_mark
from pipeline.japanese.text import clean

MARK = "可否"
_TICKED = (CIRCLE,)


@dataclass(frozen=True, slots=True)
class Line:
    """A written row of a table."""

    row: int
    """From 0 in its sheet."""
    columns: tuple[int | None, ...]
    """The column of each heading, from 0; None where the workbook has none."""
    cells: tuple[str | None, ...]
    """The text under each heading of the table, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet of the form as it was found in a workbook; a copied 別紙 is a leaf of its own."""

    spec: Sheet
    name: str
    """In the workbook, e.g. 業務委託 (2)."""
    texts: Mapping[str, str]
    """項目名 → what is written; inputs left empty are not in it."""
    places: Mapping[str, tuple[int, int]]
    """項目名 → row and column of its cell, from 0."""
    tables: Mapping[str, tuple[Line, ...]]
    """項目名 of a table → its written rows."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a workbook says."""

    sha256: str
    edition: str | None
    leaves: tuple[Leaf, ...]
    """In the order of the workbook."""

    def of(self, form_sheet: str) -> tuple[Leaf, ...]:
        """The leaves of a sheet of the form: none, one, or several of a 別紙 that was copied."""
        return tuple(leaf for leaf in self.leaves if leaf.spec.name == form_sheet)


def content_of(extract: Extract, form: Form, mark_readings: Mapping[str, str] | None) -> Content:
    """The content of a workbook of `form`.

    Marks are given as they are read (○, ー; nothing where a dash refuses a ○), all other texts as typed; without `mark_readings` marks,
    too.
    """
    texts: list[dict[str, str]] = [{} for _ in extract.sheets]
    places: list[dict[str, tuple[int, int]]] = [{} for _ in extract.sheets]
    for leaf, number, row, column, raw, _ in cast("list[tuple[int, int, int, int, str | None, int]]", extract.fields):
        wanted = form.inputs[number]
        if wanted.is_table:
            continue
        places[leaf][wanted.name] = row, column
        text = clean(raw) if raw else None
        if wanted.choices == _TICKED and mark_readings is not None:
            text = _tick(text, mark_readings)
        if text:
            texts[leaf][wanted.name] = text
    leaves = []
    for leaf, (spec_name, name, _) in enumerate(cast("list[tuple[str, str, bool]]", extract.sheets)):
        spec = form.by_name[spec_name]
        tables = {
            wanted.name: tuple(_lines(extract, leaf, wanted, spec, mark_readings))
            for wanted in spec.fields
            if wanted.is_table
        }
        leaves.append(Leaf(spec, name, texts[leaf], places[leaf], tables))
    return Content(extract.sha256, extract.edition, tuple(leaves))


def read_content(data: bytes, name: str, form: Form, mark_readings: Mapping[str, str]) -> Content | None:
    """The content of a file that may be a workbook of `form`; None for any other. `name`: its name, which tells its kind."""
    extract = extract_file(data, name, {form.name: form}, form.name)
    return content_of(extract, form, mark_readings) if extract.form is not None else None


def read_any(
    data: bytes, name: str, forms: Mapping[str, Form], mark_readings: Mapping[str, str]
) -> tuple[Form, Content] | None:
    """The content of a file that may be a workbook of one of several forms, and which; None for any other."""
    extract = extract_file(data, name, dict(forms))
    if extract.form is None:
        return None
    form = forms[extract.form]
    return form, content_of(extract, form, mark_readings)


def _lines(
    extract: Extract, leaf: int, table: Field, spec: Sheet, mark_readings: Mapping[str, str] | None
) -> Iterator[Line]:
    """The written rows of a table on one sheet."""
    marked = table.headings.index(MARK) if spec.kind == SHEET_OF_MEASURES and MARK in table.headings else None
    ticked = [at for at, column in enumerate(table.columns) if column.choices == _TICKED]
    for row in extract.tables.get(table_name(table, spec.kind), ()):
        if row[0] != leaf:
            continue
        _, place, columns, *cells = cast("tuple[int, int, tuple[int | None, ...], *tuple[str | None, ...]]", row)
        read = [clean(text) if text else None for text in cells]
        if marked is not None and mark_readings is not None:
            mark = read_mark(read[marked] or "", mark_readings)
            read[marked] = mark.mark if mark else read[marked]
        for at in ticked if mark_readings is not None else ():
            read[at] = _tick(read[at], mark_readings or {})
        yield Line(place, columns, tuple(read))


def _tick(text: str | None, mark_readings: Mapping[str, str]) -> str | None:
    """A ○, or nothing, as it is read; what cannot be read, as typed."""
    reading = read_circle(text, mark_readings) if text else None
    return text if reading is None or reading.unreadable else cast("str | None", reading.value)
