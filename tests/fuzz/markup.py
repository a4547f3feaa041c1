"""Mutators of XML that know nothing of what it means: attributes, elements, texts, encodings."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import odd
from tests.fuzz.mutators import of_package
from tests.fuzz.parts import Part

_TAG = re.compile(rb"<(/?)([\w:.-]+)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(rb'\s([\w:.-]+)="([^"<>]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_KINDS = ("worksheets/", "workbook.xml", "sharedStrings", "styles", ".rels", "[Content_Types]", "docProps")
_SPACES = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"urn:x", b"",
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "shift_jis", "euc_jp", "utf-7", "cp037", "utf-8-sig")


def some_part(rng: Random, parts: list[Part]) -> Part:
    """A part with XML; those that say most are met most."""
    kind = rng.choices(_KINDS, (8, 4, 3, 2, 2, 1, 1))[0]
    return rng.choice([part for part in parts if kind in part.name and part.data] or parts)


def _spots(pattern: re.Pattern[bytes], data: bytes, rng: Random) -> list[re.Match[bytes]]:
    """Some places that a pattern matches, the last one first, so that each can be replaced without moving the others."""
    found = list(pattern.finditer(data))
    chosen = rng.sample(found, min(len(found), rng.choice((1, 1, 3, 20))))
    return sorted(chosen, key=lambda match: -match.start())


def _replaced(data: bytes, match: re.Match[bytes], group: int, new: bytes) -> bytes:
    return data[: match.start(group)] + new + data[match.end(group) :]


@of_package("属性の値")
def attribute(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    for match in _spots(_ATTRIBUTE, part.data, rng):
        part.data = _replaced(part.data, match, 2, odd.escaped(odd.value(rng)))


@of_package("属性を消す・二重に・改名")
def attributes(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    for match in _spots(_ATTRIBUTE, part.data, rng):
        new = rng.choice((b"", match[0] * 2, b' x:y="1"', match[0].replace(b'"', b"'"), b" ", match[0].upper()))
        part.data = _replaced(part.data, match, 0, new)


@of_package("要素を消す・二重に・移す")
def elements(rng: Random, parts: list[Part]) -> None:
    for _ in range(rng.choice((1, 1, 3, 10))):
        part = some_part(rng, parts)
        span = _element(part.data, rng)
        if span is None:
            continue
        start, end = span
        taken = part.data[start:end]
        how = rng.choice(("消す", "二重に", "移す", "中に"))
        if how == "二重に":
            part.data = part.data[:end] + taken * rng.choice((1, 2, 50)) + part.data[end:]
            continue
        part.data = part.data[:start] + part.data[end:]
        target = _element(part.data, rng) if how != "消す" else None
        if target is not None:
            at = target[0] if how == "移す" else part.data.find(b">", target[0]) + 1
            part.data = part.data[:at] + taken + part.data[at:]


def _element(data: bytes, rng: Random) -> tuple[int, int] | None:
    """Where some element begins and ends."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return None
    number = rng.randrange(len(tags))
    opening, depth = tags[number], 0
    for tag in tags[number:]:
        if tag[2] == opening[2]:
            depth += (not tag[1] and not tag[4]) - bool(tag[1])
        if depth <= 0:
            return opening.start(), tag.end()
    return opening.start(), opening.end()


@of_package("名前の違う要素")
def renamed(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    names = [match[2] for match in _TAG.finditer(part.data)]
    if not names:
        return
    old, new = rng.choice(names), rng.choice((*names, b"x", b"x:y", b"mc:AlternateContent"))
    pattern = re.compile(rb"(</?)" + re.escape(old) + rb"(?=[\s/>])")
    part.data = pattern.sub(rb"\1" + new, part.data, count=rng.choice((0, 1, 2)))


@of_package("文章の書き換え")
def texts(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    for match in _spots(_TEXT, part.data, rng):
        part.data = _replaced(part.data, match, 1, odd.escaped(odd.text(rng)))


@of_package("XMLに置けない文字")
def forbidden(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    if rng.random() < 0.6:
        for match in _spots(_TEXT, part.data, rng):
            part.data = _replaced(part.data, match, 1, match[1] + odd.raw(rng))
        return
    for match in _spots(_ATTRIBUTE, part.data, rng):
        part.data = _replaced(part.data, match, 2, match[2] + odd.raw(rng))


@of_package("深い入れ子")
def nesting(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    tag = rng.choice([match[2] for match in _TAG.finditer(part.data)] or [b"x"])
    depth = rng.choice((10, 1_000, 20_000))
    nest = b"<%b>" % tag * depth + b"</%b>" % tag * (depth if rng.random() < 0.8 else depth - 1)
    at = rng.choice([match.end() for match in _TAG.finditer(part.data)] or [0])
    part.data = part.data[:at] + nest + part.data[at:]


@of_package("名前空間")
def namespace(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    if rng.random() < 0.5:
        part.data = part.data.replace(rng.choice(_SPACES[:1] + _SPACES[2:3]), rng.choice(_SPACES))
    elif rng.random() < 0.5:
        # every element with a prefix, as some programs write them
        part.data = re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", part.data).replace(b" xmlns=", b" xmlns:x=")
    else:
        part.data = part.data.replace(b"r:", rng.choice((b"", b"q:", b"r:r:")))


@of_package("文字コード")
def encoding(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    name = rng.choice(_ENCODINGS)
    text = part.data.decode(errors="replace")
    if rng.random() < 0.7:
        text = text.replace('encoding="UTF-8"', f'encoding="{rng.choice((name, "UTF-8", "x-なし"))}"')
    part.data = text.encode(name if rng.random() < 0.8 else "utf-8", errors="replace")


@of_package("XMLを途中で切る")
def cut_markup(rng: Random, parts: list[Part]) -> None:
    part = some_part(rng, parts)
    at = rng.randrange(len(part.data) + 1)
    part.data = rng.choice(
        (part.data[:at], part.data[at:], part.data[:at] + part.data[at + 1 :], part.data + part.data, b"")
    )
