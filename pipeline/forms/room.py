"""How high the rows of a form are: as many lines as the masters ask for, more where a text needs them."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.forms.layout import Heading, Layout
from pipeline.forms.model import Field, Sheet
from pipeline.forms.styles import font_size, heading_part
from pipeline.publish.text_measure import GOTHIC, MAX_ROW_POINTS, lines_needed, max_lines_in_row, row_height

LOWEST_ROW = 21.0
"""Points; a row of one line is a little higher than its text, so that it can be read and pointed at."""
LOWEST_MEASURE = 31.5
"""Points; a measure has room for a reason of two lines."""

BANNER_HEIGHTS = {"cover title": 66.0, "title": 30.0, "party": 24.0, "section": 27.0, "chapter": 24.0}

_PAGE_HEIGHT = 725.0
"""Points that an upright A4 page leaves between our margins, with a little in hand for other printers."""

_INDENT = 1.5
"""Column width units by which labels are set in from the edge."""

_SMALLER = ("", "9pt", "8pt", "7pt")
"""Parts of a style by which a text too long for its rows is set smaller."""


def room_for(text: str, width: float, rows: int = 1, lines: int = 1) -> tuple[str, float]:
    """Find the room for a text in `rows` rows: the part of the style for its size ("": as usual), and the points of one row.

    A text longer than the highest rows Excel allows is set smaller, down to 7 points.
    """
    for part in _SMALLER:
        size = font_size(part)
        needed = lines_needed(text, width, size)
        if needed <= rows * max_lines_in_row(size):
            each = -(-max(needed, lines) // rows)
            return part, max(LOWEST_ROW, row_height(each, size)) if rows == 1 else row_height(each, size)
    return _SMALLER[-1], MAX_ROW_POINTS


def text_height(text: str, width: float, part: str = "") -> float:
    """Say how many points a printed text needs, set in the size of a part of a style."""
    size = font_size(part)
    needed = row_height(lines_needed(text, width, size, GOTHIC), size)
    return max(BANNER_HEIGHTS.get(part, LOWEST_ROW), needed)


def label_height(label: str, width: float) -> float:
    """Say how many points a label needs, which is set in a little."""
    return text_height(label, width - _INDENT)


def heading_height(plan: Layout, heading: Heading) -> float:
    """Say how many points a heading over the whole width needs."""
    return text_height(heading.text, plan.width(0, plan.last_column), heading_part(heading.level))


def lines_of_fields(sheet: Sheet, plan: Layout, banner: float, content: Mapping[str, object]) -> dict[str, int]:
    """Count the lines to leave for each input: as the masters say, but a 別紙 is kept on one page where its texts allow it.

    For that the room of its highest inputs is lowered, never below two lines or what their text needs. So it is with a sheet
    that is filled in many times; one that needs several pages anyway keeps all its room.
    """
    lines = {field.name: max(1, field.lines) for field in sheet.fields}
    asked = dict(lines)
    if not (sheet.is_annex or sheet.repeats):
        return lines
    cells = [field for field in sheet.fields if not field.is_table]
    texts = {field.name: str(content.get(field.defined_name) or "") for field in sheet.fields}
    least = {f.name: max(2, lines_needed(texts[f.name], _width(plan, f), font_size(""))) for f in cells}
    above = banner + sum(heading_height(plan, heading) for line in plan.headings.values() for heading in line)
    while above + sum(_height(f, plan, texts[f.name], lines[f.name]) for f in sheet.fields) > _PAGE_HEIGHT:
        spare = [field for field in cells if lines[field.name] > least[field.name]]
        if not spare:
            return lines if sheet.is_annex else asked
        lines[max(spare, key=lambda f: lines[f.name]).name] -= 1
    return lines


def page_breaks(banner: float, heights: dict[int, list[float]]) -> list[int]:
    """Say before which rows a new page begins, so that no input is torn; `heights`: its first row → the points of its rows."""
    breaks = []
    used = banner
    for row, rows in heights.items():
        if used + sum(rows) > _PAGE_HEIGHT >= sum(rows):
            breaks.append(row)
            used = 0.0
        used = (used + sum(rows)) % _PAGE_HEIGHT
    return breaks


def _height(field: Field, plan: Layout, text: str, lines: int) -> float:
    place = plan.places[field.name]
    rows = place.last[0] - place.first[0] + 1
    if field.is_table:
        return rows * LOWEST_ROW
    return max(room_for(text, _width(plan, field), rows, lines)[1] * rows, label_height(field.label, plan.widths[0]))


def _width(plan: Layout, field: Field) -> float:
    place = plan.places[field.name]
    return plan.width(place.first[1], place.last[1])
