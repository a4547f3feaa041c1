"""Mutants: a workbook, a mutator, and sometimes a second one, all chosen by seed and number."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.fuzz import amounts, archives, markup, workbooks
from tests.fuzz.mutators import OF_BYTES, OF_PACKAGE
from tests.fuzz.parts import pack
from tests.fuzz.sources import SOURCES, WEIGHTS, parts_of


@dataclass(frozen=True, slots=True)
class Mutant:
    """A spoilt workbook. The same seed and number make the same bytes."""

    seed: int
    number: int
    mutators: tuple[str, ...]
    """The first one is what it is counted under."""
    source: str
    data: bytes

    @property
    def file(self) -> str:
        """The name under which it is saved."""
        return f"{self.seed}-{self.number}_{'と'.join(self.mutators)}.xlsx"


TURNS = tuple(
    name
    for name, mutator in (*OF_PACKAGE.items(), *OF_BYTES.items())
    for _ in range(
        {archives.__name__: 1, amounts.__name__: 1, markup.__name__: 2, workbooks.__name__: 3}[mutator.__module__]
    )
)
"""The mutators in turn: those that leave a readable workbook come more often."""


def mutant(seed: int, number: int) -> Mutant:
    """The mutant of a number."""
    rng = Random(f"{seed}-{number}")
    chosen = [TURNS[number % len(TURNS)]]
    if rng.random() < 0.3:
        chosen.append(rng.choice(tuple(OF_PACKAGE)))
    (source,) = rng.choices(SOURCES, WEIGHTS)
    parts = parts_of(source)
    for name in chosen:
        if name in OF_PACKAGE:
            OF_PACKAGE[name](rng, parts)
    data = pack(parts)
    for name in chosen:
        if name in OF_BYTES:
            data = OF_BYTES[name](rng, data)
    return Mutant(seed, number, tuple(chosen), source.name, data)
