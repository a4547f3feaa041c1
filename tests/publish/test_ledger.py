from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.publish.ledger import style_of, write_ledger

SHA = hashlib.sha256(b"x").hexdigest()


def _sheets() -> dict[str, pd.DataFrame]:
    cases = pd.DataFrame(
        {
            "案件ID": ["R05-0001"],
            "版": [1],
            "№": pd.array([None], "Int64"),
            "件名": ["=SUM(A1)"],
            "付議日": ["2023-07-28"],
            "法人番号": ["0123456789012"],
            "受付ID": [SHA],
            "ブック": ["../../workbooks/accepted/令和5年度/R05-0001/v01.xlsx"],
        }
    )
    measures = pd.DataFrame({"案件ID": ["R05-0001"] * 3, "対策": ["入退室を管理する。"] * 3, "可否": ["○", "ー", None]})
    return {"案件": cases, "再委託": pd.DataFrame(columns=["案件ID", "再委託先"]), "対策": measures}


def test_sheets_in_the_order_given(tmp_path: Path) -> None:
    write_ledger(tmp_path / "台帳.xlsx", "令和5年度", _sheets())
    book = openpyxl.load_workbook(tmp_path / "台帳.xlsx")
    assert book.sheetnames == ["目次", "案件", "再委託", "対策"]
    assert book.properties.title == "個人情報保護管理台帳　令和5年度"
    assert [cell.value for cell in book["再委託"][1]] == ["案件ID", "再委託先"]


def test_a_case(tmp_path: Path) -> None:
    write_ledger(tmp_path / "台帳.xlsx", "令和5年度", _sheets())
    sheet = openpyxl.load_workbook(tmp_path / "台帳.xlsx")["案件"]
    row = {str(heading.value): cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert [(row[k].value, row[k].data_type) for k in ("案件ID", "版", "№", "件名", "法人番号", "受付ID")] == [
        ("R05-0001", "s"),
        (1, "n"),
        (None, "n"),
        ("=SUM(A1)", "s"),
        ("0123456789012", "s"),
        (SHA, "s"),
    ]
    assert row["付議日"].is_date
    assert row["ブック"].hyperlink is not None
    assert row["ブック"].hyperlink.target == "../../workbooks/accepted/令和5年度/R05-0001/v01.xlsx"


def test_same_frames_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_ledger(tmp_path / name, "令和5年度", _sheets())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("heading", "kind", "wrap"),
    [
        ("付議日", "date", True),
        ("満了日", "date", True),
        ("開始時期", "date", True),
        ("受付ID", "text", False),
        ("結合先ID", "text", False),
        ("ブック", "link", True),
        ("数", "number", True),
        ("登録件数", "number", True),
        ("行", "number", True),
        ("№", "number", True),
        ("法人番号", "text", True),
        ("評価書番号", "text", True),
        ("知らない見出し", "text", True),
    ],
)
def test_style_by_heading(heading: str, kind: str, wrap: bool) -> None:
    assert (style_of(heading).kind, style_of(heading).wrap) == (kind, wrap)


def test_the_case_stays_in_sight_at_the_left(tmp_path: Path) -> None:
    write_ledger(tmp_path / "台帳.xlsx", "令和5年度", {**_sheets(), "対策一覧": pd.DataFrame({"対策ID": ["電区01"]})})
    book = openpyxl.load_workbook(tmp_path / "台帳.xlsx")
    assert [book[name].freeze_panes for name in ("案件", "対策", "対策一覧")] == ["B2", "B2", "A2"]
