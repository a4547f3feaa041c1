"""The figures are those of the 台帳: each table is added up against the sheets that it was counted from."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline import statistics as st
from pipeline.acceptance import acceptances
from pipeline.consolidate import Ledger
from pipeline.publish.statistics_book import PAGES, write_statistics
from tests.registers.frames import case, cases, sheet

DIVISIONS = ("電算処理", "外部結合", "業務委託", "再委託", "指定管理", "外部提供", "防犯カメラ")
RECEIVED = "受付日 判定 案件ID 版 件名 課 エラー 様式 様式の版 受付ID 前の受付ID"
Frames = dict[str, dict[str, pd.DataFrame]]


@pytest.fixture(scope="module")
def frames(demo_ledger: Ledger) -> Frames:
    return st.statistics_frames(demo_ledger.sheets, DIVISIONS)


def received(*rows: tuple[str, str, str | None, str, str | None]) -> pd.DataFrame:
    """受付日, 判定, 案件ID, 受付ID, 前の受付ID; all of one 件名 and 課."""
    return sheet(
        RECEIVED,
        *(
            (day, verdict, id_, 1, "税務の件について", "税務課", 2, "付議事項", "2026-04", receipt, earlier)
            for day, verdict, id_, receipt, earlier in rows
        ),
    )


@pytest.mark.parametrize("year", ["令和5年度", "令和7年度"])
def test_every_table_adds_up_to_the_ledger(demo_ledger: Ledger, frames: Frames, year: str) -> None:
    ledger, tables = demo_ledger.sheets[year], frames[year]
    count = len(ledger["案件"])
    assert tables[st.MONTHS]["件数"].sum() == count
    assert tables[st.RESULTS]["件数"].sum() == count
    assert tables[st.DIVISIONS]["件数"].sum() == ledger["案件"]["区分"].str.count("、").add(1).sum()
    assert tables[st.UNITS]["件数"].sum() == len(ledger["担当"].drop_duplicates(["案件ID", "課"]))
    assert tables[st.DAYS]["件数"].sum() == len(tables[st.CASES_BY_DAYS])
    assert len(tables[st.CASES_BY_DAYS]) == ledger["受付"]["判定"].eq("受理").sum()
    assert tables[st.FORMS][["受理", "差戻し", "隔離", "重複"]].to_numpy().sum() == len(ledger["受付"])
    assert tables[st.FINDINGS]["件数"].sum() <= len(ledger["指摘"])
    marks = ledger["対策"]["可否"].value_counts()
    assert (tables[st.ALL_REFUSED][["○", "ー"]].sum() == [marks.get("○", 0), marks.get("ー", 0)]).all()
    across = frames[st.ALL_YEARS][st.YEARS].set_index("年度").loc[year]
    assert (across["案件"], across["届いたブック"]) == (count, len(ledger["受付"]))


def test_the_figures_of_令和5年度(frames: Frames) -> None:
    tables = frames["令和5年度"]
    months = tables[st.MONTHS].set_index("付議の月")["件数"]
    assert months[months > 0].to_dict() == {
        "7月": 6,
        "9月": 9,
        "10月": 9,
        "11月": 2,
        "12月": 15,
        "1月": 10,
    }
    assert list(months.index)[:2] == ["4月", "5月"]
    assert tables[st.RESULTS].to_numpy().tolist() == [["承認", 51]]


def test_what_is_withdrawn_or_undecided_is_told_apart() -> None:
    rows = cases(
        case("R07-0001", 区分="電算処理、業務委託", 付議日="2025-06-01", 審議結果="承認"),
        case("R07-0002", 区分="業務委託", 再委託="○", 審議結果="条件付承認", 付議日="2026-01-05"),
        case("R07-0003", 区分="業務委託", 取下げ="○"),
        case("R07-0004"),
    )
    ledger = {
        "案件": rows,
        "担当": sheet("案件ID 部 課", ("R07-0001", "総務部", "税務課"), ("R07-0001", "総務部", "総務課"), ("R07-0002", None, "税務課")),
        "受付": received(),
        "指摘": sheet("コード 受付ID"),
        "対策": sheet("案件ID 対策ID 区分 当事者 対策 可否"),
    }  # fmt: skip
    tables = st.statistics_frames({"令和7年度": ledger}, DIVISIONS)["令和7年度"]
    counted = {name: dict(tables[name].iloc[:, [0, -1]].to_numpy()) for name in (st.MONTHS, st.RESULTS, st.DIVISIONS)}
    assert (counted[st.MONTHS]["6月"], counted[st.MONTHS]["1月"], counted[st.MONTHS]["（未定）"]) == (1, 1, 2)
    assert counted[st.RESULTS] == {"承認": 1, "条件付承認": 1, "取下げ": 1, "（未定）": 1}
    assert (counted[st.DIVISIONS]["業務委託"], counted[st.DIVISIONS]["（うち再委託）"]) == (3, 1)
    assert counted[st.DIVISIONS]["（記載なし）"] == 1
    assert tables[st.DEPARTMENTS].to_numpy().tolist() == [["総務部", 1], ["（記載なし）", 1]]
    assert sorted(tables[st.UNITS]["課"]) == ["税務課", "税務課", "総務課"]


def test_days_are_counted_from_the_first_file_of_a_case() -> None:
    found = acceptances(
        received(
            ("2025-04-01", "差戻し", None, "a", None),
            ("2025-04-03", "差戻し", None, "b", "a"),
            ("2025-04-11", "受理", "R07-0001", "c", "b"),
            ("2025-05-01", "受理", "R07-0001", "d", "c"),
            ("2025-05-02", "重複", None, "d", "d"),
            ("2025-09-01", "差戻し", None, "e", None),
            ("2025-09-02", "受理", "R07-0009", "f", None),
        )
    )
    told = found[["案件ID", "最初の受付日", "受理日", "日数", "差戻しの回数"]].to_numpy().tolist()
    assert told == [
        ["R07-0001", "2025-04-01", "2025-04-11", 10, 2],
        ["R07-0009", "2025-09-01", "2025-09-02", 1, 1],
    ]


def test_the_most_frequent_findings_come_with_their_titles() -> None:
    findings = sheet("コード 受付ID", *[("C06", "a"), ("C06", "a"), ("C06", "b"), ("R03", "b"), ("Z99", "b")])
    ledger = {
        "案件": cases(), "担当": sheet("案件ID 部 課"), "受付": received(), "指摘": findings,
        "対策": sheet("案件ID 対策ID 区分 当事者 対策 可否"),
    }  # fmt: skip
    table = st.statistics_frames({"令和7年度": ledger}, DIVISIONS)["令和7年度"][st.FINDINGS]
    assert table[["順位", "コード", "件数", "割合", "ブック"]].to_numpy().tolist() == [
        [1, "C06", 3, 0.6, 2],
        [2, "R03", 1, 0.2, 1],
        [3, "Z99", 1, 0.2, 1],
    ]
    assert table["指摘"].tolist()[1:] == ["R03　種別が変更なのに前回案件が空", "Z99　（今の規則にはありません）"]


def test_the_charts_are_excels_own_and_say_what_they_show(frames: Frames, tmp_path: Path) -> None:
    write_statistics(tmp_path / "統計.xlsx", "令和5年度", frames["令和5年度"])
    with zipfile.ZipFile(tmp_path / "統計.xlsx") as package:
        charts = [package.read(n).decode() for n in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)]
    assert len(charts) == 5  # nothing was received that year: no chart of returns, findings, days and measures
    for chart in charts:
        assert chart.count("<c:title>") == 3  # its own and those of both axes
        assert "<c:legend>" not in chart
        assert "游ゴシック" in chart
        assert "<c:ser>" in chart


def test_no_chart_is_torn_by_the_end_of_a_page(frames: Frames, tmp_path: Path) -> None:
    write_statistics(tmp_path / "統計.xlsx", "令和5年度", frames["令和5年度"])
    sheet = openpyxl.load_workbook(tmp_path / "統計.xlsx")[st.UNITS]
    ((chart, below),) = [(chart, chart.anchor.to.row + 1) for chart in sheet._charts]
    margins = (sheet.page_margins.top + sheet.page_margins.bottom) * 72
    assert len(frames["令和5年度"][st.UNITS]) > 20
    assert chart.anchor._from.row > 3  # below the headings
    assert sum(sheet.row_dimensions[row].height or 15 for row in range(1, below + 1)) < 595 - margins


def test_figures_in_the_book_are_those_of_the_tables(frames: Frames, tmp_path: Path) -> None:
    write_statistics(tmp_path / "統計.xlsx", "令和7年度", frames["令和7年度"])
    book = openpyxl.load_workbook(tmp_path / "統計.xlsx")
    assert book.sheetnames == list(frames["令和7年度"])
    for name, frame in frames["令和7年度"].items():
        page = book[name]
        assert page.page_setup.orientation == "landscape", name
        assert int(page.page_setup.paperSize or 0) == 9, name
        first = 5 if name in PAGES else 2
        rows = [tuple(row[: len(frame.columns)]) for row in page.iter_rows(min_row=first, values_only=True)]
        numbers = frame.select_dtypes("number").columns
        for heading in numbers:
            at = list(frame.columns).index(heading)
            assert [row[at] for row in rows[: len(frame)]] == pytest.approx(frame[heading].tolist()), (name, heading)


def test_same_frames_same_bytes(frames: Frames, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_statistics(tmp_path / name, "全年度", frames[st.ALL_YEARS])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
