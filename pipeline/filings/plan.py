"""A 全項目評価書 as it is to be printed: a sheet for each part of the official form, in its order.

What our form keeps on sheets of its own stands where the official one has it: the systems in Ⅰ２, each 委託事項 and each
提供先・移転先 within the Ⅱ of its file. What names no file of the filing follows behind the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.filings.boxes import CHAPTER, GRID, PART, band, field_box, list_block
from pipeline.filings.official import FILE_NAME, NUMBER, chapter_of, nested, place_of
from pipeline.forms.model import SHEET_OF_FIELDS, Field, Sheet
from pipeline.japanese.text import fold, half_width, wide_digits
from pipeline.papers.boxes import CELL, CENTRED_CELL, line, table_rows
from pipeline.papers.content import Leaf
from pipeline.papers.grid import Grid, shared_grid
from pipeline.papers.page import COVER_TITLE, HEADING, NOTE, PLAIN, SUBHEADING, TITLE, Row, paginate, space
from pipeline.papers.pictures import with_pictures
from pipeline.papers.plan import SheetPlan, line_of_marks, removed_plans
from pipeline.papers.sameness import NOT_PUBLISHED
from pipeline.papers.source import COVER, Source
from pipeline.papers.words import EMPTY, Words

_CONTENTS = "項目一覧"
DRAWINGS = "事務の内容"
"""The sheet of 別添１: drawings stand on it, and a table that tells of them."""

_LIST_WIDTHS: Mapping[str, tuple[float, ...]] = {
    "変更箇所一覧": (13.0, 19.0, 24.0, 24.0, 8.0, 16.0),
    "記録項目": (8.0, 56.0, 28.0),
    DRAWINGS: (26.0, 66.0),
}
"""Sheet → widths of the columns that are printed, the file apart, which stands above."""

Rows = list[Row]


def plan_filing(source: Source) -> list[SheetPlan]:
    """Lay out all parts of a filing."""
    plans = []
    for sheet in source.form.sheets:
        place = place_of(sheet)
        if place.chapter:
            continue
        if sheet.name == COVER:
            plans.append(_plan(source, place.part, _cover(source, sheet), GRID))
        elif sheet.kind == SHEET_OF_FIELDS:
            rows = list(_with_marks(source, _part(source, sheet), GRID))
            plans.append(_plan(source, f"{place.part} {place.name}", rows, GRID))
        else:
            grid = shared_grid(_LIST_WIDTHS.get(sheet.name) or tuple(c.width for c in sheet.fields[0].columns))
            rows = list(_with_marks(source, [_list(source, sheet, grid)], grid))
            if sheet.name == DRAWINGS:
                rows = _with_drawings(source, rows, sheet.title, grid)
            plans.append(_plan(source, f"{place.part} {place.name}", rows, grid))
    return plans + removed_plans(source)


def _plan(source: Source, name: str, rows: Sequence[Row], grid: Grid) -> SheetPlan:
    foot = (source.head.name, " ".join(source.text(COVER, "評価書名").split()))
    return SheetPlan(name, name, "", grid, paginate(rows), foot)


def _with_drawings(source: Source, rows: Rows, title: str, grid: Grid) -> Rows:
    """別添１ with the drawings below the table."""
    case = source.case
    if not (case.pictures or case.picture_note):
        return rows
    note = [line(Words(case.picture_note), NOTE, grid)] if case.picture_note else []
    return with_pictures([*rows, space(9), *note], case.pictures, title)


def _with_marks(source: Source, groups: Iterable[Rows], grid: Grid) -> Iterator[Row]:
    """Groups of rows, each on pages of its own, with the line that says what the marks in it mean."""
    for number, rows in enumerate(groups):
        first, *others = rows
        yield replace(first, new_page=True) if number else first
        yield from line_of_marks(source, rows, grid)
        yield from others


def _cover(source: Source, sheet: Sheet) -> Rows:
    rows = [space(30), line(Words(sheet.title), COVER_TITLE, GRID), space(24)]
    fields = [field for field in sheet.fields if not any(NOT_PUBLISHED in heading for heading in field.section)]
    for leaf in source.content.of(sheet.name)[:1]:
        boxes = [row for field in fields for row in field_box(source, leaf, field)]
        rows += [*line_of_marks(source, boxes, GRID), *boxes]
    rows += [space(24), line(Words(_CONTENTS), HEADING, GRID)]
    titles = (other.title for other in source.form.sheets if other.name != COVER and not place_of(other).chapter)
    return rows + [line(Words(title.partition("　※")[0]), PLAIN, GRID, extra=6) for title in titles]


def _part(source: Source, sheet: Sheet) -> Iterator[Rows]:
    """A part; of Ⅱ one group for each file, and one for what names no file."""
    leaves = source.content.of(sheet.name)
    inner = dict(nested(source.form, sheet))
    if not sheet.repeats:
        for leaf in leaves[:1]:
            yield _chapters(source, leaf, inner, lambda _: True)
        return
    leaves = tuple(leaf for leaf in leaves if leaf.texts) or leaves[:1]
    for leaf in leaves:
        yield _chapters(source, leaf, inner, _of_file(leaf.texts.get(FILE_NAME, "")))
    if without := list(_without_file(source, inner, {fold(leaf.texts.get(FILE_NAME, "")) for leaf in leaves})):
        yield without


def _of_file(name: str) -> Callable[[str], bool]:
    return lambda said: fold(said) == fold(name)


def _chapters(source: Source, leaf: Leaf, inner: Mapping[str, Sheet], wanted: Callable[[str], bool]) -> Rows:
    """A sheet chapter by chapter; chapters that stand on other sheets where they belong. `wanted`: of which file."""
    rows = [line(Words(leaf.spec.title), HEADING, GRID), space(6)]
    waiting = dict(inner)
    headings: tuple[str, ...] = ()
    for field in leaf.spec.fields:
        if headings[:1] != field.section[:1]:
            rows += _inner(source, waiting, wanted, before=chapter_of(field.section))
        rows += _headings(headings, field.section)
        headings = field.section
        rows += field_box(source, leaf, field)
    return rows + _inner(source, waiting, wanted, before="")


def _headings(before: tuple[str, ...], now: tuple[str, ...]) -> Rows:
    """The headings that are printed above an input, those apart that stand there already."""
    same = next((n for n, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), len(before))
    same = min(same, len(now))
    return [band(text, PART if level else CHAPTER) for level, text in enumerate(now) if level >= same]


def _inner(source: Source, waiting: dict[str, Sheet], wanted: Callable[[str], bool], before: str) -> Rows:
    """The chapters on other sheets that come before a chapter; all that are left where none comes."""
    rows: Rows = []
    for chapter in sorted(waiting):
        if not before or chapter < before:
            sheet = waiting.pop(chapter)
            rows += _copies(source, sheet, wanted) if sheet.repeats else _rows_of_list(source, sheet, wanted)
    return rows


def _copies(source: Source, sheet: Sheet, wanted: Callable[[str], bool]) -> Rows:
    """The 委託事項 of a file, by their numbers."""
    leaves = [leaf for leaf in source.content.of(sheet.name) if leaf.texts and wanted(leaf.texts.get(FILE_NAME, ""))]
    rows: Rows = []
    for leaf in sorted(leaves, key=lambda leaf: _number(leaf.texts.get(NUMBER, ""))):
        rows.append(band(sheet.repeats + wide_digits(half_width(leaf.texts.get(NUMBER, ""))), PART))
        headings: tuple[str, ...] = (sheet.repeats,)
        for field in sheet.fields:
            if field.name not in (FILE_NAME, NUMBER):
                rows += _headings(headings, field.section) if field.section != headings else []
                headings = field.section
                rows += field_box(source, leaf, field)
    return rows


def _number(text: str) -> tuple[bool, int]:
    digits = half_width(text)
    return not digits.isdecimal(), int(digits) if digits.isdecimal() else 0


def _rows_of_list(source: Source, sheet: Sheet, wanted: Callable[[str], bool]) -> Rows:
    """The rows of a list that belong here: with the heading of the chapter, where it has none on another sheet."""
    (table,) = sheet.fields
    has_files = FILE_NAME in table.headings
    rows: Rows = [] if has_files else [band(sheet.title.rpartition("　")[2], CHAPTER)]
    for leaf in source.content.of(sheet.name):
        rows += list_block(source, leaf, table, lambda cells: not has_files or wanted(cells[FILE_NAME]))
    return rows


def _without_file(source: Source, inner: Mapping[str, Sheet], known: set[str]) -> Iterator[Row]:
    """What is said of files that the filing does not have."""
    for sheet in inner.values():
        said = _inner(source, {"": sheet}, lambda name: fold(name) not in known, before="")
        if said:
            yield line(Words(sheet.title), HEADING, GRID)
            yield from said


def _list(source: Source, sheet: Sheet, grid: Grid) -> Rows:
    """A list as a table; one of several files as a table each."""
    rows = [line(Words(sheet.title), TITLE, grid), space(6)]
    (table,) = sheet.fields
    columns = [at for at, heading in enumerate(table.headings) if heading != FILE_NAME]
    headings = [table.headings[at] for at in columns]
    looks = [CENTRED_CELL if heading == NUMBER else CELL for heading in headings]
    spans = [(at, at) for at in range(len(columns))]
    by_file = _by_file(source, sheet, table) or {"": [[EMPTY] * len(table.columns)]}
    for name, lines in by_file.items():
        rows += [line(Words(name), SUBHEADING, grid)] if name else []
        rows += table_rows(headings, [[words[at] for at in columns] for words in lines], looks, spans, grid)
        rows.append(space(9))
    return rows[:-1]


def _by_file(source: Source, sheet: Sheet, table: Field) -> dict[str, list[list[Words]]]:
    """The written rows of a list by their file; all together where it names none."""
    at = table.headings.index(FILE_NAME) if FILE_NAME in table.headings else None
    found: dict[str, list[list[Words]]] = {}
    for leaf in source.content.of(sheet.name):
        for words in source.rows(leaf, table):
            found.setdefault("" if at is None else words[at].text, []).append(words)
    return found
