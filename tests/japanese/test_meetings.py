"""Meetings as texts name them, in the shapes that the published documents use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.meetings import find_meetings

COUNCIL, BOARD = "情報公開・個人情報保護審議会", "個人情報保護管理運営会議"


def read(text: str) -> list[tuple[int, int, str, bool]]:
    return [(m.year, m.number, m.body, m.decided) for m in find_meetings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（平成１７年度第８回情報公開・個人情報保護審議会了承済み）", [(2005, 8, COUNCIL, True)]),
        ("（令和５年度 第３回新宿区個人情報保護管理運営会議承認済）", [(2023, 3, BOARD, True)]),
        ("令和元年度第４回情報公開・個人情報保護審議会承認事項", [(2019, 4, COUNCIL, True)]),
        ("R6年度第4回", [(2024, 4, "", False)]),
        ("2024年度第4回の会議", [(2024, 4, "会議", False)]),
        (
            "令和５年度第５回個人情報保護管理運営会議において、電算処理等について審議し、承認された。",
            [(2023, 5, BOARD, True)],
        ),
        ("令和５年度第５回\n個人情報保護管理運営会議（７月２８日）で承認", [(2023, 5, BOARD, True)]),
        ("平成３０年度第６回同審議会了承済み", [(2018, 6, "審議会", True)]),
        ("令和８年度第２回管理運営会議で承認を得る予定", [(2026, 2, "管理運営会議", False)]),
        ("令和５年度第１回審議会に報告した。その後、承認された。", [(2023, 1, "審議会", False)]),
    ],
)
def test_a_meeting_is_read(text: str, expected: list[tuple[int, int, str, bool]]) -> None:
    assert read(text) == expected


def test_in_a_list_all_have_the_body_and_the_decision_of_the_last() -> None:
    text = "（平成１９年度第２回、平成２３年度第６回及び平成２７年度第１回情報公開・個人情報保護審議会承認済み）"
    assert read(text) == [(2007, 2, COUNCIL, True), (2011, 6, COUNCIL, True), (2015, 1, COUNCIL, True)]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("令和５度第５回管理運営会議", "令和５年度第５回"),
        ("平成２４年第７回審議会", "平成２４年度第７回"),
        ("令和５年度第５回", ""),
    ],
)
def test_a_lost_letter_of_the_year_is_read_and_said(text: str, mended: str) -> None:
    (meeting,) = find_meetings(text)
    assert meeting.miswritten == mended


@pytest.mark.parametrize(
    "text",
    [
        "令和６年度第１回定例会で承認",
        "平成３０年第２回区議会",
        "第５回管理運営会議で承認",
        "年１回の発送",
        "令和５年度の第５回",
        "",
    ],
)
def test_what_is_no_meeting_with_a_year_is_left_out(text: str) -> None:
    assert read(text) == []


def test_a_meeting_has_one_label_however_it_is_written() -> None:
    assert {m.label for t in ("令和６年度第４回", "R6年度第4回", "2024年度第 4 回") for m in find_meetings(t)} == {
        "令和6年度第4回"
    }


@given(st.text(alphabet="令和平成RH元年度第回0123０１２、・及び審議会会議承認了承（）。 \n", max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for meeting in find_meetings(text):
        assert meeting.written in text
        assert meeting.label
