"""A corrected file: what is fixed, what remains and what is new, also when rows moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.notify.corrections import compare, corrected_by
from pipeline.receipts import Receipt
from tests.notify.builders import finding, placed, receipt

MISSING = "「理由」が空です。"


def compared(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> dict[str, list[tuple[str, str | None]]]:
    """(code, cell) of what is fixed, remains and is new."""
    found = compare(receipt("差戻し", findings=now), receipt("差戻し", findings=before))
    parts = {"直った": found.fixed, "残り": found.remaining, "新しい": found.new}
    return {name: [(f["code"], f["cell"]) for f in part] for name, part in parts.items() if part}


def at(cell: str | None, message: str = MISSING, code: str = "C06", **more: Any) -> dict[str, Any]:
    return finding(code, cell, message, sheet="電算処理_区", **more)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        pytest.param([at("E5")], [], {"直った": [("C06", "E5")]}, id="直した"),
        pytest.param([at("E5")], [at("E5")], {"残り": [("C06", "E5")]}, id="そのまま"),
        pytest.param([], [at("E5")], {"新しい": [("C06", "E5")]}, id="新しい"),
        pytest.param([at("E5")], [at("E9")], {"残り": [("C06", "E9")]}, id="行が動いた"),
        pytest.param(
            [at("E5")], [at("D9")], {"直った": [("C06", "E5")], "新しい": [("C06", "D9")]}, id="別の列"
        ),
        pytest.param(
            [at("E5", code="C05")],
            [at("E5", code="C06")],
            {"直った": [("C05", "E5")], "新しい": [("C06", "E5")]},
            id="別の指摘",
        ),
        pytest.param(
            [at("D5", "空です（電区05）。")], [at("D9", "空です（電区05）。")], {"残り": [("C06", "D9")]}, id="同じ対策が動いた"
        ),
        pytest.param(
            [at("D5", "空です（電区05）。")],
            [at("D5", "空です（電区04）。")],
            {"直った": [("C06", "D5")], "新しい": [("C06", "D5")]},
            id="同じセルに別の対策",
        ),
        pytest.param(
            [at("B13", "「２月３０日」は存在しない日付です。", value="２月３０日")],
            [at("B13", "「２月３１日」は存在しない日付です。", value="２月３１日")],
            {"残り": [("C06", "B13")]},
            id="直し方が足りない",
        ),
        pytest.param(
            [at("B11", "「氏名」が2回あります（4、11行目）。", value="氏名")],
            [at("B14", "「氏名」が2回あります（7、14行目）。", value="氏名")],
            {"残り": [("C06", "B14")]},
            id="行番号が変わった",
        ),
        pytest.param(
            [at("B11", "「氏名」が30回あります（4、11、12、…、60行目）。", value="氏名")],
            [at("B14", "「氏名」が30回あります（7、14、15、…、63行目）。", value="氏名")],
            {"残り": [("C06", "B14")]},
            id="たくさんの行番号が変わった",
        ),
        pytest.param(
            [at("B11", "「氏名」が2回あります。", value="氏名")],
            [at("B14", "「住所」が2回あります。", value="住所")],
            {"直った": [("C06", "B11")], "新しい": [("C06", "B14")]},
            id="別の項目",
        ),
        pytest.param(
            [at(None, "シート「業務委託」がありません。")],
            [at(None, "シート「再委託」がありません。")],
            {"直った": [("C06", None)], "新しい": [("C06", None)]},
            id="セルのない指摘",
        ),
        pytest.param(
            [at("E5"), at("E6"), at("E7")],
            [at("E6"), at("E8")],
            {"直った": [("C06", "E7")], "残り": [("C06", "E6"), ("C06", "E8")]},
            id="同じ文が三つ",
        ),
        pytest.param(
            [at("E5")], [at("E5", f"{MISSING}（事務局が認めた指摘です：差し支えない）")], {}, id="認められた"
        ),
        pytest.param(
            [at("E5", f"{MISSING}（事務局が認めた指摘です：差し支えない）")], [at("E5")], {"新しい": [("C06", "E5")]},
            id="認めが取り消された",
        ),
    ],
)  # fmt: skip
def test_findings_before_and_now(
    before: list[dict[str, Any]], now: list[dict[str, Any]], said: dict[str, list[tuple[str, str | None]]]
) -> None:
    assert compared(before, now) == said


def test_the_same_fault_on_another_sheet_is_another_one() -> None:
    there = finding("C06", "E5", MISSING, sheet="業務委託_区")
    assert compared([at("E5")], [there]) == {"直った": [("C06", "E5")], "新しい": [("C06", "E5")]}


def test_every_finding_is_told_once() -> None:
    before = [at(f"E{row}", f"空です（電区{row:02}）。") for row in range(5, 300)]
    now = [at(f"E{row + 3}", f"空です（電区{row:02}）。") for row in range(100, 400)]
    said = compared(before, now)
    assert {name: len(found) for name, found in said.items()} == {"直った": 95, "残り": 200, "新しい": 100}


FIRST = receipt("差戻し", received_on="2026-11-18", modified="2026-11-17T10:00:00", sha256="aa" * 32)
SECOND = receipt("差戻し", received_on="2026-11-19", modified="2026-11-18T10:00:00", sha256="bb" * 32)
NOW = receipt("受理", received_on="2026-11-21", modified="2026-11-20T10:00:00", sha256="cc" * 32)


def corrected(now: Receipt, *before: Receipt, decided: tuple[str, ...] = ()) -> Receipt | None:
    return corrected_by(now, [placed(one) for one in (*before, now)], decided)


def test_the_file_that_the_workbook_names_is_the_corrected_one() -> None:
    assert corrected(replace(NOW, earlier=FIRST.sha256), FIRST, SECOND) == FIRST


def test_else_it_is_the_latest_of_the_same_department_and_title() -> None:
    other = replace(SECOND, received_on="2026-11-20", title="図書館の開発等について")
    elsewhere = replace(SECOND, received_on="2026-11-20", departments=["税務課"])
    assert corrected(NOW, FIRST, SECOND, other, elsewhere) == SECOND
    assert corrected(NOW) is None
    assert corrected(replace(NOW, title=None), replace(FIRST, title=None)) is None


def test_a_case_that_has_its_result_is_not_gone_on_with() -> None:
    accepted = replace(NOW, received_on="2025-11-20", case_id="R07-0009", sha256="dd" * 32)
    long_ago = replace(FIRST, received_on="2025-11-18")
    assert corrected(NOW, long_ago, accepted) == accepted
    assert corrected(NOW, long_ago, accepted, decided=("R07-0009",)) is None
    assert corrected(NOW, long_ago, accepted, SECOND, decided=("R07-0009",)) == SECOND


def test_nothing_is_said_of_a_file_that_was_set_aside_or_repeated() -> None:
    aside = replace(SECOND, verdict="隔離")
    again = replace(SECOND, verdict="重複")
    assert corrected(replace(NOW, earlier=aside.sha256), aside, again) is None
    assert corrected(NOW, FIRST, aside, again) == FIRST
