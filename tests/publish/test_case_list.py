from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.publish import case_summary
from pipeline.publish.case_list import write_case_list
from pipeline.publish.heading import ListHeading
from pipeline.publish.list_sheet import HEADINGS
from pipeline.publish.text_measure import GOTHIC, MAX_ROW_POINTS, MINCHO, lines_needed, row_height, text_height

HEADING = ListHeading(
    paper="情報公開・個人情報保護審議会資料",
    reported_on="令和6年1月18日",
    reported_by="区政情報課",
    title="令和５年度審議案件一覧",
    preamble="審議した案件について、下記のとおり報告する。",
    first_heading="１　審議案件及び結果",
    note="※詳細は、別紙のとおり。",
    second_heading="２　その他",
    other="区ホームページで公開",
)
LONG = "\n".join(
    [
        "１ 概要",
        *("区では、区民の申請を電子で受け付ける業務を委託している。" * 4 for _ in range(14)),
        "２ 対象者数",
        "約７万人",
    ]
)
CASE: dict[str, object] = {
    "№": 1,
    "案件ID": "R05-0001",
    "件名": "電子申請に係る外部結合等について",
    "担当課": "行政管理課、情報システム課",
    "区分": "外部結合、業務委託",
    "付議日": "2023-07-28",
    "審議結果": "承認",
    "事業名": "手続のオンライン化",
    "担当課の表記": None,
    "区分の表記": None,
    "目的": "区民の利便性を高める。",
    "対象者": "申請者",
    "事業内容": "１ 概要\n手続を追加する。",
    "個人情報の流れ及び情報保護対策": "別紙のとおり",
    "その他の見出し": None,
    "その他の内容": None,
}


def _book(path: Path, *cases: dict[str, object]) -> Workbook:
    frame = pd.DataFrame([CASE | case for case in cases]).astype({"№": "Int64"})
    write_case_list(path / "一覧.xlsx", "令和5年度", HEADING, frame)
    return openpyxl.load_workbook(path / "一覧.xlsx")


def _header_row(sheet: Worksheet) -> int:
    rows = [r[0].row for r in sheet.iter_rows(max_col=6) if tuple(cell.value for cell in r) == HEADINGS]
    assert len(rows) == 1
    return int(rows[0])


def _listed(sheet: Worksheet) -> list[tuple[object, ...]]:
    first = _header_row(sheet) + 1
    rows = sheet.iter_rows(min_row=first, max_col=6, values_only=True)
    return [row for row in rows if row[1] is not None]


def _summary(sheet: Worksheet) -> list[tuple[str, str]]:
    """The labelled rows of the first case, a spread text put together again."""
    rows: list[tuple[str, str]] = []
    for label, text in sheet.iter_rows(min_row=3, max_col=2, values_only=True):
        if text is None or str(text).endswith("（続き）"):
            continue
        if label:
            rows.append((str(label), str(text)))
        else:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]}\n{text}")
    return rows


def test_header_row_and_a_case(tmp_path: Path) -> None:
    sheet = _book(tmp_path, {})["一覧"]
    assert HEADINGS == ("№", "事業名", "担当課", "区分", "付議日", "審議結果")
    title, departments, divisions = CASE["件名"], CASE["担当課"], CASE["区分"]
    assert _listed(sheet) == [(1, title, departments, divisions, "7月28日", "承認")]


def test_what_stands_around_the_table(tmp_path: Path) -> None:
    sheet = _book(tmp_path, {})["一覧"]
    values = [v for row in sheet.iter_rows(values_only=True) for v in row if isinstance(v, str)]
    assert values[:6] == [
        HEADING.paper,
        HEADING.reported_on,
        HEADING.reported_by,
        HEADING.title,
        f"　{HEADING.preamble}",
        "記",
    ]
    assert values[6] == HEADING.first_heading
    assert values[-3:] == [HEADING.note, HEADING.second_heading, f"　{HEADING.other}"]


def test_an_empty_text_leaves_no_line(tmp_path: Path) -> None:
    empty = ListHeading("", "", "", "表題", "", "", "", "", "")
    write_case_list(tmp_path / "一覧.xlsx", "令和5年度", empty, pd.DataFrame([CASE]).astype({"№": "Int64"}))
    sheet = openpyxl.load_workbook(tmp_path / "一覧.xlsx")["一覧"]
    values = [v for row in sheet.iter_rows(values_only=True) for v in row if isinstance(v, str)]
    assert values[:2] == ["表題", "記"]
    assert values[-1] == "承認"


def test_order_is_by_number_then_by_day(tmp_path: Path) -> None:
    sheet = _book(
        tmp_path,
        {"№": None, "件名": "丁", "付議日": None, "案件ID": "R05-0009"},
        {"№": None, "件名": "丙", "付議日": "2023-09-01", "案件ID": "R05-0002"},
        {"№": None, "件名": "乙", "付議日": "2023-09-01", "案件ID": "R05-0001"},
        {"№": 10, "件名": "癸", "付議日": "2023-07-01"},
        {"№": 9, "件名": "壬", "付議日": "2023-08-01"},
    )["一覧"]
    assert [row[:2] for row in _listed(sheet)] == [(9, "壬"), (10, "癸"), (None, "乙"), (None, "丙"), (None, "丁")]
    assert [row[4] for row in _listed(sheet)] == ["8月1日", "7月1日", "9月1日", "9月1日", None]


def test_a_list_over_several_years_goes_by_year_first_and_prints_it(tmp_path: Path) -> None:
    sheet = _book(
        tmp_path,
        {"№": 1, "件名": "丙", "付議日": "2024-04-10"},
        {"№": 2, "件名": "乙", "付議日": "2024-03-25"},
        {"№": 1, "件名": "甲", "付議日": "2023-07-28"},
    )["一覧"]
    assert [(row[0], row[1], row[4]) for row in _listed(sheet)] == [
        (1, "甲", "令和5年7月28日"),
        (2, "乙", "令和6年3月25日"),
        (1, "丙", "令和6年4月10日"),
    ]


def test_a_case_of_more_departments_than_a_row_can_hold_goes_over_several_rows(tmp_path: Path) -> None:
    many = "、".join(f"第{number}特別出張所" for number in range(1, 201))
    sheet = _book(tmp_path, {"担当課": many}, {"№": 2})["一覧"]
    first = _header_row(sheet) + 1
    merged = [area for area in sheet.merged_cells.ranges if area.min_row == first]
    assert {(area.min_col, area.max_row) for area in merged} == {(column, merged[0].max_row) for column in range(1, 7)}
    cell, width = sheet.cell(first, 3), sheet.column_dimensions["C"].width - 5 / 7
    assert cell.value == many
    assert text_height(lines_needed(many, width, cell.font.sz), cell.font.sz) <= _heights(sheet)[cell.coordinate]
    assert max(dimension.height or 0 for dimension in sheet.row_dimensions.values()) <= MAX_ROW_POINTS


def test_number_leads_to_the_summary(tmp_path: Path) -> None:
    book = _book(tmp_path, {"事業内容": LONG}, {"№": 2, "件名": "二つ目"})
    first = _header_row(book["一覧"]) + 1
    for row, title in ((first, CASE["件名"]), (first + 1, "二つ目")):
        cell = book["一覧"].cell(row, 1)
        assert cell.data_type == "n"
        assert cell.hyperlink is not None
        sheet_name, place = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", str(cell.hyperlink.location)).groups()  # type: ignore[union-attr]
        assert book[sheet_name][place].value == f"{title}（№{'１２'[row - first]}）"
        assert cell.font.u is None


def test_print_set_up(tmp_path: Path) -> None:
    book = _book(tmp_path, {}, {"№": 2})
    sheet = book["一覧"]
    row = _header_row(sheet)
    assert sheet.print_title_rows == f"${row}:${row}"
    assert sheet.print_area == f"'一覧'!$A$1:$F${sheet.max_row}"
    assert book["概要"].print_area == f"'概要'!$A$1:$B${book['概要'].max_row}"
    for each in book:
        assert (each.page_setup.orientation, int(each.page_setup.paperSize or 0)) == ("portrait", 9)
        assert each.sheet_properties.pageSetUpPr is not None
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert (each.page_setup.fitToWidth, each.page_setup.fitToHeight) == (None, 0)
        assert each.oddFooter.center.text == "&P"
    assert sheet.cell(row, 1).font.name == "ＭＳ ゴシック"
    assert sheet.cell(row + 1, 2).font.name == "ＭＳ 明朝"


def test_rows_of_the_list_are_bordered_and_high_enough(tmp_path: Path) -> None:
    many = "、".join(f"第{number}課" for number in range(1, 81))
    sheet = _book(tmp_path, {"担当課": many}, {"№": 2})["一覧"]
    first = _header_row(sheet) + 1
    for row in (first, first + 1):
        for column in range(1, 7):
            cell = sheet.cell(row, column)
            assert {getattr(cell.border, side).style for side in ("left", "right", "top", "bottom")} == {"thin"}
        cell = sheet.cell(row, 3)
        width = sheet.column_dimensions["C"].width - 5 / 7
        height = sheet.row_dimensions[row].height
        assert row_height(lines_needed(str(cell.value), width, cell.font.sz), cell.font.sz) <= height <= MAX_ROW_POINTS
    assert sheet.cell(first, 3).font.sz < sheet.cell(first + 1, 3).font.sz == 10.5


def test_summary_rows(tmp_path: Path) -> None:
    extra = {"その他の見出し": "全項目評価書の主な変更内容", "その他の内容": "別紙のとおり"}
    sheet = _book(tmp_path, {"担当課の表記": "行政管理課外１課", "目的": None, **extra})["概要"]
    assert sheet["A1"].value == f"{CASE['件名']}（№１）"
    assert _summary(sheet) == [
        ("事業名", "手続のオンライン化"),
        ("担当課", "行政管理課外１課"),
        ("区分", "外部結合、業務委託"),
        ("対象者", "申請者"),
        ("事業内容", "１ 概要\n手続を追加する。"),
        ("全項目評価書の主な変更内容", "別紙のとおり"),
        ("個人情報の流れ及び情報保護対策", "別紙のとおり"),
    ]


@pytest.mark.parametrize(("length", "number"), [(30, "（№１２３）"), (38, "\n（№１２３）"), (60, "（№１２３）")])
def test_the_number_of_a_title_is_not_torn(tmp_path: Path, length: int, number: str) -> None:
    sheet = _book(tmp_path, {"件名": "件" * length, "№": 123})["概要"]
    assert sheet["A1"].value == "件" * length + number


def test_each_case_starts_on_a_new_page(tmp_path: Path) -> None:
    sheet = _book(tmp_path, {}, {"№": 2}, {"№": 3})["概要"]
    starts = [row for row in range(2, sheet.max_row) if "（№" in str(sheet.cell(row, 1).value)]
    assert [brk.id + 1 for brk in sheet.row_breaks.brk] == starts


def _heights(sheet: Worksheet) -> dict[str, float]:
    """Address of each written cell → its height, that of a merged one over all its rows."""
    merged = {str(area.start_cell.coordinate): area for area in sheet.merged_cells.ranges}
    heights = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            area = merged.get(cell.coordinate)
            last = area.max_row if area else cell.row
            heights[cell.coordinate] = sum(sheet.row_dimensions[n].height for n in range(cell.row, last + 1))
    return heights


def test_a_long_text_is_spread_without_loss(tmp_path: Path) -> None:
    sheet = _book(tmp_path, {"事業内容": LONG})["概要"]
    assert dict(_summary(sheet))["事業内容"].replace("\n", "") == LONG.replace("\n", "")
    assert max(dimension.height or 0 for dimension in sheet.row_dimensions.values()) <= MAX_ROW_POINTS
    for column, face in (("A", GOTHIC), ("B", MINCHO)):
        width = sheet.column_dimensions[column].width - 5 / 7
        for address, height in _heights(sheet).items():
            if address.startswith(column) and address != "A1":
                lines = lines_needed(str(sheet[address].value), width, 10.5, face)
                assert text_height(lines, 10.5, face) <= height


def test_sections_of_a_text_are_set_apart(tmp_path: Path) -> None:
    text = "１　概要\n" + "手続を追加する。\n" * 8 + "２　内容\n（１）外部結合\n結合する。\n３　対象者\n約７万人"
    sheet = _book(tmp_path, {"事業内容": text})["概要"]
    assert dict(_summary(sheet))["事業内容"] == text.replace("２　", "\n２　").replace("３　", "\n３　")


def test_a_list_of_numbers_is_not_pulled_apart(tmp_path: Path) -> None:
    text = "\n".join(f"{number}　項目" for number in range(1, 12))
    assert dict(_summary(_book(tmp_path, {"事業内容": text})["概要"]))["事業内容"] == text


def test_a_box_is_closed_at_the_end_of_a_page_and_opened_on_the_next(tmp_path: Path) -> None:
    sheet = _book(tmp_path, {"事業内容": LONG})["概要"]
    (row_break,) = sheet.row_breaks.brk
    last_of_page, last = row_break.id, sheet.max_row
    for row in (last_of_page, last):
        assert sheet.cell(row, 2).border.bottom.style == "thin"
    assert sheet.cell(last_of_page + 1, 2).value == "№１（続き）"
    assert sheet.cell(last_of_page + 2, 1).border.top.style == "thin"
    assert not str(sheet.cell(last_of_page, 2).value).startswith("２")
    for first, end in ((3, last_of_page), (last_of_page + 2, last)):
        rows = sheet.iter_rows(min_row=first, max_row=end, min_col=2, max_col=2)
        assert all(cell.border.left.style == "thin" for (cell,) in rows)
    assert not any(r.min_row <= last_of_page < r.max_row for r in sheet.merged_cells.ranges)
    on_first_page = sum(sheet.row_dimensions[row].height for row in range(1, last_of_page + 1))
    assert on_first_page < 842 - 2 * 0.6 * 72


def test_more_pages_than_a_sheet_can_break_go_on_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_summary, "PAGES_PER_SHEET", 2)
    book = _book(tmp_path, {}, {"№": 2}, {"№": 3}, {"№": 4}, {"№": 5})
    assert book.sheetnames == ["一覧", "概要", "概要 (2)", "概要 (3)"]
    cell = book["一覧"].cell(_header_row(book["一覧"]) + 5, 1)
    assert cell.hyperlink is not None
    assert cell.hyperlink.location == "'概要 (3)'!A1"
    assert str(book["概要 (3)"]["A1"].value).endswith("（№５）")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "0012", "<r>&</r>"])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    book = _book(tmp_path, {"件名": text, "担当課": text, "事業内容": text})
    row = _header_row(book["一覧"]) + 1
    cells = (book["一覧"].cell(row, 2), book["一覧"].cell(row, 3))
    assert {(cell.value, cell.data_type) for cell in cells} == {(text, "s")}
    assert (book["概要"]["A1"].value, book["概要"]["A1"].data_type) == (f"{text}（№１）", "s")
    assert dict(_summary(book["概要"]))["事業内容"] == text


def test_a_list_without_cases(tmp_path: Path) -> None:
    write_case_list(tmp_path / "一覧.xlsx", "令和5年度", HEADING, pd.DataFrame(columns=list(CASE)))
    book = openpyxl.load_workbook(tmp_path / "一覧.xlsx")
    assert book.sheetnames == ["一覧"]


def test_same_cases_in_any_order_same_bytes(tmp_path: Path) -> None:
    frame = pd.DataFrame([CASE, CASE | {"№": 2, "事業内容": LONG}]).astype({"№": "Int64"})
    write_case_list(tmp_path / "a.xlsx", "令和5年度", HEADING, frame)
    write_case_list(tmp_path / "b.xlsx", "令和5年度", HEADING, frame.iloc[::-1])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
