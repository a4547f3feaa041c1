"""For any text in any cell: it is read as it was written, nothing else changes, and an annotated copy can be undone."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.patch.annotate import Note, annotate, strip
from pipeline.patch.editor import Editor
from pipeline.patch.markup import attributes_of, cell_text, plain_text, retag
from pipeline.patch.values import place_of, shorten, units
from tests.patch.builders import parts_of, rich_workbook, values
from tests.patch.schema import assert_package_is_sound
from validations.findings import address

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40),
    st.sampled_from(
        [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "_x000B_",
            "_x005F_x0041_",
            "a\r\nb\tc",
            " 　",
            "😀",
            "]]>",
            "&amp;",
            "\x00\x1f",
            "<c/>",
        ]
    ),
)
PLACES = st.tuples(st.integers(0, 60), st.integers(0, 40))
FORMULA = (0, 4)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(PLACES.filter(lambda place: place != FORMULA), TEXTS, min_size=1, max_size=8))
def test_text_is_read_as_it_was_written_and_all_else_is_as_before(texts: dict[tuple[int, int], str]) -> None:
    book = Editor(rich_workbook())
    for place, text in texts.items():
        book.set_text("入力", address(*place), text)
    data = book.save()
    before, after = values(rich_workbook()), values(data)
    rows = after.pop("入力")
    known = before.pop("入力")
    assert after == before
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            stood = known[r][c] if r < len(known) and c < len(known[r]) else ""
            assert value == texts.get((r, c), stood)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Note,
            code=st.sampled_from(["C06", "F13", "X01"]),
            severity=st.sampled_from(["エラー", "警告"]),
            sheet=st.sampled_from(["入力", "表紙", "表 (2)", "集計's", "図", "ない", None]),
            cell=PLACES.map(lambda place: address(*place))
            | st.sampled_from(["XFD1048576", "ZZZ1", "A0", "", "A1:B2"])
            | st.none(),
            message=TEXTS,
            remedy=st.just("") | TEXTS,
        ),
        max_size=8,
    )
)
def test_an_annotated_copy_is_sound_and_can_be_undone(notes: list[Note]) -> None:
    data = annotate(rich_workbook(), notes, "受付1", ["要約"])
    assert_package_is_sound(data)
    listed = [row[4:7] for row in values(data)["検証結果"][4:]][: len(notes)]
    assert listed == [[note.message, note.remedy, note.code] for note in notes]
    before, after = parts_of(rich_workbook()), parts_of(strip(data))
    assert list(after) == list(before)
    for name, part in before.items():
        if name != "xl/styles.xml":
            assert _without_sizes(after[name]) == _without_sizes(part)


def _without_sizes(part: bytes) -> bytes:
    """A sheet without what it states of its own size, which is not made smaller again."""
    return re.sub(rb'<dimension [^>]*>| spans="\d+:\d+"', b"", part)


@given(st.text(max_size=60), st.integers(2, 50))
def test_a_text_is_shortened_to_what_a_cell_holds(text: str, most: int) -> None:
    assert units(shorten(text, most)) <= most
    assert shorten(text, units(text)) == text if text else True


@given(PLACES)
def test_addresses_and_places_go_together(place: tuple[int, int]) -> None:
    assert place_of(address(*place)) == place


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,3}", fullmatch=True),
        st.text(st.characters(codec="ascii", exclude_characters="\x00")),
        max_size=4,
    )
)
def test_attributes_are_set_and_taken_away_again(new: dict[str, str]) -> None:
    tag = b'<x:row  R=\'a > "b"\' spans="1:2"\n />'
    changed = retag(tag, new)
    assert attributes_of(changed).keys() == {"R", "spans", *new}
    assert attributes_of(changed)["R"] == 'a > "b"'
    assert retag(changed, dict.fromkeys(new)) == tag


def test_what_is_no_character_is_replaced() -> None:
    assert cell_text("a\ud83d\uffffb") == "a\ufffd\ufffdb"


def test_an_escape_is_read_back() -> None:
    assert plain_text("_x000B_a_x005F_x000B_") == "\x0ba_x000B_"
