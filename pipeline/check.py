"""Checking a workbook at once for a clerk: the night's rules on single files, changing nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.extract import Extract, extract_file
from pipeline.judge import Judgement, judge
from pipeline.known import Known
from pipeline.masters.load import Masters
from pipeline.notice import finding_lines, shown
from pipeline.workspace import SUBMITTED
from validations.findings import ACCEPTED

if TYPE_CHECKING:
    from pipeline.papers.change_model import Changes

_UNREADABLE = ("X01", "X02", "X03", "X04", "X05", "X06", "X07", "X08", "X12")


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of one file."""

    file: Path
    extract: Extract
    judgement: Judgement

    @property
    def exit_code(self) -> int:
        """0 accepted, 1 has エラー, 2 cannot be read."""
        if any(finding.code in _UNREADABLE for finding in self.judgement.findings):
            return 2
        return 0 if self.judgement.verdict == ACCEPTED else 1

    def as_record(self) -> dict[str, Any]:
        """The object that `fugi check --json` prints."""
        return {
            "file": str(self.file),
            "sha256": self.extract.sha256 or None,
            "form": self.extract.form,
            "edition": self.extract.edition,
            "verdict": self.judgement.verdict,
            "findings": [finding.as_record() for finding in self.judgement.findings],
        }

    def annotated(self, changes: Changes | None = None) -> bytes:
        """The annotated copy of the workbook. `changes`: what is different from the approved version of the case.

        Raises `Unreadable` when the parts of the workbook are too broken for one.
        """
        from pipeline.annotated import annotated_copy

        findings = [finding.as_record() for finding in self.judgement.findings]
        return annotated_copy(self.file.read_bytes(), self.extract.sha256, self.file.name, findings, changes)

    def as_text(self) -> str:
        """The result for reading."""
        sentence = {
            0: "このまま提出できます。",
            1: "次の「エラー」を直すと、提出できます。",
            2: "このファイルは読み取れません。",
        }[self.exit_code]
        records = [finding.as_record() for finding in self.judgement.findings]
        return "\n".join([f"{shown(self.file.name)}　…　{sentence}", "", *finding_lines(records)])


def check_files(files: Sequence[Path], masters: Masters, known: Known | None = None) -> list[Checked]:
    """Check each file with the rules of the night. A file that cannot be opened is a result like any other.

    `known`: the ledger of a workspace; without it the rules over the ledger are silent.
    """
    extracts = [_extract(path, masters) for path in files]
    judgements, _ = judge(extracts, masters, known=known)
    return [Checked(*result) for result in zip(files, extracts, judgements, strict=True)]


def _extract(path: Path, masters: Masters) -> Extract:
    try:
        data = path.read_bytes()
    except OSError as fault:
        extract = Extract("")
        reasons = {FileNotFoundError: "ファイルがありません", IsADirectoryError: "フォルダです"}
        reason = reasons.get(type(fault), "使用中か、読む権限がありません")
        extract.observations.append(("開けない", None, None, None, None, reason))
        return extract
    return extract_file(data, path.name, dict(masters.forms), SUBMITTED)
