"""Rows of 欄 for a filing: what the general rules look at, cell by cell (F06, F13, F16, D01)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.choices import CIRCLE, Reading, read_choice, read_circle
from pipeline.extract import UNCACHED
from pipeline.filings.filing import Filing
from pipeline.filings.values import Part, Value
from pipeline.forms.model import CHOICE, DATE, INTEGER, PARTIAL_DATE, REQUIRED, Column, Field, Form
from pipeline.normalise import read_count, read_date_text

Cell = dict[str, Any]


def cells_of(filing: Filing, edition: str | None, readings: Mapping[str, str]) -> Iterator[Cell]:
    """A row for each cell that is asked for and empty, that was read otherwise than written, or that cannot be read."""
    first: set[str] = set()
    for part in filing.parts:
        name = part.spec.name
        # one sheet of each kind must be filled in; a copy, or a 委託事項 where nothing is entrusted, only if it is begun
        is_asked = (part.spec.required and name not in first) or part.is_written
        first.add(name)
        if is_asked:
            yield from _of_part(part, filing.form, edition, readings)


def _of_part(part: Part, form: Form, edition: str | None, readings: Mapping[str, str]) -> Iterator[Cell]:
    is_old = edition != form.edition
    for wanted in part.spec.fields:
        is_known = not (is_old and form.lacks(edition, wanted.since))
        if wanted.is_table:
            rows = part.rows(wanted.name)
            if wanted.required == REQUIRED and not rows and is_known and wanted.name in part.tops:
                yield _cell(_at(part, wanted), 要=True, 記入=False)
            for record in rows:
                for column in wanted.columns:
                    if not column.fixed and not (is_old and form.lacks(edition, column.since)):
                        yield from _of_value(record[column.heading], column, readings)
        elif wanted.name in part.values and is_known:
            yield from _of_value(part[wanted.name], wanted, readings)


def _at(part: Part, table: Field) -> Value:
    return Value(part.name, *part.tops[table.name], table.label)


def _of_value(value: Value, wanted: Field | Column, readings: Mapping[str, str]) -> Iterator[Cell]:
    if value.column is None:
        return  # its column was not found, which is told with F05
    if not value.text:
        if wanted.required == REQUIRED:
            yield _cell(value, 要=True, 記入=False)
    elif value.text in wanted.choices or value.text == UNCACHED or (value.is_nothing and wanted.required != REQUIRED):
        return
    elif wanted.type in (DATE, PARTIAL_DATE):
        yield from _of_date(value)
    elif wanted.type in (CHOICE, INTEGER):
        reading = _reading(value.text, wanted, readings)
        if reading.unreadable:
            flag = "整数でない" if wanted.type == INTEGER else "選択肢にない"
            yield _cell(value, 選択肢="、".join(wanted.choices), **{flag: True})
        elif reading.repaired:
            yield _cell(value, 読み替え=True, 読み=str(reading.value))


def _of_date(value: Value) -> Iterator[Cell]:
    reading = read_date_text(value.text, numbers=True)
    if reading.fault is not None:
        yield _cell(value, 日付の誤り=reading.fault)
    elif reading.repaired_to is not None:
        yield _cell(value, 読み替え=True, 読み=reading.repaired_to)


def _reading(text: str, wanted: Field | Column, readings: Mapping[str, str]) -> Reading:
    if wanted.type == INTEGER:
        return read_count(text)
    choices: Sequence[str] = wanted.choices
    return read_circle(text, readings) if tuple(choices) == (CIRCLE,) else read_choice(text, choices)


def _cell(at: Value, **words: object) -> Cell:
    return {
        "シート": at.sheet, "行": at.row, "列": at.column, "見出し": at.label, "原文": at.text or None, "条件": "",
        "要": False, "記入": bool(at.text), "日付の誤り": None, "読み替え": False, "読み": None, "選択肢にない": False,
        "整数でない": False, "選択肢": "", **words,
    }  # fmt: skip
