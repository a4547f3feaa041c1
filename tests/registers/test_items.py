from __future__ import annotations

import pandas as pd

from pipeline.masters.load import Masters
from pipeline.registers.items import add_standard_names, item_register, mentions, sensitive_register
from tests.registers.frames import case, cases, sheet

LISTED = "案件ID ファイル名 項目名 個人の範囲 受付ID シート セル"
ANNEX = "案件ID 記録項目 個人の範囲 シート 受付ID"


def listed(masters: Masters, *rows: tuple[object, ...]) -> pd.DataFrame:
    return add_standard_names(sheet(LISTED, *((*row, "sha", "記録項目", "A4") for row in rows)), masters)


def test_each_item_has_its_name_of_the_vocabulary(masters: Masters) -> None:
    items = listed(
        masters,
        ("R07-0001", "台帳", "氏　名", "本人"),
        ("R07-0001", "台帳", "マイナンバー", "本人"),
        ("R07-0001", "台帳", "個人番号カードの交付の有無", "本人"),
        ("R07-0001", "台帳", "既往歴", "本人"),
        ("R07-0001", "台帳", None, "本人"),
    )
    told = items[["標準名", "要配慮", "個人番号"]].astype("object")
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        ["氏名", None, None],
        [None, None, "○"],
        [None, None, None],
        ["既往歴", "○", None],
        [None, None, None],
    ]


def test_items_that_only_a_別紙_names_count_too(masters: Masters) -> None:
    items = listed(masters, ("R07-0001", "台帳", "氏名", "本人"))
    annexes = {
        "業務委託": sheet(
            ANNEX,
            ("R07-0001", "氏名、個人番号", "本人", "業務委託", "sha"),
            ("R07-0002", "① 代表者に係る記録項目\n氏名、電話番号（固定・携帯）", "代表者", "業務委託", "sha"),
            ("R07-0003", "記録項目のとおり", "本人", "業務委託", "sha"),
        )
    }
    found = mentions(items, annexes, masters)
    assert found[["案件ID", "項目", "書かれた所"]].to_numpy().tolist() == [
        ["R07-0001", "氏名", "記録項目 A4"],
        ["R07-0001", "個人番号", "業務委託"],
        ["R07-0002", "氏名", "業務委託"],
        ["R07-0002", "電話番号", "業務委託"],
    ]
    register = item_register(found)
    assert register[["項目", "案件数", "案件"]].to_numpy().tolist() == [
        ["個人番号", 1, "R07-0001"],
        ["氏名", 2, "R07-0001、R07-0002"],
        ["電話番号", 1, "R07-0002"],
    ]
    assert register.loc[2, "ほかの書き方"] == "電話番号（固定・携帯）"


def test_which_cases_hold_what_must_be_watched(masters: Masters) -> None:
    items = listed(
        masters,
        ("R07-0001", "台帳", "個人番号", "本人"),
        ("R07-0001", "控え", "個人番号", "配偶者"),
        ("R07-0002", "台帳", "既往歴", "本人"),
        ("R07-0002", "台帳", "氏名", "本人"),
        ("R07-0003", "台帳", "個人番号", "本人"),
    )
    known = cases(case("R07-0001", 評価書番号="3"), case("R07-0002"), case("R07-0003", 取下げ="○"))
    register = sensitive_register(mentions(items, {}, masters), known)
    assert register[["種類", "項目", "案件ID", "ファイル名", "個人の範囲"]].to_numpy().tolist() == [
        ["個人番号", "個人番号", "R07-0001", "台帳、控え", "本人、配偶者"],
        ["要配慮", "既往歴", "R07-0002", "台帳", "本人"],
    ]
    assert register["評価書番号"].tolist()[0] == "3"
