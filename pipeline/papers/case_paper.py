"""付議書: a case as a workbook to print, in the form in which it is laid before the meeting."""

from __future__ import annotations

from pathlib import Path

from pipeline.forms.model import Form
from pipeline.papers.content import Content
from pipeline.papers.draw import Painter
from pipeline.papers.head import CaseHead
from pipeline.papers.marks import Marks
from pipeline.papers.plan import plan_case
from pipeline.papers.sheet_names import names_for
from pipeline.papers.source import Source
from pipeline.publish.opening import open_workbook


def write_case_paper(
    path: Path, content: Content, form: Form, head: CaseHead, marks: Marks | None = None, picture: bytes | None = None
) -> None:
    """Write the papers of a case; the same arguments give the same bytes.

    Args:
        path: The file to write; its folder must exist.
        content: What the workbook of the case says.
        form: The form it was made from, as the masters describe it now.
        head: What the secretariat gave the case; without 資料番号, that on the cover counts.
        marks: What differs from what was approved before; None for a new case.
        picture: The 個人情報の流れ as a picture (PNG, JPEG, GIF, BMP, WMF or EMF).

    Raises:
        ValueError: The marks are those of another content.
        xlsxwriter.exceptions.XlsxWriterException: The picture cannot be shown, or the file not be written.

    """
    source = Source.of(content, form, head, marks, picture)
    plans = plan_case(source)
    with open_workbook(path, title=f"付議書　{head.case_id}", in_memory=True) as workbook:
        painter = Painter(workbook)
        for plan, name in zip(plans, names_for([plan.name for plan in plans]), strict=True):
            painter.draw(plan, name)
