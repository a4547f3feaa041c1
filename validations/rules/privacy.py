"""I05, I08: data of real people in a form. The words of these rules never repeat the data itself."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

SEEN = "所見"


@rule(
    "I05",
    "実在し得る個人番号（12桁・検査数字）",
    severity=ERROR,
    on=SEEN,
    message="実際の個人番号の可能性があります（{詳細}）。",
    remedy="直ちに削除して提出し直してください。個人番号でないときは、事務局にお知らせください。",
    example={"種": "個人番号"},
    near_miss={"種": "連絡先"},
    quarantines=True,
)
def individual_number(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("個人番号")


@rule(
    "I08",
    "電話番号・メール等の実データらしい値",
    severity=WARNING,
    on=SEEN,
    message="実際の個人の情報の可能性があります（{詳細}）。",
    remedy="実在する人の情報のときは消してください。窓口や会社の連絡先のときは、直す必要はありません。",
    example={"種": "連絡先"},
    near_miss={"種": "個人番号"},
)
def contact_data(t: pd.DataFrame) -> pd.Series[bool]:
    return t["種"].eq("連絡先")
