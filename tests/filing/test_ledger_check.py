"""A 全項目評価書 beside the cases of its 事務: every difference is told with its place on either side, and what agrees is not told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from pipeline.extract import extract_book
from pipeline.filings.case_facts import system_names
from pipeline.filings.facts import (
    CaseFacts,
    FilingFacts,
    as_record,
    case_of_record,
    filing_of_record,
    numbers_in,
)
from pipeline.filings.filing_facts import filing_facts
from pipeline.filings.ledger_check import differences, pairs, unknown_cases, unknown_numbers, unregistered
from pipeline.filings.rows import filing_tables
from pipeline.forms.model import Form
from pipeline.judge import judge
from pipeline.known import Known
from pipeline.masters.load import Masters
from pipeline.registers.parties import party_keys
from pipeline.workspace import FORM, SUBMITTED
from tests.conftest import SAMPLES
from tests.drafts import Draft

from .accepted import facts_of_case, facts_of_filing
from .conftest import SAMPLE

ELDERS = SAMPLES / "付議事項_後期高齢支援システム.xlsx"
COMPANY = "株式会社ジーシーシー"
RESULT = "特定個人情報保護評価のパブリック・コメント等の実施結果"
HEARING = "平成29年1月25日から平成29年2月23日までパブリック・コメントを行った。"
NOTHING_KNOWN = Known({}, frozenset(), {}, frozenset(), frozenset(), {}, {}, {})


def case_draft(form: Form) -> Draft:
    """A case that agrees with the filing of `filing_draft` in all that both tell."""
    draft = Draft.of(ELDERS, form)
    draft.write("表紙.評価書番号", "第３号").write("表紙.前回案件", None)
    draft.write_row("記録項目.表", 2, "項目名", "個人番号")
    return draft


def filing_draft(form: Form) -> Draft:
    draft = Draft.of(SAMPLE, form)
    draft.write_row("表紙.担当課", 1, "課", "高齢者医療担当課")
    draft.write_row("システム.表", 1, "システムの名称", "後期高齢支援システム（平成31年2月から）")
    draft.write("委託事項.委託先名", f"{COMPANY}（令和７年度）")
    return draft


Spoil = Callable[[Draft], object]


class Told(NamedTuple):
    """A defect in one of the two workbooks, and what is told of it: code, place in the 評価書, place in the case."""

    case: Spoil | None
    filing: Spoil | None
    expected: tuple[str, str, str] | None
    """None where there is nothing to tell: a near miss."""


def _write(name: str, value: object) -> Spoil:
    return lambda d: d.write(name, value)


def _row(table: str, row: str | int, heading: str, value: object) -> Spoil:
    return lambda d: d.write_row(table, row, heading, value)


def _both(*spoils: Spoil) -> Spoil:
    return lambda d: [spoil(d) for spoil in spoils]


def _subcontract(company: str) -> Spoil:
    return _both(
        _row("表紙.区分", "再委託", "付議", "○"),
        _write("再委託.委託先", company),
        _write("再委託.再委託先", "株式会社見本"),
    )


def _no_number(draft: Draft) -> None:
    for sheet in ("", " (2)", " (3)", " (4)", " (5)"):
        for row in draft.sheet(f"ファイル{sheet}").rows:
            if row[1] == "個人番号":
                row[2] = ""


def _no_number_item(draft: Draft) -> None:
    draft.write_row("記録項目.表", 2, "項目名", "氏名")


def _as_result(draft: Draft, text: str) -> None:
    draft.write("表紙.種別", RESULT).write("事業の概要.付議内容_評価", text)
    draft.write_row("事業の概要.対象者数", 1, "数", "１２３，４５６")


TOLD = {
    "課が違う": Told(None, _row("表紙.担当課", 1, "課", "税務課"), ("P61", "表紙 B3", "表紙 B8")),
    "課の一つが同じ": Told(_row("表紙.担当課", 2, "課", "医療保険年金課"), None, None),
    "システムがない": Told(None, _row("システム.表", 1, "システムの名称", "介護保険システム"), ("P62", "システム B4", "電算処理 B4")),
    "システムの名称に括弧の注がある": Told(None, _row("システム.表", 1, "システムの名称", "（新）後期高齢支援システム"), None),
    "委託先がない": Told(_write("業務委託.委託先", "株式会社見本"), None, ("P63", "委託事項 B21", "業務委託 B7")),
    "委託先の書き方が違うだけ": Told(_write("業務委託.委託先", "（株）ジーシーシー"), None, None),
    "委託先を選定中": Told(_write("業務委託.委託先", "未定（公募）"), None, None),
    "評価書の委託先が未定": Told(_write("業務委託.委託先", "株式会社見本"), _write("委託事項.委託先名", "入札により選定"), None),
    "評価書より前に終わった委託": Told(
        _both(
            _write("業務委託.委託先", "株式会社見本"), _write("業務委託.開始時期", "平成２８年４月"),
            _write("業務委託.終了時期", "平成２９年１月３１日"), _write("業務委託.継続", None),
        ),
        None,
        None,
    ),
    "評価書より前に終わり、次の年度も続く委託": Told(
        _both(
            _write("業務委託.委託先", "株式会社見本"), _write("業務委託.開始時期", "平成２８年４月"),
            _write("業務委託.終了時期", "平成２９年１月３１日"),
        ),
        None,
        ("P63", "委託事項 B21", "業務委託 B7"),
    ),
    "評価の案件に個人番号の項目は要らない": Told(lambda d: (_no_number_item(d), _as_result(d, HEARING)), None, None),
    "個人番号の項目がない": Told(_no_number_item, None, ("P65", "ファイル C12", "表紙 B8")),
    "個人番号の○がない": Told(None, _no_number, ("P65", "ファイル C12", "記録項目 B5")),
    "対象者数が多い": Told(_row("事業の概要.対象者数", 1, "数", "４５０,０００"), None, ("P66", "基本情報 B8", "事業の概要 C17")),
    "対象者数が少ない": Told(_row("事業の概要.対象者数", 1, "数", "12"), None, None),
    "団体の数は人数でない": Told(
        _both(_row("事業の概要.対象者数", 1, "数", "４５０,０００"), _row("事業の概要.対象者数", 1, "単位", "団体")), None, None
    ),
    "再委託が案件だけにある": Told(_subcontract(COMPANY), None, ("P67", "委託事項 B23", "再委託 B8")),
    "再委託が評価書だけにある": Told(
        None, _write("委託事項.再委託の有無", "１）再委託する"), ("P67", "委託事項 B23", "業務委託 B7")
    ),
    "再委託は別の委託先のもの": Told(_subcontract("株式会社アイネス"), None, None),
    "使用開始日より前の委託": Told(_write("業務委託.開始時期", "平成２７年１２月３１日"), None, ("P68", "ファイル B67", "業務委託 B7")),
    "使用開始日からの委託": Told(_write("業務委託.開始時期", "平成２８年１月"), None, None),
    "意見聴取の日が違う": Told(
        lambda d: _as_result(d, HEARING.replace("1月25日", "1月24日")), None, ("P68", "評価実施手続 B8", "事業の概要 B15"),
    ),
    "意見聴取の日が同じ": Told(lambda d: _as_result(d, HEARING), None, None),
    "別の回の意見聴取": Told(lambda d: _as_result(d, HEARING.replace("平成29年", "令和5年")), None, None),
}  # fmt: skip


@pytest.fixture(scope="module")
def forms(masters: Masters) -> tuple[Form, Form]:
    return masters.forms[FORM], masters.forms["全項目評価書"]


def case_of(draft: Draft, masters: Masters) -> CaseFacts:
    facts = facts_of_case(extract_book(draft.book, dict(masters.forms), FORM), masters)
    assert facts is not None
    return facts


def filing_of(draft: Draft, masters: Masters) -> FilingFacts:
    return facts_of_filing(extract_book(draft.book, dict(masters.forms), SUBMITTED), masters)


@pytest.fixture(scope="module")
def agreeing(forms: tuple[Form, Form], masters: Masters) -> tuple[CaseFacts, FilingFacts]:
    return case_of(case_draft(forms[0]), masters), filing_of(filing_draft(forms[1]), masters)


def told(case: CaseFacts, filing: FilingFacts) -> list[tuple[str, str, str]]:
    found = differences(case, filing)
    return [(d.code, f"{d.filing.sheet} {d.filing.cell}", f"{d.case.sheet} {d.case.cell}") for d in found]


def test_a_case_and_a_filing_that_agree_are_told_of_nothing(agreeing: tuple[CaseFacts, FilingFacts]) -> None:
    assert told(*agreeing) == []


@pytest.mark.parametrize("name", TOLD)
def test_what_differs_is_told_at_both_places(
    name: str, agreeing: tuple[CaseFacts, FilingFacts], forms: tuple[Form, Form], masters: Masters
) -> None:
    case, filing = agreeing
    spoil_case, spoil_filing, expected = TOLD[name]
    if spoil_case:
        spoil_case(draft := case_draft(forms[0]))
        case = case_of(draft, masters)
    if spoil_filing:
        spoil_filing(draft := filing_draft(forms[1]))
        filing = filing_of(draft, masters)
    assert told(case, filing) == ([expected] if expected else [])


def test_a_評価_as_a_case_is_about_all_people_of_the_事務(
    agreeing: tuple[CaseFacts, FilingFacts], forms: tuple[Form, Form], masters: Masters
) -> None:
    _as_result(draft := case_draft(forms[0]), HEARING)
    draft.write_row("事業の概要.対象者数", 1, "数", "99999")
    few = told(case_of(draft, masters), agreeing[1])
    assert few == [("P66", "基本情報 B8", "事業の概要 C17"), ("P66", "ファイル B7", "事業の概要 C17")]


def test_both_sides_hear_of_it_at_their_own_cells(forms: tuple[Form, Form], masters: Masters) -> None:
    case, filing = case_draft(forms[0]), filing_draft(forms[1])
    case.write("業務委託.委託先", "株式会社見本").write("表紙.評価書番号", "３、７")
    filing.write("表紙.案件ID", "R05-0012、R09-0001").write_row("表紙.担当課", 1, "課", "税務課")
    facts = case_of(case, masters)._replace(id="R07-0009"), filing_of(filing, masters)
    known = replace(
        NOTHING_KNOWN, facts_of_cases=facts[:1], facts_of_filings=facts[1:], case_ids=frozenset({"R05-0012"}),
        partners=frozenset(party_keys("株式会社シンク、東日本電信電話株式会社、株式会社セゾンパーソナルプラス、株式会社ＫＤＳ")),
    )  # fmt: skip
    extracts = [extract_book(draft.book, dict(masters.forms), SUBMITTED) for draft in (case, filing)]
    of_case, of_filing = (
        [(f.code, f.sheet, f.cell) for f in one.findings if "P60" <= f.code <= "P69"]
        for one in judge(extracts, masters, known=known)[0]
    )
    assert of_case == [("P60", "表紙", "B8"), ("P61", "表紙", "B8"), ("P63", "業務委託", "B7")]
    assert of_filing == [
        ("P61", "表紙", "B3"), ("P69", "表紙", "B11"), ("P63", "委託事項", "B21"), ("P64", "委託事項", "B21"),
        ("P64", "委託事項 (5)", "B21"), ("P64", "委託事項 (7)", "B21"),
    ]  # fmt: skip


def test_nothing_is_told_where_nothing_can_be_compared(forms: tuple[Form, Form], masters: Masters) -> None:
    """Without a ledger, and with one that has no 評価書 and no 委託先 yet."""
    extracts = [
        extract_book(draft.book, dict(masters.forms), SUBMITTED)
        for draft in (case_draft(forms[0]).write("表紙.評価書番号", "9"), filing_draft(forms[1]))
    ]
    for known in (None, NOTHING_KNOWN):
        found = {f.code for one in judge(extracts, masters, known=known)[0] for f in one.findings}
        assert not {code for code in found if "P60" <= code <= "P69"}


def test_what_belongs_together(agreeing: tuple[CaseFacts, FilingFacts], masters: Masters) -> None:
    case, filing = agreeing
    other = filing._replace(number="5", business="後期高齢者医療に関する事務")
    nameless = case._replace(numbers=(), title="後期高齢者医療に関する事務に係る評価書の見直しについて")
    elsewhere = nameless._replace(departments=("税務課",))
    several = case._replace(numbers=("3", "5", "8"))
    found = [
        [one.number for _, one in pairs([asked], [filing, other], masters.department_keys)]
        for asked in (case, nameless, elsewhere, several)
    ]
    assert found == [["3"], ["5"], [], ["3", "5"]]


def test_what_only_one_side_tells(agreeing: tuple[CaseFacts, FilingFacts]) -> None:
    case, filing = agreeing
    assert list(unknown_numbers(case, {"3"})) == []
    assert [missing for _, missing in unknown_numbers(case._replace(numbers=("3", "9")), {"3"})] == ["9"]
    assert list(unknown_cases(filing, set())) == []
    registered = {key for one in filing.contracts for key in party_keys(one.company.text)}
    assert list(unregistered(filing, registered)) == []
    assert [said.text for said in unregistered(filing, registered - party_keys(COMPANY))] == [
        f"{COMPANY}（令和７年度）"
    ]


def test_facts_come_back_from_a_receipt_as_they_were(agreeing: tuple[CaseFacts, FilingFacts]) -> None:
    case, filing = (json.loads(json.dumps(as_record(facts))) for facts in agreeing)
    assert (case_of_record(case, ""), filing_of_record(filing)) == agreeing
    assert (case_of_record({}, "R07-0001"), filing_of_record({})) == (None, None)


def test_numbers_and_systems_are_read_as_people_write_them() -> None:
    assert numbers_in("第３号、5\n評価書 012") == ("3", "5", "12")
    assert numbers_in(None) == ()
    assert system_names("情報システム標準化に対応した国保標準システムへの移行と新システムの開発") == [
        "国保標準システム"
    ]


@pytest.mark.parametrize("name", ["提出日", "評価書番号", "評価書名", "案件ID"])
def test_a_cover_that_lost_an_input_is_judged_all_the_same(name: str, masters: Masters) -> None:
    draft = Draft.of(SAMPLE, masters.forms["全項目評価書"])
    field = draft.form.inputs[draft.form.numbers[f"表紙.{name}"]]
    cover = next(sheet for sheet in draft.book.sheets if sheet.name == "表紙")
    for cells in cover.rows:
        cells[:] = ["" if isinstance(cell, str) and field.label in cell else cell for cell in cells]
    draft.book.names[:] = [one for one in draft.book.names if one.name != f"表紙.{name}"]
    facts = filing_facts(filing_tables([extract_book(draft.book, dict(masters.forms), SUBMITTED)], masters), masters)
    assert len(facts) == (name != "評価書番号")
