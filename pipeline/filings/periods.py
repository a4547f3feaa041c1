"""The times that names of files and systems bear, beside the dates of the files and beside each other (P27, P32, P47)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import File, Filing
from pipeline.filings.named_periods import Period, period_of
from pipeline.filings.values import Value
from pipeline.japanese.periods import find_days

_DATES, _TEXT = ("保有開始日", "使用開始日"), "入手の時期_頻度"


def check_periods(filing: Filing) -> Iterator[Fault]:
    """P27, P32 and P47."""
    for file in filing.files:
        period = period_of(file.name)
        if period is not None:
            yield from _outside(file, period)
    yield from _gaps(filing.file_names)
    yield from _gaps([system.name for system in filing.systems])
    yield from _without_system(filing)


def _outside(file: File, period: Period) -> Iterator[Fault]:
    """P27, at the date, or at the text that tells of an earlier day than the first of the file."""
    for value in (file.part[name] for name in _DATES):
        if value.date is None or value.date.earliest is None or value.date.latest is None:
            continue
        if not period.holds(date.fromordinal(value.date.earliest), date.fromordinal(value.date.latest)):
            yield fault(value, 期間の外の日=value.text, 名称の期間=file.name)
    text = file.part[_TEXT]
    for day in find_days(text.text):
        if not period.holds(day.date, day.date):
            yield fault(
                text, text.text[day.start : day.end], 期間の外の日=text.text[day.start : day.end], 名称の期間=file.name
            )
            return


def _gaps(names: Sequence[Value]) -> Iterator[Fault]:
    """P32: what begins when something else of the list has ended begins on the next day."""
    periods = [(name, period) for name in names if (period := period_of(name.text)) is not None]
    ended = [period for _, period in periods if period.last is not None]
    for name, period in periods:
        if period.first is not None and ended and not any(period.follows(other) for other in ended):
            yield fault(name, つながらない名称=name.text)


def _without_system(filing: Filing) -> Iterator[Fault]:
    """P47: each file whose name bears a time has a system of that time, if systems bear times at all."""
    of_systems = {period for system in filing.systems if (period := period_of(system.name.text)) is not None}
    for name in filing.file_names if of_systems else ():
        if (period := period_of(name.text)) is not None and period not in of_systems:
            yield fault(name, システムのないファイル=name.text)
