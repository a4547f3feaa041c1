"""No text of a submission becomes a formula, a link or markup in anything that the night writes."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.cell_range import CellRange

from pipeline.forms.model import LONG_TEXT, Form
from pipeline.masters.load import Masters
from pipeline.workspace import FORM, Workspace
from tests.conftest import SAMPLES
from tests.pipeline.test_night import HALL, SECOND, _record, drop, fresh_workspace, night
from tests.pipeline.test_post import letters

__all__ = ["fresh_workspace"]

SHEETS = ("事業の概要", "電算処理", "外部結合", "指定管理")

TEXTS = (
    '=HYPERLINK("http://evil.example.jp","開く")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "http://evil.example.jp/",
    "<b>http://evil.example.jp/</b><script>alert(1)</script>",
)
NAMES = ("=1+1.xlsx", "@SUM(A1).xlsx", "-付議.xlsx", '=HYPERLINK("http:’evil.example.jp").xlsx')
_FORMULA = re.compile(rb"<f[ >/]")
_TARGET = re.compile(rb'Target="([^"]*)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Target="([^"]*)"')


def _fill_with_traps(path: Path, form: Form, *, faulty: bool) -> None:
    book = load_workbook(path)
    texts = iter(TEXTS * 200)
    for wanted in form.inputs:
        if wanted.type == LONG_TEXT and wanted.sheet in SHEETS and wanted.name not in ("個人の範囲", "記録項目"):
            ((sheet, cell),) = book.defined_names[wanted.defined_name].destinations
            if book[sheet][cell].value is not None:
                book[sheet][cell].value, book[sheet][cell].data_type = next(texts), "s"
    items = book["記録項目"]
    bounds = CellRange(next(book.defined_names["記録項目.表"].destinations)[1].replace("$", ""))
    for row in range(bounds.min_row + 1, bounds.min_row + 1 + len(TEXTS)):
        items.cell(row, 1).value, items.cell(row, 2).value, items.cell(row, 6).value = "台帳", f"項目{row}", next(texts)
        items.cell(row, 6).data_type = "s"
    book["表紙"]["B4"].comment = Comment("=1+1 http://evil.example.jp/", "=1+1")
    copy = book.copy_worksheet(book["指定管理"])
    copy.title = "=1+1"
    if faulty:
        book["表紙"]["B4"].value, book["表紙"]["B4"].data_type = None, "n"
    book.save(path)


@pytest.fixture(scope="module")
def trapped(fresh_workspace: Path, tmp_path_factory: pytest.TempPathFactory, masters: Masters) -> Workspace:
    workspace = Workspace(shutil.copytree(fresh_workspace, tmp_path_factory.mktemp("traps") / "作業"))
    for place, name in enumerate(NAMES):
        path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課", name)
        _fill_with_traps(path, masters.forms[FORM], faulty=place % 2 == 0)
        os.utime(path, (1_770_000_000 + place,) * 2)
    shutil.copyfile(workspace.inbox / "地域コミュニティ課" / NAMES[0], drop(workspace, SAMPLES / HALL, "=1+1"))
    done = night(workspace)
    assert done.count("受理") >= 1
    assert done.count("差戻し") >= 1  # two of them may be saved within one second, and so be the same bytes
    _record(workspace, {"案件ID": "R07-0001", "№": 1, "付議日": "2026-03-20", "審議結果": "承認"})
    night(workspace, SECOND)
    return workspace


def _books(workspace: Workspace) -> list[Path]:
    return [*workspace.outputs.rglob("*.xlsx"), *workspace.returned.rglob("*_検証結果.xlsx")]


def test_no_text_becomes_a_formula_or_a_link(trapped: Workspace) -> None:
    books = _books(trapped)
    assert len(books) >= 4
    for path in books:
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                data = package.read(part)
                assert not _FORMULA.search(data) or part.startswith("xl/drawings"), (path.name, part)
                targets = [(a or b).decode() for a, b in _TARGET.findall(data)] if part.endswith(".rels") else []
                assert [target for target in targets if "evil" in target or ":" in target] == [], (path.name, part)


def test_no_letter_links_anywhere_or_holds_markup_of_a_form(trapped: Workspace) -> None:
    found = letters(trapped)
    assert len(found) >= len(NAMES)
    for message in found.values():
        body = message.get_body(("html",))
        assert body is not None
        page = str(body.get_content())
        assert "<script" not in page
        assert not re.search(r"<a\b|href|src=", page)
        assert "\n" not in str(message["Subject"])


def test_the_texts_themselves_are_kept(trapped: Workspace) -> None:
    (book,) = trapped.ledgers.glob("*.xlsx")
    cells = {cell.value for row in load_workbook(book)["記録項目"].iter_rows() for cell in row}
    assert {text.strip() for text in TEXTS} <= {str(value).strip() for value in cells}
