"""The same fault over many cells is said once, with its cells."""

from __future__ import annotations

import pytest

from pipeline.grouping import grouped, ranges
from pipeline.notice import finding_lines


def finding(
    code: str, sheet: str | None, cell: str | None, message: str = "空です", severity: str = "エラー"
) -> dict[str, str | None]:
    return {"code": code, "severity": severity, "sheet": sheet, "cell": cell, "message": message, "remedy": "書く"}


@pytest.mark.parametrize(
    ("cells", "joined"),
    [
        (["D10"], ["D10"]),
        (["D10", "D11", "D12"], ["D10–D12"]),
        (["D12", "D10", "D11", "D10"], ["D10–D12"]),
        (["D10", "D12", "E13"], ["D10", "D12", "E13"]),
        (["AA2", "B2", "B3"], ["B2–B3", "AA2"]),
    ],
)
def test_cells_down_a_column_are_joined(cells: list[str], joined: list[str]) -> None:
    assert ranges(cells) == joined


def test_a_fault_of_many_rows_is_one_line() -> None:
    findings = [finding("C05", "電算処理_区", f"D{row}", f"「可否」が空です（電区{row}）。") for row in range(5, 17)]
    (group,) = grouped(findings)
    assert (group.where, group.message) == ("シート「電算処理_区」のD5–D16（12か所）", "「可否」が空です。")


def test_two_of_a_kind_are_still_said_each() -> None:
    findings = [finding("C05", "電算処理_区", "D5", "一"), finding("C05", "電算処理_区", "D9", "二")]
    assert [(g.cells, g.message) for g in grouped(findings)] == [(("D5",), "一"), (("D9",), "二")]


def test_different_inputs_are_said_each() -> None:
    findings = [finding("F06", "表紙", f"B{row}", f"「{name}」が空です。") for row, name in enumerate("件名日")]
    assert len(grouped(findings)) == 3


def test_sheets_are_not_thrown_together() -> None:
    findings = [finding("C05", sheet, f"D{row}") for sheet in ("電算処理_区", "外部結合_区") for row in (5, 6, 7)]
    assert [g.sheet for g in grouped(findings)] == ["電算処理_区", "外部結合_区"]


def test_a_fault_of_the_whole_file_has_no_cell() -> None:
    lines = finding_lines([finding("X03", None, None)])
    assert lines[2] == "  1. ファイル全体　空です　[X03]"


def test_no_report_is_ever_empty() -> None:
    assert finding_lines([]) == ["指摘はありません。"]
