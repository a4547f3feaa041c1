"""Cells that hold something else than they show: numbers of days, writing at the end of the sheet, merged cells."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from pipeline.check import check_files
from pipeline.extent import MOST_LETTERS, MOST_ROWS
from pipeline.extract import extract_file
from pipeline.judge import Judgement
from pipeline.masters.load import Masters
from pipeline.workspace import FORM
from tests.conftest import SAMPLES
from tests.drafts import Draft, Found, found, judge_drafts
from tests.pipeline.test_packages import pack, parts_of

ELDERS = SAMPLES / "付議事項_後期高齢支援システム.xlsx"


def judged(book: Workbook, folder: Path, masters: Masters) -> Judgement:
    path = folder / "付議事項.xlsx"
    book.save(path)
    (checked,) = check_files([path], masters)
    return checked.judgement


@pytest.mark.parametrize(
    ("epoch", "number", "expected"),
    [
        (CALENDAR_WINDOWS_1900, 45748, [("F13", "業務委託", "B16")]),
        (CALENDAR_MAC_1904, 44286, [("D01", "業務委託", "B16")]),  # there the same number is another day
        (CALENDAR_WINDOWS_1900, 1, [("D01", "業務委託", "B16")]),
    ],
)
def test_the_number_of_a_day_is_a_date_only_where_it_can_mean_but_one(
    epoch: object, number: int, expected: list[Found], tmp_path: Path, masters: Masters
) -> None:
    book = load_workbook(ELDERS)
    book.epoch = epoch
    book["業務委託"]["B16"].value = number
    book["業務委託"]["B16"].number_format = "General"
    assert found(judged(book, tmp_path, masters)) == expected


@pytest.mark.parametrize("cell", ["XFD1048576", "H1048576", "XFD2"])
def test_writing_far_from_everything_is_told_with_its_cell(cell: str, tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(ELDERS)
    book["記録項目"][cell].value = "x"
    findings = judged(book, tmp_path, masters).findings
    if cell == "XFD1048576":  # so much cannot be read at once
        assert [(f.code, cell in f.message) for f in findings] == [("X02", True)]
    else:
        assert [(f.code, f.sheet, f.cell) for f in findings] == [("F14", "記録項目", cell)]


def test_a_value_merged_over_rows_is_the_value_of_each(tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(ELDERS)
    sheet = book["記録項目"]
    top = next(cell.row for cell in sheet["A"] if cell.value == "ファイル名") + 1
    names = [sheet.cell(row, 1).value for row in range(top, top + 4)]
    assert len(set(names)) == 1
    sheet.merge_cells(start_row=top, end_row=top + 3, start_column=1, end_column=1)
    assert sheet.cell(top + 1, 1).value is None  # so Excel keeps it
    path = tmp_path / "結合.xlsx"
    book.save(path)
    extract = extract_file(path.read_bytes(), path.name, dict(masters.forms), FORM)
    assert [row[3] for row in extract.tables["記録項目"][:4]] == names
    (checked,) = check_files([path], masters)
    assert found(checked.judgement) == [("F17", "記録項目", f"A{top}")]


def test_cells_merged_below_what_is_written_make_no_rows(tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(ELDERS)
    sheet = book["記録項目"]
    last = max(cell.row for cell in sheet["B"] if cell.value)
    sheet.merge_cells(start_row=last, end_row=last + 5, start_column=1, end_column=1)
    assert found(judged(book, tmp_path, masters)) == []


def test_a_row_that_is_no_measure_of_the_form_is_told(tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(ELDERS)
    sheet = book["電算処理_区"]
    last = max(cell.row for cell in sheet["A"] if cell.value) + 1
    for column, text in enumerate(("独自01", "運用上", "独自の対策を行う。", "○"), start=1):
        sheet.cell(last, column).value = text
    assert found(judged(book, tmp_path, masters)) == [("F14", "電算処理_区", f"C{last}")]


def test_headings_and_titles_that_were_pasted_once_more_are_no_rows(tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(ELDERS)
    items, flows = book["記録項目"], book["情報の流れ"]
    top = next(cell.row for cell in items["A"] if cell.value == "ファイル名")
    below = max(cell.row for cell in items["B"] if cell.value) + 1
    for column in range(1, 7):
        items.cell(below, column).value = items.cell(top, column).value
    flows.cell(30, 1).value = flows["A1"].value
    path = tmp_path / "貼り付け.xlsx"
    book.save(path)
    (checked,) = check_files([path], masters)
    assert found(checked.judgement) == []
    (plain,) = check_files([ELDERS], masters)
    for table in ("記録項目", "情報の流れ"):
        assert len(checked.extract.tables[table]) == len(plain.extract.tables[table])


def test_an_item_that_is_called_like_a_heading_is_an_item(tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(ELDERS)
    items = book["記録項目"]
    below = max(cell.row for cell in items["B"] if cell.value) + 1
    for column, text in enumerate(("被保険者ファイル", "備考", "業務関係情報"), start=1):
        items.cell(below, column).value = text
    path = tmp_path / "備考.xlsx"
    book.save(path)
    (checked,) = check_files([path], masters)
    assert checked.extract.tables["記録項目"][-1][4] == "備考"


def test_more_digits_than_any_number_has_are_no_date(elders: Draft, masters: Masters) -> None:
    elders.write("業務委託.開始時期", "9" * 5_000)
    assert found(judge_drafts([elders], masters)[0]) == [("D01", "業務委託", elders.cell("業務委託.開始時期"))]


def test_a_name_that_points_below_every_sheet_points_nowhere(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(ELDERS)
    names = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = re.sub(rb"(?<=\$B\$)4(?=</definedName>)", b"9" * 5_000, names)
    assert parts["xl/workbook.xml"] != names
    (checked,) = check_files([pack(tmp_path / "a.xlsx", parts)], masters)
    assert found(checked.judgement) == []  # every input is found by its label


REPEATED = {
    "表紙.件名": "」", "事業の概要.目的": "（」", "事業の概要.事業名": "承認、", "業務委託.委託先": "株式会社", "業務委託.記録項目": "a、",
    "電算処理.記録項目": "a・", "外部結合.記録項目": "1,", "業務委託.委託理由": "）",
}  # fmt: skip
"""Input → what it says, again and again, until the cell is full."""


def test_texts_as_long_as_a_cell_can_hold_are_judged_in_seconds(elders: Draft, masters: Masters) -> None:
    for name, said in REPEATED.items():
        elders.write(name, (said * 32_767)[:32_767])
    elders.write_row("表紙.担当課", 0, "課", "部" * 32_767)
    elders.write_row("記録項目.表", 0, "項目名", "x、" * 16_000)
    start = time.perf_counter()
    (judgement,) = judge_drafts([elders], masters)
    assert time.perf_counter() - start < 30
    assert judgement.verdict == "差戻し"


def below(book: Workbook, rows: int, text: str) -> None:
    """Pull a text down so many rows below the last item."""
    sheet = book["記録項目"]
    last = max(cell.row for cell in sheet["B"] if cell.value)
    for row in range(last + 1, last + 1 + rows):
        sheet.cell(row, 2).value = text


def test_an_item_that_was_pulled_down_the_sheet_is_told_in_few_words(tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(ELDERS)
    below(book, 2_000, "氏名")
    findings = [f for f in judged(book, tmp_path, masters).findings if f.code == "I06"]
    assert len(findings) == 1_999
    assert max(len(f.message) for f in findings) < 150
    assert "、…、" in findings[0].message


@pytest.mark.parametrize(
    ("rows", "text", "told"),
    [(MOST_ROWS, "氏名", "行あります"), (MOST_LETTERS // 32_767 + 1, "字" * 32_767, "字あります")],
)
def test_more_than_a_night_can_take_of_one_workbook_is_not_read(
    rows: int, text: str, told: str, tmp_path: Path, masters: Masters
) -> None:
    book = load_workbook(ELDERS)
    below(book, rows, text)
    findings = judged(book, tmp_path, masters).findings
    assert [(f.code, told in f.message) for f in findings] == [("X02", True)]
