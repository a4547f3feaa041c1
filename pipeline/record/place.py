"""Where the sheet 審議 stands in the book: its columns by their headings, as the reader finds them, so that they may be moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.forms.model import Form
from pipeline.inputs import Located
from pipeline.japanese.text import fold
from pipeline.locate import locate
from pipeline.read import read_book
from pipeline.secretariat import DECISIONS
from validations.findings import address


@dataclass(frozen=True, slots=True)
class Place:
    """The table of the sheet 審議."""

    sheet: str
    """The name of the sheet in the book."""
    columns: Mapping[str, str]
    """Heading → letters of its column; headings that are not there are left out."""
    first: int
    """The row below the headings, as people count."""

    def like_row(self, decisions: pd.DataFrame) -> int:
        """The row that a new one is to look like: the last of a case, else the first of the table, as the form has it."""
        rows = decisions.loc[decisions["シート"].eq(self.sheet), "行"]
        return int(rows.max()) + 1 if len(rows) else self.first


def place_of_decisions(data: bytes, form: Form) -> Place | None:
    """Where rows are to be added; None when the sheet, or its column 案件ID, is not to be found.

    Of several sheets that are copies of it, the one that bears its name. Raises `Unreadable` when the bytes are no workbook.
    """
    found, _ = locate(form, read_book(data, ".xlsx"))
    places = [place for located in found if located.spec.name == DECISIONS for place in _places(located)]
    return min(places, key=lambda place: fold(place.sheet) != fold(DECISIONS), default=None)


def _places(located: Located) -> list[Place]:
    places = []
    for spot in located.spots:
        columns = {
            heading: address(0, column).removesuffix("1")
            for heading, column in zip(spot.field.headings, spot.columns, strict=True)
            if column is not None
        }
        if "案件ID" in columns:
            places.append(Place(located.sheet.name, columns, spot.row + 2))
    return places
