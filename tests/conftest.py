"""What many tests need: the shipped masters, and drafts of the sample submissions to spoil."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import pipeline.receive
from pipeline.consolidate import Ledger
from pipeline.crew import Crew
from pipeline.extract import Extract
from pipeline.forms.model import Form
from pipeline.masters.load import Masters, load_masters
from pipeline.nightly import run_night
from pipeline.papers.press import Press
from pipeline.progress import Progress
from pipeline.settings import Intake, Settings
from pipeline.setup import fill_demo, init_workspace
from pipeline.work import extract_all
from pipeline.workspace import FORM, Workspace
from tests.drafts import Draft
from tests.ledgers import ledger_of

WORKBOOKS = Path(__file__).parent.parent / "workbooks"
SAMPLES = WORKBOOKS / "samples"
TEMPLATES = WORKBOOKS / "templates"


@pytest.fixture(autouse=True)
def _read_in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights read without workers, which take half of their time to start; but for tests marked `workers`."""
    if "workers" not in request.keywords:
        monkeypatch.setattr(pipeline.receive, "extract_all", partial(_without_limits, extract_all))


@pytest.fixture(autouse=True)
def _write_no_books(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights of tests marked `no_books` leave out the workbooks of the years and the papers, at which nobody looks there."""
    if "no_books" in request.keywords and "books" not in request.keywords:
        monkeypatch.setattr(Crew, "write", lambda *_: None)
        monkeypatch.setattr(Press, "print", lambda *_: False)


def _without_limits(plain: Callable[..., list[Extract]], *given: Any, **named: Any) -> list[Extract]:
    jobs, forms, only, _, done = given[:5]
    return plain(jobs, forms, only, 1, done)


@pytest.fixture(scope="session")
def masters() -> Masters:
    return load_masters(WORKBOOKS / "masters")


@pytest.fixture(scope="session")
def form(masters: Masters) -> Form:
    return masters.forms[FORM]


@pytest.fixture
def hall(form: Form) -> Draft:
    """区民ホール受付システム: 電算処理, 外部結合, 指定管理."""
    return Draft.of(SAMPLES / "付議事項_区民ホール受付システム.xlsx", form)


@pytest.fixture
def elders(form: Form) -> Draft:
    """後期高齢支援システム: 電算処理, 外部結合, 業務委託."""
    return Draft.of(SAMPLES / "付議事項_後期高齢支援システム.xlsx", form)


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demonstration after its night of 2026-03-31. Only to be looked at."""
    workspace = init_workspace(tmp_path_factory.mktemp("見本"))
    fill_demo(workspace)
    run_night(workspace, dt.date(2026, 3, 31), 1, Progress(), Settings(intake=Intake(look_again_seconds=0)))
    return workspace


@pytest.fixture(scope="session")
def demo_ledger(demo_workspace: Workspace, masters: Masters) -> Ledger:
    """Its ledger: the two samples in 令和7年度, the 51 cases of 令和5年度."""
    return ledger_of(demo_workspace, masters, dt.date(2026, 3, 31))
