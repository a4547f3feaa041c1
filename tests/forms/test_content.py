"""A filled-in form is the blank form with values."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.forms.blank import build_form
from pipeline.forms.layout import places
from pipeline.forms.model import Form

from .builders import ANNEX, SMALL

Filled = Callable[[Form, dict[str, object]], Workbook]


def rows(book: Workbook, sheet: str, cells: str) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in book[sheet][cells]]


def test_values_stand_in_the_cells_of_their_names(filled: Filled) -> None:
    book = filled(SMALL, {"表紙.件名": "○○について", "業務委託.台数": 12, "業務委託.件名": None})
    assert book["表紙"]["B3"].value == "○○について"
    assert book["業務委託"]["B9"].value == 12
    assert book["業務委託"]["B3"].value is None


@pytest.mark.parametrize("text", ["=1+1", "+81-3", "-5", "@名前", "https://example.jp/", "007", "{=A1}", "1-2"])
def test_text_stays_text(text: str, filled: Filled) -> None:
    book = filled(SMALL, {"表紙.件名": text, "記録項目.表": [{"項目名": text}]})
    for cell in (book["表紙"]["B3"], book["記録項目"]["A3"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_rows_of_a_table_go_in_from_the_top(filled: Filled) -> None:
    book = filled(SMALL, {"表紙.担当": [{"課": "福祉課", "数": 3}, {"課": "税務課"}]})
    assert rows(book, "表紙", "B9:C12") == [("課", "数"), ("福祉課", 3), ("税務課", None), (None, None)]


def test_printed_rows_are_matched_by_what_is_printed(filled: Filled) -> None:
    book = filled(SMALL, {"表紙.区分": [{"区分": "再委託", "付議": "○"}]})
    assert rows(book, "表紙", "B7:C8") == [("業務委託", None), ("再委託", "○")]


def test_measures_are_matched_by_id_and_keep_their_text(filled: Filled) -> None:
    answers = [
        {"対策ID": "委03", "対策": "書き換えた文", "可否": "ー", "理由": "紙だけのため"},
        {"対策ID": "委01", "可否": "○"},
    ]
    book = filled(SMALL, {"業務委託_区.表": answers})
    assert [row[3:] for row in rows(book, "業務委託_区", "A5:E7")] == [
        ("○", None),
        (None, None),
        ("ー", "紙だけのため"),
    ]
    assert [row[2] for row in rows(book, "業務委託_区", "A5:E7")] == [
        measure.text for measure in SMALL.sheets[2].measures
    ]


def test_a_list_goes_on_below_its_blank_rows_and_all_of_it_is_printed(filled: Filled) -> None:
    book = filled(SMALL, {"記録項目.表": [{"項目名": f"項目{number}"} for number in range(8)]})
    assert [row[0] for row in rows(book, "記録項目", "A3:A10")] == [f"項目{number}" for number in range(8)]
    assert book["記録項目"].print_area == "'記録項目'!$A$1:$B$10"
    assert book["記録項目"]["A10"].number_format == "@"


def test_rows_grow_with_their_text_and_a_text_too_long_for_any_row_is_set_smaller(filled: Filled) -> None:
    book = filled(
        SMALL,
        {
            "表紙.件名": "長い件名" * 40,
            "記録項目.表": [{"項目名": "長い項目名" * 10}, {"項目名": "長" * 400}, {"項目名": "短い"}, {}],
        },
    )
    assert book["表紙"].row_dimensions[3].height > 60
    items = book["記録項目"].row_dimensions
    assert items[3].height > 50
    assert items[4].height <= 409
    assert book["記録項目"]["A4"].font.size < book["記録項目"]["A5"].font.size == 10.5
    assert items[6].height is None, "an empty row is left to Excel, which lets it grow"


def test_a_long_text_is_spread_over_the_rows_of_its_input(filled: Filled) -> None:
    long = ANNEX.fields[1]
    place = places(ANNEX)[long.name]
    book = filled(SMALL, {long.defined_name: "長い文章です。" * 500})
    heights = [book["業務委託"].row_dimensions[row + 1].height for row in range(place.first[0], place.last[0] + 1)]
    assert sum(heights) > 409
    assert max(heights) <= 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"表紙.件": "x"}, "表紙.件"),
        ({"表紙.件名": True}, "bool"),
        ({"表紙.件名": ["x"]}, "list"),
        ({"表紙.件名": "x" * 32768}, "32767"),
        ({"表紙.担当": "x"}, "表紙.担当"),
        ({"表紙.担当": [{"係": "x"}]}, "係"),
        ({"表紙.担当": [{"課": "x"}] * 4}, "room for 3"),
        ({"表紙.区分": [{"区分": "電算処理", "付議": "○"}]}, "電算処理"),
        ({"業務委託_区.表": [{"対策ID": "委01"}, {"対策ID": "委01"}]}, "given twice"),
        ({"業務委託_区.表": [{"可否": "○"}]}, "None"),
    ],
)
def test_content_that_does_not_fit_is_refused_and_leaves_no_file(
    content: dict[str, object], said: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=said):
        build_form(SMALL, tmp_path / "x.xlsx", content)
    assert list(tmp_path.iterdir()) == []
