"""P: counts and names in a 全項目評価書, and what one answer asks of the next."""

from __future__ import annotations

import pandas as pd

from validations.catalogue import rule
from validations.findings import ERROR, WARNING

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


@rule(
    "P10",
    "答えにより求められる欄が空",
    severity=ERROR,
    on=COMPARED,
    message="「{求める欄}」が「{求める答え}」なので、「{見出し}」が要ります。",
    remedy="「{見出し}」を記入してください。「{求める欄}」の答えが違うときは、そちらを直してください。",
    example={"求める欄": "アクセス権限の管理"},
    near_miss={"求める欄": None},
)
def asked_by_an_answer(t: pd.DataFrame) -> pd.Series[bool]:
    return t["求める欄"].notna()


@rule(
    "P11",
    "書かれていない欄",
    severity=WARNING,
    on=COMPARED,
    message="「{書かれていない欄}」が書かれていません。",
    remedy="記入してください。書くことがないときは、「－」と書いてください。",
    example={"書かれていない欄": "その他の措置の内容"},
    near_miss={"書かれていない欄": None},
)
def left_empty(t: pd.DataFrame) -> pd.Series[bool]:
    return t["書かれていない欄"].notna()


@rule(
    "P12",
    "番号が続いていない",
    severity=WARNING,
    on=COMPARED,
    message="{番号の種類}の番号が「{原文}」ですが、前の番号からは「{続くはずの番号}」になります。",
    remedy="抜けている{番号の種類}がないかを確かめて、1から続く番号にしてください。",
    example={"続くはずの番号": 7},
    near_miss={"続くはずの番号": None},
)
def numbers_with_a_gap(t: pd.DataFrame) -> pd.Series[bool]:
    return t["続くはずの番号"].notna()


@rule(
    "P13",
    "ファイルの一覧とシートの数が違う",
    severity=ERROR,
    on=COMPARED,
    message="Ⅰ３のファイルは{一覧の数}件ですが、シート「ファイル」は{シートの数}枚です。「{原文}」が、もう一方にありません。",
    remedy="Ⅰ３の一覧とシート「ファイル」を、1件ごとに1枚にしてください。",
    example={"一覧の数": 5},
    near_miss={"一覧の数": None},
)
def number_of_files(t: pd.DataFrame) -> pd.Series[bool]:
    return t["一覧の数"].notna()


@rule(
    "P14",
    "ファイルの名称や順が所によって違う",
    severity=WARNING,
    on=COMPARED,
    message="ファイルの名称が「{原文}」ですが、Ⅰ３では、ここは「{一覧の名称}」です。",
    remedy="Ⅰ３、Ⅱ、Ⅲ、Ⅴのファイルの名称と順をそろえてください。",
    example={"一覧の名称": "（１）国保賦課ファイル"},
    near_miss={"一覧の名称": None},
)
def names_of_files(t: pd.DataFrame) -> pd.Series[bool]:
    return t["一覧の名称"].notna()


@rule(
    "P15",
    "どのファイルのことか分からない",
    severity=ERROR,
    on=COMPARED,
    message="「{知らないファイル}」という名称のファイルが、シート「ファイル」にありません。",
    remedy="シート「ファイル」の1にあるとおりの名称を書いてください。",
    example={"知らないファイル": "国保賦課"},
    near_miss={"知らないファイル": None},
)
def of_no_file(t: pd.DataFrame) -> pd.Series[bool]:
    return t["知らないファイル"].notna()


@rule(
    "P16",
    "別添２に記録項目がない",
    severity=WARNING,
    on=COMPARED,
    message="「{原文}」とありますが、シート「記録項目」に「{別添にないファイル}」の項目がありません。",
    remedy="シート「記録項目」に、このファイルの記録項目をすべて書いてください。",
    example={"別添にないファイル": "（１）国保賦課ファイル"},
    near_miss={"別添にないファイル": None},
)
def no_items(t: pd.DataFrame) -> pd.Series[bool]:
    return t["別添にないファイル"].notna()


@rule(
    "P17",
    "記録項目の数が選んだ範囲と違う",
    severity=WARNING,
    on=COMPARED,
    message="記録される項目が「{選んだ項目数}」ですが、シート「記録項目」のこのファイルの項目は{別添の項目数}件です。",
    remedy="④の選択か、シート「記録項目」を確かめてください。",
    example={"別添の項目数": 12},
    near_miss={"別添の項目数": None},
)
def number_of_items(t: pd.DataFrame) -> pd.Series[bool]:
    return t["別添の項目数"].notna()


@rule(
    "P18",
    "該当しないとした欄に記入がある",
    severity=WARNING,
    on=COMPARED,
    message="「{不要とした欄}」が「{不要とした答え}」なのに、「{見出し}」に記入があります。",
    remedy="「{不要とした欄}」の答えを直すか、「{見出し}」を「－」にしてください。",
    example={"不要とした欄": "⑦再委託の有無"},
    near_miss={"不要とした欄": None},
)
def needless_answer(t: pd.DataFrame) -> pd.Series[bool]:
    return t["不要とした欄"].notna()


@rule(
    "P19",
    "○を付けたのに内容が空",
    severity=WARNING,
    on=COMPARED,
    message="「{内容のない丸}」に○がありますが、内容が書かれていません。",
    remedy="○の右の欄に、その内容（相手や方法の名称）を書いてください。",
    example={"内容のない丸": "その他"},
    near_miss={"内容のない丸": None},
)
def tick_without_words(t: pd.DataFrame) -> pd.Series[bool]:
    return t["内容のない丸"].notna()


@rule(
    "P20",
    "内容があるのに○がない",
    severity=WARNING,
    on=COMPARED,
    message="「{丸のない欄}」に「{丸のない内容}」とありますが、○がありません。",
    remedy="該当するときは○を付け、しないときは内容を消してください。",
    example={"丸のない欄": "その他"},
    near_miss={"丸のない欄": None},
)
def words_without_tick(t: pd.DataFrame) -> pd.Series[bool]:
    return t["丸のない欄"].notna()


@rule(
    "P21",
    "離れた欄の答えが合わない",
    severity=WARNING,
    on=COMPARED,
    message="ここは「{離れた答え}」ですが、{離れた欄}は「{離れた欄の答え}」です。",
    remedy="どちらが正しいかを確かめて、合わせてください。",
    example={"離れた欄": "Ⅰ６の①実施の有無"},
    near_miss={"離れた欄": None},
)
def answers_that_differ(t: pd.DataFrame) -> pd.Series[bool]:
    return t["離れた欄"].notna()


@rule(
    "P22",
    "並べた項の番号が順でない、又は重なる",
    severity=WARNING,
    on=COMPARED,
    message="項の番号の並びで、「{順でない項}」の前に同じか大きい番号があります。",
    remedy="抜け、重なり、書き誤りがないかを確かめて、小さい順に書いてください。",
    example={"順でない項": "42"},
    near_miss={"順でない項": None},
)
def items_of_law_in_order(t: pd.DataFrame) -> pd.Series[bool]:
    return t["順でない項"].notna()


@rule(
    "P23",
    "残された課題の説明がない",
    severity=WARNING,
    on=COMPARED,
    message="「３）課題が残されている」としていますが、どのような課題かが書かれていません。",
    remedy="措置の内容か、この章の「その他のリスク」に、残されている課題とこれからの対応を書いてください。",
    example={"残された課題": "３）課題が残されている"},
    near_miss={"残された課題": None},
)
def risk_left(t: pd.DataFrame) -> pd.Series[bool]:
    return t["残された課題"].notna()


@rule(
    "P56",
    "提供・移転の件数と提供先・移転先の数が違う",
    severity=WARNING,
    on=COMPARED,
    message="{提供の種類}は{提供の件数}件とありますが、シート「提供移転」の{提供の種類}先は{提供先の数}件です。",
    remedy="件数を直すか、シート「提供移転」に足りない分を書いてください。",
    example={"提供先の数": 2},
    near_miss={"提供先の数": None},
)
def number_of_provisions(t: pd.DataFrame) -> pd.Series[bool]:
    return t["提供先の数"].notna()
