"""What is exported can be read back: frames → book → frames, nothing lost and nothing changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.consolidate import Ledger
from pipeline.publish import sheets
from pipeline.publish.ledger import write_ledger
from pipeline.publish.read_back import read_ledger

LONG = "\n".join(
    f"{n}　個人情報を取り扱う業務の内容を、今との違いが分かるように書く。" * (9 if n == 30 else 1) for n in range(60)
)
UNBROKEN = "切れ目のない長い文を一つの段落に書くと、文の終わりで次の列へ続く。" * 90


def plain(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """The rows of a frame as a book holds them: no kind of missing value but None, whole numbers as such."""
    columns = [[_plain(value) for value in frame[name].astype("object")] for name in frame.columns]
    return list(zip(*columns, strict=True))


def _plain(value: Any) -> object:
    if pd.isna(value) or value == "":
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def back(path: Path, frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    write_ledger(path / "台帳.xlsx", "令和7年度", frames)
    return read_ledger(path / "台帳.xlsx")


def test_every_sheet_of_every_year_of_the_samples_comes_back(demo_ledger: Ledger, tmp_path: Path) -> None:
    for year, frames in demo_ledger.sheets.items():
        found = back(tmp_path, frames)
        assert list(found) == list(frames), year
        for name, frame in frames.items():
            assert list(found[name].columns) == list(map(str, frame.columns)), (year, name)
            assert plain(found[name]) == plain(frame), (year, name)
    assert len(demo_ledger.sheets) == 2


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("法人番号", "0000012345678"),
        ("件名", "=SUM(A1:A3)"),
        ("件名", "+81-3"),
        ("件名", "@利用者"),
        ("件名", " 前後の空白　"),
        ("件名", "一行目\n二行目\n"),
        ("件名", "_x0041_と_x000D_"),
        ("件名", "2025-06-01"),
        ("件名", "TRUE"),
        ("付議日", "2025-06-01"),
        ("付議日", "2025-06"),
        ("終了時期", "2026-02-30"),
        ("数", 1234567),
        ("数", 0.5),
        ("数", "約３０"),
        ("№", 7),
        ("ブック", "../../workbooks/accepted/令和5年度/R05-0001/v01.xlsx"),
        ("ブック", "../返却/a #1 100%.xlsx"),
        ("概要", LONG),
        ("概要", UNBROKEN),
        ("概要", "\n" * 70 + "空いた行の後"),
    ],
)
def test_a_value_comes_back(tmp_path: Path, heading: str, value: object) -> None:
    frame = pd.DataFrame(
        {"案件ID": ["R07-0001", "R07-0002", "R07-0003"], heading: pd.Series([None, value, None], dtype="object")}
    )
    found = back(tmp_path, {"案件": frame})["案件"]
    assert plain(found) == [("R07-0001", None), ("R07-0002", value), ("R07-0003", None)]
    assert list(found.columns) == ["案件ID", heading]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.sampled_from("あ。、\n１ A（）"), max_size=3_000), min_size=1, max_size=4))
def test_however_long_texts_are_split(tmp_path: Path, texts: list[str]) -> None:
    frame = pd.DataFrame({"概要": pd.Series(texts, dtype="object"), "課": "税務課"})
    assert plain(back(tmp_path, {"案件": frame})["案件"]) == plain(frame)


def test_rows_that_go_on_on_further_sheets_are_one_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sheets.write_frame, "__kwdefaults__", {**sheets.write_frame.__kwdefaults__, "rows_per_sheet": 2}
    )
    frame = pd.DataFrame({"対策ID": list("あいうえお")})
    assert plain(back(tmp_path, {"対策": frame})["対策"]) == plain(frame)


def test_a_sheet_without_rows_keeps_its_headings(tmp_path: Path) -> None:
    found = back(tmp_path, {"再委託": pd.DataFrame(columns=["案件ID", "再委託先"])})["再委託"]
    assert (list(found.columns), len(found)) == (["案件ID", "再委託先"], 0)
