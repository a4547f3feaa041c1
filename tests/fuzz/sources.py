"""The real workbooks that are spoilt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.conftest import SAMPLES, TEMPLATES
from tests.fuzz.parts import Part, unpack


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook as it is shipped."""

    name: str
    data: bytes


SOURCES = tuple(
    Source(path.stem, path.read_bytes()) for path in (*sorted(SAMPLES.glob("*.xlsx")), TEMPLATES / "付議事項.xlsx")
)

_OFTEN = ("付議事項_", "全項目評価書_")
WEIGHTS = tuple(6 if source.name.startswith(_OFTEN) else 1 for source in SOURCES)
"""Filled forms are what the job reads most of."""


def parts_of(source: Source) -> list[Part]:
    """The parts of a workbook, to be changed."""
    return [Part(part.name, part.data) for part in _unpacked(source)]


@cache
def _unpacked(source: Source) -> list[Part]:
    return unpack(source.data)
