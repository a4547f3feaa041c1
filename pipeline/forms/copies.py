"""The sheets of a filled-in form, with the copies that people make of a sheet for a second file or a second 委託.

A copy is called as Excel calls it (`ファイル (2)`), and carries the same names as its original, scoped to the copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.forms.layout import reference
from pipeline.forms.model import SHEET_OF_FIELDS, Form, Sheet

_COPY = re.compile(r"(.+) \([0-9]+\)")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of the workbook: what it is on the form, what it is called, and what is filled in (defined name → value)."""

    sheet: Sheet
    title: str
    content: Mapping[str, object]

    @property
    def is_copy(self) -> bool:
        """Whether it is a further copy of a sheet of the form."""
        return self.title != self.sheet.name

    def name(self, defined_name: str) -> str:
        """A defined name as it is entered for this sheet."""
        return reference(self.title, defined_name) if self.is_copy else defined_name


def leaves(form: Form, content: Mapping[str, object]) -> list[Leaf]:
    """Every sheet of the form in printed order, each followed by its copies as far as `content` fills them in.

    The keys of `content` are names of inputs (`ファイル.保管場所`), those of a copy with its title (`ファイル (2).保管場所`).

    Raises:
        ValueError: a key that is no input of the form or of a copy.

    """
    filled: dict[str, dict[str, dict[str, object]]] = {sheet.name: {sheet.name: {}} for sheet in form.sheets}
    unknown = []
    for key, value in content.items():
        title, _, name = key.partition(".")
        sheet = _sheet_of(form, title)
        defined_name = f"{sheet.name}.{name}" if sheet else key
        if sheet is None or defined_name not in form.numbers:
            unknown.append(key)
            continue
        filled[sheet.name].setdefault(title, {})[defined_name] = value
    if unknown:
        raise ValueError(f"{form.name}: unknown inputs {sorted(unknown)}")
    return list(_in_order(form, filled))


def _sheet_of(form: Form, title: str) -> Sheet | None:
    copy = _COPY.fullmatch(title)
    sheet = form.by_name.get(copy[1] if copy else title)
    return None if copy and sheet and sheet.kind != SHEET_OF_FIELDS else sheet


def _in_order(form: Form, filled: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Iterator[Leaf]:
    for sheet in form.sheets:
        for title, content in filled[sheet.name].items():
            yield Leaf(sheet, title, content)
