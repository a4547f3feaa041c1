"""目次: the first sheet of a 台帳, with a link to each sheet, what one row of it is, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from xlsxwriter.workbook import Workbook

from pipeline.publish.columns import FONT_SIZE, font, lines_needed
from pipeline.publish.opening import write_text
from pipeline.publish.text_measure import YU_GOTHIC, row_height

CONTENTS = "目次"
HEADINGS = ("シート", "1行は", "行数")
_WIDTHS = (28, 74, 8)

_ANNEX = "1枚の別紙"
ROW_IS: Mapping[str, str] = {
    "案件": "1件の案件",
    "担当": "案件を担当する1つの課",
    **dict.fromkeys(("電算処理", "外部結合", "業務委託", "再委託", "指定管理", "外部提供", "防犯カメラ"), _ANNEX),
    "対策": "案件のチェックリストの1つの対策",
    "対策一覧": "様式の1つの対策。○とーの数、ーの理由",
    "対策マトリクス": "1件の案件。列が対策です。見出しにマウスを重ねると、対策の文が出ます",
    "記録項目": "案件の1つの記録項目。標準名は項目語彙の名前",
    "項目一覧": "1つの項目と、それを持つこの年度の案件。別紙に書かれた項目も入ります",
    "情報の流れ": "個人情報の流れの1つの段",
    "対象者数": "1つの対象の数",
    "委託先": "1つの委託、再委託、指定管理",
    "委託先一覧": "1つの会社（全年度）。契約の期間、再委託の関係、書き方の違い",
    "外部結合先一覧": "1つの結合の相手方（全年度）",
    "外部提供先一覧": "1つの提供先（全年度）",
    "要配慮・個人番号": "案件が持つ1つの個人番号又は要配慮の項目（全年度）",
    "系譜": "前回の承認から変更、評価の報告、その結果までの1件（全年度）",
    "評価の経過": "1回の特定個人情報保護評価。報告、意見聴取、第三者点検、結果、公表、見直し、再実施（全年度）",
    "評価書": "1つの全項目評価書の、最も新しい版（全年度）",
    "評価書_システム": "評価書の、使用する1つのシステム",
    "評価書_ファイル": "評価書の、1つの特定個人情報ファイル",
    "評価書_委託": "評価書の、1つの委託事項",
    "評価書との照合": "評価書と案件の違いの1つ（全年度）。どちらが正しいかは、担当課に確認します",
    "期限": "近い期限、過ぎた期限の1つ（全年度）。日付で変わるのはこのシートだけです",
    "受付": "届いた1冊",
    "指摘": "その夜に付いた1つの指摘",
}
"""Sheet → what one row of it is; a name with _ that is not there is meant by what stands before."""


def write_contents(workbook: Workbook, title: str, sheets: Mapping[str, pd.DataFrame]) -> None:
    """Write the sheet 目次 for the sheets that follow."""
    sheet = workbook.add_worksheet(CONTENTS)
    heading = workbook.add_format(font(bold=True, bg_color="#DDEBF7", border=1, align="center", valign="vcenter"))
    plain = workbook.add_format(font(border=1, border_color="#BFBFBF", valign="top", text_wrap=True))
    count = workbook.add_format(font(border=1, border_color="#BFBFBF", valign="top", num_format="#,##0"))
    link = workbook.add_format(font(border=1, border_color="#BFBFBF", valign="top", font_color="#0563C1", underline=1))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    write_text(sheet, 0, 0, title, workbook.add_format({**font(bold=True), "font_size": 14}))
    sheet.set_row(0, row_height(1, 16, YU_GOTHIC))
    for column, text in enumerate(HEADINGS):
        write_text(sheet, 2, column, text, heading)
    for row, (name, frame) in enumerate(sheets.items(), start=3):
        words = ROW_IS.get(name) or ROW_IS.get(name.partition("_")[0], "")
        sheet.set_row(row, row_height(lines_needed(words, _WIDTHS[1]), FONT_SIZE, YU_GOTHIC))
        sheet.write_url(row, 0, f"internal:'{name}'!A1", link, name)
        write_text(sheet, row, 1, words, plain)
        sheet.write_number(row, 2, len(frame), count)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.4, top=0.7, bottom=0.6)
    sheet.set_footer("&L&A&C&P／&N", {"margin": 0.3})
