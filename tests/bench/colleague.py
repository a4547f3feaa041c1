"""What a competent colleague would write for the same forms without this project: read every sheet into a frame with
pandas and openpyxl, take the inputs from fixed cells, and validate each table of each workbook with a pandera schema.

It asks most of what the rules of `validations/` ask and ends with the same tables, each row with its file, sheet and row. But it
does not look into the package, does not say in words where a fault is, reads no other spelling than the usual one, and breaks
when a row is inserted. Cells and lists are taken from the masters, where a colleague would have typed them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from pipeline.context import CONTENT_PREFIX
from pipeline.departments import HOLDER_INPUTS
from pipeline.forms.layout import places
from pipeline.forms.model import (
    DATE,
    INTEGER,
    LONG_TEXT,
    PARTIAL_DATE,
    REQUIRED,
    SHEET_OF_FIELDS,
    SHEET_OF_MEASURES,
    TEXT,
    Field,
    Sheet,
)
from pipeline.masters.load import Masters
from pipeline.workspace import FORM
from tests.bench import colleague_side_by_side as side
from tests.bench.colleague_side_by_side import ORIGIN, Rows

_ERAS = {"昭和": 1925, "平成": 1988, "令和": 2018}
_DAY = re.compile(r"(昭和|平成|令和)([0-9０-９]+|元)年([0-9０-９]+)月(?:([0-9０-９]+)日)?(?:から)?$")
_NUMBER = "数"
_OUT_OF_PLACE = re.compile(
    r"(?<!\d)\d{12}(?!\d)"  # a 個人番号
    r"|[\w.+-]+@[\w-]+\.[\w.]+|〒|(?<!\d)0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)"  # contact data
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff]"  # characters that nobody can read
)
_CONTACTS = ("担当者氏名", "担当者電話", "担当者メール")
_AN_ITEM = ["ファイル名", "項目名", "個人の範囲"]


class Colleague:
    """The schemas and coordinates of the form, made once."""

    def __init__(self, masters: Masters) -> None:
        form, departments = masters.forms[FORM], set(masters.departments)
        self._fields = [sheet for sheet in form.sheets if sheet.kind == SHEET_OF_FIELDS]
        self._checklists = [sheet for sheet in form.sheets if sheet.kind == SHEET_OF_MEASURES]
        self._tables = [
            f for sheet in form.sheets if sheet.kind != SHEET_OF_MEASURES for f in sheet.fields if f.is_table
        ]
        self._places = {sheet.name: places(sheet) for sheet in form.sheets}
        self._schemas = {sheet.fields[0].defined_name: _schema_of_measures(sheet) for sheet in self._checklists}
        self._schemas |= {table.defined_name: _schema_of_table(table, departments) for table in self._tables}
        self._schemas |= {
            "区分": side.schema_of_divisions(),
            "件名": side.schema_of_titles(),
            "期間": side.schema_of_periods(),
        }
        self._parties = {
            ours.division: (ours, theirs)
            for ours, theirs in zip(self._checklists[::2], self._checklists[1::2], strict=True)
        }
        self._schemas |= {f"{division}_両者": side.schema_of_parties() for division in self._parties}

    def read(self, path: Path) -> tuple[dict[str, Rows], list[str]]:
        """Read a workbook and validate all its tables. Returns the tables and the failed checks."""
        sheets = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
        tables = {sheet.name: self._inputs(path, sheet, sheets[sheet.name]) for sheet in self._fields}
        for table in [*self._tables, *(sheet.fields[0] for sheet in self._checklists)]:
            tables[table.defined_name] = self._rows(path, table, sheets[table.sheet])
        tables |= {"区分": side.divisions(tables), "件名": side.titles(tables), "期間": side.periods(tables)}
        for division, (ours, theirs) in self._parties.items():
            tables[f"{division}_両者"] = side.parties(tables, ours, theirs)
        named = set(tables["表紙.担当課"]["課"])
        schemas = self._schemas | {s.name: _schema_of_fields(s, tables["区分"], named) for s in self._fields}
        faults: list[str] = []
        for name, rows in tables.items():
            try:
                tables[name] = schemas[name].validate(rows, lazy=True)
            except SchemaErrors as errors:
                faults += [f"{name}: {case.check} {case.failure_case}" for case in errors.failure_cases.itertuples()]
        return tables, faults

    def _inputs(self, path: Path, sheet: Sheet, cells: Rows) -> Rows:
        values = {}
        for field in sheet.fields:
            if not field.is_table:
                row, column = self._places[sheet.name][field.name].first
                inside = row < len(cells) and column < cells.shape[1]
                text = _text(cells.iat[row, column]) if inside else None
                values[field.name] = _day(text) if field.type in (DATE, PARTIAL_DATE) else text
        return pd.DataFrame([{"ファイル": path.name, "シート": sheet.name, "行": 1, **values}])

    def _rows(self, path: Path, table: Field, cells: Rows) -> Rows:
        """The written rows below the headings of a table."""
        place = self._places[table.sheet][table.name]
        top, left = place.first
        columns = range(left, left + len(table.headings))
        rows = cells.iloc[top + 1 : place.last[0] + 1].reindex(columns=columns).dropna(how="all")
        rows.columns = pd.Index(table.headings)
        rows = rows.map(_text)
        if _NUMBER in rows:
            rows[_NUMBER] = pd.to_numeric(rows[_NUMBER].str.replace("[約,]", "", regex=True), errors="coerce")
        return rows.assign(ファイル=path.name, シート=table.sheet, 行=rows.index + 1)


def _is_proper(text: str) -> bool:
    """Whether a text holds nothing that must not stand in a form, and its brackets match."""
    brackets = all(text.count(left) == text.count(right) for left, right in ("（）", "「」", "()"))
    return brackets and not _OUT_OF_PLACE.search(text)


def _proper() -> pa.Check:
    return pa.Check(_is_proper, element_wise=True, error="書けない文字、番号、連絡先、かっこ")


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value).strip() or None


def _day(text: str | None) -> pd.Timestamp | None:
    found = _DAY.match(text or "")
    if found is None:
        return None
    year = _ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
    return pd.Timestamp(year, int(found[3]), int(found[4] or 1))


def _schema_of_fields(sheet: Sheet, divisions: Rows, departments: Collection[str]) -> pa.DataFrameSchema:
    """What the inputs of a sheet must be in a workbook whose cover ticks these 区分 and names these 課."""
    ticked = set(divisions.index[divisions["付議"]])
    asked = not sheet.division or sheet.division in ticked
    columns = dict(ORIGIN)
    for field in sheet.fields:
        if field.is_table:
            continue
        kind: object = {DATE: "datetime64[ns]", PARTIAL_DATE: "datetime64[ns]", INTEGER: "Int64"}.get(field.type, str)
        checks = [pa.Check.isin(field.choices)] if field.choices else []
        if field.type in (TEXT, LONG_TEXT) and field.name not in _CONTACTS:
            checks.append(_proper())
        if field.name in HOLDER_INPUTS:
            checks.append(pa.Check.isin(departments))
        required = (field.required == REQUIRED and asked) or field.name.removeprefix(CONTENT_PREFIX) in ticked
        columns[field.name] = pa.Column(kind, checks, nullable=not required)
    period = pa.Check(_ends_after_start, error="終了が開始より前") if "終了時期" in columns else None
    return pa.DataFrameSchema(columns, period, coerce=True, strict=True)


def _ends_after_start(rows: Rows) -> pd.Series[bool]:
    return rows["終了時期"].isna() | rows["開始時期"].isna() | (rows["終了時期"] >= rows["開始時期"])


def _schema_of_table(table: Field, departments: Collection[str]) -> pa.DataFrameSchema:
    columns = dict(ORIGIN)
    for column in table.columns:
        checks = [pa.Check.isin(column.choices)] if column.choices else []
        if column.type in (TEXT, LONG_TEXT) and not column.choices:
            checks.append(_proper())
        if column.heading == "課":
            checks.append(pa.Check.isin(departments))
        kind = float if column.heading == _NUMBER else str
        columns[column.heading] = pa.Column(kind, checks, nullable=column.required != REQUIRED)
    unique = _AN_ITEM if set(_AN_ITEM) <= set(table.headings) else None
    return pa.DataFrameSchema(columns, unique=unique, coerce=True, strict=True)


def _schema_of_measures(sheet: Sheet) -> pa.DataFrameSchema:
    texts = {measure.id: measure.text for measure in sheet.measures}
    columns = {
        **ORIGIN,
        "対策ID": pa.Column(str, pa.Check.isin(list(texts)), unique=True),
        "区分": pa.Column(str, pa.Check.isin({measure.section for measure in sheet.measures})),
        "対策": pa.Column(str),
        "可否": pa.Column(str, pa.Check.isin(["○", "ー"])),
        "理由": pa.Column(str, _proper(), nullable=True),
    }
    checks = [
        pa.Check(lambda rows: set(rows["対策ID"]) == set(texts), error="対策が足りない"),
        pa.Check(lambda rows: rows["対策ID"].map(texts).eq(rows["対策"]), error="対策の文が違う"),
        pa.Check(lambda rows: rows["可否"].ne("ー") | rows["理由"].notna(), error="理由が空"),
        pa.Check(lambda rows: rows["可否"].ne("○") | rows["理由"].isna(), error="○に理由がある"),
    ]
    return pa.DataFrameSchema(columns, checks, coerce=True, strict=True)
