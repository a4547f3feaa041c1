"""Words that are one slip away from a known word: a letter too many, too few, wrong, or two in the wrong order."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

SHORTEST = 4
"""Below so many letters one wrong letter makes another word (転入日, 転出日)."""

_LONG, _VERY_LONG = 8, 10
_KANJI = re.compile("[一-龠々]")
_MARKS_A_DIFFERENCE = frozenset(
    "0123456789abcdefghijklmnopqrstuvwxyz一二三四五六七八九十①②③④⑤"
    "前後新旧元現本副正主仮甲乙上中下左右東西南北内外入出有無男女父母夫妻子孫兄弟姉妹親自他始終開閉初末各準非未再総不諸"
)
"""Letters that tell things apart on purpose: 旧住所 is no slip for 住所, nor 項目2 for 項目1."""


def nearest(words: Sequence[str], known: Collection[str]) -> dict[str, str]:
    """Word → the known word for which it may be a slip, for those of the words that are near one and not known.

    Words are compared as they are: give keys (`fold`). What differs on purpose (numbers, 新旧, 取得 and 喪失) is not near.
    """
    asked = [word for word in words if len(word) >= SHORTEST]
    choices = [word for word in known if len(word) >= SHORTEST]
    if not asked or not choices:
        return {}
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    distances = cdist(asked, choices, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    found: dict[str, str] = {}
    for row, column in zip(*np.nonzero(distances <= 2), strict=True):
        word, choice = asked[row], choices[column]
        known_better = word in found and distances[row, choices.index(found[word])] <= distances[row, column]
        if distances[row, column] > 0 and not known_better and _is_slip(word, choice, int(distances[row, column])):
            found[word] = choice
    return found


def _is_slip(word: str, choice: str, distance: int) -> bool:
    from rapidfuzz.distance import Levenshtein

    length = max(len(word), len(choice))
    if distance > (1 if length < _LONG else 2):
        return False
    changed, kanji_for_kanji = set(), 0
    for edit in Levenshtein.editops(word, choice):
        old = word[edit.src_pos] if edit.tag != "insert" else ""
        new = choice[edit.dest_pos] if edit.tag != "delete" else ""
        changed |= {old, new}
        kanji_for_kanji += bool(_KANJI.match(old) and _KANJI.match(new))
    if changed & _MARKS_A_DIFFERENCE:
        return False
    if kanji_for_kanji:
        # 収納情報 and 滞納情報, 資格取得事由 and 資格喪失事由 are two things; in a long word it is the wrong conversion
        return length > SHORTEST if kanji_for_kanji == 1 else length >= _VERY_LONG
    return True
