"""特定個人情報保護評価 in rounds: each begins with its 報告, goes on to the 結果, and is made again by the next one.

A round is told by the cases themselves: the 前回案件 that a 結果 names, else the 評価書番号, else the same 事業 of the same 課. A 報告
is answered once: a 結果 that finds none waiting stands alone, for its own 報告 is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.japanese.case_ids import case_ids_in
from pipeline.receipts import filing_number
from pipeline.registers.lineage import REPORT, RESULT, names_of, stage_of


@dataclass(frozen=True, slots=True)
class Brought:
    """A 報告 or a 結果 as it was brought before the meeting."""

    id: str
    """案件ID."""
    stage: str
    """`REPORT` or `RESULT`."""
    number: str = ""
    """評価書番号, as `filing_number` gives it."""
    names: frozenset[tuple[str, str]] = frozenset()
    """(課, name of its 事業), as `names_of` gives them."""
    held: str | None = None
    """付議日, ISO."""
    came: str = ""
    """受付日, ISO: its place among the others while it has no 付議日."""
    former: frozenset[str] = frozenset()
    """案件ID that it names as its 前回案件."""

    @property
    def age(self) -> tuple[str, bool, str]:
        """The oldest first. What has neither day is the newest; of one day a 報告 comes before a 結果."""
        return self.held or self.came or "9999", self.stage == RESULT, self.id

    def is_of(self, other: Brought) -> bool:
        """Whether both are about one 評価書. Where both have a number, that alone says so."""
        if self.number and other.number:
            return self.number == other.number
        return not self.names.isdisjoint(other.names)


Assessment: TypeAlias = Mapping[str, str | None]
"""What ties a case to its 評価書: 種別, 評価書番号, 事業名 and 前回案件."""


def brought(
    case_id: str,
    told: Assessment,
    own: Iterable[str],
    title: str | None,
    departments: Mapping[str, str],
    held: str | None = None,
    came: str | None = None,
) -> Brought:
    """A 報告 or 結果 from what is told of it.

    `own`: its 課; `departments`: folded name of a 課 → its name today; `held`: 付議日, ISO; `came`: the day on which it came.
    """
    return Brought(
        case_id,
        stage_of(told.get("種別")),
        filing_number(told.get("評価書番号") or ""),
        names_of(own, (title, told.get("事業名")), departments),
        held,
        came or "",
        frozenset(case_ids_in(told.get("前回案件") or "")),
    )


@dataclass(slots=True)
class Round:
    """One time that an assessment is made."""

    report: Brought | None = None
    results: list[Brought] = field(default_factory=list)
    """The 結果. More than one only where a later one names the 報告 as its 前回案件."""
    next: Brought | None = None
    """The case with which the assessment was begun again."""

    @property
    def result(self) -> Brought | None:
        """The last 結果."""
        return self.results[-1] if self.results else None

    @property
    def cases(self) -> Iterator[Brought]:
        """Its cases, the oldest first."""
        if self.report:
            yield self.report
        yield from self.results


def rounds_of(cases: Iterable[Brought]) -> list[Round]:
    """The rounds that some cases make, in the order of their first cases."""
    rounds: list[Round] = []
    for case in sorted(cases, key=lambda case: case.age):
        if case.stage == RESULT and (own := _answered_by(case, rounds)):
            own.results.append(case)
            continue
        if earlier := _last_of(case, rounds):
            earlier.next = case
        rounds.append(Round(report=case) if case.stage == REPORT else Round(results=[case]))
    return rounds


def lacks_report(case: Brought, others: Iterable[Brought]) -> bool:
    """Whether a 結果 that comes now has no 報告 among the cases that were brought (P05). A version of itself among them is left out."""
    rounds = rounds_of([*(other for other in others if other.id != case.id), case])
    return any(case in own.results and own.report is None for own in rounds)


def _answered_by(case: Brought, rounds: Iterable[Round]) -> Round | None:
    """The round whose 報告 a 結果 answers: the one that it names, else the last of its 評価書 if that still waits."""
    named = (own for own in rounds if own.report and own.report.id in case.former)
    if found := next(named, None):
        return found
    last = _last_of(case, rounds)
    return last if last and last.report and not last.results else None


def _last_of(case: Brought, rounds: Iterable[Round]) -> Round | None:
    found = [own for own in rounds if any(one.is_of(case) for one in own.cases)]
    return found[-1] if found else None
