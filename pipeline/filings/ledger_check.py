"""A 全項目評価書 beside the cases of its 事務: where the two say different things (P60–P69).

They belong together by the 評価書番号; a case that names none, by the same 事務 of the same 課. A difference is told at both sides: to the
department whose workbook comes in, and on the sheet 評価書との照合 for all that is in the ledger.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipeline.filings.bands import Band
from pipeline.filings.case_facts import system_names
from pipeline.filings.facts import CaseFacts, Contract, Days, FilingFacts, Said
from pipeline.japanese.case_ids import case_ids_in
from pipeline.japanese.dates import wareki
from pipeline.japanese.text import fold
from pipeline.registers.lineage import ASSESSMENTS, names_of
from pipeline.registers.parties import party_keys
from pipeline.registers.texts import COMMA, by_key

UNKNOWN_NUMBER, DEPARTMENT, SYSTEM, COMPANY, UNREGISTERED = "P60", "P61", "P62", "P63", "P64"
INDIVIDUAL_NUMBER, PEOPLE, SUBCONTRACT, PERIOD, UNKNOWN_CASE = "P65", "P66", "P67", "P68", "P69"

NOTHING = "（記載なし）"
_SAME_AS_ABOVE = "同上"
_NAMES_TOLD = 3
_ONE_ROUND = 366
"""Days within which two periods of one step are meant to be the same; a 評価 is not made again sooner."""
_NOTE = re.compile(r"[(（][^()（）]*[)）]")


class Difference(NamedTuple):
    """One thing that a filing and a case tell differently, with the place on each side."""

    code: str
    filing: Said
    case: Said
    filing_says: str
    case_says: str


def pairs(
    cases: Iterable[CaseFacts], filings: Sequence[FilingFacts], departments: Mapping[str, str]
) -> Iterator[tuple[CaseFacts, FilingFacts]]:
    """The cases and filings that are about one 事務. `departments`: folded name of a 課 → its name today."""
    numbered = {filing.number: filing for filing in filings if filing.number}
    named = by_key((name, filing) for filing in filings for name in _names(filing, departments))
    for case in cases:
        if case.numbers:
            found = [numbered[number] for number in case.numbers if number in numbered]
        else:
            found = [filing for name in sorted(_names(case, departments)) for filing in named.get(name, ())]
        for filing in {id(filing): filing for filing in found}.values():
            yield case, filing


def _names(one: CaseFacts | FilingFacts, departments: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return names_of(one.departments, (one.title, one.business), departments)


def differences(case: CaseFacts, filing: FilingFacts) -> Iterator[Difference]:
    """All that a case and the filing of its 事務 tell differently, in the order of the codes."""
    for compare in _COMPARISONS:
        yield from compare(case, filing)


def _departments(case: CaseFacts, filing: FilingFacts) -> Iterator[Difference]:
    if case.departments and filing.departments and set(case.departments).isdisjoint(filing.departments):
        yield Difference(DEPARTMENT, filing.at, case.at, COMMA.join(filing.departments), COMMA.join(case.departments))


def _systems(case: CaseFacts, filing: FilingFacts) -> Iterator[Difference]:
    """A system that the case develops and the filing does not list. 給付システム is found in 国民健康保険給付システム."""
    listed = [key for said in filing.systems for key in _system_keys(said.text)]
    missing = [said for said in case.systems if not _is_listed(fold(said.text), listed)]
    if missing and filing.systems:
        names = COMMA.join(said.text for said in missing)
        yield Difference(SYSTEM, filing.systems[0], missing[0], _some(said.text for said in filing.systems), names)


def _system_keys(text: str) -> list[str]:
    """The keys of a system as a filing lists it: the whole without its notes, and each name in it, also in brackets."""
    return [key for name in (text, *system_names(text)) if (key := _plain_key(name))]


def _plain_key(name: str) -> str:
    return fold(_NOTE.sub("", name))


def _is_listed(key: str, listed: Iterable[str]) -> bool:
    return any(key in one or one in key for one in listed)


def _companies(case: CaseFacts, filing: FilingFacts) -> Iterator[Difference]:
    """A 委託先 of the case that the filing does not name, unless the filing still has one to choose, or the 委託 was over before it."""
    of_filing = [party_keys(contract.company.text) for contract in _named(filing.contracts)]
    known = set().union(*of_filing)
    if not all(of_filing):
        return
    for contract in case.contracts:
        is_over = bool(contract.ends and filing.submitted and contract.ends < filing.submitted)
        keys = party_keys(contract.company.text)
        if not is_over and keys - known:
            at = filing.contracts[0].company if filing.contracts else filing.at
            named = _some(one.company.text for one in _named(filing.contracts))
            yield Difference(COMPANY, at, contract.company, named, contract.company.text)


def _named(contracts: Sequence[Contract]) -> list[Contract]:
    """Without those that only say 同上."""
    return [contract for contract in contracts if contract.company.text != _SAME_AS_ABOVE]


def _numbers(case: CaseFacts, filing: FilingFacts) -> Iterator[Difference]:
    """個人番号 among the items of one side only. A 評価 as a case need not list items."""
    if filing.items is None:
        return
    if case.number_item and not filing.has_number:
        yield Difference(INDIVIDUAL_NUMBER, filing.items, case.number_item, NOTHING, case.number_item.text)
        return
    is_without = case.has_items and not case.number_item and case.stage not in ASSESSMENTS
    if case.numbers and is_without and filing.has_number:
        yield Difference(INDIVIDUAL_NUMBER, filing.items, case.at, "個人番号", NOTHING)


def _people(case: CaseFacts, filing: FilingFacts) -> Iterator[Difference]:
    """More people than a band of the filing has room for. A 評価 as a case is about all of them, so it may not be fewer either.

    Each band has its own scale; what is compared is always the number of people with one band.
    """
    if not case.people:
        return
    most, total = max(case.people, key=lambda count: count.people), sum(count.people for count in case.people)
    told = set()
    for said in filing.bands:
        band = Band.of(said.text, ())
        if band is None or (said.label, said.text) in told:
            continue
        is_few = case.stage in ASSESSMENTS and total < band.low
        if is_few or (band.high is not None and most.people >= band.high):
            told.add((said.label, said.text))
            yield Difference(PEOPLE, said, most.said, f"{said.label}　{said.text}", f"{most.people:,.0f}人")


def _given_on(case: CaseFacts, filing: FilingFacts) -> Iterator[Difference]:
    """A 委託 of one company that only one side gives on. Where the filing has some that are and some that are not, either is fine."""
    for contract in case.contracts:
        keys = party_keys(contract.company.text)
        same = [one for one in filing.contracts if keys & party_keys(one.company.text) and one.given_on is not None]
        if same and {one.given_on for one in same} == {not contract.given_on}:
            said = {True: "再委託する", False: "再委託しない"}
            at = same[0].again or same[0].company
            case_at = contract.again or contract.company
            name = contract.company.text
            yield Difference(
                SUBCONTRACT, at, case_at, said[not contract.given_on], f"{name}　{said[bool(contract.given_on)]}"
            )


def _periods(case: CaseFacts, filing: FilingFacts) -> Iterator[Difference]:
    """意見聴取 or 第三者点検 on other days, and a 委託 that begins before the files of the filing are used."""
    own, filed = case.hearing, filing.hearing
    if own and filed and _near(own, filed) and own[1:] != filed[1:]:
        yield _of_days(own, filed)
    own, filed = case.check, filing.check
    if own and filed and _near(own, filed) and not own.first <= filed.first <= own.last:
        yield _of_days(own, filed)
    used = filing.begins
    for contract in case.contracts:
        if used and contract.begins and contract.begins < used.first:
            starts = f"{contract.company.text}　{_day(contract.begins)}までに開始"
            yield Difference(PERIOD, used.said, contract.company, f"使用開始日　{_day(used.first)}", starts)


def _of_days(case: Days, filing: Days) -> Difference:
    return Difference(PERIOD, filing.said, case.said, _told(filing), _told(case))


def _near(one: Days, other: Days) -> bool:
    """Whether two periods can be meant to be the same one."""
    days = dt.date.fromisoformat(one.first) - dt.date.fromisoformat(other.first)
    return abs(days.days) < _ONE_ROUND


def _told(days: Days) -> str:
    return _day(days.first) if days.first == days.last else f"{_day(days.first)}から{_day(days.last)}まで"


def _day(iso: str) -> str:
    return wareki(dt.date.fromisoformat(iso))


_COMPARISONS: Sequence[Callable[[CaseFacts, FilingFacts], Iterator[Difference]]] = (
    _departments, _systems, _companies, _numbers, _people, _given_on, _periods,
)  # fmt: skip


def unregistered(filing: FilingFacts, registered: AbstractSet[str]) -> Iterator[Said]:
    """P64: the 委託先 of a filing that no case of the ledger names, each once. `registered`: keys of the companies of 委託先一覧."""
    told: set[str] = set()
    for contract in _named(filing.contracts):
        missing = party_keys(contract.company.text) - registered - told
        if missing and registered:
            told |= missing
            yield contract.company


def unknown_cases(filing: FilingFacts, known: AbstractSet[str]) -> Iterator[tuple[Said, str]]:
    """P69: the 案件ID that a filing names and the ledger does not have."""
    if filing.cases:
        missing = [id_ for id_ in case_ids_in(filing.cases.text) if id_ not in known]
        if missing:
            yield filing.cases, COMMA.join(missing)


def unknown_numbers(case: CaseFacts, filings: AbstractSet[str]) -> Iterator[tuple[Said, str]]:
    """P60: the 評価書番号 that a case names and no filing has. As long as there are no filings at all nothing is said."""
    missing = [number for number in case.numbers if number not in filings]
    if missing and filings:
        yield case.at, COMMA.join(missing)


def _some(names: Iterable[str]) -> str:
    """The first names of many."""
    told = list(dict.fromkeys(name.partition("\n")[0] for name in names)) or [NOTHING]
    return COMMA.join(told[:_NAMES_TOLD]) + (f"、ほか{len(told) - _NAMES_TOLD}" if len(told) > _NAMES_TOLD else "")
