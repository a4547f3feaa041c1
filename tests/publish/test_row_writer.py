"""Rows written whole say to the letter what xlsxwriter says of the same cells."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipeline.publish.opening import open_workbook, write_text
from pipeline.publish.row_writer import RowSheet

TEXTS = [
    "個人番号", "=1+1", " 前後の空白 ", "改行\nあり", "\tタブ", "_x0041_", "\x01制御", "&amp;", '"引用"', "０１２", "0012", "\ufffe",
]  # fmt: skip
NUMBERS = [0, 7, -3, 1234567, 0.5, 1 / 3, 1e21, 45000]


def _whole(path: Path, rows: list[list[str | float | None]]) -> str:
    with open_workbook(path, title="試験") as workbook:
        look = workbook.add_format({"text_wrap": True})
        sheet = workbook.add_worksheet("表", RowSheet)
        write_text(sheet, 0, 0, "見出し", look)
        sheet.set_row(0, 30)
        pieces = [[_piece(sheet, cell, look) for cell in row] for row in rows]
        sheet.add_rows(1, list(zip(*pieces, strict=True)), [33] * len(rows))
    return _rows_of(path)


def _piece(sheet: RowSheet, cell: str | float | None, look: Format) -> str:
    if cell is None:
        return ""
    return sheet.text_piece(cell, look) if isinstance(cell, str) else sheet.number_piece(cell, look)


def _cell_by_cell(path: Path, rows: list[list[str | float | None]]) -> str:
    with Workbook(path, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2000, 1, 1)})
        look = workbook.add_format({"text_wrap": True})
        sheet = workbook.add_worksheet("表")
        sheet.write_string(0, 0, "見出し", look)
        sheet.set_row(0, 30)
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, 33)
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    write_text(sheet, number, column, cell, look)
                elif cell is not None:
                    sheet.write_number(number, column, cell, look)
    return _rows_of(path)


def _rows_of(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    return text[text.index('<row r="2"') : text.index("</sheetData>")]


def test_texts_and_numbers_are_written_as_xlsxwriter_writes_them(tmp_path: Path) -> None:
    rows: list[list[str | float | None]] = [
        [text, None, number] for text, number in zip(TEXTS * 2, NUMBERS * 3, strict=False)
    ]
    whole = _whole(tmp_path / "a.xlsx", rows)
    assert whole == _cell_by_cell(tmp_path / "b.xlsx", rows)
    assert whole.count("<row ") == len(rows)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), min_size=1, max_size=20))
def test_any_text_is_written_as_xlsxwriter_writes_it(tmp_path: Path, texts: list[str]) -> None:
    rows: list[list[str | float | None]] = [[text] for text in texts]
    assert _whole(tmp_path / "a.xlsx", rows) == _cell_by_cell(tmp_path / "b.xlsx", rows)


def test_rows_come_back_however_many_there_are_and_a_text_that_does_not_fit_is_told(tmp_path: Path) -> None:
    rows: list[list[str | float | None]] = [[f"第{number}行　" * 250, number] for number in range(3_000)]
    assert _whole(tmp_path / "a.xlsx", rows).count("<row ") == 3_000
    with pytest.raises(ValueError, match="does not fit"):
        _whole(tmp_path / "b.xlsx", [["あ" * 32_768]])


def test_each_row_can_be_written_by_itself_with_merged_and_blank_cells(tmp_path: Path) -> None:
    with open_workbook(tmp_path / "a.xlsx", title="試験") as workbook:
        look = workbook.add_format({"border": 1})
        sheet = workbook.add_worksheet("表", RowSheet)
        sheet.merge_cells(0, 0, 0, 1)
        sheet.merge_cells(1, 0, 1, 0)
        sheet.add_row(0, [sheet.text_piece("あ", look), sheet.blank_piece(look)], 30)
        sheet.add_row(2, ["", sheet.text_piece("い", look)], 15)
    book = load_workbook(tmp_path / "a.xlsx")
    assert [str(area) for area in book["表"].merged_cells.ranges] == ["A1:B1"]
    assert (book["表"]["A1"].value, book["表"]["B3"].value, book["表"].row_dimensions[3].height) == ("あ", "い", 15)
    assert book["表"].dimensions == "A1:B3"
