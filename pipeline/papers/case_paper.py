"""付議書: a case as a workbook to print, in the form in which it is laid before the meeting."""

from __future__ import annotations

from pathlib import Path

from pipeline.forms.model import Form
from pipeline.papers.draw import Painter
from pipeline.papers.plan import plan_case
from pipeline.papers.sheet_names import names_for
from pipeline.papers.source import CasePaper, Source
from pipeline.publish.opening import open_workbook


def write_case_paper(path: Path, case: CasePaper, form: Form) -> None:
    """Write the papers of a case; the same arguments give the same bytes.

    Args:
        path: The file to write; its folder must exist.
        case: All that is printed.
        form: The form it was made from, as the masters describe it now.

    Raises:
        ValueError: The marks are those of another content.
        xlsxwriter.exceptions.XlsxWriterException: A picture cannot be shown.
        OSError: The file could not be written.

    """
    plans = plan_case(Source.of(case, form))
    with open_workbook(path, title=f"付議書　{case.head.case_id}", in_memory=True) as workbook:
        painter = Painter(workbook)
        for plan, name in zip(plans, names_for([plan.name for plan in plans]), strict=True):
            painter.draw(plan, name)
