"""Passages emphasised in place: the words stay, and so does what people had emphasised themselves."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock

from pipeline.patch.annotate import annotate, strip
from pipeline.patch.emphasis import TITLE, Difference, Marked, mark_copy
from tests.patch.builders import NOTES, as_openpyxl, parts_of, prefixed, rewritten, rich_workbook, values
from tests.patch.schema import assert_package_is_sound

Stretches = list[tuple[str, bool]]
DIFFERENCES = (
    Difference("入力", "B3", "目的", "変更", [("古い", True), ("文", False)], [("新しい", True), ("文", False)]),
    Difference("入力", None, "シート全体", "追加", [], [("乙", True)]),
)


def _book() -> bytes:
    """Texts as people leave them: plain, with a bold word of their own, in two lines, a number, a formula, merged."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("入力")
    mincho = book.add_format({"font_name": "ＭＳ 明朝", "font_size": 10.5, "border": 1, "font_color": "#333333"})
    own = book.add_format({"font_name": "ＭＳ 明朝", "font_size": 10.5, "bold": True, "underline": 1})
    italic = book.add_format({"font_name": "ＭＳ 明朝", "font_size": 9, "italic": True})
    sheet.write_string("A1", "契約は令和８年までとする。", mincho)
    sheet.write_rich_string("A2", own, "自分で", mincho, "強調した語と", italic, "斜体の語", mincho)
    sheet.write_string("A3", " 一行目 \r\n二行目。", mincho)
    sheet.write_number("A4", 86000, mincho)
    sheet.write_formula("A5", "=A4*2", mincho, 172000)
    sheet.merge_range("A6:B7", "結合した欄", mincho)
    sheet.write_string("A8", "〇", mincho)
    book.close()
    return out.getvalue()


def _shown(data: bytes, cell: str) -> Stretches:
    """A cell in stretches, with whether each is bold and underlined."""
    found: Any = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)["入力"][cell].value
    blocks = found if isinstance(found, CellRichText) else [found]
    shown = [(b.text, bool(b.font.b and b.font.u)) if isinstance(b, TextBlock) else (b, False) for b in blocks]
    return [(text.replace("_x000D_", "\r"), emphasised) for text, emphasised in shown]  # openpyxl leaves it undecoded


def _marked(cell: str, marked: Marked) -> bytes:
    row = int(cell[1:]) - 1
    data = mark_copy(_book(), {"入力": {(row, "AB".index(cell[0])): marked}}, DIFFERENCES, ["二つの版の比較"])
    assert_package_is_sound(data)
    return data


@pytest.mark.parametrize(
    ("cell", "marked", "stretches"),
    [
        (
            "A1",
            [("契約は", False), ("令和８年", True), ("までとする。", False)],
            [("契約は", False), ("令和８年", True), ("までとする。", False)],
        ),
        (
            "A2",
            [("自分で強調した", False), ("語と斜体", True), ("の語", False)],
            [("自分で", True), ("強調した", False), ("語と", True), ("斜体", True), ("の語", False)],
        ),
        (
            "A3",
            [("一行目\n", False), ("二行目", True), ("。", False)],
            [(" 一行目 \r\n", False), ("二行目", True), ("。", False)],
        ),
        ("A8", [("○", True)], [("〇", True)]),
    ],
)
def test_a_passage_is_emphasised_and_the_words_stay(cell: str, marked: Marked, stretches: Stretches) -> None:
    data = _marked(cell, marked)
    assert _shown(data, cell) == stretches
    untouched = {"A1", "A2", "A3", "A8"} - {cell}
    assert all(_shown(data, other) == _shown(_book(), other) for other in untouched)


def test_the_letters_are_gothic_and_else_like_those_of_the_cell() -> None:
    data = _marked("A1", [("契約は", False), ("令和８年までとする。", True)])
    found: Any = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)["入力"]["A1"].value
    plain, marked = (block.font for block in found)
    assert (plain.rFont, plain.sz, plain.b, plain.u) == ("ＭＳ 明朝", 10.5, False, None)
    assert (marked.rFont, marked.sz, marked.b, marked.u) == ("ＭＳ ゴシック", 10.5, True, "single")
    assert plain.color.rgb == marked.color.rgb == "FF333333"


@pytest.mark.parametrize("cell", ["A4", "A5"])
def test_a_number_is_emphasised_as_a_whole_and_stays_one(cell: str) -> None:
    before, after = (as_openpyxl(data)["入力"][cell] for data in (_book(), _marked(cell, [("86000", True)])))
    assert after.value == before.value
    assert (after.font.b, after.font.u, after.font.name) == (True, "single", "ＭＳ ゴシック")
    assert (after.border.left.style, after.font.sz) == ("thin", 10.5)


def test_a_merged_area_is_emphasised_in_its_first_cell() -> None:
    assert _shown(_marked("B7", [("結合した", False), ("欄", True)]), "A6") == [("結合した", False), ("欄", True)]


@pytest.mark.parametrize("change", [lambda data: data, prefixed])
def test_only_the_marked_sheet_and_the_formats_are_written_anew(change: Any) -> None:
    data = change(rich_workbook())
    copy = mark_copy(data, {"入力": {(2, 1): [("値", True)]}}, DIFFERENCES, [])
    assert_package_is_sound(copy)
    before, after = parts_of(data), parts_of(copy)
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == {"xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"} | {
        "[Content_Types].xml"
    } | ({"docProps/app.xml"} & changed)  # fmt: skip


def test_readings_and_escapes_are_kept() -> None:
    item = '<si><t>語_x000D_\n尾</t><rPh sb="0" eb="1"><t>ゴ</t></rPh><phoneticPr fontId="1"/></si>'.encode()

    def with_readings(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part.replace("<si><t>契約は令和８年までとする。</t></si>".encode(), item)

    data = rewritten(_book(), with_readings)
    copy = mark_copy(data, {"入力": {(0, 0): [("語\n", False), ("尾", True)]}}, [], [])
    (sheet,) = (p for n, p in parts_of(copy).items() if n == "xl/worksheets/sheet1.xml")
    assert '<rPh sb="0" eb="1"><t>ゴ</t></rPh><phoneticPr fontId="1"/></is>'.encode() in sheet
    assert values(copy)["入力"][0][0] == values(data)["入力"][0][0]


def test_the_list_stands_in_front_with_links() -> None:
    data = _marked("A1", [("契約は令和８年までとする。", True)])
    book = as_openpyxl(data)
    assert book.sheetnames == [TITLE, "入力"]
    rows = [[cell.value for cell in row] for row in book[TITLE].iter_rows(min_row=5)]
    assert rows == [
        [1, "入力", "B3", "目的", "変更", "古い文", "新しい文"],
        [2, "入力", None, "シート全体", "追加", None, "乙"],
    ]
    assert book[TITLE]["C5"].hyperlink.location == "'入力'!B3"


def test_a_copy_of_a_copy_has_one_list() -> None:
    once = _marked("A1", [("契約は令和８年までとする。", True)])
    twice = mark_copy(once, {}, [], [])
    assert as_openpyxl(twice).sheetnames == [TITLE, "入力"]
    assert values(twice)[TITLE][-1][3] == "変更箇所はありません。"


def test_a_very_long_text_goes_over_several_rows() -> None:
    text = "個人情報を取り扱う。" * 200
    data = mark_copy(_book(), {}, [Difference("入力", "A1", "目的", "削除", [(text, True)], [])], [])
    rows = values(data)[TITLE][2:]
    assert "".join(row[5] for row in rows if len(row) > 5 and row[5]).endswith(text)
    assert len(rows) > 2


def test_the_annotated_copy_has_both_lists_and_loses_both() -> None:
    data = rich_workbook()
    copy = annotate(data, NOTES, "1", [], (DIFFERENCES, ["比べた版"]))
    assert_package_is_sound(copy)
    assert as_openpyxl(copy).sheetnames[:3] == ["検証結果", TITLE, "表紙"]
    assert parts_of(strip(copy)).keys() == parts_of(data).keys()
    again = annotate(copy, NOTES, "1", [])
    assert TITLE not in as_openpyxl(again).sheetnames
