"""What `fugi paper` and `fugi pack` do: the papers of some cases, and those of a meeting, from the accepted workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.japanese.text import half_width
from pipeline.masters.load import load_masters
from pipeline.papers.accepted import PaperJob, content_of_accepted, write_accepted
from pipeline.papers.cases import Held, Meeting, accepted_files, cases_of, entries, head_of, meetings
from pipeline.papers.pack import CasePaper, write_meeting_pack
from pipeline.secretariat import read_secretariat
from pipeline.workspace import FORM, Workspace


class NoSuchCase(Exception):
    """There is no accepted workbook to print; the text says of what."""


@dataclass(slots=True)
class Pack:
    """A pack that was written, and the cases of the meeting whose workbooks were not accepted in this workspace."""

    path: Path
    cases: list[str]
    missing: list[str] = field(default_factory=list)


def write_papers(workspace: Workspace, case_ids: Sequence[str], folder: Path) -> list[Path]:
    """Write the papers of some cases into a folder as 案件ID.xlsx. Raises `NoSuchCase`, `BadMasters`, `BadBook`, `BadReceipt`."""
    masters = load_masters(workspace.masters)
    known, files = entries(read_secretariat(workspace, masters)), accepted_files(workspace)
    wanted = list(dict.fromkeys(half_width(case_id).strip().upper() for case_id in case_ids))
    if unknown := [case_id for case_id in wanted if case_id not in files]:
        raise NoSuchCase(
            f"案件「{'」「'.join(unknown)}」の受理したブックがありません。案件IDを確認してください（例 R07-0001）。"
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for case_id in wanted:
        job = PaperJob(files[case_id], folder / f"{case_id}.xlsx", head_of(known, case_id))
        write_accepted(job, masters.forms[FORM], masters.mark_readings)
        written.append(job.target)
    return written


def write_pack(workspace: Workspace, held: Held, path: Path) -> Pack:
    """Write the papers of a meeting into one workbook. Raises `NoSuchCase`, `BadMasters`, `BadBook`, `BadReceipt`."""
    masters = load_masters(workspace.masters)
    form, secretariat = masters.forms[FORM], read_secretariat(workspace, masters)
    known, files = entries(secretariat), accepted_files(workspace)
    wanted = cases_of(held, known)
    present = [case_id for case_id in wanted if case_id in files]
    if not present:
        year, number = held
        raise NoSuchCase(
            f"{year}第{number}回に付議する案件のブックがありません。審議記録のシート「審議」の年度・回を確認してください。"
        )
    cases = [
        CasePaper(content_of_accepted(files[case_id], form, masters.mark_readings), head_of(known, case_id))
        for case_id in present
    ]
    meeting = meetings(secretariat).get(held, Meeting(held))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_meeting_pack(path, meeting.head, cases, form)
    return Pack(path, present, [case_id for case_id in wanted if case_id not in files])
