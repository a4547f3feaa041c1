"""What a file is, before anyone opens it as a workbook: its kind by its bytes, and the parts of its package.

The extension is never believed. A file that is no .xlsx workbook is told apart so that the answer can say how to mend it
(X01–X05); nothing here unpacks more than the small parts that name the sheets.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

from pipeline.archive import DAMAGE, Archive
from pipeline.hostile import DECLARATION, declares_type, holds_code, reaches_outside

CFB_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ACCEPTED_SUFFIX = ".xlsx"

UNSAFE = "安全でない部品"
"""The observation of a part that must not be read (X07)."""
MOST_SHEETS = 1_000
"""A form has about 20 sheets."""

SHOWN_KINDS = {
    "xls": "旧形式のExcelブック（.xls）",
    "xlsb": "バイナリ形式のExcelブック（.xlsb）",
    "ods": "OpenDocumentの表",
    "zip": "圧縮ファイル",
    "pdf": "PDF",
    "html": "Webページ（HTML）",
    "csv": "CSVなどの文字データ",
    "文字だけのファイル": "文字だけのファイル",
}
"""The kinds of files as people know them."""

_NAMES = b"<definedNames>", b"</definedNames>"


class Unreadable(Exception):
    """A file that cannot be read as a workbook; `kind` is the observation that the rules X01–X08 look for."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail


class DefinedName(NamedTuple):
    """A defined name of the workbook; `scope` is the index of the sheet it belongs to, None for the whole workbook."""

    name: str
    scope: int | None
    reference: str


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an .xlsx package that the reader needs beside the cells."""

    archive: Archive
    sheet_parts: dict[str, str]
    """Sheet name → name of its part, in workbook order."""
    names: tuple[DefinedName, ...]
    date1904: bool

    def sheet_xml(self, sheet: str) -> bytes:
        """The XML of a sheet, empty when the package has no part for it. Raises `Unreadable` when the part is damaged."""
        xml = self.part(self.sheet_parts.get(sheet, ""))
        if declares_type(xml):
            raise Unreadable(UNSAFE, DECLARATION)
        return xml

    def part(self, name: str) -> bytes:
        """A part, empty when the package has none of that name. Raises `Unreadable` when the part is damaged."""
        if name not in self.archive.names:
            return b""
        try:
            return self.archive.read(name)
        except DAMAGE as fault:
            raise _broken() from fault


def kind_of(data: bytes) -> str:
    """The kind of a file by its bytes: xlsx, xlsm, xlsb, ods, zip, 暗号化, xls, pdf, html, csv, 空, 不明."""
    if not data:
        return "空"
    if data.startswith(CFB_MAGIC):
        return "暗号化" if "EncryptedPackage".encode("utf-16-le") in data else "xls"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(archive_of(data))
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        return "pdf"
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return "html"
    if head.startswith(b"<?xml") or b"\x00" in head:
        return "不明"
    return "csv" if b"," in head or b"\t" in head else "文字だけのファイル"


@lru_cache(maxsize=1)
def archive_of(data: bytes) -> Archive | None:
    """The archive in the bytes; None when it is damaged. The last one is kept: a file's kind is asked before it is opened."""
    try:
        return Archive(data)
    except DAMAGE:
        return None


def _kind_of_zip(archive: Archive | None) -> str:
    if archive is None:
        return "途中で切れたファイル"
    if danger := archive.danger():
        raise Unreadable("圧縮爆弾", danger)
    parts = archive.names
    try:
        unsafe = reaches_outside(archive)
        mimetype = archive.read("mimetype") if "mimetype" in parts else b""
    except DAMAGE:
        return "途中で切れたファイル"
    if unsafe:
        raise Unreadable(UNSAFE, unsafe)
    if holds_code(archive):
        return "xlsm"
    if any(part.endswith("workbook.bin") for part in parts):
        return "xlsb"
    if b"opendocument" in mimetype:
        return "ods"
    return "xlsx" if any(part.endswith("workbook.xml") for part in parts) else "zip"


def refuse_unless_workbook(data: bytes, suffix: str) -> None:
    """Raise `Unreadable` unless the bytes are an .xlsx workbook under its right extension."""
    kind = kind_of(data)
    suffix = suffix.lower()
    if kind == "空":
        raise Unreadable("壊れたファイル", "大きさが0バイトです")
    if kind == "途中で切れたファイル":
        raise Unreadable("壊れたファイル", "ファイルの終わりがありません")
    if kind == "暗号化":
        raise Unreadable("パスワード付き", "")
    if kind == "xlsm":
        raise Unreadable("マクロ", "")
    if kind != "xlsx" and suffix == ACCEPTED_SUFFIX:
        if kind == "不明":
            raise Unreadable("ブックとして読めない", "Excelの形式ではありません")
        raise Unreadable("拡張子と中身が違う", SHOWN_KINDS.get(kind, kind))
    if kind != "xlsx" or suffix != ACCEPTED_SUFFIX:
        raise Unreadable("受け付けない形式", suffix or kind)


def open_package(data: bytes) -> Package:
    """Read the parts that name sheets and ranges. Raises `Unreadable` when the package is broken or unsafe."""
    archive = archive_of(data)
    if archive is None:
        raise _broken()
    try:
        workbook_part = _workbook_part(archive)
        workbook, names = _without_names(archive.read(workbook_part))
        return _package(archive, parse_xml(workbook), names, _targets(archive, workbook_part))
    except DAMAGE as fault:
        raise _broken() from fault


def _broken() -> Unreadable:
    return Unreadable("ブックとして読めない", "ブックの部品が欠けているか、壊れています")


def _package(
    archive: Archive,
    workbook: ElementTree.Element,
    apart: tuple[DefinedName, ...],
    targets: Mapping[str, str],
) -> Package:
    sheets: dict[str, str] = {}
    names = list(apart)
    date1904 = False
    for element in workbook.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "sheet":
            relation = next((v for k, v in element.attrib.items() if k.endswith("}id") or k == "id"), "")
            sheets[element.get("name", "")] = targets.get(relation, "")
        elif tag == "definedName":
            names.append(_defined_name(element))
        elif tag == "workbookPr":
            date1904 = element.get("date1904") in ("1", "true")
    if len(sheets) > MOST_SHEETS:
        raise Unreadable("圧縮爆弾", f"シートが{len(sheets):,}枚あります")
    return Package(archive, sheets, tuple(names), date1904)


def _without_names(workbook: bytes) -> tuple[bytes, tuple[DefinedName, ...]]:
    """The workbook part without its defined names, and the names.

    The forms of a night have a hundred and fifty names each, nearly always the same: they are understood once.
    """
    start, end = workbook.find(_NAMES[0]), workbook.find(_NAMES[1])
    if start < 0 or end < start or workbook.find(_NAMES[0], end) >= 0:
        return workbook, ()
    end += len(_NAMES[1])
    try:
        return workbook[:start] + workbook[end:], _names_of(workbook[start:end])
    except ElementTree.ParseError:  # a prefix that is declared further up: the part is read as a whole
        return workbook, ()


@lru_cache(maxsize=64)
def _names_of(block: bytes) -> tuple[DefinedName, ...]:
    return tuple(map(_defined_name, parse_xml(block)))


def _defined_name(element: ElementTree.Element) -> DefinedName:
    scope = element.get("localSheetId")
    return DefinedName(element.get("name", ""), int(scope) if scope else None, element.text or "")


def parse_xml(data: bytes) -> ElementTree.Element:
    """Parse a part; a part that declares a DOCTYPE or an entity is refused before the parser sees it (X07)."""
    if declares_type(data, len(data)):
        raise Unreadable(UNSAFE, DECLARATION)
    return ElementTree.fromstring(data)


def _workbook_part(archive: Archive) -> str:
    return _office_document(archive.read("_rels/.rels"))


@lru_cache(maxsize=64)
def _office_document(relations: bytes) -> str:
    for relation in parse_xml(relations):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise KeyError("officeDocument")


def _targets(archive: Archive, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    return _targets_in(folder, archive.read(f"{folder}/_rels/{name}.rels"))


@lru_cache(maxsize=64)
def _targets_in(folder: str, relations: bytes) -> dict[str, str]:
    """Relation → the part that it leads to. Kept, because the copies of a form have the same relations."""
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        for relation in parse_xml(relations)
    }
