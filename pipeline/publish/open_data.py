"""The open data of a year as CSV: a row a case, with the leading columns of the standard open data sets of Japanese cities.

Those sets begin with 全国地方公共団体コード, ID and 地方公共団体名; days are ISO dates, several values in a cell are joined with a
half-width semicolon, and no cell holds a line break. The file is UTF-8 with a byte order mark, its lines end with CR LF.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.publish.list_cases import ListCase

_FLOW = "個人情報の流れ及び情報保護対策"
_SUMMARY = ("事業名", "目的", "対象者", "事業内容", _FLOW)
_LISTED = ("担当課", "区分")
HEADINGS = (
    "全国地方公共団体コード", "ID", "地方公共団体名", "年度", "番号", "件名", "担当課", "区分", "付議日", "審議結果",
    "事業名", "目的", "対象者", "事業内容", _FLOW, "その他の見出し", "その他の内容",
)  # fmt: skip

_STARTS_FORMULA = "=+-@＝＋－＠−\t\r\n"
"""With these a spreadsheet may begin a formula; a Japanese one takes the full-width signs as well."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes."""

    code: str
    """全国地方公共団体コード, six digits."""
    name: str


def open_data(publisher: Publisher, year: str, cases: Sequence[ListCase]) -> bytes:
    """The CSV of a year. `year`: 令和5年度."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for case in cases:
        writer.writerow([safe(value) for value in _row(publisher, year, case)])
    return text.getvalue().encode("utf-8-sig")


def safe(value: str) -> str:
    """A value that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it.

    White space at the beginning is looked through. Line breaks become full-width spaces, as a cell must be one line.
    """
    line = "　".join(part for part in value.splitlines() if part.strip())
    return f"'{line}" if value.lstrip(" 　").startswith(tuple(_STARTS_FORMULA)) else line


def _row(publisher: Publisher, year: str, case: ListCase) -> list[str]:
    summary = dict(case.summary.rows)
    other = next(
        ((label, text) for label, text in case.summary.rows if label not in (*_SUMMARY, *_LISTED)),
        ("", ""),
    )
    return [
        publisher.code,
        case.case_id,
        publisher.name,
        year,
        "" if case.number is None else str(case.number),
        case.title,
        ";".join(case.departments.split("、")),
        ";".join(case.divisions.split("、")),
        case.held_on,
        case.result,
        *(summary.get(label, "") for label in _SUMMARY),
        *other,
    ]
