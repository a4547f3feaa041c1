"""Nights that may not write or read somewhere: what is held up is said, nothing else is, and once the rights are there the next
run ends as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.workspace import Workspace
from tests.faults.harness import kept, received
from tests.rough import ON, Ran, Rough, fugi, rights_bind, rough, without_the_rights_of_root

__all__ = ["rough"]

pytestmark = pytest.mark.skipif(not rights_bind(), reason="here permission bits do not bind the tests")

NO_WRITING, NOTHING = 0o555, 0o000

PLACES: dict[str, tuple[str, int, int, str, str]] = {
    # where, rights, exit code; what is told of what
    "提出フォルダに書けない": (
        "workbooks/inbox/地域コミュニティ課", NO_WRITING, 1, "提出フォルダから移せません", "記入誤り.xlsx"
    ),
    "差戻しの置き場所に書けない": (
        "workbooks/returned/地域コミュニティ課", NO_WRITING, 1, "片付けられません", "記入誤り.xlsx"
    ),
    "受理の置き場所に書けない": ("workbooks/accepted", NO_WRITING, 1, "片付けられません", "後期高齢.xlsx"),
    "受理の置き場所を見られない": ("workbooks/accepted", NOTHING, 1, "中を見られません", "workbooks/accepted"),
    "隔離の置き場所に書けない": ("workbooks/quarantine", NO_WRITING, 1, "片付けられません", "近道.xlsx"),
    "outputsに書けない": ("outputs", NO_WRITING, 1, "読み書きできません", "outputs"),
    "台帳に書けない": ("outputs/台帳", NO_WRITING, 1, "読み書きできません", "outputs/台帳"),
    "メールを置けない": ("outputs/mail", NO_WRITING, 1, "置けません", "outputs/mail"),
    "控えに書けない": (".fugi", NO_WRITING, 1, "読み書きできません", ".fugi"),
    "事務局の場所に書けない": ("workbooks/secretariat", NO_WRITING, 1, "書き足せません", "審議記録.xlsx"),
    "過去案件を見られない": ("workbooks/secretariat/過去案件", NOTHING, 1, "中を見られません", "過去案件"),
    "設定を読めない": ("fugi.toml", NOTHING, 1, "開けません", "fugi.toml"),
}  # fmt: skip


def night(root: Path) -> Ran:
    return fugi("nightly", "--root", root, *ON, prepare=without_the_rights_of_root)


@pytest.mark.parametrize("place", PLACES)
def test_a_night_without_a_right_says_which_and_is_finished_when_it_has_it(
    place: str, rough: Rough, tmp_path: Path
) -> None:
    where, rights, code, told, of = PLACES[place]
    root = rough.copy(tmp_path)
    inbox, path = received(root), root / where
    if not path.suffix:
        path.mkdir(parents=True, exist_ok=True)
    before = path.stat().st_mode
    path.chmod(rights)
    done = night(root)
    path.chmod(before)
    assert len([line for line in done.said.splitlines() if told in line and of in line]) == 1, done.said
    assert (done.code, "Traceback" in done.said, "denied" in done.said) == (code, False, False)
    assert inbox <= kept(root)
    assert night(root).code == 0
    assert rough.differs(root) == []


def test_a_file_that_may_not_be_read_waits_and_its_name_and_reason_are_told(rough: Rough, tmp_path: Path) -> None:
    root = rough.copy(tmp_path)
    path = Workspace(root).inbox / "高齢者医療担当課" / "後期高齢.xlsx"
    path.chmod(NOTHING)
    done = night(root)
    assert (done.code, path.exists()) == (0, True)
    assert "workbooks/inbox/高齢者医療担当課/後期高齢.xlsx（読む権限がないか、使用中です）" in done.out
    path.chmod(0o644)
    assert night(root).code == 0
    assert rough.differs(root) == []


def test_a_closed_folder_of_the_inbox_is_told_and_holds_up_no_other(rough: Rough, tmp_path: Path) -> None:
    root = rough.copy(tmp_path)
    folder = Workspace(root).inbox / "税務課"
    folder.chmod(NOTHING)
    done = night(root)
    assert (done.code, "受付 4件 ＝ 受理 2 ＋ 差戻し 1 ＋ 隔離 0 ＋ 重複 1" in done.out) == (1, True)
    assert "workbooks/inbox/税務課（フォルダの中を見る権限がありません）" in done.out
    folder.chmod(0o755)
    assert night(root).code == 0
    assert rough.differs(root) == []


def test_a_case_whose_folder_may_not_be_looked_into_is_not_forgotten(rough: Rough, tmp_path: Path) -> None:
    root = rough.copy(tmp_path)
    assert night(root).code == 0
    books = {path: path.read_bytes() for path in Workspace(root).ledgers.iterdir()}
    (case,) = Workspace(root).accepted.glob("*/R07-0001")
    case.chmod(NOTHING)
    done = night(root)
    case.chmod(0o755)
    assert (done.code, "R07-0001" in done.err) == (1, True)
    assert {path: path.read_bytes() for path in Workspace(root).ledgers.iterdir()} == books
