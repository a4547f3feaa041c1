"""What the words of single inputs are taken for when parts of a form are held against each other."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pipeline.consistency_checklists import HANDLING, read_medium, says_only_electronic
from pipeline.consistency_parts import kind_in_subject
from pipeline.consistency_periods import a_year_after, first_date, kinds_of_next_year
from pipeline.context import ASSESSMENT_KIND
from pipeline.forms.model import Form

DIVISIONS = ("電算処理", "外部結合", "業務委託", "再委託", "指定管理", "外部提供", "防犯カメラ")


@pytest.mark.parametrize(
    ("text", "paper", "only_electronic"),
    [
        ("電磁的媒体（受付システム）", False, True),
        ("電磁的媒体", False, True),
        ("紙及び電磁的媒体", True, False),
        ("紙媒体（申請書）", True, False),
        ("申請用紙、データベースサーバ", True, False),
        ("電磁的媒体（紙媒体は使用しない）", False, True),
        ("電磁的媒体（紙媒体なし）", False, True),
        ("電磁的媒体（別紙のとおり）", False, True),
        ("電磁的媒体（ＤＶＤ－Ｒ）", False, False),
        ("電磁的媒体（USBメモリは使用しない）", False, True),
        ("磁気テープ", False, False),
        ("写真", False, False),
    ],
)
def test_media(text: str, paper: bool, only_electronic: bool) -> None:
    medium = read_medium(text)
    assert (medium.paper, medium.only_electronic) == (paper, only_electronic)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("電子データのみの取扱いのため", True),
        ("電磁的媒体のみのため", True),
        ("データだけを扱うため", True),
        ("電子データに限られるため", True),
        ("紙のみのため", False),
        ("電子データの受渡しがなく、紙のみのため", False),
        ("電子データを取り扱わず紙のみのため", False),
        ("受渡しは電子データのみのため", False),
        ("手交しないため", False),
    ],
)
def test_reasons(reason: str, said: bool) -> None:
    assert says_only_electronic(reason) is said


def test_each_checklist_of_a_contract_has_one_measure_with_each_word(form: Form) -> None:
    for sheet in form.sheets:
        counts = [sum(word in measure.text for measure in sheet.measures) for word in HANDLING]
        assert counts == ([1, 1, 1] if sheet.measures and sheet.division in ("業務委託", "指定管理") else [0, 0, 0])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("次年度以降も、同様の外部結合を行う。", ("外部結合",)),
        ("次年度以降も同様の業務委託を行う", ("業務委託",)),
        ("令和７年７月（予定）（次年度以降も、同様の再委託を行う。）", ("再委託",)),
        ("翌年度以降も同様の結合を行う。", ("外部結合",)),
        ("次年度以降も、同様の委託を行う。", ("業務委託", "指定管理", "再委託")),
        ("次年度\n以降も、同様の指定管理を行う。", ("指定管理",)),
        ("次期指定管理期間以降も同様の業務を行う", None),
        ("同様の業務委託を行う", None),
        ("次年度以降は業務委託を行わない", None),
    ],
)
def test_what_is_done_alike_in_the_years_to_come(text: str, kinds: tuple[str, ...] | None) -> None:
    found = kinds_of_next_year(text, DIVISIONS)
    assert (found and found[1]) == kinds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和７年４月から", "2025-04-01", "2025-04-30"),
        ("令和７年４月～令和８年３月", "2025-04-01", "2025-04-30"),
        ("令和７年４月１日から令和７年９月まで", "2025-04-01", "2025-04-01"),
        ("令和７年度", None, None),
        ("契約締結後", None, None),
    ],
)
def test_the_date_a_time_begins_with(text: str, first: str | None, last: str | None) -> None:
    found = first_date(text)
    days = [dt.date.fromordinal(day).isoformat() for day in found] if found else [None, None]
    assert days == [first, last]


@pytest.mark.parametrize(
    ("day", "later"), [("2025-04-01", "2026-04-01"), ("2024-02-29", "2025-03-01"), ("2023-12-31", "2024-12-31")]
)
def test_a_year_later(day: str, later: str) -> None:
    days = np.array([dt.date.fromisoformat(day).toordinal()], dtype=float)
    assert dt.date.fromordinal(int(a_year_after(days)[0])).isoformat() == later


@pytest.mark.parametrize(
    ("subject", "word"),
    [
        ("税務システムの再整備について（特定個人情報保護評価の報告）", "報告"),
        ("移行等について（特定個人情報保護評価のパブリック・コメント等の実施結果）", "パブリック・コメント"),
        ("移行について（特定個人情報保護評価のパブリックコメント等の実施結果）", "パブリック・コメント"),
        ("特定個人情報保護評価のパブリック・コメント結果の報告について", "パブリック・コメント"),
        ("利用状況の報告について", None),
        ("特定個人情報保護評価の再実施について", None),
    ],
)
def test_the_kind_that_a_subject_speaks_of(subject: str, word: str | None, form: Form) -> None:
    choices = next(f.choices for f in form.by_name["表紙"].fields if f.name == "種別")
    expected = next((c for c in choices if word and word in c and c.startswith(ASSESSMENT_KIND)), None)
    assert kind_in_subject(subject, choices) == expected
