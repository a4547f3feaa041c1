"""Faults of the masters themselves, found by the same rules machinery and told with workbook, sheet and cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from pipeline.context import without_context
from pipeline.extract import Extract
from pipeline.forms.model import REQUIRED
from pipeline.frames import OBSERVATIONS, Tables, observation_frame
from pipeline.japanese.dates import BadDate, parse_fiscal_label, read_date
from pipeline.masters.spec import DEPARTMENTS_MASTER, FORMS_MASTER, ITEMS_MASTER, MASTER_FORMS
from validations.catalogue import CATALOGUE
from validations.findings import ERROR, Finding
from validations.schemas import validate

MASTER_CELLS = "マスタ"

_KEYS: Mapping[tuple[str, str], tuple[str, ...]] = {
    (FORMS_MASTER, "シート"): ("様式", "シート"),
    (FORMS_MASTER, "項目"): ("様式", "シート", "項目名"),
    (FORMS_MASTER, "表の列"): ("様式", "シート", "項目名", "列"),
    (FORMS_MASTER, "対策"): ("対策ID",),
    (FORMS_MASTER, "選択肢"): ("選択肢", "値"),
    (FORMS_MASTER, "読替え"): ("種類", "書かれた値"),
    (FORMS_MASTER, "規則"): ("コード",),
    (DEPARTMENTS_MASTER, "組織"): ("課",),
    (DEPARTMENTS_MASTER, "別名"): ("別名",),
    (DEPARTMENTS_MASTER, "会議体"): ("名称",),
    (ITEMS_MASTER, "項目語彙"): ("項目名",),
    (ITEMS_MASTER, "項目区分"): ("項目区分",),
}
"""What makes a row of a master unique. The last named heading is where a repetition is shown."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """The values under `source` must stand together under `target` of another sheet."""

    source: tuple[str, ...]
    sheet: tuple[str, str]
    target: tuple[str, ...]


def _reference(master: str, sheet: str, *headings: str, own: tuple[str, ...] = ()) -> _Reference:
    return _Reference(own or headings, (master, sheet), headings)


_REFERENCES: Mapping[tuple[str, str, str], _Reference] = {
    (FORMS_MASTER, "シート", "様式"): _reference(FORMS_MASTER, "版", "様式"),
    **{
        (FORMS_MASTER, sheet, "版から"): _reference(FORMS_MASTER, "版", "様式", "版", own=("様式", "版から"))
        for sheet in ("項目", "表の列", "対策")
    },
    (FORMS_MASTER, "項目", "シート"): _reference(FORMS_MASTER, "シート", "様式", "シート"),
    (FORMS_MASTER, "項目", "選択肢"): _reference(FORMS_MASTER, "選択肢", "選択肢"),
    (FORMS_MASTER, "表の列", "項目名"): _reference(FORMS_MASTER, "項目", "様式", "シート", "項目名"),
    (FORMS_MASTER, "表の列", "選択肢"): _reference(FORMS_MASTER, "選択肢", "選択肢"),
    (FORMS_MASTER, "対策", "シート"): _reference(FORMS_MASTER, "シート", "様式", "シート"),
    (FORMS_MASTER, "対策", "対応する対策ID"): _reference(FORMS_MASTER, "対策", "対策ID", own=("対応する対策ID",)),
    (DEPARTMENTS_MASTER, "別名", "課"): _reference(DEPARTMENTS_MASTER, "組織", "課"),
    (ITEMS_MASTER, "項目語彙", "項目区分"): _reference(ITEMS_MASTER, "項目区分", "項目区分"),
}
"""(master, sheet, heading) → where its value must be found."""

_NUMBERS = {(FORMS_MASTER, "項目", "行数"), (FORMS_MASTER, "表の列", "幅")}
_DATES = {
    (FORMS_MASTER, "版", "受付開始"),
    (FORMS_MASTER, "版", "受付終了"),
    (FORMS_MASTER, "規則", "エラーにする日"),
}
_CODES = (FORMS_MASTER, "規則", "コード")
_ERRORS = tuple(known.code for known in CATALOGUE if known.severity == ERROR and not known.quarantines)
"""The codes that can be kept at 警告 for a while."""
_FISCAL_YEARS = {(DEPARTMENTS_MASTER, "会議体", "開始年度"), (DEPARTMENTS_MASTER, "会議体", "終了年度")}


def master_findings(
    extracts: Mapping[str, Extract], rows: Mapping[tuple[str, str], list[Any]]
) -> list[tuple[str, Finding]]:
    """Every fault of the masters as (file name, finding), most serious first."""
    names = list(extracts)
    observations = observation_frame(list(extracts.values()))
    seen = Tables({OBSERVATIONS: observations}, {})
    without_context(seen)
    tables = seen.frames
    if all(extract.form for extract in extracts.values()):  # references into a book that cannot be read only follow
        tables[MASTER_CELLS] = pd.DataFrame(_cells(names, rows))
    findings = sorted(validate(tables, {}), key=lambda f: (f.book, f.order({})))
    return [(f"{names[f.book]}.xlsx", f) for f in findings]


def _cells(names: list[str], rows: Mapping[tuple[str, str], list[Any]]) -> Iterator[dict[str, Any]]:
    """A row a cell of the masters, with what the rules look at."""
    known = {
        (reference.sheet, reference.target): {_take(line, reference.target) for line in rows[reference.sheet]}
        for reference in _REFERENCES.values()
    }
    for (master, sheet), lines in rows.items():
        key = _KEYS.get((master, sheet), ())
        counts = Counter(_take(line, key) for line in lines)
        columns = MASTER_FORMS[master].by_name[sheet].fields[0].columns
        for line, column in product(lines, columns):
            value = line.values[column.heading]
            reference = _REFERENCES.get((master, sheet, column.heading))
            choices = _ERRORS if (master, sheet, column.heading) == _CODES else column.choices
            yield {
                "冊": names.index(master),
                "シート": sheet,
                "行": line.row,
                "列": line.columns[column.heading],
                "見出し": column.heading,
                "原文": value,
                "選択肢": "、".join(choices),
                "空": column.required == REQUIRED and not value,
                "選択肢にない": bool(value and choices) and value not in choices,
                "参照先": f"シート「{reference.sheet[1]}」" if reference else "",
                "参照先がない": bool(value)
                and reference is not None
                and _take(line, reference.source) not in known[reference.sheet, reference.target],
                "重複": bool(key) and column.heading == key[-1] and counts[_take(line, key)] > 1,
                "数でない": (master, sheet, column.heading) in _NUMBERS and not _is_number(value),
                "日付でない": (master, sheet, column.heading) in _DATES and not _is_date(value),
                "年度でない": (master, sheet, column.heading) in _FISCAL_YEARS and not _is_fiscal_year(value),
            }


def _take(line: Any, headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line.values[heading] for heading in headings)


def _is_date(value: str) -> bool:
    try:
        return not value or bool(read_date(value))
    except BadDate:
        return False


def _is_number(value: str) -> bool:
    try:
        return not value or float(value) >= 0
    except ValueError:
        return False


def _is_fiscal_year(value: str) -> bool:
    try:
        return not value or parse_fiscal_label(value) > 0
    except BadDate:
        return False
