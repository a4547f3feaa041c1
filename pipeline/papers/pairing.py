"""Which row of a table, and which copy of a 別紙, is the later version of which."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from pipeline.japanese.text import fold
from pipeline.papers.content import Leaf, Line

Pair = tuple[int | None, int | None]
"""Number of the old one and of the new one; None where it has no counterpart."""

KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "対策": (("対策ID",), ("対策",)),
    "記録項目": (("ファイル名", "項目名", "個人の範囲"), ("ファイル名", "項目名"), ("項目名", "個人の範囲")),
    "情報の流れ": (("番号", "送り手", "受け手"), ("送り手", "受け手", "情報")),
    "区分": (("区分",),),
    "担当課": (("課",),),
    "対象者数": (("対象",),),
    "時期": (("内容",), ("時期",)),
    "システム": (("番号", "システムの名称"), ("システムの名称",), ("番号",)),
    "提供移転": (("ファイル名", "提供・移転", "提供先・移転先"), ("ファイル名", "提供・移転", "番号")),
    "事務の内容": (("図の名称",),),
}
"""Long frame of a table → the headings by which its rows are known, those that are tried first in front."""
_NO_LIKENESS = ("対策", "記録項目")
"""Tables whose rows are known by name: one under another name is another one, however alike."""
_COPIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "ファイル": (("ファイル名",),),
    "委託事項": (("ファイル名", "番号", "委託事項"), ("ファイル名", "委託事項"), ("ファイル名", "番号")),
}
"""What a sheet is filled in for, a copy each → the inputs by which the copies are known, those that are tried first in front."""
_IDENTITY = ("委託先", "再委託先", "結合の相手方", "提供先", "指定管理者の名称", "施設の名称", "設置場所")
"""What tells the copies of a 別紙 apart."""
FILE, FILE_NAME = "ファイル", "ファイル名"
_ALIKE = 0.5
_MUCH_ALIKE = 0.8
"""A file under another name is the same one only if nearly all else is."""
_MOST_PAIRS = 10_000


def pair_rows(
    table: str,
    headings: Sequence[str],
    telling: Sequence[str],
    olds: Sequence[Line],
    news: Sequence[Line],
    printed: Sequence[str] = (),
) -> list[Pair]:
    """Pair the rows of a table. New rows in their order, then the old ones that have no counterpart.

    `telling`: the headings that say something of the row; rows that are equal there belong together before all others.
    `printed`: those under which the form prints what a row is.
    """
    found = _Pairs(len(olds), len(news))
    found.by_key([line.cells for line in olds], [line.cells for line in news])
    for names in (tuple(telling), *KEYS.get(table, ()), tuple(printed)):
        if not set(names) <= set(headings):
            continue  # 記録項目 of another form tells nothing of the 個人の範囲
        places = [headings.index(name) for name in names]
        found.by_key([_key(line, places) for line in olds], [_key(line, places) for line in news])
    if table not in _NO_LIKENESS and not printed:
        places = [headings.index(name) for name in telling]
        found.by_likeness([_key(line, places) for line in olds], [_key(line, places) for line in news])
    return list(found.all())


def pair_leaves(olds: Sequence[Leaf], news: Sequence[Leaf]) -> list[Pair]:
    """Pair the copies of a 別紙 by their 委託先, 相手方 or 施設, then by all they say; those that a form numbers, by their names."""
    found = _Pairs(len(olds), len(news))
    repeats = next((leaf.spec.repeats for leaf in (*olds, *news)), "")
    if repeats in _COPIES:
        for names in _COPIES[repeats]:
            found.by_key([_named(leaf, names) for leaf in olds], [_named(leaf, names) for leaf in news])
        if repeats == FILE:
            found.by_likeness(list(map(_everything, olds)), list(map(_everything, news)), _MUCH_ALIKE)
        return list(found.all())
    if len(olds) == len(news) == 1:
        found.add(0, 0)
    found.by_key([fold(identity_of(leaf)) for leaf in olds], [fold(identity_of(leaf)) for leaf in news])
    found.by_likeness(list(map(_everything, olds)), list(map(_everything, news)))
    return list(found.all())


def renamed(leaf: Leaf, names: Mapping[str, str]) -> Leaf:
    """A sheet on which files are called by other names: old name → new one."""
    texts = {name: names.get(text, text) if name == FILE_NAME else text for name, text in leaf.texts.items()}
    tables = {}
    for field in leaf.spec.fields:
        lines = leaf.tables.get(field.name, ())
        if len(field.columns) > 1 and FILE_NAME in field.headings:
            at = field.headings.index(FILE_NAME)
            lines = tuple(replace(line, cells=_with(line.cells, at, names)) for line in lines)
        tables[field.name] = lines
    return replace(leaf, texts=texts, tables=tables)


def _with(cells: tuple[str | None, ...], at: int, names: Mapping[str, str]) -> tuple[str | None, ...]:
    own = cells[at]
    return *cells[:at], names.get(own, own) if own else own, *cells[at + 1 :]


class _Pairs:
    """Pairs as they are found, and what is still without a counterpart."""

    def __init__(self, olds: int, news: int) -> None:
        self._of_new: list[int | None] = [None] * news
        self._old_taken = [False] * olds

    def add(self, old: int, new: int) -> None:
        self._of_new[new] = old
        self._old_taken[old] = True

    def by_key(self, olds: Sequence[Hashable], news: Sequence[Hashable]) -> None:
        """Pair what has one key, in order; '' is no key."""
        if all(self._old_taken) or None not in self._of_new:
            return
        waiting: dict[Hashable, deque[int]] = {}
        for number, key in enumerate(olds):
            if key and not self._old_taken[number]:
                waiting.setdefault(key, deque()).append(number)
        for number, key in enumerate(news):
            if self._of_new[number] is None and waiting.get(key):
                self.add(waiting[key].popleft(), number)

    def by_likeness(self, olds: Sequence[str], news: Sequence[str], least: float = _ALIKE) -> None:
        """Pair what is most alike, as far as it is at all."""
        left = [n for n, taken in enumerate(self._old_taken) if not taken]
        right = [n for n, old in enumerate(self._of_new) if old is None]
        if len(left) * len(right) > _MOST_PAIRS:
            return
        scores = (
            (Indel.normalized_similarity(olds[o], news[n], score_cutoff=least), o, n) for o in left for n in right
        )
        for score, old, new in sorted(scores, key=lambda found: (-found[0], found[1:])):
            if score and not self._old_taken[old] and self._of_new[new] is None:
                self.add(old, new)

    def all(self) -> Iterator[Pair]:
        yield from ((old, new) for new, old in enumerate(self._of_new))
        yield from ((old, None) for old, taken in enumerate(self._old_taken) if not taken)


def _key(line: Line, places: Sequence[int]) -> str:
    cells = [fold(line.cells[place] or "") for place in places]
    return "\n".join(cells) if any(cells) else ""


def identity_of(leaf: Leaf) -> str:
    """What tells a copy of a 別紙 from the others, as typed; '' for a sheet that names no such thing."""
    names = _COPIES[leaf.spec.repeats][0] if leaf.spec.repeats in _COPIES else _IDENTITY
    return "／".join(leaf.texts[name].replace("\n", " ") for name in names if name in leaf.texts)


def _named(leaf: Leaf, names: Sequence[str]) -> str:
    """What the inputs that name a copy say; '' where one of them is empty."""
    texts = [fold(leaf.texts.get(name, "")) for name in names]
    return "\n".join(texts) if all(texts) else ""


def _everything(leaf: Leaf) -> str:
    return fold(identity_of(leaf)) + "".join(map(fold, leaf.texts.values()))
