"""What was made the last time and from what: a book that would come out the same is not written again.

Only to save work. A rebuild does without, and leaves the same books.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipeline import __version__
from pipeline.durable import durable_write
from pipeline.read import sha256_of

_ROWS_AT_A_TIME = 10_000
"""A long frame is looked through in blocks, which bounds the memory that this takes."""


@dataclass(slots=True)
class Shelf:
    """The books in `outputs/`, by their places in it."""

    outputs: Path
    before: Mapping[str, list[str]] = field(default_factory=dict)
    """Place of a book → from what it was made, the sha256 that it had then, and what else it depends on, or an empty text."""
    now: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def remembered(cls, outputs: Path, path: Path) -> Shelf:
        """The shelf as an earlier run left it; an empty one where nothing is known, or nothing that can be understood."""
        try:
            before = json.loads(path.read_bytes())
        except (FileNotFoundError, ValueError):
            before = {}
        return cls(outputs, before if isinstance(before, dict) else {})

    def holds(self, place: str, made_from: str, more: str = "") -> bool:
        """Whether a book stands there that was made from the same, and that nobody changed since.

        `more`: on what some of the books depend as well, as it is now.
        """
        known = self.before.get(place)
        target = self.outputs / place
        is_same = known is not None and known[0] == made_from and known[2] in ("", more)
        if known is None or not is_same or not target.is_file() or sha256_of(target.read_bytes()) != known[1]:
            self.now[place] = [made_from, "", ""]
            return False
        self.now[place] = known
        return True

    def depends(self, place: str, more: str) -> None:
        """A book of tonight that was also made from something which only its making showed."""
        self.now[place] = [*self.now[place][:2], more]

    def forget(self, place: str) -> None:
        """A book that could not be put into its place: it is to be made again."""
        self.now.pop(place, None)

    def remember(self, path: Path) -> None:
        """Write down what stands there now."""
        for place, (made_from, digest, more) in self.now.items():
            target = self.outputs / place
            if not digest and target.is_file():
                self.now[place] = [made_from, sha256_of(target.read_bytes()), more]
        if self.now != self.before:
            durable_write(path, json.dumps(self.now, ensure_ascii=False, indent=0, sort_keys=True).encode())


def digest_of(*parts: object) -> str:
    """A digest of what a book is made from, and of the program that makes it."""
    digest = hashlib.sha256(__version__.encode())
    for part in parts:
        for piece in _pieces(part):
            digest.update(piece.encode(errors="surrogatepass") + b"\0")
    return digest.hexdigest()


def _pieces(part: object) -> Iterable[str]:
    if isinstance(part, pd.DataFrame):
        for name in part.columns:
            yield str(name)
            for start in range(0, len(part), _ROWS_AT_A_TIME):
                yield repr(part[name].iloc[start : start + _ROWS_AT_A_TIME].tolist())
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield str(key)
            yield from _pieces(value)
    else:
        yield repr(part)
