"""The rows of 審議案件一覧: the cases of a 年度 that have a 付議日, from this year's workbooks and from earlier years alike."""

from __future__ import annotations

import pandas as pd

from pipeline.ledger_sheets import YEAR

COLUMNS = (
    "№", "案件ID", "件名", "担当課", "区分", "付議日", "審議結果", "事業名", "担当課の表記", "区分の表記",
    "目的", "対象者", "事業内容", "個人情報の流れ及び情報保護対策", "その他の見出し", "その他の内容", "回",
)  # fmt: skip


def list_rows(accepted: pd.DataFrame, past: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """年度 → its list. A withdrawn case (取下げ) stands in the 台帳 only."""
    rows = pd.concat([frame for frame in (past, accepted) if not frame.empty] or [past], ignore_index=True)
    listed = rows[rows["付議日"].notna() & rows["取下げ"].isna()]
    frame = listed[list(COLUMNS)].astype({"№": "Int64"})
    return {str(year): group for year, group in frame.groupby(listed[YEAR])}
