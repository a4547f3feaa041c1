"""Styles: formats are added to those of a workbook, as copies of theirs or as ones of our own; none of theirs is changed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.patch.markup import Edit, Node, append, apply, attributes_of, parse, retag, tag_end, whole
from pipeline.patch.values import Font, empty_tag, in_order

EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}"><fonts count="1"><font><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
"""A styles part for a workbook that has none, for its main namespace."""

_AFTER = {
    "fonts": ("numFmts",),
    "fills": ("numFmts", "fonts"),
    "borders": ("numFmts", "fonts", "fills"),
    "cellXfs": ("numFmts", "fonts", "fills", "borders", "cellStyleXfs"),
}
"""The lists that are added to, and those that stand before them in the part."""
_FIRST = {
    "fonts": ('<{p}font><{p}sz val="11"/><{p}name val="Calibri"/></{p}font>',),
    "fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ),
    "borders": ("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",),
    "cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
"""What a list begins with where a workbook lacks it: the numbers 0 and 1 are taken for granted."""


_PROPERTY = re.compile(rb"<(?:[\w.-]+:)?(\w+)(?:\s[^<>]*)?/?>")
_GOTHIC = ("rFont", (("val", "ＭＳ ゴシック"),)), ("family", (("val", "3"),)), ("charset", (("val", "128"),))
"""The typeface of emphasis in the papers of Japanese offices: 太字ゴシック."""


def emphasis(font: Font) -> Font:
    """A font made bold, underlined and Gothic; size, colour and all else stay."""
    changed = ("b", "u", "scheme", *(name for name, _ in _GOTHIC))
    return (*(p for p in font if p[0] not in changed), ("b", ()), ("u", ()), *_GOTHIC)


class _List:
    """One list of the styles part: the items it has, as written, and those that are added."""

    def __init__(self, data: bytes, node: Node | None, first: tuple[str, ...]) -> None:
        self.node = node
        items = [data[child.start : child.end] for child in node.children] if node else []
        self.known = len(items)
        self.items = items or [item.encode() for item in first]
        self._numbers: dict[bytes, int] = {}
        for number, item in enumerate(self.items):
            self._numbers.setdefault(item, number)

    def __getitem__(self, number: int) -> bytes:
        return self.items[number if number < len(self.items) else 0]

    def add(self, item: bytes) -> int:
        """The number of an item, added when it is new."""
        number = self._numbers.setdefault(item, len(self.items))
        if number == len(self.items):
            self.items.append(item)
        return number

    @property
    def new(self) -> bytes:
        """What is to be added to the part."""
        return b"".join(self.items[self.known :])


class Styles:
    """The lists of a styles part, and what is added to them."""

    def __init__(self, data: bytes) -> None:
        root = parse(data, depth=5)
        if root.inner == root.end:
            data = EMPTY.format(root.namespace).encode()
            root = parse(data, depth=5)
        self._data, self._root = data, root
        self.prefix = self._root.prefix
        self._lists = {
            name: _List(data, self._root.child(name), tuple(self._prefixed(item) for item in first))
            for name, first in _FIRST.items()
        }
        fills = self._lists["fills"].node
        self._colours = dict(enumerate(map(_solid_colour, fills.children if fills else ())))

    def _prefixed(self, xml: str) -> str:
        return xml.replace("{p}", self.prefix)

    def add(self, kind: str, xml: str) -> int:
        """The number of a font, fill, border or format (`fonts`, `fills`, `borders`, `cellXfs`), added when it is new.

        `{p}` in the XML stands for the prefix of the part.
        """
        return self._lists[kind].add(self._prefixed(xml).encode())

    def solid(self, colour: str) -> int:
        """The number of the fill of one colour, an ARGB such as FFFFC7CE."""
        pattern = f'<{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="{colour}"/><{{p}}bgColor indexed="64"/>'
        number = self.add("fills", f"<{{p}}fill>{pattern}</{{p}}patternFill></{{p}}fill>")
        self._colours[number] = colour
        return number

    def filled(self, style: int, fill: int) -> int:
        """The number of the format that is `style` with another fill and else the same."""
        formats = self._lists["cellXfs"]
        return formats.add(_changed(formats[style], {"fillId": str(fill), "applyFill": "1"}))

    def filled_like(self, style: int, model: int) -> int:
        """The number of the format that is `style` with the fill of the format `model`; `model` itself where it is that."""
        formats = self._lists["cellXfs"]
        wanted = _attributes(formats[model])
        restored = _changed(formats[style], {name: wanted.get(name) for name in ("fillId", "applyFill")})
        return model if restored == formats[model] else formats.add(restored)

    def colour(self, style: int) -> str | None:
        """The ARGB of the fill of a format; None for every fill that is not of one colour."""
        return self._colours.get(whole(_attributes(self._lists["cellXfs"][style]).get("fillId")))

    def font(self, style: int) -> Font:
        """The font of a format, with the properties that a run of text has."""
        item = self._lists["fonts"][whole(_attributes(self._lists["cellXfs"][style]).get("fontId"))]
        return tuple(
            ("rFont" if (name := found[1].decode()) == "name" else name, tuple(attributes_of(found[0]).items()))
            for found in _PROPERTY.finditer(item)
            if found[1] != b"font"
        )

    def emphasised(self, style: int) -> int:
        """The number of the format that is `style` in bold and underlined letters."""
        properties = (
            (name if name != "rFont" else "name", values) for name, values in in_order(emphasis(self.font(style)))
        )
        written = "".join(empty_tag(name, values, "{p}") for name, values in properties)
        font = self.add("fonts", f"<{{p}}font>{written}</{{p}}font>")
        formats = self._lists["cellXfs"]
        return formats.add(_changed(formats[style], {"fontId": str(font), "applyFont": "1"}))

    def save(self) -> bytes:
        """The styles part with what was added."""
        edits: list[Edit] = []
        for name, items in self._lists.items():
            if items.node is not None and items.new:
                edits += append(self._data, items.node, items.new, {"count": str(len(items.items))})
            elif items.node is None:
                edits.append(self._list_where_there_is_none(name, items))
        return apply(self._data, edits)

    def _list_where_there_is_none(self, name: str, items: _List) -> Edit:
        before = [node.end for node in self._root.children if node.name in _AFTER[name]]
        at = max(before, default=self._root.inner)
        tag = f"{self.prefix}{name}"
        return at, at, f'<{tag} count="{len(items.items)}">'.encode() + items.new + f"</{tag}>".encode()


def _solid_colour(fill: Node) -> str | None:
    pattern = fill.child("patternFill")
    if pattern is None or pattern.attributes.get("patternType") != "solid":
        return None
    fore = pattern.child("fgColor")
    return fore.attributes.get("rgb") if fore else None


def _attributes(item: bytes) -> dict[str, str]:
    return attributes_of(item[: tag_end(item, 0)])


def _changed(item: bytes, changes: Mapping[str, str | None]) -> bytes:
    end = tag_end(item, 0)
    return retag(item[:end], changes) + item[end:]
