"""会議資料: all cases of a meeting behind an agenda; and the commands that write papers."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.nightly import run_night
from pipeline.papers import pdf
from pipeline.papers.cases import cases_of, entries, meetings, read_meeting
from pipeline.papers.head import CaseHead, printed_day
from pipeline.papers.pack import HEADINGS, MeetingHead, write_meeting_pack
from pipeline.papers.sheet_names import names_for
from pipeline.papers.source import CasePaper
from pipeline.progress import Progress
from pipeline.secretariat import read_secretariat
from pipeline.setup import fill_demo, init_workspace
from pipeline.workspace import Workspace
from tests.papers.builders import ELDERS, HALL, content_in, printed, texts_of

AGENDA = MeetingHead("令和６年度第５回個人情報保護管理運営会議", "2024-11-08")


def _cases(masters: Masters) -> list[CasePaper]:
    return [
        CasePaper(content_in(path, masters), CaseHead(f"R06-000{at}", number, AGENDA.name, AGENDA.held_on))
        for at, (path, number) in enumerate([(HALL, ""), (ELDERS, ""), (HALL, "資料５０")], start=1)
    ]


def test_the_agenda_leads_to_every_paper(masters: Masters, form: Form, tmp_path: Path) -> None:
    write_meeting_pack(tmp_path / "会議.xlsx", AGENDA, _cases(masters), form)
    book = printed(tmp_path / "会議.xlsx")
    assert book.sheetnames[:6] == [
        "議題",
        "資料５０",
        "資料５０－１",
        "資料５０－２",
        "資料５０ チェックリスト",
        "資料５４",
    ]
    assert book.sheetnames[9] == "資料５０ (2)"
    sheet = book["議題"]
    assert texts_of(book, "議題")[:3] == [AGENDA.name, "議題", "開催日　令和６年１１月８日"]
    rows = list(sheet.iter_rows(min_row=next(r[0].row for r in sheet.iter_rows() if r[0].value == HEADINGS[0]) + 1))
    links = [row[0].hyperlink.location for row in rows if row[0].hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    assert [row[0].value for row in rows[:5]] == ["資料５０", "　資料５０－１", "　資料５０－２", "　別紙", "資料５４"]
    assert [row[3].value for row in rows if row[3].value] == [
        "電算処理、外部結合、指定管理", "電算処理、外部結合、業務委託", "電算処理、外部結合、指定管理",
    ]  # fmt: skip


def test_the_agenda_names_the_page_of_every_paper(masters: Masters, form: Form, tmp_path: Path) -> None:
    write_meeting_pack(tmp_path / "会議.xlsx", AGENDA, _cases(masters), form)
    book = printed(tmp_path / "会議.xlsx")
    pages = [int(str(row[4])) for row in book["議題"].iter_rows(values_only=True) if row[4] and row[4] != "頁"]
    counts = [len(book[name].row_breaks.brk) + 1 for name in book.sheetnames]
    assert pages == [sum(counts[:at]) + 1 for at in range(1, len(counts))]


def test_same_meeting_same_bytes(masters: Masters, form: Form, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_meeting_pack(tmp_path / f"{name}.xlsx", AGENDA, _cases(masters), form)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["資料１", "資料１"], ["資料１", "資料１ (2)"]),
        (["資料[１]:*?/\\"], ["資料_１______"]),
        (["'資料１'"], ["_資料１_"]),
        (["あ" * 40, "あ" * 40], ["あ" * 31, "あ" * 27 + " (2)"]),
        (["ABC", "abc"], ["ABC", "abc (2)"]),
        (["History", ""], ["History (2)", "資料"]),
    ],
)
def test_names_of_sheets_are_such_as_excel_takes(wanted: list[str], names: list[str]) -> None:
    assert names_for(wanted) == names


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("令和7年度第4回", ("令和7年度", 4)),
        ("令和７年度第４回", ("令和7年度", 4)),
        ("R7年度 4回", ("令和7年度", 4)),
        ("令和7年第4回", None),
        ("令和7年度", None),
        ("", None),
    ],
)
def test_how_people_name_a_meeting(text: str, held: tuple[str, int] | None) -> None:
    assert read_meeting(text) == held


@pytest.mark.parametrize(
    ("iso", "shown"),
    [("2024-11-08", "令和６年１１月８日"), ("2024-13-08", "2024-13-08"), ("令和６年", "令和６年"), ("", "")],
)
def test_days_as_official_papers_have_them(iso: str, shown: str) -> None:
    assert printed_day(iso) == shown


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo after its night: two accepted cases, which the night has entered in 審議記録."""
    made = init_workspace(tmp_path_factory.mktemp("作業"))
    fill_demo(made)
    run_night(made, dt.date(2025, 6, 2), 1, Progress())
    return made


def _run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_papers_of_cases_by_their_ids(workspace: Workspace, tmp_path: Path) -> None:
    code, output = _run("paper", "R07-0001", "ｒ07-0002", "--root", workspace.root, "--out", tmp_path / "印刷")
    assert (code, output.split()) == (0, [str(tmp_path / "印刷" / f"R07-000{at}.xlsx") for at in (1, 2)])
    assert printed(tmp_path / "印刷" / "R07-0002.xlsx").sheetnames[0] == "資料２"  # of the book, not of the cover


def test_a_case_that_was_not_accepted(workspace: Workspace, tmp_path: Path) -> None:
    code, output = _run("paper", "R07-0001", "R07-0009", "--root", workspace.root, "--out", tmp_path)
    assert code == 2
    assert "R07-0009" in output
    assert "R07-0001」" not in output
    assert not list(tmp_path.iterdir())


def test_a_meeting_without_workbooks(workspace: Workspace, tmp_path: Path) -> None:
    code, output = _run(
        "pack", "--meeting", "令和5年度第5回", "--root", workspace.root, "--out", tmp_path / "会議.xlsx"
    )
    assert code == 2
    assert "令和5年度第5回" in output
    assert _run("pack", "--meeting", "次回", "--root", workspace.root)[0] == 2


def test_meetings_and_cases_as_the_secretariat_entered_them(workspace: Workspace, masters: Masters) -> None:
    secretariat = read_secretariat(workspace, masters)
    known = entries(secretariat)
    assert known["R05-0001"].head == CaseHead(
        "R05-0001", "", "令和５年度第５回新宿区個人情報保護管理運営会議", "2023-07-28"
    )
    fifth = ("令和5年度", 5)
    assert meetings(secretariat)[fifth].day == "2023-07-28"
    assert cases_of(fifth, known)[0] == "R05-0001"
    assert all(known[case_id].held == fifth for case_id in cases_of(fifth, known))


def test_cases_stand_in_the_order_of_their_numbers(workspace: Workspace, masters: Masters) -> None:
    secretariat = read_secretariat(workspace, masters)
    rows = secretariat.decisions.head(3).assign(資料番号=["資料１０", None, "資料９"], 回=["第５回", "5", "５"])
    known = entries(replace(secretariat, decisions=rows))
    assert cases_of(("令和5年度", 5), known) == ["R05-0003", "R05-0001", "R05-0002"]


def test_a_pack_of_the_accepted_cases(
    workspace: Workspace, masters: Masters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretariat = read_secretariat(workspace, masters)
    row = secretariat.decisions.head(1).assign(年度="令和7年度", 回="4", 付議日="2025-07-28")
    decisions = [row.assign(案件ID=f"R07-000{at}", 資料番号=f"資料{9 - at}") for at in (1, 2, 3)]
    frame = pd.concat(decisions)
    monkeypatch.setattr(
        "pipeline.papers.command.read_secretariat",
        lambda workspace, masters: replace(secretariat, decisions=frame),
    )
    code, output = _run(
        "pack", "--meeting", "令和7年度第4回", "--root", workspace.root, "--out", tmp_path / "会議.xlsx"
    )
    assert code == 0
    assert output.split("\n")[:2] == [
        str(tmp_path / "会議.xlsx"), "案件「R07-0003」は、受理したブックがないため入っていません。",
    ]  # fmt: skip
    book = printed(tmp_path / "会議.xlsx")
    assert book.sheetnames[1:6:4] == ["資料7", "資料8"]
    assert texts_of(book, "議題")[0] == "令和７年度第４回"


def test_without_libreoffice_a_pdf_is_refused_with_what_to_do(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(pdf.NoPdf, match="LibreOffice"):
        pdf.to_pdf(tmp_path / "a.xlsx")
    code, output = _run("paper", "R07-0001", "--root", workspace.root, "--out", tmp_path, "--pdf")
    assert code == 2
    assert "Excel" in output


def test_a_pdf_that_could_not_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"")
    monkeypatch.setattr(pdf, "_COMMANDS", ("false",))
    with pytest.raises(pdf.NoPdf, match=r"a\.xlsx"):
        pdf.to_pdf(book)
    assert list(tmp_path.iterdir()) == [book]
