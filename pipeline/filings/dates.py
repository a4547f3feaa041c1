"""Dates: of a file, of the hearing and of the steps, each beside the others (P03, P26, P28–P31)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import File, Filing
from pipeline.filings.named_periods import period_of
from pipeline.filings.procedure import hearing_of, last_day_told
from pipeline.filings.values import Value
from pipeline.japanese.dates import wareki
from pipeline.japanese.text import half_width

_HELD, _USED = "保有開始日", "使用開始日"
_DAYS = 30
_NUMBER_OF_DAYS = re.compile(r"([0-9]{1,3})\s*日間")
_PLANNED = "予定"


def check_dates(filing: Filing) -> Iterator[Fault]:
    """P03, P26 and P28 to P31."""
    yield from _hearing(filing)
    yield from _order_of_steps(filing)
    told, hearing = last_day_told(filing), hearing_of(filing)
    for file in filing.files:
        held, used = file.part[_HELD], file.part[_USED]
        first, last = _earliest(held), _latest(used)
        if first is not None and last is not None and last < first:
            yield fault(used, 保有開始日=held.text, 使用の開始=used.text)
        for value in (held, used):
            latest = _latest(value)
            if _PLANNED in value.text and latest is not None and told is not None and latest <= told:
                yield fault(value, 過ぎた予定=value.text, 書かれた最後の日=wareki(told))
        latest = _latest(held)
        if hearing is not None and latest is not None and latest < hearing.last and _is_new(file, hearing.last):
            yield fault(held, 早い保有=held.text, 意見聴取の終わり=wareki(hearing.last))


def _earliest(value: Value) -> date | None:
    return date.fromordinal(value.date.earliest) if value.date and value.date.earliest else None


def _latest(value: Value) -> date | None:
    return date.fromordinal(value.date.latest) if value.date and value.date.latest else None


def _is_new(file: File, heard: date) -> bool:
    """Whether a file is one that the hearing was about before it was held: planned still, or of a time after the hearing."""
    period = period_of(file.name)
    starts = period is not None and period.first is not None and period.first > heard
    return starts or _PLANNED in file.part[_HELD].text


def _hearing(filing: Filing) -> Iterator[Fault]:
    """P03: shorter than 30 days without a reason; P30: another number of days than is written."""
    hearing, at = hearing_of(filing), filing.procedure["意見聴取の期間"]
    if hearing is None:
        return
    reason = filing.procedure["期間短縮の理由"]
    if hearing.days < _DAYS and not reason.says_something:
        yield fault(reason if reason.column is not None else at, 短い日数=hearing.days)
    numbers = {int(number) for number in _NUMBER_OF_DAYS.findall(half_width(at.text))}
    if numbers and hearing.days not in numbers:
        yield fault(at, 書かれた日数=min(numbers), 数えた日数=hearing.days)


def _order_of_steps(filing: Filing) -> Iterator[Fault]:
    """P29: 基礎項目評価, the hearing, 第三者点検, publication, each not before the one before it."""
    hearing = hearing_of(filing)
    days = {
        "基礎項目評価": filing.procedure["基礎項目評価の実施日"],
        "意見聴取": filing.procedure["意見聴取の期間"],
        "第三者点検": filing.procedure["第三者点検の実施日"],
        "公表": filing.cover["公表日"],
    }
    known = [
        (step, at, begins, ends)
        for step, at in days.items()
        for begins, ends in [(hearing.first, hearing.last) if hearing and step == "意見聴取" else _spread(at)]
        if begins is not None and ends is not None
    ]
    for (before, _, _, ended), (after, at, begun, _) in pairwise(known):
        if begun < ended:
            yield fault(at, 後の手続=after, 先の手続=before, 先の日=wareki(ended))


def _spread(value: Value) -> tuple[date | None, date | None]:
    """The latest day on which a step of one day can have begun, and the earliest on which it can have been over."""
    return _latest(value), _earliest(value)
