"""Native Excel charts as an officer would print them: one colour, a title, named axes, the figures on the bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from pipeline.publish.text_measure import YU_GOTHIC

Kind: TypeAlias = Literal["column", "bar", "line"]

_COLOUR = "#2F5597"
"""A blue that is dark in print and the same to every eye; with one series nothing has to be told apart by colour."""
_GRID, _AXIS = "#D9D9D9", "#7F7F7F"
_COLUMN_HEIGHT, _AROUND_BARS = 330, 120
_HIGHEST = 520
"""So high is the page, A4 on its side, below the headings of a table; a chart that is higher is torn."""


@dataclass(frozen=True, slots=True)
class ChartOf:
    """What a chart shows of a table: the columns of its categories and of its values, by their headings."""

    kind: Kind
    title: str
    category: str
    value: str
    category_name: str
    value_name: str
    at_most: int = 1_000
    """Rows of the table that are drawn, from the first."""
    percent: bool = False
    width: int = 560
    """In pixels."""
    bar: int = 24
    """The room that a bar has with what is written beside it, in pixels; more where that is long and needs two lines."""


def height_of(chart: ChartOf, rows: int) -> int:
    """The height of a chart in pixels. A bar chart grows with its bars, as far as it stands on a page."""
    if chart.kind != "bar":
        return _COLUMN_HEIGHT
    return min(_AROUND_BARS + chart.bar * max(min(rows, chart.at_most), 2), _HIGHEST)


def make_chart(workbook: Workbook, of: ChartOf, sheet: str, first: int, rows: int, columns: tuple[int, int]) -> Chart:
    """Make a chart of a table on the sheet of a name.

    Args:
        workbook: From `open_workbook`.
        of: What it shows.
        sheet: The name of the sheet.
        first: The row of the first figures, from 0.
        rows: How many rows the table has.
        columns: The columns of the categories and of the values, from 0.

    """
    chart = workbook.add_chart({"type": of.kind})
    last = first + min(rows, of.at_most) - 1
    category, value = columns
    chart.add_series(
        {
            "categories": [sheet, first, category, last, category],
            "values": [sheet, first, value, last, value],
            **_look(of),
        }
    )
    chart.set_title({"name": of.title, "overlay": False, "name_font": _font(12, bold=True)})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": _GRID}})
    _set_axes(chart, of)
    chart.set_size({"width": of.width, "height": height_of(of, rows)})
    return chart


def _set_axes(chart: Chart, of: ChartOf) -> None:
    """Name the axes. The categories of a bar chart stand at the left, the first at the top, and its values below."""
    categories = {
        "name": of.category_name,
        "line": {"color": _AXIS},
        "major_tick_mark": "none",
        "interval_unit": 1,
        **_axis_fonts(),
    }
    values = {
        "name": of.value_name,
        "min": 0,
        "num_format": "0%" if of.percent else "#,##0",
        "major_gridlines": {"visible": True, "line": {"color": _GRID, "width": 0.5}},
        "line": {"none": True},
        **_axis_fonts(),
    }
    if of.kind == "bar":
        chart.set_y_axis(categories | {"reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
        chart.set_x_axis(values)
    else:
        chart.set_x_axis(categories)
        chart.set_y_axis(values)


def _look(of: ChartOf) -> dict[str, object]:
    labels = {"value": True, "font": _font(9), "num_format": "0.0%" if of.percent else "#,##0"}
    if of.kind == "line":
        marker = {"type": "circle", "size": 6, "fill": {"color": _COLOUR}, "border": {"color": _COLOUR}}
        return {
            "line": {"color": _COLOUR, "width": 1.75},
            "marker": marker,
            "data_labels": labels | {"position": "above"},
        }
    return {"fill": {"color": _COLOUR}, "gap": 60, "data_labels": labels}


def _font(size: int, *, bold: bool = False) -> dict[str, object]:
    return {"name": YU_GOTHIC.name, "size": size, "bold": bold, "color": "#262626"}


def _axis_fonts() -> dict[str, object]:
    return {"name_font": _font(9), "num_font": _font(9)}
