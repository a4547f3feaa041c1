"""The paper of an accepted workbook: read, extracted and written in one go, in the process that has its bytes. No pandas here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.collector import no_search_for_cycles
from pipeline.extract import Extract, extract_file
from pipeline.forms.model import Form
from pipeline.papers.case_paper import write_case_paper
from pipeline.papers.content import Content, content_of
from pipeline.papers.head import CaseHead
from pipeline.papers.marks import Marks


@dataclass(frozen=True, slots=True)
class PaperJob:
    """An accepted workbook and the paper that is to be written of it."""

    source: Path
    target: Path
    """The folder must exist."""
    head: CaseHead
    marks: Marks | None = None
    picture: bytes | None = None


@no_search_for_cycles()
def write_accepted(job: PaperJob, form: Form, mark_readings: Mapping[str, str]) -> None:
    """Read an accepted workbook and write its paper.

    Raises:
        OSError: The workbook cannot be read, or the paper not be written.
        ValueError: It is no workbook of the form, which none is that was accepted.

    """
    write_extracted(job, read_accepted(job.source, form), form, mark_readings)


def write_extracted(job: PaperJob, extract: Extract, form: Form, mark_readings: Mapping[str, str]) -> None:
    """Write the paper of a workbook that was read already; `job.source` is not opened."""
    write_case_paper(job.target, content_of(extract, form, mark_readings), form, job.head, job.marks, job.picture)


def read_accepted(path: Path, form: Form) -> Extract:
    """Read an accepted workbook. Raises OSError, and ValueError for one that is none of the form."""
    extract = extract_file(path.read_bytes(), path.name, {form.name: form}, form.name)
    if extract.form is None:
        raise ValueError(f"{path} is no workbook of the form {form.name}")
    return extract


def content_of_accepted(path: Path, form: Form, mark_readings: Mapping[str, str]) -> Content:
    """What an accepted workbook says. Raises as `read_accepted`."""
    return content_of(read_accepted(path, form), form, mark_readings)
