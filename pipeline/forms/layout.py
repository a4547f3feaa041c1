"""Where everything of a sheet stands, computed from its description alone.

The blank form is drawn by it, and a workbook whose defined names were deleted is searched by it, so the two cannot drift apart.
Rows and columns count from 0; widths are Excel's column width units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from pipeline.forms.model import SHEET_OF_FIELDS, SHEET_OF_MEASURES, Column, Field, Sheet
from pipeline.publish.text_measure import merged_width

LABEL_WIDTH, INPUT_WIDTH = 22.0, 70.0

TITLE, PREFACE, PARTY, GUIDANCE = "title", "preface", "party", "guidance"

_LINES_IN_A_ROW = 10
"""A row is at most 409 points high, about thirty lines: an input of more lines than this gets several rows, merged,
so that a text three times as long as foreseen can still be shown."""

_WIDEST_PORTRAIT, _WIDEST_LANDSCAPE = 190.0, 280.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an input stands: its label cell, and its area from `first` to `last`, both included.

    For a table `first` is the left heading cell and `last` the right cell of the last body row. Checklists and lists have no label.
    """

    label: tuple[int, int] | None
    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads the inputs below it, over all columns. Level 0 is a chapter, level 1 a part of it."""

    row: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole sheet: the lines above the inputs (what each is, and its text), the column widths, and the places."""

    banner: tuple[tuple[str, str], ...]
    widths: tuple[float, ...]
    places: Mapping[str, Place]
    notes: Mapping[str, Place]
    """Room to the right of a table that is narrower than the sheet: its explanation is printed there."""
    headings: Mapping[str, tuple[Heading, ...]]
    """Input → the headings printed right above it."""

    @property
    def top(self) -> int:
        """The first row below the banner."""
        return len(self.banner)

    @property
    def last_row(self) -> int:
        """The last row of the last input."""
        return max((place.last[0] for place in self.places.values()), default=self.top)

    @property
    def last_column(self) -> int:
        """The right-most column of the sheet."""
        return len(self.widths) - 1

    def pages_across(self, landscape: bool) -> int:
        """Count the printed pages side by side: one, but more for a list whose letters would shrink below half."""
        return max(1, round(self.width(0, self.last_column) / (_WIDEST_LANDSCAPE if landscape else _WIDEST_PORTRAIT)))

    def width(self, first: int, last: int) -> float:
        """Add up the columns from `first` to `last`, merged."""
        return merged_width(*self.widths[first : last + 1])


@lru_cache(maxsize=256)
def layout(sheet: Sheet) -> Layout:
    """Lay a sheet out. Raises ValueError for a checklist or list that has not exactly one table."""
    return _layout_of_fields(sheet) if sheet.kind == SHEET_OF_FIELDS else _layout_of_table(sheet)


def places(sheet: Sheet) -> dict[str, Place]:
    """Give the place of each input of a sheet, by its name within the sheet."""
    return dict(layout(sheet).places)


def reference(sheet_name: str, cells: str = "A1") -> str:
    """Name cells of a sheet from elsewhere in the workbook: `'業務委託'!$B$4`."""
    quoted = sheet_name.replace("'", "''")
    return f"'{quoted}'!{cells}"


def printed_columns(table: Field) -> tuple[str, ...]:
    """List the headings of the columns whose body the form prints; the first of them tells the rows apart."""
    return tuple(column.heading for column in table.columns if column.fixed)


def body_rows(sheet: Sheet, table: Field) -> int:
    """Count the body rows of a table: a row a measure, a row a printed value, else as many as the masters say."""
    if sheet.kind == SHEET_OF_MEASURES:
        return len(sheet.measures)
    return max((len(column.choices) for column in table.columns if column.fixed), default=max(1, table.lines))


def _banner(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    lines = ((TITLE, sheet.title), (PREFACE, sheet.preface), (PARTY, sheet.party), (GUIDANCE, sheet.guidance))
    return tuple((role, text) for role, text in lines if text)


def _layout_of_table(sheet: Sheet) -> Layout:
    if len(sheet.fields) != 1 or not sheet.fields[0].is_table:
        raise ValueError(f"シート「{sheet.name}」（{sheet.kind}）には、型が「表」の項目をちょうど1つ置いてください。")
    table = sheet.fields[0]
    banner = _banner(sheet)
    top = len(banner)
    last = (top + body_rows(sheet, table), len(table.columns) - 1)
    widths = tuple(column.width for column in table.columns)
    placed = MappingProxyType({table.name: Place(None, (top, 0), last)})
    return Layout(banner, widths, placed, MappingProxyType({}), MappingProxyType({}))


def _layout_of_fields(sheet: Sheet) -> Layout:
    banner = _banner(sheet)
    widths = (LABEL_WIDTH, *_input_widths([field.columns for field in sheet.fields if field.is_table]))
    right = len(widths) - 1
    placed: dict[str, Place] = {}
    notes: dict[str, Place] = {}
    headings: dict[str, tuple[Heading, ...]] = {}
    row = len(banner)
    section: tuple[str, ...] = ()
    for field in sheet.fields:
        new = _new_headings(section, field.section)
        section = field.section
        if new:
            headings[field.name] = tuple(Heading(row + n, level, text) for n, (level, text) in enumerate(new))
            row += len(new)
        span = 1 + body_rows(sheet, field) if field.is_table else -(-max(1, field.lines) // _LINES_IN_A_ROW)
        end = len(field.columns) if field.is_table else right
        placed[field.name] = Place((row, 0), (row, 1), (row + span - 1, end))
        if end < right:
            notes[field.name] = Place(None, (row, end + 1), (row + span - 1, right))
        row += span
    return Layout(banner, widths, MappingProxyType(placed), MappingProxyType(notes), MappingProxyType(headings))


def _new_headings(before: tuple[str, ...], section: tuple[str, ...]) -> list[tuple[int, str]]:
    """List the headings to print where a section follows another: (level, text) from the first that differs."""
    if section == before:
        return []
    same = (level for level, text in enumerate(section) if before[level : level + 1] != (text,))
    return list(enumerate(section))[next(same, len(section) - 1) :]


def _input_widths(tables: list[tuple[Column, ...]]) -> tuple[float, ...]:
    """Find the widths right of the labels: position by position the widest of the tables, the last one widened to the usual total."""
    count = max((len(columns) for columns in tables), default=1)
    widths = [max((c[i].width for c in tables if i < len(c)), default=INPUT_WIDTH) for i in range(count)]
    widths[-1] += max(0.0, INPUT_WIDTH - sum(widths))
    return tuple(widths)
