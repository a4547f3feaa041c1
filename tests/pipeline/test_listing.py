"""The list of a period or of a meeting: which cases it has, what stands above them, and what is said when there are none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from pipeline.listing import NotListed, for_meeting, for_period, read_meeting, read_period, write_listing
from pipeline.lock import run_lock
from pipeline.secretariat import Secretariat
from pipeline.settings import FILE, load_settings
from pipeline.setup import fill_demo
from pipeline.workspace import Workspace
from tests.pipeline.test_cli import fugi
from tests.pipeline.test_night import fresh_workspace, workspace
from tests.publish.test_case_list import CASE

__all__ = ["fresh_workspace", "workspace"]

TEXTS = {
    "令和7年度": {"資料名": "資料１", "報告日": "令和8年4月1日", "報告者": "区政情報課", "表題": "表題", "注": "※注"}
}


def _case(case_id: str, held_on: str, meeting: str | None = None) -> dict[str, object]:
    return CASE | {"№": int(case_id[-4:]), "案件ID": case_id, "付議日": held_on, "回": meeting}


LISTS = {
    "令和6年度": pd.DataFrame([_case("R06-0001", "2025-03-31", "9")]),
    "令和7年度": pd.DataFrame(
        [
            _case("R07-0001", "2025-07-28", "4"),
            _case("R07-0002", "2025-07-28", "第４回"),
            _case("R07-0003", "2025-09-01"),
            _case("R07-0004", "2026-01-15", "6"),
            _case("R07-0005", "2025-12-01"),
        ]
    ),
}
MEETINGS = pd.DataFrame(
    [
        {"年度": "令和７年度", "回": "4", "開催日": "2025-07-28", "会議の名称": "新宿区個人情報保護管理運営会議"},
        {"年度": "R7年度", "回": "5", "開催日": "令和7年9月1日", "会議の名称": None},
        {"年度": "令和7年度", "回": "8", "開催日": "2026-03-20", "会議の名称": None},
        {"年度": "令和7年度", "回": None, "開催日": "2025-12-01", "会議の名称": None},
        {"年度": "来年", "回": "1", "開催日": "未定", "会議の名称": None},
    ]
)
BOOKS = Secretariat(pd.DataFrame(), MEETINGS, pd.DataFrame(), TEXTS, (), ())


def _ids(cases: pd.DataFrame) -> list[str]:
    return [str(case_id) for case_id in cases["案件ID"]]


@pytest.mark.parametrize(
    ("start", "end", "ids"),
    [
        ("2025-07-28", "2025-09-01", ["R07-0001", "R07-0002", "R07-0003"]),  # both days belong to it
        ("2025-07-29", "2025-08-31", None),
        ("令和7年7月", "令和7年9月", ["R07-0001", "R07-0002", "R07-0003"]),  # a month goes to its last day
        ("R7.3.1", "2025/7/28", ["R06-0001", "R07-0001", "R07-0002"]),  # over the end of a 年度
        ("2026-01-01", "", ["R07-0004"]),
        ("", "令和7年3月", ["R06-0001"]),
    ],
)
def test_a_period(start: str, end: str, ids: list[str] | None) -> None:
    period = read_period(start, end)
    if ids is None:
        with pytest.raises(NotListed, match="付議日のある案件は、令和7年3月31日から令和8年1月15日まで"):
            for_period(LISTS, BOOKS, period)
    else:
        assert _ids(for_period(LISTS, BOOKS, period).cases) == ids


def test_the_heading_of_a_period_names_it_and_keeps_what_holds_for_any_list() -> None:
    chosen = for_period(LISTS, BOOKS, (dt.date(2025, 4, 1), dt.date(2025, 12, 31)))
    assert chosen.label == "令和7年4月1日から令和7年12月31日まで"
    assert chosen.heading.title == f"個人情報保護管理運営会議における審議案件一覧（{chosen.label}）"
    assert chosen.label in chosen.heading.preamble
    assert (chosen.heading.paper, chosen.heading.reported_on) == ("", "")
    assert (chosen.heading.reported_by, chosen.heading.note) == ("区政情報課", "※注")


@pytest.mark.parametrize(
    ("meeting", "ids"),
    [
        ("令和7年度第4回", ["R07-0001", "R07-0002"]),
        ("令和７年度第４回個人情報保護管理運営会議", ["R07-0001", "R07-0002"]),
        ("R7年度第5回", ["R07-0003"]),  # 回 is left empty, but the day is that of the meeting
        ("令和7年度第6回", ["R07-0004"]),  # known only by the cases
        ("令和6年度第9回", ["R06-0001"]),
    ],
)
def test_a_meeting(meeting: str, ids: list[str]) -> None:
    assert _ids(for_meeting(LISTS, BOOKS, read_meeting(meeting)).cases) == ids


def test_the_heading_of_a_meeting_names_it_with_its_day() -> None:
    heading = for_meeting(LISTS, BOOKS, (2025, 4)).heading
    assert heading.title == "令和7年度第4回新宿区個人情報保護管理運営会議における審議案件一覧"
    assert heading.preamble.startswith("令和7年度第4回新宿区個人情報保護管理運営会議（令和7年7月28日開催）で審議した")
    assert for_meeting(LISTS, BOOKS, (2025, 6)).heading.title.startswith("令和7年度第6回個人情報保護管理運営会議に")


def test_an_unknown_meeting_is_answered_with_those_near_it() -> None:
    with pytest.raises(NotListed, match="近い会議は、令和7年度第5回、令和7年度第6回、令和7年度第8回です"):
        for_meeting(LISTS, BOOKS, (2025, 7))
    none = Secretariat(pd.DataFrame(), MEETINGS.iloc[:0], pd.DataFrame(), {}, (), ())
    unnumbered = {"令和7年度": LISTS["令和7年度"].assign(回=None)}
    with pytest.raises(NotListed, match="年度、回、開催日を書いてください"):
        for_meeting(unnumbered, none, (2025, 4))


def test_a_meeting_without_a_case_is_not_an_unknown_one() -> None:
    with pytest.raises(NotListed, match="令和7年度第8回に付議した案件はありません"):
        for_meeting(LISTS, BOOKS, (2025, 8))


@pytest.mark.parametrize("text", ["第4回", "令和7年度", "4", "令和7年度第4回と令和7年度第5回", ""])
def test_a_text_that_names_no_single_meeting(text: str) -> None:
    with pytest.raises(NotListed, match="会議として読み取れません"):
        read_meeting(text)


def test_a_period_that_ends_before_it_begins_or_cannot_be_read() -> None:
    with pytest.raises(NotListed, match="令和7年7月1日）が終わり（令和7年6月30日）より後"):
        read_period("2025-07-01", "2025-06-30")
    with pytest.raises(NotListed, match="--to の「2025-02-30」"):
        read_period("", "2025-02-30")


def test_before_the_first_decision_there_is_nothing_to_list() -> None:
    with pytest.raises(NotListed, match="まだありません"):
        for_period({}, BOOKS, (None, None))


def test_the_book_is_that_of_a_year_with_other_words_above(tmp_path: Path) -> None:
    path = write_listing(for_meeting(LISTS, BOOKS, (2025, 4)), tmp_path / "新しいフォルダ" / "一覧.xlsx")
    book = load_workbook(path)
    assert book.sheetnames == ["一覧", "概要"]
    again = write_listing(for_meeting(LISTS, BOOKS, (2025, 4)), tmp_path / "二つ目.xlsx")
    assert again.read_bytes() == path.read_bytes()


@pytest.fixture
def demo(workspace: Workspace) -> Workspace:
    fill_demo(workspace)
    return workspace


def test_the_commands(demo: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = fugi("list", "--root", demo.root, "--meeting", "令和5年度第6回")
    made = tmp_path / "審議案件一覧_令和5年度第6回.xlsx"
    assert (code, str(made) in out) == (0, True)
    assert [row[0] for row in load_workbook(made)["一覧"].values if isinstance(row[0], int)] == [7, 8, 9, 10, 11]
    code, out, _ = fugi("list", "--root", demo.root, "--from", "2023-12-21", "--to", "2024-03", "--out", "x.xlsx")
    assert (code, "（25件）" in out, (tmp_path / "x.xlsx").is_file()) == (0, True, True)
    before = sorted(demo.outputs.rglob("*"))
    assert fugi("publish", "--root", demo.root, "--out", tmp_path / "公開")[0] == 0
    assert sorted(demo.outputs.rglob("*")) == before
    assert sorted(path.name for path in (tmp_path / "公開").iterdir()) == [
        "131041_shingi_anken_2023.csv", "index.html", "shingi_anken_2023.html",
    ]  # fmt: skip


def test_pages_bear_the_name_and_code_of_the_settings(demo: Workspace, tmp_path: Path) -> None:
    (demo.root / FILE).write_text('[city]\nname = "千代田区"\ncode = "131016"\n', encoding="utf-8")
    assert fugi("publish", "--root", demo.root, "--out", tmp_path)[0] == 0
    data = (tmp_path / "131016_shingi_anken_2023.csv").read_text(encoding="utf-8-sig")
    assert data.splitlines()[1].startswith("131016,R05-0001,千代田区,")
    assert all("新宿区（全国" not in path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html"))
    assert "千代田区（全国地方公共団体コード 131016）" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "どちらか1つ"),
        (("--from", "2025-04-01", "--meeting", "令和7年度第4回"), "どちらか1つ"),
        (("--from", "きのう"), "--from の「きのう」を読めません"),
        (("--meeting", "次の会議"), "「次の会議」は会議として読み取れません"),
        (("--meeting", "令和5年度第4回"), "近い会議は、令和5年度第5回、令和5年度第6回、令和5年度第7回です"),
    ],
)
def test_what_cannot_be_listed_is_told_plainly(demo: Workspace, options: tuple[str, ...], words: str) -> None:
    code, out, err = fugi("list", "--root", demo.root, *options)
    assert (code, out) == (2, "")
    assert words in err


def test_pages_are_written_once_and_taken_away_when_nothing_is_public_any_more(demo: Workspace) -> None:
    folder = demo.outputs / "公開"
    stale = ("shingi_anken_2019.html", "131041_shingi_anken_2019.csv")
    folder.mkdir()
    for name in (*stale, "利用規約.html"):
        (folder / name).write_text("前からあるもの", encoding="utf-8")
    code, out, _ = fugi("publish", "--root", demo.root)
    assert code == 0
    assert all(name in out and not (folder / name).exists() for name in stale)
    assert (folder / "利用規約.html").exists()
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert fugi("publish", "--root", demo.root)[0] == 0
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == times


def test_lists_and_pages_are_made_by_people_who_may_only_read_also_while_a_night_is_at_work(
    demo: Workspace, tmp_path: Path
) -> None:
    with run_lock(load_settings(demo.root).state_folder(demo.root) / "lock"):
        before = {path: path.stat().st_mtime_ns for path in demo.root.rglob("*")}
        assert fugi("publish", "--root", demo.root, "--out", tmp_path / "公開")[0] == 0
        assert fugi("list", "--root", demo.root, "--from", "2023-04", "--out", tmp_path / "一覧.xlsx")[0] == 0
    assert {path: path.stat().st_mtime_ns for path in demo.root.rglob("*")} == before
