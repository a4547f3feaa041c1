"""Mutators of the bytes of a file, and of the archive that a package is."""

from __future__ import annotations

import re
import struct
import zipfile
from random import Random

from tests.fuzz import odd
from tests.fuzz.mutators import of_bytes, of_package
from tests.fuzz.parts import Part, unpack
from tests.fuzz.sources import SOURCES

_WORDS = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF)
_NAMES = (
    "", "/", "..", "../x.xml", "xl", "xl/", "xl\\workbook.xml", "XL/WORKBOOK.XML", "xl//workbook.xml", "./xl/workbook.xml", "C:/x.xml", "a\x00b.xml",
    "xl/worksheets/sheet1.xml", "xl/vbaProject.bin", "xl/embeddings/a.bin", "xl/comments1.xml", "xl/externalLinks/externalLink1.xml", "mimetype",
    "xl/workbook.bin", "xl/drawings/drawing1.xml", "[trash]/0000.dat", "字" * 60 + ".xml", "\ud800.xml", "xl/_rels/workbook.xml.rels", "x" * 3_000,
)  # fmt: skip


@of_bytes("バイトの書き換え")
def flip(rng: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


@of_bytes("途中で切る")
def cut(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


@of_bytes("途中を抜く")
def take_out(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 4, 100, 10_000)) :]


@of_bytes("別のファイルとつなぐ")
def join(rng: Random, data: bytes) -> bytes:
    other = rng.choice(SOURCES).data
    return rng.choice(
        (data + other, other + data, data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :])
    )


@of_bytes("前後に足す")
def surround(rng: Random, data: bytes) -> bytes:
    junk = rng.randbytes(rng.choice((1, 22, 1_000)))
    return rng.choice((junk + data, data + junk, data + data[-22:]))


@of_bytes("目録の数字")
def forge_directory(rng: Random, data: bytes) -> bytes:
    """A word in a header or in the record at the end."""
    changed = bytearray(data)
    sign = rng.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"))
    places = [at for at in range(len(data)) if data.startswith(sign, at)] if len(data) < 2**18 else [data.rfind(sign)]
    at = rng.choice(places) + rng.randrange(4, 44)
    size, form = rng.choice(((2, "<H"), (4, "<L")))
    if at + size <= len(changed):
        struct.pack_into(form, changed, at, rng.choice(_WORDS) % 2 ** (8 * size))
    return bytes(changed)


@of_package("部品を抜く")
def drop(rng: Random, parts: list[Part]) -> None:
    for _ in range(rng.choice((1, 1, 2, 5))):
        del parts[rng.randrange(len(parts))]


@of_package("部品を二重に")
def double(rng: Random, parts: list[Part]) -> None:
    part = rng.choice(parts)
    name = rng.choice((part.name, part.name.upper(), f"/{part.name}", rng.choice(parts).name))
    parts.insert(rng.randrange(len(parts) + 1), Part(name, part.data))


@of_package("部品の入替え")
def swap(rng: Random, parts: list[Part]) -> None:
    one, other = rng.sample(parts, 2)
    one.data, other.data = other.data, one.data


@of_package("別のブックの部品")
def take_from_another(rng: Random, parts: list[Part]) -> None:
    others = unpack(rng.choice(SOURCES).data)
    for _ in range(rng.choice((1, 1, 3, 10))):
        other = rng.choice(others)
        same = next((part for part in parts if part.name == other.name), None)
        if same is None or rng.random() < 0.3:
            parts.append(Part(other.name, other.data))
        else:
            same.data = other.data


@of_package("部品の名前")
def rename(rng: Random, parts: list[Part]) -> None:
    part = rng.choice(parts)
    part.name = rng.choice((*_NAMES, part.name.upper(), part.name[:-1], rng.choice(parts).name))


@of_package("部品の順")
def reorder(rng: Random, parts: list[Part]) -> None:
    rng.shuffle(parts)


@of_package("縮め方")
def method(rng: Random, parts: list[Part]) -> None:
    for part in parts if rng.random() < 0.3 else rng.sample(parts, 3):
        part.method = zipfile.ZIP_STORED
        if rng.random() < 0.2:
            part.forged["compress_type"] = rng.choice((1, 6, 8, 9, 12, 14, 93, 99, 65535))


@of_package("うその大きさ")
def lie(rng: Random, parts: list[Part]) -> None:
    for part in rng.sample(parts, rng.choice((1, 2))):
        key = rng.choice(("file_size", "compress_size", "CRC", "header_offset", "flag_bits"))
        true = {"file_size": len(part.data), "compress_size": len(part.data) // 8}.get(key, 0)
        part.forged[key] = max(rng.choice((true - 1, true + 1, true // 2, true * 2, *_WORDS)), 0)
        if key == "flag_bits":
            part.forged[key] &= 0xFFFF


@of_package("余分な項目")
def extra(rng: Random, parts: list[Part]) -> None:
    part = rng.choice(parts)
    size = rng.choice((0, 4, 8, 16, 28))
    part.extra = rng.choice(
        (
            rng.randbytes(size),
            struct.pack("<HH", 1, size) + rng.randbytes(size),
            struct.pack("<HH", 0x7075, 65535),
            b"\1",
        )
    )
    if rng.random() < 0.3:
        part.forged["file_size"] = 0xFFFF_FFFF
    if rng.random() < 0.3:
        part.name_in_front = rng.choice(_NAMES)


@of_package("足した部品")
def add(rng: Random, parts: list[Part]) -> None:
    """A part that the reader looks into, with nothing sound in it."""
    name = rng.choice([name for name in _NAMES if name])
    data = rng.choice(
        (b"", b"<x/>", b"<x", rng.randbytes(300), odd.escaped(odd.text(rng)), odd.raw(rng) * 9, b"\xff\xfe<\0")
    )
    parts.append(Part(name, data))


@of_package("種類の一覧")
def content_types(rng: Random, parts: list[Part]) -> None:
    """What the package says that its parts are."""
    for part in parts:
        if part.name == "[Content_Types].xml":
            said = re.findall(rb"<(?:Override|Default)[^>]*/>", part.data)
            for entry in rng.sample(said, min(len(said), rng.choice((1, 2, 5)))):
                other = re.sub(rb'ContentType="[^"]*"', b'ContentType="application/x"', entry)
                part.data = part.data.replace(entry, rng.choice((b"", other, entry * 2, entry.lower())))
