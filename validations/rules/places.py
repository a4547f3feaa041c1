"""F09, F14: writing that nobody sees, and writing that nobody reads."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING

SEEN = "所見"


@rule(
    "F09",
    "非表示のシート・行に記入がある",
    severity=WARNING,
    on=SEEN,
    message="非表示の{項目}に記入があります（{詳細}）。",
    remedy="再表示して、記入が要るものかを確認してください。要らない記入は消してください。",
    example={"種": "非表示の記入"},
    near_miss={"種": "様式にない記入"},
)
def hidden_writing(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("非表示の記入")


@rule(
    "F14",
    "様式にない行・列・シートに記入がある",
    severity=WARNING,
    on=(SEEN, "対策"),
    at={"対策": "対策"},
    message="様式にない所の記入は台帳に入りません（{詳細}）。",
    remedy="案件の内容のときは、様式の欄に移してください。覚え書きのときは、消して提出してください。",
    example={"種": "様式にない記入", "要": True, "冊": 0},
    near_miss={"種": "シートがない", "要": True, "冊": 1},
)
def stray_writing(t: pd.DataFrame) -> pd.Series[bool]:
    if "様式にない行" in t:
        extra: pd.Series[bool] = t["様式にない行"]
        return extra
    # while a sheet is missing, one that is not of the form may be that sheet under another name, and F04 asks for it
    incomplete = t.loc[t["種"].eq("シートがない") & t["要"], "冊"]
    return t["種"].eq("様式にない記入") | (t["種"].eq("様式にないシート") & ~t["冊"].isin(incomplete))
