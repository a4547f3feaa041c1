"""The copy that goes back: the department's own workbook with each faulty cell tinted and a note on it that says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.notice import shown
from pipeline.papers.change_model import Changes
from pipeline.papers.change_sheet import change_summary, differences
from pipeline.patch.annotate import Note, annotate

COPY_SUFFIX = "_検証結果.xlsx"


def annotated_copy(
    data: bytes,
    sha256: str,
    filename: str,
    findings: Sequence[Mapping[str, Any]],
    changes: Changes | None = None,
) -> bytes:
    """The annotated copy of a workbook. `findings`: records as in a receipt.

    `changes`: from the approved version of the case (`papers.basis.case_changes`); where it has one they are listed in a
    sheet 変更箇所. Raises `Unreadable` for no sound package.
    """
    notes = [Note(f["code"], f["severity"], f["sheet"], f["cell"], f["message"], f["remedy"]) for f in findings]
    summary = (
        f"ファイル：{shown(filename)}",
        "色の付いた欄を直して保存し、このブックをもう一度提出フォルダに置いてください。",
        "このシートと、欄に付いた注記は、消さずに出してもかまいません。",
    )
    listed = (differences(changes), change_summary(changes)) if changes is not None and changes.based_on else None
    return annotate(data, notes, sha256, summary, listed)
