"""The morning digest: it adds up, says what needs a person, and is silent when there is no news."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from pipeline.notify.digest import Deadline, News, digest, stage_of
from pipeline.notify.letters import Letter
from pipeline.notify.message import message_of
from pipeline.notify.outbox import Entry
from tests.notify.builders import OFFICE, SECRETARIAT, body, finding, parsed, placed, receipt

NIGHT = dt.date(2026, 11, 21)
FILES = [
    placed(receipt(sha256="01" * 32)),
    placed(receipt(sha256="02" * 32, case_id="R08-0002", title="図書館の開発等について")),
    placed(receipt("差戻し", sha256="03" * 32, findings=[finding(), finding("D05", severity="警告")])),
    placed(
        receipt("隔離", sha256="04" * 32, title="山田太郎の件", filename="山田太郎.xlsx", findings=[finding("I05")])
    ),
    placed(receipt("重複", sha256="01" * 32)),
]
NEAR = Deadline("R07-0003", "図書館の開発等について", "業務委託の終了時期", "令和9年2月18日", 89)
PASSED = Deadline("R06-0001", "区民ホールの開発等について", "指定管理の終了時期", "令和8年11月20日", -1)
UNDELIVERED = Entry(
    "returned.x", "<x>", "【付議】差し戻します", "x.eml", ["a@city.example.jp"], state="failed",
    refused={"a@city.example.jp": "「a@city.example.jp」宛てのメールは受け取れないと、メールサーバが答えました（550）。"},
)  # fmt: skip


def told(**news: Any) -> Letter:
    one = digest(News(NIGHT, **news), OFFICE)
    assert one is not None
    return one


def section(one: Letter, heading: str) -> str:
    return one.text.split(f"■ {heading}", 1)[1].split("■", 1)[0]


def test_the_counts_add_up() -> None:
    one = told(placed=FILES)
    (counts,) = re.findall(r"受付(\d+)件（受理(\d+)・差戻し(\d+)・隔離(\d+)・重複(\d+)）", one.subject)
    received, *parts = map(int, counts)
    assert received == sum(parts) == len(FILES)
    listed = [int(count) for count in re.findall(r"■ (?:受理|差戻し|隔離|重複)　(\d+)件", one.text)]
    assert listed == parts == [2, 1, 1, 1]


def test_each_file_has_a_line() -> None:
    one = told(placed=FILES)
    assert re.findall(r"R08-\d{4}（第1版）", section(one, "受理")) == ["R08-0001（第1版）", "R08-0002（第1版）"]
    assert "エラー1・警告1" in section(one, "差戻し")
    assert (one.to, one.copy, one.attachments) == (SECRETARIAT, (), ())


def test_of_a_file_with_a_number_of_a_person_only_its_own_number_is_told() -> None:
    one = told(placed=FILES)
    assert "受付番号 04040404" in section(one, "隔離")
    assert "山田" not in one.text + one.html + one.subject


def test_what_needs_a_person_comes_first() -> None:
    one = told(placed=FILES, failures=[UNDELIVERED], notes=["提出フォルダ「なぞ課」は組織マスタにない課の名前です。"])
    urgent = section(one, "対応の要るもの　3件")
    assert one.text.index("■ 対応の要るもの") == one.text.index("■")
    for words in ("隔離したファイル（受付番号 04040404）", "「a@city.example.jp」宛て", "（550）", "なぞ課"):
        assert words in urgent.replace("\n", "").replace("     ", "")


def test_deadlines_come_in_their_order() -> None:
    one = told(deadlines=[NEAR, PASSED])
    assert re.findall(r"\d\. (.+)", section(one, "期限（近づいたもの、過ぎたもの）　2件")) == [
        "令和8年11月20日（1日過ぎました）", "令和9年2月18日（あと89日）",
    ]  # fmt: skip
    assert "新しく届いたファイルはありません。" in one.text


def test_a_deadline_says_what_to_do_where_that_is_more_than_to_look() -> None:
    todo = "評価書を見直してください。"
    review = Deadline("R05-0029", "給付金の評価について", "評価の見直し", "令和9年1月31日", 71, todo)
    one = told(deadlines=[NEAR, review])
    assert section(one, "期限").count("→") == one.html.count("→") == 1
    assert f"→ {todo}" in section(one, "期限")
    assert todo in one.html


@pytest.mark.parametrize(
    ("days", "stage"),
    [(91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, -1), (-400, -1)],
)
def test_a_deadline_has_four_stages_and_one_beyond(days: int, stage: int | None) -> None:
    assert stage_of(days) == stage


def test_no_news_no_digest() -> None:
    assert digest(News(NIGHT), OFFICE) is None


@pytest.mark.parametrize(
    "news",
    [
        {"placed": FILES[:1]},
        {"deadlines": [NEAR]},
        {"failures": [UNDELIVERED]},
        {"notes": ["直すところ"]},
        {"deferred": {"a": "使用中です"}},
    ],
)
def test_each_kind_of_news_is_told(news: dict[str, Any]) -> None:
    assert digest(News(NIGHT, **news), OFFICE) is not None


def test_what_lasts_is_news_once() -> None:
    news = News(
        NIGHT, notes=["直すところが3件あります。"], deferred={"workbooks/inbox/税務課/~$付議.xlsx": "一時ファイルです"}
    )
    assert digest(news, OFFICE, told=news.lasting()) is None
    changed = News(NIGHT, notes=["直すところが4件あります。"], deferred=news.deferred)
    assert digest(changed, OFFICE, told=news.lasting()) is not None


def test_another_digest_of_one_day_is_another_mail_and_the_same_one_is_not() -> None:
    assert told(placed=FILES).key == told(placed=list(FILES)).key
    assert told(placed=FILES).key != told(placed=FILES[:2]).key


def test_the_digest_is_mail_like_any_other() -> None:
    sealed = message_of(told(placed=FILES), OFFICE)
    mail = parsed(sealed.data)
    assert (mail["Subject"], "Cc" in mail) == (told(placed=FILES).subject, False)
    assert body(mail) == told(placed=FILES).text
    assert sealed.filename.startswith("2026-11-21_朝の報告_")


def test_a_night_of_very_many_files_still_makes_a_mail_one_can_open() -> None:
    many = [placed(receipt(sha256=f"{n:064x}", case_id=f"R08-{n:04}")) for n in range(2000)]
    one = told(placed=many)
    assert "受付2000件（受理2000" in one.subject
    assert "ほかに1800件あります。" in one.text
