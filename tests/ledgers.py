"""The ledger of the samples: the two submissions, the 51 cases of 令和5年度 and their decisions."""

from __future__ import annotations

import datetime as dt
from functools import partial

from pipeline.consolidate import Ledger, consolidate
from pipeline.masters.load import Masters
from pipeline.receipts import read_receipts
from pipeline.secretariat import read_secretariat
from pipeline.work import extract_all
from pipeline.workspace import FORM, Workspace


def ledger_of(workspace: Workspace, masters: Masters, date: dt.date) -> Ledger:
    """The ledger of a workspace as it is on a day."""
    extractor = partial(extract_all, forms=dict(masters.forms), only=FORM, workers=1)
    secretariat = read_secretariat(workspace, masters)
    return consolidate(workspace, read_receipts(workspace), masters, secretariat, extractor, date)
