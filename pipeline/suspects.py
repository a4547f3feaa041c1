"""Files at which the whole job may have died: each is tried alone by the next run, and one that kills it again is not opened any more.

Workers die alone (`work`). This is for what takes the job itself down: it would die at the same file night after night.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.journal import JUDGED, SEEN, STOPPED, TRIED, TRYING, Journal


@dataclass(frozen=True, slots=True)
class Suspects:
    """What the journal says of files that were being judged when a run died. By sha256."""

    to_try: frozenset[str]
    """In hand when the last run died."""
    deadly: frozenset[str]
    """Alone in hand when a run died."""


def suspects_in(journal: Journal, rules: str) -> Suspects:
    """What to beware of. `rules`: the edition of the program; what another edition died of is tried anew."""
    in_hand: frozenset[str] = frozenset()
    trying: set[str] = set()
    for entry in journal.records():
        kind = entry["kind"]
        if kind == SEEN:
            in_hand = frozenset(entry["files"])
        elif kind in (JUDGED, STOPPED):
            in_hand = frozenset()
        elif kind == TRYING and entry["rules"] == rules:
            trying.add(entry["file"])
        elif kind == TRIED:
            trying.discard(entry["file"])
    return Suspects(in_hand, frozenset(trying))


def try_alone(journal: Journal, rules: str, files: Sequence[str], attempt: Callable[[int], object]) -> None:
    """Make an attempt at each file, with a record before and after it. `attempt` is given the place in `files`."""
    for place, sha256 in enumerate(files):
        journal.write(TRYING, file=sha256, rules=rules)
        attempt(place)
        journal.write(TRIED, file=sha256)
