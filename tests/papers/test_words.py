"""Texts with marked passages: joined and cut, they keep both."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pipeline.papers.words import Words
from pipeline.publish.text_measure import split_to_fit
from tests.papers.builders import Run

RUNS = st.lists(st.builds(Run, st.text("あいう。\n（a1", max_size=12), st.booleans()), max_size=8)


def _marked_characters(words: Words) -> list[tuple[str, bool]]:
    return [(character, changed) for text, changed in words.fragments() for character in text]


@given(RUNS)
def test_fragments_are_the_runs_again(runs: list[Run]) -> None:
    words = Words.of(runs)
    assert _marked_characters(words) == [(c, run.changed) for run in runs for c in run.text]
    fragments = list(words.fragments())
    assert all(text for text, _ in fragments)
    assert all(a[1] != b[1] for a, b in itertools.pairwise(fragments))


@given(RUNS, st.integers(1, 3))
def test_pieces_lose_no_mark(runs: list[Run], lines: int) -> None:
    words = Words.of(runs)
    pieces = split_to_fit(words.text, 5, 10.5, lines)
    cut = [pair for piece in words.cut(pieces) for pair in _marked_characters(piece)]
    assert [pair for pair in cut if pair[0] != "\n"] == [pair for pair in _marked_characters(words) if pair[0] != "\n"]
    assert [piece.text for piece in words.cut(pieces)] == pieces


def test_what_is_joined_is_one_passage_where_both_are_marked() -> None:
    words = Words.marked("令和") + Words.marked("７年") + Words("から")
    assert list(words.fragments()) == [("令和７年", True), ("から", False)]
