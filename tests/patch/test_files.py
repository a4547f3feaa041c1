from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest

from pipeline.package import Unreadable
from pipeline.patch.annotate import annotate, strip
from pipeline.patch.heights import with_heights
from pipeline.patch.package import Package
from tests.patch.builders import (
    NOTES,
    SUMMARY,
    as_openpyxl,
    packed,
    parts_of,
    prefixed,
    renamed,
    rich_workbook,
    strict,
    values,
)
from tests.patch.schema import assert_package_is_sound
from tests.patch.test_annotate import CHANGED


def compressed(data: bytes) -> dict[str, bytes]:
    """The bytes of each part as they lie in the archive."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            lengths = struct.unpack_from("<2H", data, info.header_offset + 26)
            start = info.header_offset + 30 + sum(lengths)
            found[info.filename] = data[start : start + info.compress_size]
    return found


def streamed() -> bytes:
    """The workbook as a program writes it that cannot go back in the file, with one part stored as it is."""

    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

    out = OneWay()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts_of(rich_workbook()).items():
            info = zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(info, part)
    return out.getvalue()


def test_parts_that_are_not_touched_are_copied_as_they_lie_in_the_archive() -> None:
    data = streamed()
    copy = annotate(data, NOTES, "1", SUMMARY)
    before, after = compressed(data), compressed(copy)
    assert {name for name in before if after[name] != before[name]} == CHANGED
    dates = {info.filename: info.date_time for info in zipfile.ZipFile(io.BytesIO(copy)).infolist()}
    assert {dates[name] for name in before} == {(2024, 5, 6, 7, 8, 10)}
    assert {dates[name] for name in after.keys() - before.keys()} == {(1980, 1, 1, 0, 0, 0)}
    assert as_openpyxl(copy).sheetnames[0] == "検証結果"


def test_a_package_that_was_not_changed_is_the_same_bytes() -> None:
    package = Package(streamed())
    package.write("xl/styles.xml", package.read("XL/Styles.xml"))
    assert package.save() == streamed()


def test_a_package_with_two_parts_of_one_name_is_refused() -> None:
    out = io.BytesIO(rich_workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/Workbook.xml", b"<workbook/>")
    with pytest.raises(Unreadable):
        annotate(out.getvalue(), NOTES, "1", [])


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(rich_workbook())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(Unreadable, match="パスワード"):
        annotate(bytes(data), NOTES, "1", [])


@pytest.mark.parametrize("program", [strict, prefixed, renamed])
def test_what_other_programs_write_is_annotated_alike(program: object) -> None:
    assert callable(program)
    data = program(rich_workbook())
    copy = annotate(data, NOTES, "1", SUMMARY)
    assert_package_is_sound(copy)
    before, after = parts_of(data), parts_of(copy)
    assert len({name for name in before if after[name] != before[name]}) == len(CHANGED)
    again = parts_of(strip(copy))
    assert {name.rpartition("/")[2] for name in before if again[name] != before[name]} == {"sheet5.xml", "styles.xml"}
    if program is prefixed:
        assert as_openpyxl(copy)["入力"]["D12"].comment is not None
    if program is not renamed:  # python-calamine wants the usual names
        assert values(copy)["検証結果"][5][4] == "理由が空です。"


def test_a_part_with_a_doctype_is_refused() -> None:
    parts = parts_of(rich_workbook())
    sheet = parts["xl/worksheets/sheet2.xml"]
    bomb = sheet.replace(b"<worksheet", b'<!DOCTYPE worksheet [<!ENTITY a "aa">]><worksheet', 1)
    for text in (bomb, bomb.decode().replace("UTF-8", "UTF-16").encode("utf-16")):
        with pytest.raises(Unreadable, match="安全でない部品"):
            annotate(packed({**parts, "xl/worksheets/sheet2.xml": text}), NOTES, "1", [])


def test_a_sheet_in_utf16_is_annotated() -> None:
    parts = parts_of(rich_workbook())
    wide = parts["xl/worksheets/sheet2.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    copy = annotate(packed({**parts, "xl/worksheets/sheet2.xml": wide}), NOTES, "1", [])
    assert as_openpyxl(copy)["入力"]["D12"].comment is not None


def test_a_broken_package_is_refused() -> None:
    data = rich_workbook()
    with pytest.raises(Unreadable):
        annotate(data[: len(data) // 2], NOTES, "1", [])
    parts = parts_of(data)
    with pytest.raises(Unreadable):
        annotate(packed({**parts, "xl/worksheets/sheet2.xml": b"<worksheet><sheetData>"}), NOTES, "1", [])
    del parts["xl/workbook.xml"]
    with pytest.raises(Unreadable):
        annotate(packed(parts), NOTES, "1", [])


WORKBOOK, RELATED, COVER = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet2.xml"
META = "xl/worksheets/sheet5.xml"


def test_a_sheet_without_a_namespace_is_annotated_too() -> None:
    parts = parts_of(rich_workbook())
    parts[COVER] = re.sub(rb' xmlns="[^"]*"', b"", parts[COVER])
    assert compressed(annotate(packed(parts), NOTES, "a" * 64, SUMMARY))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (RELATED, rb'(?<=/)worksheet(?=" Target="worksheets/sheet5.xml")', b"chartsheet"),
        (META, rb't="s"><v>\d+</v>', 't="s"><v>㍿</v>'.encode()),
        (META, rb't="s"><v>\d+</v>', b't="s"><v>1 2</v>'),
        (META, rb't="s"><v>\d+</v>', b't="s"><v>%b</v>' % (b"9" * 5_000)),
    ],
    ids=["セルのないシート", "数でない番号", "二つの番号", "桁の多すぎる番号"],
)
def test_a_broken_meta_sheet_is_a_broken_workbook(part: str, old: bytes, new: bytes) -> None:
    parts = parts_of(annotate(rich_workbook(), NOTES, "a" * 64, SUMMARY))
    changed = re.sub(old, new, parts[part])
    assert changed != parts[part]
    with pytest.raises(Unreadable):
        annotate(packed(parts | {part: changed}), NOTES, "a" * 64, SUMMARY)


def test_a_sheet_without_a_namespace_gets_the_heights_of_its_rows() -> None:
    sheet = b'<worksheet><sheetData><row r="2"/><row r="3" ht="9"/></sheetData></worksheet>'
    assert with_heights(sheet, {1: 30.0, 2: 30.0}) == sheet.replace(b'r="2"', b'r="2" ht="30"')
