"""The layout: whatever the steps, nothing lies over anything else, and every arrow leads from its sender to its receiver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.flow.columns import columns_of
from pipeline.flow.drawing import Badge, Lock, Text, drawing_of
from pipeline.flow.font import width
from pipeline.flow.labels import BODY, SMALL
from pipeline.flow.layout import WIDTH, Layout, Rect, layout_of
from pipeline.flow.steps import Step, flow_of
from pipeline.masters.load import Masters
from tests.conftest import SAMPLES
from tests.flow.builders import PARTIES, flows, step, steps_of_file

ONE_PAGE = 250.0
"""What an upright A4 page has for a picture below a heading."""
A_BIT = 0.05


class Segment(NamedTuple):
    """A piece of a line, from the smaller to the greater coordinates."""

    left: float
    top: float
    right: float
    bottom: float


def _meet(one: Rect | Segment, other: Rect | Segment) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > A_BIT and down > A_BIT


def _runs_through(segment: Segment, rect: Rect) -> bool:
    inside = Rect(rect.left + A_BIT, rect.top + A_BIT, rect.right - A_BIT, rect.bottom - A_BIT)
    across = min(segment.right, inside.right) - max(segment.left, inside.left)
    down = min(segment.bottom, inside.bottom) - max(segment.top, inside.top)
    return across >= 0 and down >= 0


def _lie_on_each_other(one: Segment, other: Segment) -> bool:
    """Whether two pieces share more than a point."""
    level = one.top == one.bottom and other.top == other.bottom and abs(one.top - other.top) < 0.9
    upright = one.left == one.right and other.left == other.right and abs(one.left - other.left) < 0.9
    along = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return (level and along > A_BIT) or (upright and down > A_BIT)


def _segments(layout: Layout) -> Iterator[tuple[int, Segment]]:
    for number, arrow in enumerate(layout.arrows):
        for (x1, y1), (x2, y2) in pairwise(arrow.points):
            if (x1, y1) != (x2, y2):
                yield number, Segment(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _on_edge(point: tuple[float, float], rect: Rect) -> bool:
    x, y = point
    at_side = x in (rect.left, rect.right) and rect.top < y < rect.bottom
    return at_side or (y in (rect.top, rect.bottom) and rect.left < x < rect.right)


def _heights_in_gaps(layout: Layout, segments: list[tuple[int, Segment]]) -> Iterator[tuple[int, float, int]]:
    """Of every level piece between two columns: the gap, its height and its arrow."""
    columns = sorted({(box.rect.left, box.rect.right) for box in layout.boxes})
    for number, segment in segments:
        middle = (segment.left + segment.right) / 2
        if segment.top == segment.bottom and not any(left < middle < right for left, right in columns):
            yield sum(right < middle for _, right in columns), segment.top, number


def check(steps: tuple[Step, ...]) -> Layout:
    flow = flow_of(steps)
    layout = layout_of(flow)
    boxes = [box.rect for box in layout.boxes]
    places = [arrow.place for arrow in layout.arrows]
    segments = list(_segments(layout))
    assert not [pair for pair in combinations([*boxes, *places], 2) if _meet(*pair)]
    for number, segment in segments:
        assert segment.left == segment.right or segment.top == segment.bottom
        assert not [box for box in boxes if _runs_through(segment, box)]
        crossed = [at for at, place in enumerate(places) if _runs_through(segment, place)]
        assert crossed in ([], [number])
    for (one, first), (other, second) in combinations(segments, 2):
        assert one == other or not _lie_on_each_other(first, second)
    for first, second in combinations(_heights_in_gaps(layout, segments), 2):
        assert first[0] != second[0] or first[2] == second[2] or abs(first[1] - second[1]) >= 0.9
    for arrow, (sender, receiver) in zip(layout.arrows, flow.ends, strict=True):
        assert _on_edge(arrow.points[0], boxes[sender])
        assert _on_edge(arrow.points[-1], boxes[receiver])
    for rect in [*boxes, *places, *(arrow.badge for arrow in layout.arrows)]:
        assert 0 <= rect.left < rect.right <= WIDTH + A_BIT
        assert 0 <= rect.top < rect.bottom <= layout.height + A_BIT
    assert all(0 <= x <= WIDTH and 0 <= y <= layout.height for arrow in layout.arrows for x, y in arrow.points)
    return layout


def _check_words(steps: tuple[Step, ...], layout: Layout) -> None:
    """Words stay within their places, and every number stands once."""
    for arrow in layout.arrows:
        for lines, (left, top), size in (
            (arrow.label.information, arrow.information, BODY),
            (arrow.label.protection, arrow.details, SMALL),
            (arrow.label.medium, arrow.details, SMALL),
        ):
            assert all(left + width(line) * size <= arrow.place.right + A_BIT for line in lines)
            assert not lines or arrow.place.top - A_BIT <= top <= arrow.place.bottom
    shapes = [shape for part in drawing_of(flow_of(steps), layout, legend=False).parts for shape in part.shapes]
    numbers = Counter(shape.text for shape in shapes if isinstance(shape, Text) and shape.on_dark)
    assert numbers == Counter(str(number + 1) for number in range(len(steps)))
    assert sum(isinstance(shape, Badge) for shape in shapes) == len(steps)
    locks = sum(arrow.label.encrypted for arrow in layout.arrows)
    assert sum(isinstance(shape, Lock) for shape in shapes) == locks + (locks > 0)


@given(flows())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_lies_over_anything(steps: tuple[Step, ...]) -> None:
    _check_words(steps, check(steps))


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=40))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_more_parties_than_a_page_is_meant_for(ends: list[tuple[int, int]]) -> None:
    check(tuple(step(number + 1, f"部署{a}", f"部署{b}") for number, (a, b) in enumerate(ends)))


@pytest.mark.parametrize("sample", ["付議事項_区民ホール受付システム.xlsx", "付議事項_後期高齢支援システム.xlsx"])
def test_the_samples_take_less_than_half_a_page(sample: str, masters: Masters) -> None:
    assert check(steps_of_file(SAMPLES / sample, masters)).height < ONE_PAGE / 2


def test_twenty_steps_between_eight_parties_fit_on_a_page() -> None:
    long = "各種後期高齢者情報の異動・入力（賦課・収納・還付・滞納など）（入院時負担軽減支援金等の入力）" * 3
    steps = tuple(
        step(n + 1, PARTIES[n * 3 % 8], PARTIES[(n * 5 + 1) % 8], long, "専用回線", "通信暗号化\n施錠")
        for n in range(20)
    )
    assert {len(flow_of(steps).parties), len(steps)} == {8, 20}
    assert check(steps).height < ONE_PAGE


def test_twenty_steps_between_two_parties_fit_on_a_page() -> None:
    steps = tuple(step(n + 1, PARTIES[n % 2], PARTIES[1 - n % 2], "情報" * 90, "郵送", "施錠") for n in range(20))
    assert check(steps).height < ONE_PAGE


def test_twenty_steps_among_a_few_parties_fit_on_a_page() -> None:
    """Most of them have something to do with each other, so they are spread over the columns with a view to the height."""
    pairs = [
        "ウエ",
        "イエ",
        "ウア",
        "アウ",
        "イイ",
        "アイ",
        "イア",
        "イウ",
        "アウ",
        "ウウ",
        "イエ",
        "ウア",
        "イウ",
        "イウ",
        "イウ",
        "アウ",
        "エイ",
        "アア",
        "アエ",
        "エウ",
    ]
    steps = tuple(step(n + 1, *pair, "情報" * 90, "郵送", "施錠") for n, pair in enumerate(pairs))
    assert check(steps).height < ONE_PAGE


def test_arrows_of_two_parties_run_side_by_side() -> None:
    layout = check((step(1, "ア", "イ"), step(2, "ア", "イ"), step(3, "イ", "ア")))
    heights = [{y for _, y in arrow.points} for arrow in layout.arrows]
    assert [len(found) for found in heights] == [1, 1, 1]
    assert len(set.union(*heights)) == 3


def test_who_sends_first_stands_at_the_left() -> None:
    flow = flow_of([step(1, "申請者", "区"), step(2, "区", "システム"), step(3, "システム", "委託先")])
    assert columns_of(flow)[0] == (0,)
    assert columns_of(flow)[1][0] == 1


def test_two_places_of_one_office_stand_together() -> None:
    steps = (step(1, "申請者", "区　窓口"), step(2, "区　ＰＣ", "システム"), step(3, "システム", "委託先"))
    assert len(check(steps).joints) == 1


def test_a_step_within_a_party_comes_back_to_it() -> None:
    (arrow,) = check((step(1, "校長", "校長"),)).arrows
    assert arrow.points[0][0] == arrow.points[-1][0]
    assert arrow.points[0][1] < arrow.points[-1][1]


def test_three_parties_in_a_circle() -> None:
    check((step(1, "ア", "イ"), step(2, "イ", "ウ"), step(3, "ウ", "ア")))
