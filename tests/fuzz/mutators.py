"""The mutators by name: each spoils a package in one way, wherever chance leads it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from tests.fuzz.parts import Part

OfPackage: TypeAlias = Callable[[Random, list[Part]], None]
"""Changes the parts in place."""
OfBytes: TypeAlias = Callable[[Random, bytes], bytes]
"""Changes a package that was packed."""

OF_PACKAGE: dict[str, OfPackage] = {}
OF_BYTES: dict[str, OfBytes] = {}


def of_package(name: str) -> Callable[[OfPackage], OfPackage]:
    """Enter the decorated mutator of parts under a name."""

    def enter(mutator: OfPackage) -> OfPackage:
        assert name not in OF_PACKAGE
        OF_PACKAGE[name] = mutator
        return mutator

    return enter


def of_bytes(name: str) -> Callable[[OfBytes], OfBytes]:
    """Enter the decorated mutator of bytes under a name."""

    def enter(mutator: OfBytes) -> OfBytes:
        assert name not in OF_BYTES
        OF_BYTES[name] = mutator
        return mutator

    return enter
