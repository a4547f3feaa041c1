"""The press: from an accepted workbook to its papers, with what changed since the last approval marked and the flow drawn.

No pandas here: it runs in worker processes, a workbook at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.collector import no_search_for_cycles
from pipeline.extract import Extract
from pipeline.forms.model import Form
from pipeline.papers.basis import Ledger, case_changes, names_earlier
from pipeline.papers.case_paper import write_case_paper
from pipeline.papers.change_marks import ChangeMarks
from pipeline.papers.content import Content, content_of, read_content
from pipeline.papers.flow_pages import flow_pages
from pipeline.papers.head import CaseHead
from pipeline.papers.source import CasePaper


@dataclass(frozen=True, slots=True)
class PaperJob:
    """The papers to be made of an accepted workbook."""

    target: Path
    """Its folder must exist."""
    head: CaseHead


@dataclass(frozen=True)
class Press:
    """All that is needed to print any accepted workbook."""

    form: Form
    mark_readings: Mapping[str, str]
    approved: Ledger

    @cached_property
    def _read(self) -> dict[Path, Content]:
        """The earlier versions that were looked at; a few, and often the same."""
        return {}

    def print(self, job: PaperJob, data: bytes, extract: Extract) -> bool:
        """Write the papers of an accepted workbook that was read already. Raises OSError.

        Returns whether it names an earlier case, so that its papers depend on what was approved.
        """
        case = self._case(data, content_of(extract, self.form, self.mark_readings), job.head)
        write_case_paper(job.target, case, self.form)
        return names_earlier(case.content)

    @no_search_for_cycles()
    def write(self, source: Path, target: Path, head: CaseHead) -> None:
        """Write the papers of an accepted workbook; the folder of `target` must exist. Raises OSError."""
        write_case_paper(target, self.case(source, head), self.form)

    def case(self, source: Path, head: CaseHead) -> CasePaper:
        """All that is printed of an accepted workbook. Raises OSError when it cannot be read."""
        data = source.read_bytes()
        return self._case(data, self._content(data, source), head)

    def _case(self, data: bytes, content: Content, head: CaseHead) -> CasePaper:
        changes = case_changes(content, self.approved, self._earlier, self.form)
        pages = flow_pages(data, content)
        return CasePaper(content, head, ChangeMarks(changes) if changes else None, pages.pictures, pages.note)

    def _earlier(self, path: Path) -> Content:
        if path not in self._read:
            self._read[path] = self._content(path.read_bytes(), path)
        return self._read[path]

    def _content(self, data: bytes, path: Path) -> Content:
        content = read_content(data, path.name, self.form, self.mark_readings)
        if content is None:  # none such was accepted
            raise ValueError(f"{path} is no workbook of the form {self.form.name}")
        return content
