"""What the city's web site shows: for each year a page with the list and the summaries and a CSV, and a page that leads to them.

The pages need nothing but themselves: no script, no font, no picture is loaded. They are read by people with screen readers, on
telephones and on paper, so headings, table headers and links say what they are, and rows are not torn in print.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.japanese.dates import parse_fiscal_label
from pipeline.publish.heading import ListHeading
from pipeline.publish.list_cases import ListCase
from pipeline.publish.open_data import Publisher, open_data
from pipeline.publish.text_measure import is_heading

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX = "index.html"
_NAME = "shingi_anken_{}"
OWN_FILES = re.compile(r"(?:[0-9]{6}_)?shingi_anken_[0-9]{4}\.(?:html|csv)|index\.html")
"""Names of files that are made here: ASCII, because they become addresses; the year is that in which the 年度 begins."""
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class PublicYear:
    """What is published of a year. `label`: 令和5年度."""

    label: str
    heading: ListHeading
    cases: tuple[ListCase, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A case on the page: its anchor, and each row of its summary in paragraphs, with whether one is a heading."""

    case: ListCase
    anchor: str
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]

    @property
    def name(self) -> str:
        """№1　件名."""
        return (f"№{self.case.number}　" if self.case.number is not None else "") + self.case.title


def web_pages(years: Sequence[PublicYear], publisher: Publisher) -> dict[str, bytes]:
    """File name → content, the same for the same cases: index.html, and a page and a CSV for each year with a case."""
    shown = sorted((year for year in years if year.cases), key=lambda year: _number(year.label), reverse=True)
    files: dict[str, bytes] = {}
    entries: list[Mapping[str, object]] = []
    for year in shown:
        name = _NAME.format(_number(year.label))
        entry = {
            "label": year.label,
            "page": f"{name}.html",
            "csv": f"{publisher.code}_{name}.csv",
            "count": len(year.cases),
        }
        entries.append(entry)
        files[f"{publisher.code}_{name}.csv"] = open_data(publisher, year.label, year.cases)
        files[f"{name}.html"] = _render(
            "year.html", publisher=publisher, year=year, heading=year.heading, entry=entry, cases=_shown(year.cases)
        )
    files[INDEX] = _render("index.html", publisher=publisher, entries=entries)
    return files


def _number(label: str) -> int:
    return parse_fiscal_label(label)


def _shown(cases: Sequence[ListCase]) -> list[_Shown]:
    """The cases with anchors that stay the same when cases are added: their 案件ID, unless two share one."""
    times = Counter(case.case_id for case in cases)
    return [
        _Shown(
            case,
            case.case_id if _PLAIN_ID.fullmatch(case.case_id) and times[case.case_id] == 1 else f"no-{position}",
            tuple((label, _paragraphs(text)) for label, text in case.summary.rows),
        )
        for position, case in enumerate(cases, start=1)
    ]


def _paragraphs(text: str) -> tuple[tuple[str, bool], ...]:
    return tuple((line, is_heading(line)) for line in text.splitlines() if line.strip())


def _render(template: str, **content: object) -> bytes:
    return _templates().get_template(template).render(**content).encode()


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("pipeline.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
