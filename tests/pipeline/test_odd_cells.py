"""Cells that hold something else than they show: numbers of days, writing at the end of the sheet, merged cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from pipeline.check import check_files
from pipeline.judge import Judgement
from pipeline.masters.load import Masters
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
