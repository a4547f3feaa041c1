"""委託: that a company is named, in full, and that no text denies the 再委託 that is ticked (P40–P42)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.filings.conditions import SUBCONTRACTED
from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import Filing
from pipeline.filings.values import Part
from pipeline.japanese.companies import find_companies
from pipeline.japanese.text import fold

_VENDOR = "委託先名"
_ELSEWHERE = re.compile(
    r"(?:同上|同前|〃|々|\"|(?:上記|前記|前項|同左|①|１と?|1と?)?(?:に|と)?同じ|同一|別(?:紙|表|添)(?:の(?:とおり|通り))?)"
)
"""What only points to another place: each 委託事項 is read by itself."""
_BODY = re.compile(
    "(?:法人|会社|[㈱㈲]|\\([株有同]\\)|組合|連合会?|協会|協議会|機構|公社|公団|財団|社団|会議所|センター|大学|[都道府県市区町村]"
    "|局|庁|省|未定|各社|個人|弁護士|税理士|司法書士)"
)
"""A sign of a legal form, or of a public body."""

_DENIES = re.compile(
    r"(?:再委託(?:は|を|しては|することは)?(?:一切)?(?:行わない|行ってはならない|しない|してはならない|できない|認めない|禁止)"
    r"|(?:一切)?第三者(?:に|へ)(?:は)?(?:一切)?(?:再)?委託(?:し|をし)てはならない)"
)
_UNLESS = re.compile("承諾|承認|許可|許諾|同意|除き|除い|限り|場合を")


def check_entrustment(filing: Filing) -> Iterator[Fault]:
    """P40 to P42."""
    for contract in filing.contracts:
        yield from _vendor(contract)
        if contract["再委託の有無"].choice == SUBCONTRACTED:
            yield from _denied(contract, "再委託の許諾方法", contract.name)
    subcontracted = [c for c in filing.contracts if c["再委託の有無"].choice == SUBCONTRACTED]
    if subcontracted:
        for name in ("委託_契約書の規定の内容", "委託_他者への提供のルール"):
            yield from _denied(filing.risks, name, subcontracted[0].name)


def _vendor(contract: Part) -> Iterator[Fault]:
    vendor = contract[_VENDOR]
    if not vendor.says_something:
        return
    if _ELSEWHERE.fullmatch(fold(vendor.text)):
        yield fault(vendor, 名前でない委託先=vendor.text)
    elif not find_companies(vendor.text) and not _BODY.search(fold(vendor.text)):
        yield fault(vendor, 法人の種類のない委託先=vendor.text)


def _denied(part: Part, name: str, contract: str) -> Iterator[Fault]:
    """P42, at the text that says that there is no 再委託, without an exception."""
    value = part[name]
    for found in _DENIES.finditer(value.text):
        sentence = _sentence(value.text, found.start(), found.end())
        if part.spec.name == "委託事項" or not _UNLESS.search(sentence):
            yield fault(
                value,
                sentence,
                再委託しない文=sentence[:40] + ("…" if len(sentence) > 40 else ""),
                再委託する委託=contract,
            )
            return


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place."""
    begin = max(text.rfind(mark, 0, start) for mark in "。\n◆・") + 1
    ends = [place for mark in "。\n" if (place := text.find(mark, end)) >= 0]
    return text[begin : min(ends, default=len(text))].strip()
