"""P: names and words in a 全項目評価書."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import WARNING

COMPARED = "評価書の照合"


@rule(
    "P08",
    "改正前の条文（番号法19条7号・別表第二 等）",
    severity=WARNING,
    on=COMPARED,
    message="「{改正前の条文}」は改正前の条文の可能性があります。",
    remedy="今の条文を確かめて直してください（第19条第7号は第8号に、別表第一は別表に変わり、別表第二はなくなりました）。",
    example={"改正前の条文": "別表第二"},
    near_miss={"改正前の条文": None},
)
def old_law(t: pd.DataFrame) -> pd.Series[bool]:
    return t["改正前の条文"].notna()


@rule(
    "P39",
    "組織マスタにない課",
    severity=WARNING,
    on=COMPARED,
    message="「{組織にない課}」は、組織マスタにありません。",
    remedy="今の課の名称に直してください。",
    example={"組織にない課": "市民税課"},
    near_miss={"組織にない課": None},
)
def unknown_department(t: pd.DataFrame) -> pd.Series[bool]:
    return t["組織にない課"].notna()


@rule(
    "P43",
    "同じものの呼び名が揺れている",
    severity=WARNING,
    on=COMPARED,
    message="「{揺れる呼び名}」が、ほかの所では「{ほかの呼び名}」{ほかの所}です。",
    remedy="同じものなら、ひとつの呼び名にそろえてください。",
    example={"揺れる呼び名": "団体内統合宛名等システム"},
    near_miss={"揺れる呼び名": None},
)
def two_names(t: pd.DataFrame) -> pd.Series[bool]:
    return t["揺れる呼び名"].notna()


@rule(
    "P48",
    "評価書名に事務の名称がない",
    severity=WARNING,
    on=COMPARED,
    message="評価書名に、Ⅰ１①の事務の名称「{評価書名にない事務}」がありません。",
    remedy="評価書名と事務の名称をそろえてください。",
    example={"評価書名にない事務": "国民健康保険に関する事務"},
    near_miss={"評価書名にない事務": None},
)
def title_without_business(t: pd.DataFrame) -> pd.Series[bool]:
    return t["評価書名にない事務"].notna()


@rule(
    "P49",
    "担当部署が合わない",
    severity=WARNING,
    on=COMPARED,
    message="「{見出し}」に、{部署の欄}の「{違う部署}」がありません。",
    remedy="担当部署の名称をそろえてください。",
    example={"違う部署": "健康部医療保険年金課"},
    near_miss={"違う部署": None},
)
def departments_that_differ(t: pd.DataFrame) -> pd.Series[bool]:
    return t["違う部署"].notna()


@rule(
    "P50",
    "自らを別の種類の団体の呼び方で書いている",
    severity=WARNING,
    on=COMPARED,
    message="「{別の団体の語}」とありますが、この評価書のほかの所では「{自らの語}」です。",
    remedy="ほかの団体の文を写したままになっていないかを確かめて、「{自らの語}」などに直してください。",
    example={"別の団体の語": "本市"},
    near_miss={"別の団体の語": None},
)
def another_body(t: pd.DataFrame) -> pd.Series[bool]:
    return t["別の団体の語"].notna()


@rule(
    "P51",
    "一覧にない名称のファイル",
    severity=WARNING,
    on=COMPARED,
    message="「{一覧にないファイル}」は、Ⅰ３のファイルの一覧にありません。",
    remedy="Ⅰ３にある名称に直してください。",
    example={"一覧にないファイル": "国民健康保険関係情報ファイル"},
    near_miss={"一覧にないファイル": None},
)
def unknown_file(t: pd.DataFrame) -> pd.Series[bool]:
    return t["一覧にないファイル"].notna()


@rule(
    "P52",
    "今はない機関の名称",
    severity=WARNING,
    on=COMPARED,
    message="「{今はない名称}」は、今は「{今の名称}」です。",
    remedy="今の名称に直してください。",
    example={"今はない名称": "特定個人情報保護委員会"},
    near_miss={"今はない名称": None},
)
def old_body(t: pd.DataFrame) -> pd.Series[bool]:
    return t["今はない名称"].notna()


@rule(
    "P53",
    "未定・予定が残っている",
    severity=WARNING,
    on=COMPARED,
    message="「{未定の語}」のままの所があります：{未定の行}",
    remedy="決まっていることを書いてください。",
    example={"未定の語": "未定"},
    near_miss={"未定の語": None},
)
def left_open(t: pd.DataFrame) -> pd.Series[bool]:
    return t["未定の語"].notna()


@rule(
    "P54",
    "書き誤りと思われる語",
    severity=WARNING,
    on=COMPARED,
    message="書き誤りと思われる語があります（かっこの中は、正しいと思われる語）：{書き誤り}",
    remedy="確かめて、誤りなら直してください。",
    example={"書き誤り": "「限度額額」"},
    near_miss={"書き誤り": None},
)
def slips_of_the_pen(t: pd.DataFrame) -> pd.Series[bool]:
    return t["書き誤り"].notna()


@rule(
    "P55",
    "文が途中で切れている",
    severity=WARNING,
    on=COMPARED,
    message="文が「…{途切れた終わり}」で終わっています。",
    remedy="続きが抜けていないかを確かめてください。",
    example={"途切れた終わり": "不納欠損として一"},
    near_miss={"途切れた終わり": None},
)
def cut_off(t: pd.DataFrame) -> pd.Series[bool]:
    return t["途切れた終わり"].notna()
