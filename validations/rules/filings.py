"""P: what a 全項目評価書 says in one place beside what it says in others."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR

COMPARED = "評価書の照合"


@rule(
    "P07",
    "再委託する なのに許諾方法・再委託事項が空",
    severity=ERROR,
    on=COMPARED,
    message="「１）再委託する」としていますが、「{見出し}」が書かれていません。",
    remedy="再委託の許諾方法と再委託事項を記入してください。再委託しないときは、⑦を「２）再委託しない」にしてください。",
    example={"空の再委託の欄": "⑨再委託事項"},
    near_miss={"空の再委託の欄": None},
)
def subcontract_without_terms(t: pd.DataFrame) -> pd.Series[bool]:
    return t["空の再委託の欄"].notna()


@rule(
    "P09",
    "委託の件数と委託事項の数が違う",
    severity=ERROR,
    on=COMPARED,
    message="委託は{委託の件数}件とありますが、このファイルの委託事項は{委託事項の数}件です。",
    remedy="件数を直すか、シート「委託事項」を写して足りない分を記入してください。",
    example={"委託事項の数": 6},
    near_miss={"委託事項の数": None},
)
def number_of_contracts(t: pd.DataFrame) -> pd.Series[bool]:
    return t["委託事項の数"].notna()
