"""A package as a list of parts that can be written in any way, also in ways that no honest program writes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

_UTF8_NAME = 0x800
_DATE = 0, 0x21
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(slots=True)
class Part:
    """A part of a package. `forged`: what the directory says of it instead of the truth, by field of `zipfile.ZipInfo`."""

    name: str
    data: bytes
    method: int = zipfile.ZIP_DEFLATED
    extra: bytes = b""
    forged: dict[str, int] = field(default_factory=dict)
    name_in_front: str | None = None
    """The name in the header before the data, where it differs from that in the directory."""


def unpack(data: bytes) -> list[Part]:
    """The parts of a sound package, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return [Part(info.filename, source.read(info)) for info in source.infolist()]


def pack(parts: list[Part]) -> bytes:
    """The package of these parts."""
    front, directory, at = [], [], 0
    for part in parts:
        packed = _deflated(part.data) if part.method == zipfile.ZIP_DEFLATED else part.data
        name = part.name.encode(errors="surrogatepass")
        said = {
            "flag_bits": _UTF8_NAME,
            "compress_type": part.method,
            "CRC": zlib.crc32(part.data),
            "compress_size": len(packed),
            "file_size": len(part.data),
            "header_offset": at,
        } | part.forged
        common = (
            20, said["flag_bits"], said["compress_type"], *_DATE,
            said["CRC"], said["compress_size"], said["file_size"],
        )  # fmt: skip
        before = name if part.name_in_front is None else part.name_in_front.encode(errors="surrogatepass")
        piece = _LOCAL.pack(b"PK\x03\x04", *common, len(before), len(part.extra)) + before + part.extra + packed
        front.append(piece)
        lengths = len(name), len(part.extra), 0, 0, 0
        directory.append(
            _CENTRAL.pack(b"PK\x01\x02", 20, *common, *lengths, 0, said["header_offset"]) + name + part.extra
        )
        at += len(piece)
    listed = b"".join(directory)
    return b"".join((*front, listed, _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listed), at, 0)))


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()
