from __future__ import annotations

import pandas as pd
import pytest

from pipeline.registers.parties import UNDECIDED, parties
from pipeline.registers.partners import company_register, link_register, provision_register
from tests.registers.frames import case, cases, sheet

COMPANIES = "案件ID 区分 名称 法人番号 認証 開始時期 終了時期 継続"
SUBCONTRACTS = "案件ID 委託先 再委託先"
NUMBER = "7000012050002"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("株式会社ジーシーシー（特命随契による選定を予定）", ("株式会社ジーシーシー",)),
        ("（株）共立", ("（株）共立",)),
        ("デジタル庁（ガバメントクラウドの運用主体）", ("デジタル庁",)),
        ("東京都国民健康保険団体連合会（株式会社○○社に運用を委託）", ("東京都国民健康保険団体連合会",)),
        ("１ 株式会社甲乙\n２ 丙丁株式会社", ("株式会社甲乙", "丙丁株式会社")),
        ("① 警視庁\n② 東京都", ("警視庁", "東京都")),
        ("未定（公募により選定）", (UNDECIDED,)),
        ("未定（株式会社甲乙を予定）", ("株式会社甲乙",)),
        ("特命随意契約の予定", (UNDECIDED,)),
        ("区が、必要の都度、書面で定める。", ("区が、必要の都度、書面で定める",)),
    ],
)
def test_whom_an_input_names(text: str, named: tuple[str, ...]) -> None:
    assert parties(text) == named


def companies(*rows: tuple[object, ...], of: pd.DataFrame | None = None, **given: pd.DataFrame) -> pd.DataFrame:
    known = cases(case("R07-0001"), case("R07-0002", 担当課="戸籍住民課、税務課")) if of is None else of
    return company_register(sheet(COMPANIES, *rows), given.get("subcontracts", sheet(SUBCONTRACTS)), known)


def test_a_company_written_in_two_ways_is_one_row() -> None:
    register = companies(
        ("R07-0001", "業務委託", "株式会社甲乙", NUMBER, "ＩＳＯ２７００１", "2025-04", "2026-03", None),
        ("R07-0002", "再委託", "㈱甲乙（予定）", None, "プライバシーマーク", "2025-04-01", "2026-03-15", "○"),
        ("R07-0002", "業務委託", "株式会社甲乙", NUMBER, None, "2025-10", None, None),
    )
    (row,) = register.to_dict("records")
    assert (row["名称"], row["法人番号"], row["区分"]) == ("株式会社甲乙", NUMBER, "業務委託、再委託")
    assert (row["案件数"], row["案件"], row["担当課"]) == (2, "R07-0001、R07-0002", "税務課、戸籍住民課")
    assert row["認証"] == "ＩＳＯ２７００１\nプライバシーマーク"
    assert (row["最初の開始"], row["最後の終了"], row["継続"]) == ("2025-04", "2026-03", "○")
    assert row["期間"].split("\n") == [
        "R07-0001　業務委託　2025-04～2026-03",
        "R07-0002　再委託　2025-04-01～2026-03-15　継続",
        "R07-0002　業務委託　2025-10～",
    ]
    assert row["書き方"] == "株式会社甲乙、㈱甲乙"


def test_two_names_under_one_number_are_told_and_not_thrown_together() -> None:
    register = companies(
        ("R07-0001", "業務委託", "株式会社甲乙", NUMBER, None, None, None, None),
        ("R07-0002", "業務委託", "株式会社新甲乙", NUMBER, None, None, None, None),
    )
    assert dict(zip(register["名称"], register["同じ法人番号の名称"], strict=True)) == {
        "株式会社甲乙": "株式会社新甲乙",
        "株式会社新甲乙": "株式会社甲乙",
    }


def test_a_number_beside_two_companies_is_nobodys() -> None:
    register = companies(("R07-0001", "業務委託", "株式会社甲乙、丙丁株式会社", NUMBER, None, None, None, None))
    assert register["法人番号"].isna().all()
    assert len(register) == 2


def test_who_works_for_whom() -> None:
    register = companies(
        ("R07-0001", "業務委託", "株式会社甲乙", None, None, None, None, None),
        ("R07-0001", "再委託", "丙丁株式会社", None, None, None, None, None),
        subcontracts=sheet(SUBCONTRACTS, ("R07-0001", "㈱甲乙", "丙丁株式会社")),
    ).set_index("名称")
    assert register.loc["丙丁株式会社", "再委託元"] == "株式会社甲乙"
    assert register.loc["株式会社甲乙", "再委託先"] == "丙丁株式会社"


def test_what_was_withdrawn_or_refused_is_not_in_the_register() -> None:
    known = cases(case("R07-0001", 取下げ="○"), case("R07-0002", 審議結果="不承認"), case("R07-0003", 審議結果="承認"))
    rows = [(f"R07-000{n}", "業務委託", f"株式会社第{n}", None, None, None, None, None) for n in (1, 2, 3)]
    assert companies(*rows, of=known)["名称"].tolist() == ["株式会社第3"]


def test_companies_that_earlier_cases_name_in_their_texts_have_a_row() -> None:
    known = cases(case("R05-0001", 版=None, 事業内容="富士通株式会社に委託する。"), case("R07-0001"))
    register = companies(("R07-0001", "業務委託", "未定", None, None, None, None, None), of=known)
    assert register[["名称", "案件数", "過去案件の本文"]].astype("object").to_numpy().tolist()[0] == [
        "富士通株式会社",
        0,
        "R05-0001",
    ]
    assert register["名称"].tolist()[-1] == UNDECIDED


def test_a_row_a_party_that_is_linked_or_provided_with() -> None:
    known = cases(case("R07-0001"), case("R07-0002"))
    links = sheet(
        "案件ID 結合の相手方 登録業務の名称 個人の範囲 開始時期 終了時期 継続",
        ("R07-0001", "デジタル庁", "収納", "納税者", "2025-07", None, "○"),
        ("R07-0002", "デジタル庁（ガバメントクラウド）", "賦課", "納税者", "2025-07-01", "2030-03-31", None),
    )
    (row,) = link_register(links, known).to_dict("records")
    assert (row["名称"], row["案件数"], row["登録業務の名称"]) == ("デジタル庁", 2, "収納\n賦課")
    assert (row["個人の範囲"], row["最後の終了"]) == ("納税者", "2030-03-31")
    provisions = sheet(
        "案件ID 提供先 提供の根拠 個人の範囲 提供の方法 開始時期",
        ("R07-0001", "警視庁", "法第69条第2項第4号", "児童", "手渡し", "2025-04"),
    )
    (row,) = provision_register(provisions, known).to_dict("records")
    assert (row["名称"], row["提供の根拠"], row["期間"]) == ("警視庁", "法第69条第2項第4号", "R07-0001　2025-04～")
