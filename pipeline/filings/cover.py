"""What the cover of a 全項目評価書 says of it, by which it is placed and answered."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.context import COVER
from pipeline.extract import Extract
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters
from pipeline.papers.content import Content, content_of
from pipeline.receipts import filing_number
from pipeline.workspace import FILING_FORM

_DEPARTMENTS, _DEPARTMENT = "担当課", "課"


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of a filing; None and () for what is not written."""

    number: str | None
    """評価書番号, as filings are told apart by it."""
    title: str | None
    address: str | None
    departments: tuple[str, ...]
    """The 課 that the master knows, by their names of today."""


def cover_of(extract: Extract, masters: Masters) -> Cover:
    """Read the cover of a workbook of the form 全項目評価書."""
    form = masters.forms[FILING_FORM]
    content = content_of(extract, form, masters.mark_readings)
    for cover in content.of(COVER):
        (table,) = (field for field in cover.spec.fields if field.name == _DEPARTMENTS)
        at = table.headings.index(_DEPARTMENT)
        written = (line.cells[at] for line in cover.tables[_DEPARTMENTS])
        known = (masters.department_keys.get(fold(name)) for name in written if name)
        return Cover(
            number_of(content),
            cover.texts.get("評価書名"),
            cover.texts.get("担当者メール"),
            tuple(dict.fromkeys(filter(None, known))),
        )
    return Cover(None, None, None, ())


def number_of(content: Content) -> str | None:
    """The 評価書番号 on the cover, as filings are told apart by it; None where none is written."""
    written = next((cover.texts.get("評価書番号") for cover in content.of(COVER)), None)
    return filing_number(written) if written else None
