"""What `fugi paper` and `fugi pack` do: the papers of some cases, and those of a meeting, from the accepted workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.filings.paper import FilingJob, write_filing
from pipeline.japanese.text import half_width
from pipeline.masters.load import Masters, load_masters
from pipeline.papers.approved import ledger_of
from pipeline.papers.cases import Held, Meeting, accepted_files, cases_of, entries, head_of, meetings
from pipeline.papers.content import read_content
from pipeline.papers.pack import write_meeting_pack
from pipeline.papers.press import Press
from pipeline.placement import safe_stem
from pipeline.receipts import Placed, filing_number, filing_versions, read_receipts
from pipeline.secretariat import Secretariat, read_secretariat
from pipeline.workspace import FILING_FORM, FORM, Workspace

_FILING = "評価書"


class NoSuchCase(Exception):
    """There is no accepted workbook to print; the text says of what."""


@dataclass(slots=True)
class Pack:
    """A pack that was written, and the cases of the meeting whose workbooks were not accepted in this workspace."""

    path: Path
    cases: list[str]
    missing: list[str] = field(default_factory=list)


def press_of(placed: Sequence[Placed], secretariat: Secretariat, masters: Masters) -> Press:
    """The press of a workspace. `placed`: all files of the workspace."""
    return Press(masters.forms[FORM], masters.mark_readings, ledger_of(placed, secretariat, masters))


def write_papers(workspace: Workspace, names: Sequence[str], folder: Path) -> list[Path]:
    """Write the papers of some cases (案件ID) and filings (評価書 and its number) into a folder, under these names.

    Raises `NoSuchCase`, `BadMasters`, `BadBook`, `BadReceipt`.
    """
    masters, placed = load_masters(workspace.masters), read_receipts(workspace)
    secretariat = read_secretariat(workspace, masters)
    press, files, known = press_of(placed, secretariat, masters), accepted_files(placed), entries(secretariat)
    filings = filing_versions(placed)
    wanted = list(dict.fromkeys(map(_as_named, names)))
    if unknown := [name for name in wanted if name not in files and _number_in(name) not in filings]:
        raise NoSuchCase(
            f"「{'」「'.join(unknown)}」の受理したブックがありません。案件ID（例 R07-0001）か、評価書番号（例 評価書3）を確認してください。"
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"{safe_stem(name)}.xlsx" for name in wanted]
    for name, path in zip(wanted, written, strict=True):
        if name in files:
            press.write(files[name], path, head_of(known, name))
        else:
            _write_filing(path, filings[_number_in(name)], masters)
    return written


def _write_filing(path: Path, versions: Sequence[Placed], masters: Masters) -> None:
    newest = versions[-1].path
    data = newest.read_bytes()
    content = read_content(data, newest.name, masters.forms[FILING_FORM], masters.mark_readings)
    if content is None:  # none such was accepted
        raise ValueError(f"{newest} is no workbook of the form {FILING_FORM}")
    write_filing(FilingJob.of(path, versions), data, content, masters)


def _as_named(text: str) -> str:
    """How the papers of what someone asks for are called: r07-0001 is R07-0001, 評価書０３ is 評価書3."""
    name = half_width(text).strip().upper()
    return f"{_FILING}{_number_in(name)}" if name.startswith(_FILING) else name


def _number_in(name: str) -> str:
    """The 評価書番号 in a name; empty where it names no filing."""
    return filing_number(name.removeprefix(_FILING)) if name.startswith(_FILING) else ""


def write_pack(workspace: Workspace, held: Held, path: Path) -> Pack:
    """Write the papers of a meeting into one workbook. Raises `NoSuchCase`, `BadMasters`, `BadBook`, `BadReceipt`."""
    press, secretariat, files = _opened(workspace)
    known = entries(secretariat)
    wanted = cases_of(held, known)
    present = [case_id for case_id in wanted if case_id in files]
    if not present:
        year, number = held
        raise NoSuchCase(
            f"{year}第{number}回に付議する案件のブックがありません。審議記録のシート「審議」の年度・回を確認してください。"
        )
    cases = [press.case(files[case_id], head_of(known, case_id)) for case_id in present]
    meeting = meetings(secretariat).get(held, Meeting(held))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_meeting_pack(path, meeting.head, cases, press.form)
    return Pack(path, present, [case_id for case_id in wanted if case_id not in files])


def _opened(workspace: Workspace) -> tuple[Press, Secretariat, dict[str, Path]]:
    """The press, the books of the secretariat, and 案件ID → accepted workbook in its latest version."""
    masters = load_masters(workspace.masters)
    secretariat, placed = read_secretariat(workspace, masters), read_receipts(workspace)
    return press_of(placed, secretariat, masters), secretariat, accepted_files(placed)
