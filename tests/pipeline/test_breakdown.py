"""When this program itself fails at a workbook, or dies at it, only that workbook has no answer but a polite one (X14)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import pipeline.receive
import pipeline.work
from pipeline.extract import Extract
from pipeline.judge import judge
from pipeline.masters.load import Masters
from pipeline.receipts import read_receipts
from pipeline.settings import Limits
from pipeline.work import extract_all
from pipeline.workspace import FORM, Workspace
from tests.conftest import SAMPLES
from tests.drafts import Found
from tests.faults.harness import run_apart
from tests.pipeline.test_night import ELDERS, HALL, SECOND, drop, fresh_workspace, night, workspace

__all__ = ["fresh_workspace", "workspace"]

pytestmark = pytest.mark.no_books

ELDERS_TITLE = "後期高齢者"


def _break_at_elders(monkeypatch: pytest.MonkeyPatch, fail: Callable[[], object]) -> None:
    def breaking(extracts: Sequence[Extract], *rest: Any) -> Any:
        if any(ELDERS_TITLE in str(row[4]) for extract in extracts for row in extract.fields):
            fail()
        return judge(extracts, *rest)

    monkeypatch.setattr(pipeline.receive, "judge", breaking)


def _raise(fault: Exception) -> Callable[[], object]:
    def fail() -> object:
        raise fault

    return fail


def _both(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課")


def _errors(workspace: Workspace) -> dict[str, list[Found]]:
    return {
        placed.receipt.verdict: [
            (f["code"], f["sheet"], f["cell"]) for f in placed.receipt.findings if f["severity"] == "エラー"
        ]
        for placed in read_receipts(workspace)
    }


def test_a_fault_of_a_rule_at_one_workbook_costs_that_one_only(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _both(workspace)
    _break_at_elders(monkeypatch, _raise(ValueError("壊れた規則 123456789018")))
    done = night(workspace)
    assert _errors(workspace) == {"受理": [], "差戻し": [("X14", None, None)]}
    assert (done.exit_code, sum("プログラムが止まりました" in note for note in done.notes)) == (1, 1)
    (kept,) = (workspace.root / ".fugi" / "faults").iterdir()
    text = kept.read_text(encoding="utf-8")
    assert "壊れた規則" in text
    assert "123456789018" not in text


def test_it_is_judged_again_once_the_program_is_mended(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _both(workspace)
    with monkeypatch.context() as broken:
        _break_at_elders(broken, _raise(ValueError()))
        night(workspace)
    monkeypatch.setattr("pipeline.job.RULES_EDITION", "次の版")
    assert night(workspace, SECOND).count("受理") == 1


def test_a_fault_at_every_workbook_is_none_of_theirs(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _both(workspace)
    monkeypatch.setattr(pipeline.receive, "judge", lambda *_: _raise(ValueError("どれでも"))())
    with pytest.raises(ValueError, match="どれでも"):
        night(workspace)
    assert len(list(workspace.inbox.rglob("*.xlsx"))) == 2


def test_a_fault_of_the_disk_is_none_of_theirs(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _both(workspace)
    _break_at_elders(monkeypatch, _raise(OSError("ディスク")))
    with pytest.raises(OSError, match="ディスク"):
        night(workspace)


def test_a_fault_in_reading_costs_that_workbook_only(masters: Masters, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(data: bytes, name: str, *rest: Any) -> Extract:
        if name == "壊す.xlsx":
            raise KeyError(name)
        return Extract("ほか")

    def threads(workers: int, forms: dict[str, Any], limits: Limits | None) -> ThreadPoolExecutor:
        monkeypatch.setattr(pipeline.work, "_worker_limits", [limits])
        return ThreadPoolExecutor(1)

    monkeypatch.setattr(pipeline.work, "extract_file", breaking)
    monkeypatch.setattr(pipeline.work, "_pool", threads)
    jobs = [(SAMPLES / HALL, "壊す.xlsx"), (SAMPLES / HALL, HALL)]
    broken, other = extract_all(jobs, dict(masters.forms), FORM, 1, limits=Limits(seconds=3600))
    assert [row[0] for row in broken.observations] == ["点検できない"]
    assert broken.fault is not None
    assert "KeyError" in broken.fault
    assert other.sha256 == "ほか"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_workbook_at_which_the_job_dies_is_not_opened_a_third_time(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _both(workspace)
    _break_at_elders(monkeypatch, lambda: os.kill(os.getpid(), signal.SIGKILL))
    assert [run_apart(workspace.root) for _ in range(3)] == [-signal.SIGKILL, -signal.SIGKILL, 0]
    assert _errors(workspace) == {"受理": [], "差戻し": [("X14", None, None)]}
    drop(workspace, SAMPLES / ELDERS, "高齢者医療担当課", "もう一度.xlsx")
    assert run_apart(workspace.root) == 0
    assert [placed.receipt.verdict for placed in read_receipts(workspace)].count("重複") == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_run_that_died_for_another_reason_costs_no_workbook_anything(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _both(workspace)
    with monkeypatch.context() as dying:
        _break_at_elders(dying, lambda: os.kill(os.getpid(), signal.SIGKILL))
        assert run_apart(workspace.root) == -signal.SIGKILL
    assert run_apart(workspace.root) == 0
    assert _errors(workspace) == {"受理": []}
