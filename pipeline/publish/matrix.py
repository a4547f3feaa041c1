"""対策マトリクス: the sheet on which the cases of a year stand beside the measures, ー in colour and its reasons at the right."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from xlsxwriter.workbook import Workbook

from pipeline.publish.columns import font
from pipeline.publish.sheets import A3, ColumnStyle, write_frame
from pipeline.registers.measures import MARKS_FROM, NO, NUMBER_OF_NO, REASONS

_MARK = ColumnStyle(4.6, centred=True)
_STYLES = {
    "案件ID": ColumnStyle(11),
    "件名": ColumnStyle(34),
    NUMBER_OF_NO: ColumnStyle(7, "number"),
    REASONS: ColumnStyle(44),
}
_LOOK_OF_NO = {"bg_color": "#F4B183", "bold": True, "font_color": "#7F2A00"}
"""An orange that is a clear grey in print, under a mark that differs in shape: nobody needs the colour to tell them apart."""


def write_matrix(workbook: Workbook, name: str, frame: pd.DataFrame, texts: Mapping[str, str], *, title: str) -> None:
    """Write a 対策マトリクス. The heading of a measure has its text (`texts`) as a note; a filter works on every column."""
    styles = {str(heading): _STYLES.get(str(heading), _MARK) for heading in frame.columns}
    measures = [str(heading) for heading in frame.columns if heading not in _STYLES]
    notes = {measure: f"{measure}\n{texts[measure]}" for measure in measures if measure in texts}
    sheets = write_frame(workbook, name, frame, styles, title=title, frozen_columns=MARKS_FROM, paper=A3, notes=notes)
    look = workbook.add_format(font(**_LOOK_OF_NO))
    for sheet in sheets:
        area = (1, MARKS_FROM, max(len(frame), 1), MARKS_FROM + len(measures) - 1)
        sheet.conditional_format(*area, {"type": "text", "criteria": "containing", "value": NO, "format": look})
