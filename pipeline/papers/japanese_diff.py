"""What differs between two versions of a Japanese text: sentence by sentence, and word by word in a sentence that was changed.

Texts that differ in white space or width alone do not differ (`fold`). Short pieces that stayed the same between two changes are
taken into the change: a reader is helped by passages, not by single characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from rapidfuzz.distance import Indel

from pipeline.japanese.text import WHITE, fold
from pipeline.papers.japanese_words import Word, common_compound, sentences_of, words_of

_ALIKE = 0.5
"""From this share on two sentences are versions of one."""
_MOST_PAIRS = 10_000
"""Pairs of sentences that are compared to find which belong together; beyond that all of them are new."""
_MOST_WORDS = 400
"""Words of a sentence for which the matching that reads best is affordable."""
_CLEARLY = 0.7
"""Sentences are compared all together if that leaves no more than this share of the changes."""
_CONFETTI, _SHORT = 3, 6
"""Below so many characters a piece is taken into the changes around it: always, and where these are twice as long."""

Block: TypeAlias = tuple[bool, int, int, int, int]
"""Whether a stretch is the same on both sides, and from where to where it goes in the old and in the new list."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that is marked as changed, or is not."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the old text and what stands for it in the new one; either may be empty."""

    old: str
    new: str
    same: bool


def marked(old: str, new: str) -> tuple[Run, ...]:
    """The new text in runs. Joined they are `new`; those that are not changed stand in `old`, in their order, as `fold` has it."""
    return _runs_of(pieces(old, new))


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts, cut into what stayed and what changed; the old sides joined are `old`, the new sides `new`."""
    if old == new or fold(old) == fold(new):
        return (Piece(old, new, same=True),) if old or new else ()
    olds, news = sentences_of(old), sentences_of(new)
    return tuple(_without_confetti(list(_sentence_level(olds, news))))


def _sentence_level(olds: Sequence[str], news: Sequence[str]) -> Iterator[Piece]:
    for same, i, k, j, m in _blocks(list(map(fold, olds)), list(map(fold, news)), readable=False):
        if same:
            yield Piece("".join(olds[i:k]), "".join(news[j:m]), same=True)
        else:
            yield from _changed_sentences(olds[i:k], news[j:m])


def _changed_sentences(olds: Sequence[str], news: Sequence[str]) -> list[Piece]:
    """The pieces of sentences that were changed: each beside its counterpart, or all together where one was split or joined."""
    paired = [
        piece
        for old, new in _counterparts(olds, news)
        for piece in (_word_level(old, new) if old and new else (Piece(old, new, same=False),))
    ]
    if len(olds) == len(news) or not olds or not news:
        return paired
    together = list(_word_level("".join(olds), "".join(news)))
    return together if _extent(together) < _CLEARLY * _extent(paired) else paired


def _extent(found: Sequence[Piece]) -> int:
    """How much changed, in characters."""
    return sum(len(piece.old) + len(piece.new) for piece in _without_confetti(found) if not piece.same)


def _blocks(olds: Sequence[str], news: Sequence[str], *, readable: bool) -> Iterator[Block]:
    """Stretches that are the same and stretches that are not, in turn: from where to where in both lists.

    `readable`: prefer long stretches to as many common members as possible, where the lists are short enough for it.
    """
    codes: Sequence[tuple[str, int, int, int, int]]
    if readable and max(len(olds), len(news)) <= _MOST_WORDS:
        codes = SequenceMatcher(None, olds, news, autojunk=False).get_opcodes()
    else:
        codes = [(c.tag, c.src_start, c.src_end, c.dest_start, c.dest_end) for c in Indel.opcodes(olds, news)]
    last: Block | None = None
    for tag, i, k, j, m in codes:
        same = tag == "equal"
        if last is not None and last[0] == same:
            last = same, last[1], k, last[3], m
            continue
        if last is not None:
            yield last
        last = same, i, k, j, m
    if last is not None:
        yield last


def _counterparts(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The sentences of both sides in their order, paired where they are versions of one; '' where one has no counterpart."""
    rows, columns = len(olds), len(news)
    if not olds or not news or rows * columns > _MOST_PAIRS:
        yield from ((old, "") for old in olds)
        yield from (("", new) for new in news)
        return
    keys = list(map(fold, news))
    alike = [[Indel.normalized_similarity(fold(o), key, score_cutoff=_ALIKE) for key in keys] for o in olds]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    i = j = 0
    while i < rows or j < columns:
        if i < rows and j < columns and alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            yield olds[i], news[j]
            i, j = i + 1, j + 1
        elif i < rows and best[i][j] == best[i + 1][j]:
            yield olds[i], ""
            i += 1
        else:
            yield "", news[j]
            j += 1


def _word_level(old: str, new: str) -> Iterator[Piece]:
    """The pieces of a sentence and of its later version."""
    olds, news = words_of(old), words_of(new)
    blocks = list(_blocks([w.key for w in olds], [w.key for w in news], readable=True))
    for number, (same, i, k, j, m) in enumerate(blocks):
        by = 0 if same or number in (0, len(blocks) - 1) else _slide(olds, news, blocks[number], blocks[number + 1])
        if by:
            yield Piece(_text(olds[i : i + by]), _text(news[j : j + by]), same=True)
            following = blocks[number + 1]
            blocks[number + 1] = True, following[1] + by, following[2], following[3] + by, following[4]
        if same:
            yield Piece(_text(olds[i:k]), _text(news[j:m]), same=True)
        else:
            yield from _narrowed(olds[i + by : k + by], news[j + by : m + by])


def _slide(olds: Sequence[Word], news: Sequence[Word], block: Block, following: Block) -> int:
    """By how many words words that came or went are better seen further on: 申請書〔の紙〕の写し is 申請書の〔紙の〕写し."""
    _, i, k, j, m = block
    words, start, end = (news, j, m) if i == k else (olds, i, k)
    room = following[2] - following[1] if i == k or j == m else 0
    by = 0
    while by < room and words[start + by].is_light and words[start + by].key == words[end + by].key:
        by += 1
    return by


def _narrowed(olds: Sequence[Word], news: Sequence[Word]) -> Iterator[Piece]:
    """A changed stretch without what two compounds of kanji share at their ends."""
    old, new = _text(olds), _text(news)
    head = tail = 0
    if len(olds) == len(news) == 1 and olds[0].is_kanji and news[0].is_kanji:
        head, tail = common_compound(old, new)
    middle = Piece(old[head : len(old) - tail], new[head : len(new) - tail], same=False)
    ends = (
        Piece(old[:head], new[:head], same=True),
        middle,
        Piece(old[len(old) - tail :], new[len(new) - tail :], same=True),
    )
    yield from (piece for piece in ends if piece.old or piece.new)


def _text(words: Iterable[Word]) -> str:
    return "".join(word.text for word in words)


def _without_confetti(found: Sequence[Piece]) -> list[Piece]:
    """The pieces with short unchanged ones between two written changes taken into these."""
    kept: list[Piece] = []
    for number, piece in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        last = kept[-1] if kept else None
        if piece.same and last and following and _is_confetti(piece, last, following):
            kept[-1] = Piece(last.old + piece.old, last.new + piece.new, same=False)
        elif last and _joins(last, piece, found[number - 1]):
            kept[-1] = Piece(last.old + piece.old, last.new + piece.new, same=piece.same)
        else:
            kept.append(piece)
    return kept


def _is_confetti(piece: Piece, left: Piece, right: Piece) -> bool:
    if left.same or right.same or not left.new or not right.new:
        return False
    length = len(fold(piece.new))
    around = min(len(fold(left.new)), len(fold(right.new)))
    return length < _CONFETTI or (length < _SHORT and 2 * length <= around)


def _joins(last: Piece, piece: Piece, before: Piece) -> bool:
    """Whether a piece goes on with the last: both unchanged, or the last ended with what was taken into it."""
    return last.same if piece.same else not last.same and before.same


def _runs_of(found: Iterable[Piece]) -> tuple[Run, ...]:
    """The new sides joined to runs; white space at the ends of a change is not marked.

    Unchanged runs on both sides of something that went stay two: only then each of them stands in the old text.
    """
    runs: list[Run] = []
    parted = False

    def add(text: str, changed: bool) -> None:
        if text and runs and runs[-1].changed == changed and (changed or not parted):
            runs[-1] = Run(runs[-1].text + text, changed)
        elif text:
            runs.append(Run(text, changed))

    for piece in found:
        if not piece.new:
            parted = True
            continue
        add(piece.new, not piece.same)
        parted = False
    return tuple(bare for run in runs for bare in _bare(run))


def _bare(run: Run) -> Iterator[Run]:
    """A run, white space at the ends of a change apart."""
    text = run.text.strip(WHITE) if run.changed else run.text
    start = run.text.index(text)
    parts = Run(run.text[:start], False), Run(text, run.changed), Run(run.text[start + len(text) :], False)
    yield from (part for part in parts if part.text)
