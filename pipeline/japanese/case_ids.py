"""案件ID in texts: how one case names another."""

from __future__ import annotations

import re

from pipeline.japanese.text import fold

FORMER = "前回案件"
"""The input that names the case which was approved before."""

_CASE_ID = re.compile("r[0-9]{2}-[0-9]{4,}")


def case_ids_in(text: str) -> tuple[str, ...]:
    """The 案件ID that a text names, in half width: Ｒ０７－００１２ is R07-0012."""
    return tuple(found.upper() for found in _CASE_ID.findall(fold(text)))
