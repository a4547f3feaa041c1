"""What goes into a filled-in form: values and rows, checked against the form before they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from pipeline.forms.layout import body_rows, printed_columns
from pipeline.forms.model import (
    MEASURE_ID,
    MEASURE_SECTION,
    MEASURE_TEXT,
    SHEET_OF_FIELDS,
    SHEET_OF_MEASURES,
    Field,
    Sheet,
)

Value: TypeAlias = str | int | float | None
Row: TypeAlias = Mapping[str, Value]

_TEXT_LIMIT = 32_767
"""Excel's limit for the text of a cell, in characters."""


def table_rows(sheet: Sheet, table: Field, given: Sequence[Row]) -> list[Row]:
    """Lay out the body rows of a table: what the form prints, and the given values (heading → value).

    Where the form prints rows, the given ones are matched by the first printed column, and only the inputs are taken.

    Raises:
        ValueError: an unknown heading, a row the form does not print, or more rows than fit before the next input.

    """
    unknown = {heading for row in given for heading in row} - set(table.headings)
    if unknown:
        raise ValueError(f"{table.defined_name}: unknown columns {sorted(unknown)}")
    printed = printed_columns(table)
    if not printed:
        room = body_rows(sheet, table)
        if len(given) > room and sheet.kind == SHEET_OF_FIELDS:
            raise ValueError(f"{table.defined_name}: {len(given)} rows, but the form has room for {room}")
        return [*given, *({} for _ in range(room - len(given)))]
    by_key = {row.get(printed[0]): row for row in given}
    rows: list[Row] = [{**by_key.get(row[printed[0]], {}), **row} for row in _printed_rows(sheet, table)]
    strange = set(by_key) - {row[printed[0]] for row in rows}
    if strange or len(by_key) < len(given):
        raise ValueError(f"{table.defined_name}: rows the form does not print {strange or ''}, or one given twice")
    return rows


def _printed_rows(sheet: Sheet, table: Field) -> Iterator[dict[str, Value]]:
    if sheet.kind == SHEET_OF_MEASURES:
        for measure in sheet.measures:
            yield {MEASURE_ID: measure.id, MEASURE_SECTION: measure.section, MEASURE_TEXT: measure.text}
        return
    for number in range(body_rows(sheet, table)):
        yield {c.heading: c.choices[number] for c in table.columns if c.fixed and number < len(c.choices)}


def shown(value: Value) -> str:
    """Give a value as text, to measure it."""
    return "" if value is None else str(value)


def checked_value(name: str, value: object) -> Value:
    """Pass a value that a cell can hold; raises ValueError for any other."""
    if isinstance(value, bool) or not (value is None or isinstance(value, str | int | float)):
        raise ValueError(f"{name}: text or number expected, not {type(value).__name__}")
    if isinstance(value, str) and len(value) > _TEXT_LIMIT:
        raise ValueError(f"{name}: a cell holds at most {_TEXT_LIMIT} characters")
    return value


def checked_rows(table: Field, value: object) -> list[Row]:
    """Pass the rows of a table (heading → value), none for None; raises ValueError for anything else."""
    if value is None:
        return []
    if not isinstance(value, Sequence) or not all(isinstance(row, Mapping) for row in value):
        raise ValueError(f"{table.defined_name}: a list of rows (heading → value) expected")
    return [{str(h): checked_value(table.defined_name, cell) for h, cell in row.items()} for row in value]
