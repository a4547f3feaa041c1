from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.check import check_files
from pipeline.masters.load import Masters
from pipeline.patch.annotate import Note, annotate, strip
from tests.conftest import SAMPLES
from tests.patch.builders import (
    NOTES,
    SUMMARY,
    as_openpyxl,
    packed,
    parts_of,
    rich_workbook,
    values,
)
from tests.patch.schema import assert_package_is_sound

FAULTY = SAMPLES / "付議事項_区民ホール_記入誤り.xlsx"
ALL_SAMPLES = sorted(SAMPLES.glob("*.xlsx"))
CHANGED = {
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet3.xml",
    "xl/worksheets/_rels/sheet3.xml.rels",
    "xl/worksheets/sheet5.xml",
    "xl/comments2.xml",
    "xl/drawings/vmlDrawing2.vml",
}
"""Two sheets have notes, one of them comments already; the fifth is _meta."""


@pytest.fixture(scope="module")
def copy() -> bytes:
    return annotate(rich_workbook(), NOTES, "受付1", SUMMARY)


def notes_on(path: Path) -> list[Note]:
    """Notes on every tenth cell that is written, and on one far from all."""
    book = as_openpyxl(path.read_bytes())
    cells = [
        (sheet.title, cell.coordinate) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    ]
    return [Note("C06", "エラー", *cell, "理由が空です。", "書いてください。") for cell in cells[::10]] + [
        Note("F06", "警告", book.sheetnames[1], "AB400", "空です。", "")
    ]


def test_parts_not_meant_to_change_are_the_same_bytes_in_the_same_order(copy: bytes) -> None:
    before, after = parts_of(rich_workbook()), parts_of(copy)
    assert {name for name in before if after[name] != before[name]} == CHANGED
    assert list(after)[: len(before)] == list(before)
    assert set(after) - set(before) == {"xl/comments3.xml", "xl/drawings/vmlDrawing4.vml", "xl/worksheets/sheet6.xml"}


def test_the_package_is_sound(copy: bytes) -> None:
    assert_package_is_sound(copy)


@pytest.mark.parametrize("path", ALL_SAMPLES, ids=lambda path: path.stem)
def test_samples_are_annotated_soundly_and_made_plain_again(path: Path) -> None:
    data = path.read_bytes()
    copy = annotate(data, notes_on(path), "受付1", SUMMARY)
    assert_package_is_sound(copy)
    read, plain = values(copy), strip(copy)
    assert read.pop("検証結果")
    assert {k: v for k, v in read.items() if k != "_meta"} == {k: v for k, v in values(data).items() if k != "_meta"}
    assert values(plain) == values(data)
    before, after = parts_of(data), parts_of(plain)
    changed = {name for name in before if after[name] != before[name]}
    assert list(after) == list(before)
    assert {name for name in changed if "sheets/" not in name} == {"xl/styles.xml"}
    # A stated dimension stays as wide as it became: that of the sheet with a note far out, and of _meta.
    assert len(changed) <= 3


def test_names_still_point_to_their_cells(copy: bytes) -> None:
    before, after = as_openpyxl(rich_workbook()), as_openpyxl(copy)
    for name, defined in before.defined_names.items():
        assert after.defined_names[name].attr_text == defined.attr_text
    for sheet in before.worksheets:
        assert after[sheet.title].print_area == sheet.print_area
        assert after[sheet.title].print_title_rows == sheet.print_title_rows
        local = {name: defined.attr_text for name, defined in sheet.defined_names.items()}
        assert {name: defined.attr_text for name, defined in after[sheet.title].defined_names.items()} == local


def test_values_are_the_same_everywhere_else(copy: bytes) -> None:
    before, after = as_openpyxl(rich_workbook()), as_openpyxl(copy)
    for sheet in before.worksheets[:-1]:
        for row in sheet.iter_rows():
            for cell in row:
                assert after[sheet.title][cell.coordinate].value == cell.value
    read = values(rich_workbook())
    assert {name: values(copy)[name] for name in read if name != "_meta"} == {
        n: v for n, v in read.items() if n != "_meta"
    }


def test_a_faulty_cell_is_tinted_and_else_looks_as_before(copy: bytes) -> None:
    before, after = as_openpyxl(rich_workbook())["入力"], as_openpyxl(copy)["入力"]
    tints = {"B3": "FFFFC7CE", "B5": "FFFFC7CE", "D12": "FFFFEB9C"}
    for cell, tint in tints.items():
        assert (after[cell].fill.patternType, after[cell].fill.fgColor.rgb) == ("solid", tint)
    for cell in ("B3", "B5"):
        for part in ("font", "border", "alignment", "protection", "number_format"):
            assert repr(getattr(after[cell], part)) == repr(getattr(before[cell], part))
    assert after["D12"].number_format == "yyyy-mm-dd"  # the format of its row, which goes before that of its column
    untouched = [cell.coordinate for row in before["A1:H22"] for cell in row if cell.coordinate not in (*tints, "C5")]
    assert [c for c in untouched if repr(after[c].fill) != repr(before[c].fill)] == []


def test_an_error_is_stronger_than_a_warning_on_the_same_cell() -> None:
    notes = [Note("C08", severity, "表紙", "B2", "文", "") for severity in ("警告", "エラー", "警告")]
    assert as_openpyxl(annotate(rich_workbook(), notes, "1", []))["表紙"]["B2"].fill.fgColor.rgb == "FFFFC7CE"


def test_a_note_says_what_to_do_and_stands_below_the_users_own(copy: bytes) -> None:
    sheet = as_openpyxl(copy)["入力"]
    comment = sheet["B3"].comment
    assert comment is not None
    assert comment.author == "利用者"
    assert comment.text == (
        "利用者の注記\n二行目\n―― 検証 ――\n"
        "[C06] 理由が空です。 → 「ー」の理由を書いてください。\n[F06] 「目的」が空です。 → 「目的」を記入してください。"
    )
    ours = sheet["D12"].comment
    assert ours is not None
    assert (ours.author, ours.text) == ("検証", "[C08] 「◯」を「○」として読み取りました。")
    untouched = sheet["B4"].comment
    assert untouched is not None
    assert (untouched.author, untouched.text) == ("利用者", "別の注記")


def test_shapes_of_the_user_stay_in_the_part_of_the_comment_boxes(copy: bytes) -> None:
    before, after = (parts_of(data)["xl/drawings/vmlDrawing2.vml"].decode() for data in (rich_workbook(), copy))
    (button,) = [shape for shape in before.split("<v:shape ") if 'ObjectType="Button"' in shape]
    assert button in after
    assert after.count('ObjectType="Note"') == before.count('ObjectType="Note"') + 2


def test_a_comment_on_a_merged_area_stands_on_its_first_cell(copy: bytes) -> None:
    sheet = as_openpyxl(copy)["入力"]
    assert sheet["C5"].comment is None
    assert sheet["B5"].comment is not None


def test_the_list_comes_first_and_links_to_the_cells(copy: bytes) -> None:
    book = as_openpyxl(copy)
    sheet = book.worksheets[0]
    assert book.sheetnames == ["検証結果", "表紙", "入力", "表 (2)", "集計's", "図", "_meta"]
    assert book.active is sheet
    assert [s.title for s in book.worksheets if s.sheet_view.tabSelected] == ["検証結果"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows[:3]] == ["検証結果", *SUMMARY]
    assert rows[4] == ["№", "重大度", "シート", "セル", "内容", "直し方", "コード"]
    assert rows[5:] == [
        [number, n.severity, n.sheet, n.cell, n.message, n.remedy or None, n.code] for number, n in enumerate(NOTES, 1)
    ]
    links = {cell.coordinate: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {
        "D6": "'入力'!B3",
        "D7": "'入力'!B3",
        "D8": "'入力'!D12",
        "D9": "'入力'!C5",
        "D10": "'表 (2)'!B2",
    }
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        9,
        "landscape",
        0,
    )
    assert sheet.freeze_panes == "A6"


def test_a_list_without_notes_says_so() -> None:
    sheet = as_openpyxl(annotate(rich_workbook(), [], "1", []))["検証結果"]
    assert sheet["E4"].value == "直すところはありません。"


def test_a_sheet_of_the_users_with_the_name_of_ours_is_kept() -> None:
    change = {
        "xl/workbook.xml": parts_of(rich_workbook())["xl/workbook.xml"].replace(
            b'"\xe8\xa1\xa8\xe7\xb4\x99"', '"検証結果"'.encode()
        )
    }
    data = packed({**parts_of(rich_workbook()), **change})
    copy = annotate(data, NOTES, "1", [])
    assert as_openpyxl(copy).sheetnames[:2] == ["検証結果 (2)", "検証結果"]


def test_the_receipt_goes_to_the_very_hidden_sheet(copy: bytes) -> None:
    sheet = as_openpyxl(copy)["_meta"]
    assert sheet.sheet_state == "veryHidden"
    assert {row[0].value: row[1].value for row in sheet.iter_rows() if row[0].value} == {
        "様式": "付議事項",
        "受付ID": "受付1",
    }
    again = as_openpyxl(annotate(copy, NOTES, "受付2", SUMMARY))["_meta"]
    assert [row[1].value for row in again.iter_rows() if row[0].value == "受付ID"] == ["受付2"]


def test_the_same_input_gives_the_same_bytes_and_once_more_as_if_for_the_first_time(copy: bytes) -> None:
    assert annotate(rich_workbook(), NOTES, "受付1", SUMMARY) == copy
    assert annotate(copy, NOTES[:2], "受付2", SUMMARY) == annotate(strip(copy), NOTES[:2], "受付2", SUMMARY)
    again = annotate(copy, NOTES, "受付1", SUMMARY)
    assert annotate(again, NOTES, "受付1", SUMMARY) == again


def test_a_form_is_read_as_before_and_known_as_the_file_it_corrects(masters: Masters, tmp_path: Path) -> None:
    (checked,) = check_files([FAULTY], masters)
    findings = checked.judgement.findings
    notes = [Note(f.code, f.severity, f.sheet, f.cell, f.message, f.remedy) for f in findings]
    start = time.perf_counter()
    copy = annotate(FAULTY.read_bytes(), notes, checked.extract.sha256, SUMMARY)
    print(f"annotating a sample: {time.perf_counter() - start:.3f} s")
    path = tmp_path / FAULTY.name
    path.write_bytes(copy)
    (again,) = check_files([path], masters)
    assert again.as_record()["findings"] == checked.as_record()["findings"]
    assert again.extract.earlier == checked.extract.sha256
    tinted = as_openpyxl(copy)
    for note in notes:
        if note.sheet and note.cell:
            comment = tinted[note.sheet][note.cell].comment
            assert comment is not None
            assert f"[{note.code}] {note.message} → {note.remedy}" in comment.text
