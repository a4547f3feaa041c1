"""The changes of a case as the sheet 変更箇所 lists them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.papers.change_model import Changes
from pipeline.papers.japanese_diff import Run
from pipeline.patch.emphasis import Difference

_SUMMARY = "前の版から変わった所の一覧です。太字・下線が、変わった文言です。"


def differences(changes: Changes) -> list[Difference]:
    """The list as lines of a sheet 変更箇所."""
    return [
        Difference(c.sheet, c.cell, c.item, c.kind, stretches(c.before), stretches(c.after)) for c in changes.listing()
    ]


def change_summary(changes: Changes) -> tuple[str, ...]:
    """What stands above the list in the sheet 変更箇所."""
    approved = dict.fromkeys(words for words in changes.based_on.values() if words)
    return (_SUMMARY, *(f"比べた版：{words}{changes.basis}" for words in approved))


def stretches(runs: Sequence[Run]) -> list[tuple[str, bool]]:
    """Runs as they are put into a workbook."""
    return [(run.text, run.changed) for run in runs]
