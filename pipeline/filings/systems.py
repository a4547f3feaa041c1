"""Systems: what their functions tell of connections, beside the boxes that are ticked (P46)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import Filing

_CONNECTED = re.compile("データ連携|情報連携|連携(?:を行|する|し)|システム(?:から|へ|に).{0,20}(?:取得|連携|送信|受信)")
_SENTENCES = re.compile("[。\n]")
_NOT_CONNECTED = re.compile("連携(?:し(?:ない|ていない)|を行わない|は行わない|なし)")


def check_systems(filing: Filing) -> Iterator[Fault]:
    """P46: a connection is told of, and no box is ticked. At the functions."""
    for system in filing.systems:
        if system.links and not any(link.mark.text for link in system.links):
            sentences = _SENTENCES.split(system.functions.text)
            found = next((sentence for sentence in sentences if _CONNECTED.search(sentence)), None)
            if found is not None and not _NOT_CONNECTED.search(found):
                yield fault(system.functions, found.strip(), つながりの文=found.strip()[:40])
