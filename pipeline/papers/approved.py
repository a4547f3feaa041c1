"""The accepted cases as they can be named by a later one, from receipts and the secretariat's books; no workbook is read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from pipeline.japanese.dates import fiscal_label
from pipeline.japanese.text import fold, wide_digits
from pipeline.masters.load import Body, Masters
from pipeline.normalise import read_date_text
from pipeline.numbering import whole_number, year_of_label
from pipeline.papers.basis import Approved, Ledger
from pipeline.receipts import Placed, Receipt, latest_accepted
from pipeline.secretariat import Secretariat

_NOT_APPROVED = ("継続審議", "不承認")


def approved_digest(ledger: Ledger, receipts: Mapping[Path, Receipt]) -> str:
    """What the marks of any case may depend on: the approved cases and their workbooks."""
    cases = [(case.case_id, receipts[case.path].sha256, case.meeting, case.words, case.title) for case in ledger.cases]
    return hashlib.sha256(repr(cases).encode()).hexdigest()


def ledger_of(placed: Sequence[Placed], secretariat: Secretariat, masters: Masters) -> Ledger:
    """The accepted cases, from receipts and the secretariat's books; no workbook is read for it."""
    held = _meetings(secretariat)
    names = masters.department_keys
    cases = []
    for case_id, item in sorted(latest_accepted(placed).items()):
        receipt = item.receipt
        meeting = held.get(case_id)
        departments = frozenset(names.get(fold(name), name) for name in receipt.departments)
        words = _words(meeting, masters.bodies) if meeting else f"案件{case_id}として"
        cases.append(Approved(case_id, item.path, fold(receipt.title or ""), departments, meeting, words))
    return Ledger(cases, names)


def _meetings(secretariat: Secretariat) -> dict[str, tuple[int, int]]:
    """案件ID → 年度 and 回 of the meeting that approved it; of a case without 回, that of the meeting held on its 付議日."""
    held = {}
    for label, number, day in secretariat.meetings[["年度", "回", "開催日"]].itertuples(index=False, name=None):
        year, count = year_of_label(label), whole_number(number)
        date = read_date_text(day).value if isinstance(day, str) else None
        if year is not None and count is not None and date is not None:
            held[date] = year, count
    found: dict[str, tuple[int, int]] = {}
    rows = secretariat.decisions
    columns = ["案件ID", "年度", "回", "付議日", "審議結果", "取下げ"]
    for case_id, label, number, day, result, withdrawn in rows[columns].itertuples(index=False, name=None):
        year, count = year_of_label(label), whole_number(number)
        meeting = (year, count) if year is not None and count is not None else held.get(str(day))
        if meeting and result not in _NOT_APPROVED and pd.isna(withdrawn):
            found[case_id] = meeting
    return found


def _words(meeting: tuple[int, int], bodies: Sequence[Body]) -> str:
    """令和６年度第４回個人情報保護管理運営会議."""
    year, number = meeting
    body = next((body.name for body in reversed(bodies) if body.sat_in(year)), "")
    return wide_digits(f"{fiscal_label(year)}第{number}回") + body
