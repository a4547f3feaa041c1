"""A 全項目評価書 compared with an earlier edition: its changes as they are marked and listed, and what its 別添３ lacks."""

from __future__ import annotations

from dataclasses import replace

from pipeline.filings.editions import missing_rows
from pipeline.filings.official import item_name
from pipeline.filings.proposal import Appendix
from pipeline.forms.model import Form
from pipeline.papers.change_model import Changes, Earlier
from pipeline.papers.changes import compare_whole
from pipeline.papers.content import Content

LAST = "前に受理した"
_BASIS = "評価書"


def filing_changes(new: Content, old: Content, form: Form, words: str = "") -> Changes:
    """All changes of a filing. `words`: which edition it is compared with, as it is said before 評価書."""
    changes = compare_whole(new, Earlier(old, words), form, item_name)
    return replace(changes, basis=_BASIS, appendix=Appendix(tuple(missing_rows(new, old, form)), form))
