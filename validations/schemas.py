"""Running the rules: one pandera schema a table, validated once over all rows of the night, lazily.

Values were parsed before (`coerce` is off: with it, one bad cell hides real faults). Each rule is a check of its table's
schema and carries its code; `failure_cases.index` leads back to the row and so to the cell. Schemas are made afresh for each
run and never altered: what one workbook brings cannot change what the next one meets.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

import validations.rules  # noqa: F401  (fills the catalogue)
from validations.catalogue import CATALOGUE, Rule
from validations.findings import ERROR, Finding

ORIGIN = ("冊", "シート", "行", "列")
"""Columns that every validated table has: number of the workbook, sheet, row and column (from 0)."""


ITEM_NAMES = ("対策ID", "項目名", "見出し", "区分", "課", "対象", "項目")
"""Columns that say what a row is about, for waivers."""


class RuleFault(RuntimeError):
    """A rule that could not be run: a fault of this program, never one of the submission, and never a pass."""


def validate(tables: Mapping[str, pd.DataFrame], headings: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """All findings over the tables of a night, in no particular order.

    `tables`: table name → frame with the columns of `ORIGIN` and those its rules name; `headings`: for tables whose column
    `列` holds one place for each heading (a tuple), the headings in that order.
    """
    findings: list[Finding] = []
    for name, frame in tables.items():
        rules = CATALOGUE.on(name)
        if not rules or frame.empty:
            continue
        failures = list(_failures(frame, rules))
        faulty = frame.loc[list(dict.fromkeys(index for _, index in failures))]
        rows = dict(zip(faulty.index, faulty.to_dict("records"), strict=True))
        findings.extend(
            _finding(rule, rule.heading(name), rows[index], headings.get(name, ())) for rule, index in failures
        )
    return findings


def schema_of(rules: list[Rule], table: pd.DataFrame) -> pa.DataFrameSchema:
    """The schema of a table: each rule as a check over the whole table that carries the rule's code."""
    missing_origin = [column for column in ORIGIN if column not in table]
    if missing_origin:
        raise RuleFault(f"a table without origin: {missing_origin}")
    return pa.DataFrameSchema(
        {"冊": pa.Column(int)},
        checks=[pa.Check(_passes(rule, table), name=rule.code, error=rule.code, ignore_na=False) for rule in rules],
        coerce=False,
    )


def _passes(rule: Rule, table: pd.DataFrame) -> Any:
    return lambda _: ~rule.predicate(table).fillna(False).astype(bool)


def _failures(frame: pd.DataFrame, rules: list[Rule]) -> Iterator[tuple[Rule, Any]]:
    try:
        # pandera names a failing row once for each column that it is shown, so it is shown one
        schema_of(rules, frame).validate(frame[["冊"]], lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return
    broken = cases[cases["index"].isna()]
    if not broken.empty:
        raise RuleFault(f"rule {broken['check'].iloc[0]} could not be run: {broken['failure_case'].iloc[0]}")
    for code, index in cases[["check", "index"]].itertuples(index=False):
        yield CATALOGUE[code], index


class _Words:
    """What a message is filled from: a row in which what is empty or unknown prints as nothing."""

    def __init__(self, row: Mapping[Hashable, Any]) -> None:
        self._row = row

    def __getitem__(self, heading: str) -> Any:
        value = self._row.get(heading)
        return "" if _is_empty(value) else value


def _finding(rule: Rule, at: str, row: Mapping[Hashable, Any], headings: tuple[str, ...]) -> Finding:
    words = _Words(row)
    place = row["列"]
    column = place[headings.index(at)] if isinstance(place, tuple) else place
    value = words[at or "原文"]
    return Finding(
        code=rule.code,
        severity=ERROR if rule.error_when and row[rule.error_when] else rule.severity,
        title=rule.title,
        message=rule.message.format_map(words),
        remedy=rule.remedy.format_map(words),
        book=int(row["冊"]),
        sheet=None if _is_empty(row["シート"]) else str(row["シート"]),
        row=None if _is_empty(row["行"]) else int(row["行"]),
        column=None if _is_empty(column) else int(column),
        value=str(value) if value != "" else None,
        items=tuple(str(words[name]) for name in ITEM_NAMES if words[name]),
    )


def _is_empty(value: Any) -> bool:
    return value is None or (not isinstance(value, tuple) and bool(pd.isna(value)))
