"""What a letter says, before it is plain text or HTML. The words stand here once; the templates only lay them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.grouping import Group
from pipeline.notify.recipients import Office
from pipeline.notify.wording import pad, said, width_of, wrap

if TYPE_CHECKING:
    from jinja2 import Environment

GOOD, BAD, STOP, PLAIN = "good", "bad", "stop", "plain"
"""The tone of a letter or section, by which HTML chooses a colour; the words say it all without."""

MOST_POINTS = 60
"""More lines of one section nobody reads in a mail; they all stand in the annotated copy."""


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a section: where, what, and what to do; what is empty is left out."""

    where: str
    what: str
    todo: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Points under a heading. `count` says how many things they are about, a repeated one counted by its cells."""

    heading: str
    points: tuple[Point, ...]
    count: int
    tone: str = PLAIN
    more: str = ""
    """What is said when not all points are listed."""


@dataclass(frozen=True, slots=True)
class Words:
    """What someone of the secretariat wrote, under a heading, line by line."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A letter's content. Texts of a submission in it have been through `said`."""

    tone: str
    title: str
    addressee: str
    lead: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]
    words: Words | None = None


def section_of_groups(
    heading: str, groups: Iterable[Group], tone: str = PLAIN, *, remedies: bool = True, rest: str = ""
) -> Section:
    """Findings as a section; `rest`: where those stand that are too many for a letter."""
    chosen = list(groups)
    points = tuple(
        Point(said(g.where), said(g.message), said(g.remedy) if remedies else "", g.code) for g in chosen[:MOST_POINTS]
    )
    left = len(chosen) - len(points)
    more = f"ほかに{left}種類あります。{rest}" if left else ""
    return Section(heading, points, sum(max(1, len(g.cells)) for g in chosen), tone, more)


def signature_of(office: Office) -> tuple[str, ...]:
    """The end of each letter: whom to ask, and that a program wrote it."""
    return (
        office.secretariat.name,
        office.secretariat.address,
        "このメールは、夜間の受付のプログラムが送っています。ご不明の点は、上のアドレスへお尋ねください。",
    )


def rendered(page: Page) -> tuple[str, str]:
    """The letter as plain text and as HTML."""
    templates = _templates()
    width = max((width_of(label) for label, _ in page.facts), default=0)
    return (
        templates.get_template("letter.txt").render(page=page, width=width),
        templates.get_template("letter.html").render(page=page),
    )


@cache
def _templates() -> Environment:
    # only nights that have something to say need it
    from jinja2 import Environment, PackageLoader, StrictUndefined

    def is_html(name: str | None) -> bool:
        return name is None or not name.endswith(".txt")

    templates = Environment(
        loader=PackageLoader("pipeline.notify"),
        autoescape=is_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters.update(wrap=wrap, pad=pad)
    return templates
