"""The changes of a text as a list of passages, each with the words around it, and what was taken out of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.japanese.text import WHITE, fold
from pipeline.papers.japanese_diff import Piece, Run, pieces

ADDED, CHANGED, REMOVED = "追加", "変更", "削除"

_CONTEXT = 12
_SIGNS = frozenset("、，,.．・ ")
_ENDS = ("。", "\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """One change with the words around it, for a list."""

    kind: str
    """追加, 変更, 削除."""
    before: tuple[Run, ...]
    after: tuple[Run, ...]


def removed(old: str, new: str) -> tuple[str, ...]:
    """The passages of the old text for which nothing stands in the new one: whole sentences, or words in 〔〕 among their neighbours.

    A sentence that only moved is not among them.
    """
    return tuple(_bracketed(passage.before) for passage in passages(old, new) if passage.kind == REMOVED)


def passages(old: str, new: str) -> tuple[Passage, ...]:
    """Every change of a text, in its order."""
    found = pieces(old, new)
    return tuple(_passages(found, fold(new))) if any(not piece.same for piece in found) else ()


def _passages(found: Sequence[Piece], key_of_new: str) -> Iterator[Passage]:
    olds, news = [piece.old for piece in found], [piece.new for piece in found]
    for number, piece in enumerate(found):
        old, new = fold(piece.old), fold(piece.new)
        if (
            piece.same
            or not (old or new)
            or (not new and (_SIGNS.issuperset(old) or _only_moved(piece.old, key_of_new)))
        ):
            continue
        before = _in_context(olds, number) if old else ()
        after = _in_context(news, number) if new else ()
        yield Passage(CHANGED if old and new else ADDED if new else REMOVED, before, after)


def _only_moved(sentence: str, key_of_new: str) -> bool:
    return sentence.rstrip().endswith("。") and fold(sentence) in key_of_new


def _in_context(sides: Sequence[str], number: int) -> tuple[Run, ...]:
    """One side of a change with the words around it in its sentence."""
    text = sides[number].strip(WHITE)
    before, after = "".join(sides[:number]), "".join(sides[number + 1 :])
    left = "" if before.endswith(_ENDS) else before[max(map(before.rfind, _ENDS)) + 1 :]
    right = "" if text.endswith(_ENDS) or sides[number].endswith(_ENDS) else _until_end(after)
    shown = f"…{left[-_CONTEXT:]}" if len(left) > _CONTEXT else left
    rest = f"{right[:_CONTEXT]}…" if len(right) > _CONTEXT else right
    runs = (Run(shown.lstrip(WHITE), False), Run(text, True), Run(rest.rstrip(WHITE), False))
    return tuple(run for run in runs if run.text)


def _until_end(text: str) -> str:
    ends = [at + 1 for end in _ENDS if (at := text.find(end)) >= 0]
    return text[: min(ends, default=len(text))]


def _bracketed(runs: Sequence[Run]) -> str:
    """Runs as plain text, the changed one in brackets where others stand beside it."""
    if len(runs) == 1:
        return runs[0].text
    return "".join(f"〔{run.text}〕" if run.changed else run.text for run in runs)
