"""系譜: what a case goes back to and what followed it, from the first approval to the result of a 特定個人情報保護評価.

Cases are tied to each other by what they say themselves: 前回案件, the meeting that their text names, 評価書番号, and the same
事業 of the same 課, told by 件名 and 事業名. Each row says by which of these it was tied, so that a person can judge it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.context import ASSESSMENT_KIND
from pipeline.japanese.dates import wareki
from pipeline.japanese.meetings import find_meetings
from pipeline.japanese.text import fold, half_width
from pipeline.registers.texts import COMMA, LINES, in_force, joined, rows_of

LINEAGE = "系譜"
COLUMNS = (
    "系譜", "順", "段階", "案件ID", "件名", "担当課", "区分", "付議日", "審議結果", "前の案件", "つながり", "台帳にない前回の承認",
    "続く案件", "評価の状況", "評価書番号", "受付ID", "ブック",
)  # fmt: skip

FIRST, CHANGE, REPORT, RESULT = "付議", "変更", "評価の報告", "意見聴取の結果"
ASSESSMENTS = (REPORT, RESULT)
BY_REFERENCE, BY_TEXT, BY_NUMBER, BY_NAME = "前回案件", "本文の承認", "評価書番号", "件名・事業名"
WAITING = "結果を待っています"

_CASE_ID = re.compile(r"R\d{2}-\d{4,}", re.ASCII)
_NOTE_BEHIND = re.compile(r"[(][^()]*[)]$")
_TAIL = re.compile("(?:に係る.*)?(?:に)?(?:ついて)?$")
_SHORTEST_NAME = 4


@dataclass(slots=True)
class _Case:
    """A case with all by which it can be tied to others."""

    row: Mapping[str, str | None]
    stage: str
    day: str | None
    meeting: str | None
    names: frozenset[tuple[str, str]]
    """(課, name of its 事業), for each 課 and both names."""
    number: str
    before: dict[str, str] = field(default_factory=dict)
    """案件ID of what it goes back to → by what it is tied."""
    elsewhere: str | None = None
    """An earlier approval that is not in the ledger."""

    @property
    def id(self) -> str:
        return self.row["案件ID"] or ""

    @property
    def is_assessment(self) -> bool:
        return self.stage in ASSESSMENTS


@dataclass(slots=True)
class _Past:
    """The cases before one, as they are looked up."""

    cases: dict[str, _Case] = field(default_factory=dict)
    latest: dict[tuple[object, str], _Case] = field(default_factory=dict)
    """(評価書番号 or name of a 事業, stage) → its latest case; stage "" for any."""
    held: dict[tuple[tuple[str, str], str | None], list[str]] = field(default_factory=dict)
    """(name of a 事業, meeting) → 案件ID of the cases that were before it."""

    def add(self, case: _Case) -> None:
        """Take in a case that is later than all others."""
        self.cases[case.id] = case
        for key in (*case.names, *filter(None, [case.number])):
            self.latest[key, ""] = self.latest[key, case.stage] = case
        for name in case.names:
            self.held.setdefault((name, case.meeting), []).append(case.id)


def name_key(text: str) -> str:
    """What 件名 and 事業名 of one 事業 have in common: 税務システムの再整備 for 税務システムの再整備等について（…の報告）."""
    key = fold(text.partition("\n")[0])
    while (shorter := _NOTE_BEHIND.sub("", key)) != key:
        key = shorter
    return _TAIL.sub("", key).removesuffix("等")


def lineage(cases: pd.DataFrame, annexes: Iterable[pd.DataFrame], departments: Mapping[str, str]) -> pd.DataFrame:
    """The sheet 系譜: the cases in force that go back to another or are followed by one, line by line.

    Args:
        cases: The sheet 案件 of all years.
        annexes: The sheets of the 別紙 of all years, for their own 前回案件.
        departments: Folded name of a 課 → its name today.

    """
    references = _references(annexes)
    past = _Past()
    for case in sorted(_read(in_force(cases), departments), key=_age):
        _tie(case, references.get(case.id, ()), past)
        past.add(case)
    return pd.DataFrame(_rows(past.cases), columns=list(COLUMNS))


def _references(annexes: Iterable[pd.DataFrame]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for frame in annexes:
        for case, text in rows_of(frame, "案件ID", "前回案件"):
            if text is not None:
                found.setdefault(case, []).append(text)
    return found


def _read(cases: pd.DataFrame, departments: Mapping[str, str]) -> Iterator[_Case]:
    headings = (*COLUMNS, "種別", "回", "年度", "前回案件", "事業名", "事業内容", "受付日", "№")
    for values in rows_of(cases, *headings):
        row = dict(zip(headings, values, strict=True))
        held = half_width(str(row["回"] or "")).removeprefix("第").removesuffix("回").strip()
        yield _Case(
            row,
            stage_of(row["種別"]),
            row["付議日"] or row["受付日"],
            f"{row['年度']}第{held}回" if held else None,
            names_of((row["担当課"] or "").split(COMMA), (row["件名"], row["事業名"]), departments),
            fold(row["評価書番号"] or ""),
        )


def names_of(
    own: Iterable[str], titles: Iterable[str | None], departments: Mapping[str, str]
) -> frozenset[tuple[str, str]]:
    """By what a case is known to be of one 事業: (課 by its name today, name of the 事業), for each 課 and each title."""
    names = [key for text in titles if text and len(key := name_key(text)) >= _SHORTEST_NAME]
    return frozenset((departments.get(fold(one), one), name) for one in own for name in names)


def stage_of(kind: str | None) -> str:
    """The step that a 種別 is."""
    if kind and kind.startswith(ASSESSMENT_KIND):
        return REPORT if kind.endswith("報告") else RESULT
    return CHANGE if kind == "変更" else FIRST


def _age(case: _Case) -> tuple[str, bool, int, str]:
    number = case.row["№"]
    return case.day or "9999", number is None, int(number or 0), case.id


def _tie(case: _Case, references: Sequence[str], past: _Past) -> None:
    """Find what a case goes back to among the cases before it."""
    said = joined(text for text in (case.row["前回案件"], *references) if text)
    if said:
        case.before = {id_: BY_REFERENCE for id_ in _CASE_ID.findall(half_width(said)) if id_ in past.cases}
        _tie_to_meetings(case, said, past, BY_REFERENCE)
        if not case.before:
            case.elsewhere = said
    if case.stage == RESULT:
        _tie_to_latest(case, past, REPORT)
    elif case.stage != FIRST and not said:
        _tie_to_meetings(case, case.row["事業内容"] or "", past, BY_TEXT)
    if case.stage != FIRST and not case.before:
        _tie_to_latest(case, past, "")


def _tie_to_latest(case: _Case, past: _Past, stage: str) -> None:
    """Tie a case to the latest of its 評価書番号, or of its 事業, that is of a stage ("": of any)."""
    numbered = past.latest.get((case.number, stage)) if case.is_assessment and case.number else None
    named = (past.latest.get((name, stage)) for name in case.names)
    found = max((one for one in (numbered, *named) if one), key=_age, default=None)
    if found:
        case.before[found.id] = BY_NUMBER if found is numbered else BY_NAME


def _tie_to_meetings(case: _Case, text: str, past: _Past, by: str) -> None:
    """Tie a case to those of its 事業 in the meetings that a text names; a meeting without one is told as it is named."""
    strange = []
    for meeting in find_meetings(text):
        if by == BY_TEXT and not meeting.decided:
            continue
        held = {id_: by for name in case.names for id_ in past.held.get((name, meeting.label), ())}
        case.before |= dict(sorted(held.items()))
        if not held:
            strange.append(f"{meeting.label}{meeting.body}")
    case.elsewhere = joined(strange)


def _rows(known: Mapping[str, _Case]) -> Iterator[dict[str, object]]:
    """The rows, line by line in the order of their first cases, and within a line from the oldest."""
    after: dict[str, list[str]] = {}
    line = {id_: id_ for id_ in known}
    for case in known.values():
        for earlier in case.before:
            after.setdefault(earlier, []).append(case.id)
            line[_first(line, case.id)] = _first(line, earlier)
    lines: dict[str, list[_Case]] = {}
    for case in known.values():
        lines.setdefault(_first(line, case.id), []).append(case)
    shown = [members for members in lines.values() if len(members) > 1 or _is_told(members[0])]
    for number, members in enumerate(shown, start=1):
        for place, case in enumerate(members, start=1):
            yield {
                **{name: case.row[name] for name in COLUMNS},
                "系譜": number,
                "順": place,
                "段階": case.stage,
                "前の案件": joined(case.before, LINES),
                "つながり": joined(case.before.values()),
                "台帳にない前回の承認": case.elsewhere,
                "続く案件": joined(after.get(case.id, ()), LINES),
                "評価の状況": _state(case, [known[id_] for id_ in after.get(case.id, ())]),
            }


def _first(line: dict[str, str], id_: str) -> str:
    """The case by which the line of a case is known."""
    while line[id_] != id_:
        line[id_] = line[line[id_]]
        id_ = line[id_]
    return id_


def _is_told(case: _Case) -> bool:
    """Whether a case that stands alone has a past outside of the ledger, or a result to come."""
    return case.elsewhere is not None or case.is_assessment


def _state(case: _Case, followers: Sequence[_Case]) -> str | None:
    """Of a 評価の報告, whether its result was brought before the meeting."""
    if case.stage != REPORT:
        return None
    results = [one for one in followers if one.stage == RESULT]
    return joined(f"結果 {one.id}{_on(one)}" for one in results) or WAITING


def _on(case: _Case) -> str:
    day = case.row["付議日"]
    return f"（{wareki(pd.Timestamp(day).date())}付議）" if day else ""
