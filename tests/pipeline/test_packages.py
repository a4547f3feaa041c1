"""What a package holds beside its cells, with real files: bombs, links, embedded objects, pictures, hidden rows, comments."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from pipeline import archive
from pipeline.archive import unsafe_archive
from pipeline.check import Checked, check_files
from pipeline.masters.load import Masters
from tests.conftest import SAMPLES
from tests.drafts import Found, found
from tests.fuzz import parts as fuzz

HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"
NUMBER = "123456789018"
"""Made up, with a valid check digit."""

Parts = dict[str, bytes]


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


def pack(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def check(path: Path, masters: Masters) -> Checked:
    (checked,) = check_files([path], masters)
    return checked


def _bomb(path: Path) -> None:
    parts = parts_of(HALL)
    parts["xl/media/image1.bmp"] = bytes(archive.RATIO_COUNTS_FROM + 1)
    pack(path, parts)


def _lies_about_its_size(path: Path) -> None:
    """The directory says 4 GB of one part; nothing is unpacked to find out."""
    data = bytearray(pack(path, parts_of(HALL)).read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 2**32 - 2)
    path.write_bytes(data)


def _twice_the_same_part(path: Path) -> None:
    pack(path, parts_of(HALL))
    with zipfile.ZipFile(path, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("xl/styles.xml", b"<other/>")


def _parts_over_each_other(path: Path) -> None:
    """The second entry of the directory points to the data of the first."""
    data = bytearray(pack(path, parts_of(HALL)).read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)


def _very_many_parts(path: Path) -> None:
    pack(path, parts_of(HALL) | {f"xl/media/image{n}.png": b"" for n in range(archive.MOST_PARTS)})


UNSAFE: dict[str, tuple[Callable[[Path], None], str]] = {
    "極端な圧縮": (_bomb, "極端に縮められた部品"),
    "大きすぎる": (_lies_about_its_size, "512MB"),
    "二重の部品": (_twice_the_same_part, "同じ名前の部品"),
    "重なった部品": (_parts_over_each_other, "重なって"),
    "多すぎる部品": (_very_many_parts, "5,0"),
}


@pytest.mark.parametrize("case", UNSAFE)
def test_an_unsafe_package_is_set_aside_unopened(case: str, tmp_path: Path, masters: Masters) -> None:
    spoil, words = UNSAFE[case]
    spoil(tmp_path / "大.xlsx")
    checked = check(tmp_path / "大.xlsx", masters)
    assert found(checked.judgement) == [("X06", None, None)]
    assert (checked.judgement.verdict, checked.exit_code) == ("隔離", 2)
    assert words in checked.judgement.findings[0].message


def test_large_pictures_and_many_parts_are_no_bomb(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(HALL)
    parts["xl/media/image1.bmp"] = bytes(archive.RATIO_COUNTS_FROM)
    parts |= {f"xl/media/image{n}.png": b"x" for n in range(2, 500)}
    assert found(check(pack(tmp_path / "図.xlsx", parts), masters).judgement) == []


def test_the_limits_are_met_exactly() -> None:
    package = zipfile.ZipFile(io.BytesIO(), "w")
    package.writestr("a", b"")
    package.infolist()[0].file_size = archive.LARGEST_TOTAL
    package.infolist()[0].compress_size = archive.LARGEST_TOTAL // archive.LARGEST_RATIO
    package.start_dir += package.infolist()[0].compress_size
    assert unsafe_archive(package) is not None
    package.infolist()[0].compress_size += 1
    package.start_dir += 1
    assert unsafe_archive(package) is None
    package.infolist()[0].file_size += 1
    assert unsafe_archive(package) is not None


RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relation(kind: str, target: str, mode: str = "") -> str:
    return f'<Relationship Id="rId1" Type="{TYPE}{kind}" Target="{target}"{mode}/>'


def test_a_link_to_another_book_is_told_with_its_target(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(HALL)
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    target = relation(
        "externalLinkPath", "file:///C:/%E5%85%B1%E6%9C%89/%E9%9B%86%E8%A8%88.xlsx", ' TargetMode="External"'
    )
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = RELATIONS.format(target).encode()
    parts["xl/externalLinks/externalLink2.xml"] = b"<externalLink><ddeLink/></externalLink>"
    checked = check(pack(tmp_path / "a.xlsx", parts), masters)
    assert found(checked.judgement) == [("X09", None, None)] * 2
    assert [f.message for f in checked.judgement.findings if f.code == "X09"] == [
        "他のブックへのリンク（C:/共有/集計.xlsx）があります。",
        "他のブックへのリンク（ほかのアプリ）があります。",
    ]
    assert checked.judgement.verdict == "受理"


def test_a_link_to_a_page_is_no_link_to_another_book(tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(HALL)
    book["事業の概要"]["B5"].hyperlink = "https://example.jp/"
    book.save(tmp_path / "a.xlsx")
    assert found(check(tmp_path / "a.xlsx", masters).judgement) == []


@pytest.mark.parametrize("part", ["xl/embeddings/oleObject1.bin", "xl/embeddings/Microsoft_Excel_Worksheet.xlsx"])
def test_an_embedded_object_sends_the_form_back(part: str, tmp_path: Path, masters: Masters) -> None:
    checked = check(pack(tmp_path / "a.xlsx", parts_of(HALL) | {part: b"\xd0\xcf\x11\xe0"}), masters)
    assert found(checked.judgement) == [("X13", None, None)]
    assert (checked.judgement.verdict, checked.exit_code) == ("差戻し", 1)


SHAPES = {
    "図": "<xdr:pic><xdr:nvPicPr/></xdr:pic>",
    "図形": '<xdr:sp macro=""><xdr:nvSpPr/></xdr:sp>',
    "まとめた図形": "<xdr:grpSp><xdr:sp/></xdr:grpSp>",
    "グラフ": '<xdr:graphicFrame macro=""/>',
}
DRAWING = '<xdr:wsDr xmlns:xdr="http://x"><xdr:twoCellAnchor>{}</xdr:twoCellAnchor></xdr:wsDr>'


def with_drawing(path: Path, shape: str, sheet: str = "情報の流れ") -> Path:
    """The sample without rows on 情報の流れ, and with a drawing on a sheet, as Excel saves one."""
    book = load_workbook(HALL)
    flow = book["情報の流れ"]
    for row in flow.iter_rows(min_row=flow.min_row):
        for cell in row:
            if row[0].value in ("①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨") or _is_below_heading(flow, cell.row):
                cell.value = None
    book.save(path)
    number = book.sheetnames.index(sheet) + 1
    parts = parts_of(path)
    name = f"xl/worksheets/sheet{number}.xml"
    parts[name] = parts[name].replace(
        b"</worksheet>",
        b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></worksheet>',
    )
    parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = RELATIONS.format(
        relation("drawing", "../drawings/drawing1.xml")
    ).encode()
    parts["xl/drawings/drawing1.xml"] = DRAWING.format(shape).encode()
    return pack(path, parts)


def _is_below_heading(sheet: object, row: int) -> bool:
    heading = next(r for r in range(1, 20) if sheet.cell(r, 1).value == "番号")  # type: ignore[attr-defined]
    return row > heading


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_shows_the_flow_too(shape: str, tmp_path: Path, masters: Masters) -> None:
    path = with_drawing(tmp_path / "a.xlsx", SHAPES[shape])
    assert found(check(path, masters).judgement) == []


def test_an_empty_drawing_or_one_on_another_sheet_shows_no_flow(tmp_path: Path, masters: Masters) -> None:
    nothing = with_drawing(tmp_path / "a.xlsx", "")
    elsewhere = with_drawing(tmp_path / "b.xlsx", SHAPES["図"], "事業の概要")
    assert [[f[0] for f in found(check(path, masters).judgement)] for path in (nothing, elsewhere)] == [["F15"]] * 2


def _hide_a_row(book: Workbook) -> list[Found]:
    book["表紙"].row_dimensions[4].hidden = True
    return [("F09", "表紙", "B4")]


def _hide_a_column(book: Workbook) -> list[Found]:
    book["記録項目"].column_dimensions["B"].hidden = True
    return [("F09", "記録項目", "B4")]


def _hide_a_sheet(book: Workbook) -> list[Found]:
    book["外部結合"].sheet_state = "veryHidden"
    return [("F09", "外部結合", None)]


def _hide_what_is_not_written(book: Workbook) -> list[Found]:
    book["表紙"].row_dimensions[21].hidden = True
    book["記録項目"].column_dimensions["Z"].hidden = True
    book["外部提供"].sheet_state = "hidden"
    return []


@pytest.mark.parametrize("hide", [_hide_a_row, _hide_a_column, _hide_a_sheet, _hide_what_is_not_written])
def test_hidden_writing_is_told(hide: Callable[[Workbook], list[Found]], tmp_path: Path, masters: Masters) -> None:
    book = load_workbook(HALL)
    expected = hide(book)
    book.save(tmp_path / "a.xlsx")
    assert found(check(tmp_path / "a.xlsx", masters).judgement) == expected


def test_hidden_rows_of_libreoffice_are_known(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(HALL)
    name = "xl/worksheets/sheet2.xml"
    assert b'<row r="4" ' in parts[name]
    parts[name] = parts[name].replace(b'<row r="4" ', b'<row r="4" hidden="true" ')
    assert found(check(pack(tmp_path / "a.xlsx", parts), masters).judgement) == [("F09", "表紙", "B4")]


def _comment(book: Workbook) -> None:
    book["表紙"]["B4"].comment = Comment(f"本人：{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}", "担当")


def _name(book: Workbook) -> None:
    book.defined_names["控え"] = DefinedName("控え", attr_text=f'"{NUMBER}"')


def _footer(book: Workbook) -> None:
    book["表紙"].oddFooter.left.text = NUMBER


def _property(book: Workbook) -> None:
    book.properties.keywords = NUMBER


OUTSIDE_CELLS: dict[str, tuple[Callable[[Workbook], None], Found]] = {
    "コメント": (_comment, ("I05", None, None)),
    "名前の定義": (_name, ("I05", None, None)),
    "フッター": (_footer, ("I05", "表紙", None)),
    "プロパティ": (_property, ("I05", None, None)),
}


@pytest.mark.parametrize("place", OUTSIDE_CELLS)
def test_a_number_of_a_person_is_found_outside_the_cells_too(place: str, tmp_path: Path, masters: Masters) -> None:
    write, expected = OUTSIDE_CELLS[place]
    book = load_workbook(HALL)
    write(book)
    book.save(tmp_path / "a.xlsx")
    checked = check(tmp_path / "a.xlsx", masters)
    assert found(checked.judgement) == [expected]
    assert checked.judgement.verdict == "隔離"


TEXT_BOX = "<xdr:sp><a:p><a:r><a:t>{}</a:t></a:r><a:r><a:rPr/><a:t>{}</a:t></a:r></a:p>{}</xdr:sp>"


def test_a_number_in_a_text_box_is_found_though_its_letters_are_set_apart(tmp_path: Path, masters: Masters) -> None:
    whole = with_drawing(tmp_path / "a.xlsx", TEXT_BOX.format(NUMBER[:5], NUMBER[5:], ""))
    torn = with_drawing(
        tmp_path / "b.xlsx", TEXT_BOX.format(NUMBER[:5], "", f"<a:p><a:r><a:t>{NUMBER[5:]}</a:t></a:r></a:p>")
    )
    assert [found(check(path, masters).judgement) for path in (whole, torn)] == [[("I05", None, None)], []]


def test_what_only_looks_like_a_number_in_a_part_is_none(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(HALL)
    parts["xl/comments1.xml"] = f'<comments uid="{{00000000-0006-0000-0000-{NUMBER}}}"/>'.encode()
    parts["docProps/custom.xml"] = f"<p><v>0.{NUMBER}</v><v>00000000-0001-0000-0000-{NUMBER}</v></p>".encode()
    assert found(check(pack(tmp_path / "a.xlsx", parts), masters).judgement) == []


def test_copies_of_other_books_in_the_package_are_searched(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(HALL)
    parts["xl/pivotCache/pivotCacheRecords1.xml"] = f'<records><r><n v="{NUMBER}"/></r></records>'.encode()
    assert found(check(pack(tmp_path / "a.xlsx", parts), masters).judgement) == [("I05", None, None)]


def test_a_broken_part_is_a_broken_file(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(HALL) | {"xl/comments1.xml": b"<comments>" + b"x" * 500 + b"</comments>"}
    data = bytearray(pack(tmp_path / "a.xlsx", parts).read_bytes())
    at = data.rindex(b"xl/comments1.xml", 0, data.index(b"PK\x01\x02")) + len("xl/comments1.xml")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    (tmp_path / "a.xlsx").write_bytes(data)
    assert found(check(tmp_path / "a.xlsx", masters).judgement) == [("X02", None, None)]


def test_a_part_that_is_not_packed_as_its_directory_says_makes_no_workbook(tmp_path: Path, masters: Masters) -> None:
    parts = fuzz.unpack(HALL.read_bytes())
    (texts,) = (part for part in parts if part.name == "xl/sharedStrings.xml")
    texts.method, texts.data = zipfile.ZIP_STORED, b"\x09\x04\x05\x00" + b"\xff" * 1000
    texts.forged["compress_type"] = zipfile.ZIP_LZMA
    (tmp_path / "a.xlsx").write_bytes(fuzz.pack(parts))
    assert found(check(tmp_path / "a.xlsx", masters).judgement) == [("X02", None, None)]


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><sst>&j;</sst>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'

HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "何度も展開される文字列": ("xl/sharedStrings.xml", BILLION, "X07"),
    "ほかのファイルを指す実体": ("xl/worksheets/sheet3.xml", OUTSIDE, "X07"),
    "2バイトの文字で書いた宣言": ("xl/comments1.xml", OUTSIDE.decode().encode("utf-16"), "X07"),
    "ブックの部品の宣言": ("xl/workbook.xml", OUTSIDE, "X07"),
    "図の部品の宣言": ("xl/drawings/vmlDrawing1.vml", OUTSIDE, "X07"),
    "親フォルダの名前": ("../../etc/cron.d/fugi", b"* * * * * root true", "X07"),
    "機械の場所の名前": ("C:\\Windows\\evil.dll", b"MZ", "X07"),
    "根からの名前": ("/etc/passwd", b"root", "X07"),
    "マクロ": ("xl/vbaProject.bin", b"macro", "X08"),
    "Excel 4 のマクロのシート": ("xl/macrosheets/sheet1.xml", b"<macrosheet/>", "X08"),
    "マクロ有効ブックと名のるもの": (
        "[Content_Types].xml",
        b"<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>",
        "X08",
    ),
    "ActiveX": ("xl/activeX/activeX1.bin", b"control", "X08"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_part_sets_the_file_aside(case: str, tmp_path: Path, masters: Masters) -> None:
    name, data, code = HOSTILE[case]
    checked = check(pack(tmp_path / "a.xlsx", parts_of(HALL) | {name: data}), masters)
    assert (found(checked.judgement), checked.judgement.verdict) == ([(code, None, None)], "隔離")


def test_very_many_sheets_are_told_at_once(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(HALL)
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, 1000 + n) for n in range(100_000))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", sheets + b"</sheets>")
    start = time.perf_counter()
    checked = check(pack(tmp_path / "a.xlsx", parts), masters)
    assert time.perf_counter() - start < 20
    assert (found(checked.judgement), checked.judgement.verdict) == ([("X06", None, None)], "隔離")


def test_a_text_longer_than_a_cell_holds_is_told_at_its_cell(tmp_path: Path, masters: Masters) -> None:
    parts = parts_of(HALL)
    long = "字" * 32_768
    name = next(
        n
        for n, data in parts.items()
        if n.startswith("xl/worksheets/") and b'r="B4"' in data and b"sheet3" in n.encode()
    )
    parts[name] = re.sub(
        rb'<c r="B4"([^>]*?) t="s"><v>\d+</v></c>',
        lambda m: b'<c r="B4"' + m[1] + b' t="inlineStr"><is><t>' + long.encode() + b"</t></is></c>",
        parts[name],
    )
    assert [c for c, _, cell in found(check(pack(tmp_path / "a.xlsx", parts), masters).judgement) if cell == "B4"] == [
        "F11"
    ]
