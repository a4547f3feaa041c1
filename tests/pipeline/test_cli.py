"""The command as people and programs use it: exit codes, JSON, and words instead of tracebacks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.lock import run_lock
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES, WORKBOOKS
from tests.filling import area
from tests.pipeline.test_night import FAULTY, HALL, drop, fresh_workspace, workspace
from tests.pipeline.test_packages import pack, parts_of

__all__ = ["fresh_workspace", "workspace"]

FINDING_KEYS = ["code", "severity", "sheet", "cell", "value", "message", "remedy"]


def fugi(*arguments: object) -> tuple[int, str, str]:
    """Run the command. Returns exit code, standard output, standard error."""
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_check_of_a_good_form(tmp_path: Path) -> None:
    code, out, _ = fugi("check", SAMPLES / HALL, "--root", tmp_path)
    assert code == 0
    assert "このまま提出できます" in out


def test_check_of_a_form_with_one_broken_cell_names_that_cell_and_its_code(tmp_path: Path) -> None:
    book = load_workbook(SAMPLES / HALL)
    sheet, (left, top, _, _) = area(book, "外部結合.開始時期")
    sheet.cell(top, left).value = "令和7年2月30日"
    book.save(tmp_path / "提出.xlsx")
    code, out, _ = fugi("check", tmp_path / "提出.xlsx", "--root", tmp_path)
    assert code == 1
    assert "シート「外部結合」のB13" in out
    assert "[D01]" in out
    code, out, _ = fugi("check", tmp_path / "提出.xlsx", "--root", tmp_path, "--json")
    record = json.loads(out)
    assert code == 1
    assert list(record) == ["file", "sha256", "form", "edition", "verdict", "findings"]
    assert [list(finding) for finding in record["findings"]] == [FINDING_KEYS] * 3
    assert [(f["code"], f["severity"], f["sheet"], f["cell"], f["value"]) for f in record["findings"]] == [
        ("D01", "エラー", "外部結合", "B13", "令和7年2月30日"),
        ("T01", "警告", "事業の概要", "B4", "受付システム（以下「受付システム"),  # a slip of the real document
        ("D05", "警告", "電算処理", "B14", "令和７年４月から"),  # and another
    ]


def test_check_of_several_files_prints_an_object_on_a_line_for_each(tmp_path: Path) -> None:
    code, out, _ = fugi("check", SAMPLES / HALL, SAMPLES / FAULTY, tmp_path / "ない.xlsx", "--root", tmp_path, "--json")
    records = [json.loads(line) for line in out.splitlines()]
    assert [record["verdict"] for record in records] == ["受理", "差戻し", "差戻し"]
    assert code == 2


def test_check_in_a_workspace_looks_at_its_ledger(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copyfile(SAMPLES / "審議記録.xlsx", workspace.record)
    book = load_workbook(SAMPLES / HALL)
    sheet, (left, top, _, _) = area(book, "外部結合.結合する理由")
    sheet.cell(top, left).value = "（令和６年度第４回個人情報保護管理運営会議承認済み）"
    book.save(tmp_path / "提出.xlsx")
    assert "[R02]" in fugi("check", tmp_path / "提出.xlsx", "--root", workspace.root)[1]
    assert "[R02]" not in fugi("check", tmp_path / "提出.xlsx", "--root", tmp_path)[1]


def test_check_goes_on_without_a_ledger_that_cannot_be_read(workspace: Workspace) -> None:
    workspace.record.write_bytes(b"")
    code, out, err = fugi("check", SAMPLES / HALL, "--root", workspace.root)
    assert (code, "このまま提出できます" in out) == (0, True)
    assert "台帳と照らし合わせる検査は行いません" in err


def test_check_changes_nothing(workspace: Workspace) -> None:
    before = sorted(workspace.root.rglob("*"))
    fugi("check", SAMPLES / FAULTY, "--root", workspace.root)
    assert sorted(workspace.root.rglob("*")) == before


def test_nightly_prints_one_object(workspace: Workspace) -> None:
    code, out, err = fugi("nightly", "--root", workspace.root, "--date", "2026-03-31", "--json")
    record = json.loads(out)
    assert (code, err) == (0, "")
    assert list(record) == [
        "date", "deferred", "received", "accepted", "returned", "quarantined", "duplicates", "findings", "outputs", "mails",
    ]  # fmt: skip


def test_nightly_with_a_broken_master_ends_with_1_and_says_what_to_do(workspace: Workspace) -> None:
    (workspace.masters / "組織.xlsx").unlink()
    code, out, err = fugi("nightly", "--root", workspace.root)
    assert (code, out) == (1, "")
    assert "組織.xlsx" in err
    assert "Traceback" not in err


def test_a_folder_that_is_no_workspace_is_said_so(tmp_path: Path) -> None:
    code, _, err = fugi("nightly", "--root", tmp_path)
    assert code == 1
    assert "fugi init" in err


def test_rebuild_names_what_it_made(workspace: Workspace) -> None:
    assert fugi("rebuild", "--root", workspace.root)[0] == 0


def test_templates_are_built_from_the_masters_of_the_workspace(workspace: Workspace) -> None:
    for path in workspace.templates.iterdir():
        path.unlink()
    code, out, _ = fugi("templates", "--root", workspace.root)
    assert (code, out.split()) == (
        0,
        [
            "workbooks/templates/付議事項.xlsx",
            "workbooks/templates/全項目評価書.xlsx",
            "workbooks/templates/過去案件.xlsx",
        ],
    )
    made = (workspace.templates / "付議事項.xlsx").read_bytes()
    assert made == (WORKBOOKS / "templates" / "付議事項.xlsx").read_bytes()


def test_init_makes_a_folder_for_every_department_and_keeps_what_is_there(workspace: Workspace) -> None:
    assert (workspace.inbox / "高齢者医療担当課").is_dir()
    workspace.record.write_bytes(b"written by a person")
    assert fugi("init", workspace.root)[0] == 0
    assert workspace.record.read_bytes() == b"written by a person"


def test_explain_lists_and_explains() -> None:
    assert "C06" in fugi("explain")[1]
    assert "理由" in fugi("explain", "c06")[1]
    assert fugi("explain", "Z99")[0] == 2


def test_show_prints_a_master_a_line_a_row() -> None:
    _, out, _ = fugi("show", WORKBOOKS / "masters" / "組織.xlsx")
    assert "組織\t1\t課\t部\tメールアドレス" in out


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["nightly", "--help"]])
def test_help_needs_none_of_the_heavy_modules(arguments: list[str]) -> None:
    script = f"import sys; sys.argv = ['fugi', *{arguments!r}]\nfrom pipeline.cli import main\ntry:\n    main()\nfinally:\n    print([m for m in ('pandas', 'pandera', 'numpy', 'xlsxwriter', 'python_calamine') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out.rstrip().endswith("[]")


def test_check_writes_an_annotated_copy_beside(tmp_path: Path) -> None:
    code, _, _ = fugi("check", SAMPLES / FAULTY, "--root", tmp_path, "--annotate", tmp_path / "注記.xlsx")
    assert code == 1
    assert load_workbook(tmp_path / "注記.xlsx").sheetnames[0] == "検証結果"
    assert fugi("check", SAMPLES / FAULTY, SAMPLES / HALL, "--annotate", tmp_path / "x.xlsx")[0] == 2


def test_the_log_is_a_json_object_a_line(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    code, _, log = fugi("nightly", "--root", workspace.root, "--date", "2026-03-31", "--log-json")
    entries = [json.loads(line) for line in log.splitlines()]
    assert (code, entries[0]["message"], entries[0]["count"]) == (0, "読み取って検証しています", 1)
    assert [entry["case"] for entry in entries if entry["message"] == "受理"] == ["R07-0001"]
    assert all(entry["at"] for entry in entries)


def test_status_and_doctor_answer(workspace: Workspace) -> None:
    assert fugi("status", "--root", workspace.root)[0] == 0
    assert fugi("doctor", "--root", workspace.root)[0] == 0
    (workspace.masters / "組織.xlsx").unlink()
    code, text, _ = fugi("doctor", "--root", workspace.root)
    assert (code, "× マスタ" in text) == (1, True)


def test_a_second_night_at_the_same_time_is_told_to_wait(workspace: Workspace) -> None:
    with run_lock(workspace.root / ".fugi" / "lock"):
        code, _, told = fugi("nightly", "--root", workspace.root)
    assert (code, "ほかの fugi が、この作業フォルダで動いています" in told) == (1, True)


def test_a_workbook_with_broken_parts_gets_no_annotated_copy_and_is_told_so(tmp_path: Path) -> None:
    parts = parts_of(SAMPLES / FAULTY) | {"[Content_Types].xml": b"<Types"}
    path = pack(tmp_path / "提出.xlsx", parts)
    code, _, told = fugi("check", path, "--root", tmp_path, "--annotate", tmp_path / "注記.xlsx")
    assert (code, "写しを作れません" in told, (tmp_path / "注記.xlsx").exists()) == (2, True, False)
    assert fugi("check", path, "--root", tmp_path)[0] == 1
