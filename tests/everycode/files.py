"""One defect and one near miss, as files, for each code that is no matter of the cells alone: F01–F09 and X."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from pipeline.package import CFB_MAGIC
from tests.conftest import SAMPLES
from tests.defects import HALL
from tests.drafts import Found
from tests.pipeline.test_packages import pack, parts_of

FORM_FILE = SAMPLES / HALL
Make = Callable[[Path], list[Found]]
"""Makes a file at a path, and says what must be found in it."""


class Files(dict[str, tuple[str, Make]]):
    """Code → (file name, how the file is made)."""

    def __call__(self, code: str, name: str = "付議事項.xlsx") -> Callable[[Make], Make]:
        """Enter the decorated function for a code."""

        def enter(make: Make) -> Make:
            assert code not in self
            self[code] = name, make
            return make

        return enter


defect, near_miss = Files(), Files()


def edited(path: Path, edit: Callable[[Workbook], object]) -> list[Found]:
    """Save the sample with an edit that is no defect."""
    book = load_workbook(FORM_FILE)
    edit(book)
    book.save(path)
    return []


def put(path: Path, name: str, value: object) -> tuple[str, str]:
    """Save the sample with a value in an input. Returns its sheet and cell."""
    book = load_workbook(FORM_FILE)
    ((sheet, cell),) = book.defined_names[name].destinations
    book[sheet][cell].value = value
    book.save(path)
    return sheet, cell.replace("$", "")


def _bytes(code: str, name: str, data: bytes) -> None:
    def make(path: Path) -> list[Found]:
        path.write_bytes(data)
        return [(code, None, None)]

    defect(code, name)(make)


def _sample(code: str, name: str, add: Mapping[str, bytes] | None = None, purpose: str = "") -> None:
    """A near miss: the sample under another name, with a part added, or with words in an input."""

    def make(path: Path) -> list[Found]:
        if purpose:
            put(path, "事業の概要.目的", purpose)
        else:
            pack(path, parts_of(FORM_FILE) | dict(add or {}))
        return []

    near_miss(code, name)(make)


@defect("F01", "過去案件.xlsx")
def another_form(path: Path) -> list[Found]:
    shutil.copyfile(SAMPLES / "過去案件_令和5年度.xlsx", path)
    return [("F01", None, None)]


@near_miss("F01")
def without_the_sheet_that_names_the_form(path: Path) -> list[Found]:
    return edited(path, lambda book: book.remove(book["_meta"]))


@defect("F02")
def older_edition(path: Path) -> list[Found]:
    shutil.copyfile(FORM_FILE, path)
    return [("F02", None, None)]


@defect("F03")
def unknown_edition(path: Path) -> list[Found]:
    edited(path, lambda book: book["_meta"].cell(2, 2, "2019-04"))
    return [("F03", None, None)]


@near_miss("F02")
@near_miss("F03")
def edition_of_today(path: Path) -> list[Found]:
    return edited(path, lambda book: book["_meta"].cell(2, 2, "2027-04"))


@defect("F04")
def sheet_deleted(path: Path) -> list[Found]:
    edited(path, lambda book: book.remove(book["指定管理_区"]))
    return [("F04", "指定管理_区", None)]


@near_miss("F04")
def sheet_deleted_that_is_not_asked_for(path: Path) -> list[Found]:
    return edited(path, lambda book: book.remove(book["業務委託_区"]))


@defect("F07")
def error_in_an_input(path: Path) -> list[Found]:
    return [("F07", *put(path, "事業の概要.目的", "#REF!"))]


@defect("F08")
def formula_without_result(path: Path) -> list[Found]:
    return [("F08", *put(path, "表紙.担当者電話", '="内線 "&"0000"'))]


@near_miss("F08")
def formula_with_result(path: Path) -> list[Found]:
    put(path, "表紙.担当者電話", '="内線 "&"0000"')
    parts = parts_of(path)
    part = next(name for name, data in parts.items() if b"</f>" in data)
    parts[part] = parts[part].replace(b"<v />", b"<v></v>").replace(b"<v></v>", "<v>内線 0000</v>".encode())
    parts[part] = parts[part].replace(b"><f>", b' t="str"><f>')
    pack(path, parts)
    return []


@defect("F09")
def row_hidden(path: Path) -> list[Found]:
    edited(path, lambda book: setattr(book["表紙"].row_dimensions[4], "hidden", True))
    return [("F09", "表紙", "B4")]


@near_miss("F09")
def empty_row_hidden(path: Path) -> list[Found]:
    return edited(path, lambda book: setattr(book["表紙"].row_dimensions[30], "hidden", True))


_bytes("X01", "切れた.xlsx", FORM_FILE.read_bytes()[:20_000])
_bytes("X02", "謎.xlsx", b"\x00\x01\x02\x03" * 20)
_bytes("X03", "秘密.xlsx", CFB_MAGIC + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"))
_bytes("X04", "古い.xls", CFB_MAGIC + b"\0" * 1024)
_bytes("X05", "画面.xlsx", b"<html><table></table></html>")
_sample("X02", "知らない部品.xlsx", {"xl/unknown/part1.bin": b"\x00\x01\x02\x03" * 20})
_sample("X04", "大文字.XLSX")
_sample("X12", "ある.xlsx")
_sample("F07", "言葉.xlsx", purpose="「#REF!」と出る台帳を作り直すため")
_sample("X05", "言葉.xlsx", purpose="<html><table> と書いた文")
_sample("X07", "言葉.xlsx", purpose="<!DOCTYPE html> と <!ENTITY を書いた文")
_sample("X08", "言葉.xlsx", purpose="マクロ（vbaProject.bin）を使わないようにするため")


@near_miss("X01", "後ろに何か付いた.xlsx")
def bytes_after_the_end(path: Path) -> list[Found]:
    path.write_bytes(FORM_FILE.read_bytes() + b"\0" * 100)
    return []


@near_miss("X03", "保護したブック.xlsx")
def protected_but_not_encrypted(path: Path) -> list[Found]:
    def protect(book: Workbook) -> None:
        book.security = WorkbookProtection(lockStructure=True)
        book["表紙"].protection.enable()

    return edited(path, protect)


@defect("X07")
def entity_declared(path: Path) -> list[Found]:
    parts = parts_of(FORM_FILE)
    head, rest = parts["xl/workbook.xml"].split(b"?>", 1)
    parts["xl/workbook.xml"] = head + b'?><!DOCTYPE workbook [<!ENTITY a "aaaa">]>' + rest
    pack(path, parts)
    return [("X07", None, None)]


@defect("X08", "便利.xlsm")
def macro(path: Path) -> list[Found]:
    pack(path, parts_of(FORM_FILE) | {"xl/vbaProject.bin": b"macro"})
    return [("X08", None, None)]


@defect("X12", "ない.xlsx")
def no_file(_: Path) -> list[Found]:
    return [("X12", None, None)]
