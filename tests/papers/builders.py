"""Contents to print, made from the samples and changed here and there; marks as a test lays them over a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from pipeline.extract import extract_file
from pipeline.masters.load import Masters
from pipeline.papers.content import Content, Leaf, Line, content_of
from pipeline.workspace import FORM
from tests.conftest import SAMPLES

ELDERS = SAMPLES / "付議事項_後期高齢支援システム.xlsx"
HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"


def content_in(path: Path, masters: Masters) -> Content:
    extract = extract_file(path.read_bytes(), path.name, dict(masters.forms), FORM)
    return content_of(extract, masters.forms[FORM], masters.mark_readings)


def with_leaf(content: Content, name: str, **changes: object) -> Content:
    """The content with another leaf of that name."""
    leaves = [replace(leaf, **changes) if leaf.name == name else leaf for leaf in content.leaves]  # type: ignore[arg-type]
    return replace(content, leaves=tuple(leaves))


def leaf_in(content: Content, name: str) -> Leaf:
    return next(leaf for leaf in content.leaves if leaf.name == name)


def with_text(content: Content, leaf: str, name: str, text: str) -> Content:
    return with_leaf(content, leaf, texts={**leaf_in(content, leaf).texts, name: text})


def with_rows(content: Content, leaf: str, table: str, rows: Sequence[Sequence[str | None]]) -> Content:
    lines = tuple(Line(at + 5, tuple(range(len(row))), tuple(row)) for at, row in enumerate(rows))
    return with_leaf(content, leaf, tables={**leaf_in(content, leaf).tables, table: lines})


def with_copy(content: Content, name: str, **texts: str) -> Content:
    """The content with a copy of a 別紙 behind the others."""
    own = leaf_in(content, name)
    return replace(content, leaves=(*content.leaves, replace(own, name=f"{name} (2)", texts={**own.texts, **texts})))


@dataclass(frozen=True)
class Run:
    text: str
    changed: bool


@dataclass(frozen=True)
class RowMarks:
    added: bool = False
    by_heading: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)

    def runs(self, heading: str) -> tuple[Run, ...] | None:
        return self.by_heading.get(heading)


@dataclass(frozen=True)
class Marks:
    texts: Mapping[tuple[str, str], tuple[Run, ...]] = field(default_factory=dict)
    rows: Mapping[tuple[str, str, int], RowMarks] = field(default_factory=dict)
    line: str = "※太字ゴシック（下線）は、令和６年度第４回承認済の内容からの変更箇所"
    removed: tuple[tuple[str, str], ...] = ()

    def runs(self, leaf_name: str, input_name: str) -> tuple[Run, ...] | None:
        return self.texts.get((leaf_name, input_name))

    def row(self, leaf_name: str, table_name: str, index: int) -> RowMarks | None:
        return self.rows.get((leaf_name, table_name, index))


def marked(text: str, *changed: str) -> tuple[Run, ...]:
    """A text in runs, the given parts of it changed."""
    runs: list[Run] = []
    rest = text
    for part in changed:
        before, _, rest = rest.partition(part)
        runs += [Run(before, False), Run(part, True)]
    return (*runs, Run(rest, False))


def printed(path: Path) -> Workbook:
    return load_workbook(path, rich_text=True)


def texts_of(book: Workbook, sheet: str) -> list[str]:
    """Every text of a sheet, row by row."""
    return [str(v) for row in book[sheet].iter_rows(values_only=True) for v in row if v is not None]
