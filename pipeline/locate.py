"""Locating: where on this workbook each input of the form stands. By defined name, then by label, never by coordinate alone.

People insert rows, copy a 別紙 for a second 委託, rename sheets and delete names; the names that survive are believed first,
then the printed labels, and what is found by neither is reported with what was looked for (F04, F05).
"""

from __future__ import annotations

import re

from pipeline.forms.model import Form, Sheet
from pipeline.inputs import Located, locate_inputs
from pipeline.japanese.text import fold
from pipeline.read import Area, Book, BookSheet

OUR_SHEETS = ("_meta", "_lists", "記入要領", "検証結果")
"""Sheets that the job itself writes: never searched for inputs, never a finding."""

_COPY_MARK = re.compile(r"(?:\s*[(（]\d+[)）]|_\d+|\s*のコピー.*)$")


def locate(form: Form, book: Book) -> tuple[list[Located], list[Sheet]]:
    """Find every sheet and input of the form. Returns the sheets found, in printed order, and those that are missing."""
    anchors = _anchors(form, book)
    found: list[Located] = []
    absent: list[Sheet] = []
    for spec in form.sheets:
        sheets = [sheet for sheet in book.sheets if _is_instance(spec, sheet, anchors, form)]
        if not sheets:
            absent.append(spec)
        found.extend(locate_inputs(spec, sheet, anchors.get((spec.name, sheet.name), {})) for sheet in sheets)
    return found, absent


def _anchors(form: Form, book: Book) -> dict[tuple[str, str], dict[str, Area]]:
    """(sheet of the form, sheet of the book) → input name → area, from the defined names that still point somewhere."""
    inputs = {f.defined_name: f for f in form.inputs}
    anchors: dict[tuple[str, str], dict[str, Area]] = {}
    ours = {sheet.name for sheet in book.sheets} - set(OUR_SHEETS)
    for name in book.names:
        target = inputs.get(name.name)
        if target is None or name.area is None or name.area.sheet not in ours:
            continue
        if name.scope is not None and book.sheets[name.scope].name != name.area.sheet:
            continue
        anchors.setdefault((target.sheet, name.area.sheet), {}).setdefault(target.name, name.area)
    return anchors


def _is_instance(spec: Sheet, sheet: BookSheet, anchors: dict[tuple[str, str], dict[str, Area]], form: Form) -> bool:
    if sheet.name in OUR_SHEETS:
        return False
    if (spec.name, sheet.name) in anchors:
        return True
    if any(other.name != spec.name and (other.name, sheet.name) in anchors for other in form.sheets):
        return False
    return fold(spec.name) in (fold(sheet.name), fold(_COPY_MARK.sub("", sheet.name)))
