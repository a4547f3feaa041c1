"""Locating: where on this workbook each input of the form stands. By defined name, then by label, never by coordinate alone.

People insert rows, copy a 別紙 for a second 委託, rename sheets and delete names; the names that survive are believed first,
then the printed labels, and what is found by neither is reported with what was looked for (F04, F05).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from pipeline.forms.model import Form, Sheet
from pipeline.inputs import Located, key_of, locate_inputs
from pipeline.read import Area, Book, BookSheet, SheetName
from pipeline.undisturbed import NO_NAMES, SheetNames, located_at_once

META_SHEET = "_meta"
OUR_SHEETS = (META_SHEET, "_lists", "記入要領", "検証結果", "変更箇所")
"""Sheets that the job itself writes: never searched for inputs, never a finding."""

Anchors: TypeAlias = Mapping[str, Mapping[str, SheetNames]]
"""Sheet of the book → sheet of the form → where the defined names of its inputs point."""

_COPY_MARK = re.compile(r"(?:\s*[(（]\d+[)）]|_\d+|\s*のコピー.*)$")


def locate(form: Form, book: Book) -> tuple[list[Located], list[Sheet]]:
    """Find every sheet and input of the form. Returns the sheets found, in printed order, and those that are missing."""
    anchors = _anchors(form, tuple(book.names), tuple(sheet.name for sheet in book.sheets))
    instances = _instances(form, book, anchors)
    found = [
        _located(spec, sheet, anchors.get(sheet.name, {}).get(spec.name, NO_NAMES))
        for spec in form.sheets
        for sheet in instances.get(spec.name, ())
    ]
    return found, [spec for spec in form.sheets if spec.name not in instances]


def _located(spec: Sheet, sheet: BookSheet, names: SheetNames) -> Located:
    return located_at_once(spec, sheet, names) or locate_inputs(spec, sheet, names.areas)


@lru_cache(maxsize=64)
def _anchors(form: Form, names: tuple[SheetName, ...], sheets: tuple[str, ...]) -> Anchors:
    """The areas of the defined names that still point somewhere. Kept, because the copies of a form have the same."""
    areas: dict[str, dict[str, dict[str, Area]]] = {}
    ours = set(sheets) - set(OUR_SHEETS)
    for name in names:
        number = form.numbers.get(name.name)
        if number is None or name.area is None or name.area.sheet not in ours:
            continue
        if name.scope is not None and sheets[name.scope] != name.area.sheet:
            continue
        target = form.inputs[number]
        areas.setdefault(name.area.sheet, {}).setdefault(target.sheet, {}).setdefault(target.name, name.area)
    return {on: {spec: SheetNames(found) for spec, found in by_spec.items()} for on, by_spec in areas.items()}


def _instances(form: Form, book: Book, anchors: Anchors) -> dict[str, list[BookSheet]]:
    """Sheet of the form → the sheets of the book that are it: by the names on them, else by what they are called."""
    by_title = {key_of(spec.name): spec.name for spec in form.sheets}
    instances: dict[str, list[BookSheet]] = {}
    for sheet in book.sheets:
        if sheet.name in OUR_SHEETS:
            continue
        titles = {key_of(sheet.name), key_of(_COPY_MARK.sub("", sheet.name))}
        for name in anchors.get(sheet.name) or {by_title[title] for title in titles if title in by_title}:
            instances.setdefault(name, []).append(sheet)
    return instances
