from __future__ import annotations

import io
import re

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from pipeline.patch.annotate import Note, annotate, strip
from pipeline.patch.book import Book
from pipeline.patch.editor import Editor
from pipeline.patch.markup import Edit, apply, parse
from pipeline.patch.relations import relate, related
from tests.patch.builders import (
    NOTES,
    SUMMARY,
    as_openpyxl,
    parts_of,
    rewritten,
    rich_workbook,
    values,
)
from tests.patch.schema import assert_package_is_sound


@pytest.fixture(scope="module")
def copy() -> bytes:
    return annotate(rich_workbook(), NOTES, "受付1", SUMMARY)


def saved_by_openpyxl(data: bytes) -> bytes:
    """As a program saves it that numbers formats anew, moves texts to the shared strings and writes comments its own way."""
    out = io.BytesIO()
    as_openpyxl(data).save(out)
    return out.getvalue()


def test_a_workbook_that_is_no_annotated_copy_comes_back_as_it_is() -> None:
    assert strip(rich_workbook()) == rich_workbook()


def test_everything_is_undone(copy: bytes) -> None:
    before, after = parts_of(rich_workbook()), parts_of(strip(copy))
    assert list(after) == list(before)
    # Formats that no cell has any more remain, and _meta is said to be as wide as it was.
    assert {name for name in before if after[name] != before[name]} == {"xl/styles.xml", "xl/worksheets/sheet5.xml"}
    assert values(strip(copy)) == values(rich_workbook())
    assert_package_is_sound(strip(copy))


def test_formats_do_not_heap_up(copy: bytes) -> None:
    again = annotate(annotate(strip(copy), NOTES, "1", []), NOTES, "2", [])
    assert parts_of(again)["xl/styles.xml"] == parts_of(copy)["xl/styles.xml"]


def test_a_sheet_meta_that_was_made_for_the_copy_goes_with_it() -> None:
    book = Book(rich_workbook())
    book.remove_sheet("_meta")
    data = book.save()
    copy = annotate(data, NOTES, "受付1", SUMMARY)
    sheet = as_openpyxl(copy)["_meta"]
    assert sheet.sheet_state == "veryHidden"
    assert [[cell.value for cell in row[:2]] for row in sheet.iter_rows() if row[0].value] == [["受付ID", "受付1"]]
    assert {n for n, part in parts_of(data).items() if parts_of(strip(copy)).get(n) != part} == {"xl/styles.xml"}


def test_it_is_undone_after_another_program_saved_it(copy: bytes) -> None:
    plain = strip(saved_by_openpyxl(copy))
    assert_package_is_sound(plain)
    before, after = as_openpyxl(rich_workbook()), as_openpyxl(plain)
    assert after.sheetnames == before.sheetnames
    assert set(after.defined_names) == set(before.defined_names)
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                now = after[sheet.title][cell.coordinate]
                assert (now.value, repr(now.fill)) == (cell.value, repr(cell.fill))
    comments = {c.coordinate: c.comment.text for row in after["入力"].iter_rows() for c in row if c.comment}
    assert comments == {"B3": "利用者の注記\n二行目", "B4": "別の注記"}
    assert [c.coordinate for row in after["表 (2)"].iter_rows() for c in row if c.comment] == []


def test_what_people_changed_stays(copy: bytes) -> None:
    book = as_openpyxl(copy)
    sheet = book["入力"]
    sheet["B3"].value = "直した値"
    sheet["B3"].font = Font(bold=True, underline="single")
    sheet["D12"].fill = PatternFill("solid", fgColor="FF00FF00")
    theirs = sheet["D12"].comment
    assert theirs is not None
    theirs.text += "\n直しました"
    out = io.BytesIO()
    book.save(out)
    plain = as_openpyxl(strip(out.getvalue()))["入力"]
    assert (plain["B3"].value, plain["B3"].font.underline, plain["B3"].fill.patternType) == ("直した値", "single", None)
    assert plain["D12"].fill.fgColor.rgb == "FF00FF00"
    assert plain["D12"].comment is not None
    assert plain["D12"].comment.text.strip() == "直しました"


def test_tints_follow_cells_that_moved(copy: bytes) -> None:
    """A row was inserted: the cell B3 stands in B4 now, and Excel moved the name with it."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if name == "xl/workbook.xml":
            return name, re.sub(r"(_検証_\d+\" hidden=\"1\">'入力'!\$B)\$3<".encode(), rb"\1$4<", part)
        if name == "xl/worksheets/sheet2.xml":
            (tinted,) = re.findall(rb'<c r="B3" (s="\d+")', part)
            return name, re.sub(rb'<c r="B4" s="\d+"', b'<c r="B4" ' + tinted, part)
        return name, part

    with_b4 = Editor(copy)
    with_b4.set_text("入力", "B4", "値")
    moved = rewritten(with_b4.save(), change)
    plain = as_openpyxl(strip(moved))["入力"]
    assert plain["B4"].fill.patternType is None


def test_tints_of_copied_cells_are_undone_too(copy: bytes) -> None:
    """Excel copies a comment with its cell, and moves it when rows are sorted, but names stay where they are."""
    book = as_openpyxl(copy)
    sheet = book["入力"]
    for cell in ("D30", "A40"):
        sheet[cell]._style = sheet["D12"]._style
        sheet[cell].comment = Comment("[C08] 「◯」を「○」として読み取りました。", "検証")
    out = io.BytesIO()
    book.save(out)
    plain = as_openpyxl(strip(out.getvalue()))["入力"]
    for cell in ("D30", "A40"):
        assert (plain[cell].fill.patternType, plain[cell].comment) == (None, None)


def test_names_that_lost_their_cell_are_passed_over(copy: bytes) -> None:
    data = rewritten(copy, lambda name, part: (name, part.replace("'入力'!$B$5</".encode(), b"#REF!</")))
    assert [name for name in as_openpyxl(strip(data)).defined_names if "検証" in name] == []


def test_a_sheet_of_the_users_that_is_called_like_ours_stays() -> None:
    data = rewritten(
        rich_workbook(), lambda name, part: (name, part.replace('name="表紙"'.encode(), 'name="検証結果"'.encode()))
    )
    assert strip(data) == data
    assert as_openpyxl(strip(annotate(data, NOTES, "1", []))).sheetnames[0] == "検証結果"


def test_a_list_that_was_renamed_or_deleted_leaves_nothing_behind(copy: bytes) -> None:
    renamed = rewritten(
        copy,
        lambda n, p: (
            n,
            p.replace('name="検証結果"'.encode(), 'name="旧"'.encode()).replace(
                "'検証結果'!".encode(), "'旧'!".encode()
            ),
        ),
    )
    book = Book(copy)
    book.remove_sheet("検証結果")
    for data in (renamed, book.save()):
        plain = as_openpyxl(strip(data))
        assert plain.sheetnames == as_openpyxl(rich_workbook()).sheetnames
        assert plain["入力"]["B3"].fill.patternType is None


def test_the_sheet_that_was_shown_is_shown_again(copy: bytes) -> None:
    book = as_openpyxl(strip(copy))
    assert book.active is book["入力"]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["入力"]


THREAD = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
OFFICE = "http://schemas.microsoft.com/office/2017/10/relationships"


def with_thread(data: bytes) -> bytes:
    """The workbook with a thread on B3 of its second sheet, as newer Excel writes it."""
    book = Editor(data)
    persons = f'<personList xmlns="{THREAD}"><person displayName="利用者" id="{{P}}" userId="u" providerId="None"/></personList>'
    thread = '<threadedComment ref="B3" dT="2025-06-01T00:00:00.00" personId="{P}" id="{T}"><text>スレッド</text></threadedComment>'
    kind = "application/vnd.ms-excel."
    part = book.new_part("persons/person{}.xml", f"{kind}person+xml", persons.encode())
    relate(book.package, book.part, f"{OFFICE}/person", part)
    comments = f'<ThreadedComments xmlns="{THREAD}">{thread}</ThreadedComments>'
    part = book.new_part("threadedComments/threadedComment{}.xml", f"{kind}threadedcomments+xml", comments.encode())
    relate(book.package, book.sheet_part("入力"), f"{OFFICE}/threadedComment", part)
    return book.save()


def test_a_thread_gets_our_note_as_a_reply_and_loses_it_again() -> None:
    data = with_thread(rich_workbook())
    copy = annotate(data, NOTES, "1", [])
    assert_package_is_sound(copy)
    book = Book(copy)
    (part,) = related(book.package, book.sheet_part("入力"), "/threadedComment")
    first, reply = parse(book.package.read(part), texts=("text",)).children
    assert first.children[0].text == "スレッド"
    assert (reply.attributes["ref"], reply.attributes["parentId"]) == ("B3", "{T}")
    assert reply.children[0].text.startswith("[C06] 理由が空です。")
    before, after = parts_of(data), parts_of(strip(copy))
    assert {name for name in before if after[name] != before[name]} == {"xl/styles.xml", "xl/worksheets/sheet5.xml"}


def test_several_sheets_selected_together_are_left_as_one() -> None:
    """What is typed while several are selected would go into all of them."""
    data = rewritten(
        rich_workbook(),
        lambda name, part: (
            name,
            part.replace(b"<sheetView ", b'<sheetView tabSelected="1" ') if name.endswith("sheet3.xml") else part,
        ),
    )
    copy = annotate(data, NOTES, "1", [])
    for name, part in parts_of(copy).items():
        if "worksheets/sheet" in name and name.endswith(".xml"):
            assert (b'tabSelected="1"' in part) == (name == "xl/worksheets/sheet6.xml")


def test_a_warning_that_was_mended_leaves_an_empty_workbook_unchanged() -> None:
    note = Note("F06", "エラー", "集計's", "Z9", "空です。", "")
    data = rich_workbook()
    plain = strip(annotate(data, [note], "1", []))
    edits: list[Edit] = []
    root = parse(parts_of(plain)["xl/worksheets/sheet4.xml"], depth=2)
    dimension = root.child("dimension")
    assert dimension is not None
    edits.append((dimension.start, dimension.end, b'<dimension ref="F1"/>'))
    assert apply(parts_of(plain)["xl/worksheets/sheet4.xml"], edits) == parts_of(data)["xl/worksheets/sheet4.xml"]
