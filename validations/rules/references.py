"""R: references to earlier cases and to other sheets."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR


@rule(
    "R01",
    "「記録項目のとおり」なのに記録項目シートが空",
    severity=ERROR,
    on="項目",
    message="別紙に「記録項目のとおり」とありますが、シート「記録項目」が記入されていません。",
    remedy="シート「記録項目」に、項目を1行に1つずつ記入してください。",
    example={"記録項目が要る": True, "記入": False},
    near_miss={"記録項目が要る": True, "記入": True},
)
def items_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["記録項目が要る"] & ~t["記入"]


@rule(
    "R03",
    "種別が変更なのに前回案件が空",
    severity=ERROR,
    on="項目",
    message="種別が「変更」ですが、「{見出し}」が空です。",
    remedy="変更元の案件IDか、承認された会議（例：令和６年度第４回）を書いてください。",
    example={"変更元が要る": True, "記入": False},
    near_miss={"変更元が要る": False, "記入": False},
)
def former_case_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["変更元が要る"] & ~t["記入"]
