"""Waivers: findings that the secretariat has accepted for a case, with a reason (sheet 認めた指摘 of 審議記録.xlsx).

A waived finding stays visible in every report; it only no longer keeps the case from passing. A waiver names 課, 件名, code,
sheet and item, because a case that never passed has no number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.japanese.text import fold
from pipeline.judge import Judgement, verdict_of
from validations.findings import Finding


@dataclass(frozen=True, slots=True)
class Waiver:
    """One row of 認めた指摘. An empty sheet or item stands for every one."""

    department: str
    title: str
    code: str
    sheet: str
    item: str
    reason: str

    def covers(self, finding: Finding, departments: Collection[str], title: str | None) -> bool:
        """Whether the waiver is for this finding of this case."""
        named = {fold(name) for name in (*finding.items, finding.cell or "")}
        return (
            fold(self.code) == fold(finding.code)
            and fold(self.title) == fold(title or "")
            and fold(self.department) in {fold(name) for name in departments}
            and (not self.sheet or fold(self.sheet) == fold(finding.sheet or ""))
            and (not self.item or fold(self.item) in named)
        )


def waivers_of(rows: pd.DataFrame) -> tuple[Waiver, ...]:
    """The waivers in the sheet 認めた指摘; a row without 課, 件名, code or reason waives nothing."""
    texts = rows[["課", "件名", "コード", "指摘のシート", "項目", "理由"]].fillna("").astype("object")
    return tuple(
        Waiver(*map(str, row)) for row in texts.itertuples(index=False) if all(row[place] for place in (0, 1, 2, 5))
    )


def waivers_digest(waivers: Sequence[Waiver]) -> str:
    """What the waivers say: when it changes, returned files may be judged otherwise."""
    return hashlib.sha256("\n".join(sorted(map(repr, waivers))).encode()).hexdigest()


def waive(
    judgement: Judgement, waivers: Sequence[Waiver], departments: Collection[str], title: str | None
) -> Judgement:
    """The judgement with the waived findings marked, and the verdict that follows from the others."""
    marked = []
    for finding in judgement.findings:
        waiver = next((w for w in waivers if w.covers(finding, departments, title)), None)
        marked.append(replace(finding, waived=waiver.reason) if waiver else finding)
    return Judgement(verdict_of(marked), tuple(marked)) if marked else judgement
