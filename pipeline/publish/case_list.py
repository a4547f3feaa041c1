"""審議案件一覧_令和N年度.xlsx: the list of the cases of a year as it is reported and published, with their summaries.

The sheet 「一覧」 (see `list_sheet`) reads like the printed list; on the sheet 「概要」 (see `case_summary`) each case has its
page.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.publish import case_summary
from pipeline.publish.heading import ListHeading
from pipeline.publish.list_cases import list_cases
from pipeline.publish.list_sheet import ListSheet
from pipeline.publish.opening import open_workbook


def write_case_list(path: Path, label: str, heading: ListHeading, cases: pd.DataFrame) -> None:
    """Write a list with the summary pages; the same arguments give the same bytes.

    Args:
        path: The file to write; its folder must exist.
        label: Of what it is the list, for the document properties, e.g. 令和5年度.
        heading: The texts around the table.
        cases: A row a case, in any order, with the columns that `list_cases` names.

    Raises:
        KeyError: A column is missing.
        OSError: The file could not be written.

    """
    listed = list_cases(cases)
    with open_workbook(path, title=f"審議案件一覧　{label}") as workbook:
        sheet = ListSheet(workbook)
        sheet.write_head(heading)
        places = case_summary.write_summaries(workbook, [case.summary for case in listed])
        sheet.write_table(listed, places)
        sheet.write_foot(heading)
