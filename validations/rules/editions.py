"""F02, F03: the edition of the form."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

EDITIONS = "版"


@rule(
    "F02",
    "旧版の様式（受け付ける版。自動で読み替える）",
    severity=WARNING,
    on=EDITIONS,
    message="様式の版「{版}」は旧版です。読み替えて読み取りました。変わった所：{変わった所}",
    remedy="変わった所の記入を確認してください。次からは、フォルダ「templates」にある版「{今の版}」の様式を使ってください。",
    example={"旧版": True},
    near_miss={"旧版": False},
)
def older_edition(t: pd.DataFrame) -> pd.Series[bool]:
    return t["旧版"]


@rule(
    "F03",
    "受け付けない版",
    severity=ERROR,
    on=EDITIONS,
    message="様式の版「{版}」は受け付けていません。",
    remedy="フォルダ「templates」にある新しい様式（版「{今の版}」）に記入し直して提出してください。",
    example={"受け付けない": True},
    near_miss={"受け付けない": False},
)
def refused_edition(t: pd.DataFrame) -> pd.Series[bool]:
    return t["受け付けない"]
