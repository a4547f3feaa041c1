"""The books of the secretariat: 審議記録 (meetings, decisions, texts of the list) and the cases of earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.cells import CELLS, collect_cells
from pipeline.context import without_context
from pipeline.extract import Extract, extract_file
from pipeline.forms.model import Form
from pipeline.frames import OBSERVATIONS, Tables, headings_of, to_tables
from pipeline.japanese.dates import BadDate, fiscal_label, parse_fiscal_label
from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.text import clean
from pipeline.masters.load import Masters
from pipeline.normalise import read_date_text
from pipeline.numbering import number_findings
from pipeline.waivers import Waiver, waivers_of
from pipeline.workspace import PAST_FORM, RECORD_FORM, Workspace
from validations.findings import Finding
from validations.schemas import validate

DECISIONS, MEETINGS, PAST_CASES, LIST_TEXTS, WAIVERS = "審議", "会議", "過去案件", "一覧の前文", "認めた指摘"


@dataclass(frozen=True, slots=True)
class Secretariat:
    """What the secretariat wrote. Frames carry the headings of its books and, where rows go to the ledger, their origin."""

    decisions: pd.DataFrame
    """案件ID, 年度, №, 回, 資料番号, 付議日 (ISO), 審議結果, 条件・意見, 取下げ, 備考."""
    meetings: pd.DataFrame
    """年度, 回, 開催日, 会議の名称, as typed."""
    past_cases: pd.DataFrame
    """The columns of 過去案件, and 受付ID, シート, セル, ブック."""
    list_texts: dict[str, dict[str, str]]
    """年度 → the texts above and below its list."""
    waivers: tuple[Waiver, ...]
    faults: tuple[tuple[Path, Finding], ...]
    """Faults in these books, by file. They never stop the night."""

    @property
    def decided(self) -> frozenset[str]:
        """案件ID of the cases that have a 審議結果."""
        rows = self.decisions
        return frozenset(rows.loc[rows["審議結果"].notna(), "案件ID"].dropna())

    @property
    def case_ids(self) -> frozenset[str]:
        """Every 案件ID that these books name."""
        return frozenset(self.decisions["案件ID"].dropna()) | frozenset(self.past_cases["案件ID"].dropna())


class BadBook(Exception):
    """A book of the secretariat that is missing or cannot be read: without it lists would shrink and closed cases reopen."""


def read_secretariat(workspace: Workspace, masters: Masters) -> Secretariat:
    """Read 審議記録.xlsx and every book of 過去案件. Raises `BadBook` when one is missing or cannot be read."""
    faults: list[tuple[Path, Finding]] = []
    record, _ = _read_books([workspace.record], masters.forms[RECORD_FORM], faults)
    faults += [(workspace.record, finding) for finding in number_findings(record)]
    past_paths = _books_in(workspace.past_cases)
    past, extracts = _read_books(past_paths, masters.forms[PAST_FORM], faults)
    decisions = record[DECISIONS].copy()
    decisions["付議日"] = [_iso(text) for text in decisions["付議日"]]
    decisions["№"] = pd.array([_number(text) for text in decisions["№"]], dtype="Int64")
    # of two rows of one case the later one counts
    decisions = decisions.dropna(subset="案件ID").drop_duplicates("案件ID", keep="last")
    cases = past[PAST_CASES].dropna(subset="案件ID").copy()
    cases["年度"] = [plain_year(text) for text in cases["年度"]]
    cases["受付ID"] = [extracts[book].sha256 for book in cases["冊"]]
    cases["ブック"] = [workspace.relative(past_paths[book]) for book in cases["冊"]]
    texts = {
        plain_year(row["年度"]): {str(key): value for key, value in row.items() if isinstance(value, str)}
        for row in record[LIST_TEXTS].dropna(subset="年度").to_dict("records")
    }
    return Secretariat(decisions, record[MEETINGS], cases, texts, waivers_of(record[WAIVERS]), tuple(faults))


def _books_in(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as fault:  # `glob` would pass over it, and the lists of all earlier years be gone
        raise BadBook(
            f"フォルダ「{folder}」の中を見られません。このアカウントに、読み書きする権限を付けてください。"
        ) from fault
    return [path for path in paths if path.suffix == ".xlsx" and not path.name.startswith("~$")]


def _read_books(
    paths: Sequence[Path], form: Form, faults: list[tuple[Path, Finding]]
) -> tuple[Tables, Sequence[Extract]]:
    extracts = [_read_book(path, form) for path in paths]
    tables = to_tables(extracts, form)
    for name in headings_of(form):
        for heading in tables.headings[name]:
            texts = [clean(text) if isinstance(text, str) else None for text in tables[name][heading]]
            tables[name][heading] = pd.array(texts, dtype="str")
    collect_cells(tables, form)
    without_context(tables)
    findings = validate({name: tables[name] for name in (OBSERVATIONS, CELLS)}, tables.headings)
    faults.extend((paths[f.book], f) for f in sorted(findings, key=lambda f: (f.book, f.order({}))))
    return tables, extracts


def _read_book(path: Path, form: Form) -> Extract:
    try:
        extract = extract_file(path.read_bytes(), path.name, {form.name: form}, only=form.name)
    except OSError as fault:
        raise BadBook(f"事務局のブック「{path}」を開けません。場所と、使用中でないかを確認してください。") from fault
    if extract.form is None:
        raise BadBook(
            f"事務局のブック「{path}」を{form.name}として読み取れません。バックアップから戻すか、fugi init で作った様式に写してください。"
        )
    return extract


def plain_year(text: Any) -> Any:
    """A 年度 as folders and books are named (令和5年度), however it was typed; another text as it is."""
    try:
        return fiscal_label(parse_fiscal_label(text)) if isinstance(text, str) else text
    except BadDate:
        return text


def _iso(text: object) -> str | None:
    day = read_date_text(text).value if isinstance(text, str) else None
    return day if day is not None and len(day) == len("2025-06-01") else None


def _number(text: object) -> int | None:
    if not isinstance(text, str):
        return None
    try:
        value = read_number(text).value
    except BadNumber:
        return None  # shown as missing in the list, never as another number
    return value if isinstance(value, int) else None
