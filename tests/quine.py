"""An archive whose only part is the archive itself, byte for byte: who unpacks what he finds in it never comes to an end.

A stream of deflate can be read as a program of two orders: copy the next n bytes (a stored block), and repeat the last n bytes (a
block with nothing but matches). The program below prints what stands before it, itself, and what stands behind it. The check sum
in front and behind is that of the whole, which it is a part of; as CRC-32 is linear over bits, that is a system of 32 equations.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from functools import partial

_FRONT = 135
"""Bytes before the stream; the header is filled up to it, because the orders come out in whole bytes only for some lengths."""
_STEP = 24
"""Bytes of what is repeated again and again in the middle."""
_IDLE = b"\x00\x00\x00\xff\xff" + b"\x02\x08\x00\x00\x00\xff\xff"
"""Twelve bytes that print nothing: an empty stored block; two empty blocks of matches and another stored one."""


def quine(name: str) -> bytes:
    """The archive that holds itself under a name of at most 42 bytes."""
    for salt in range(256):
        made = _with_own_check_sum(partial(_built, name.encode(), salt))
        if made is not None:
            return made
    raise AssertionError("no archive of that name has a check sum of its own")


def _built(name: bytes, salt: int, crc: int) -> bytes:
    """The archive with a check sum; with the right one it is what it unpacks to."""
    behind = _behind(name, 0, 0, 0)
    last = _repeat((len(behind) + 4,), len(behind) + 4, is_last=True)
    packed = len(_program(bytes(_FRONT), behind, last))
    said = crc, packed, _FRONT + packed + len(behind)
    front, behind = _in_front(name, salt, *said), _behind(name, *said)
    return front + _program(front, behind, last) + behind


def _program(front: bytes, behind: bytes, last: bytes) -> bytes:
    again, step = _repeat((55, 55, 30), len(front) + 5), _repeat((3, 10, 11), _STEP)
    start, copy, end = _copy(len(front) + 5), _copy(_STEP), _copy(len(last) + len(behind))
    block = again + _copy(5) + _copy(len(again)) + copy
    tail = step + _IDLE + end
    assert len(block) == len(tail) == len((step + copy) * 2) == _STEP
    return (
        start
        + front
        + start
        + again
        + _copy(len(again))
        + block * 2
        + (step + copy) * 4
        + tail * 2
        + last
        + behind
        + last
    )


def _with_own_check_sum(built: Callable[[int], bytes]) -> bytes | None:
    """What is built with the check sum that it then has. None when there is no such."""
    none = zlib.crc32(built(0))
    rows: dict[int, tuple[int, int]] = {}  # highest bit of an equation → its bits, and which unknowns it was made of
    for bit in range(32):
        left, unknowns = zlib.crc32(built(1 << bit)) ^ none ^ 1 << bit, 1 << bit
        while left and left.bit_length() in rows:
            other = rows[left.bit_length()]
            left, unknowns = left ^ other[0], unknowns ^ other[1]
        if left:
            rows[left.bit_length()] = left, unknowns
    wanted, crc = none, 0
    while wanted:
        if wanted.bit_length() not in rows:
            return None
        left, unknowns = rows[wanted.bit_length()]
        wanted, crc = wanted ^ left, crc ^ unknowns
    return built(crc)


def _copy(count: int) -> bytes:
    return struct.pack("<BHH", 0, count, count ^ 0xFFFF)


def _repeat(lengths: Iterable[int], distance: int, is_last: bool = False) -> bytes:
    """A block that repeats bytes that stand so far back."""
    bits = f"{is_last:d}10"  # the type of the block, the lowest bit first
    for length in lengths:
        symbol, extra, more = _coded(length, 257, 3, 4)
        bits += f"{symbol - 256:07b}" if symbol < 280 else f"{symbol - 280 + 192:08b}"
        bits += f"{more:0{extra}b}"[::-1] if extra else ""
        symbol, extra, more = _coded(distance, 0, 1, 2)
        bits += f"{symbol:05b}" + (f"{more:0{extra}b}"[::-1] if extra else "")
    bits += "0" * 7
    assert is_last or len(bits) % 8 == 0
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))


def _coded(value: int, symbol: int, base: int, group: int) -> tuple[int, int, int]:
    """The symbol of a length or distance, the number of extra bits, and their value: each so many symbols have a bit more."""
    number = 0
    while True:
        extra = max(number // group - 1, 0)
        if value < base + 2**extra:
            return symbol + number, extra, value - base
        base += 2**extra
        number += 1


def _in_front(name: bytes, salt: int, crc: int, packed: int, size: int) -> bytes:
    fill = _FRONT - 30 - len(name) - 4
    said = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0x21, crc, packed, size, len(name), fill + 4)
    return said + name + struct.pack("<HH", 0x7066, fill) + bytes([salt]) * fill


def _behind(name: bytes, crc: int, packed: int, size: int) -> bytes:
    lengths = len(name), 0, 0, 0, 0
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0x21, crc, packed, size, *lengths, 0, 0) + name
    return entry + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), _FRONT + packed, 0)
