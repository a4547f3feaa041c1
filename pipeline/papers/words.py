"""A text and the stretches of it that are marked as changed: joined, cut and printed without losing either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.papers.marks import Run


@dataclass(frozen=True, slots=True)
class Words:
    """A text; `changed`: from where to where it is marked, in order, no two stretches touching."""

    text: str
    changed: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(runs: Sequence[Run]) -> Words:
        """The words of a sequence of runs."""
        words = EMPTY
        for run in runs:
            if run.text:
                words += Words(run.text, ((0, len(run.text)),) if run.changed else ())
        return words

    @staticmethod
    def marked(text: str, *, changed: bool = True) -> Words:
        """A text that is marked as a whole."""
        return Words(text, ((0, len(text)),) if changed and text else ())

    @property
    def wholly_changed(self) -> bool:
        """Whether there is nothing in it that is not marked."""
        return self.changed == ((0, len(self.text)),)

    def __add__(self, other: Words) -> Words:
        """The words of both, one after the other."""
        if not other.changed:
            return Words(self.text + other.text, self.changed)
        shift = len(self.text)
        moved = tuple((start + shift, end + shift) for start, end in other.changed)
        if self.changed and self.changed[-1][1] == moved[0][0]:
            moved = ((self.changed[-1][0], moved[0][1]), *moved[1:])
            return Words(self.text + other.text, self.changed[:-1] + moved)
        return Words(self.text + other.text, self.changed + moved)

    def piece(self, start: int, end: int) -> Words:
        """The words from one place to another."""
        inside = ((max(a, start) - start, min(b, end) - start) for a, b in self.changed)
        return Words(self.text[start:end], tuple((a, b) for a, b in inside if a < b))

    def cut(self, pieces: Sequence[str]) -> Iterator[Words]:
        """The words as they stand in the pieces that `split_to_fit` made of their text, or in its lines."""
        if not self.changed:
            yield from map(Words, pieces)
            return
        at = 0
        for number, piece in enumerate(pieces):
            if number and self.text.startswith("\n", at):
                at += 1  # the text was cut here, and no piece begins where a line ends
            yield self.piece(at, at + len(piece))
            at += len(piece)

    def fragments(self) -> Iterator[tuple[str, bool]]:
        """The stretches in order, each with whether it is marked; none is empty."""
        at = 0
        for start, end in self.changed:
            if at < start:
                yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        if at < len(self.text):
            yield self.text[at:], False


EMPTY = Words("")
