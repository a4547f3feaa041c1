"""○ and ー on the checklists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.marks import MARKS, Mark, read_mark

READINGS = dict.fromkeys("◯〇oO0丸", "○") | dict.fromkeys("－‐–—―−-ｰ一", "ー")


@pytest.mark.parametrize(
    ("raw", "mark"),
    [
        ("○", Mark("○", repaired=False)),
        ("ー", Mark("ー", repaired=False)),
        ("\u3000○ ", Mark("○", repaired=False)),
        ("〇", Mark("○", repaired=True)),
        ("丸\n", Mark("○", repaired=True)),
        ("一", Mark("ー", repaired=True)),
        ("−", Mark("ー", repaired=True)),
    ],
)
def test_a_mark_is_read_and_a_repair_is_told(raw: str, mark: Mark) -> None:
    assert read_mark(raw, READINGS) == mark


@pytest.mark.parametrize("raw", ["", "\u3000", "×", "△", "◎", "済", "○○", "○（一部）", "ーー", "該当なし"])
def test_what_is_not_listed_is_no_mark(raw: str) -> None:
    assert read_mark(raw, READINGS) is None


@given(
    st.text(st.sampled_from("○ー〇◯×済oO0-－ 一"), max_size=3) | st.text(max_size=3),
    st.dictionaries(st.text(max_size=2), st.sampled_from(MARKS), max_size=5),
)
def test_a_reading_is_never_invented(raw: str, readings: dict[str, str]) -> None:
    mark = read_mark(raw, readings)
    if mark is None:
        assert raw not in MARKS
        assert raw not in readings or raw != raw.strip()
    elif mark.repaired:
        assert mark.mark in readings.values()
    else:
        assert mark.mark in raw


def test_a_table_with_another_reading_is_refused() -> None:
    with pytest.raises(ValueError, match="読替え"):
        read_mark("済", {"済": "×"})
