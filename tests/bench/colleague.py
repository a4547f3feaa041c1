"""What a competent colleague would write for the same forms without this project: read every sheet into a frame with
pandas and openpyxl, take the inputs from fixed cells, and validate each table of each workbook with a pandera schema.

It asks what the rules of `validations/` ask and ends with the same tables, each row with its file, sheet and row. But it does
not say in words where a fault is, reads no other spelling than the usual one, and breaks when a row is inserted. Cells and
lists are taken from the masters, where a colleague would have typed them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from pipeline.departments import HOLDER_INPUTS
from pipeline.forms.layout import places
from pipeline.forms.model import (
    DATE,
    INTEGER,
    PARTIAL_DATE,
    REQUIRED,
    SHEET_OF_FIELDS,
    SHEET_OF_MEASURES,
    Field,
    Sheet,
)
from pipeline.masters.load import Masters
from pipeline.workspace import FORM

_ERAS = {"昭和": 1925, "平成": 1988, "令和": 2018}
_DAY = re.compile(r"(昭和|平成|令和)([0-9０-９]+|元)年([0-9０-９]+)月(?:([0-9０-９]+)日)?(?:から)?$")
_NUMBER = "数"
_ORIGIN = {"ファイル": pa.Column(str), "シート": pa.Column(str), "行": pa.Column(int)}
_AN_ITEM = ["ファイル名", "項目名", "個人の範囲"]

Rows = pd.DataFrame


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
        self._schemas = {sheet.name: _schema_of_fields(sheet, departments) for sheet in self._fields}
        self._schemas |= {sheet.fields[0].defined_name: _schema_of_measures(sheet) for sheet in self._checklists}
        self._schemas |= {table.defined_name: _schema_of_table(table, departments) for table in self._tables}
        self._schemas["区分"] = _schema_of_divisions()

    def read(self, path: Path) -> tuple[dict[str, Rows], list[str]]:
        """Read a workbook and validate all its tables. Returns the tables and the failed checks."""
        sheets = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
        tables = {sheet.name: self._inputs(path, sheet, sheets[sheet.name]) for sheet in self._fields}
        for table in [*self._tables, *(sheet.fields[0] for sheet in self._checklists)]:
            tables[table.defined_name] = self._rows(path, table, sheets[table.sheet])
        tables["区分"] = _divisions(tables)
        faults: list[str] = []
        for name, rows in tables.items():
            try:
                tables[name] = self._schemas[name].validate(rows, lazy=True)
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


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value).strip() or None


def _day(text: str | None) -> pd.Timestamp | None:
    found = _DAY.match(text or "")
    if found is None:
        return None
    year = _ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
    return pd.Timestamp(year, int(found[3]), int(found[4] or 1))


def _divisions(tables: dict[str, Rows]) -> Rows:
    """Whether each 区分 is ticked on the cover, and whether its 別紙 is written on."""
    ticks = tables["表紙.区分"].set_index("区分")["付議"].eq("○")
    written = [tables[name].drop(columns=[*_ORIGIN]).notna().any(axis=None) for name in ticks.index]
    return pd.DataFrame({"付議": ticks.to_numpy(), "記入": written})


def _schema_of_divisions() -> pa.DataFrameSchema:
    checks = [
        pa.Check(lambda rows: ~rows["付議"] | rows["記入"], error="別紙が空"),
        pa.Check(lambda rows: rows["付議"] | ~rows["記入"], error="区分に○がない"),
    ]
    return pa.DataFrameSchema({"付議": pa.Column(bool), "記入": pa.Column(bool)}, checks, coerce=True, strict=True)


def _schema_of_fields(sheet: Sheet, departments: Collection[str]) -> pa.DataFrameSchema:
    columns = dict(_ORIGIN)
    for field in sheet.fields:
        if field.is_table:
            continue
        kind: object = {DATE: "datetime64[ns]", PARTIAL_DATE: "datetime64[ns]", INTEGER: "Int64"}.get(field.type, str)
        checks = [pa.Check.isin(field.choices)] if field.choices else []
        if field.name in HOLDER_INPUTS:
            checks.append(pa.Check.isin(departments))
        columns[field.name] = pa.Column(kind, checks, nullable=field.required != REQUIRED)
    period = pa.Check(_ends_after_start, error="終了が開始より前") if "終了時期" in columns else None
    return pa.DataFrameSchema(columns, period, coerce=True, strict=True)


def _ends_after_start(rows: Rows) -> pd.Series[bool]:
    return rows["終了時期"].isna() | rows["開始時期"].isna() | (rows["終了時期"] >= rows["開始時期"])


def _schema_of_table(table: Field, departments: Collection[str]) -> pa.DataFrameSchema:
    columns = dict(_ORIGIN)
    for column in table.columns:
        checks = [pa.Check.isin(column.choices)] if column.choices else []
        if column.heading == "課":
            checks.append(pa.Check.isin(departments))
        kind = float if column.heading == _NUMBER else str
        columns[column.heading] = pa.Column(kind, checks, nullable=column.required != REQUIRED)
    unique = _AN_ITEM if set(_AN_ITEM) <= set(table.headings) else None
    return pa.DataFrameSchema(columns, unique=unique, coerce=True, strict=True)


def _schema_of_measures(sheet: Sheet) -> pa.DataFrameSchema:
    texts = {measure.id: measure.text for measure in sheet.measures}
    columns = {
        **_ORIGIN,
        "対策ID": pa.Column(str, pa.Check.isin(list(texts)), unique=True),
        "区分": pa.Column(str, pa.Check.isin({measure.section for measure in sheet.measures})),
        "対策": pa.Column(str),
        "可否": pa.Column(str, pa.Check.isin(["○", "ー"])),
        "理由": pa.Column(str, nullable=True),
    }
    checks = [
        pa.Check(lambda rows: set(rows["対策ID"]) == set(texts), error="対策が足りない"),
        pa.Check(lambda rows: rows["対策ID"].map(texts).eq(rows["対策"]), error="対策の文が違う"),
        pa.Check(lambda rows: rows["可否"].ne("ー") | rows["理由"].notna(), error="理由が空"),
    ]
    return pa.DataFrameSchema(columns, checks, coerce=True, strict=True)
