"""評価の経過: the six assessments of 令和5年度 as their published cases tell them, and the rules by which a line is made."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pipeline.consolidate import Ledger
from pipeline.deadlines import reviews
from pipeline.japanese.periods import Period
from pipeline.registers.assessments import brought, lacks_report
from pipeline.registers.filed_steps import NO_CASE
from pipeline.registers.lineage import lineage
from pipeline.registers.step_dates import StepDates, told_in
from pipeline.registers.steps import steps
from pipeline.workspace import Workspace
from tests.notify.builders import body, parsed
from tests.registers.frames import case, cases, filings

REPORT = "特定個人情報保護評価の報告"
RESULT = "特定個人情報保護評価のパブリック・コメント等の実施結果"

# №, 付議日 of the 報告; 意見聴取, its days; 第三者点検; №, 付議日 of the 結果: written down from the published cases
PUBLISHED = """
 9 2023-09-01  2023-08-16 2023-09-14 30  2023-09-19 2023-11-30  29 2023-12-21
12 2023-09-06  2023-10-05 2023-11-06 33  2023-10-05 2023-11-30  32 2023-12-21
13 2023-09-06  2023-10-05 2023-11-06 33  2023-10-20 2023-12-12  39 2023-12-21
14 2023-09-06  2023-10-05 2023-11-06 33  2023-10-20 2023-12-12  40 2023-12-21
15 2023-09-06  -          -          -   -          -           -  -
17 2023-10-20  2023-11-15 2023-12-15 31  2023-11-17 2023-12-18  30 2023-12-21
"""
STEPS = (
    "報告", "報告の付議日", "意見聴取の開始日", "意見聴取の終了日", "意見聴取の日数", "第三者点検の開始日", "第三者点検の終了日",
    "結果", "結果の付議日",
)  # fmt: skip


def _as_written(line: str) -> list[object]:
    cells: list[object] = [None if cell == "-" else cell for cell in line.split()]
    for place in (0, 7):
        cells[place] = cells[place] and f"R05-{int(str(cells[place])):04}"
    cells[4] = cells[4] and int(str(cells[4]))
    return cells


def plain(ledger: Ledger, sheet: str) -> list[dict[str, object]]:
    frame = ledger.sheets["令和7年度"][sheet].astype("object")
    return [{str(k): v for k, v in row.items()} for row in frame.where(frame.notna(), None).to_dict("records")]


def test_the_six_lines_of_令和5年度_and_their_eleven_cases(demo_ledger: Ledger) -> None:
    *lines, filed = plain(demo_ledger, "評価の経過")
    found = [[line[name] for name in STEPS] for line in lines]
    assert found == [_as_written(line) for line in PUBLISHED.strip().splitlines()]
    brought = [line[name] for line in lines for name in ("報告", "結果") if line[name]]
    assert (len(lines), len(brought), len(set(brought))) == (6, 11, 11)
    assert (filed["評価書番号"], filed["報告"], filed["確認"]) == ("3", None, NO_CASE)


def test_the_line_without_a_result_is_open(demo_ledger: Ledger) -> None:
    states = {line["報告"]: line["状態"] for line in plain(demo_ledger, "評価の経過") if line["評価書番号"] is None}
    assert [id_ for id_, state in states.items() if state == "結果を待っています"] == ["R05-0015"]
    assert set(states.values()) == {"結果を待っています", "公表日が台帳にありません"}


def test_of_the_five_results_four_had_their_check_while_opinions_were_asked_for(demo_ledger: Ledger) -> None:
    remarks = {line["結果"]: line["確認"] for line in plain(demo_ledger, "評価の経過") if line["結果"]}
    assert {id_ for id_, remark in remarks.items() if str(remark).startswith("P04　")} == {
        "R05-0030", "R05-0032", "R05-0039", "R05-0040",
    }  # fmt: skip
    # this one was asked about from 16 August on and brought before the meeting of 1 September
    assert remarks["R05-0029"] == "報告の付議（令和5年9月1日）より前に、意見聴取が始まっています"


def test_a_line_leads_to_the_line_of_its_cases(demo_ledger: Ledger) -> None:
    of_case = {row["案件ID"]: row["系譜"] for row in plain(demo_ledger, "系譜")}
    for line in plain(demo_ledger, "評価の経過"):
        ids = {line["報告"], line["結果"]} - {None}
        assert {of_case[id_] for id_ in ids} == {line["系譜"]} - {None}


# what the texts tell


def ends(period: Period | None) -> tuple[str, str] | None:
    return period and (period.first.isoformat(), period.last.isoformat())


HEARING, CHECK = ("2023-10-05", "2023-11-06"), ("2023-11-20", "2023-12-12")


@pytest.mark.parametrize(
    ("text", "hearing", "check"),
    [
        (
            "（１）パブリック・コメントの実施結果\nア 実施期間\n令和５年１０月５日から令和５年１１月６日まで\n"
            "イ 実施内容\n広報新宿（令和５年９月２５日号）\n（２）第三者点検実施結果\nア 実施期間\n"
            "令和５年１１月２０日から令和５年１２月１２日まで",
            HEARING,
            CHECK,
        ),
        ("意見聴取は令和5年10月5日から11月6日まで、第三者点検は11月20日から12月12日まで行った。", HEARING, CHECK),
        ("令和5年10月5日から11月6日まで意見聴取を行い、11月20日から12月12日まで第三者点検を受けた。", HEARING, CHECK),
        ("令和5年10月5日から11月6日までパブリックコメントを実施した。", HEARING, None),
        ("意見募集（令和５年１０月５日～１１月６日）", HEARING, None),
        ("第三者点検（令和5年12月1日）を経た。", None, ("2023-12-01", "2023-12-01")),
        ("（２）第三者点検\nア 実施日\n令和5年12月1日", None, ("2023-12-01", "2023-12-01")),
        (
            "（２）第三者点検\nア 受託事業者\n株式会社見本\n"
            "なお、令和5年10月5日から11月6日までは、区のホームページでパブリック・コメントを行った。",
            HEARING,
            None,
        ),
        # none of these is a day of a step
        ("第三者点検を行うことは、広報見本（令和5年9月25日号）で知らせた。", None, None),
        ("（２）第三者点検\nア 受託事業者\n株式会社見本\n３ 対象者数\n令和4年4月1日から令和5年3月31日まで", None, None),
        ("区が国に公表するに当たり、概ね適正な内容である（令和5年12月1日現在）。", None, None),
    ],
)
def test_the_days_of_the_steps_are_read_from_the_text(
    text: str, hearing: tuple[str, str] | None, check: tuple[str, str] | None
) -> None:
    told = told_in([text])
    assert (ends(told.hearing), ends(told.check)) == (hearing, check)


@pytest.mark.parametrize(
    ("note", "published", "reviewed"),
    [
        ("令和6年1月31日公表", "2024-01-31", None),
        ("公表日：令和６年１月３１日", "2024-01-31", None),
        ("令和6年1月31日に個人情報保護委員会へ提出し、公表した。", "2024-01-31", None),
        ("令和7年1月20日見直し、令和6年1月31日公表", "2024-01-31", "2025-01-20"),
        ("R7.1.20見直し。R8.1.15見直し済み", None, "2026-01-15"),
        ("令和6年1月31日に公表する予定。令和7年1月20日見直し予定", None, None),
    ],
)
def test_the_secretariat_notes_公表_and_見直し(note: str, published: str | None, reviewed: str | None) -> None:
    told = told_in([], [note])
    assert [day and day.isoformat() for day in (told.published, told.reviewed)] == [published, reviewed]


# how lines are made


def lines(
    *rows: dict[str, object], notes: dict[str, str] | None = None, filings: dict[str, StepDates] | None = None
) -> list[dict[str, object]]:
    known = cases(*rows)
    frame = steps(known, lineage(known, [], {}), {}, notes or {}, filings or {}).astype("object")
    return [{str(k): v for k, v in row.items()} for row in frame.where(frame.notna(), None).to_dict("records")]


def report(id_: str, day: str | None, **values: object) -> dict[str, object]:
    return case(id_, **{"付議日": day, "種別": REPORT, "件名": "国保の評価について", **values})


def result(id_: str, day: str | None, **values: object) -> dict[str, object]:
    return report(id_, day, 種別=RESULT, **values)


def pairs(*rows: dict[str, object]) -> list[tuple[object, object, object]]:
    return [(line["報告"], line["結果"], line["再実施"]) for line in lines(*rows)]


def test_the_評価書番号_goes_before_the_name_and_the_前回案件_before_both() -> None:
    assert pairs(
        report("R07-0001", "2025-06-01", 評価書番号="第３号"),
        report("R07-0002", "2025-06-02", 評価書番号="4"),
        result("R07-0003", "2025-09-01", 評価書番号="3"),
        report("R07-0004", "2025-09-02", 件名="税務の評価について"),
        result("R07-0005", "2025-12-01", 件名="賦課に関する事務", 前回案件="Ｒ０７－０００４"),
    ) == [
        ("R07-0001", "R07-0003", None),
        ("R07-0002", None, None),
        ("R07-0004", "R07-0005", None),
    ]  # fmt: skip


def test_a_filing_has_the_days_of_one_round_of_its_number() -> None:
    """The assessment is made again under its number: the days of its last filing are not those of the time before."""
    filed = StepDates(Period(dt.date(2025, 5, 20), dt.date(2025, 6, 20), 0, 0), published=dt.date(2025, 10, 1))
    rows = [
        report("R02-0001", "2020-06-01", 評価書番号="3"),
        result("R02-0002", "2020-09-01", 評価書番号="3"),
        report("R07-0003", "2025-06-01", 評価書番号="3"),
        result("R07-0004", "2025-09-01", 評価書番号="3"),
    ]
    days = [(one["意見聴取の開始日"], one["公表日"]) for one in lines(*rows, filings={"3": filed})]
    assert days == [(None, None), ("2025-05-20", "2025-10-01")]
    before = StepDates(Period(dt.date(2020, 7, 1), dt.date(2020, 7, 31), 0, 0), published=dt.date(2020, 10, 1))
    days = [(one["意見聴取の開始日"], one["公表日"]) for one in lines(*rows, filings={"3": before})]
    assert days == [("2020-07-01", "2020-10-01"), (None, None)]


def test_the_same_name_in_another_課_is_another_line() -> None:
    assert pairs(report("R07-0001", "2025-06-01"), result("R07-0002", "2025-09-01", 担当課="総務課")) == [
        ("R07-0001", None, None),
        (None, "R07-0002", None),
    ]


def test_an_assessment_that_is_made_again_is_a_further_line_and_ends_the_deadlines_of_the_first() -> None:
    found = lines(
        report("R02-0001", "2020-06-01"),
        result("R02-0002", "2020-09-01"),
        report("R07-0001", "2025-06-01"),
        result("R07-0002", "2025-09-01"),
    )
    names = ("報告", "結果", "再実施", "再実施の期限")
    assert [[line[name] for name in names] for line in found] == [
        ["R02-0001", "R02-0002", "R07-0001", None],
        ["R07-0001", "R07-0002", None, "2030-09-01"],
    ]


def test_a_further_version_of_a_result_does_not_ask_for_another_report() -> None:
    told = {"種別": REPORT, "評価書番号": "3"}, {"種別": RESULT, "評価書番号": "3"}
    known = [brought(f"R07-000{n}", kind, (), None, {}, f"2025-0{n}-01") for n, kind in enumerate(told, start=1)]
    assert not lacks_report(brought("R07-0002", told[1], (), None, {}), known)
    assert lacks_report(brought("", told[1], (), None, {}), known)


def test_a_report_is_answered_once() -> None:
    found = lines(report("R02-0001", "2020-06-01"), result("R02-0002", "2020-09-01"), result("R07-0002", "2025-09-01"))
    assert [(line["報告"], line["結果"], line["再実施"]) for line in found] == [
        ("R02-0001", "R02-0002", "R07-0002"),
        (None, "R07-0002", None),
    ]
    assert str(found[1]["確認"]).startswith("P05　")
    # unless a later result says itself that it is of that report
    again = result("R07-0002", "2025-09-01", 前回案件="R02-0001")
    assert pairs(report("R02-0001", "2020-06-01"), result("R02-0002", "2020-09-01"), again) == [
        ("R02-0001", "R02-0002\nR07-0002", None)
    ]


def test_what_was_withdrawn_or_refused_is_no_step() -> None:
    assert pairs(
        report("R07-0001", "2025-06-01"),
        result("R07-0002", "2025-08-01", 審議結果="不承認"),
        result("R07-0003", None, 取下げ="○"),
        result("R07-0004", "2025-09-01", 審議結果="承認"),
    ) == [("R07-0001", "R07-0004", None)]


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([report("R07-0001", None)], "報告の付議日がまだありません"),
        ([report("R07-0001", "2025-06-01")], "結果を待っています"),
        ([report("R07-0001", "2025-06-01"), result("R07-0002", None, 受付日="2025-09-01")], "結果の付議日がまだありません"),
        ([report("R07-0001", "2025-06-01"), result("R07-0002", "2025-09-01")], "公表日が台帳にありません"),
        ([report("R07-0001", "2025-06-01"), result("R07-0002", "2025-09-01", 備考="令和7年10月1日公表")], "公表しました"),
        (
            [report("R07-0001", "2025-06-01"), report("R09-0001", "2027-06-01")],
            "結果のないまま、次の評価（R09-0001）に移りました",
        ),
    ],
)  # fmt: skip
def test_the_state_says_what_is_missing(rows: list[dict[str, object]], state: str) -> None:
    assert lines(*rows)[0]["状態"] == state


def told(words: str) -> list[dict[str, object]]:
    return lines(report("R07-0001", "2025-06-01"), result("R07-0002", "2025-12-01", 事業内容=words))


def test_an_order_that_is_odd_or_a_step_that_is_short_is_told() -> None:
    hearing, check = "意見聴取は令和7年7月1日から{}まで。", "第三者点検は令和7年{}から令和7年9月30日まで。"
    assert told(hearing.format("7月30日") + check.format("7月31日"))[0]["確認"] is None
    assert told(hearing.format("7月29日") + check.format("7月31日"))[0]["確認"] == "意見聴取が29日です（30日以上）"
    overlapping = told(hearing.format("7月31日") + check.format("7月31日"))[0]
    assert overlapping["確認"] == "P04　第三者点検が意見聴取の終了前に始まる"
    assert told("別紙のとおり")[0]["確認"] == (
        "意見聴取の期間が、本文から読み取れません\n第三者点検の日が、本文から読み取れません"
    )


def test_a_公表_from_before_the_round_is_that_of_the_評価書_in_force() -> None:
    text = "現行の評価書は、令和4年1月31日に公表した。"
    assert lines(report("R07-0001", "2025-06-01", 事業内容=text), result("R07-0002", "2025-09-01"))[0]["公表日"] is None


def test_見直し_and_再実施_count_from_the_公表_and_before_it_is_known_from_the_付議() -> None:
    rows = (report("R05-0001", "2023-09-06"), result("R05-0002", "2023-12-21"))
    due = ("公表日", "見直し日", "見直しの期限", "再実施の期限")
    assert [lines(*rows)[0][name] for name in due] == [None, None, "2024-12-21", "2028-12-21"]
    noted = lines(*rows, notes={"R05-0002": "令和6年2月29日公表、令和7年2月10日見直し"})[0]
    assert [noted[name] for name in due] == ["2024-02-29", "2025-02-10", "2026-02-10", "2029-03-01"]


def test_the_days_of_a_filing_go_before_those_of_the_texts() -> None:
    day = dt.date(2025, 7, 1)
    filed = StepDates(hearing=Period(day, day + dt.timedelta(days=29), 0, 0), published=dt.date(2025, 12, 20))
    words = "意見聴取は令和7年8月1日から8月31日まで。第三者点検は令和7年9月1日から令和7年9月30日まで。"
    (line,) = lines(
        report("R07-0001", "2025-06-01", 評価書番号="３"),
        result("R07-0002", "2025-12-01", 評価書番号="３", 事業内容=words),
        filings={"3": filed},
    )
    names = ("意見聴取の開始日", "意見聴取の日数", "第三者点検の開始日", "公表日")
    assert [line[name] for name in names] == ["2025-07-01", 30, "2025-09-01", "2025-12-20"]


# 期限


def due(date: str, *rows: dict[str, object]) -> list[tuple[object, ...]]:
    known = cases(*({**row, "シート": "表紙", "セル": "B5"} for row in rows))
    frame = reviews(steps(known, lineage(known, [], {}), {}), known, filings(), dt.date.fromisoformat(date))
    shown = frame[["終わる日", "残り日数", "状態", "コード", "区分", "案件ID", "シート", "セル"]]
    return list(shown.where(shown.notna(), None).itertuples(index=False, name=None))


ASSESSED = (report("R05-0001", "2023-09-06"), result("R05-0002", "2023-12-21"))
ANNOUNCED = (ASSESSED[0], {**ASSESSED[1], "備考": "令和6年1月31日公表"})
OF = "特定個人情報保護評価"
AT = ("R05-0002", "表紙", "B5")


def test_of_each_line_the_next_thing_is_due() -> None:
    waiting = ("2024-03-06", f"{OF}の結果の付議", "R05-0001", "表紙", "B5")
    assert due("2023-12-06", ASSESSED[0]) == []
    assert due("2023-12-07", ASSESSED[0]) == [(waiting[0], 90, "期限が近い", None, *waiting[1:])]
    assert due("2024-03-07", ASSESSED[0]) == [(waiting[0], -1, "期限切れ", None, *waiting[1:])]
    assert due("2024-01-10", *ASSESSED) == [("2024-03-21", 71, "期限が近い", None, f"{OF}書の公表", *AT)]
    assert due("2024-01-10", *ANNOUNCED) == []


def test_every_year_after_the_公表_the_評価書_is_reviewed_and_in_the_fifth_made_again() -> None:
    review = f"{OF}の見直し"
    assert due("2024-11-01", *ANNOUNCED) == []
    assert due("2024-11-02", *ANNOUNCED) == [("2025-01-31", 90, "期限が近い", "P06", review, *AT)]
    assert due("2025-11-01", *ANNOUNCED) == [("2025-01-31", -274, "期限切れ", "P06", review, *AT)]
    assert due("2025-11-02", *ANNOUNCED) == [("2026-01-31", 90, "期限が近い", "P06", review, *AT)]
    assert due("2028-11-02", *ANNOUNCED) == [("2029-01-31", 90, "期限が近い", "P06", f"{OF}の再実施", *AT)]
    assert due("2030-01-01", *ANNOUNCED) == [("2029-01-31", -335, "期限切れ", "P06", f"{OF}の再実施", *AT)]
    reviewed = {**ANNOUNCED[1], "備考": "令和6年1月31日公表、令和7年1月20日見直し"}
    assert due("2025-02-01", ANNOUNCED[0], reviewed) == []


def test_without_a_公表日_the_years_count_from_the_付議_of_the_result() -> None:
    assert due("2028-12-01", *ASSESSED) == [("2028-12-21", 20, "期限が近い", "P06", f"{OF}の再実施", *AT)]
    leap = (report("R01-0001", "2019-12-01"), result("R01-0002", "2020-02-29"))
    assert [row[0] for row in due("2025-02-01", *leap)] == ["2025-03-01"]


def test_an_assessment_that_was_begun_again_is_done_with() -> None:
    again = report("R10-0001", "2028-11-01")
    assert due("2029-03-01", *ASSESSED, again) == [
        ("2029-05-01", 61, "期限が近い", None, f"{OF}の結果の付議", "R10-0001", "表紙", "B5")
    ]


def test_every_line_says_what_to_do(demo_ledger: Ledger) -> None:
    told = [row for row in plain(demo_ledger, "期限") if str(row["区分"]).startswith(OF)]
    assert sorted(str(row["案件ID"])[-2:] for row in told) == ["15", "29", "30", "32", "39", "40"]
    assert all(str(row["内容"]).endswith("ください。") for row in told)


def test_the_digest_of_the_morning_tells_each_line_once_with_what_to_do(demo_workspace: Workspace) -> None:
    (mail,) = [path for path in demo_workspace.mail.iterdir() if "朝の報告" in path.name]
    text = "".join(body(parsed(mail.read_bytes())).split())
    told = re.findall(r"(R05-00\d\d)[^→]*?特定個人情報保護評価の(結果の付議|見直し)→", text)
    assert sorted((id_[-2:], what) for id_, what in told) == [
        ("15", "結果の付議"), ("29", "見直し"), ("30", "見直し"), ("32", "見直し"), ("39", "見直し"), ("40", "見直し"),
    ]  # fmt: skip
