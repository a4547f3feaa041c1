"""The items of personal data beside the 項目語彙: run together (I02), 個人番号 (I03), 要配慮 (I04), near a known word (I07)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pipeline.compare.annexes import ITEMS
from pipeline.compare.faults import Fault, Input, Row, by_book, cell_fault, fault, row_fault
from pipeline.compare.filled import Filled
from pipeline.context import COVER
from pipeline.frames import INPUTS, Tables
from pipeline.japanese.nearness import nearest
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters

NAME = "項目名"
ASSESSMENT_NUMBER = "評価書番号"

_NUMBER_WORDS = re.compile("個人番号(?!カード)|マイナンバー(?!カード)")
_WITHOUT = re.compile(
    "(?:個人番号|マイナンバー)[^、。\n]{0,8}?(?:除|含ま(?:ない|ず|れない)|なし|無|以外|扱わない|収集しない)"
)
_SEPARATOR = re.compile(r"[、，,\n・／/;；]+")
_SEPARATOR_OR_BRACKET = re.compile(rf"[(（]|[)）]|{_SEPARATOR.pattern}")
_QUALIFIES = re.compile("[先地]$|所属$|本人$")
"""連絡先住所 is one item, though 連絡先 and 住所 are two."""

_SHORTEST_HALF = 2
_LONGEST_JOINT = 8
"""Letters that may stand between two items that were run together. A longer text is not tried at every place."""


@dataclass(frozen=True, slots=True)
class Word:
    """What the vocabulary says of one 項目名."""

    known: bool = True
    sensitive: bool = False
    halves: tuple[str, str] | None = None
    near: str = ""

    @property
    def is_told(self) -> bool:
        """Whether it has a fault of its own."""
        return self.sensitive or self.halves is not None or bool(self.near)

    @property
    def is_new(self) -> bool:
        """Whether it is near nothing that is known."""
        return not self.known and not self.is_told


def compare_items(filled: Filled, tables: Tables, masters: Masters) -> Iterator[Fault]:
    """I02, I04 and I07 for the sheet 記録項目, I04 for the items that are named in the 別紙 only, and I03."""
    frame = tables[ITEMS]
    listed = [
        (place, book, name)
        for place, (book, name) in enumerate(zip(frame["冊"].tolist(), frame[NAME].tolist(), strict=True))
        if isinstance(name, str)
    ]
    words = _looked_up(list(dict.fromkeys(name for _, _, name in listed)), masters)
    faulty = {name for name, word in words.items() if word.is_told}
    new = {name for name, word in words.items() if word.is_new}
    told = [place for place, _, name in listed if name in faulty]
    yield from _item_faults(frame.iloc[told].to_dict("records"), words, tables.headings[ITEMS])
    yield from _new_words([(place, book, name) for place, book, name in listed if name in new], tables)
    annexes = list(filled.on_annexes(ITEMS))
    items = [(book, name) for _, book, name in listed]
    yield from _sensitive_in_annexes(annexes, items, masters)
    yield from _number_without_assessment(annexes, items, tables, masters)


def _looked_up(names: list[str], masters: Masters) -> dict[str, Word]:
    keys = {name: fold(name) for name in names}
    unknown = sorted({key for key in keys.values() if key not in masters.item_keys})
    near = nearest(unknown, masters.item_keys)
    longest = 2 * max(map(len, masters.item_keys), default=0) + _LONGEST_JOINT
    return {name: _word(key, near.get(key, ""), masters, longest) for name, key in keys.items()}


def _word(key: str, near: str, masters: Masters, longest: int) -> Word:
    name = masters.item_keys.get(key)
    if name is not None:
        return Word(sensitive=masters.items[name]["要配慮"] == "○")
    halves = _halves(key, masters) if len(key) <= longest else None
    return Word(known=False, halves=halves, near="" if halves else masters.item_keys.get(near, ""))


def _halves(key: str, masters: Masters) -> tuple[str, str] | None:
    """The two known items of which a text is made up, with or without a separator between them."""
    known = masters.item_keys
    for cut in range(_SHORTEST_HALF, len(key) - _SHORTEST_HALF + 1):
        first, second = "".join(_pieces(key[:cut])), "".join(_pieces(key[cut:]))
        if first in known and second in known and not _QUALIFIES.search(first):
            return known[first], known[second]
    return None


def _item_faults(rows: Sequence[Row], words: Mapping[str, Word], headings: tuple[str, ...]) -> Iterator[Fault]:
    for row in rows:
        name = row[NAME]
        word = words[name]
        say = partial(cell_fault, row, headings, NAME, name)
        if word.sensitive:
            yield say(要配慮の項目=name)
        elif word.halves:
            yield say(前半=word.halves[0], 後半=word.halves[1])
        else:
            yield say(語彙との違い=f"は、「{word.near}」のことではありませんか")


def _new_words(new: Sequence[tuple[int, int, str]], tables: Tables) -> Iterator[Fault]:
    """One fault a case for all its new words, at the first of them. `new`: row, 冊, 項目名."""
    names = by_book((book for _, book, _ in new), (name for _, _, name in new))
    first = {book: place for place, book, _ in reversed(new)}
    for row in tables[ITEMS].iloc[list(first.values())].to_dict("records"):
        count = len(set(names[row["冊"]]))
        several = f"など{count}項目" if count > 1 else ""
        yield cell_fault(
            row, tables.headings[ITEMS], NAME, row[NAME], 語彙との違い=f"{several}は、項目語彙にありません"
        )


def _sensitive_in_annexes(
    annexes: Sequence[Input], items: Sequence[tuple[int, str]], masters: Masters
) -> Iterator[Fault]:
    """Each 要配慮 item once a case, at the first 別紙 that names it, unless the sheet 記録項目 lists it."""
    sensitive = {key for key, name in masters.item_keys.items() if masters.items[name]["要配慮"] == "○"}
    parts = {text: [p for p in item_parts(text) if fold(p) in sensitive] for text in {row.value for row in annexes}}
    books = {row.book for row in annexes if parts[row.value]}
    told = {(book, fold(name)) for book, name in items if book in books}
    for row in annexes:
        for part in parts[row.value]:
            if (row.book, fold(part)) not in told:
                told.add((row.book, fold(part)))
                yield fault(row, part, 要配慮の項目=part)


def item_parts(text: str) -> list[str]:
    """The items of a text that names several, without what is in brackets being taken apart."""
    return [part for piece in _pieces(text) if (part := piece.strip(" 　。．"))]


def _pieces(text: str) -> list[str]:
    """The text cut at its separators, but not at those behind which a bracket is closed that was opened before them."""
    pieces, end, is_inside = [], len(text), False
    for found in reversed(list(_SEPARATOR_OR_BRACKET.finditer(text))):
        if found[0] in "(（)）":
            is_inside = found[0] in ")）"
        elif not is_inside:
            pieces.append(text[found.end() : end])
            end = found.start()
    return [text[:end], *reversed(pieces)]


def _number_without_assessment(
    annexes: Sequence[Input], items: Sequence[tuple[int, str]], tables: Tables, masters: Masters
) -> Iterator[Fault]:
    """I03, at the empty 評価書番号. Where it is required anyway, its emptiness is told as such (F06)."""
    inputs = tables[INPUTS]
    marked = {name for name, row in masters.items.items() if row["個人番号"] == "○"}
    texts = [*items, *((row.book, row.value) for row in annexes)]
    named = {text: _individual_number(text, marked, masters) for text in {text for _, text in texts}}
    having = {book: named[text] for book, text in texts if named[text]}
    if having:
        empty = (
            inputs["様式シート"].eq(COVER) & inputs["項目名"].eq(ASSESSMENT_NUMBER) & ~inputs["記入"] & ~inputs["要"]
        )
        for row in inputs[empty & inputs["冊"].isin(having)].to_dict("records"):
            yield row_fault(row, None, 個人番号の項目=having[row["冊"]])


def _individual_number(text: str, marked: set[str], masters: Masters) -> str:
    """The word by which a text says that a 個人番号 is recorded, '' where it says no such thing."""
    return text if masters.item_keys.get(fold(text)) in marked else names_individual_number(text)


def names_individual_number(text: str) -> str:
    """The word by which a text says in plain words that a 個人番号 is recorded, '' where it says no such thing."""
    found = _NUMBER_WORDS.search(text)
    return found[0] if found and not _WITHOUT.search(text) else ""
