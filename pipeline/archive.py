"""The archive that a package is: its parts, and what its directory says before any of them is unpacked (X06).

A workbook that would fill the memory, or whose parts lie over each other, is known by its directory alone.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Collection
from itertools import pairwise
from typing import cast
from xml.etree import ElementTree

from zlib_ng import zlib_ng

LARGEST_TOTAL = 512 * 2**20
"""Bytes of all parts unpacked. A filled form has less than 1 MB; one formatted down to the last row of Excel about 150 MB a sheet."""
LARGEST_RATIO = 200
"""A part unpacks to at most so many times its size. Sheets reach 20; a part of nothing but zeros 1,000."""
RATIO_COUNTS_FROM = 16 * 2**20
"""Bytes unpacked below which the ratio of a part does not matter."""
MOST_PARTS = 5_000
"""A form has about 30 parts, and each picture adds one or two."""

_LOCAL_HEADER = 30
"""Bytes of the header before each part, without its name."""
_ENCRYPTED = 0x1
"""The flag of a part that needs a password."""

DAMAGE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, cast("type[Exception]", zlib_ng.error), ElementTree.ParseError,
    EOFError, OSError, KeyError, ValueError, RuntimeError,
)  # fmt: skip
"""What a damaged or forged archive raises (RuntimeError: a part that is encrypted or packed in a way nobody uses)."""


class Archive:
    """The parts of a package by name. Whatever is damaged raises one of `DAMAGE`, also on opening."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._zip = zipfile.ZipFile(io.BytesIO(data))

    @property
    def names(self) -> Collection[str]:
        """The names of the parts, in the order of the directory."""
        return self._zip.NameToInfo.keys()

    def read(self, name: str) -> bytes:
        """A part unpacked in one go: `ZipFile.read` works in pieces, and this is done for every sheet."""
        part = self._zip.getinfo(name)
        if not _is_plain(part):
            return self._zip.read(part)
        # never more than the directory says: a few bytes can be packed so that they inflate without end
        inflated = self._inflated(part, part.file_size)
        if zlib_ng.crc32(inflated) != part.CRC:
            raise zipfile.BadZipFile("check sum")
        return inflated

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a part, unchecked."""
        part = self._zip.getinfo(name)
        if not _is_plain(part):
            with self._zip.open(part) as file:
                return file.read(size)
        return self._inflated(part, min(size, part.file_size))

    def _inflated(self, part: zipfile.ZipInfo, size: int) -> bytes:
        lengths = self._data[part.header_offset + 26 : part.header_offset + _LOCAL_HEADER]
        names = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        start = part.header_offset + _LOCAL_HEADER + names
        packed = self._data[start : start + part.compress_size]
        inflated: bytes = zlib_ng.decompressobj(-zlib.MAX_WBITS).decompress(packed, max(size, 1))
        return inflated

    def danger(self) -> str | None:
        """Why the parts must not be unpacked, in words for people; None when they may be."""
        return unsafe_archive(self._zip)


def _is_plain(part: zipfile.ZipInfo) -> bool:
    return part.compress_type == zipfile.ZIP_DEFLATED and not part.flag_bits & _ENCRYPTED


def unsafe_archive(archive: zipfile.ZipFile) -> str | None:
    """Why the parts of an archive must not be unpacked, in words for people; None when they may be."""
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        return f"部品が{len(entries):,}個あります"
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        return f"展開すると{LARGEST_TOTAL // 2**20}MBを超えます"
    if any(_is_bomb(entry) for entry in entries):
        return "極端に縮められた部品があります"
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        return "同じ名前の部品が二つあります"
    if _overlap(entries, archive.start_dir):
        return "部品が重なっています"
    return None


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_COUNTS_FROM and entry.file_size > LARGEST_RATIO * entry.compress_size


def _overlap(entries: list[zipfile.ZipInfo], directory: int) -> bool:
    """Whether a part begins before the one in front of it has ended, or reaches into the directory."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    starts = [entry.header_offset for entry in ordered] + [directory]
    return any(
        start + _LOCAL_HEADER + entry.compress_size > following
        for entry, (start, following) in zip(ordered, pairwise(starts), strict=True)
    )
