"""What every stage of a night needs, and how far each of its files has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pipeline.journal import Journal
from pipeline.masters.load import Masters, load_masters
from pipeline.placement import RULES_EDITION, Placement
from pipeline.progress import Progress
from pipeline.receipts import Standards
from pipeline.secretariat import Secretariat, read_secretariat
from pipeline.settings import Settings
from pipeline.waivers import waivers_digest
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """What every stage of a night needs."""

    workspace: Workspace
    date: dt.date
    masters: Masters
    secretariat: Secretariat
    settings: Settings
    workers: int | None
    progress: Progress
    journal: Journal

    @property
    def standards(self) -> Standards:
        """By what the files of the night are judged."""
        return Standards(RULES_EDITION, self.masters.digest, waivers_digest(self.secretariat.waivers))

    @property
    def state(self) -> Path:
        """Where this machine keeps its own notes."""
        return self.settings.state_folder(self.workspace.root)

    @property
    def snapshots(self) -> Path:
        """Where the private copies of a night lie."""
        return self.state / "snapshots"


def opened(workspace: Workspace, date: dt.date, workers: int | None, progress: Progress, settings: Settings) -> Job:
    """A job with the masters and the secretariat's books as they are now. Raises `BadMasters` and `BadBook`."""
    masters = load_masters(workspace.masters)
    secretariat = read_secretariat(workspace, masters)
    journal = Journal(settings.state_folder(workspace.root) / "journal")
    return Job(workspace, date, masters, secretariat, settings, workers, progress, journal)


@dataclass(frozen=True, slots=True)
class Todo:
    """A placement of the journal, and how far it has come."""

    placement: Placement
    is_placed: bool = False
    number: int = 0
