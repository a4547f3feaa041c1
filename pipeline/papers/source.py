"""What a paper is made from: what the workbook says, with the marks laid over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.forms.model import DATE, INTEGER, PARTIAL_DATE, TABLE, Field, Form
from pipeline.papers.content import Content, Leaf
from pipeline.papers.head import CaseHead, printed_day
from pipeline.papers.marks import Marks, Run
from pipeline.papers.words import EMPTY, Words

COVER, OUTLINE, ITEMS, FLOW = "表紙", "事業の概要", "記録項目", "情報の流れ"
DIVISIONS, PAPER_NUMBER = "区分", "資料番号"
TICK = "○"
_DIGITS = re.compile("[0-9]{4,}")


@dataclass(frozen=True, slots=True)
class CasePaper:
    """All that is printed of a case."""

    content: Content
    """What its workbook says."""
    head: CaseHead
    """What the secretariat gave it; without 資料番号, that on the cover counts."""
    marks: Marks | None = None
    """What differs from what was approved before; None for a new case."""
    pictures: tuple[bytes, ...] = ()
    """The 個人情報の流れ, of a 全項目評価書 the drawings of 別添１, as pictures (PNG, JPEG, GIF, BMP)."""
    picture_note: str = ""
    """What is said in the place of a picture that cannot be printed."""


@dataclass(frozen=True)
class Source:
    """A case with its form."""

    case: CasePaper
    form: Form
    head: CaseHead

    @staticmethod
    def of(case: CasePaper, form: Form) -> Source:
        """A case; the 資料番号 on its cover counts as long as the secretariat gave it none."""
        source = Source(case, form, case.head)
        number = case.head.number or source.text(COVER, PAPER_NUMBER)
        return Source(case, form, replace(case.head, number=number))

    @property
    def content(self) -> Content:
        """What its workbook says."""
        return self.case.content

    @property
    def marks(self) -> Marks | None:
        """What differs from what was approved before."""
        return self.case.marks

    def words(self, leaf: Leaf, wanted: Field) -> Words:
        """What is written in an input; empty where nothing is."""
        text = leaf.texts.get(wanted.name, "")
        runs = self.marks.runs(leaf.name, wanted.name) if self.marks else None
        if runs is None:
            return Words(printed_day(text) if wanted.type in (DATE, PARTIAL_DATE) else text)
        return _marked(text, runs, f"{leaf.name}.{wanted.name}")

    def rows(self, leaf: Leaf, table: Field) -> Iterator[list[Words]]:
        """The written rows of a table: the words under each of its headings."""
        numbers, headings = [column.type == INTEGER for column in table.columns], table.headings
        for index, written in enumerate(leaf.tables.get(table.name, ())):
            marks = self.marks.row(leaf.name, table.name, index) if self.marks else None
            if marks is None and True not in numbers:
                yield [Words(cell) if cell else EMPTY for cell in written.cells]
                continue
            words = []
            for heading, cell, is_number in zip(headings, written.cells, numbers, strict=True):
                text = cell or ""
                runs = marks.runs(heading) if marks else None
                if marks is not None and marks.added:
                    own = Words.marked(text)
                elif runs is not None:
                    own = _marked(text, runs, f"{leaf.name}.{table.name}.{heading}")
                else:
                    own = Words(text) if text else EMPTY
                words.append(_with_commas(own) if is_number else own)
            yield words

    @cached_property
    def divisions(self) -> tuple[str, ...]:
        """The 区分 that the cover ticks, in its order."""
        return tuple(
            line.cells[0]
            for leaf in self.content.of(COVER)
            for line in leaf.tables.get(DIVISIONS, ())
            if line.cells[0] and any(line.cells[1:])
        )

    @cached_property
    def flow_number(self) -> str:
        """The number of the paper with the 個人情報の流れ; empty where there is none, or the case has no number."""
        return self.head.branch(1) if self._has_flow else ""

    @cached_property
    def items_number(self) -> str:
        """The number of the paper with the 記録項目; empty where there is none, or the case has no number."""
        return self.head.branch(1 + self._has_flow) if any(map(is_written, self.content.of(ITEMS))) else ""

    @cached_property
    def _has_flow(self) -> bool:
        return bool(self.case.pictures or self.case.picture_note) or any(map(is_written, self.content.of(FLOW)))

    def text(self, sheet: str, name: str) -> str:
        """What is written in an input of a sheet that there is once; empty where nothing is."""
        return next((leaf.texts.get(name, "") for leaf in self.content.of(sheet)), "")


def is_written(leaf: Leaf) -> bool:
    """Whether the department wrote anything on a sheet, beside what the form prints there."""
    if leaf.texts:
        return True
    for table in leaf.spec.fields:
        if table.type != TABLE:
            continue
        inputs = [at for at, column in enumerate(table.columns) if not column.fixed]
        if any(line.cells[at] for line in leaf.tables.get(table.name, ()) for at in inputs):
            return True
    return False


def _marked(text: str, runs: tuple[Run, ...], place: str) -> Words:
    words = Words.of(runs)
    if words.text != text:
        raise ValueError(f"the marks of {place} are those of another text")
    return words


def _with_commas(words: Words) -> Words:
    """A number as it is printed: 86,000. Another text as it is."""
    if not _DIGITS.fullmatch(words.text):
        return words
    return Words.marked(f"{int(words.text):,}", changed=bool(words.changed))
