"""会議資料: all cases of a meeting in one workbook, behind an agenda that says where each paper begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from pipeline.forms.model import Form
from pipeline.papers.boxes import CELL, CENTRED_CELL, line, table_rows
from pipeline.papers.cover import SUBJECT, department_names
from pipeline.papers.draw import Painter
from pipeline.papers.grid import shared_grid
from pipeline.papers.head import printable, printed_day
from pipeline.papers.page import PLAIN_RIGHT, TITLE, linked, paginate, space
from pipeline.papers.plan import SheetPlan, plan_case
from pipeline.papers.sheet_names import names_for
from pipeline.papers.source import COVER, CasePaper, Source
from pipeline.papers.words import EMPTY, Words
from pipeline.publish.opening import open_workbook

AGENDA = "議題"
_WITHOUT_NUMBER = "別紙"
HEADINGS = ("資料番号", "件名", "担当課", "区分", "頁")
_GRID = shared_grid((15.0, 42.0, 18.0, 12.0, 5.0))
_LOOKS = (CELL, CELL, CELL, CELL, CENTRED_CELL)
_SPANS = tuple((column, column) for column in range(len(HEADINGS)))


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """What stands above the agenda."""

    name: str
    """E.g. 令和６年度第５回個人情報保護管理運営会議."""
    held_on: str = ""
    """開催日, as ISO text or as it is to be printed."""


def write_meeting_pack(path: Path, agenda: MeetingHead, cases: Sequence[CasePaper], form: Form) -> None:
    """Write the papers of all cases into one workbook, in the order given; the same arguments give the same bytes.

    Pages are numbered through from the agenda on, and the agenda names the page on which each paper begins.

    Args:
        path: The file to write; its folder must exist.
        agenda: What stands above the list of cases.
        cases: The cases of the meeting.
        form: The form they were made from, as the masters describe it now.

    Raises:
        ValueError: Marks are those of another content.
        xlsxwriter.exceptions.XlsxWriterException: A picture cannot be shown, or the file not be written.

    """
    sources = [Source.of(case, form) for case in cases]
    plans = [plan_case(source) for source in sources]
    names = names_for([AGENDA, *(plan.name for own in plans for plan in own)])
    # how many pages the agenda has does not depend on the numbers in it: they are never wrapped
    before = len(_agenda_plan(agenda, sources, plans, names, first_page=1).pages)
    with open_workbook(path, title=printable(f"会議資料　{agenda.name}"), in_memory=True) as workbook:
        painter = Painter(workbook)
        painter.draw(_agenda_plan(agenda, sources, plans, names, first_page=before + 1), names[0])
        for plan, name in zip((plan for own in plans for plan in own), names[1:], strict=True):
            painter.draw(plan, name)


def _agenda_plan(
    agenda: MeetingHead,
    sources: Sequence[Source],
    plans: Sequence[Sequence[SheetPlan]],
    names: Sequence[str],
    first_page: int,
) -> SheetPlan:
    rows = [line(Words(agenda.name), TITLE, _GRID), line(Words(AGENDA), TITLE, _GRID)]
    if agenda.held_on:
        rows.append(line(Words(f"開催日　{printed_day(agenda.held_on)}"), PLAIN_RIGHT, _GRID))
    rows.append(space(6))
    flat = [plan for own in plans for plan in own]
    pages = list(accumulate((len(plan.pages) for plan in flat), initial=first_page))
    (head,) = table_rows(HEADINGS, [], _LOOKS, _SPANS, _GRID)
    rows.append(head)
    lines = [(source, plan, plan is own[0]) for source, own in zip(sources, plans, strict=True) for plan in own]
    for (source, plan, is_first), name, page in zip(lines, names[1:], pages[:-1], strict=True):
        words = _line(source, plan, page, is_first=is_first)
        _, first, *more = table_rows(HEADINGS, [words], _LOOKS, _SPANS, _GRID)
        rows += [linked(first, name), *more]
    return SheetPlan(AGENDA, AGENDA, "", _GRID, paginate(rows), ("", agenda.name))


def _line(source: Source, plan: SheetPlan, page: int, *, is_first: bool) -> list[Words]:
    """A line of the agenda: the case, or under it one of its further papers."""
    if not is_first:
        number = plan.number or _WITHOUT_NUMBER
        return [Words(f"　{number}"), Words(f"　{plan.title}"), EMPTY, EMPTY, Words(str(page))]
    subject, divisions = source.text(COVER, SUBJECT), "、".join(source.divisions)
    return list(map(Words, (source.head.name, subject, department_names(source), divisions, str(page))))
