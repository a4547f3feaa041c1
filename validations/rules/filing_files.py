"""P: Ⅱ of a 全項目評価書: items, where they come from, who works with them, how long they are kept."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING

COMPARED = "評価書の照合"


@rule(
    "P33",
    "個人番号のない特定個人情報ファイル",
    severity=WARNING,
    on=COMPARED,
    message="主な記録項目の「個人番号」にも「個人番号対応符号」にも○がありません。",
    remedy="どちらも記録しないファイルは、特定個人情報ファイルではありません。記録しているほうに○を付けてください。",
    example={"個人番号のないファイル": "国民健康保険情報ファイル"},
    near_miss={"個人番号のないファイル": None},
)
def file_without_number(t: pd.DataFrame) -> pd.Series[bool]:
    return t["個人番号のないファイル"].notna()


@rule(
    "P34",
    "文に出てくる情報に○がない",
    severity=WARNING,
    on=COMPARED,
    message="{文の欄}に{文にある情報}とありますが、主な記録項目の「{丸のない項目}」に○がありません。",
    remedy="記録しているときは○を付け、していないときは文を直してください。",
    example={"丸のない項目": "年金関係情報"},
    near_miss={"丸のない項目": None},
)
def spoken_of_but_not_ticked(t: pd.DataFrame) -> pd.Series[bool]:
    return t["丸のない項目"].notna()


@rule(
    "P35",
    "○を付けた記録項目の説明がない",
    severity=WARNING,
    on=COMPARED,
    message="主な記録項目の「{説明のない項目}」に○がありますが、なぜ記録するのかが書かれていません。",
    remedy="「その妥当性」に、この項目を記録する理由を書いてください。",
    example={"説明のない項目": "年金関係情報"},
    near_miss={"説明のない項目": None},
)
def ticked_but_not_explained(t: pd.DataFrame) -> pd.Series[bool]:
    return t["説明のない項目"].notna()


@rule(
    "P36",
    "文に出てくる入手元に○がない",
    severity=WARNING,
    on=COMPARED,
    message="「{入手元の欄}」に「{文にある入手元}」とありますが、入手元の{入手元の丸}に○がありません。",
    remedy="入手しているときは○を付けて相手を書き、していないときは文を直してください。",
    example={"入手元の丸": "「民間事業者」"},
    near_miss={"入手元の丸": None},
)
def source_not_ticked(t: pd.DataFrame) -> pd.Series[bool]:
    return t["入手元の丸"].notna()


@rule(
    "P37",
    "入手方法に○がない",
    severity=WARNING,
    on=COMPARED,
    message="{入手方法の根拠}とありますが、入手方法の「{入手方法の丸}」に○がありません。",
    remedy="この方法で入手しているときは○を付け、していないときは文やシステムの○を直してください。",
    example={"入手方法の丸": "紙"},
    near_miss={"入手方法の丸": None},
)
def way_not_ticked(t: pd.DataFrame) -> pd.Series[bool]:
    return t["入手方法の丸"].notna()


@rule(
    "P38",
    "同じ相手がファイルによって違う欄にある",
    severity=WARNING,
    on=COMPARED,
    message="「{分かれた相手}」を、ここでは「{この欄}」に、「{ほかのファイル}」では「{ほかの欄}」に書いています。",
    remedy="どの欄に当たる相手かを確かめて、そろえてください。",
    example={"分かれた相手": "日本年金機構"},
    near_miss={"分かれた相手": None},
)
def source_in_two_boxes(t: pd.DataFrame) -> pd.Series[bool]:
    return t["分かれた相手"].notna()


@rule(
    "P40",
    "委託先名が名前でない",
    severity=WARNING,
    on=COMPARED,
    message="委託先名が「{名前でない委託先}」です。",
    remedy="委託事項ごとに、委託先の正式な名称を書いてください。",
    example={"名前でない委託先": "同上"},
    near_miss={"名前でない委託先": None},
)
def vendor_elsewhere(t: pd.DataFrame) -> pd.Series[bool]:
    return t["名前でない委託先"].notna()


@rule(
    "P41",
    "委託先名に法人の種類がない",
    severity=WARNING,
    on=COMPARED,
    message="委託先名「{法人の種類のない委託先}」に、株式会社などの法人の種類がありません。",
    remedy="登記されている名称を書いてください。",
    example={"法人の種類のない委託先": "富士ソフトサービスビューロ"},
    near_miss={"法人の種類のない委託先": None},
)
def vendor_without_form(t: pd.DataFrame) -> pd.Series[bool]:
    return t["法人の種類のない委託先"].notna()


@rule(
    "P42",
    "再委託するのに、再委託しないと書いている",
    severity=WARNING,
    on=COMPARED,
    message="シート「{再委託する委託}」は「１）再委託する」ですが、ここに「{再委託しない文}」とあります。",
    remedy="再委託を認める場合を書き加えるか、⑦の答えを直してください。",
    example={"再委託しない文": "再委託を禁止する"},
    near_miss={"再委託しない文": None},
)
def denied_subcontract(t: pd.DataFrame) -> pd.Series[bool]:
    return t["再委託しない文"].notna()


@rule(
    "P44",
    "保管期間と説明にある期間が違う",
    severity=WARNING,
    on=COMPARED,
    message="保管期間が「{選んだ期間}」ですが、妥当性の説明には「{説明の期間}」とあります。",
    remedy="保管期間か説明を直してください。",
    example={"説明の期間": "6年以上、10年未満"},
    near_miss={"説明の期間": None},
)
def period_and_reason(t: pd.DataFrame) -> pd.Series[bool]:
    return t["説明の期間"].notna()


@rule(
    "P45",
    "同じ説明なのに保管期間が違う",
    severity=WARNING,
    on=COMPARED,
    message="保管期間が「{同じ説明の期間}」ですが、同じ説明のほかのファイルでは「{ほかの期間}」です。",
    remedy="保管期間をそろえるか、違う理由を書いてください。",
    example={"同じ説明の期間": "１０）定められていない"},
    near_miss={"同じ説明の期間": None},
)
def same_reason(t: pd.DataFrame) -> pd.Series[bool]:
    return t["同じ説明の期間"].notna()


@rule(
    "P46",
    "連携を書いているのに○がない",
    severity=WARNING,
    on=COMPARED,
    message="機能に「{つながりの文}」とありますが、他のシステムとの接続にひとつも○がありません。",
    remedy="接続しているシステムに○を付けてください。",
    example={"つながりの文": "データ連携を行う"},
    near_miss={"つながりの文": None},
)
def connected_but_not_ticked(t: pd.DataFrame) -> pd.Series[bool]:
    return t["つながりの文"].notna()
