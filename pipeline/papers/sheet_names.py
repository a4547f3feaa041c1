"""Names of sheets that Excel takes: at most 31 characters, some of which it forbids, and no name twice."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.papers.head import printable

_LONGEST = 31
_FORBIDDEN = frozenset("[]:*?/\\'")
_RESERVED = frozenset({"history", "変更履歴"})


def names_for(wanted: Sequence[str]) -> list[str]:
    """A name for each sheet of a workbook, as near to what is wanted as Excel allows."""
    taken: set[str] = set(_RESERVED)
    names = []
    for text in wanted:
        plain = "".join("_" if c in _FORBIDDEN else c for c in printable(text)).strip()[:_LONGEST] or "資料"
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            ending = f" ({count})"
            name = plain[: _LONGEST - len(ending)] + ending
        taken.add(name.casefold())
        names.append(name)
    return names
