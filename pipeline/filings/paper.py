"""評価書: a 全項目評価書 as a workbook to print, in the official form, with what changed since the edition before marked."""

from __future__ import annotations

from pathlib import Path

from pipeline.filings.compare import LAST, filing_changes, number_of
from pipeline.filings.plan import plan_filing
from pipeline.forms.model import Form
from pipeline.papers.change_marks import ChangeMarks
from pipeline.papers.content import Content
from pipeline.papers.draw import Painter
from pipeline.papers.head import CaseHead
from pipeline.papers.sheet_names import names_for
from pipeline.papers.source import CasePaper, Source
from pipeline.publish.opening import open_workbook


def write_filing_paper(path: Path, content: Content, earlier: Content | None, form: Form) -> None:
    """Write a filing in the official form; the same arguments give the same bytes.

    Args:
        path: The file to write; its folder must exist.
        content: What its workbook says.
        earlier: What the edition before says; None for a first one, in which nothing is marked.
        form: The form it was made from, as the masters describe it now.

    Raises:
        OSError: The file could not be written.

    """
    marks = ChangeMarks(filing_changes(content, earlier, form, LAST)) if earlier else None
    name = f"評価書{number_of(content) or ''}"
    plans = plan_filing(Source.of(CasePaper(content, CaseHead(name), marks), form))
    with open_workbook(path, title=name, in_memory=True) as workbook:
        painter = Painter(workbook)
        for plan, title in zip(plans, names_for([plan.name for plan in plans]), strict=True):
            painter.draw(plan, title)
