"""The findings of a file as sections of a letter, with what changed since the file that it corrects."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.grouping import Group, grouped
from pipeline.notice import finding_parts
from pipeline.notify.corrections import Corrections
from pipeline.notify.pages import BAD, GOOD, PLAIN, STOP, Point, Section, section_of_groups
from pipeline.notify.wording import day_words_of, said
from pipeline.receipts import Receipt
from validations.findings import ERROR

LEAKS = "I05"
"""With this finding a file holds what nobody should read: nothing that was typed into it, its name included, is repeated."""


def finding_sections(receipt: Receipt, corrections: Corrections | None, rest: str) -> list[Section]:
    """All findings, errors first. `rest`: where those stand that are too many for a letter."""
    parts = finding_parts(receipt.findings)
    if corrections is None:
        return [
            section_of_groups(part.heading, part.groups, BAD if part.groups[0].severity == ERROR else PLAIN, rest=rest)
            for part in parts
        ]
    remaining, new = grouped(corrections.remaining), grouped(corrections.new)
    return [
        section_of_groups("まだ残っているエラー（直してください）", _errors(remaining), BAD, rest=rest),
        section_of_groups("新しく見つかったエラー（直してください）", _errors(new), BAD, rest=rest),
        section_of_groups("前回からの警告（確認してください）", _warnings(remaining), rest=rest),
        section_of_groups("新しく見つかった警告（確認してください）", _warnings(new), rest=rest),
        *(section_of_groups(part.heading, part.groups, rest=rest) for part in parts if part.groups[0].is_waived),
        section_of_groups("直ったところ", grouped(corrections.fixed), GOOD, remedies=False),
    ]


def progress_sentence(corrections: Corrections) -> str:
    """What is fixed, what remains and what is new, in numbers."""
    return (
        f"前回（{day_words_of(corrections.since.received_on)}受付）のブックと比べて、直ったところが{len(corrections.fixed)}件、"
        f"残っているところが{len(corrections.remaining)}件、新しく見つかったところが{len(corrections.new)}件です。"
    )


def reasons(receipt: Receipt, sheets: Collection[str]) -> Section:
    """Why a file was set aside. Of one that leaks, only where: the sheets of the form (`sheets`) by name, the cells."""
    from validations.catalogue import CATALOGUE

    stopping = [f for f in receipt.findings if CATALOGUE[f["code"]].quarantines]
    leaks = grouped(f for f in stopping if f["code"] == LEAKS)
    if not leaks:
        return section_of_groups("隔離した理由", grouped(stopping), STOP)
    points = tuple(
        Point(_where(group, sheets), "個人番号（マイナンバー）と読める数字があります。", code=LEAKS) for group in leaks
    )
    return Section("隔離した理由", points, sum(max(1, len(group.cells)) for group in leaks), STOP)


def _where(group: Group, sheets: Collection[str]) -> str:
    return said(group.where) if group.sheet is None or group.sheet in sheets else "様式にないシート"


def _errors(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.severity == ERROR]


def _warnings(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.severity != ERROR]


def leaks(receipt: Receipt) -> bool:
    """Whether a file holds a 個人番号."""
    return receipt.has(LEAKS)
