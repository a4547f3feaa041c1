"""Headings above the inputs, and sheets filled in once for each file."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl import Workbook

from pipeline.forms.layout import Heading, Place, layout, places
from pipeline.forms.model import CHOICE, CONDITIONAL, SHEET_OF_FIELDS, TABLE, Column, Field, Form, Sheet
from pipeline.forms.room import lines_of_fields

from .builders import CHECKLIST, ITEMS

Filled = Callable[[Form, dict[str, object]], Workbook]

ACQUIRED, USED = "２．入手", "３．使用"
FIRST, SECOND = "リスク１：目的外", "リスク２：不適切"
YES_NO = ("１）委託する", "２）委託しない")


def risk(name: str, *section: str) -> Field:
    return Field("ファイル", name, "十分か", section=section)


FILE = Sheet(
    "ファイル",
    SHEET_OF_FIELDS,
    title="ファイルの概要",
    repeats="ファイル",
    fields=(
        Field("ファイル", "名称", "名称"),
        risk("入手_１", ACQUIRED, FIRST),
        risk("入手_２", ACQUIRED, SECOND),
        risk("使用_１", USED, FIRST),
        Field("ファイル", "元", "元", TABLE, lines=1, columns=(Column("課"),), section=(USED, FIRST)),
        Field("ファイル", "有無", "①委託の有無", CHOICE, choices=YES_NO, section=(USED,)),
        Field(
            "ファイル",
            "件数",
            "件数",
            required=CONDITIONAL,
            condition="「①委託の有無」が「１）委託する」のとき。",
            section=(USED,),
        ),
    ),
)
FILING = Form("評価書", "評価書", "1", (FILE, CHECKLIST, ITEMS))


def test_headings_are_printed_where_a_section_begins_and_not_again_within_it() -> None:
    assert dict(layout(FILE).headings) == {
        "入手_１": (Heading(2, 0, ACQUIRED), Heading(3, 1, FIRST)),
        "入手_２": (Heading(5, 1, SECOND),),
        "使用_１": (Heading(7, 0, USED), Heading(8, 1, FIRST)),
        "有無": (Heading(12, 0, USED),),
    }
    assert places(FILE)["元"] == Place((10, 0), (10, 1), (11, 1))
    assert places(FILE)["有無"] == Place((13, 0), (13, 1), (13, 1))


def test_headings_run_over_the_whole_width_and_are_locked(filled: Filled) -> None:
    sheet = filled(FILING, {})["ファイル"]
    assert [sheet[cell].value for cell in ("A3", "A4", "A6", "A8", "A9", "A13")] == [
        ACQUIRED, FIRST, SECOND, USED, FIRST, USED,
    ]  # fmt: skip
    assert "A4:B4" in sheet.merged_cells
    assert sheet["A4"].protection.locked


def test_a_heading_stays_on_the_page_of_what_it_heads(filled: Filled) -> None:
    """The first input leaves room for the headings of the next, but not for that one itself."""
    long, next_ = Field("ファイル", "長い文", "長い文", lines=40), replace(FILE.fields[1], lines=6)
    book = filled(replace(FILING, sheets=(replace(FILE, repeats="", fields=(long, next_)),)), {})
    assert [b.id for b in book["ファイル"].row_breaks.brk] == [5]
    assert book["ファイル"]["A6"].value == ACQUIRED


def test_a_sheet_that_repeats_gives_up_room_only_for_being_one_page() -> None:
    """Three inputs of 17 lines are a little too high for a page; thirty are so in any case."""
    inputs = tuple(Field("ファイル", f"欄{n}", f"欄{n}", lines=17, section=(ACQUIRED,)) for n in range(30))
    near, far = replace(FILE, fields=inputs[:3]), replace(FILE, fields=inputs)
    lowered = lines_of_fields(near, layout(near), 30.0, {})
    assert sum(lowered.values()) < 3 * 17
    assert min(lowered.values()) >= 12
    assert set(lines_of_fields(far, layout(far), 30.0, {}).values()) == {17}


def test_headings_are_texts_of_the_form() -> None:
    assert {ACQUIRED, FIRST, SECOND} <= FILING.labels


def test_a_copy_is_filled_in_by_its_title_and_named_as_excel_names_it(filled: Filled) -> None:
    book = filled(FILING, {"ファイル.名称": "資格", "ファイル (2).名称": "給付", "ファイル (2).元": [{"課": "税務課"}]})
    assert book.sheetnames[1:4] == ["ファイル", "ファイル (2)", "業務委託_区"]
    assert [book[title]["B2"].value for title in ("ファイル", "ファイル (2)")] == ["資格", "給付"]
    assert [book[title]["B12"].value for title in ("ファイル", "ファイル (2)")] == [None, "税務課"]
    assert book.defined_names["ファイル.名称"].attr_text == "'ファイル'!$B$2"
    assert book["ファイル (2)"].defined_names["ファイル.名称"].attr_text == "'ファイル (2)'!$B$2"


def test_what_lights_up_on_a_copy_looks_at_the_copy(filled: Filled) -> None:
    book = filled(FILING, {"ファイル (2).有無": YES_NO[0]})
    for title in ("ファイル", "ファイル (2)"):
        (rule,) = (rule for area in book[title].conditional_formatting for rule in area.rules)
        assert rule.formula == ['AND(_ファイル_有無="１）委託する",$B$15="")']
    assert book["ファイル (2)"].defined_names["_ファイル_有無"].attr_text == "'ファイル (2)'!$B$14"


@pytest.mark.parametrize("name", ["ファイル (2).別名", "ファイル(2).名称", "記録項目 (2).表", "ほか (2).名称", "名称"])
def test_what_is_no_input_of_a_sheet_or_copy_is_refused(name: str, filled: Filled) -> None:
    with pytest.raises(ValueError, match="unknown inputs"):
        filled(FILING, {name: "値"})


def test_the_guide_says_that_a_sheet_is_for_each_file(filled: Filled) -> None:
    required = replace(FILE, required=True)
    guide = filled(replace(FILING, sheets=(replace(FILE, name="委託"), required, ITEMS)), {})["記入要領"]
    told = {row[0].value: row[1].value for row in guide.iter_rows()}
    assert (told["委託"], told["ファイル"]) == ("ファイルごとに1枚", "ファイルごとに1枚（必ず記入します）")
