"""Ⅵ and what identifies a filing: the steps that are done, its name, and the department that answers for it (P48, P49)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import Filing
from pipeline.filings.values import Value
from pipeline.japanese.periods import Period, find_periods
from pipeline.japanese.text import fold


def hearing_of(filing: Filing) -> Period | None:
    """The time in which opinions are heard; None where none can be read."""
    return next(iter(find_periods(filing.procedure["意見聴取の期間"].text)), None)


def last_day_told(filing: Filing) -> date | None:
    """The latest day on which something of the filing is known to have been done."""
    hearing = hearing_of(filing)
    cells = (
        filing.cover["提出日"],
        filing.cover["公表日"],
        filing.procedure["基礎項目評価の実施日"],
        filing.procedure["第三者点検の実施日"],
    )
    days = [date.fromordinal(cell.date.latest) for cell in cells if cell.date and cell.date.latest]
    return max([*days, *([hearing.last] if hearing else [])], default=None)


def is_published(filing: Filing) -> bool:
    """Whether the filing says on which day it was published."""
    return filing.cover["公表日"].date is not None


def is_heard(filing: Filing) -> bool:
    """Whether the time of hearing was over when the filing was handed in."""
    hearing, handed_in = hearing_of(filing), filing.cover["提出日"].date
    return bool(hearing and handed_in and handed_in.latest and hearing.last.toordinal() < handed_in.latest)


def check_procedure(filing: Filing) -> Iterator[Fault]:
    """P48 and P49."""
    name, business = filing.cover["評価書名"], filing.basics["事務の名称"]
    if name.text and business.text and fold(business.text) not in fold(name.text):
        yield fault(name, 評価書名にない事務=business.text)
    yield from _departments(filing)


def _departments(filing: Filing) -> Iterator[Fault]:
    """P49: one department answers for the filing, holds its files and is among those that use them."""
    own = filing.basics["部署"]
    if not own.text:
        return
    for file in filing.files:
        holder, users = file.part["事務担当部署"], file.part["使用部署"]
        if holder.says_something and not _names(holder, own.text):
            yield fault(holder, 違う部署=own.text, 部署の欄=f"Ⅰ７の「{own.title}」")
        elif holder.says_something and users.says_something and not _names(users, holder.text):
            yield fault(users, 違う部署=holder.text, 部署の欄=f"「{holder.title}」")
    for value in (filing.inquiries["請求先"], filing.inquiries["連絡先"]):
        if value.says_something and not _names(value, own.text):
            yield fault(value, 違う部署=own.text, 部署の欄=f"Ⅰ７の「{own.title}」")


def _names(at: Value, department: str) -> bool:
    """Whether a text names a department, be it without its 部."""
    said, wanted = fold(at.text), fold(department)
    short = wanted.rpartition("部")[2]
    return wanted in said or (len(short) > 1 and short in said)
