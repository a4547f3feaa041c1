"""X: the file. What cannot be opened as a workbook, and how to mend it. The bytes as received always remain."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import Predicate, rule
from validations.findings import ERROR

SEEN = "所見"


def _seen(kind: str) -> Predicate:
    def predicate(t: pd.DataFrame) -> pd.Series[bool]:
        return t["種"].eq(kind)

    return predicate


def _file_rule(code: str, title: str, kind: str, message: str, remedy: str, *, quarantines: bool = False) -> None:
    rule(
        code,
        title,
        severity=ERROR,
        on=SEEN,
        message=message,
        remedy=remedy,
        example={"種": kind, "要": True},
        near_miss={"種": "数式エラー", "要": True},
        quarantines=quarantines,
    )(_seen(kind))


_file_rule(
    "X01",
    "0バイト・途中で切れたファイル",
    "壊れたファイル",
    "ファイルが壊れています（{詳細}）。",
    "もとのブックをExcelで開き、保存し直して提出してください。",
)
_file_rule(
    "X02",
    "ブックとして読めない",
    "ブックとして読めない",
    "Excelブックとして読めません（{詳細}）。",
    "Excelで開けるか確認し、「Excelブック（.xlsx）」で保存し直して提出してください。",
)
_file_rule(
    "X03",
    "パスワード付き",
    "パスワード付き",
    "パスワードが付いているため、開けません。",
    "Excelの「ファイル」→「情報」→「ブックの保護」でパスワードを外し、保存して提出してください。",
)
_file_rule(
    "X04",
    "旧形式 .xls・.xlsb・.ods など受け付けない形式",
    "受け付けない形式",
    "この形式（{詳細}）は受け付けていません。",
    "様式に記入し、「Excelブック（.xlsx）」で保存して提出してください。",
)
_file_rule(
    "X05",
    "拡張子と中身が違う",
    "拡張子と中身が違う",
    "拡張子は.xlsxですが、中身は{詳細}です。",
    "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」を選んで保存し直してください。",
)
_file_rule(
    "X07",
    "DOCTYPE・ENTITY・親フォルダへの部品名",
    "安全でない部品",
    "安全でない部品（{詳細}）が含まれています。",
    "様式「付議事項.xlsx」を新しく開いて記入し直し、提出してください。",
    quarantines=True,
)
_file_rule(
    "X08",
    "マクロ・XLM・ActiveX",
    "マクロ",
    "マクロが含まれています。",
    "「Excelブック（.xlsx）」で保存し直して提出してください。",
    quarantines=True,
)
_file_rule(
    "X11",
    "リンク・FIFO・装置・ハードリンク",
    "通常のファイルでない",
    "通常のファイルではありません（{詳細}）。開かずに隔離しました。",
    "リンクではなく、ブックそのものを提出フォルダに置いてください。",
    quarantines=True,
)
_file_rule(
    "X12",
    "読めない（権限・使用中）",
    "開けない",
    "ファイルを開けません（{詳細}）。",
    "場所と名前、ほかの人が開いていないかを確かめてください。",
)
_file_rule(
    "X14",
    "点検の途中で止まった",
    "点検できない",
    "このブックの点検を終えられませんでした（{詳細}）。記入の誤りとは限りません。",
    "事務局に連絡してください。届いたブックは残してあります。",
)
