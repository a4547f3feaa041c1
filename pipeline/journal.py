"""The journal: what a night has decided and done, so that one that was cut off is brought to the same end.

`.fugi/journal` is only ever added to, a record a line: length and checksum of the JSON in front of it, both in hexadecimal. A
tail that was torn by a crash does not count. Nothing in it decides what is published: without it the folders and their
receipts say all that was finished.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.durable import durable_append, durable_move, durable_write

DECIDED, PLACED, TAKEN, MAILED, DONE = "decided", "placed", "taken", "mailed", "done"
SEEN, JUDGED, TRYING, TRIED = "seen", "judged", "trying", "tried"
"""Which files are in hand while they are judged: see `suspects`."""
RAN, STOPPED = "ran", "stopped"
"""How a run ended."""

LARGEST = 16 * 2**20
"""Bytes from which a journal is laid aside before the next night."""

Entry = dict[str, Any]


@dataclass(slots=True)
class Pending:
    """A night that decided and did not come to its end."""

    date: str
    placements: list[Entry]
    placed: set[int] = field(default_factory=set)
    """The numbers of the placements that lie in their places."""
    taken: set[int] = field(default_factory=set)
    """The numbers of those that are also taken out of the inbox: nothing is left to do."""
    is_told: bool = False
    """Whether the night came so far that its letters were written."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal in a file."""

    path: Path

    def write(self, kind: str, **words: object) -> None:
        """Add a record; it is on the disk when this returns."""
        durable_append(self.path, _framed({"kind": kind, **words}))

    def records(self) -> Iterator[Entry]:
        """All whole records, oldest first."""
        yield from (entry for entry, _ in _entries(self._bytes()))

    def open(self) -> None:
        """Make ready to be added to: cut off a torn tail, lay a long journal aside when its last night is done."""
        data = self._bytes()
        ends = [end for _, end in _entries(data)]
        whole = ends[-1] if ends else 0
        if whole < len(data):
            durable_write(self.path, data[:whole])
        if whole > LARGEST and self.pending() is None:
            durable_move(self.path, self.path.with_suffix(".old"))

    def pending(self) -> Pending | None:
        """The night that was cut off, None when the last one came to its end."""
        night: Pending | None = None
        for entry in self.records():
            kind = entry["kind"]
            if kind == DECIDED:
                night = Pending(entry["date"], entry["placements"])
            elif kind == DONE:
                night = None
            elif night is not None and kind == PLACED:
                night.placed.add(entry["number"])
            elif night is not None and kind == TAKEN:
                night.taken.add(entry["number"])
            elif night is not None and kind == MAILED:
                night.is_told = True
        return night

    def _bytes(self) -> bytes:
        return self.path.read_bytes() if self.path.exists() else b""


def _framed(entry: Mapping[str, object]) -> bytes:
    # file names need not be text that can be encoded: what cannot is escaped
    text = json.dumps(entry, ensure_ascii=True).encode()
    return b"%08x %08x " % (len(text), zlib.crc32(text)) + text + b"\n"


def _entries(data: bytes) -> Iterator[tuple[Entry, int]]:
    """The whole records with the place at which each ends; nothing behind the first that is not whole."""
    place = 0
    while (head := data[place : place + 18]) and len(head) == 18:
        try:
            length, checksum = int(head[:8], 16), int(head[9:17], 16)
        except ValueError:
            return
        text, end = data[place + 18 : place + 18 + length], place + 18 + length + 1
        if len(text) < length or zlib.crc32(text) != checksum or data[end - 1 : end] != b"\n":
            return
        yield json.loads(text), end
        place = end
