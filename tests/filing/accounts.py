"""Two tables of the official assessment: where each of its fields stands on our form, and what the published one says in it.

What it says is known by length and sha256 (its first 16 digits): the words themselves stand in the data of the samples and nowhere twice.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.forms.model import Form
from pipeline.frames import Tables

_HERE = Path(__file__).parent
READ, PARTLY = "読めた", "一部"


@dataclass(frozen=True, slots=True)
class Official:
    """A field of the official form and one place of it on ours: a cell, a column of a table, or one row of that."""

    id: str
    type: str
    star: bool
    conditional: bool
    choices: tuple[str, ...]
    sheet: str
    name: str
    column: str
    row: str


@dataclass(frozen=True, slots=True)
class Published:
    """What the published assessment says in a field, of which file, 委託 (file and number) or system."""

    id: str
    of: str
    state: str
    length: int
    digest: str
    day: str

    def is_said_by(self, text: str) -> bool:
        """Whether a text is the published one."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""
        return (len(text), digest) == (self.length, self.digest)


def official_fields() -> list[Official]:
    """All places of all official fields."""
    return [
        Official(r[0], r[2], bool(r[3]), bool(r[4]), tuple(filter(None, r[5].split("｜"))), *r[6:])
        for r in _rows("公式様式の項目.csv")
    ]


def published_values() -> list[Published]:
    """All values of the published assessment, and where its text has none."""
    return [Published(*r[:3], int(r[3]), *r[4:]) for r in _rows("公表された評価書.csv")]


def _rows(name: str) -> list[list[str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


class FiledAssessment:
    """An assessment as read back, asked by official field."""

    def __init__(self, tables: Tables, form: Form) -> None:
        self._tables, self._form = tables, form
        self._places: dict[str, Official] = {}
        for place in official_fields():
            self._places.setdefault(place.id, place)

    def text(self, id_: str, of: str) -> str:
        """What stands in a field: the ticked choices, words in brackets and names of files joined in printed order."""
        place = self._places[id_]
        if not place.column:
            return "" if place.name == "表" else self._of_cell(place, of)
        if self._form.by_name[place.sheet].name == "システム":
            return self._of_system(place, of)
        return self._of_table(place, self._leaf(place.sheet, of))

    def day(self, id_: str, of: str) -> str:
        """A date as it was understood."""
        return str(self._cell(self._places[id_], of)["値"])

    def _cell(self, place: Official, of: str) -> pd.Series[object]:
        inputs = self._tables["項目"]
        here = inputs["枚"].eq(self._leaf(place.sheet, of)) & inputs["項目名"].eq(place.name)
        (row,) = inputs.index[here]
        return inputs.loc[row]

    def _of_cell(self, place: Official, of: str) -> str:
        cell = self._cell(place, of)
        text = cell["原文"] if place.type in ("text", "date") else cell["値"]
        return text if isinstance(text, str) else ""

    def _leaf(self, sheet: str, of: str) -> int:
        """The number of the sheet: of the n-th file, or of the 委託 that says of which file it is and with which number."""
        sheets = self._tables["シート"]
        leaves = sheets.index[sheets["様式シート"].eq(sheet)].tolist()
        if sheet == "委託事項":
            return self._contracts()[of]
        return int(leaves[int(of) - 1 if of else 0])

    def _contracts(self) -> dict[str, int]:
        inputs = self._tables["項目"]
        said = inputs[inputs["様式シート"].eq("委託事項")].pivot_table("値", "枚", "項目名", "first", observed=True)
        files = inputs[inputs["様式シート"].eq("ファイル") & inputs["項目名"].eq("ファイル名")]["値"].tolist()
        return {f"{files.index(r['ファイル名']) + 1}-{r['番号']}": int(leaf) for leaf, r in said.iterrows()}

    def _of_system(self, place: Official, of: str) -> str:
        systems = self._tables["システム"]
        row = systems[systems["番号"].eq(of)].iloc[0]
        if place.type == "multi ○":
            return "、".join(choice for choice in place.choices if row[f"{choice}あり"])
        return row[place.column] if isinstance(row[place.column], str) else ""

    def _of_table(self, place: Official, leaf: int) -> str:
        name = place.name if place.name != "表" else place.sheet
        rows = self._tables[name]
        rows = rows[rows["枚"].eq(leaf)]
        if place.column == "該当":
            return "、".join(rows[rows["該当あり"]][self._tables.headings[name][0]])
        written = rows[rows[place.column].notna()]
        if place.column == "内容":
            printed = self._tables.headings[name][0]
            return "、".join(f"{row[printed]}：{row['内容']}" for row in written.to_dict("records"))
        return "\n".join(written[place.column] if place.name == "ファイル名" else sorted(written[place.column]))
