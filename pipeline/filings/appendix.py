"""別添３ (変更箇所) of a 全項目評価書: which of its rows belong to this edition, and which change each of them tells.

People call an item as they like: 「Ⅱ２④」, 「Ⅱファイルの概要 ２．基本情報 ④記録される項目」. A row tells a change when nothing in
it names another place, and it says the number or the label, or is about the whole chapter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.filings.changes import NOTHING, ProposedRow
from pipeline.filings.official import FILE_NAME, label_of, place_of
from pipeline.forms.model import BODY, Form
from pipeline.japanese.text import fold
from pipeline.papers.content import Content, Line
from pipeline.papers.pairing import FILE

SHEET = "変更箇所一覧"
DAY, ITEM, BEFORE, AFTER = "変更日", "項目", "変更前の記載", "変更後の記載"

_PART = re.compile(r"[ⅰ-ⅻ]|表紙|別添\d")
_CHAPTER = re.compile(r"[ⅰ-ⅻ][^\d①-⑳]{0,40}?(?<!リスク)(?<!委託事項)(?<!システム)(?<!提供先)(?<!移転先)(\d{1,2})")
_CIRCLED = re.compile("[①-⑳]")
_COUNTED = re.compile(r"(リスク|委託事項|システム|提供先|移転先)(\d+)")
_NO_WORDS = re.compile(r"[\W\d_①-⑳ⅰ-ⅻ]|及び|と|の")
_SHORTEST = 2
"""Characters that a label must have to be looked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """A written row of 別添３."""

    sheet: str
    line: Line
    day: str
    item: str
    before: str
    after: str
    columns: tuple[str, ...]

    def place(self, heading: str) -> tuple[int, int | None]:
        """Row and column of a cell, from 0; None for a column that is not there."""
        return self.line.row, self.line.columns[self.columns.index(heading)]


@dataclass(frozen=True, slots=True)
class _Address:
    """The place of an item, as far as a text names it; empty where it does not."""

    part: str
    chapter: str
    circle: str
    counted: frozenset[tuple[str, str]]
    file: str
    words: str
    """What is said beside the numbers and the file, folded."""


def own_rows(new: Content, old: Content) -> list[Told]:
    """The rows of 別添３ that were not yet in the older edition, which keeps those of the editions before."""
    former = Counter(_key(told) for told in rows_of(old))
    own = []
    for told in rows_of(new):
        former[_key(told)] -= 1
        if former[_key(told)] < 0:
            own.append(told)
    return own


def rows_of(content: Content) -> Iterator[Told]:
    """All written rows of 別添３."""
    for leaf in content.of(SHEET):
        (table,) = (field for field in leaf.spec.fields if field.name == BODY)
        for line in leaf.tables.get(BODY, ()):
            cells = dict(zip(table.headings, line.cells, strict=True))
            day, item, before, after = (cells.get(heading) or "" for heading in (DAY, ITEM, BEFORE, AFTER))
            yield Told(leaf.name, line, day, item, before, after, table.headings)


def _key(told: Told) -> tuple[str, ...]:
    return tuple(map(fold, (told.day, told.item, told.before, told.after)))


def untold(proposed: Sequence[ProposedRow], own: Sequence[Told], new: Content, form: Form) -> list[ProposedRow]:
    """The proposed rows whose change no row of 別添３ tells."""
    files = _files(new)
    return [row for row in proposed if not any(_tells(told, row, files, form) for told in own)]


def unfounded(own: Sequence[Told], proposed: Sequence[ProposedRow], new: Content, form: Form) -> list[Told]:
    """The rows of 別添３ for which nothing changed."""
    files = _files(new)
    return [told for told in own if not any(_tells(told, row, files, form) for row in proposed)]


def _files(content: Content) -> tuple[str, ...]:
    """The names of all files, folded, long ones first: one may be a part of another."""
    names = {fold(leaf.texts[FILE_NAME]) for leaf in content.of(FILE) if FILE_NAME in leaf.texts}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _tells(told: Told, row: ProposedRow, files: tuple[str, ...], form: Form) -> bool:
    """Whether a row of 別添３ is about a change."""
    if any(
        own != NOTHING and fold(own) == fold(said) for own, said in ((row.after, told.after), (row.before, told.before))
    ):
        return True
    said, meant = _address(fold(told.item), files), _address(fold(row.item), files)
    pairs = [(said.part, meant.part), (said.chapter, meant.chapter), (said.circle, meant.circle)]
    if any(one and one != other for one, other in pairs) or (said.file and meant.file and said.file != meant.file):
        return False
    kinds = dict(meant.counted)
    if any(kinds.get(kind) != number for kind, number in said.counted):
        return False
    if len(meant.words) >= _SHORTEST and meant.words in said.words:
        return True
    rest = _beside(said.words, _headings(form))
    if said.circle and said.chapter:
        return not any(label in rest for label in _labels(form))
    return bool(said.chapter or said.counted) and not rest


@lru_cache(maxsize=4096)
def _address(text: str, files: tuple[str, ...]) -> _Address:
    """What a folded text names."""
    file = next((name for name in files if name in text), "")
    rest = text.replace(file, "") if file else text
    part, chapter, circle = _PART.search(rest), _CHAPTER.search(rest), _CIRCLED.search(rest)
    counted = frozenset((found[1], found[2]) for found in _COUNTED.finditer(rest))
    words = _NO_WORDS.sub("", _COUNTED.sub("", _PART.sub("", rest)))
    return _Address(
        part[0] if part else "", chapter[1] if chapter else "", circle[0] if circle else "", counted, file, words
    )


def _beside(words: str, headings: Sequence[str]) -> str:
    """What is left of the words of a row without the titles and chapter headings of the form."""
    for heading in headings:
        words = words.replace(heading, "")
    return words


@lru_cache(maxsize=8)
def _headings(form: Form) -> tuple[str, ...]:
    """Titles and headings as words, long ones first."""
    titles = (place_of(sheet).name for sheet in form.sheets)
    sections = (heading for field in form.inputs for heading in field.section)
    return _as_words((*titles, *sections))


@lru_cache(maxsize=8)
def _labels(form: Form) -> tuple[str, ...]:
    """The labels of all items as words: one of them in a row says which of those with one number is meant."""
    return _as_words(label_of(field) for field in form.inputs)


def _as_words(texts: Iterable[str]) -> tuple[str, ...]:
    words = {_NO_WORDS.sub("", fold(text)) for text in texts}
    return tuple(sorted((word for word in words if len(word) >= _SHORTEST), key=lambda word: (-len(word), word)))
