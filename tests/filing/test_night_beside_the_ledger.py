"""Nights in which a 全項目評価書 and a case of its 事務 come one after the other: each hears how it differs from the one that is there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.forms.model import Form
from pipeline.nightly import run_night
from pipeline.progress import Progress
from pipeline.receipts import read_receipts
from pipeline.settings import Intake, Settings
from pipeline.setup import init_workspace
from pipeline.workspace import FORM, Workspace
from tests.drafts import Draft
from tests.saving import save

from .conftest import SAMPLE
from .test_ledger_check import ELDERS, case_draft, filing_draft

pytestmark = pytest.mark.no_books


def night(workspace: Workspace, day: str, draft: Draft, sample: Path) -> set[tuple[str, str, str]]:
    """Drop a workbook, run the night, and give what was found beside the ledger in what was accepted: code, sheet, cell."""
    folder = workspace.inbox / "高齢者医療担当課"
    folder.mkdir(exist_ok=True)
    save(draft, sample, folder / f"{day}.xlsx")
    run_night(workspace, dt.date.fromisoformat(day), 1, Progress(), Settings(intake=Intake(look_again_seconds=0)))
    (receipt,) = (one.receipt for one in read_receipts(workspace) if one.receipt.received_on == day)
    assert receipt.verdict == "受理"
    return {(f["code"], f["sheet"], f["cell"]) for f in receipt.findings if "P60" <= f["code"] <= "P69"}


@pytest.mark.parametrize("filing_first", [True, False])
def test_the_second_hears_of_the_first(tmp_path: Path, form: Form, filing_form: Form, filing_first: bool) -> None:
    workspace = init_workspace(tmp_path / "台帳")
    filing = filing_draft(filing_form), SAMPLE
    case = case_draft(form).write("業務委託.委託先", "株式会社見本"), ELDERS
    first, second = (filing, case) if filing_first else (case, filing)
    assert night(workspace, "2026-04-01", *first) == set()
    found = night(workspace, "2026-04-02", *second)
    assert ("P63", "業務委託", "B7") in found if filing_first else ("P63", "委託事項", "B21") in found
    assert {code for code, *_ in found} <= {"P63", "P64"}
    assert form.name == FORM
