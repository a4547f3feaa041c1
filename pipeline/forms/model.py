"""The form as the masters describe it: one description from which the blank form is made and by which it is read.

Everything here is frozen: a form is read once a night and shared by every workbook and every worker process.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.japanese.text import fold

TEXT, LONG_TEXT, CHOICE, DATE, PARTIAL_DATE, INTEGER, TABLE = "文字", "長文", "選択", "日付", "年月日", "整数", "表"
FIELD_TYPES = (TEXT, LONG_TEXT, CHOICE, DATE, PARTIAL_DATE, INTEGER, TABLE)
REQUIRED, CONDITIONAL, OPTIONAL = "必須", "条件", "任意"

SHEET_OF_FIELDS, SHEET_OF_MEASURES, SHEET_OF_ROWS = "帳票", "チェックリスト", "一覧"
SHEET_KINDS = (SHEET_OF_FIELDS, SHEET_OF_MEASURES, SHEET_OF_ROWS)

MEASURE_ID, MEASURE_SECTION, MEASURE_TEXT = "対策ID", "区分", "対策"
PRINTED_IN_CHECKLISTS = (MEASURE_ID, MEASURE_SECTION, MEASURE_TEXT)
"""The columns of a checklist that the form prints; the department answers in the others."""

BODY = "表"
"""The name of the one table of a checklist or list sheet: its defined name is `シート名.表`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, exactly as printed in the heading cell, and what may stand below it."""

    heading: str
    type: str = TEXT
    required: str = OPTIONAL
    choices: tuple[str, ...] = ()
    width: float = 12.0
    help: str = ""
    fixed: bool = False
    """The form prints the choices of this column, one a row; the department does not write here."""
    since: str = ""
    """The edition that first had this column; empty: all have it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a sheet: a cell, or (type 表) a table with its columns."""

    sheet: str
    name: str
    label: str
    type: str = TEXT
    required: str = OPTIONAL
    condition: str = ""
    choices: tuple[str, ...] = ()
    lines: int = 1
    """Height to leave: lines of text for a cell, body rows for a table."""
    help: str = ""
    example: str = ""
    columns: tuple[Column, ...] = ()
    since: str = ""
    """The edition that first had this input; empty: all have it."""
    section: tuple[str, ...] = ()
    """The headings that the form prints above: the chapter, and the part of it. Inputs that follow each other may share them."""

    @property
    def defined_name(self) -> str:
        """The workbook-scoped name of the input, e.g. `表紙.件名`."""
        return f"{self.sheet}.{self.name}"

    @property
    def is_table(self) -> bool:
        """Whether the input is a table."""
        return self.type == TABLE

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of a table, left to right."""
        return tuple(column.heading for column in self.columns)


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a checklist."""

    id: str
    sheet: str
    section: str
    text: str
    when_subcontracted: bool = False
    counterpart: str = ""
    """対策ID of the same measure on the other party's checklist."""
    since: str = ""
    """The edition that first had this measure; empty: all have it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a form."""

    name: str
    kind: str
    title: str = ""
    preface: str = ""
    division: str = ""
    """区分 to which the sheet belongs, empty for the sheets that every case fills in."""
    party: str = ""
    """For a checklist: who takes the measures (区 or the other party, as printed)."""
    protected: bool = True
    landscape: bool = False
    guidance: str = ""
    required: bool = False
    fields: tuple[Field, ...] = ()
    measures: tuple[Measure, ...] = ()
    repeats: str = ""
    """What the sheet is filled in for, one copy each (ファイル, 委託事項); empty for a sheet that stands for the whole case."""

    def __hash__(self) -> int:
        """Of the name alone: layouts are looked up by sheet for every workbook, and no two sheets of a form share a name."""
        return hash(self.name)

    @property
    def is_annex(self) -> bool:
        """Whether the sheet is the 別紙 of a 区分."""
        return self.kind == SHEET_OF_FIELDS and bool(self.division)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a form, as the masters list them."""

    name: str
    ends: dt.date | None = None
    """The last day on which it is accepted."""
    changes: str = ""
    """What is different from the edition before, in words for the departments."""


@dataclass(frozen=True)
class Form:
    """A form of the masters in its current edition."""

    name: str
    title: str
    edition: str
    sheets: tuple[Sheet, ...]
    accepted_editions: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    """All editions there ever were, oldest first."""
    digest: str = ""
    """Digest of what the masters say, written into the blank form so that a drift can be seen."""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def by_name(self) -> dict[str, Sheet]:
        """Sheets by name."""
        return {sheet.name: sheet for sheet in self.sheets}

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """Every input of the form, in printed order. Its index is the number of the input in long frames."""
        return tuple(f for sheet in self.sheets for f in sheet.fields)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Defined name → number of the input."""
        return {f.defined_name: number for number, f in enumerate(self.inputs)}

    @cached_property
    def labels(self) -> frozenset[str]:
        """Every text that the form prints outside of its inputs: lines above them, labels, headings, explanations."""
        sheets = ((s.title, s.preface, s.party, s.guidance) for s in self.sheets)
        inputs = ((f.label, f.help, *f.headings, *f.section) for f in self.inputs)
        return frozenset(text for texts in (*sheets, *inputs) for text in texts if text)

    @cached_property
    def labels_and_blank(self) -> frozenset[str]:
        """The labels, and what an empty cell holds."""
        return self.labels | {""}

    @cached_property
    def label_keys(self) -> frozenset[str]:
        """The labels as they are compared, however their spaces were changed."""
        return frozenset(map(fold, self.labels))

    @cached_property
    def printed(self) -> frozenset[str]:
        """Every text of the form itself, with the choices and measures; and '', which an empty cell holds."""
        lists = (*(f.choices for f in self.inputs), *(c.choices for f in self.inputs for c in f.columns))
        measures = ((m.id, m.section, m.text) for s in self.sheets for m in s.measures)
        texts = (*self.choices.values(), *lists, *measures)
        return self.labels.union([""], *texts)

    @cached_property
    def divisions(self) -> tuple[str, ...]:
        """The 区分, in printed order."""
        return tuple(dict.fromkeys(sheet.division for sheet in self.sheets if sheet.division))

    def lacks(self, edition: str | None, since: str) -> bool:
        """Whether an edition is older than the one that first had something."""
        names = [known.name for known in self.editions]
        return bool(since) and edition in names and names.index(edition) < names.index(since)

    def tables(self) -> Iterator[Field]:
        """The inputs that are tables."""
        return (f for f in self.inputs if f.is_table)
