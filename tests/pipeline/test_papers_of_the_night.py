"""The papers that a night publishes: in the year of their case, marked where they were changed, with the flow drawn or pasted."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.drawing.image import Image
from openpyxl.workbook import Workbook

from pipeline.workspace import Workspace
from tests.conftest import SAMPLES
from tests.patch.builders import picture
from tests.pipeline.test_night import HALL, SECOND, _changed, _record, drop, fresh_workspace, hashes, night, workspace

__all__ = ["fresh_workspace", "workspace"]

APPROVED = {"案件ID": "R07-0001", "№": 1, "付議日": "2026-03-20", "審議結果": "承認"}
PURPOSE = "区民ホールの受付を、夜間と休日にも行えるようにする。"


def _revised(workspace: Workspace, *, faulty: bool = False) -> Path:
    """A case that was approved, and its change handed in."""
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    _record(workspace, APPROVED)
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課", "変更.xlsx")
    book = load_workbook(path)
    for name, value in (("種別", "変更"), ("前回案件", "R07-0001"), ("件名", "区民ホール受付システムの変更について")):
        ((sheet, cell),) = book.defined_names[f"表紙.{name}"].destinations
        book[sheet][cell].value = value
    book.save(path)
    _changed(path, "事業の概要", "目的", PURPOSE)
    if faulty:
        _changed(path, "事業の概要", "対象者", None)
    return path


def _paper(workspace: Workspace, case_id: str, year: str) -> Workbook:
    return load_workbook(workspace.papers / year / f"{case_id}.xlsx", rich_text=True)


def _marked(book: Workbook) -> str:
    """All that is bold and underlined, one after the other."""
    parts = []
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, CellRichText):
                parts += [str(p.text) for p in cell.value if not isinstance(p, str) and p.font.b and p.font.u]
            elif cell.value is not None and cell.font.b and cell.font.u:
                parts.append(str(cell.value))
    return "\n".join(parts)


def test_a_case_has_its_papers_in_its_year_with_the_flow_drawn(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    done = night(workspace)
    place = "outputs/付議書/令和7年度/R07-0001.xlsx"
    assert place in done.as_record()["outputs"]  # type: ignore[operator]
    with zipfile.ZipFile(workspace.root / place) as package:
        (drawn,) = (name for name in package.namelist() if name.startswith("xl/media/"))
        assert package.read(drawn).startswith(b"\x89PNG")
    assert _marked(_paper(workspace, "R07-0001", "令和7年度")) == ""


def test_a_change_is_marked_against_what_was_approved(workspace: Workspace) -> None:
    _revised(workspace)
    assert night(workspace, SECOND).count("受理") == 1
    book = _paper(workspace, "R08-0001", "令和8年度")
    marked = _marked(book)
    assert "夜間と休日にも" in marked
    assert "変更" in marked.splitlines()  # of the 件名, of which only that word is new
    texts = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(text.startswith("※太字ゴシック（下線）は、") for text in texts)
    assert "削除した箇所" in texts


def test_a_change_that_goes_back_lists_its_changes_in_the_copy(workspace: Workspace) -> None:
    _revised(workspace, faulty=True)
    assert night(workspace, SECOND).count("差戻し") == 1
    (copy,) = workspace.returned.rglob("*_検証結果.xlsx")
    rows = [row for row in load_workbook(copy)["変更箇所"].iter_rows(values_only=True) if "事業の概要" in row]
    assert any("B4" in row and any("夜間と休日" in str(cell) for cell in row) for row in rows)


def test_a_first_submission_that_goes_back_has_no_list_of_changes(workspace: Workspace) -> None:
    _changed(drop(workspace, SAMPLES / HALL, "地域コミュニティ課"), "事業の概要", "対象者", None)
    night(workspace)
    (copy,) = workspace.returned.rglob("*_検証結果.xlsx")
    assert "変更箇所" not in load_workbook(copy).sheetnames


def test_a_pasted_picture_stands_in_the_papers_unharmed(workspace: Workspace) -> None:
    path = drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    book = load_workbook(path)
    ((_, area),) = book.defined_names["情報の流れ.表"].destinations
    for row in book["情報の流れ"][area][1:]:
        for cell in row:
            cell.value = None
    book["情報の流れ"].add_image(Image(picture()), "B5")
    book.save(path)
    assert night(workspace).count("受理") == 1
    with zipfile.ZipFile(path if path.exists() else next(workspace.accepted.rglob("v01.xlsx"))) as package:
        (own,) = (package.read(name) for name in package.namelist() if name.startswith("xl/media/"))
    with zipfile.ZipFile(workspace.papers / "令和7年度" / "R07-0001.xlsx") as package:
        assert [package.read(name) for name in package.namelist() if name.startswith("xl/media/")] == [own]


def test_what_did_not_change_is_not_written_again_and_a_rebuild_proves_it_equal(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.crew import Crew
    from pipeline.papers.press import Press
    from pipeline.progress import Progress
    from pipeline.rebuild import rebuild

    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    _record(workspace, APPROVED)
    night(workspace, SECOND)
    written: list[str] = []
    plain_write, plain_print = Crew.write, Press.print
    monkeypatch.setattr(
        Crew, "write", lambda crew, write, path: written.append(path.name) or plain_write(crew, write, path)
    )
    monkeypatch.setattr(
        Press, "print", lambda press, job, *rest: written.append(job.target.name) or plain_print(press, job, *rest)
    )
    _changed(drop(workspace, SAMPLES / HALL, "地域コミュニティ課"), "表紙", "件名", "区民ホール受付システムの別の件")
    assert night(workspace, SECOND).count("受理") == 1
    assert [name for name in written if "R07" in name or "一覧" in name] == []
    assert "R08-0001.xlsx" in written
    before = hashes(workspace.outputs)
    written.clear()
    rebuild(workspace, 1, Progress(), SECOND)
    assert "R07-0001.xlsx" in written
    assert hashes(workspace.outputs) == before


def test_what_names_an_earlier_case_is_printed_again_when_more_is_approved(workspace: Workspace) -> None:
    _revised(workspace)
    night(workspace, SECOND)
    known = json.loads((workspace.root / ".fugi" / "books.json").read_bytes())
    depends = {Path(place).stem for place, (_, _, more) in known.items() if more}
    assert depends == {"R08-0001"}


def test_a_book_that_someone_changed_is_made_again(workspace: Workspace) -> None:
    drop(workspace, SAMPLES / HALL, "地域コミュニティ課")
    night(workspace)
    path = workspace.papers / "令和7年度" / "R07-0001.xlsx"
    before = path.read_bytes()
    path.write_bytes(io.BytesIO(b"overwritten").getvalue())
    night(workspace)
    assert path.read_bytes() == before
