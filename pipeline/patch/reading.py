"""Reading the few cells that patching itself needs to know: texts and formats of a small sheet, rows that are in use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.patch.book import Book
from pipeline.patch.markup import Node, feed, new_parser, parse, plain_text, split_name, whole
from pipeline.patch.relations import related
from pipeline.patch.values import Place, place_of


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as far as it is needed here."""

    text: str
    style: int


def read_cells(book: Book, sheet: str) -> dict[Place, Cell]:
    """The cells of a small sheet of texts that hold something."""
    data = book.package.read(book.sheet_part(sheet))
    rows = parse(data, texts=("v", "t")).child("sheetData")
    found: dict[Place, tuple[int | None, Cell]] = {}
    numbers: set[int] = set()
    for at, row in enumerate(rows.children if rows else ()):
        for column, node in enumerate(row.all("c")):
            place = place_of(node.attributes.get("r", "")) or (whole(row.attributes.get("r"), at + 1) - 1, column)
            text = _inner_text(node)
            number = whole(text) if node.attributes.get("t") == "s" and text else None
            if number is not None:
                numbers.add(number)
            if text:
                found[place] = number, Cell(plain_text(text), whole(node.attributes.get("s")))
    shared = _shared_strings(book, numbers) if numbers else {}
    return {
        place: cell if number is None else Cell(shared.get(number, ""), cell.style)
        for place, (number, cell) in found.items()
    }


def _inner_text(node: Node) -> str:
    """The text of a cell or shared string, without the readings (furigana) beside it."""
    parts = [node.text] if node.name in ("v", "t") else [_inner_text(c) for c in node.children if c.name != "rPh"]
    return "".join(parts)


def _shared_strings(book: Book, numbers: set[int]) -> dict[int, str]:
    for part in related(book.package, book.part, "/sharedStrings"):
        items = parse(book.package.read(part), texts=("t",)).children
        return {at: plain_text(_inner_text(items[at])) for at in numbers if 0 <= at < len(items)}
    return {}


@dataclass(slots=True)
class Used:
    """What is known of the rows of a sheet."""

    last: int = -1
    """The last row, from 0, into which something was written in the columns looked at; formulas alone do not count."""
    formats: dict[int, int] = field(default_factory=dict)
    """Of one row, the number of the format of each cell that stands in it, by column."""


def rows_in_use(data: bytes, row_of_formats: int, columns: Collection[int] = ()) -> Used:
    """Look through a sheet, whatever its size, for its last row in use (in these columns, if any) and the formats of one row."""
    used = Used()
    path: list[str] = []
    row = column = -1
    content: set[str] = set()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        path.append(split_name(name)[1])
        if len(path) > 4:
            content.add(path[-1])
        elif path[1:] == ["sheetData", "row"]:
            row, column = whole(attributes.get("r"), row + 2) - 1, -1
        elif path[1:3] == ["sheetData", "row"]:
            place = place_of(attributes.get("r", ""))
            column = place[1] if place else column + 1
            if row == row_of_formats:
                used.formats[column] = whole(attributes.get("s"))

    def end(_: str) -> None:
        if len(path) == 4:
            written = path[1] == "sheetData" and content & {"v", "is"} and "f" not in content
            if written and (not columns or column in columns):
                used.last = max(used.last, row)
            content.clear()
        path.pop()

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    feed(parser, data)
    return used
