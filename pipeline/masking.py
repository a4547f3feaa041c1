"""Masking: no 個人番号 goes on from what was read to what is said of it.

Findings quote what people wrote, so every text of a workbook with such a number is masked before the rules see it. The ledger is
made from the texts as they are: a file with a number gets there only when the secretariat has looked at it and let it pass.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.extract import Extract
from pipeline.japanese.digits import without_individual_numbers
from pipeline.scan import INDIVIDUAL


def masked(extract: Extract) -> Extract:
    """The extract with every 個人番号 in it made unreadable; itself when none was seen in the workbook."""
    if all(row[0] != INDIVIDUAL for row in extract.observations):
        return extract
    return replace(
        extract,
        observations=_masked(extract.observations),
        sheets=_masked(extract.sheets),
        fields=_masked(extract.fields),
        tables={name: _masked(rows) for name, rows in extract.tables.items()},
    )


def _masked(rows: list[tuple[object, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(without_individual_numbers(cell) if isinstance(cell, str) else cell for cell in row) for row in rows]
