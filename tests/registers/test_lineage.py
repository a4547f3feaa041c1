from __future__ import annotations

import pandas as pd
import pytest

from pipeline.consolidate import Ledger
from pipeline.registers.lineage import WAITING, lineage, name_key
from tests.registers.frames import case, cases, sheet

REPORT = "特定個人情報保護評価の報告"
RESULT = "特定個人情報保護評価のパブリック・コメント等の実施結果"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        (
            "税務システムの再整備等について（特定個人情報保護評価のパブリック・コメント等の実施結果）",
            "税務システムの再整備",
        ),
        ("税務システムの再整備について（特定個人情報保護評価の報告）", "税務システムの再整備"),
        ("ふるさと納税返礼品の導入に係る業務の委託について（委託内容の追加）", "ふるさと納税返礼品の導入"),
        ("行政手続のオンライン化等の推進", "行政手続のオンライン化等の推進"),
    ],
)
def test_the_name_of_the_事業_in_a_title(title: str, key: str) -> None:
    assert name_key(title) == key


def lines(*rows: dict[str, object], **annexes: pd.DataFrame) -> dict[str, dict[str, object]]:
    """案件ID → its row."""
    frame = lineage(cases(*rows), annexes.values(), {}).astype("object")
    return {row["案件ID"]: row for row in frame.where(frame.notna(), None).to_dict("records")}


def test_the_assessments_of_令和5年度_are_tied_to_their_results(demo_ledger: Ledger) -> None:
    rows = demo_ledger.sheets["令和7年度"]["系譜"].astype("object").to_dict("records")
    results = {row["案件ID"]: row["前の案件"] for row in rows if row["段階"] == "意見聴取の結果"}
    assert {int(report[-2:]): int(result[-2:]) for result, report in results.items()} == {
        9: 29, 12: 32, 13: 39, 14: 40, 17: 30,
    }  # fmt: skip
    states = {row["案件ID"]: row["評価の状況"] for row in rows if row["段階"] == "評価の報告"}
    assert [id_ for id_, state in states.items() if state == WAITING] == ["R05-0015"]
    assert states["R05-0012"] == "結果 R05-0032（令和5年12月21日付議）"
    # the meeting that the text names leads to the case that brought the system
    before = {row["案件ID"]: (row["前の案件"], row["つながり"]) for row in rows}
    assert before["R05-0012"] == ("R05-0003", "本文の承認")
    assert before["R05-0031"] == ("R05-0003", "前回案件")
    outside = {row["案件ID"]: row["台帳にない前回の承認"] for row in rows}
    assert outside["R05-0009"] == "令和5年度第3回個人情報保護管理運営会議"
    assert outside["R05-0036"] == "平成２９年度第２回個人情報保護審議会"


def test_a_前回案件_leads_to_its_case() -> None:
    found = lines(
        case("R06-0001", 付議日="2024-06-01", 年度="令和6年度", 回="2"),
        case("R07-0001", 付議日="2025-06-01", 種別="変更", 件名="別の件について", 前回案件="R06-0001"),
        case("R07-0002", 付議日="2025-07-01", 種別="変更", 件名="R06-0001の件名について", 前回案件="令和６年度第２回"),
        case("R07-0003", 付議日="2025-08-01", 種別="変更", 件名="何かについて"),
        業務委託=sheet("案件ID 前回案件", ("R07-0003", "R07-0001")),
    )
    assert {id_: (row["前の案件"], row["つながり"]) for id_, row in found.items()} == {
        "R06-0001": (None, None),
        "R07-0001": ("R06-0001", "前回案件"),
        "R07-0002": ("R06-0001", "前回案件"),
        "R07-0003": ("R07-0001", "前回案件"),
    }
    assert {row["系譜"] for row in found.values()} == {1}
    assert found["R06-0001"]["続く案件"] == "R07-0001\nR07-0002"


def test_the_評価書番号_ties_where_the_names_differ() -> None:
    found = lines(
        case("R07-0001", 付議日="2025-06-01", 種別=REPORT, 件名="国保の評価について", 評価書番号="３"),
        case("R07-0002", 付議日="2025-07-01", 種別=RESULT, 件名="国民健康保険に関する事務について", 評価書番号="3"),
        case("R07-0003", 付議日="2025-07-02", 種別=RESULT, 件名="税務に関する事務について", 評価書番号="5"),
    )
    assert (found["R07-0002"]["前の案件"], found["R07-0002"]["つながり"]) == ("R07-0001", "評価書番号")
    assert found["R07-0003"]["前の案件"] is None


def test_the_same_name_in_another_課_is_another_line() -> None:
    found = lines(
        case("R07-0001", 付議日="2025-06-01", 種別=REPORT, 件名="システムの改修について", 担当課="税務課"),
        case("R07-0002", 付議日="2025-07-01", 種別=RESULT, 件名="システムの改修について", 担当課="総務課"),
    )
    assert found["R07-0001"]["評価の状況"] == WAITING
    assert found["R07-0002"]["前の案件"] is None


def test_new_cases_that_stand_alone_and_withdrawn_ones_are_left_out() -> None:
    assert lines(case("R07-0001"), case("R07-0002", 種別=REPORT, 取下げ="○")) == {}
