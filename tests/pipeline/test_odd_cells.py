"""Cells that hold something else than they show: numbers of days, writing at the end of the sheet, merged cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from pipeline.check import check_files
from pipeline.extract import extract_file
from pipeline.judge import Judgement
from pipeline.masters.load import Masters
from pipeline.workspace import FORM
from tests.conftest import SAMPLES
from tests.drafts import Found, found

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
