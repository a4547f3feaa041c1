"""Text of which some stretches look otherwise than their cell: read from a workbook, and emphasised without losing its own looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.patch.book import Book
from pipeline.patch.markup import feed, new_parser, plain_text, split_name, whole
from pipeline.patch.relations import related
from pipeline.patch.values import Font, Place, Reading, RichText, Stretch, place_of

Marked: TypeAlias = Sequence[tuple[str, bool]]
"""A text in stretches, with whether each is to be emphasised."""


@dataclass(slots=True)
class TextCell:
    """A cell as far as its text goes."""

    style: int
    text: RichText | None
    """None where there is no text: a number, a formula, an empty cell."""


@dataclass(slots=True)
class _Item:
    """A cell or a shared string while it is read."""

    kind: str = ""
    style: int = 0
    value: str = ""
    is_formula: bool = False
    stretches: list[Stretch] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    phonetic: tuple[tuple[str, str], ...] | None = None

    @property
    def text(self) -> RichText:
        return RichText(tuple(self.stretches), tuple(self.readings), self.phonetic)


def read_texts(book: Book, sheet: str, places: Collection[Place]) -> dict[Place, TextCell]:
    """The texts of some cells of a sheet, with the looks of each stretch; cells that are not there are left out."""
    cells = _Cells(set(places))
    _read(book.package.read(book.sheet_part(sheet)), cells.begins)
    shared = _shared(book, {int(i.value) for i in cells.items.values() if i.kind == "s" and i.value.isdigit()})
    return {place: TextCell(item.style, _text_of(item, shared)) for place, item in cells.items.items()}


def _text_of(item: _Item, shared: dict[int, RichText]) -> RichText | None:
    if item.is_formula:
        return None
    if item.kind == "s":
        return shared.get(int(item.value)) if item.value.isdigit() else None
    if item.kind == "inlineStr":
        return item.text
    return RichText((Stretch(plain_text(item.value)),)) if item.kind == "str" else None


def _shared(book: Book, wanted: set[int]) -> dict[int, RichText]:
    found: dict[int, _Item] = {}
    count = -1

    def begins(path: Sequence[str], _: dict[str, str]) -> _Item | None:
        nonlocal count
        if len(path) != 2 or path[1] != "si":
            return None
        count += 1
        return found.setdefault(count, _Item()) if count in wanted else None

    for part in related(book.package, book.part, "/sharedStrings") if wanted else ():
        _read(book.package.read(part), begins)
        break
    return {number: item.text for number, item in found.items()}


class _Cells:
    """Which cells of a sheet are wanted; those that a program wrote without addresses are counted."""

    def __init__(self, wanted: set[Place]) -> None:
        self.items: dict[Place, _Item] = {}
        self._wanted = wanted
        self._row = self._column = -1

    def begins(self, path: Sequence[str], attributes: dict[str, str]) -> _Item | None:
        """The item for the element that begins here, if it is a cell that is wanted."""
        if path[1:] == ["sheetData", "row"]:
            self._row, self._column = whole(attributes.get("r"), self._row + 2) - 1, -1
        if path[1:] != ["sheetData", "row", "c"]:
            return None
        place = place_of(attributes.get("r", ""))
        self._column = place[1] if place else self._column + 1
        if (self._row, self._column) not in self._wanted:
            return None
        item = _Item(attributes.get("t", ""), whole(attributes.get("s")))
        self.items[self._row, self._column] = item
        return item


def _read(data: bytes, begins: Callable[[Sequence[str], dict[str, str]], _Item | None]) -> None:
    """Go through a part and fill the items that `begins` gives for its elements."""
    reader = _Reader(begins)
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    feed(parser, data)


class _Reader:
    """Fills an item from the elements inside of it: runs (r, rPr, t), readings (rPh), value (v) and formula (f)."""

    def __init__(self, begins: Callable[[Sequence[str], dict[str, str]], _Item | None]) -> None:
        self._begins = begins
        self._path: list[str] = []
        self._item: _Item | None = None
        self._depth = 0
        self._font: list[tuple[str, tuple[tuple[str, str], ...]]] | None = None
        self._reading: tuple[int, int] | None = None
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = split_name(name)[1]
        self._path.append(local)
        if self._item is None:
            self._item = self._begins(self._path, attributes)
            self._depth = len(self._path)
            return
        plain = tuple((key, value) for key, value in attributes.items() if " " not in key)
        if self._path[-2] == "rPr" and self._font is not None:
            self._font.append((local, plain))
        elif local == "rPr":
            self._font = []
        elif local == "r":
            self._font = None
        elif local == "rPh":
            self._reading = whole(attributes.get("sb")), whole(attributes.get("eb"))
        elif local == "phoneticPr":
            self._item.phonetic = plain
        elif local == "f":
            self._item.is_formula = True
        elif local in ("t", "v"):
            self._text = []

    def characters(self, text: str) -> None:
        """Text of an element."""
        if self._item is not None:
            self._text.append(text)

    def end(self, _: str) -> None:
        """An element ends."""
        local = self._path.pop()
        item = self._item
        if item is None:
            return
        text = "".join(self._text)
        if local == "v":
            item.value = text
        elif local == "t" and self._reading is not None:
            item.readings.append(Reading(*self._reading, plain_text(text)))
        elif local == "t":
            item.stretches.append(Stretch(plain_text(text), None if self._font is None else tuple(self._font)))
        elif local == "rPh":
            self._reading = None
        elif local == "r":
            self._font = None
        if len(self._path) < self._depth:
            self._item = None


def emphasised(text: RichText, marks: Marked, own: Font, emphasise: Callable[[Font], Font]) -> RichText:
    """A text with some stretches emphasised; all else keeps its looks, and the words stay as they are.

    `marks` may lack white space of the text. `own` is the font of the cell, for stretches that have none of their own.
    """
    flags = _flags(text.plain, marks)
    stretches: list[Stretch] = []
    at = 0
    for stretch in text.stretches:
        font = own if stretch.font is None else stretch.font
        start = 0
        for end in range(1, len(stretch.text) + 1):
            if end == len(stretch.text) or flags[at + end] != flags[at + start]:
                looks = emphasise(font) if flags[at + start] else font
                stretches.append(Stretch(stretch.text[start:end], looks))
                start = end
        at += len(stretch.text)
    return RichText(tuple(stretches), text.readings, text.phonetic)


def _flags(text: str, marks: Marked) -> list[bool]:
    """For each character whether it is emphasised; all are where the text is not the one that was marked."""
    wanted = [(character, marked) for part, marked in marks for character in part]
    flags: list[bool] = []
    at = 0
    for character in text:
        expected = wanted[at] if at < len(wanted) else ("", False)
        is_it = character == expected[0] or (expected[0] == "\n" and character in "\r\x85\u2028\u2029")
        flags.append(expected[1] if is_it else False)
        at += is_it
    return flags if at == len(wanted) else [True] * len(text)
