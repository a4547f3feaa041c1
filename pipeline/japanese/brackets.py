"""Brackets that do not match: one that is never closed, or is closed by another kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

PAIRS = {
    "（": "）",
    "(": ")",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
    "〈": "〉",
    "《": "》",
}

_SAME = str.maketrans("()[]", "（）［］")
"""Width is passed over: people close （ with )."""

_KINDS = tuple((opening, closing) for opening, closing in PAIRS.items() if opening.translate(_SAME) == opening)
_CLOSING = {closing: opening for opening, closing in _KINDS}
_MARK = re.compile("[" + re.escape("".join(f"{o}{c}" for o, c in PAIRS.items())) + "]")
_BULLET = re.compile(
    r"(?m)^[\s　・]*(?:[0-9０-９]{1,2}|[ぁ-んァ-ンｱ-ﾝA-Za-zＡ-Ｚａ-ｚ]|[①-⑳]|[一二三四五六七八九十]{1,2})[)）]"
)
_INLINE_BULLET = re.compile("[\\s　、。，・：:](?:[0-9０-９]{1,2}|[ァ-ンｱ-ﾝA-Za-zＡ-Ｚａ-ｚ①-⑳])$")
_LONGEST_BULLET = 4
"""Characters in which an inline bullet, what stands before it, and a line break behind it have room."""
_BEFORE, _AFTER = 6, 10
_NEAR = 15


Fault = tuple[str, str]
"""The piece of the text that is meant, and a sentence that says what is wrong with it."""


def bracket_faults(text: str) -> tuple[Fault, ...]:
    """What is wrong with the brackets of a text; nothing where they match.

    `1)` and `ア）` at the beginning of a line, or after a comma where no bracket is open, are bullets.
    """
    if _is_balanced("".join(_MARK.findall(text))):
        return ()
    return tuple(_faults(text))


@lru_cache(maxsize=4096)
def _is_balanced(marks: str) -> bool:
    """Whether brackets match; few sequences of them occur, so each is looked at once."""
    opened = []
    for mark in marks.translate(_SAME):
        opening = _CLOSING.get(mark)
        if opening is None:
            opened.append(mark)
        elif not opened or opened.pop() != opening:
            return False
    return not opened


def _faults(text: str) -> Iterator[Fault]:
    """One for each place: what is found close behind a fault only follows from it."""
    last = -_NEAR
    for place, sentence in sorted(_mismatches(_BULLET.sub(_without_bracket, text).translate(_SAME))):
        if place - last >= _NEAR:
            yield _fault(text, place, sentence)
        last = place


def _without_bracket(bullet: re.Match[str]) -> str:
    return bullet[0][:-1] + " "


def _mismatches(text: str) -> Iterator[tuple[int, str]]:
    opened: list[tuple[str, int]] = []
    count = Counter[str]()
    for found in _MARK.finditer(text):
        mark, place = found[0], found.start()
        opening = _CLOSING.get(mark)
        if opening is None:
            opened.append((mark, place))
            count[mark] += 1
        elif not opened and _INLINE_BULLET.search(text[max(0, place - _LONGEST_BULLET) : place]):
            continue
        elif not opened:
            yield place, f"「{mark}」に対する「{opening}」がありません"
        elif count[opening]:
            while (last := opened.pop())[0] != opening:
                count[last[0]] -= 1
                yield last[1], _unclosed(last[0])
            count[opening] -= 1
        else:
            wrong, start = opened.pop()
            count[wrong] -= 1
            yield start, f"「{wrong}」が「{mark}」で閉じられています"
    yield from ((place, _unclosed(mark)) for mark, place in opened)


def _unclosed(mark: str) -> str:
    return f"「{mark}」が閉じられていません"


def _fault(text: str, place: int, sentence: str) -> Fault:
    start, end = max(0, place - _BEFORE), place + _AFTER
    piece = "".join(text[start:end].split())
    shown = f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}"
    return piece, f"〈{shown}〉の{sentence}"
