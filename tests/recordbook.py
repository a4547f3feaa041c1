"""審議記録.xlsx as an officer keeps it: what she writes and makes in it, and what differs between two states of the book."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pipeline.package import DefinedName
from pipeline.patch.comments import add_comments
from pipeline.patch.editor import Editor
from pipeline.patch.geometry import grid_of
from pipeline.patch.markup import Edit, apply, set_attributes
from pipeline.patch.relations import relate
from pipeline.patch.values import Before, Change, place_of
from pipeline.patch.worksheet import inserted, outline, relation_attribute
from tests.patch.builders import parts_of, values

SHEET = "審議"
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_TEXT_BOX = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>15</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    "<xdr:to><xdr:col>18</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="テキスト ボックス 1"/><xdr:cNvSpPr txBox="1"/>'
    '</xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="457200"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:lstStyle/>'
    "<a:p><a:r><a:t>次の会議まで</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"


def lines(book: Path | bytes, sheet: str = SHEET) -> list[dict[str, Any]]:
    """The written rows of a sheet: heading → value, blank ones left out, and `行`, the row as people count."""
    rows = values(book if isinstance(book, bytes) else book.read_bytes())[sheet]
    head = next(at for at, row in enumerate(rows) if "年度" in row)
    found = []
    for at, row in enumerate(rows[head + 1 :], head + 2):
        line = {heading: value for heading, value in zip(rows[head], row, strict=True) if heading and value != ""}
        found += [{"行": at, **line}] if line else []
    return found


def line_of(book: Path | bytes, case_id: str) -> dict[str, Any]:
    """The row of a case."""
    (found,) = [line for line in lines(book) if line.get("案件ID") == case_id]
    return found


def write(path: Path, row: int, *, sheet: str = SHEET, **cells: str | float | None) -> None:
    """What someone types into cells of a row (as people count), by heading; None empties the cell."""
    letters = columns(path.read_bytes(), sheet)
    editor = Editor(path.read_bytes())
    for heading, value in cells.items():
        place = place_of(f"{letters[heading]}{row}")
        assert place is not None
        editor.change(sheet, {place: Change(erase=True) if value is None else Change(value)})
    path.write_bytes(editor.save())


def columns(data: bytes, sheet: str = SHEET) -> dict[str, str]:
    """Heading → letters of its column."""
    row = next(row for row in values(data)[sheet] if "年度" in row)
    return {heading: _letters(column) for column, heading in enumerate(row) if heading}


def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def head_row(data: bytes, sheet: str = SHEET) -> int:
    """The row of the headings, as people count."""
    return next(at for at, row in enumerate(values(data)[sheet], 1) if "年度" in row)


def meeting(path: Path, year: str, number: int | None, day: str) -> None:
    """A further row of the sheet 会議."""
    known = lines(path, "会議")
    row = known[-1]["行"] + 1 if known else head_row(path.read_bytes(), "会議") + 1
    write(path, row, sheet="会議", 年度=year, 回=number, 開催日=day)


def decorate(path: Path, row: int) -> None:
    """What she makes of the book: a colour, a filter that hides a row, a column of her own, a note, a text box, a rule, a width."""
    data = path.read_bytes()
    editor, head = Editor(data), head_row(data)
    fill = editor.styles.solid("FFFFFF00")

    def yellow(now: Before) -> int:
        return editor.styles.filled(now.style, fill)

    case = place_of(f"A{row}")
    assert case is not None
    editor.change(SHEET, {case: Change(restyle=yellow)})
    editor.set_text(SHEET, f"N{head}", "担当")
    editor.set_text(SHEET, f"N{row}", "山田")
    editor.set_text(SHEET, "N290", "ここまで今年度")
    part = editor.sheet_part(SHEET)
    add_comments(editor, SHEET, {(row - 1, 5): "議長の都合で延期"}, grid_of(editor.package.read(part), [(row - 1, 5)]))
    drawing = editor.new_part("drawings/drawing{}.xml", _DRAWING, _TEXT_BOX.encode())
    relation = relate(editor.package, part, f"{editor.type_base}/drawing", drawing)
    edits = _elements(editor.package.read(part), head, row, relation, editor.type_base)
    editor.package.write(part, apply(editor.package.read(part), edits))
    filter_ = DefinedName("_xlnm._FilterDatabase", editor.sheets.index(SHEET), f"{SHEET}!$A${head}:$M${row}")
    editor.add_names([filter_])
    path.write_bytes(editor.save())


def _elements(xml: bytes, head: int, row: int, relation: str, namespace: str) -> list[Edit]:
    root = outline(xml)
    widths, chosen = (
        root.child("cols"),
        '<filterColumn colId="6"><filters><filter val="承認"/></filters></filterColumn>',
    )
    assert widths is not None
    rule = (
        f'<conditionalFormatting sqref="A{head + 1}:J{row}"><cfRule type="expression" priority="99">'
        f"<formula>$I{head + 1}=&quot;○&quot;</formula></cfRule></conditionalFormatting>"
    )
    drawing = f"<drawing {relation_attribute(xml, root, namespace, relation)}/>"
    return [
        set_attributes(xml, widths.children[1], {"width": "21.5"}),
        inserted(root, "autoFilter", f'<autoFilter ref="A{head}:M{row}">{chosen}</autoFilter>'),
        inserted(root, "conditionalFormatting", rule),
        inserted(root, "drawing", drawing),
        _hidden(xml, row),
    ]


def _hidden(xml: bytes, row: int) -> Edit:
    """The filter hides a row."""
    found = re.search(rb'<row r="%d"' % row, xml)
    assert found
    return found.end(), found.end(), b' hidden="1"'


def changed_cells(before: bytes, after: bytes, grown: tuple[int, int] = (0, 0)) -> set[str]:
    """The cells of the sheet 審議 that differ. Everything else of the book must be the same, byte for byte.

    `grown`: the row to which filter and rules reached, and that to which they reach now.
    """
    old, new = parts_of(before), parts_of(after)
    editor = Editor(before)
    part = editor.sheet_part(SHEET)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} <= {part, editor.part}
    cells = [{found[1].decode(): found[0] for found in _CELL.finditer(parts[part])} for parts in (old, new)]
    assert cells[0].keys() <= cells[1].keys()
    changed = {cell for cell, xml in cells[1].items() if cells[0].get(cell) != xml}
    rows = {cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for cell in changed}
    for name in (part, editor.part):
        assert _frame(old[name], rows) == _shrunk(_frame(new[name], rows), *grown)
    return changed


def _frame(xml: bytes, rows: Collection[str]) -> bytes:
    """A sheet without its cells, and without how high the changed rows are and how far they reach."""

    def bare(found: re.Match[bytes]) -> bytes:
        return re.sub(rb' (?:spans|ht)="[^"]*"', b"", found[0]) if found[1].decode() in rows else found[0]

    return re.sub(rb'<row r="([0-9]+)"[^>]*>', bare, _CELL.sub(b"", xml))


def _shrunk(xml: bytes, before: int, now: int) -> bytes:
    """With the filter and the rules that reach to a row as they were."""
    reach = rb'((?:\bs?q?ref="[^"]*|%s![^<]*):[$]?[A-Z]+[$]?)%d(?=["<])' % (SHEET.encode(), now)
    return re.sub(reach, rb"\g<1>%d" % before, xml) if before else xml


def moved(data: bytes, order: Mapping[str, str], above: int = 0) -> bytes:
    """The book with the contents of columns of 審議 in other places (`order`: letters → letters), and rows put in above."""

    def move(found: re.Match[bytes]) -> bytes:
        letters = found[2].decode()
        return b'%s"%s%d"' % (found[1], order.get(letters, letters).encode(), int(found[3]) + above)

    editor = Editor(data)
    part = editor.sheet_part(SHEET)
    xml = editor.package.read(part)
    head, rows, tail = re.split(rb"(<sheetData>.*</sheetData>)", xml, flags=re.DOTALL)
    rows = re.sub(rb'(<c r=)"([A-Z]+)([0-9]+)"', move, rows)
    rows = re.sub(rb'<row r="([0-9]+)"', lambda found: b'<row r="%d"' % (int(found[1]) + above), rows)
    rows = re.sub(rb"(<row[^>]*>)(.*?)(</row>)", _sorted_row, rows, flags=re.DOTALL)
    editor.package.write(part, head + rows + tail)
    return editor.save()


def _sorted_row(found: re.Match[bytes]) -> bytes:
    cells = {cell[1]: cell[0] for cell in _CELL.finditer(found[2])}
    ordered = sorted(cells, key=lambda cell: (len(cell), cell))
    return found[1] + b"".join(cells[cell] for cell in ordered) + found[3]
