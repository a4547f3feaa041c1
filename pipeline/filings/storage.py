"""保管: the period that is chosen beside the reason that is given for it (P44, P45)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.filings.bands import Band
from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import Filing
from pipeline.filings.values import Value
from pipeline.japanese.text import fold

_CHOICE, _REASON = "保管期間", "保管期間の妥当性"
_STATED = re.compile(r"保[管存]期間(?:を|は)([^。\n()]{1,30}?)(?:とする|とし|である|と定め)")
_YEARS = re.compile("[0-9]+年(?:以上|未満)?")


def check_storage(filing: Filing) -> Iterator[Fault]:
    """P44 and P45."""
    by_reason: dict[str, list[Value]] = defaultdict(list)
    for file in filing.files:
        chosen, reason = file.part[_CHOICE], file.part[_REASON]
        if chosen.choice and reason.says_something:
            yield from _stated_otherwise(chosen, reason, file.part.choices(_CHOICE))
            by_reason[fold(reason.text)].append(chosen)
    for choices in by_reason.values():
        yield from _odd_ones(choices)


def _stated_otherwise(chosen: Value, reason: Value, choices: tuple[str, ...]) -> Iterator[Fault]:
    """P44, at the choice: the reason names a period in so many words, which is that of another choice."""
    stated = _STATED.search(fold(reason.text))
    years = "".join(_YEARS.findall(stated[1])) if stated else ""
    told, own = Band.of(years, choices), Band.of(chosen.choice, choices)
    if stated is None or told is None:
        return
    if own is None or not own.meets(told):
        yield fault(chosen, 選んだ期間=chosen.choice, 説明の期間=stated[1])


def _odd_ones(choices: list[Value]) -> Iterator[Fault]:
    """P45, at the choices that are fewer, of files with one and the same reason; of as many, at the later ones."""
    usual = Counter(value.choice for value in choices).most_common(1)[0][0]
    for value in choices:
        if value.choice != usual:
            yield fault(value, 同じ説明の期間=value.choice, ほかの期間=usual)
