"""A filing in plain values: each of them knows its cell."""

from __future__ import annotations

import pytest

from pipeline.extract import Extract, extract_book
from pipeline.filings.filing import Filing, filing_of
from pipeline.filings.named_periods import Period, period_of
from pipeline.filings.people import assessments_due
from pipeline.filings.threshold import Assessment
from pipeline.masters.load import Masters
from pipeline.workspace import SUBMITTED
from tests.drafts import Draft
from validations.findings import address


@pytest.fixture(scope="module")
def filing(sample: Extract, masters: Masters) -> Filing:
    return filing_of(sample, masters)


def test_it_has_its_files_with_what_is_entrusted_of_them(filing: Filing) -> None:
    assert [len(file.contracts) for file in filing.files] == [7, 1, 2, 2, 1]
    assert [file.name for file in filing.files] == [name.text for name in filing.file_names]
    vendor = filing.files[2].contracts[1]["委託先名"]
    assert (vendor.text, vendor.sheet, address(vendor.row or 0, vendor.column or 0)) == (
        "東京都国民健康保険団体連合会",
        "委託事項 (10)",
        "B21",
    )


def test_it_has_its_systems_with_what_they_are_connected_with(filing: Filing) -> None:
    assert [system.number.number for system in filing.systems] == [1, 2, 3, 4, 5, 6, 11, 12, 13]
    sixth = filing.systems[5]
    assert sixth.name.text == "団体内統合宛名等システム"
    linked = {link.name for link in sixth.links if link.is_set}
    assert "情報提供ネットワークシステム" in linked
    assert "既存住民基本台帳システム" in linked


def test_choices_are_read_and_what_is_not_there_is_empty(filing: Filing) -> None:
    assert filing.basics["対象人数"].choice == "４）10万人以上30万人未満"
    assert filing.procedure["期間短縮の理由"].is_nothing
    assert not filing.procedure["主な意見の内容"].says_something


def test_it_tells_which_assessments_can_be_due(filing: Filing) -> None:
    """Between 150 and some 3,000 people handle its files, so the state may ask for either; the city asks for a full one."""
    assert assessments_due(filing, full_instead_of_focused=False) == {Assessment.FOCUSED, Assessment.FULL}
    assert assessments_due(filing) == {Assessment.FULL}


@pytest.mark.parametrize(
    ("accident", "result", "due"),
    [
        ("２）発生なし", {Assessment.FOCUSED}, {Assessment.FULL}),
        ("１）発生あり", {Assessment.FOCUSED, Assessment.FULL}, {Assessment.FULL}),
    ],
)
def test_an_accident_of_the_last_three_years_may_be_one_of_the_last(
    accident: str, result: set[Assessment], due: set[Assessment], draft: Draft, masters: Masters
) -> None:
    """With few who handle the files, the accident alone decides."""
    for sheet in draft.book.sheets:
        if sheet.name.startswith("ファイル"):
            sheet.rows[60][1] = "１）10人未満"
    draft.write("リスク対策.保管消去_リスク１_重大事故", accident)
    filing = filing_of(extract_book(draft.book, dict(masters.forms), SUBMITTED), masters)
    assert assessments_due(filing, full_instead_of_focused=False) == result
    assert assessments_due(filing) == due


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("国民健康保険情報ファイル（平成31年1月まで）", None, "2019-01-31"),
        ("（１）国保賦課ファイル（平成31年2月から）", "2019-02-01", None),
        ("宛名ファイル(令和5年4月1日から令和8年3月31日まで)", "2023-04-01", "2026-03-31"),
        ("宛名ファイル（令和5年4月～令和8年3月）", "2023-04-01", "2026-03-31"),
    ],
)
def test_a_name_tells_its_time(name: str, first: str | None, last: str | None) -> None:
    period = period_of(name)
    assert period is not None
    assert [day and day.isoformat() for day in (period.first, period.last)] == [first, last]


@pytest.mark.parametrize(
    "name",
    ["（１）国保賦課ファイル", "住民記録システム（「既存住民基本台帳システム」と同義）", "ファイル（当分の間まで）"],
)
def test_a_name_without_a_time_tells_none(name: str) -> None:
    assert period_of(name) is None


def test_what_follows_begins_on_the_next_day() -> None:
    until, since = period_of("あ（平成31年1月まで）"), period_of("い（平成31年2月から）")
    assert isinstance(until, Period)
    assert isinstance(since, Period)
    assert since.follows(until)
    assert not until.follows(since)
