"""A 個人番号 in a form: the file is set aside, and the number appears in nothing that the job writes or says."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from pipeline.check import check_files
from pipeline.masters.load import Masters
from pipeline.workspace import Workspace
from tests.conftest import SAMPLES
from tests.pipeline.test_night import HALL, SECOND, WAIVER, _changed, _waive, drop, fresh_workspace, night, workspace

__all__ = ["fresh_workspace", "workspace"]

NUMBERS = ("123456789018", "234567890121", "345678901234")
"""Made up, with valid check digits."""
SPELLINGS = [
    spelling.translate(width)
    for n in NUMBERS
    for spelling in (n, f"{n[:4]}-{n[4:8]}-{n[8:]}", f"{n[:4]} {n[4:8]} {n[8:]}", n[4:])
    for width in ({}, str.maketrans("0123456789", "０１２３４５６７８９"))
]


def leaking(path: Path) -> Path:
    """Numbers in the inputs whose texts the job quotes most: title, department, count, choice, sheet name, edition."""
    first, second, third = NUMBERS
    book = load_workbook(path)
    for name, text in {
        "表紙.件名": f"{first}の開発等について",
        "表紙.種別": f"新規{first[:4]}-{first[4:8]}-{first[8:]}",
        "外部結合.開始時期": second,
        "外部結合.保有課": f"税務課 {third}",
        "指定管理.終了時期": "１２３４　５６７８　９０１８",
        "電算処理.件名": f"山田太郎 {second}",
    }.items():
        ((sheet, cell),) = book.defined_names[name].destinations
        book[sheet][cell].value = text
    ((sheet, area),) = book.defined_names["事業の概要.対象者数"].destinations
    book[sheet][area][1][1].value = int(second)
    ((sheet, area),) = book.defined_names["表紙.担当課"].destinations
    book[sheet][area][1][1].value = f"番号課{third}"
    book["表紙"]["F2"].value = third
    book["表紙"]["B4"].comment = Comment(first, "担当")
    book.create_sheet(f"控え {first}")["A1"].value = second
    book["_meta"]["B2"].value = third
    book.save(path)
    return path


def told(root: Path) -> dict[str, str]:
    """Everything the job wrote, as text: file → what it says, the names of files included. The bytes as received are left out."""
    texts = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_dir() or name.startswith(("workbooks/masters/", "workbooks/templates/")):
            continue
        if path.suffix != ".xlsx":
            texts[name] = name + path.read_text(encoding="utf-8")
        elif name.startswith("outputs/"):
            with zipfile.ZipFile(path) as book:
                texts[name] = name + "\n".join(book.read(part).decode(errors="replace") for part in book.namelist())
        else:
            texts[name] = name
    return texts


def test_a_number_of_a_person_appears_nowhere_after_the_night(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    leaking(drop(workspace, SAMPLES / HALL, "地域コミュニティ課", f"付議_{NUMBERS[0]}.xlsx"))
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    done = night(workspace)
    assert (done.count("隔離"), done.count("受理")) == (1, 1)
    printed = "".join(capfd.readouterr())
    texts = {
        **told(workspace.root),
        "画面": printed + done.as_text() + json.dumps(done.as_record(), ensure_ascii=False),
    }
    assert [(name, s) for name, text in texts.items() for s in SPELLINGS if s in text] == []
    (receipt,) = (p.receipt for p in done.placed if p.receipt.verdict == "隔離")
    codes = [finding["code"] for finding in receipt.findings]
    assert codes.count("I05") >= 11
    assert {"M02", "M03", "F16", "F03"} <= set(codes), "what is quoted most must be among what was looked at"
    assert all(finding["value"] is None for finding in receipt.findings if finding["code"] == "I05")
    assert any(path.startswith("workbooks/quarantine/") and path.endswith(".検証結果.txt") for path in texts)


def test_a_check_says_where_the_number_is_and_not_what_it_is(tmp_path: Path, masters: Masters) -> None:
    path = tmp_path / "付議.xlsx"
    path.write_bytes((SAMPLES / HALL).read_bytes())
    (checked,) = check_files([leaking(path)], masters)
    texts = json.dumps(checked.as_record(), ensure_ascii=False) + checked.as_text() + repr(checked.judgement)
    assert [s for s in SPELLINGS if s in texts] == []
    assert (checked.judgement.verdict, checked.exit_code) == ("隔離", 1)
    assert {f.cell for f in checked.judgement.findings if f.code == "I05" and f.sheet == "表紙"} >= {"F2", None} - {
        None
    }


def test_a_workbook_that_is_not_the_form_is_set_aside_all_the_same(tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(SAMPLES / "過去案件_令和5年度.xlsx")
    book.active["Z9"].value = float(NUMBERS[0])
    book.save(tmp_path / "名簿.xlsx")
    (checked,) = check_files([tmp_path / "名簿.xlsx"], masters)
    assert [f.code for f in checked.judgement.findings] == ["F01", "I05"]
    assert checked.judgement.verdict == "隔離"


def test_a_number_that_the_secretariat_lets_pass_stands_in_the_ledger_as_written(workspace: Workspace) -> None:
    words = f"管理番号{NUMBERS[0]}の機器を使う。"
    _changed(drop(workspace, SAMPLES / HALL, "地域コミュニティ課"), "事業の概要", "目的", words)
    assert night(workspace).count("隔離") == 1
    _changed(drop(workspace, SAMPLES / HALL, "地域コミュニティ課"), "事業の概要", "目的", words)
    _waive(workspace, **{**WAIVER, "コード": "I05", "理由": "機器の番号"})
    assert night(workspace, SECOND).count("受理") == 1
    ledger = load_workbook(workspace.ledgers / "個人情報保護管理台帳_令和8年度.xlsx")["案件"]
    assert words in [cell.value for cell in ledger[2]]


def test_a_second_copy_of_a_file_that_is_set_aside_is_not_given_back(workspace: Workspace) -> None:
    path = leaking(drop(workspace, SAMPLES / HALL, "地域コミュニティ課", "一.xlsx"))
    drop(workspace, path, "税務課", "二.xlsx")
    done = night(workspace)
    assert (done.count("隔離"), done.count("重複")) == (2, 0)
    assert not list(workspace.returned.rglob("*.xlsx"))
