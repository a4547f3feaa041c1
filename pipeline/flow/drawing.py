"""The picture as shapes, in millimetres: what is written as SVG and what is painted as PNG is the same list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from pipeline.flow.font import ASCENT, width, wrapped
from pipeline.flow.labels import BADGE, BODY, LOCK, PITCH, SMALL, TITLE
from pipeline.flow.layout import WIDTH, Arrow, Box, Layout, Point, Rect
from pipeline.flow.steps import Flow, Party, Step
from pipeline.flow.words import in_one

INK, TINT, PAPER = "#1b2f4b", "#e9eff7", "#ffffff"
"""One dark colour and a light tint of it: what is read in colour is read in black and white."""
LINE, THIN = 0.35, 0.2
HEAD_LENGTH, HEAD_WIDTH = 2.4, 1.9
CORNER = 1.2

_BADGE_TEXT = 7.0 / 7.5 * BODY
_LOCK = 2.6
_BEFORE_NOTES = 3.0
_LOCK_MEANS = "は、暗号化すると書かれているものです。"


class Panel(NamedTuple):
    """A box; `rim` says whether its upper and lower edges are drawn too."""

    rect: Rect
    rim: bool


class Line(NamedTuple):
    """An arrow's line; its head is at the last point."""

    points: tuple[Point, ...]


class Badge(NamedTuple):
    """The dark circle of a number, wider for a longer one."""

    rect: Rect


class Lock(NamedTuple):
    """A closed lock, so many millimetres high, from its top left corner."""

    left: float
    top: float
    height: float


class Text(NamedTuple):
    """A line of text from its left end on its base line."""

    left: float
    base: float
    size: float
    text: str
    bold: bool = False
    on_dark: bool = False


class Rule(NamedTuple):
    """A thin line across the picture."""

    top: float


Shape: TypeAlias = Panel | Line | Badge | Lock | Text | Rule


class Part(NamedTuple):
    """Shapes that belong together, and what they say in words."""

    title: str
    shapes: tuple[Shape, ...]


class Drawing(NamedTuple):
    """All shapes, each before those that lie on it. `shortened`: the numbers of the steps whose words were cut."""

    parts: tuple[Part, ...]
    description: str
    width: float
    height: float
    shortened: tuple[str, ...]


def drawing_of(flow: Flow, layout: Layout, legend: bool) -> Drawing:
    """The shapes of a layout; with a legend, below it the whole words of the steps that were cut."""
    parts = [Part(_name(party), tuple(_box(box))) for party, box in zip(flow.parties, layout.boxes, strict=True)]
    parts += [Part("", (Panel(joint, rim=False),)) for joint in layout.joints]
    sentences = [sentence(step) for step in flow.steps]
    parts += [Part(said, tuple(_arrow(arrow))) for said, arrow in zip(sentences, layout.arrows, strict=True)]
    shortened = [step for step, arrow in zip(flow.steps, layout.arrows, strict=True) if arrow.label.shortened]
    notes: list[Shape] = []
    bottom = layout.height
    if any(arrow.label.encrypted for arrow in layout.arrows):
        bottom += _BEFORE_NOTES
        notes += [Lock(0, bottom + 0.2, _LOCK), Text(LOCK, bottom + ASCENT * SMALL, SMALL, _LOCK_MEANS)]
        bottom += SMALL * PITCH
    if legend and shortened:
        bottom += _BEFORE_NOTES
        notes.append(Rule(bottom - _BEFORE_NOTES / 2))
        for step in shortened:
            lines = list(_note(step, bottom))
            notes += lines
            bottom += (lines[-1].base - lines[0].base) + SMALL * PITCH + 0.8
    parts += [Part("", tuple(notes))] if notes else []
    return Drawing(tuple(parts), "\n".join(sentences), WIDTH, bottom, tuple(step.number for step in shortened))


def _name(party: Party) -> str:
    return f"{party.title}　{party.place}" if party.place else party.title


def sentence(step: Step) -> str:
    """A step in words."""
    said = f"{step.number} {in_one(step.sender)}から{in_one(step.receiver)}へ"
    texts = (("", step.information), ("手段：", step.medium), ("対策：", step.protection))
    return said + "".join(f"／{label}{in_one(text)}" for label, text in texts if text)


def _box(box: Box) -> Iterator[Shape]:
    yield Panel(box.rect, rim=True)
    middle = (box.rect.left + box.rect.right) / 2
    top = (box.rect.top + box.rect.bottom - box.caption.words_height) / 2
    for lines, size, bold in ((box.caption.title, TITLE, True), (box.caption.place, BODY, False)):
        for line in lines:
            base = top + size * (ASCENT + (PITCH - 1) / 2)
            yield Text(middle - width(line) * size / 2, base, size, line, bold)
            top += size * PITCH


def _arrow(arrow: Arrow) -> Iterator[Shape]:
    yield Line(arrow.points)
    label, badge = arrow.label, arrow.badge
    yield Badge(badge)
    number = (badge.left + badge.right - width(label.badge) * _BADGE_TEXT) / 2
    yield Text(number, (badge.top + badge.bottom) / 2 + _BADGE_TEXT * 0.36, _BADGE_TEXT, label.badge, on_dark=True)
    left, top = arrow.information
    if len(label.information) == 1:
        top += (BADGE - BODY * PITCH) / 2
    yield from _lines(label.information, left, top, BODY)
    left, top = arrow.details
    if not label.encrypted:
        yield from _lines((*label.medium, *label.protection), left, top, SMALL)
        return
    plain, locked = (label.medium, label.protection) if label.protection else ((), label.medium)
    yield from _lines(plain, left, top, SMALL)
    top += len(plain) * SMALL * PITCH
    yield Lock(left, top + 0.3, _LOCK)
    yield from _lines(locked, left + LOCK, top, SMALL)


def _lines(lines: Sequence[str], left: float, top: float, size: float) -> Iterator[Text]:
    for at, line in enumerate(lines):
        yield Text(left, top + (at * PITCH + ASCENT + (PITCH - 1) / 2) * size, size, line)


def _note(step: Step, top: float) -> Iterator[Text]:
    """All words of a step, in lines across the picture."""
    texts = (("情報：", step.information), ("手段：", step.medium), ("対策：", step.protection))
    said = "　".join(label + in_one(text) for label, text in texts if text)
    yield Text(0, top + ASCENT * SMALL, SMALL, step.number, bold=True)
    indent = max(5.0, width(step.number) * SMALL + 1.5)
    for at, line in enumerate(wrapped(said, (WIDTH - indent) / SMALL, 1000)):
        yield Text(indent, top + (at * PITCH + ASCENT) * SMALL, SMALL, line)
