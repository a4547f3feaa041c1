"""The books of the secretariat: 審議記録 (meetings, decisions, texts of the list) and the cases of earlier years."""

from __future__ import annotations

import re
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
from pipeline.japanese.text import clean, fold
from pipeline.masters.load import Masters
from pipeline.normalise import read_date_text
from pipeline.numbering import decision_findings, whole_number
from pipeline.secretariat_cells import RECORD_CELLS, record_cells
from pipeline.waivers import Waiver, waivers_of
from pipeline.workspace import PAST_FORM, RECORD_FORM, Workspace
from validations.findings import Finding
from validations.schemas import validate

DECISIONS, MEETINGS, PAST_CASES, LIST_TEXTS, WAIVERS = "審議", "会議", "過去案件", "一覧の前文", "認めた指摘"
CONFIRMED, REQUEST = "事務局確認", "補正依頼"
CONTINUED = "継続"
"""How a 審議結果 begins that leaves the case open: 継続審議."""

_CASE_ID = re.compile("R[0-9]{2}-[0-9]{4,}")


@dataclass(frozen=True, slots=True)
class Secretariat:
    """What the secretariat wrote. Frames carry the headings of its books and, where rows go to the ledger, their origin."""

    decisions: pd.DataFrame
    """案件ID, 年度, №, 回, 資料番号, 付議日 (ISO), 審議結果, 条件・意見, 取下げ, 備考, 件名, 事務局確認, 補正依頼; №の記入: № as typed."""
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
        """案件ID of the cases that are closed: they have a 審議結果.

        継続審議 closes none: the same case comes before a later meeting, mostly with a further version of its workbook.
        """
        rows = self.decisions
        closed = rows["審議結果"].notna() & ~rows["審議結果"].fillna("").str.startswith(CONTINUED)
        return frozenset(rows.loc[closed, "案件ID"].dropna())

    @property
    def held_on(self) -> dict[str, object]:
        """案件ID → 付議日 as the ledger has it."""
        rows = self.decisions
        return dict(zip(rows["案件ID"], rows["付議日"], strict=True))

    @property
    def case_ids(self) -> frozenset[str]:
        """Every 案件ID that these books name."""
        return frozenset(self.decisions["案件ID"].dropna()) | frozenset(self.past_cases["案件ID"].dropna())


class BadBook(Exception):
    """A book of the secretariat that is missing or cannot be read: without it lists would shrink and closed cases reopen."""


def read_secretariat(workspace: Workspace, masters: Masters) -> Secretariat:
    """Read 審議記録.xlsx and every book of 過去案件. Raises `BadBook` when one is missing or cannot be read."""
    form = masters.forms[PAST_FORM]
    paths = _books_in(workspace.past_cases)
    extracts = [_extract(path, _bytes_of(path), form) for path in paths]
    past, faults = _tables(paths, extracts, form, masters)
    cases = past[PAST_CASES].dropna(subset="案件ID").copy()
    cases["案件ID"] = [plain_case_id(text) for text in cases["案件ID"]]
    cases["年度"] = [plain_year(text) for text in cases["年度"]]
    cases["受付ID"] = [extracts[book].sha256 for book in cases["冊"]]
    cases["ブック"] = [workspace.relative(paths[book]) for book in cases["冊"]]
    return _with_cases(cases, faults, workspace.record, _bytes_of(workspace.record), masters)


def with_record(secretariat: Secretariat, record: Path, data: bytes, masters: Masters) -> Secretariat:
    """The books with another content of 審議記録. Raises `BadBook` when it cannot be read."""
    faults = [(path, fault) for path, fault in secretariat.faults if path != record]
    return _with_cases(secretariat.past_cases, faults, record, data, masters)


def _with_cases(
    past_cases: pd.DataFrame, faults: Sequence[tuple[Path, Finding]], path: Path, data: bytes, masters: Masters
) -> Secretariat:
    form = masters.forms[RECORD_FORM]
    record, own_faults = _tables([path], [_extract(path, data, form)], form, masters)
    own_faults += [(path, finding) for finding in decision_findings(record)]
    decisions = record[DECISIONS].copy()
    decisions["案件ID"] = pd.array([plain_case_id(text) for text in decisions["案件ID"]], dtype="str")
    decisions["付議日"] = [iso_day(text) for text in decisions["付議日"]]
    decisions["№の記入"] = decisions["№"]
    decisions["№"] = pd.array([whole_number(text) for text in decisions["№"]], dtype="Int64")
    for later in (CONFIRMED, REQUEST):  # a master from before these columns
        if later not in decisions:
            decisions[later] = pd.array([None] * len(decisions), dtype="str")
    # of two rows of one case the later one counts
    decisions = decisions.dropna(subset="案件ID").drop_duplicates("案件ID", keep="last")
    texts = {
        plain_year(row["年度"]): {str(key): value for key, value in row.items() if isinstance(value, str)}
        for row in record[LIST_TEXTS].dropna(subset="年度").to_dict("records")
    }
    waivers = waivers_of(record[WAIVERS])
    return Secretariat(decisions, record[MEETINGS], past_cases, texts, waivers, (*own_faults, *faults))


def _books_in(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as fault:  # `glob` would pass over it, and the lists of all earlier years be gone
        raise BadBook(
            f"フォルダ「{folder}」の中を見られません。このアカウントに、読み書きする権限を付けてください。"
        ) from fault
    return [path for path in paths if path.suffix == ".xlsx" and not path.name.startswith("~$")]


def _tables(
    paths: Sequence[Path], extracts: Sequence[Extract], form: Form, masters: Masters
) -> tuple[Tables, list[tuple[Path, Finding]]]:
    """The tables of books, and the faults in them by file."""
    tables = to_tables(extracts, form)
    for name in headings_of(form):
        for heading in tables.headings[name]:
            texts = [clean(text) if isinstance(text, str) else None for text in tables[name][heading]]
            tables[name][heading] = pd.array(texts, dtype="str")
    collect_cells(tables, form)
    without_context(tables)
    checked = {name: tables[name] for name in (OBSERVATIONS, CELLS)}
    checked[RECORD_CELLS] = record_cells(tables, form, masters.mark_readings)
    findings = validate(checked, tables.headings)
    return tables, [(paths[f.book], f) for f in sorted(findings, key=lambda f: (f.book, f.order({})))]


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise BadBook(f"事務局のブック「{path}」を開けません。場所と、使用中でないかを確認してください。") from fault


def _extract(path: Path, data: bytes, form: Form) -> Extract:
    extract = extract_file(data, path.name, {form.name: form}, only=form.name)
    if extract.form is None:
        raise BadBook(
            f"事務局のブック「{path}」を{form.name}として読み取れません。バックアップから戻すか、fugi init で作った様式に写してください。"
        )
    return extract


def plain_case_id(text: Any) -> Any:
    """A 案件ID as it is given (R07-0001), however wide it was typed; another text as it is."""
    plain = fold(text).upper() if isinstance(text, str) else ""
    return plain if _CASE_ID.fullmatch(plain) else text


def plain_year(text: Any) -> Any:
    """A 年度 as folders and books are named (令和5年度), however it was typed; another text as it is."""
    try:
        return fiscal_label(parse_fiscal_label(text)) if isinstance(text, str) else text
    except BadDate:
        return text


def iso_day(text: object) -> str | None:
    """A day as ISO text; None for what is none, or only a year or month."""
    day = read_date_text(text).value if isinstance(text, str) else None
    return day if day is not None and len(day) == len("2025-06-01") else None
