"""The copy that goes back: the department's own workbook with each faulty cell tinted and a note on it that says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.notice import shown
from pipeline.patch.annotate import Note, annotate

COPY_SUFFIX = "_検証結果.xlsx"


def annotated_copy(data: bytes, sha256: str, filename: str, findings: Sequence[Mapping[str, Any]]) -> bytes:
    """The annotated copy of a workbook. `findings`: records as in a receipt. Raises `Unreadable` for no sound package."""
    notes = [Note(f["code"], f["severity"], f["sheet"], f["cell"], f["message"], f["remedy"]) for f in findings]
    summary = (
        f"ファイル：{shown(filename)}",
        "色の付いた欄を直して保存し、このブックをもう一度提出フォルダに置いてください。",
        "このシートと、欄に付いた注記は、消さずに出してもかまいません。",
    )
    return annotate(data, notes, sha256, summary)
