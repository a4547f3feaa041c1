"""What the directory of a package says before anything in it is unpacked (X06).

A workbook that would fill the memory, or whose parts lie over each other, is known by its directory alone.
"""

from __future__ import annotations

import zipfile
from itertools import pairwise

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
