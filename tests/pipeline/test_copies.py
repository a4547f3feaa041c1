"""Copied and renamed sheets: `業務委託 (2)` is a second 委託, with the names that Excel gives a copy or without any."""

from __future__ import annotations

import copy

import pytest

from pipeline.extract import extract_book
from pipeline.judge import judge
from pipeline.masters.load import Masters
from pipeline.read import Area, SheetName
from tests.defects import answer_for_subcontract, subcontract
from tests.drafts import Draft, found, judge_drafts


def copy_sheet(draft: Draft, sheet: str, copied: str, *, with_names: bool) -> None:
    """Copy a sheet as Excel does: the copy gets sheet-scoped names of its own."""
    twin = copy.deepcopy(draft.sheet(sheet))
    twin.name = copied
    draft.book.sheets.append(twin)
    scope = len(draft.book.sheets) - 1
    if with_names:
        draft.book.names += [
            SheetName(n.name, scope, Area(copied, n.area.top, n.area.left, n.area.bottom, n.area.right))
            for n in draft.book.names
            if n.area is not None and n.area.sheet == sheet
        ]


def write_on(draft: Draft, sheet: str, name: str, value: object) -> None:
    """Write into an input of a copied sheet, where the original has it."""
    area = draft.area(name)
    draft.sheet(sheet).rows[area.top][area.left] = value


COPIES = [
    ("業務委託 (2)", True),
    ("業務委託 (2)", False),
    ("業務委託（２）", False),
    ("業務委託_2", False),
    ("運用保守", True),
]


@pytest.mark.parametrize(("copied", "with_names"), COPIES)
def test_a_copied_annex_is_a_further_one(copied: str, with_names: bool, elders: Draft, masters: Masters) -> None:
    copy_sheet(elders, "業務委託", copied, with_names=with_names)
    write_on(elders, copied, "業務委託.委託先", "株式会社見本")
    tables = judge([extract_book(elders.book, dict(masters.forms))], masters)[1]
    sheets = tables["シート"]
    assert sheets.loc[sheets["様式シート"].eq("業務委託"), "シート"].to_list() == ["業務委託", copied]
    inputs = tables["項目"]
    companies = inputs.loc[inputs["項目名"].eq("委託先") & inputs["様式シート"].eq("業務委託"), "値"]
    assert companies.to_list()[1] == "株式会社見本"


@pytest.mark.parametrize(("copied", "with_names"), COPIES)
def test_a_fault_on_a_copy_is_told_on_the_copy(copied: str, with_names: bool, elders: Draft, masters: Masters) -> None:
    copy_sheet(elders, "業務委託", copied, with_names=with_names)
    write_on(elders, copied, "業務委託.委託理由", "")
    (judgement,) = judge_drafts([elders], masters)
    assert found(judgement) == [("F06", copied, elders.cell("業務委託.委託理由"))]


def test_a_renamed_sheet_is_known_by_its_names(elders: Draft, masters: Masters) -> None:
    for name in elders.book.names:
        if name.area and name.area.sheet == "業務委託":
            area = name.area
            name_at = elders.book.names.index(name)
            elders.book.names[name_at] = SheetName(
                name.name, name.scope, Area("委託の別紙", area.top, area.left, area.bottom, area.right)
            )
    elders.sheet("業務委託").name = "委託の別紙"
    (judgement,) = judge_drafts([elders], masters)
    assert found(judgement) == []


def test_a_blank_copy_asks_for_nothing(elders: Draft, masters: Masters) -> None:
    copy_sheet(elders, "再委託", "業務委託 (2)", with_names=False)
    for row in elders.sheet("業務委託 (2)").rows:
        row[1:] = [""] * (len(row) - 1)
    (judgement,) = judge_drafts([elders], masters)
    assert [f for f in found(judgement) if f[0] != "F05"] == []


def test_a_subcontract_may_go_with_any_of_several_contracts(elders: Draft, masters: Masters) -> None:
    subcontract(elders, ticked=True)
    answer_for_subcontract(elders)
    elders.write("再委託.終了時期", "令和８年９月３０日")
    copy_sheet(elders, "業務委託", "業務委託 (2)", with_names=True)
    (judgement,) = judge_drafts([elders], masters)
    assert found(judgement) == [("D06", "再委託", elders.cell("再委託.終了時期"))]
    write_on(elders, "業務委託 (2)", "業務委託.開始時期", "令和８年４月")
    write_on(elders, "業務委託 (2)", "業務委託.終了時期", "令和９年３月３１日")
    (judgement,) = judge_drafts([elders], masters)
    assert found(judgement) == []


def test_a_checklist_answers_for_the_media_of_all_contracts(elders: Draft, masters: Masters) -> None:
    copy_sheet(elders, "業務委託", "業務委託 (2)", with_names=True)
    write_on(elders, "業務委託 (2)", "業務委託.記録媒体", "紙")
    (judgement,) = judge_drafts([elders], masters)
    assert [code for code, _, _ in found(judgement)] == ["C09"] * 6
    assert judgement.findings[0].message.startswith("別紙の記録媒体に「紙」とありますが")


def test_what_people_write_below_the_table_is_read_too(hall: Draft, masters: Masters) -> None:
    area = hall.area("記録項目.表")
    below = area.bottom + 2 - area.top
    for heading, value in (("ファイル名", "控え"), ("項目名", "利用目的")):
        hall.write_row("記録項目.表", below, heading, value)
    tables = judge([extract_book(hall.book, dict(masters.forms))], masters)[1]
    assert tables["記録項目"]["項目名"].to_list()[-1] == "利用目的"
    assert int(tables["記録項目"]["行"].iloc[-1]) == area.top + below


def test_columns_moved_and_inserted_are_found_by_their_headings(hall: Draft, masters: Masters) -> None:
    rows = hall.sheet("記録項目").rows
    for number, row in enumerate(rows):
        rows[number] = [row[1], "", *row[2:], row[0]] if len(row) > 2 else row
    hall.delete_names()
    tables = judge([extract_book(hall.book, dict(masters.forms))], masters)[1]
    assert tables["記録項目"]["項目名"].iloc[0] == "氏名"
    assert tables["記録項目"]["ファイル名"].iloc[0] == "区民ホール受付システム"
