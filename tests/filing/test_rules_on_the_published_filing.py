"""The published assessment contradicts itself; what was found in it by hand is found by the rules, at its cell.

`BY_HAND` are the rules of a reader, with what he found: a number of the file or the 委託 where he names one. Those under `LEFT_OUT` no
rule decides, and why; `SILENT` are the codes whose matter he found in order.
"""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.judge import Judgement
from pipeline.masters.load import Masters
from tests.drafts import Draft, Found, everything_found

from .conftest import SAMPLE, judged

FILES = {1: "ファイル", 2: "ファイル (2)", 3: "ファイル (3)", 4: "ファイル (4)", 5: "ファイル (5)"}
RISKS, DRAWINGS, MEASURES = "リスク対策", "事務の内容", "その他の対策"


def at(code: str, *places: str) -> list[Found]:
    """The findings of a code: `シート!A1 B2`, or `2!B34` for the second file."""
    found: list[Found] = []
    for place in places:
        sheet, _, cells = place.partition("!")
        sheet = FILES[int(sheet)] if sheet.isdecimal() else sheet
        found += [(code, sheet, cell) for cell in cells.split()]
    return found


BY_HAND: dict[str, list[Found]] = {
    "A7 文が切れている": at("P55", "システム!C8"),
    "C3 その他の内容がない": at("P19", "システム!K5 K6 K7 K8 K9 K11 K12"),
    "D3 全体なのに数が違う": at("P25", "委託事項 (9)!B9"),
    "E2 名称の期間の外": at("P27", "2!B34 B67", "3!B34 B67", "4!B34 B67", "5!B34 B67"),
    "E3 過ぎた予定": at("P28", "2!B34", "3!B34", "4!B34", "5!B34"),
    "E6 意見聴取の前に保有": at("P31", "2!B34", "3!B34", "4!B34", "5!B34"),
    "X1 個人番号がない": at("P33", "1!C12"),
    "X2 妥当性にある情報": at("P34", "3!C24 C27"),
    "X3 突合する情報": at("P34", "2!C25", "3!C26 C19", "4!C19 C25"),
    "X4 時期にある情報": at("P34", "2!C25", "3!C24 C26", "4!C19 C25 C23", "5!C17"),
    "G1 本人から、紙で": [*at("P37", "2!C45", "5!C45"), *at("P36", "5!C38")],
    "G2 時期にある入手元": at("P36", "5!C38 C41", "2!C40"),
    "H1 同上": at("P40", *(f"委託事項 ({number})!B21" for number in (8, 9, 11, 13))),
    "H3 再委託を禁じる契約": at("P42", f"{RISKS}!B94"),
    "I1 保管期間と説明": at("P44", "2!B78"),
    "I2 同じ説明、違う期間": at("P45", "2!B78"),
    "M1 当市、本市、市民": at("P50", f"{DRAWINGS}!B4 B7 B8", f"{RISKS}!B24 B32"),
    "M2 国保年金課長": at("P39", f"{RISKS}!B66 B70"),
    "M3 保険税と保険料": at("P43", "2!B9 B31 B58 B62 B64"),
    "M4 ファイルの名称": at("P51", f"{RISKS}!B48 B70"),
    "M5 特定個人情報保護委員会": at("P52", f"{RISKS}!B133 B137"),
    "M6 未定、予定": at("P53", f"{MEASURES}!B12", "2!B53", "3!B53", "4!B53"),
    "M7 書き誤り": [
        *at("P54", f"{DRAWINGS}!B4 B7 B8", "1!B55", "2!B53", "3!B53 B55 B58 B62", "4!B53 B55", "5!B53"),
        *at("P54", *(f"委託事項 ({number})!{cell}" for number, cell in ((2, "B11"), (6, "B11"), (7, "B25"), (10, "B25")))),
        *at("P54", "委託事項 (12)!B25", f"{RISKS}!B149", f"{MEASURES}!B5 B8"),
    ],
}  # fmt: skip
"""What he calls a contradiction: 23 rules."""

SOFT: dict[str, list[Found]] = {
    "E8 時期にある日付": at("P27", "3!B53", "4!B53"),
    "G4 庁内連携": at("P37", "2!C50", "3!C50", "4!C50", "5!C50"),
    "G6 同じ相手が違う欄": at("P38", "2!D43", "3!D40 D43", "4!D40"),
    "H2 法人の種類": at("P41", "委託事項 (5)!B21", "委託事項 (6)!B21"),
    "H4 原則として再委託しない": at("P42", "委託事項 (12)!B24"),
    "H5 業務の呼び名": at("P43", "委託事項 (12)!B6"),
    "J1 連携の○": at("P46", "システム!C10"),
    "J4 システムの呼び名": at("P43", "システム!B9"),
}
"""What he calls one with a doubt: 9 rules, one of which is left out."""

UNDECIDED: dict[str, list[Found]] = {
    "A1 書かれていない欄": at("P11", "表紙!B7", "1!B77 B78 B79 B80 B82"),
    "A2 システムの番号": at("P12", "システム!A10"),
    "A5 提供・移転": at("P11", *(f"{number}!C73" for number in FILES)),
    "A6 別添２": at("P16", *(f"{number}!B33" for number in FILES)),
    "G7 組織にない課": at("P39", "2!D39", "3!D39", "4!D39", "5!D39"),
    "L2 意見とその反映": at("P11", "評価実施手続!B10 B11"),
    "改正前の条文": at("P08", "基本情報!B26 B29", "2!B57", "3!B57", "4!B57", "5!B57", f"{RISKS}!B129"),
}
"""What he leaves open, because whole pages are not in the text; and P08, which he does not look for."""

LEFT_OUT = {
    "X5": "固定資産税 in a file of 国民健康保険: which information is foreign to a business is in no list",
    "D4": "a part of the items may be entrusted of all people: nothing is wrong with that",
    "D6": "people who work for one company on two files may be the same",
    "I3 I4": "which years of which system a text means is not said in so many words",
    "G8 H6 J2 J5 H7 H8 E9": "asks for a list of systems, contracts or dates outside of the filing",
    "M7": "検討 for 検証, 掲示 for 提示: each is a word of its own",
    "J4": "住民記録システム and 住民情報システム differ by more than a character: they may be two",
}

SILENT = {
    "P01", "P02", "P03", "P07", "P09", "P10", "P13", "P14", "P15", "P17", "P18", "P20", "P21", "P22", "P23", "P24", "P26",
    "P29", "P30", "P32", "P35", "P47", "P48", "P49", "P56",
}  # fmt: skip
"""The codes of what he found in order (36 rules), and of what shows with pages that the text does not have (P17, P56)."""


@pytest.fixture(scope="module")
def published(masters: Masters) -> Judgement:
    (judgement,) = judged([Draft.of(SAMPLE, masters.forms["全項目評価書"])], masters)
    return judgement


def test_every_contradiction_that_a_reader_found_is_found_at_its_cell(published: Judgement) -> None:
    found = Counter(everything_found(published))
    missed = {name: [f for f in places if f not in found] for name, places in (BY_HAND | SOFT).items()}
    print(f"{len(BY_HAND)} contradictions and {len(SOFT)} soft ones: {sum(not m for m in missed.values())} are found")
    assert {name: places for name, places in missed.items() if places} == {}
    assert (len(BY_HAND), len(SOFT) + 1) == (23, 9)


def test_nothing_else_is_found(published: Judgement) -> None:
    expected = {place for places in (BY_HAND | SOFT | UNDECIDED).values() for place in places}
    assert sorted(set(everything_found(published)) - expected, key=str) == []
    assert len(everything_found(published)) == len(expected)


def test_what_a_reader_found_in_order_stays_silent(published: Judgement) -> None:
    assert not SILENT.intersection(finding.code for finding in published.findings)


def test_it_is_accepted_all_the_same(published: Judgement) -> None:
    assert published.verdict == "受理"
    assert {finding.severity for finding in published.findings} == {"警告"}
