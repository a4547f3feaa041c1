"""Systems: what their functions tell of connections, beside the boxes that are ticked (P46)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import Filing

_CONNECTED = re.compile(
    r"[^。\n]*(?:データ連携|情報連携|連携(?:を行|する|し)|システム(?:から|へ|に).{0,20}(?:取得|連携|送信|受信))[^。\n]*"
)
_NOT_CONNECTED = re.compile("連携(?:し(?:ない|ていない)|を行わない|は行わない|なし)")


def check_systems(filing: Filing) -> Iterator[Fault]:
    """P46: a connection is told of, and no box is ticked. At the functions."""
    for system in filing.systems:
        if system.links and not any(link.mark.text for link in system.links):
            found = _CONNECTED.search(system.functions.text)
            if found is not None and not _NOT_CONNECTED.search(found[0]):
                yield fault(system.functions, found[0].strip(), つながりの文=found[0].strip()[:40])
