"""`fugi diff`: a department sees what it changed before it hands in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.masters.load import Masters
from pipeline.papers.basis import reader
from pipeline.papers.diff import compare_files
from pipeline.patch.editor import Editor
from tests.conftest import SAMPLES
from tests.papers.revising import marks
from tests.patch.builders import as_openpyxl, parts_of
from tests.patch.schema import assert_package_is_sound
from validations.findings import address

HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"
END = "令和１２年３月３１日"

Diff = Callable[..., tuple[int, str]]


@pytest.fixture
def revised(tmp_path: Path, masters: Masters) -> Path:
    """The hall with a later date, a new sentence and a changed mark."""
    content = reader(masters)(HALL)
    book = Editor(HALL.read_bytes())
    (annex,), (cover,), (checklist,) = map(content.of, ("指定管理", "事業の概要", "電算処理_区"))
    book.set_text("指定管理", address(*annex.places["終了時期"]), END)
    book.set_text("事業の概要", address(*cover.places["目的"]), cover.texts["目的"] + "\nまた、混雑を緩和する。")
    line = checklist.tables["表"][2]
    for column, text in ((3, "－"), (4, "電子データを保存しないため")):
        book.set_text("電算処理_区", address(line.row, line.columns[column] or 0), text)
    path = tmp_path / "改訂版.xlsx"
    path.write_bytes(book.save())
    return path


def _run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["diff", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_list_is_printed_plainly(revised: Path) -> None:
    code, output = _run(HALL, revised)
    assert code == 0
    assert "変更箇所は3件です。" in output
    assert (
        "シート「指定管理」のB14　指定管理の期限　変更\n　前：令和１１年３月３１日\n　後：令和１２年３月３１日\n"
        in output
    )


def test_equal_workbooks_have_no_change() -> None:
    code, output = _run(HALL, HALL)
    assert (code, "変更箇所はありません。" in output) == (0, True)


def test_programs_get_a_record_a_change(revised: Path) -> None:
    code, output = _run(HALL, revised, "--json")
    records = json.loads(output)
    assert code == 0
    assert [(r["シート"], r["セル"], r["種"]) for r in records] == [
        ("事業の概要", "B4", "追加"),
        ("指定管理", "B14", "変更"),
        ("電算処理_区", "D8", "印の変更"),
    ]
    assert records[2]["変更後"] == "ー（理由：電子データを保存しないため）"


def test_the_copy_says_the_same_as_the_workbook(revised: Path, tmp_path: Path, masters: Masters) -> None:
    before = revised.read_bytes()
    copy = tmp_path / "写し.xlsx"
    assert _run(HALL, revised, "--out", copy)[0] == 0
    assert revised.read_bytes() == before
    assert_package_is_sound(copy.read_bytes())
    assert as_openpyxl(copy.read_bytes()).sheetnames[0] == "変更箇所"
    compared = compare_files(revised, copy, masters)
    assert not compared.changes.listing()
    marked = compare_files(HALL, copy, masters)
    assert marks(marked.changes) == marks(compare_files(HALL, revised, masters).changes)
    after = parts_of(copy.read_bytes())
    assert {name for name, part in parts_of(before).items() if "drawing" in name and after[name] != part} == set()


def test_the_copy_can_be_handed_in(revised: Path, tmp_path: Path) -> None:
    copy = tmp_path / "写し.xlsx"
    _run(HALL, revised, "--out", copy)
    plain, marked = (CliRunner().invoke(app, ["check", str(p), "--json"]).output for p in (revised, copy))
    assert json.loads(plain)["findings"] == json.loads(marked)["findings"]


@pytest.mark.parametrize("name", ["ない.xlsx", "別の本.xlsx"])
def test_a_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "別の本.xlsx").write_bytes(b"PK")
    code, output = _run(HALL, tmp_path / name)
    assert code == 2
    assert name in output


def test_a_workbook_is_never_written_over(revised: Path) -> None:
    before = revised.read_bytes()
    assert _run(HALL, revised, "--out", revised)[0] == 2
    assert revised.read_bytes() == before
