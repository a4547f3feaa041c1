"""個人情報保護管理台帳_令和N年度.xlsx: the register of a year, a data sheet for each kind of row behind a table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pipeline.filings.ledger_sheet import COMPARISON
from pipeline.filings.rows import FILINGS
from pipeline.publish.contents import write_contents
from pipeline.publish.matrix import write_matrix
from pipeline.publish.opening import open_workbook
from pipeline.publish.sheets import A3, A4, ColumnStyle, write_frame
from pipeline.registers.items import SENSITIVE_REGISTER
from pipeline.registers.lineage import LINEAGE
from pipeline.registers.measures import MATRIX, MEASURE_REGISTER, MEASURES
from pipeline.registers.partners import COMPANY_REGISTER, LINK_REGISTER, PROVISION_REGISTER
from pipeline.registers.steps import STEPS

_KEY = ColumnStyle(14, wrap=False)
_WORD = ColumnStyle(10)
_NAME = ColumnStyle(18)
_SENTENCE = ColumnStyle(30)
_PASSAGE = ColumnStyle(50)
_DATE = ColumnStyle(12, "date")
_SMALL_NUMBER = ColumnStyle(7, "number")
_COUNT = ColumnStyle(10, "number", number_format="#,##0")
_LINK = ColumnStyle(30, "link")

STYLES: Mapping[str, ColumnStyle] = {
    "受付ID": _KEY,
    "法人番号": ColumnStyle(15),
    **dict.fromkeys(
        ("№", "版", "行", "列", "エラー", "警告", "残り日数", "系譜", "順", "評価", "○", "ー", "「ー」の数", "番号"),
        _SMALL_NUMBER,
    ),
    **dict.fromkeys(
        ("受付日", "付議日", "提出日", "開始時期", "終了時期", "設置予定日", "終わる日", "最初の開始", "最後の終了"),
        _DATE,
    ),
    **dict.fromkeys(("「ー」の割合", "割合"), ColumnStyle(8, "number", number_format="0.0%")),
    **dict.fromkeys(
        ("案件ID", "年度", "対策ID", "審議結果", "様式の版", "規則の版", "マスタの版", "前の案件", "続く案件", "種類"),
        ColumnStyle(11),
    ),
    **dict.fromkeys(
        (
            "可否",
            "セル",
            "継続",
            "予定",
            "変更",
            "判定",
            "単位",
            "役割",
            "重大度",
            "コード",
            *("要配慮", "個人番号", "項目語彙"),
        ),
        ColumnStyle(8),
    ),
    **dict.fromkeys(
        ("区分", "種別", "時点", "様式", "当事者", "対策区分", "項目区分", "フォルダ", "段階", "つながり"),
        ColumnStyle(12),
    ),
    **dict.fromkeys(
        ("部", "課", "担当課", "保有課", "シート", "前回案件", "評価書番号", "書かれた所"), ColumnStyle(16)
    ),
    **dict.fromkeys(
        (
            "件名",
            "事業名",
            "事務",
            "確認",
            "登録業務の名称",
            "対象者",
            "相手方",
            "委託先",
            "再委託先",
            "結合の相手方",
            "提供先",
        ),
        _SENTENCE,
    ),
    **dict.fromkeys(
        (
            *(
                "項目名",
                "ファイル名",
                "記録媒体",
                "個人の範囲",
                "認証",
                "値",
                "対象",
                "備考",
                "項目",
                "標準名",
                "社名",
                "案件",
            ),
            *(
                "台帳にない前回の承認",
                "評価の状況",
                "同じ法人番号の名称",
                "再委託元",
                "過去案件の本文",
                "書き方",
                "ほかの書き方",
            ),
        ),
        ColumnStyle(24),
    ),
    "期間": ColumnStyle(44),
    **dict.fromkeys(("対象人数", "対象となる本人の数", "使用者数", "取扱者数"), _NAME),  # chosen: a band, not a number
    **dict.fromkeys(("評価書名", "事務の名称", "しきい値判断", "評価書の記載", "案件の記載"), _SENTENCE),
    **dict.fromkeys(("評価の種類", "求められる評価", "事柄"), ColumnStyle(24)),
    **dict.fromkeys(("システムの機能", "委託内容", "使用方法", "情報の突合", "記録項目の妥当性"), _PASSAGE),
    "案件のシート": ColumnStyle(16),
    "案件のセル": ColumnStyle(10),
    **dict.fromkeys(("概要", "事業内容", "目的", "記録項目", "対策", "理由", "内容", "直し方", "撮影範囲"), _PASSAGE),
    "ブック": _LINK,
    "前の受付ID": _KEY,
}
"""The style of each heading that is known, wherever it stands."""

_BY_ENDING: tuple[tuple[tuple[str, ...], ColumnStyle], ...] = (
    (("ID",), _KEY),
    (("の版", "番号"), ColumnStyle(12)),
    (("日", "期限"), _DATE),
    (("数", "件数", "台数", "人数"), _COUNT),
    (("行", "列"), _SMALL_NUMBER),
    (("ブック",), _LINK),
    (("内容", "理由", "概要", "目的", "対策", "説明", "措置", "方法", "形態", "項目"), _PASSAGE),
)


_KEPT = ("案件ID", "評価書番号")
"""Where one of them comes first it stays in sight at the left."""
_CELLS_IN_MEMORY = 1_000_000
"""Below so many cells a book is put together without files beside it, which is quicker."""
_ON_A3 = {
    COMPANY_REGISTER: 1,
    LINK_REGISTER: 1,
    PROVISION_REGISTER: 1,
    SENSITIVE_REGISTER: 4,
    LINEAGE: 4,
    STEPS: 2,
    FILINGS: 2,
    COMPARISON: 1,
}
"""Wide registers that are made to be printed, and how many of their columns stay in sight at the left."""


def style_of(heading: str) -> ColumnStyle:
    """Give the style of a column by its heading, for an unknown one by how the heading ends."""
    if heading in STYLES:
        return STYLES[heading]
    return next((style for endings, style in _BY_ENDING if heading.endswith(endings)), _NAME)


def write_ledger(path: Path, year_label: str, sheets: Mapping[str, pd.DataFrame]) -> None:
    """Write the ledger of a year; the same frames give the same bytes, and a large one takes hardly more memory than a small one.

    Args:
        path: The file to write; its folder must exist.
        year_label: The year as people write it, e.g. 令和5年度.
        sheets: The frames by sheet name, in the order of the sheets. Dates are ISO text or dates; the column ブック
            holds paths relative to the folder of `path`, with `/`.

    Raises:
        OSError: The file could not be written.

    """
    title = f"個人情報保護管理台帳　{year_label}"
    is_small = sum(frame.size for frame in sheets.values()) < _CELLS_IN_MEMORY
    with open_workbook(path, title=title, in_memory=is_small) as workbook:
        write_contents(workbook, title, sheets)
        for name, frame in sheets.items():
            shown = f"{title}　{name}"
            if name.startswith(MATRIX):
                write_matrix(workbook, name, frame, texts_of_measures(sheets), title=shown)
            else:
                styles = {str(heading): style_of(str(heading)) for heading in frame.columns}
                paper = A3 if name in _ON_A3 else A4
                frozen = _ON_A3.get(name, int(frame.columns[0] in _KEPT))
                write_frame(workbook, name, frame, styles, title=shown, frozen_columns=frozen, paper=paper)


def texts_of_measures(sheets: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """対策ID → the text of the measure, from the sheet 対策一覧."""
    register = sheets.get(MEASURE_REGISTER)
    return {} if register is None else dict(zip(register["対策ID"], register[MEASURES], strict=True))
