"""Each rule over filings at its cell in a spoilt assessment, and silent at a near miss.

The published assessment is spoilt in several places at a time: each line below says what is written where, and what is found then
beside what is found anyway. The lines of a round do not touch each other.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from pipeline.masters.load import Masters
from tests.drafts import Draft, Found, everything_found
from validations.catalogue import CATALOGUE

from .conftest import SAMPLE, judged


class Line(NamedTuple):
    """`{cell: text}` on a sheet, and the findings that follow, as (code, cell) or (code, sheet, cell)."""

    sheet: str
    written: dict[str, object]
    found: tuple[tuple[str, ...], ...] = ()


RISKS, PROCEDURE, INQUIRIES = "リスク対策", "評価実施手続", "開示問合せ"
PERIOD = "平成29年1月25日から平成29年2月{}まで"
ITEMS, SYSTEMS = "記録項目", "システム"
WHOLE_NAME = "国民健康保険情報ファイル（平成31年1月まで）"

COUNTS = [
    Line("ファイル", {"B70": 6}, (("P09", "B70"),)),
    Line("委託事項 (7)", {"B25": None}, (("P07", "B25"),)),
    Line("委託事項 (10)", {"B24": "－"}, (("P07", "B24"),)),
    Line(RISKS, {"B52": None}, (("P10", "B52"),)),
    Line(RISKS, {"B115": None}, (("P11", "B115"),)),
    Line("委託事項 (3)", {"B5": 8}, (("P12", "委託事項 (4)", "B5"),)),
    Line(RISKS, {"B7": "（２）国保の資格のファイル（平成31年2月から）"}, (("P14", "B7"),)),
    Line("委託事項", {"B24": "書面で許諾する。"}, (("P18", "B24"),)),
    Line("ファイル", {"D42": None}, (("P19", "D42"),)),
    Line("委託事項 (4)", {"D19": "手渡し"}, (("P20", "C19"),)),
    Line(RISKS, {"B96": "４）再委託していない"}, (("P21", "B96"),)),
    Line("基本情報", {"B29": "番号法第１９条第８号\n・42,42,46"}, (("P22", "B29"),)),
    Line(RISKS, {"B72": "３）課題が残されている", "B74": "－"}, (("P23", "B72"),)),
    Line("ファイル (2)", {"C73": "○", "D73": 2}, (("P56", "D73"),)),
    Line(ITEMS, {"A4": WHOLE_NAME, "B4": 1, "C4": "記号番号"}, (("P17", "ファイル", "B10"),)),
]
FIGURES = [
    Line("基本情報", {"B8": "５）30万人以上"}, (("P01", PROCEDURE, "B5"),)),
    Line(PROCEDURE, {"B8": PERIOD.format("22日")}, (("P03", "B9"),)),
    Line("委託事項", {"B9": "４）100万人以上1,000万人未満"}, (("P24", "B9"),)),
    Line("委託事項 (8)", {"B9": "２）1万人以上10万人未満"}, (("P25", "B9"),)),
    Line("ファイル", {"B67": "平成27年12月1日"}, (("P26", "B67"),)),
    Line(SYSTEMS, {"B6": "資格管理システム（平成31年3月から）"}, (("P32", "B6"),)),
    Line("委託事項 (13)", {"B4": "国保収滞納"}, (("P15", "B4"),)),
    Line("ファイル (2)", {"B78": "７）6年以上10年未満"}),
    Line("ファイル (4)", {"B78": "９）20年以上"}, (("P44", "B78"), ("P45", "B78"))),
    Line(INQUIRIES, {"B15": None}, (("P14", "B14"),)),
]
MORE_FIGURES = [
    Line("ファイル", {"B7": "４）100万人以上1,000万人未満"}, (("P02", "B7"),)),
    Line("ファイル", {"B34": "平成28年1月予定"}, (("P28", "B34"), ("P31", "B34"))),
    Line("ファイル", {"B67": "平成31年2月1日"}, (("P27", "B67"),)),
    Line(PROCEDURE, {"B8": f"{PERIOD.format('23日')}の31日間"}, (("P30", "B8"),)),
    Line(PROCEDURE, {"B4": "平成29年1月26日"}, (("P29", "B8"),)),
    Line("基本情報", {"B15": None}, (("P13", "ファイル (5)", "B4"),)),
    Line(SYSTEMS, {"B4": "国保情報トータルシステム"}, (("P47", "基本情報", "B11"),)),
    Line(RISKS, {"B76": "○"}, (("P21", "B76"),)),
]
FILES = [
    Line("ファイル (2)", {"C12": None}, (("P33", "C12"),)),
    Line("ファイル", {"B64": "介護保険情報と突合する。"}, (("P34", "C25"),)),
    Line("ファイル", {"C28": "○"}, (("P35", "B31"),)),
    Line("ファイル (2)", {"C41": None, "D41": None}, (("P36", "C41"),)),
    Line("ファイル (3)", {"C45": None}, (("P37", "C45"),)),
    Line("ファイル", {"B34": "平成29年2月24日予定", "B67": "平成29年2月24日"}, (("P28", "B34"),)),
    Line("ファイル (4)", {"D43": "東京都国民健康保険団体連合会、地方公共団体情報システム機構"}, (("P38", "D43"),)),
    Line("委託事項 (2)", {"B21": "〃"}, (("P40", "B21"),)),
    Line("委託事項", {"B21": "シンク"}, (("P41", "B21"),)),
    Line("委託事項 (7)", {"B24": "再委託は認めない。"}, (("P42", "B24"),)),
    Line(SYSTEMS, dict.fromkeys(("E5", "G5", "H5", "I5", "J5")), (("P46", "C5"),)),
    Line("ファイル", {"C45": "○", "C46": "○", "C77": None}),
]
WORDS = [
    Line("ファイル", {"B58": "番号法別表第二に定める事務に使用する。"}, (("P08", "B58"),)),
    Line("ファイル", {"D39": "戸籍住民課、国民課"}, (("P39", "D39"),)),
    Line("委託事項 (6)", {"B6": "所得等情報データ入力業務"}, (("P43", "B6"),)),
    Line("ファイル (4)", {"C40": None, "D40": None, "D43": "国民健康保険団体連合会、医療保険者"}, (("P38", "D43"),)),
    Line("表紙", {"B4": "介護保険に関する事務　全項目評価書"}, (("P48", "B4"),)),
    Line("ファイル", {"B35": "福祉部介護保険課"}, (("P49", "B35"),)),
    Line("ファイル", {"B59": "本市の職員が使用する。"}, (("P50", "B59"),)),
    Line("ファイル", {"B62": "宛名情報ファイルを検索する。"}, (("P51", "B62"),)),
    Line("ファイル (2)", {"B64": "特定個人情報保護委員会へ報告する。"}, (("P52", "B64"),)),
    Line("ファイル (2)", {"B65": "統計の方法は未定である。"}, (("P53", "B65"),)),
    Line("ファイル (2)", {"B66": "システムシステムで判定する。"}, (("P54", "B66"),)),
    Line("ファイル (3)", {"B66": "被保険者証、高齢受給者証などの交付の決定を"}, (("P55", "B66"),)),
]
NEAR = [
    Line("ファイル", {"B70": "7"}),
    Line("委託事項 (7)", {"B24": "書面による承諾を得た場合に限り、再委託を認める。"}),
    Line("委託事項", {"B24": "－", "B25": "－"}),
    Line(RISKS, {"B173": "なし", "B174": "該当なし"}),
    Line(RISKS, {"B51": "２）行っていない", "B52": None}),
    Line(RISKS, {"B66": "－"}),
    Line(RISKS, {"B72": "３）課題が残されている", "B74": "複製の記録の確認が課題である。"}),
    Line(RISKS, {"B94": "区の承諾を得ずに再委託してはならない。"}),
    Line("委託事項 (4)", {"C19": "○", "D19": "手渡し"}),
    Line("基本情報", {"B29": "番号法第１９条第８号、住民基本台帳法別表第二\n・42,42の2,46"}),
    Line("ファイル (2)", {"C73": "○", "D73": 1}),
    Line("提供移転", {"A4": "（１）国保賦課ファイル（平成31年2月から）", "B4": "提供", "C4": 1, "D4": "教育委員会"}),
    Line(
        PROCEDURE, {"B8": f"{PERIOD.format('22日')}の29日間", "B9": "災害への対応を急ぐため", "B4": "平成29年1月25日"}
    ),
    Line("委託事項 (3)", {"B9": "２）1万人以上10万人未満"}),
    Line("ファイル", {"B67": "平成28年1月1日"}),
    Line("ファイル", {"B64": "医療保険関係情報と突合する。"}),
    Line("ファイル", {"B34": "平成27年12月28日", "B35": "医療保険年金課"}),
    Line("ファイル (5)", {"B79": "保管期間は5年以上とする。", "B7": "１）1万人未満"}),
    Line("委託事項 (13)", {"B9": "１）1万人未満"}),
    Line(RISKS, {"B181": "更新の遅れが課題である。", "B183": "３）課題が残されている"}),
    Line("ファイル (2)", {"C30": "○", "D30": "滞納情報"}),
    Line("ファイル", {"C50": None, "B53": "届出を受けた都度"}),
    Line(SYSTEMS, {"E4": None}),
    Line("ファイル (4)", {"D43": "東京都国民健康保険団体連合会、他市町村"}),
    Line("ファイル", {"D39": "総務部税務課"}),
    Line("委託事項 (2)", {"B21": "東京都"}),
    Line("委託事項 (6)", {"B6": "所得一情報データ入力業務"}),
    Line("ファイル", {"B58": "市民課が住民基本台帳法別表第二により発行した証明書を、特定個人情報ファイルに記録する。"}),
    Line("ファイル", {"B66": "特定個人情報保護委員会規則第１号により、令和８年度の更新を予定している。"}),
    Line("ファイル", {"B62": "システム、システム端末及び個人情報ファイルを使用する。"}),
    Line("表紙", {"B4": "全項目評価書（国民健康保険に関する事務）"}),
    Line(SYSTEMS, {"C11": "他のシステムとは連携していない。", **{f"{c}11": None for c in "EGHIJ"}}),
]
ROUNDS = {
    "counts": COUNTS,
    "figures": FIGURES,
    "more figures": MORE_FIGURES,
    "files": FILES,
    "words": WORDS,
    "near": NEAR,
}


def spoilt_in(lines: list[Line], draft: Draft) -> Draft:
    for line in lines:
        rows = draft.sheet(line.sheet).rows if line.written else []
        for cell, text in line.written.items():
            row, column = coordinate_to_tuple(cell)
            while len(rows) < row:
                rows.append([])
            rows[row - 1].extend([""] * (column - len(rows[row - 1])))
            rows[row - 1][column - 1] = "" if text is None else text
    return draft


def expected_of(lines: list[Line]) -> list[Found]:
    found: list[Found] = []
    for line in lines:
        for code, *place in line.found:
            sheet, cell = place if len(place) == 2 else (line.sheet, place[0])
            found.append((code, sheet, cell))
    return sorted(found, key=str)


@pytest.fixture(scope="module")
def seen(masters: Masters) -> dict[str, list[Found]]:
    """Round → what is found beside what is found in the assessment as it is."""
    form = masters.forms["全項目評価書"]
    drafts = [spoilt_in(lines, Draft.of(SAMPLE, form)) for lines in ([], *ROUNDS.values())]
    as_it_is, *found = (Counter(everything_found(judgement)) for judgement in judged(drafts, masters))
    return {name: sorted((one - as_it_is).elements(), key=str) for name, one in zip(ROUNDS, found, strict=True)}


@pytest.mark.parametrize("name", ROUNDS)
def test_what_is_spoilt_is_found_at_its_cell_and_nothing_else(name: str, seen: dict[str, list[Found]]) -> None:
    assert seen[name] == expected_of(ROUNDS[name])


SHOWN_ON_THE_PUBLISHED = {"P16"}
OF_EDITIONS = {"P70", "P71"}
"""Shown in `test_editions.py`."""


def test_every_rule_of_filings_is_shown() -> None:
    shown = {code for lines in ROUNDS.values() for code, _, _ in expected_of(lines)}
    of_filings = {rule.code for rule in CATALOGUE if rule.on == ("評価書の照合",)}
    assert of_filings - shown == SHOWN_ON_THE_PUBLISHED | OF_EDITIONS
    assert {code for code in of_filings if CATALOGUE[code].severity == "エラー"} == {
        "P01", "P02", "P03", "P07", "P09", "P10", "P13", "P15",
    }  # fmt: skip
