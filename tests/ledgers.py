"""The ledger of the samples: the two submissions, the 51 cases of 令和5年度 and their decisions."""

from __future__ import annotations

import datetime as dt

from pipeline.consolidate import Ledger
from pipeline.crew import Crew
from pipeline.ledger_now import accepted_ledger
from pipeline.masters.load import Masters
from pipeline.parts import Reading
from pipeline.progress import Progress
from pipeline.receipts import read_receipts
from pipeline.secretariat import read_secretariat
from pipeline.workspace import Workspace


def ledger_of(workspace: Workspace, masters: Masters, date: dt.date, *, full_instead_of_focused: bool = True) -> Ledger:
    """The ledger of a workspace as it is on a day."""
    secretariat = read_secretariat(workspace, masters)
    with Crew(Reading(masters, full_instead_of_focused=full_instead_of_focused), 1) as crew:
        return accepted_ledger(workspace, read_receipts(workspace), masters, secretariat, date, crew, Progress())
