"""Loading the masters: workbooks of the secretariat → forms, departments and item names.

A fault in a master stops whoever needs it with findings like those of a submission; a half-understood master is never used.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pipeline.extract import Extract, extract_file
from pipeline.forms.model import Form
from pipeline.japanese.dates import parse_fiscal_label, read_date
from pipeline.japanese.text import clean, fold
from pipeline.masters.forms import build_forms
from pipeline.masters.spec import (
    DEPARTMENTS_MASTER,
    FORMS_MASTER,
    ITEMS_MASTER,
    MARK_READING,
    MASTER_FORMS,
    TERM,
    WORK_WORD,
)
from pipeline.workspace import SUBMITTED
from validations.findings import Finding

Record = dict[str, str]
"""A row of a master: heading → text, '' where the cell is empty."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that deliberates on cases, under the name it had from the 年度 `first` to the 年度 `last` (western, inclusive)."""

    name: str
    first: int | None = None
    last: int | None = None

    def sat_in(self, year: int) -> bool:
        """Whether it bore this name in a 年度."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class MasterRow:
    """A row of a master with its place: `row` counts from 0, `columns` holds the column of each heading."""

    values: Record
    row: int
    columns: Mapping[str, int | None]


Rows = dict[tuple[str, str], list[MasterRow]]
"""(master, sheet) → its rows."""


@dataclass(frozen=True)
class Masters:
    """All that the masters say."""

    forms: Mapping[str, Form]
    departments: Mapping[str, Record]
    """課 → its row of 組織."""
    aliases: Mapping[str, str]
    """Other accepted name of a 課 → its name today."""
    items: Mapping[str, Record]
    """項目名 → its row of 項目語彙."""
    mark_readings: Mapping[str, str]
    """Accepted spelling of a mark → ○ or ー."""
    terms: Mapping[str, str]
    """A word that is to be corrected → how it should read."""
    work_words: Mapping[str, str]
    """A word for a kind of work → the word that stands for that kind."""
    bodies: tuple[Body, ...]
    """The bodies that deliberate on cases, by their names over the years."""
    errors_from: Mapping[str, dt.date]
    """Code of a rule → the day from which its findings are エラー. Before it they are 警告."""
    digest: str

    @cached_property
    def submitted_sheets(self) -> frozenset[str]:
        """The names of the sheets of the forms that departments hand in."""
        return frozenset(sheet.name for name in SUBMITTED for sheet in self.forms[name].sheets)

    @cached_property
    def department_keys(self) -> dict[str, str]:
        """Folded name or alias → the name of the 課 today."""
        ended = {name for name, row in self.departments.items() if row.get("有効終了")}
        aliases = {fold(alias): name for alias, name in self.aliases.items()}
        names = {fold(name): name for name in self.departments}
        # a 課 that has ended and has an entry as another name is called by its new name
        return names | {key: name for key, name in aliases.items() if key not in names or names[key] in ended}

    @cached_property
    def item_keys(self) -> dict[str, str]:
        """Folded name of an item, or another spelling of it → its name."""
        other = {fold(o): name for name, row in self.items.items() for o in row["同じ意味の書き方"].split("、") if o}
        return other | {fold(name): name for name in self.items}

    @cached_property
    def department_keys_as_written(self) -> frozenset[str]:
        """Every name and alias of a 課 as the master writes it."""
        return frozenset(self.departments) | frozenset(self.aliases)


class BadMasters(Exception):
    """A master is missing, cannot be read, or has faults. `findings`: (file name, Finding) for each."""

    def __init__(self, findings: Sequence[tuple[str, Finding]], message: str = "") -> None:
        super().__init__(message or f"{len(findings)}件の誤りがマスタにあります。")
        self.findings = findings


def load_masters(folder: Path) -> Masters:
    """Load the three masters of a folder. Raises `BadMasters` with every fault of all of them."""
    extracts: dict[str, Extract] = {}
    for name in MASTER_FORMS:
        path = folder / f"{name}.xlsx"
        try:
            data = path.read_bytes()
        except OSError as fault:
            raise BadMasters(
                [],
                f"マスタ「{path}」を開けません。fugi init で作った masters フォルダにあるか、開いたままでないかを確認してください。",
            ) from fault
        extracts[name] = extract_file(data, path.name, {name: MASTER_FORMS[name]}, only=name)
    rows = {key: value for name, extract in extracts.items() for key, value in _rows(name, extract).items()}
    rows[FORMS_MASTER, "選択肢"] += list(_choices_of_other_masters(rows))
    _refuse_faults(extracts, rows)
    digest = _digest(rows)
    return Masters(
        forms=build_forms(
            {sheet: [r.values for r in rows[FORMS_MASTER, sheet]] for sheet in _sheets(FORMS_MASTER)}, digest
        ),
        departments={r.values["課"]: r.values for r in rows[DEPARTMENTS_MASTER, "組織"]},
        aliases={r.values["別名"]: r.values["課"] for r in rows[DEPARTMENTS_MASTER, "別名"]},
        items={r.values["項目名"]: r.values for r in rows[ITEMS_MASTER, "項目語彙"]},
        mark_readings=_readings(rows, MARK_READING),
        terms=_readings(rows, TERM),
        work_words=_readings(rows, WORK_WORD),
        bodies=tuple(
            Body(r.values["名称"], *(_fiscal_year(r.values[h]) for h in ("開始年度", "終了年度")))
            for r in rows[DEPARTMENTS_MASTER, "会議体"]
        ),
        errors_from={
            r.values["コード"]: read_date(r.values["エラーにする日"]).earliest for r in rows[FORMS_MASTER, "規則"]
        },
        digest=digest,
    )


def _readings(rows: Rows, kind: str) -> dict[str, str]:
    """The rows of 読替え of one 種類."""
    lines = [row.values for row in rows[FORMS_MASTER, "読替え"]]
    return {line["書かれた値"]: line["読み"] for line in lines if line["種類"] == kind}


def _fiscal_year(label: str) -> int | None:
    return parse_fiscal_label(label) if label else None


def _sheets(master: str) -> list[str]:
    return [sheet.name for sheet in MASTER_FORMS[master].sheets]


def _rows(master: str, extract: Extract) -> Rows:
    rows: Rows = {}
    for sheet in MASTER_FORMS[master].sheets:
        headings = sheet.fields[0].headings
        rows[master, sheet.name] = [
            MasterRow(
                {
                    h: clean(str(cell)) or "" if cell is not None else ""
                    for h, cell in zip(headings, cells, strict=True)
                },
                row,
                dict(zip(headings, columns, strict=True)),
            )
            for row, columns, cells in _table_rows(extract, sheet.name)
        ]
    return rows


def _choices_of_other_masters(rows: Rows) -> Iterator[MasterRow]:
    """Lists for drop-downs that are kept elsewhere: 課 stands in 組織, 項目区分 in 項目語彙, and nowhere twice."""
    for master, sheet, heading in ((DEPARTMENTS_MASTER, "組織", "課"), (ITEMS_MASTER, "項目区分", "項目区分")):
        seen = {""}  # what is empty or stands twice is told at its own cell
        for row in rows[master, sheet]:
            if not row.values.get("有効終了") and row.values[heading] not in seen:
                seen.add(row.values[heading])
                yield MasterRow({"選択肢": heading, "値": row.values[heading]}, row.row, {"選択肢": None, "値": None})


def _table_rows(extract: Extract, name: str) -> Iterator[tuple[int, tuple[int | None, ...], tuple[object, ...]]]:
    for line in extract.tables.get(name, ()):
        _leaf, row, columns, *cells = cast("tuple[Any, ...]", line)
        yield row, columns, tuple(cells)


def _refuse_faults(extracts: dict[str, Extract], rows: Rows) -> None:
    # the rules run on data frames; nothing else of loading needs pandas
    from pipeline.masters.faults import master_findings

    findings = master_findings(extracts, rows)
    if findings:
        raise BadMasters(findings)


def _digest(rows: Rows) -> str:
    """What the masters say, not how the file was saved: the same content gives the same digest."""
    content = [[*key, [row.values for row in value]] for key, value in sorted(rows.items())]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
