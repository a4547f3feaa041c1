"""The days of a 特定個人情報保護評価 as the texts of its cases tell them: 意見聴取, 第三者点検, 公表, 見直し.

A period belongs to the step that is named right behind it (…までパブリック・コメントを行い), else to the last one named before it
in its sentence, else to the first behind it there, else to the one that its part of the text is about. A numbered heading
(（２）第三者点検実施結果) begins a new part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from pipeline.japanese.periods import Day, Period, find_days, find_periods
from pipeline.japanese.text import half_width

_HEARING = re.compile(r"パブリック[ \n]*・?[ \n]*コメント|パブコメ|意見聴取|意見の聴取|意見募集|意見公募")
_CHECK = re.compile(r"第三者[ \n]*(?:による|の|に)?[ \n]*点検")
_STEP = re.compile(f"(?P<hearing>{_HEARING.pattern})|(?P<check>{_CHECK.pattern})")
_RIGHT_BEHIND = re.compile(f"(?:まで)?(?:の間)?[のに]?(?:{_STEP.pattern})")
_BREAK = re.compile("[。\n]")
_HEADING = re.compile(r"^[ \t]*(?:[(][0-9]{1,2}[)]|[0-9]{1,2}[ .、])", re.MULTILINE)
_BEHIND = "[^。\n]{0,40}?"
_LABEL = re.compile("[ァ-ヶ(0-9) .・]*(?:点検)?(?:実施)?(?:年月日|期日|日|期間)?[ :は、]*")
_NOT_DONE = "(?!す|予定|の予定|を予定|見込|の見込|に当た|にあた|に先立)"
_PUBLISHED = re.compile(f"{_BEHIND}公表{_NOT_DONE}")
_PUBLISHED_ON = re.compile(r"公表(?:した|の)?日(?:は|[ :、])*\Z")
_REVIEWED = re.compile(f"{_BEHIND}見直し(?!す|予定|の予定|を予定)")


@dataclass(frozen=True, slots=True)
class StepDates:
    """What is known of the steps between the 報告 and the next 評価; None for what is not told."""

    hearing: Period | None = None
    """意見聴取."""
    check: Period | None = None
    """第三者点検; one that is told as a single day is a period of that day."""
    published: date | None = None
    """公表日 of the 評価書."""
    reviewed: date | None = None
    """The day of the last 見直し."""

    def or_else(self, other: StepDates) -> StepDates:
        """These days, and where they are not told those of another source."""
        return StepDates(*(getattr(self, one.name) or getattr(other, one.name) for one in fields(self)))


def overlap(dates: StepDates) -> bool:
    """Whether the 第三者点検 begins while the 意見聴取 is still on (P04)."""
    return bool(dates.hearing and dates.check and dates.check.first <= dates.hearing.last)


def told_in(texts: Iterable[str | None], notes: Iterable[str | None] = ()) -> StepDates:
    """The days that the texts of one case tell, the first text before the others.

    Args:
        texts: What the department wrote.
        notes: What the secretariat wrote beside the case: 令和6年1月31日公表, 令和7年2月1日見直し. Of two 見直し the last counts.

    """
    told = StepDates()
    for text in filter(None, texts):
        told = told.or_else(_told(text))
    for note in filter(None, notes):
        reviewed = [day.date for day in _single_days(note) if _is_day_of(_REVIEWED, half_width(note), day)]
        told = StepDates(reviewed=max(reviewed, default=None), published=_published(note)).or_else(told)
    return told


def _told(text: str) -> StepDates:
    plain = half_width(text)
    found: dict[str, Period] = {}
    for period in find_periods(text):
        found.setdefault(_step_of(plain, period.start, period.end), period)
    for day in _single_days(text) if "check" not in found else ():
        if _is_of_check(plain, day):
            found.setdefault("check", Period(day.date, day.date, day.start, day.end))
    return StepDates(found.get("hearing"), found.get("check"), _published(text))


def _is_of_check(text: str, day: Day) -> bool:
    """Whether a single day is that of the 第三者点検: its sentence says so, or it stands alone in that part of the text."""
    first, last = _sentence(text, day.start, day.end)
    told = _CHECK.search(text, first, last) or _LABEL.fullmatch(text[first : day.start] + text[day.end : last])
    return bool(told) and _step_of(text, day.start, day.end) == "check"


def _single_days(text: str) -> list[Day]:
    """The days that are no part of a period and no issue of a paper (令和5年8月25日号)."""
    taken = [(period.start, period.end) for period in find_periods(text)]
    return [
        day
        for day in find_days(text)
        if not any(start <= day.start < end for start, end in taken) and not text.startswith("号", day.end)
    ]


def _published(text: str) -> date | None:
    plain = half_width(text)
    days = (
        day.date
        for day in _single_days(text)
        if _is_day_of(_PUBLISHED, plain, day) or _PUBLISHED_ON.search(plain, 0, day.start)
    )
    return next(days, None)


def _is_day_of(step: re.Pattern[str], text: str, day: Day) -> bool:
    """Whether a step is named behind a day and before the next one."""
    following = next((other.start for other in find_days(text) if other.start >= day.end), len(text))
    return bool(step.match(text, day.end, following))


def _step_of(text: str, start: int, end: int) -> str:
    """The step of what stands between two places of a text: hearing, check, or "" for neither."""
    if found := _RIGHT_BEHIND.match(text, end):
        return found.lastgroup or ""
    first, last = _sentence(text, start, end)
    before, behind = list(_STEP.finditer(text, first, start)), _STEP.search(text, end, last)
    if not before and behind:
        return behind.lastgroup or ""
    headings = [found.start() for found in _HEADING.finditer(text, 0, start)]
    told = before or list(_STEP.finditer(text, headings[-1] if headings else 0, start))
    return (told[-1].lastgroup or "") if told else ""


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence or line begins and ends in which a place lies."""
    breaks = [found.end() for found in _BREAK.finditer(text, 0, start)]
    following = _BREAK.search(text, end)
    return breaks[-1] if breaks else 0, following.start() if following else len(text)
