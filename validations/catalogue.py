"""The one catalogue of rules. A rule is a predicate over a whole table of the night, with the words to tell its fault.

A rule says which table it looks at (`on`), in which column its fault is shown (`at`; empty: the cell the row stands for),
what is wrong (`message`) and what to do (`remedy`); `{…}` in the words is filled from the row. Its `example` is a row that it
catches, its `near_miss` one that it must not. New rules are added in `validations/rules/`; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pandas as pd

from validations.findings import SEVERITIES

Predicate: TypeAlias = Callable[[pd.DataFrame], "pd.Series[bool]"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue."""

    code: str
    title: str
    severity: str
    on: tuple[str, ...]
    at: Mapping[str, str]
    message: str
    remedy: str
    predicate: Predicate
    example: Mapping[str, Any]
    near_miss: Mapping[str, Any]
    quarantines: bool = False
    """Whether a file with this fault is set aside instead of being returned."""
    error_when: str = ""
    """Name of a column of flags: where it is set, a 警告 of this rule becomes an エラー."""

    def heading(self, table: str) -> str:
        """The heading of the column in which the fault is shown on a table; empty: the cell the row stands for."""
        return self.at.get(table, "")


@dataclass(slots=True)
class Catalogue:
    """All rules by code, in the order of the codes."""

    rules: dict[str, Rule] = field(default_factory=dict)

    def add(self, rule: Rule) -> None:
        """Add a rule. A code is given once and never changes its meaning."""
        if rule.code in self.rules:
            raise ValueError(f"rule {rule.code} is defined twice")
        if rule.severity not in SEVERITIES:
            raise ValueError(f"rule {rule.code}: no such severity {rule.severity}")
        self.rules[rule.code] = rule

    def on(self, table: str) -> list[Rule]:
        """The rules that look at a table."""
        return [rule for rule in self if table in rule.on]

    def __iter__(self) -> Iterator[Rule]:
        """The rules in the order of their codes."""
        return iter(sorted(self.rules.values(), key=lambda rule: rule.code))

    def __getitem__(self, code: str) -> Rule:
        """The rule of a code."""
        return self.rules[code]


CATALOGUE = Catalogue()
"""Filled when `validations.rules` is imported, and only read afterwards."""


def rule(
    code: str,
    title: str,
    *,
    severity: str,
    on: str | tuple[str, ...],
    at: str | Mapping[str, str] = "",
    message: str,
    remedy: str,
    example: Mapping[str, Any],
    near_miss: Mapping[str, Any],
    quarantines: bool = False,
    error_when: str = "",
) -> Callable[[Predicate], Predicate]:
    """Enter the decorated predicate (table → True where the fault is) into the catalogue."""
    tables = (on,) if isinstance(on, str) else on
    headings = dict.fromkeys(tables, at) if isinstance(at, str) else at

    def enter(predicate: Predicate) -> Predicate:
        CATALOGUE.add(
            Rule(
                code,
                title,
                severity,
                tables,
                headings,
                message,
                remedy,
                predicate,
                example,
                near_miss,
                quarantines,
                error_when,
            )
        )
        return predicate

    return enter
