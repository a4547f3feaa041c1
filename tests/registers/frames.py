"""Small sheets of a 台帳, written as tables."""

from __future__ import annotations

import pandas as pd

from pipeline.ledger_sheets import CASE_COLUMNS


def case(id_: str, **values: object) -> dict[str, object]:
    """A row of the sheet 案件; what is not said is empty."""
    usual = {
        "案件ID": id_,
        "版": 1,
        "年度": "令和7年度",
        "件名": f"{id_}の件名について",
        "担当課": "税務課",
        "種別": "新規",
    }
    return dict.fromkeys(CASE_COLUMNS) | usual | values


def cases(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(CASE_COLUMNS)).astype("object")


def sheet(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    """A sheet from its headings, with a blank between them, and its rows; None is an empty cell."""
    return pd.DataFrame(list(rows), columns=columns.split(), dtype="object")


def filings(*rows: dict[str, object]) -> pd.DataFrame:
    """The sheet 評価書, as far as it counts here."""
    headings = ("評価書番号", "評価書名", "事務の名称", "担当課", "案件ID", "受付ID", "ブック", "シート", "セル")
    return pd.DataFrame([{"シート": "表紙", "セル": "B3", **row} for row in rows], columns=list(headings), dtype="str")
