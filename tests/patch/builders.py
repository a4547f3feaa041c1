"""Workbooks to be patched: with all that workbook libraries lose, and written in ways that other programs write."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import openpyxl
import python_calamine
import xlsxwriter
from xlsxwriter.chartsheet import Chartsheet
from xlsxwriter.worksheet import Worksheet

from pipeline.patch.annotate import Note

Parts = dict[str, bytes]

NOTES = (
    Note("C06", "エラー", "入力", "B3", "理由が空です。", "「ー」の理由を書いてください。"),
    Note("F06", "エラー", "入力", "B3", "「目的」が空です。", "「目的」を記入してください。"),
    Note("C08", "警告", "入力", "D12", "「◯」を「○」として読み取りました。", ""),
    Note("N03", "エラー", "入力", "C5", "=1+1 は数として読めません。", "数だけを書いてください。"),
    Note("D01", "警告", "表 (2)", "B2", "存在しない日付です。", "正しい日付を書いてください。"),
    Note("F04", "エラー", "消えたシート", "A1", "シートがありません。", "元に戻してください。"),
    Note("X01", "エラー", None, None, "二つの様式が入っています。", "分けて提出してください。"),
)
SUMMARY = ("区民ホール　…　「エラー」を直すと、提出できます。", "エラー 5件、警告 2件")

NAMESPACES = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def picture() -> io.BytesIO:
    """A red square as PNG."""
    rows = b"".join(b"\x00" + b"\xff\x00\x00" * 8 for _ in range(8))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


@cache
def rich_workbook() -> bytes:
    """A workbook with a picture, shapes, a chart, comments, rules, names and print settings; its second sheet is shown."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "border": 1, "num_format": "@", "text_wrap": True})
    blue, dates = book.add_format({"bg_color": "#CCE5FF"}), book.add_format({"num_format": "yyyy-mm-dd"})
    first, form = book.add_worksheet("表紙"), book.add_worksheet("入力")
    table, wide = book.add_worksheet("表 (2)"), book.add_worksheet("集計's")
    chart_sheet = book.add_chartsheet("図")
    first.write_string("A1", "表紙")
    first.write_comment("A1", "前からある注記", {"author": "利用者"})
    form.activate()
    form.set_column("D:D", 20, blue)
    form.set_row(11, 30, dates)
    for row in range(10):
        form.write_string(row, 0, f"項目{row}", bold)
        form.write_number(row, 2, row * 1.5)
    form.write_string("B3", "値", bold)
    form.write_blank("C5", None, blue)
    form.write_formula("E1", "=SUM(C1:C10)", None, 67.5)
    form.write_comment("B3", "利用者の注記\n二行目", {"author": "利用者", "x_scale": 1.5})
    form.write_comment("B4", "別の注記", {"author": "利用者", "visible": True})
    form.insert_image("G2", "p.png", {"image_data": picture()})
    form.insert_textbox("G8", "テキスト ボックス")
    form.insert_button("G14", {"caption": "印刷"})
    form.merge_range("B5:C5", "", bold)
    form.merge_range("A20:C22", "結合", bold)
    form.data_validation("B2:B10", {"validate": "list", "source": ["○", "ー"]})
    form.conditional_format("C1:C10", {"type": "data_bar", "data_bar_2010": True})
    form.conditional_format("C1:C10", {"type": "icon_set", "icon_style": "3_arrows"})
    form.conditional_format("A1:A10", {"type": "no_blanks", "format": blue})
    form.write_url("A15", "internal:'表 (2)'!A1", None, "表へ")
    form.write_url("A16", "https://example.jp/")
    form.protect("", {"objects": False})
    form.set_header("&C&G", {"image_center": "p.png", "image_data_center": picture()})
    form.repeat_rows(0)
    form.print_area("A1:H30")
    form.freeze_panes(1, 1)
    _add_charts(book, wide, chart_sheet)
    table.add_table("A1:C4", {"columns": [{"header": h} for h in ("課", "日付", "数")]})
    table.write_string("A2", "区政情報課")
    table.write_datetime("B2", dt.datetime(2025, 6, 1), dates)
    table.set_landscape()
    book.define_name("入力.値", "='入力'!$B$3")
    book.define_name("'表 (2)'!範囲", "='表 (2)'!$A$1:$C$4")
    book.define_name("集計.見出し", "='集計''s'!$F$1")
    hidden = book.add_worksheet("_meta")
    hidden.very_hidden()
    hidden.write_string("A1", "様式")
    hidden.write_string("B1", "付議事項")
    book.set_properties({"created": dt.datetime(2000, 1, 1)})
    book.close()
    return out.getvalue()


def _add_charts(book: xlsxwriter.Workbook, sheet: Worksheet, chart_sheet: Chartsheet) -> None:
    chart, other = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    for one in (chart, other):
        one.add_series({"values": "='入力'!$C$1:$C$10"})
    sheet.insert_chart("A1", chart)
    sheet.write_string("F1", "見出し")
    chart_sheet.set_chart(other)


def parts_of(data: bytes) -> Parts:
    """The parts of a package, in the order of the archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """A package each of whose parts was renamed and rewritten by `change`."""
    return packed(dict(change(name, part) for name, part in parts_of(data).items()))


def strict(data: bytes) -> bytes:
    """The same workbook as strict OOXML."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        for transitional, strictly in NAMESPACES:
            part = part.replace(transitional.encode(), strictly.encode()) if name.endswith((".xml", ".rels")) else part
        return name, part

    return rewritten(data, change)


def prefixed(data: bytes) -> bytes:
    """The same workbook with a prefix on each element of its main namespace, as some programs write it."""
    main = NAMESPACES[0][0]

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if f'xmlns="{main}"'.encode() not in part:
            return name, part
        text = part.decode().replace(f'xmlns="{main}"', f'xmlns:x="{main}"')
        return name, re.sub(r"<(/?)(\w+)(?=[\s>/])", r"<\1x:\2", text).encode()

    return rewritten(data, change)


def renamed(data: bytes) -> bytes:
    """The same workbook with parts of other names: found by relationships only."""
    names = {
        "xl/workbook.xml": "book/main.xml",
        "xl/_rels/workbook.xml.rels": "book/_rels/main.xml.rels",
        "xl/worksheets/sheet2.xml": "book/leaf/two.xml",
        "xl/worksheets/_rels/sheet2.xml.rels": "book/leaf/_rels/two.xml.rels",
        "xl/styles.xml": "looks/styles.xml",
    }

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if name == "[Content_Types].xml":
            for old, new in names.items():
                part = part.replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
        if name == "_rels/.rels":
            part = part.replace(b'"xl/workbook.xml"', b'"/book/main.xml"')
        if name == "xl/_rels/workbook.xml.rels":
            part = re.sub(rb'Target="([^"/]+(?:/[^"]*)?)"', rb'Target="/xl/\1"', part)
            for old, new in names.items():
                part = part.replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
        if name == "xl/worksheets/_rels/sheet2.xml.rels":
            part = part.replace(b'Target="../', b'Target="/xl/')
        return names.get(name, name), part

    return rewritten(data, change)


def as_openpyxl(data: bytes) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it; it says that it would lose extensions if it saved them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "(Unknown|Conditional Formatting) extension")
        return openpyxl.load_workbook(io.BytesIO(data))


def values(data: bytes) -> dict[str, list[list[Any]]]:
    """The values of all sheets of cells, as python-calamine reads them."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        meta.name: book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
        for meta in book.sheets_metadata
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
    }
