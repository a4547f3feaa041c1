"""What lights up: the formulas, and that the cells they look at are the right ones."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.forms.blank import build_form
from pipeline.forms.emphasis import switches
from pipeline.forms.model import Form

from .builders import SMALL

TICKED = 'AND(_付議_業務委託<>"",_付議_業務委託<>"ー")'
SUBCONTRACTED = 'AND(_付議_再委託<>"",_付議_再委託<>"ー")'
CHECKED = f'AND({TICKED},_業務委託_監督="有")'
IDLE, LIVE, ASKED, FAULT = "FFF2F2F2", "FFC6E0B4", "FFFCE4D6", "FFFF9999"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("emphasis") / "small.xlsx"
    build_form(SMALL, path)
    return load_workbook(path)


def rules(book: Workbook, sheet: str) -> list[tuple[str, str, str]]:
    """Area, formula and tint of each conditional format, the strongest first."""
    found = {
        rule.priority: (str(area.sqref), rule.formula[0], rule.dxf.fill.bgColor.rgb)
        for area in book[sheet].conditional_formatting
        for rule in area.rules
    }
    return [found[priority] for priority in sorted(found)]


def test_the_cells_that_decide_have_names(book: Workbook) -> None:
    assert switches(SMALL).cells == {
        "_付議_業務委託": ("表紙", 6, 2),
        "_付議_再委託": ("表紙", 7, 2),
        "_表紙_種別": ("表紙", 3, 1),
        "_業務委託_監督": ("業務委託", 7, 1),
    }
    assert book.defined_names["_付議_業務委託"].attr_text == "'表紙'!$C$7"
    assert book["表紙"]["B7"].value == "業務委託"


def test_empty_required_inputs_of_the_cover_stand_out(book: Workbook) -> None:
    assert rules(book, "表紙") == [
        ("B3:C3", '$B$3=""', ASKED),
        ("B5:C5", 'AND(_表紙_種別="変更",$B$5="")', ASKED),
        ("C7:C8", "COUNTA($C$7:$C$8)=0", ASKED),
    ]


def test_an_annex_is_grey_until_its_division_is_ticked(book: Workbook) -> None:
    assert rules(book, "業務委託") == [
        ("A1:B9", f"NOT({TICKED})", IDLE),
        ("A1:B1", TICKED, LIVE),
        ("B3", f'AND({TICKED},$B$3="")', ASKED),
    ]


def test_a_checklist_follows_its_division_and_condition_and_asks_for_reasons(book: Workbook) -> None:
    assert rules(book, "業務委託_区") == [
        ("A1:E7", f"NOT({CHECKED})", IDLE),
        ("A1:E1", CHECKED, LIVE),
        ("A6:E6", f"NOT({SUBCONTRACTED})", IDLE),
        ("D5:E7", 'AND(OR($D5="ー",$D5="－"),TRIM($E5)="")', FAULT),
        ("D5:D7", f'AND({CHECKED},$D5="")', ASKED),
    ]


def test_the_guide_shows_what_is_asked_for(book: Workbook) -> None:
    assert [rule[1:] for rule in rules(book, "記入要領")] == [(TICKED, LIVE), (CHECKED, LIVE)]


def test_the_shipped_form_follows_the_cover(shipped: dict[str, Form], tmp_path: Path) -> None:
    form = shipped["付議事項"]
    decided = switches(form)
    assert set(decided.divisions) == {sheet.division for sheet in form.sheets if sheet.division}
    assert set(decided.sheets) == {sheet.name for sheet in form.sheets if sheet.division}
    for name in ("電算処理_区", "電算処理_委託先"):
        assert decided.sheets[name].endswith(',_電算処理_開発等の委託="有")')
    build_form(form, tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    for name, (sheet, row, column) in decided.cells.items():
        if name.startswith("_付議_"):
            assert book[sheet].cell(row + 1, column).value == name.removeprefix("_付議_")
