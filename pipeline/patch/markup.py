"""Surgery on XML: where the elements of a part stand in its bytes, and edits there. What is not edited stays as it was.

Prefixes, the order of attributes, extensions and white space are thus kept without knowing them. expat tells the places.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat

from pipeline.hostile import DECLARATION
from pipeline.package import UNSAFE, Unreadable

Edit: TypeAlias = tuple[int, int, bytes]
"""From where to where in a part, and what shall stand there instead."""

XML_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Node:
    """An element and its place: `start` … `inner` is the start tag, `close` … `end` the end tag (empty for <a/>)."""

    name: str
    """Local name."""
    prefix: str
    """With its colon, empty for none."""
    namespace: str
    attributes: dict[str, str]
    """By local name; those with a prefix by namespace, a space and local name."""
    start: int
    inner: int
    close: int = 0
    end: int = 0
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def child(self, name: str) -> Node | None:
        """The first child of that name."""
        return next((node for node in self.children if node.name == name), None)

    def all(self, name: str) -> list[Node]:
        """The children of that name."""
        return [node for node in self.children if node.name == name]

    def walk(self) -> Iterator[Node]:
        """The element and all below it, in document order."""
        yield self
        for node in self.children:
            yield from node.walk()

    def related(self, name: str = "id") -> str | None:
        """The value of an attribute in the namespace of relationships, such as r:id."""
        return next((v for k, v in self.attributes.items() if k.endswith(f"/relationships {name}")), None)


def parse(data: bytes, depth: int = 99, skip: Collection[str] = (), texts: Collection[str] = ()) -> Node:
    """Find the elements of a part down to a depth (the root is 1).

    What is inside elements named in `skip` is left out; character data is kept for elements named in `texts`. Raises
    `Unreadable` when the part is no XML or declares a DOCTYPE.
    """
    return _Tree(data, depth, skip, texts).path[0].children[0]


class _Tree:
    """The elements of a part as the parser comes to them."""

    def __init__(self, data: bytes, depth: int, skip: Collection[str], texts: Collection[str]) -> None:
        self.path = [Node("", "", "", {}, 0, 0)]
        self._data, self._depth, self._skip, self._texts = data, depth, skip, texts
        self._level = self._skipped = 0
        self._parser = new_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        if texts:
            self._parser.CharacterDataHandler = self._characters
        feed(self._parser, data)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._level += 1
        if self._skipped or self._level > self._depth:
            return
        at = self._parser.CurrentByteIndex
        namespace, local, prefix = split_name(name)
        plain = {k if " " not in k else k.rpartition(" ")[0]: v for k, v in attributes.items()}
        node = Node(local, prefix, namespace, plain, at, tag_end(self._data, at))
        self.path[-1].children.append(node)
        self.path.append(node)
        if local in self._skip:
            self._skipped = self._level

    def _end(self, _: str) -> None:
        if self._level <= self._depth and self._skipped in (0, self._level):
            node = self.path.pop()
            node.close = self._parser.CurrentByteIndex
            node.end = node.close if is_empty_tag(self._data, node.inner) else tag_end(self._data, node.close)
            self._skipped = 0
        self._level -= 1

    def _characters(self, text: str) -> None:
        if len(self.path) == self._level + 1 and self.path[-1].name in self._texts:
            self.path[-1].text += text


def new_parser() -> expat.XMLParserType:
    """An expat parser that names elements for `split_name` and refuses a DOCTYPE, with it all entities (X07)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(UNSAFE, DECLARATION)


def feed(parser: expat.XMLParserType, data: bytes) -> None:
    """Run a parser over a part. Raises `Unreadable` when it is no XML."""
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise Unreadable("ブックとして読めない", "部品が壊れています") from fault


def whole(written: str | None, default: int = 0) -> int:
    """A whole number as an attribute states it; some programs leave such an attribute empty."""
    return int(decimal(written, default))


def decimal(written: str | None, default: float) -> float:
    """A number as an attribute states it. Raises `Unreadable` when it is none."""
    try:
        value = float(written or default)
    except ValueError as fault:
        raise Unreadable("ブックとして読めない", "部品が壊れています") from fault
    if not math.isfinite(value):
        raise Unreadable("ブックとして読めない", "部品が壊れています")
    return value


def split_name(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix with its colon of a name as expat gives it."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", name, ""
    return parts[0], parts[1], f"{parts[2]}:" if len(parts) > 2 else ""


def tag_end(data: bytes, start: int) -> int:
    """Where the tag that begins at `start` ends."""
    found = _TAG.match(data, start)
    if found is None:
        raise Unreadable("ブックとして読めない", "部品が壊れています")
    return found.end()


def is_empty_tag(data: bytes, end: int) -> bool:
    """Whether the tag that ends at `end` is an element of its own, <a/>."""
    return data[end - 2 : end] == b"/>"


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Make all edits at once. Insertions at one place keep their order. Raises ValueError when edits overlap."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start < at:
            raise ValueError("edits overlap")
        pieces += data[at:start], new
        at = end
    return b"".join((*pieces, data[at:]))


def retag(tag: bytes, changes: Mapping[str, str | None]) -> bytes:
    """Set attributes of a start tag by their written names; None takes one away. The others keep place and spelling."""
    found = {match[1].decode(): match for match in _ATTRIBUTE.finditer(tag)}
    edits: list[Edit] = []
    tail = len(tag) - (2 if tag.endswith(b"/>") else 1)
    tail = len(tag[:tail].rstrip())
    for name, value in changes.items():
        match = found.get(name)
        written = None if value is None else f' {name}="{attribute(value)}"'.encode()
        if match is None:
            edits.append((tail, tail, written or b""))
        elif written is None:
            edits.append((match.start(), match.end(), b""))
        else:
            edits.append((match.start(2), match.end(2), f'"{attribute(value or "")}"'.encode()))
    return apply(tag, edits)


def attributes_of(tag: bytes) -> dict[str, str]:
    """The attributes of a start tag by their written names, values as written."""
    return {found[1].decode(): found[2][1:-1].decode() for found in _ATTRIBUTE.finditer(tag)}


def set_attributes(data: bytes, node: Node, changes: Mapping[str, str | None]) -> Edit:
    """The edit that sets attributes of an element."""
    return node.start, node.inner, retag(data[node.start : node.inner], changes)


def append(data: bytes, node: Node, inner: bytes, changes: Mapping[str, str | None] | None = None) -> list[Edit]:
    """The edits that put content at the end of an element, and set attributes of it."""
    tag = retag(data[node.start : node.inner], changes or {})
    if node.inner < node.end:
        return [(node.start, node.inner, tag), (node.close, node.close, inner)]
    close = f"</{node.prefix}{node.name}>".encode()
    return [(node.start, node.end, tag[:-2].rstrip() + b">" + inner + close)]


def remove(node: Node) -> Edit:
    """The edit that takes an element away."""
    return node.start, node.end, b""


def attribute(value: str) -> str:
    """The text of an attribute, escaped."""
    return text(value).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def text(value: str) -> str:
    """The text of an element, escaped."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cell_text(value: str) -> str:
    """Text for a cell or comment, escaped; control characters that XML does not allow become _x000B_, as in Excel.

    What is no character at all (half a surrogate pair, U+FFFE) becomes U+FFFD.
    """
    value = _NO_CHARACTER.sub("\ufffd", value)
    value = _LIKE_AN_ESCAPE.sub("_x005F_", value)
    return text(_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", value))


def plain_text(value: str) -> str:
    """The text that Excel shows for what stands in a cell or comment: `cell_text` undone."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
