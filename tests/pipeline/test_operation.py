"""What operators look at: how the job stands, and whether it has what it needs."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from pipeline.doctor import _mail, examine
from pipeline.durable import watched_by
from pipeline.lock import run_lock
from pipeline.looks import BAD, WELL, WORTH_KNOWING, Look
from pipeline.settings import Mail
from pipeline.status import status_lines
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES
from tests.pipeline.test_night import HALL, SECOND, drop, fresh_workspace, night, workspace

__all__ = ["fresh_workspace", "workspace"]


def lines(workspace: Workspace) -> list[str]:
    return list(status_lines(workspace, workspace.root / ".fugi"))


def _keep_to_oneself(workspace: Workspace) -> None:
    """Rights as after the guide, where one account stands for all."""
    for path in (workspace.root, *workspace.root.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def looks(workspace: Workspace) -> dict[str, list[Look]]:
    found: dict[str, list[Look]] = {}
    for look in examine(workspace):
        found.setdefault(look.what, []).append(look)
    return found


def test_status_tells_the_last_nights_and_what_waits(workspace: Workspace) -> None:
    assert "まだ夜の仕事を動かしていません。" in lines(workspace)
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課", "~$開いている.xlsx")
    night(workspace)
    night(workspace, SECOND)
    told = lines(workspace)
    assert [line[:12] for line in told if line.startswith("　2026")] == ["　2026-03-31の", "　2026-04-01の"]
    assert any("受理 1" in line for line in told)
    assert "提出フォルダで待っているファイル：1件" in told
    assert "　地域コミュニティ課/~$開いている.xlsx" in told


def test_status_tells_of_a_night_that_stopped(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")

    def full(name: str, path: Path) -> None:
        if name == "move" and path.suffix == ".xlsx" and workspace.outputs in path.parents:
            raise OSError(28, "No space left on device", str(path))

    with watched_by(full), pytest.raises(OSError, match="No space"):
        night(workspace)
    told = lines(workspace)
    assert any("に止まりました" in line for line in told)
    assert "終わっていない夜：2026-03-31（残り 0件）。次に動かすと、続きから行います。" in told
    again = night(workspace)
    assert [item.receipt.verdict for item in again.placed] == ["受理"]
    assert not any("終わっていない夜" in line for line in lines(workspace))


def test_a_book_that_someone_holds_open_waits_beside_and_is_put_in_place_the_next_night(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    book = workspace.ledgers / "個人情報保護管理台帳_令和7年度.xlsx"
    before = book.read_bytes()

    def held(name: str, path: Path) -> None:
        if name == "move" and path == book:
            raise PermissionError(13, "in use", str(path))

    shutil.copyfile(SAMPLES / HALL, workspace.inbox / "地域コミュニティ課" / "再.xlsx")
    with watched_by(held):
        done = night(workspace)
    waiting = book.with_name("個人情報保護管理台帳_令和7年度（差し替え待ち）.xlsx")
    assert (book.read_bytes() == before, waiting.is_file(), done.is_complete) == (True, True, False)
    assert any("使用中のため差し替えられません" in note for note in done.notes)
    newer = waiting.read_bytes()
    assert night(workspace).is_complete
    assert (book.read_bytes() == newer, waiting.exists()) == (True, False)


def test_a_sound_workspace_gets_a_clean_bill(workspace: Workspace) -> None:
    night(workspace)
    _keep_to_oneself(workspace)
    assert {look.mark for found in looks(workspace).values() for look in found} == {WELL}


@pytest.mark.skipif(os.name != "posix", reason="rights are told by bits")
def test_doctor_tells_who_reaches_too_much(workspace: Workspace) -> None:
    night(workspace)
    assert "「.fugi」" not in "".join(look.found for look in looks(workspace)["権限"])
    _keep_to_oneself(workspace)
    (workspace.inbox / "税務課").chmod(0o775)
    (workspace.returned / "税務課").chmod(0o770)
    (workspace.returned / "情報システム課").chmod(0o770)
    for folder in workspace.check.iterdir():
        folder.chmod(0o700)
    workspace.accepted.chmod(0o755)
    (workspace.record).chmod(0o606)
    found = [(look.mark, look.found) for look in looks(workspace)["権限"]]
    assert [mark for mark, _ in found] == [BAD, WORTH_KNOWING, WORTH_KNOWING, WORTH_KNOWING]
    for (_, told), what in zip(
        found, ("審議記録.xlsx", "workbooks/accepted", "38課のうち1課", "2課のフォルダは、グループ"), strict=True
    ):
        assert what in told


def test_doctor_finds_what_is_wrong_all_at_once(workspace: Workspace) -> None:
    night(workspace)
    (workspace.root / "fugi.toml").write_text("[mail]\nhosst = 'x'\n")
    (workspace.masters / "組織.xlsx").unlink()
    shutil.rmtree(workspace.returned)
    workspace.outputs.chmod(workspace.outputs.stat().st_mode | stat.S_IWOTH)
    found = looks(workspace)
    for what in ("設定", "マスタ", "フォルダ", "権限"):
        bad = [look for look in found[what] if look.mark == BAD]
        assert [bool(look.remedy) for look in bad] == [True], what


def test_doctor_sees_another_run_and_missing_inboxes(workspace: Workspace) -> None:
    (workspace.inbox / "税務課").rmdir()
    with run_lock(workspace.root / ".fugi" / "lock"):
        found = looks(workspace)
    assert [look.mark for look in found["実行"]] == [WORTH_KNOWING]
    assert "税務課" in found["課のフォルダ"][0].found


def test_doctor_says_when_the_mail_server_does_not_answer() -> None:
    look = _mail(Mail(host="127.0.0.1", port=9, timeout_seconds=1))
    assert (look.mark, look.what) == (BAD, "メール")
