from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.patch.editor import Editor, Value, extended
from tests.conftest import SAMPLES
from tests.patch.builders import NAMESPACES, as_openpyxl, parts_of, prefixed, rewritten, rich_workbook, values
from tests.patch.schema import assert_package_is_sound


def record() -> bytes:
    """A table as the secretariat keeps it: three rows, two blank ones prepared below, a filter, drop-downs and colours."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("審議")
    box, date = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
    mine = book.add_format({"border": 1, "bg_color": "#FFFF00"})
    for row in range(4):
        for column in range(4):
            sheet.write_string(row, column, f"{row}{column}", date if column == 2 else box)
    sheet.write_blank("A5", None, mine)
    sheet.write_formula("E5", "=A5", None, "")
    sheet.write_formula("E6", "=A6", None, "")
    sheet.autofilter("A1:D4")
    sheet.print_area("A1:E4")
    sheet.data_validation("B2:B4", {"validate": "list", "source": ["承認", "継続審議"]})
    sheet.data_validation("D2:D100", {"validate": "length", "criteria": "<", "value": 10})
    sheet.conditional_format("A2:D4", {"type": "blanks", "format": mine})
    sheet.conditional_format("C2:C4", {"type": "data_bar", "data_bar_2010": True})
    sheet.write_comment("A2", "注記")
    sheet.insert_textbox("H2", "図形")
    book.add_worksheet("別").autofilter("A1:D4")
    book.set_properties({"created": dt.datetime(2000, 1, 1)})
    book.close()
    return out.getvalue()


def sheet_of(data: bytes) -> Worksheet:
    sheet = as_openpyxl(data)["審議"]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_row_is_added_that_looks_like_the_one_above() -> None:
    book = Editor(record())
    row: dict[str, Value] = {"A": "R07-0001", "B": "=1+1", "C": dt.date(2025, 7, 28), "D": 12.5}
    assert book.append_row("審議", row, like_row=4) == 5
    data = book.save()
    assert_package_is_sound(data)
    sheet = sheet_of(data)
    assert [cell.value for cell in sheet[5]] == ["R07-0001", "=1+1", dt.datetime(2025, 7, 28), 12.5, "=A5"]
    assert sheet["B5"].data_type == "s"
    assert sheet["A5"].fill.fgColor.rgb == "FFFFFF00"  # she had coloured the blank cell
    assert (sheet["B5"].border.left.style, sheet["C5"].number_format) == ("thin", "yyyy-mm-dd")
    assert [cell.value for cell in sheet[4]] == ["30", "31", "32", "33", None]


def test_rules_filter_and_print_area_reach_to_the_new_row() -> None:
    book = Editor(record())
    book.append_row("審議", {"A": "x"}, like_row=4)
    book.append_row("審議", {"A": "y"}, like_row=5)
    data = book.save()
    sheet = sheet_of(data)
    assert sheet.auto_filter.ref == "A1:D6"
    assert sorted(str(rule.sqref) for rule in sheet.data_validations.dataValidation) == ["B2:B6", "D2:D100"]
    assert {str(rule.sqref) for rule in sheet.conditional_formatting} == {"A2:D6", "C2:C6"}
    assert sheet.print_area == "'審議'!$A$1:$E$6"
    assert b"<xm:sqref>C2:C6</xm:sqref>" in parts_of(data)["xl/worksheets/sheet1.xml"]
    names = {(name.name, name.scope): name.reference for name in book.names}
    assert names["_xlnm._FilterDatabase", 0] == "審議!$A$1:$D$6"
    assert names["_xlnm._FilterDatabase", 1] == "別!$A$1:$D$4"


def test_only_the_sheet_and_its_names_are_changed() -> None:
    book = Editor(record())
    book.append_row("審議", {"A": "x"}, like_row=4)
    before, after = parts_of(record()), parts_of(book.save())
    assert {name for name in before if after[name] != before[name]} == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert list(before) == list(after)


def test_a_table_grows_with_its_rows() -> None:
    book = Editor(rich_workbook())
    assert book.append_row("表 (2)", {"A": "区政情報課", "B": dt.date(2025, 7, 1)}, like_row=2) == 3
    assert book.append_row("表 (2)", {"A": "x"}, like_row=2) == 4
    assert book.append_row("表 (2)", {"A": "y"}, like_row=4) == 5
    table = as_openpyxl(book.save())["表 (2)"].tables["Table1"]
    assert (table.ref, table.autoFilter.ref) == ("A1:C5", "A1:C5")


def test_rows_go_below_the_last_one_of_the_table_whatever_stands_beside_it() -> None:
    book = Editor(record())
    book.set_text("審議", "H90", "来年度の予定")
    assert book.append_rows("審議", [{"A": "x"}, {"A": "y", "E": "z"}], like_row=4, within="ABCDE") == 5
    sheet = sheet_of(book.save())
    assert [[cell.value for cell in row[:5]] for row in sheet["A5:E6"]] == [
        ["x", None, None, None, "=A5"], ["y", None, None, None, "=A6"],
    ]  # fmt: skip
    assert (sheet.auto_filter.ref, sheet["B6"].border.left.style, sheet["H90"].value) == (
        "A1:D6",
        "thin",
        "来年度の予定",
    )


def test_a_row_without_a_height_of_its_own_is_made_to_fit_its_texts() -> None:
    book = Editor(record())
    book.append_rows("審議", [{"A": "長い文" * 10}, {"A": "文"}], like_row=4)
    rows: dict[int, dict[str, Value]] = {1: {}, 5: {"A": "長い文" * 10, "B": 7}, 6: {"A": "文"}}
    book.fit("審議", rows, 10.5)
    data = book.save()
    assert_package_is_sound(data)
    tags = re.findall(rb"<row [^>]*>", parts_of(data)["xl/worksheets/sheet1.xml"])
    assert [b' ht="' in tag for tag in tags[:6]] == [False] * 4 + [True, False]
    assert b"customHeight" not in tags[4]  # it fits itself anew when someone edits it
    assert sheet_of(data).row_dimensions[5].height > 60


def test_only_blank_cells_are_filled() -> None:
    book = Editor(record())
    book.fill("審議", 2, {"A": "x", "D": "y", "G": "z"})
    book.fill("審議", 5, {"A": 7, "E": "x"})
    sheet = sheet_of(book.save())
    assert [cell.value for cell in sheet[2]][:7] == ["10", "11", "12", "13", None, None, "z"]
    assert (sheet["A5"].value, sheet["E5"].value, sheet["A5"].fill.fgColor.rgb) == (7, "=A5", "FFFFFF00")


@pytest.mark.parametrize("with_chain", [True, False])
def test_formulas_are_reckoned_anew_where_excel_keeps_a_chain_of_them(with_chain: bool) -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if name == "xl/_rels/workbook.xml.rels" and with_chain:
            chain = f'<Relationship Id="rId99" Type="{NAMESPACES[1][0]}/calcChain" Target="calcChain.xml"/>'
            part = part.replace(b"</Relationships>", chain.encode() + b"</Relationships>")
        return ("xl/calcChain.xml", b"<calcChain/>") if name == "docProps/app.xml" else (name, part)

    def as_excel_saves(name: str, part: bytes) -> tuple[str, bytes]:
        return change(name, part.replace(b' fullCalcOnLoad="1"', b""))

    book = Editor(rewritten(record(), as_excel_saves))
    book.recalculate()
    assert (b'fullCalcOnLoad="1"' in parts_of(book.save())["xl/workbook.xml"]) == with_chain


def test_days_are_counted_as_the_workbook_does() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": True})
    book.add_worksheet("審議").write_datetime(
        "A1", dt.datetime(2025, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"})
    )
    book.close()
    editor = Editor(out.getvalue())
    editor.append_row("審議", {"A": dt.date(2025, 7, 28)}, like_row=1)
    assert values(editor.save())["審議"] == [[dt.date(2025, 1, 1)], [dt.date(2025, 7, 28)]]


@pytest.mark.parametrize("program", [lambda data: data, prefixed])
def test_cells_are_written_at_their_places(program: object) -> None:
    assert callable(program)
    data = program(rich_workbook())
    book = Editor(data)
    for cell in ("B3", "A1", "AA1", "Z1", "C30", "A25", "D12", "A2"):
        book.set_text("入力", cell, f"文{cell}")
    book.set_number("入力", "C2", 7)
    saved = book.save()
    assert_package_is_sound(saved)
    sheet = as_openpyxl(saved)["入力"]
    for cell in ("B3", "A1", "AA1", "Z1", "C30", "A25", "D12", "A2"):
        assert sheet[cell].value == f"文{cell}"
    assert sheet["C2"].value == 7
    assert sheet.dimensions == "A1:AA30"
    assert sheet["A1"].font.b
    changed = {"A1", "A2", "B3", "C2", "AA1", "Z1", "C30", "A25", "D12"}
    before = as_openpyxl(data)["入力"]
    for row in before.iter_rows():
        for cell in row:
            assert cell.coordinate in changed or sheet[cell.coordinate].value == cell.value


def test_what_cannot_be_written_is_refused_and_nothing_is_changed() -> None:
    book = Editor(rich_workbook())
    with pytest.raises(ValueError, match="E1 has a formula"):
        book.set_text("入力", "E1", "x")
    with pytest.raises(ValueError, match="32767"):
        book.set_text("入力", "A1", "😀" * 16_384)
    with pytest.raises(ValueError, match="nan"):
        book.set_number("入力", "A1", float("nan"))
    with pytest.raises(ValueError, match="XFE1"):
        book.set_text("入力", "XFE1", "x")
    with pytest.raises(KeyError):
        book.set_text("図", "A1", "x")
    assert book.save() == rich_workbook()


def test_rows_and_cells_without_addresses_are_counted() -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if name != "xl/worksheets/sheet4.xml":
            return name, part
        head, _, tail = part.partition(b"<sheetData>")
        rows = b"<row><c/><c><v>1</v></c></row><row/><row><c><v>2</v></c><c/><c><v>3</v></c></row>"
        return name, head + b"<sheetData>" + rows + b"</sheetData>" + tail.partition(b"</sheetData>")[2]

    book = Editor(rewritten(rich_workbook(), change))
    for cell in ("B1", "C1", "A2", "C3", "B3", "A4"):
        book.set_text("集計's", cell, cell)
    assert values(book.save())["集計's"] == [["", "B1", "C1"], ["A2", "", ""], [2.0, "B3", "C3"], ["A4", "", ""]]


def test_the_book_of_the_secretariat_takes_a_row() -> None:
    data = (SAMPLES / "審議記録.xlsx").read_bytes()
    book = Editor(data)
    sheet = book.sheets[-2] if book.sheets[-1].startswith("_") else book.sheets[-1]
    row = book.append_row(sheet, {"A": "R07-0001"}, like_row=2)
    saved = book.save()
    assert_package_is_sound(saved)
    assert values(saved)[sheet][row - 1][0] == "R07-0001"


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ("A2:B4", "A2:B5"),
        ("A2:B4 D4 F1:F3", "A2:B5 D4:D5 F1:F3"),
        ("$A$1:$E$4", "$A$1:$E$5"),
        ("A2:B100", "A2:B100"),
        ("A:A", "A:A"),
        ("A1", "A1"),
    ],
)
def test_ranges_reach_to_the_new_row_when_they_held_the_row_above(ranges: str, expected: str) -> None:
    assert extended(ranges, 4, 5) == expected


def test_what_stands_in_cells_without_a_change_is_passed_over() -> None:
    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if name != "xl/worksheets/sheet4.xml":
            return name, part
        head, _, tail = part.partition(b"<sheetData>")
        rows = b'<row r="1"><c r="A1" s=""/><c r="B1" t="s"><v/></c></row><row r="3"><c r="A3"><v/></c></row>'
        return name, head + b"<sheetData>" + rows + b"</sheetData>" + tail.partition(b"</sheetData>")[2]

    book = Editor(rewritten(rich_workbook(), change))
    for cell in ("A1", "B2", "A3", "A5"):
        book.set_text("集計's", cell, cell)
    saved = book.save()
    assert_package_is_sound(saved)
    assert values(saved)["集計's"] == [["A1", ""], ["", "B2"], ["A3", ""], ["", ""], ["A5", ""]]
