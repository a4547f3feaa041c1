"""The copy that goes back: the department's own workbook with each faulty cell tinted and a note on it that says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.japanese.digits import without_individual_numbers
from pipeline.notice import shown
from pipeline.papers.change_model import Changes
from pipeline.papers.change_sheet import change_summary, differences
from pipeline.patch.annotate import Note, annotate
from validations.findings import ERROR

COPY_SUFFIX = "_検証結果.xlsx"
_HOW = (
    "このブックを直して保存し、もう一度提出フォルダに置いてください。",
    "このシートは、消さずに出してもかまいません。",
)
_PROPOSED = (
    "シート「変更箇所一覧」の下に、変わった項目を{}行の案として書き加えました。記載を確認し、変更日を書いてください。"
)

REQUEST_CODE = "事務局"
"""Stands where the code of a rule stands, for what no rule found."""


def copy_with_request(data: bytes, sha256: str, filename: str, words: str) -> bytes:
    """A copy of an accepted workbook with what the secretariat asks for on its first sheet. Raises `Unreadable`.

    It carries the 受付ID, so that the corrected workbook is known as the next version also when its 件名 is another one.
    """
    lines = (shown(without_individual_numbers(line)) for line in words.splitlines())
    asked = [Note(REQUEST_CODE, ERROR, None, None, line, "") for line in lines if line.strip()]
    return annotate(data, asked, sha256, ("事務局からの補正依頼", f"ファイル：{shown(filename)}", *_HOW))


def annotated_copy(
    data: bytes,
    sha256: str,
    filename: str,
    findings: Sequence[Mapping[str, Any]],
    changes: Changes | None = None,
) -> bytes:
    """The annotated copy of a workbook. `findings`: records as in a receipt.

    `changes`: from the approved version of the case (`papers.basis.case_changes`), or of a filing from the edition before;
    where it has one they are listed in a sheet 変更箇所, and what the 別添３ of a filing lacks is proposed there. Raises
    `Unreadable` for no sound package.
    """
    notes = [Note(f["code"], f["severity"], f["sheet"], f["cell"], f["message"], f["remedy"]) for f in findings]
    summary: tuple[str, ...] = (
        f"ファイル：{shown(filename)}",
        "色の付いた欄を直して保存し、このブックをもう一度提出フォルダに置いてください。",
        "このシートと、欄に付いた注記は、消さずに出してもかまいません。",
    )
    if changes is not None and changes.appendix and changes.appendix.rows:
        data = changes.appendix.written_into(data, filename)
        summary += (_PROPOSED.format(len(changes.appendix.rows)),)
    listed = (differences(changes), change_summary(changes)) if changes is not None and changes.based_on else None
    return annotate(data, notes, sha256, summary, listed)
