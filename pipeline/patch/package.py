"""The parts of a package by name: read, replaced, added, removed, and written again with all others as they lay there.

The compressed bytes of a part that was not touched are copied as they are; new parts have a fixed date, so that the same
input gives the same bytes.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline.package import Unreadable
from pipeline.patch.markup import XML_HEAD

_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["'][^>]*>""")
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_NEW_DATE = 0, 0x21
"""Time and date of a new part: 1980-01-01 00:00, the first that a zip archive knows."""
_UTF8_NAME = 0x800
_LEVELS = 0x6
"""Flags that only say how a part was compressed."""
_DAMAGE = zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, LookupError
_MOST = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class _Entry:
    """A part as it will stand in the archive."""

    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: bytes
    size: int
    attributes: int


class Package:
    """The parts of a package. Names are those of the archive, without a leading slash; case does not count (OPC)."""

    def __init__(self, data: bytes) -> None:
        """Open a package. Raises `Unreadable` when it is no archive or one that no honest program writes."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as fault:
            raise Unreadable("ブックとして読めない", "ブックの部品が欠けているか、壊れています") from fault
        self._data = data
        self._entries = {info.filename: info for info in self._archive.infolist()}
        self._changed: dict[str, bytes | None] = {}
        self._names = {name.lower(): name for name in self._entries}
        if len(self._names) < len(self._archive.infolist()):
            raise Unreadable("ブックとして読めない", "同じ名前の部品が二つあります")
        if any(info.flag_bits & 1 for info in self._entries.values()):
            raise Unreadable("パスワード付き", "")

    def find(self, name: str) -> str | None:
        """The name under which a part is stored, None when there is no such part."""
        for wanted in (name, unquote(name)):
            stored = self._names.get(wanted.lower())
            if stored is not None:
                return stored
        return None

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in the order of the archive."""
        return list(self._names.values())

    def read(self, name: str) -> bytes:
        """The bytes of a part, XML in UTF-8. Raises `Unreadable` when it is missing or damaged."""
        stored = self.find(name)
        if stored is None:
            raise Unreadable("ブックとして読めない", "ブックの部品が欠けているか、壊れています")
        changed = self._changed.get(stored)
        if changed is not None:
            return changed
        try:
            return _as_utf8(self._archive.read(self._entries[stored]))
        except _DAMAGE as fault:
            raise Unreadable("ブックとして読めない", "ブックの部品が欠けているか、壊れています") from fault

    def write(self, name: str, data: bytes) -> None:
        """Replace a part, or add one at the end."""
        stored = self.find(name)
        if stored is None:
            stored = self._names[name.lower()] = name
        elif self.read(stored) == data:
            return
        self._changed[stored] = data

    def remove(self, name: str) -> None:
        """Take a part away, if it is there."""
        stored = self.find(name)
        if stored is not None:
            del self._names[stored.lower()]
            self._changed[stored] = None

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern such as `xl/comments{}.xml` that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    @property
    def touched(self) -> bool:
        """Whether any part was changed."""
        return bool(self._changed)

    def save(self) -> bytes:
        """The bytes of the package; those it was opened from when nothing was changed."""
        return _archive([self._entry(name) for name in self._names.values()]) if self.touched else self._data

    def _entry(self, name: str) -> _Entry:
        info = self._entries.get(name)
        changed = self._changed.get(name)
        if info is None:
            return _packed(name.encode(), _UTF8_NAME, zipfile.ZIP_DEFLATED, _NEW_DATE, changed or b"", 0)
        raw_name = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")
        year, month, day, hour, minute, second = info.date_time
        stamp = hour << 11 | minute << 5 | second // 2, max(year - 1980, 0) << 9 | month << 5 | day
        flags = info.flag_bits & _UTF8_NAME
        if changed is not None:
            return _packed(raw_name, flags, info.compress_type, stamp, changed, info.external_attr)
        lengths = struct.unpack_from("<2H", self._data, info.header_offset + 26)
        start = info.header_offset + _LOCAL.size + sum(lengths)
        packed = self._data[start : start + info.compress_size]
        flags |= info.flag_bits & _LEVELS
        return _Entry(raw_name, flags, info.compress_type, *stamp, info.CRC, packed, info.file_size, info.external_attr)


def _as_utf8(data: bytes) -> bytes:
    """The same part in UTF-8. Nearly every part is; such a part is returned as it is."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
    else:
        declared = _DECLARED.match(data)
        encoding = declared[1].decode().lower() if declared else "utf-8"
        if encoding in ("utf-8", "utf8"):
            return data
        text = data.decode(encoding)
    return XML_HEAD + re.sub(r"^\s*<\?xml[^>]*>\s*", "", text).encode()


def _packed(name: bytes, flags: int, method: int, stamp: tuple[int, int], data: bytes, attributes: int) -> _Entry:
    if method == zipfile.ZIP_STORED:
        packed = data
    else:
        method = zipfile.ZIP_DEFLATED
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = deflate.compress(data) + deflate.flush()
    return _Entry(name, flags, method, *stamp, zlib.crc32(data), packed, len(data), attributes)


def _archive(entries: list[_Entry]) -> bytes:
    """A zip archive. Sizes stand in the headers, so that no part needs a data descriptor or an extra field."""
    out = io.BytesIO()
    directory: list[bytes] = []
    for e in entries:
        common = e.flags, e.method, e.time, e.date, e.crc, len(e.packed), e.size, len(e.name)
        if max(out.tell(), len(e.packed), e.size) > _MOST or len(entries) > 0xFFFF:
            raise Unreadable("ブックとして読めない", "大きすぎます")
        central = _CENTRAL.pack(b"PK\x01\x02", 20, 20, *common, 0, 0, 0, 0, e.attributes, out.tell())
        directory.append(central + e.name)
        out.write(_LOCAL.pack(b"PK\x03\x04", 20, *common, 0) + e.name + e.packed)
    start, central = out.tell(), b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(central), start, 0)
    return out.getvalue() + central + end
