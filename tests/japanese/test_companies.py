"""Names of companies in the texts of forms and of the published list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.companies import company_key, find_companies


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("株式会社ジーシーシー（特命随契による選定を予定）", ["株式会社ジーシーシー"]),
        ("区民ホール（株式会社共立）　職員ＰＣ", ["株式会社共立"]),
        ("委託先株式会社ジーシーシー", ["株式会社ジーシーシー"]),
        ("運用管理業務を委託する富士通株式会社が取扱う", ["富士通株式会社"]),
        ("富士通株式会社 プライバシーマーク", ["富士通株式会社"]),
        ("公益財団法人新宿未来創造財団", ["公益財団法人新宿未来創造財団"]),
        (
            "富士通Japan株式会社、株式会社ワイヤ・アンド・ワイヤレス",
            ["富士通Japan株式会社", "株式会社ワイヤ・アンド・ワイヤレス"],
        ),
        ("㈱アイネス及び（株）シンク", ["㈱アイネス", "（株）シンク"]),
        ("さくらインターネット株式会社", ["さくらインターネット株式会社"]),
        ("株式会社ぎょうせいが行う", ["株式会社ぎょうせい"]),
        ("株式会社 ＲＳコネクト\nウ 点検結果", ["株式会社ＲＳコネクト"]),
        ("医療法人社団こどもハート理事長より、提供を受けたいとの申し出", ["医療法人社団こどもハート"]),
        ("社会福祉法人新宿区社会福祉協議会会長", ["社会福祉法人新宿区社会福祉協議会"]),
        ("株式会社代表取締役", []),
        ("独立行政法人等", []),
        ("委託事業者", []),
        ("未定（プロポーザルにより選定）", []),
        ("会社", []),
    ],
)
def test_companies_are_found(text: str, expected: list[str]) -> None:
    assert list(find_companies(text)) == expected


def test_one_company_has_one_key_however_it_is_written() -> None:
    written = [
        "株式会社ＲＳコネクト",
        "RSコネクト株式会社",
        "（株）ＲＳコネクト",
        "㈱ RSコネクト",
        "株式会社　ＲＳコネクト",
    ]
    assert len({company_key(name) for name in written}) == 1
    assert company_key("富士通株式会社") != company_key("富士通Japan株式会社")


@given(st.text(alphabet="株式会社（）()有限法人医療共立ア・ＢはのがA 　\n、", max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(name in "".join(text.split()) for name in find_companies(text))
