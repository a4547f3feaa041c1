"""A workspace: the folder with `workbooks/` and `outputs/` in it. All paths that the job uses are named here, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pipeline.japanese.dates import fiscal_label, fiscal_year

FORM, FILING_FORM, PAST_FORM, RECORD_FORM = "付議事項", "全項目評価書", "過去案件", "審議記録"
TEMPLATES = (FORM, FILING_FORM, PAST_FORM)
SUBMITTED = (FORM, FILING_FORM)
"""The forms that departments hand in."""
PAPERS, FILINGS = "付議書", "評価書"
"""The folders of the papers of each case and of each 全項目評価書."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and books of a workspace."""

    root: Path

    @property
    def workbooks(self) -> Path:
        """Everything people write."""
        return self.root / "workbooks"

    @property
    def outputs(self) -> Path:
        """Everything the job writes."""
        return self.root / "outputs"

    @property
    def masters(self) -> Path:
        """様式マスタ, 組織, 項目語彙."""
        return self.workbooks / "masters"

    @property
    def templates(self) -> Path:
        """The blank forms."""
        return self.workbooks / "templates"

    @property
    def inbox(self) -> Path:
        """Where departments drop files, a folder a 課."""
        return self.workbooks / "inbox"

    @property
    def check(self) -> Path:
        """Where departments lay files to have them checked only, a folder a 課."""
        return self.workbooks / "check"

    @property
    def accepted(self) -> Path:
        """Accepted files as received: 年度/案件ID/v01.xlsx."""
        return self.workbooks / "accepted"

    @property
    def returned(self) -> Path:
        """Returned files as received, a folder a 課, each with its report."""
        return self.workbooks / "returned"

    @property
    def quarantine(self) -> Path:
        """Files set aside, with a text that says why."""
        return self.workbooks / "quarantine"

    @property
    def accepted_filings(self) -> Path:
        """Where accepted 全項目評価書 lie, whatever their year."""
        return self.accepted / FILINGS

    @property
    def record(self) -> Path:
        """審議記録.xlsx, the one book that the secretariat writes in."""
        return self.workbooks / "secretariat" / f"{RECORD_FORM}.xlsx"

    @property
    def past_cases(self) -> Path:
        """Books of earlier years, a row a case."""
        return self.workbooks / "secretariat" / PAST_FORM

    @property
    def ledgers(self) -> Path:
        """The ledgers, a book a 年度."""
        return self.outputs / "台帳"

    @property
    def lists(self) -> Path:
        """The lists of deliberated cases, a book a 年度."""
        return self.outputs / "審議案件一覧"

    @property
    def filings(self) -> Path:
        """The accepted 全項目評価書 in the official form."""
        return self.outputs / FILINGS

    @property
    def papers(self) -> Path:
        """The papers of each case, as they are laid before the meeting."""
        return self.outputs / PAPERS

    @property
    def statistics(self) -> Path:
        """Figures and charts, a book a 年度."""
        return self.outputs / "統計"

    @property
    def reports(self) -> Path:
        """What each night found, a text a night."""
        return self.outputs / "検証報告"

    @property
    def mail(self) -> Path:
        """Letters as .eml files, when no mail server is set. Never rebuilt."""
        return self.outputs / "mail"

    @property
    def exists(self) -> bool:
        """Whether the folder is a workspace at all."""
        return self.workbooks.is_dir()

    def folders(self) -> tuple[Path, ...]:
        """Every folder of the workspace."""
        return (
            self.masters, self.templates, self.inbox, self.check, self.accepted, self.returned, self.quarantine,
            self.past_cases, *self.rebuilt,
        )  # fmt: skip

    @property
    def rebuilt(self) -> tuple[Path, ...]:
        """The folders that a run makes again from `workbooks/`."""
        return self.ledgers, self.lists, self.papers, self.filings, self.statistics, self.reports

    def relative(self, path: Path) -> str:
        """A path as people see it in reports: from the root, with slashes."""
        return path.relative_to(self.root).as_posix()


def fiscal_label_of(day: dt.date) -> str:
    """The 年度 of a day as folders and books are named: 令和7年度."""
    return fiscal_label(fiscal_year(day))
