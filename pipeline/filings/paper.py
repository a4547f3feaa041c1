"""評価書: a 全項目評価書 as a workbook to print, in the official form, with what changed since the edition before marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.filings.compare import LAST, filing_changes
from pipeline.filings.cover import number_of
from pipeline.filings.plan import DRAWINGS, plan_filing
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.change_marks import ChangeMarks
from pipeline.papers.content import Content, read_content
from pipeline.papers.draw import Painter
from pipeline.papers.flow_pages import NO_PICTURES, Pictures, pasted
from pipeline.papers.head import CaseHead
from pipeline.papers.sheet_names import names_for
from pipeline.papers.source import CasePaper, Source
from pipeline.publish.opening import open_workbook
from pipeline.receipts import Placed
from pipeline.workspace import FILING_FORM

_SHOWS = "別添１　事務の内容"


def write_filing_paper(
    path: Path, content: Content, earlier: Content | None, form: Form, drawings: Pictures = NO_PICTURES
) -> None:
    """Write a filing in the official form; the same arguments give the same bytes.

    Args:
        path: The file to write; its folder must exist.
        content: What its workbook says.
        earlier: What the edition before says; None for a first one, in which nothing is marked.
        form: The form it was made from, as the masters describe it now.
        drawings: Those of 別添１.

    Raises:
        OSError: The file could not be written.

    """
    marks = ChangeMarks(filing_changes(content, earlier, form, LAST)) if earlier else None
    name = f"評価書{number_of(content) or ''}"
    paper = CasePaper(content, CaseHead(name), marks, drawings.pictures, drawings.note)
    plans = plan_filing(Source.of(paper, form))
    with open_workbook(path, title=name, in_memory=True) as workbook:
        painter = Painter(workbook)
        for plan, title in zip(plans, names_for([plan.name for plan in plans]), strict=True):
            painter.draw(plan, title)


@dataclass(frozen=True, slots=True)
class FilingJob:
    """An accepted filing to be printed."""

    target: Path
    """Its folder must exist."""
    before: Path | None
    """The workbook of the version before its newest."""

    @staticmethod
    def of(target: Path, versions: Sequence[Placed]) -> FilingJob:
        """The job of printing the last of the accepted versions of a filing."""
        return FilingJob(target, versions[-2].path if len(versions) > 1 else None)


def write_filing(job: FilingJob, data: bytes, newest: Content, masters: Masters) -> None:
    """Write an accepted filing, marked against the workbook of the version before. Raises OSError.

    `data`: its workbook, of which `newest` is the content.
    """
    form, before = masters.forms[FILING_FORM], job.before
    earlier = read_content(before.read_bytes(), before.name, form, masters.mark_readings) if before else None
    write_filing_paper(job.target, newest, earlier, form, pasted(data, newest, (DRAWINGS,), _SHOWS))
