"""F: the form itself. Sheets and inputs that are not found, inputs left empty, cells that show an error."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

SEEN, INPUTS = "所見", "項目"


@rule(
    "F01",
    "様式を持たない、又は別の様式のブック",
    severity=ERROR,
    on=SEEN,
    message="このブックは、提出する様式ではありません。見つかったシート：{詳細}",
    remedy="様式「付議事項.xlsx」又は「全項目評価書.xlsx」に記入したブックを提出してください。",
    example={"種": "様式でない", "要": True},
    near_miss={"種": "シートがない", "要": True},
)
def not_the_form(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("様式でない")


@rule(
    "F04",
    "必要なシートがない",
    severity=ERROR,
    on=SEEN,
    message="シート「{項目}」がありません。{候補}",
    remedy="シートの名前を「{項目}」に戻すか、様式からシート「{項目}」を写して記入してください。",
    example={"種": "シートがない", "要": True},
    near_miss={"種": "シートがない", "要": False},
)
def sheet_missing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("シートがない") & t["要"]


@rule(
    "F05",
    "項目の位置が分からない（名前の定義も見出しもない）",
    severity=ERROR,
    on=SEEN,
    message="「{詳細}」の欄が見つかりません。",
    remedy="見出し「{詳細}」を消していないか、書き換えていないかを確認して、元に戻してください。",
    example={"種": "項目がない", "要": True},
    near_miss={"種": "項目がない", "要": False},
)
def input_missing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("項目がない") & t["要"]


@rule(
    "F06",
    "必須項目が空",
    severity=ERROR,
    on=(INPUTS, "欄"),
    message="「{見出し}」が空です。",
    remedy="「{見出し}」を記入してください。{条件}",
    example={"要": True, "記入": False},
    near_miss={"要": False, "記入": False},
)
def required_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["要"] & ~t["記入"]


@rule(
    "F07",
    "数式エラー（#REF! #N/A …）",
    severity=ERROR,
    on=SEEN,
    message="数式エラー「{詳細}」があります。",
    remedy="数式をやめて、値を入れ直してください。",
    example={"種": "数式エラー", "要": True},
    near_miss={"種": "計算結果なし", "要": True},
)
def error_cell(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("数式エラー")


@rule(
    "F08",
    "計算結果が保存されていない数式",
    severity=WARNING,
    error_when="必須の欄",
    on=SEEN,
    message="数式の計算結果が保存されていないため、値を読み取れません。",
    remedy="Excelで開いて保存し直すか、値を直接入れてください。",
    example={"種": "計算結果なし", "要": True},
    near_miss={"種": "数式エラー", "要": True},
)
def uncached_formula(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("計算結果なし")


@rule(
    "F13",
    "全角半角・表記を読み替えた",
    severity=WARNING,
    on=(INPUTS, "対象者数", "区分", "担当課", "欄"),
    at={"対象者数": "数", "区分": "付議", "担当課": "課"},
    message="「{見出し}」の「{原文}」を「{読み}」として読み取りました。",
    remedy="読み取りが正しければ、直す必要はありません。違うときは書き直してください。",
    example={"読み替え": True},
    near_miss={"読み替え": False},
)
def repaired(t: pd.DataFrame) -> pd.Series[bool]:
    return t["読み替え"]


@rule(
    "F17",
    "行をまたいで結合されたセル",
    severity=WARNING,
    on="所見",
    message="セル{詳細}が結合されています。一番上の値を、その中のどの行の値としても読み取りました。",
    remedy="読み取りが正しければ、直す必要はありません。行ごとに違うときは、結合を解いて行ごとに書いてください。",
    example={"種": "結合"},
    near_miss={"種": "数式エラー"},
)
def merged_over_rows(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("結合")


@rule(
    "F16",
    "選択肢にない値",
    severity=ERROR,
    on=(INPUTS, "区分", "事務局の欄", "欄"),
    at={"区分": "付議"},
    message="「{見出し}」の「{原文}」は選択肢にありません。",
    remedy="次の中から選んでください：{選択肢}",
    example={"選択肢にない": True},
    near_miss={"選択肢にない": False},
)
def not_a_choice(t: pd.DataFrame) -> pd.Series[bool]:
    return t["選択肢にない"]
