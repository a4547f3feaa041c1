"""P70–P79: a 全項目評価書 beside the edition that was accepted before it."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING

COMPARED = "評価書の照合"


@rule(
    "P70",
    "変わった項目が別添３にない",
    severity=WARNING,
    on=COMPARED,
    message="「{別添３にない変更}」は、前に受理した評価書と違いますが、シート「変更箇所一覧」に書かれていません。",
    remedy="シート「変更箇所一覧」に、変更前の記載と変更後の記載を書いてください。変えていないときは、前の評価書と同じ記載に戻してください。",
    example={"別添３にない変更": "Ⅱ２④主な記録項目（国民健康保険情報ファイル）"},
    near_miss={"別添３にない変更": None},
)
def change_not_told(t: pd.DataFrame) -> pd.Series[bool]:
    return t["別添３にない変更"].notna()


@rule(
    "P71",
    "別添３に書かれた項目が変わっていない",
    severity=WARNING,
    on=COMPARED,
    message="シート「変更箇所一覧」の「{変更のない記載}」について、前に受理した評価書から変わった所が見つかりません。",
    remedy="項目の番号と名称が正しいか、評価書の記載を直し忘れていないかを確認してください。変えなかったときは、この行を消してください。",
    example={"変更のない記載": "Ⅱ２④主な記録項目"},
    near_miss={"変更のない記載": None},
)
def told_without_change(t: pd.DataFrame) -> pd.Series[bool]:
    return t["変更のない記載"].notna()
