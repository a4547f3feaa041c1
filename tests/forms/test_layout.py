from dataclasses import replace

import pytest

from pipeline.forms.layout import Place, layout, places
from pipeline.forms.model import Sheet

from .builders import ANNEX, CHECKLIST, COVER, ITEMS


def test_inputs_follow_the_banner_one_below_the_other() -> None:
    assert places(COVER) == {
        "件名": Place((2, 0), (2, 1), (2, 2)),
        "種別": Place((3, 0), (3, 1), (3, 2)),
        "前回案件": Place((4, 0), (4, 1), (4, 2)),
        "区分": Place((5, 0), (5, 1), (7, 2)),
        "担当": Place((8, 0), (8, 1), (11, 2)),
    }


def test_a_text_of_many_lines_gets_several_rows() -> None:
    names = list(places(ANNEX))
    assert [places(ANNEX)[name].first[0] for name in names] == [2, 3, 7, 8]
    assert places(ANNEX)[names[1]].last == (6, 1)


def test_a_checklist_has_a_row_a_measure_below_title_legend_and_party() -> None:
    assert places(CHECKLIST) == {"表": Place(None, (3, 0), (6, 4))}


def test_a_list_has_as_many_rows_as_the_masters_say() -> None:
    assert places(ITEMS) == {"表": Place(None, (1, 0), (6, 1))}


def test_without_title_the_headings_stand_in_the_first_row() -> None:
    assert places(replace(ITEMS, title=""))["表"].first == (0, 0)


def test_columns_are_as_wide_as_the_widest_table_needs_and_never_narrower_than_a_page() -> None:
    assert layout(COVER).widths == (22.0, 20.0, 60.0)
    assert layout(ANNEX).widths == (22.0, 70.0)
    assert layout(CHECKLIST).widths == (8, 9, 47, 6, 22)


@pytest.mark.parametrize("broken", [replace(ITEMS, fields=()), replace(CHECKLIST, fields=ANNEX.fields[:1])])
def test_a_checklist_or_list_without_its_table_is_refused(broken: Sheet) -> None:
    with pytest.raises(ValueError, match=broken.name):
        layout(broken)
