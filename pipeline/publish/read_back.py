"""Reading a 台帳 back: the frames that were written, to the last character. What is exported can be taken elsewhere whole."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
from python_calamine import CalamineWorkbook

from pipeline.publish.contents import CONTENTS

Row = list[object]

_FURTHER = re.compile(r"(.*) \([0-9]+\)", re.DOTALL)
"""A further column of a long text, or a further sheet of a long frame."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_ledger(path: Path) -> dict[str, pd.DataFrame]:
    """Read a 台帳 (or another book of data sheets) that `write_ledger` wrote.

    Texts are str, numbers int or float, whole days ISO text, links the path that they lead to, and what is empty is None; all
    columns have the dtype object. 目次 is left out; a text that was spread over columns and a frame over sheets are one again.

    Raises:
        OSError: The file cannot be read.
        python_calamine.CalamineError: It is no workbook.

    """
    book = CalamineWorkbook.from_path(path)
    frames: dict[str, list[Row]] = {}
    with zipfile.ZipFile(path) as package:
        for number, name in enumerate(book.sheet_names, start=1):
            if name != CONTENTS:
                rows = _cells(book.get_sheet_by_name(name).to_python(skip_empty_area=False), _links(package, number))
                further = _FURTHER.fullmatch(name)
                if further and further[1] in frames:
                    frames[further[1]] += rows[1:]
                else:
                    frames[name] = rows
    return {name: _frame(rows) for name, rows in frames.items()}


def _links(package: zipfile.ZipFile, number: int) -> dict[tuple[int, int], str]:
    """Row and column, from 0, of each link to a file on the sheet of a number → the path."""
    relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
    if relations not in package.namelist():
        return {}
    targets = {
        relation.get("Id"): relation.get("Target", "") for relation in ElementTree.fromstring(package.read(relations))
    }
    with package.open(f"xl/worksheets/sheet{number}.xml") as sheet:
        found = [element for _, element in ElementTree.iterparse(sheet) if element.tag == f"{_MAIN}hyperlink"]
    return {_place(element.get("ref", "")): unquote(targets[element.get(_RELATION)]) for element in found}


def _place(reference: str) -> tuple[int, int]:
    """B12 → (11, 1)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


def _cells(rows: Sequence[Sequence[object]], links: dict[tuple[int, int], str]) -> list[Row]:
    plain = [[_value(cell) for cell in row] for row in rows]
    for (row, column), target in links.items():
        plain[row][column] = target
    return plain


def _value(cell: object) -> object:
    """What the frame held: no empty texts, whole numbers as such, days as ISO text."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return None if cell == "" else cell


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    """The rows below their headings, with the columns of a long text joined."""
    headings, *body = rows
    columns = list(_together([str(heading) for heading in headings]))
    data = {
        heading: pd.Series([_joined(row[first : last + 1]) for row in body], dtype="object")
        for heading, first, last in columns
    }
    return pd.DataFrame(data, columns=[heading for heading, _, _ in columns], dtype="object")


def _together(headings: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Heading, first and last column: 概要, 概要 (2) and 概要 (3) are one."""
    owners: list[str] = []
    for heading in headings:
        further = _FURTHER.fullmatch(heading)
        owners.append(owners[-1] if further and owners and further[1] == owners[-1] else heading)
    at = 0
    for heading, group in groupby(owners):
        count = len(list(group))
        yield heading, at, at + count - 1
        at += count


def _joined(parts: Row) -> object:
    if len(parts) == 1:
        return parts[0]
    texts = [part for part in parts if isinstance(part, str)]
    return "".join(texts) if len(texts) > 1 else parts[0]
