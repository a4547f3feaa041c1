from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.text_measure import (
    GOTHIC,
    MAX_ROW_POINTS,
    MINCHO,
    YU_GOTHIC,
    Face,
    fits,
    is_heading,
    lines_needed,
    max_lines_in_row,
    merged_width,
    row_height,
    split_to_fit,
    width_needed,
)

# A column of 20 units has room for 9 full-width characters of 10.5 pt.
WIDTH = 20.0
SIZE = 10.5

TEXTS = st.text(alphabet="あ漢、。・ー「」（）１２aW 0.\n№①※ｱ", max_size=120)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("あ" * 9, 1),
        ("あ" * 10, 2),
        ("あ" * 18, 2),
        ("あ" * 19, 3),
        ("①" * 10, 2),  # ambiguous width counts as full width
        ("ｱ" * 16, 1),
        ("1" * 16, 1),
        ("1" * 17, 2),
        ("あ\nあ", 2),
        ("あ\n\nあ", 3),
        ("あ\n", 2),
        ("あ" * 9 + "。", 2),
        ("あ" * 9 + "。" + "あ" * 8, 3),  # 。 takes the あ before it to the next line
        ("あ" * 8 + "「あ", 2),
        ("あ" * 8 + "「" + "あ" * 9, 3),  # 「 does not stay behind at the end of the line
        ("あ" * 7 + "abcdef", 2),  # a word is not broken
        ("あ" * 7 + "abcdef" + "あ" * 7, 3),
        ("a" * 40, 3),  # unless it is longer than the line
    ],
)
def test_lines_needed(text: str, lines: int) -> None:
    assert lines_needed(text, WIDTH, SIZE) == lines


@pytest.mark.parametrize(("width", "size", "lines"), [(20, 10.5, 10), (40, 10.5, 5), (40, 21, 10), (1, 10.5, 90)])
def test_lines_depend_on_width_and_size(width: float, size: float, lines: int) -> None:
    assert lines_needed("あ" * 90, width, size) == lines


@given(TEXTS, st.integers(1, 12), st.sampled_from([MINCHO, GOTHIC, YU_GOTHIC]))
def test_fits_agrees_with_lines_needed(text: str, lines: int, face: Face) -> None:
    assert fits(text, WIDTH, SIZE, lines, face) == (lines_needed(text, WIDTH, SIZE, face) <= lines)


@given(TEXTS)
def test_width_needed_is_enough_and_not_wasteful(text: str) -> None:
    width = width_needed(text, SIZE)
    assert lines_needed(text, width, SIZE) == text.count("\n") + 1
    if any(line.count("あ") > 1 for line in text.split("\n")):
        assert lines_needed("あ" * 60 + text, width, SIZE) > text.count("\n") + 1


def test_row_height_is_whole_pixels_and_never_above_the_limit() -> None:
    heights = [row_height(lines, SIZE) for lines in range(1, 60)]
    assert heights == sorted(heights)
    assert all(height / 0.75 == int(height / 0.75) for height in heights if height < MAX_ROW_POINTS)
    assert heights[0] == pytest.approx(17.25)
    assert heights[-1] == MAX_ROW_POINTS


@pytest.mark.parametrize(("face", "size"), [(MINCHO, 10.5), (GOTHIC, 14.0), (YU_GOTHIC, 10.0)])
def test_the_highest_row_holds_max_lines_and_no_more(face: Face, size: float) -> None:
    most = max_lines_in_row(size, face)
    assert row_height(most, size, face) <= MAX_ROW_POINTS
    assert row_height(most, size, face) > MAX_ROW_POINTS - 1.75 * size


def test_merged_cells_have_the_margins_of_the_columns_between() -> None:
    assert merged_width(10) == 10
    assert merged_width(10, 20, 5) * 7 + 5 == pytest.approx(10 * 7 + 5 + 20 * 7 + 5 + 5 * 7 + 5)


@given(TEXTS, st.integers(1, 8))
def test_splitting_loses_and_adds_nothing(text: str, max_lines: int) -> None:
    pieces = split_to_fit(text, WIDTH, SIZE, max_lines)
    rest = text
    for piece in pieces[:-1]:
        assert rest.startswith(piece)
        rest = rest.removeprefix(piece).removeprefix("\n")
    assert rest == pieces[-1]
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")


@given(TEXTS, st.integers(1, 8))
def test_no_piece_is_higher_than_asked_for(text: str, max_lines: int) -> None:
    assert all(lines_needed(piece, WIDTH, SIZE) <= max_lines for piece in split_to_fit(text, WIDTH, SIZE, max_lines))


def test_splits_at_line_ends_first() -> None:
    assert split_to_fit("一行目\n二行目\n三行目", WIDTH, SIZE, 2) == ["一行目\n二行目", "三行目"]


def test_splits_a_long_line_after_sentences() -> None:
    sentences = ["これは一つ目の文である。", "これは二つ目の文（括弧を含む。）", "これは三つ目の文である。"]
    assert split_to_fit("".join(sentences), WIDTH, SIZE, 2) == sentences


def test_splits_a_long_sentence_where_its_lines_end() -> None:
    assert split_to_fit("あ" * 30, WIDTH, SIZE, 2) == ["あ" * 18, "あ" * 12]


def test_a_heading_goes_with_what_follows() -> None:
    text = "本文である。\n２　付議内容\n（１）外部結合\n結合を行う。"
    assert split_to_fit(text, WIDTH, SIZE, 3) == ["本文である。", "２　付議内容\n（１）外部結合\n結合を行う。"]


def test_a_text_that_fits_stays_whole() -> None:
    assert split_to_fit("一行目\n\n三行目\n", WIDTH, SIZE, 4) == ["一行目\n\n三行目\n"]


def test_splitting_over_no_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="max_lines"):
        split_to_fit("あ", WIDTH, SIZE, 0)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("１ 概要", True),
        ("2．対象者", True),
        ("（１）電算処理", True),
        ("◇外部結合", True),
        ("区は、業務を委託する。", False),
    ],
)
def test_headings(line: str, expected: bool) -> None:
    assert is_heading(line) is expected
