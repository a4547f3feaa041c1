from __future__ import annotations

import hashlib
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from pipeline.publish import columns, sheets
from pipeline.publish.cell_values import Kind
from pipeline.publish.opening import open_workbook
from pipeline.publish.sheets import ColumnStyle, write_frame
from pipeline.publish.text_measure import YU_GOTHIC, lines_needed, row_height

TEXT = ColumnStyle(20)


def _write(path: Path, frame: pd.DataFrame, styles: dict[str, ColumnStyle] | None = None, **options: int) -> Workbook:
    with open_workbook(path, title="試験") as workbook:
        all_styles = dict.fromkeys(frame.columns, TEXT) | (styles or {})
        write_frame(workbook, "対策", frame, all_styles, title="台帳", **options)
    return openpyxl.load_workbook(path)


def _sheet(path: Path, frame: pd.DataFrame, styles: dict[str, ColumnStyle] | None = None) -> Worksheet:
    return _write(path / "a.xlsx", frame, styles)["対策"]


DANGEROUS = [
    "=1+1",
    "+81",
    "-",
    "@SUM(A1)",
    "0012",
    "1234567890123",
    "http://example.jp/",
    "{=1}",
    "<r><t>",
    "<r>&</r>",
]


@pytest.mark.parametrize(
    "text", [*DANGEROUS, " 前後の空白 ", "2025-06-01", "TRUE", "改行\nあり", "_x0041_", "タブ\tあり", "\x01"]
)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    cell = _sheet(tmp_path, pd.DataFrame({"値": [text]}))["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    # openpyxl leaves the escapes of OOXML as they are.
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("対策").to_python()
    assert rows == [["値"], [text]]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1), min_size=20))
def test_any_text_comes_back(tmp_path: Path, texts: list[str]) -> None:
    sheet = _sheet(tmp_path, pd.DataFrame({"値": texts}))
    assert [row[0] for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True)] == texts


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("number", 3120, 3120),
        ("number", 1.5, 1.5),
        ("number", "約３０", "約３０"),
        ("number", "0012", "0012"),
        ("date", "2023-07-28", datetime(2023, 7, 28)),
        ("date", date(2023, 7, 28), datetime(2023, 7, 28)),
        ("date", pd.Timestamp(2023, 7, 28), datetime(2023, 7, 28)),
        ("date", pd.Timestamp(2023, 7, 28, 9, 5), "2023/07/28 09:05"),
        ("date", "2023-07", "2023-07"),
        ("date", "2023-02-30", "2023-02-30"),
        ("date", "1899-12-31", "1899-12-31"),
        ("date", "20230728", "20230728"),
        ("date", "令和５年", "令和５年"),
        ("text", 5, "5"),
        ("text", "", None),
        ("text", None, None),
        ("number", pd.NA, None),
        ("number", float("nan"), None),
        ("date", pd.NaT, None),
        ("link", None, None),
    ],
)
def test_kinds(tmp_path: Path, kind: Kind, value: object, expected: object) -> None:
    frame = pd.DataFrame({"鍵": ["あ"], "値": pd.Series([value], dtype=object)})
    assert _sheet(tmp_path, frame, {"値": ColumnStyle(12, kind)})["B2"].value == expected


def test_nullable_columns(tmp_path: Path) -> None:
    frame = pd.DataFrame({"数": pd.array([1, None], "Int64"), "日": pd.Series([pd.Timestamp(2023, 7, 28), pd.NaT])})
    sheet = _sheet(tmp_path, frame, {"数": ColumnStyle(8, "number"), "日": ColumnStyle(12, "date")})
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1] == (1, datetime(2023, 7, 28))
    assert len(rows) == 2
    assert sheet["B2"].number_format == "yyyy/mm/dd"


def test_print_set_up(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, pd.DataFrame({"件名": ["あ", "い"], "課": ["う", "え"]}))
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'対策'!$A$1:$B$3"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # one wide is what is left out
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert (sheet.oddFooter.left.text, sheet.oddFooter.center.text) == ("&A", "&P／&N")
    assert sheet.oddHeader.left.text == "台帳"
    heading = sheet["A1"]
    assert heading.font.b
    assert heading.alignment.wrap_text
    assert heading.border.bottom.style == "thin"
    assert heading.font.name == "游ゴシック"


def test_a_very_wide_sheet_is_printed_on_several_pages_side_by_side(tmp_path: Path) -> None:
    frame = pd.DataFrame({f"項目{n}": ["あ" * 200] for n in range(12)})
    sheet = _sheet(tmp_path, frame)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2, 0)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")


def test_rows_are_as_high_as_their_text(tmp_path: Path) -> None:
    texts = ["一行", "あ" * 50, "一\n二\n三\n四"]
    sheet = _sheet(tmp_path, pd.DataFrame({"値": texts}))
    width = sheet.column_dimensions["A"].width - 5 / 7
    for row, text in enumerate(texts, start=2):
        height = sheet.row_dimensions[row].height or sheet.sheet_format.defaultRowHeight
        assert height == row_height(lines_needed(text, width, 10, YU_GOTHIC), 10, YU_GOTHIC)


def test_a_text_higher_than_a_row_goes_on_in_a_further_column(tmp_path: Path) -> None:
    lines = [f"{number}番目の行である。" for number in range(1, 61)]
    frame = pd.DataFrame({"概要": ["短い", "\n".join(lines), None], "課": ["甲", "乙", "丙"]})
    rows = list(_sheet(tmp_path, frame).iter_rows(values_only=True))
    assert rows[0] == ("概要", "概要 (2)", "概要 (3)", "課")
    assert rows[1] == ("短い", None, None, "甲")
    assert "".join(str(part) for part in rows[2][:3]) == "\n".join(lines)
    assert rows[2][3] == "乙"
    assert rows[3] == (None, None, None, "丙")


def test_columns_grow_and_shrink_with_what_they_hold(tmp_path: Path) -> None:
    frame = pd.DataFrame({"長": ["あ" * 400], "短": ["い"], "数": [1_234_567_890], "鍵": ["a" * 64]})
    styles = {"数": ColumnStyle(7, "number"), "鍵": ColumnStyle(14, wrap=False)}
    sheet = _sheet(tmp_path, frame, styles)
    widths = {name: round(sheet.column_dimensions[name].width - 5 / 7) for name in "ABCD"}
    assert widths["A"] > 40
    assert widths["B"] < 10
    assert widths["C"] >= 13
    assert widths["D"] == 14
    assert not sheet["D2"].alignment.wrap_text


def test_more_rows_than_a_sheet_takes_go_on_on_the_next(tmp_path: Path) -> None:
    book = _write(tmp_path / "a.xlsx", pd.DataFrame({"値": list("あいうえお")}), rows_per_sheet=2)
    assert book.sheetnames == ["対策", "対策 (2)", "対策 (3)"]
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["値", "あ", "い"],
        ["値", "う", "え"],
        ["値", "お"],
    ]
    assert book["対策 (2)"].print_title_rows == "$1:$1"


def test_blocks_join_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS_AT_A_TIME", 3)
    monkeypatch.setattr(columns, "ROWS_AT_A_TIME", 3)
    texts = [f"{number}" * 30 for number in range(10)]
    sheet = _sheet(tmp_path, pd.DataFrame({"値": texts}))
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == texts
    assert len({sheet.row_dimensions[row].height for row in range(2, 12)}) == 1


def test_an_empty_frame_is_a_sheet_with_headings(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, pd.DataFrame(columns=["案件ID", "委託先"]))
    assert list(sheet.iter_rows(values_only=True)) == [("案件ID", "委託先")]


@pytest.mark.parametrize(
    ("path", "target", "shown"),
    [
        ("../../workbooks/accepted/令和5年度/R05-0001/v01.xlsx", None, "R05-0001/v01.xlsx"),
        ("../返却/a #1.xlsx", "../返却/a%20%231.xlsx", "返却/a #1.xlsx"),
        ("../返却/100%.xlsx", "../返却/100%25.xlsx", "返却/100%.xlsx"),
    ],
)
def test_links(tmp_path: Path, path: str, target: str | None, shown: str) -> None:
    cell = _sheet(tmp_path, pd.DataFrame({"ブック": [path]}), {"ブック": ColumnStyle(20, "link")})["A2"]
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == (target or path)
    assert cell.value == shown


def test_links_beyond_the_limit_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LINKS_PER_SHEET", 2)
    frame = pd.DataFrame({"ブック": [f"../x/{n}.xlsx" for n in range(4)]})
    sheet = _sheet(tmp_path, frame, {"ブック": ColumnStyle(20, "link")})
    assert [sheet.cell(row, 1).hyperlink is not None for row in range(2, 6)] == [True, True, False, False]
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == ["x/0.xlsx", "x/1.xlsx", "../x/2.xlsx", "../x/3.xlsx"]


def test_a_path_too_long_for_a_link_is_text(tmp_path: Path) -> None:
    path = "../" + "長" * 2_100
    row = list(_sheet(tmp_path, pd.DataFrame({"ブック": [path]}), {"ブック": ColumnStyle(20, "link")}).iter_rows())[1]
    assert row[0].hyperlink is None
    assert row[0].value == path


def test_same_frame_same_bytes(tmp_path: Path) -> None:
    frame = pd.DataFrame({"値": ["あ"], "ブック": ["../a.xlsx"]})
    for name in ("a.xlsx", "b.xlsx"):
        _write(tmp_path / name, frame, {"ブック": ColumnStyle(20, "link")})
    first, second = (hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("a.xlsx", "b.xlsx"))
    assert first == second
    assert "2000-01-01T00:00:00Z" in zipfile.ZipFile(tmp_path / "a.xlsx").read("docProps/core.xml").decode()


def test_a_column_without_a_style_is_refused(tmp_path: Path) -> None:
    with open_workbook(tmp_path / "a.xlsx", title="試験") as workbook:
        with pytest.raises(KeyError):
            write_frame(workbook, "対策", pd.DataFrame({"値": ["あ"]}), {}, title="台帳")
        workbook.add_worksheet()
