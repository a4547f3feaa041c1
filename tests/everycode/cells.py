"""One defect and one near miss for each code that shows in the cells of a form: drafts by name, to be saved as real files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.forms.model import Form
from tests.conftest import SAMPLES
from tests.defects import ELDERS, HALL, Defects, Spoil
from tests.drafts import Draft, Found
from tests.pipeline import (
    test_defects,
    test_defects_consistency,
    test_defects_items,
    test_defects_references,
    test_scan,
)
from tests.pipeline.test_defects_references import provision
from tests.saving import save

near_miss = Defects()
"""Near misses that no other module has."""


@near_miss(ELDERS)
def 開発だけを委託しないなら相手側も要らない(d: Draft) -> list[Found]:
    for sheet in ("電算処理_区", "電算処理_委託先"):
        for measure in d.form.by_name[sheet].measures:
            d.write_row(f"{sheet}.表", measure.id, "可否", None)
    d.write("電算処理.開発等の委託", "無")
    return []


@near_miss(ELDERS)
def 再委託がなければ再委託の2項目は空でよい(d: Draft) -> list[Found]:
    for number in ("R1", "R2"):
        d.write_row("業務委託_区.表", f"委区{number}", "可否", None)
    return []


@near_miss(HALL)
def 印の前後の空白は印のうちでない(d: Draft) -> list[Found]:
    d.write_row("電算処理_区.表", "電区01", "可否", " ○　")
    return []


@near_miss(HALL)
def 対策の文に改行が入った(d: Draft) -> list[Found]:
    text = next(m.text for m in d.form.by_name["外部結合_区"].measures if m.id == "結区03")
    d.write_row("外部結合_区.表", "結区03", "対策", f"{text[:9]}\n{text[9:]}")
    return []


@near_miss(HALL)
def うるう年の2月29日(d: Draft) -> list[Found]:
    d.write("外部結合.開始時期", "令和６年２月２９日")
    return []


@near_miss(HALL)
def 半角の数は文字として書いてもよい(d: Draft) -> list[Found]:
    d.write_row("事業の概要.対象者数", 1, "数", "648")
    return []


@near_miss(HALL)
def 二つの項目を二行に書いた(d: Draft) -> list[Found]:
    for row, name in enumerate(("世帯番号", "続柄"), start=8):
        for heading, value in (("ファイル名", "区民ホール受付システム"), ("項目名", name), ("個人の範囲", "代表者")):
            d.write_row("記録項目.表", row, heading, value)
    return []


@near_miss(HALL)
def 個人の範囲が違えば同じ項目名でよい(d: Draft) -> list[Found]:
    for heading, value in (("ファイル名", "区民ホール受付システム"), ("項目名", "氏名"), ("個人の範囲", "代理人")):
        d.write_row("記録項目.表", 8, heading, value)
    return []


@near_miss(HALL)
def 組織マスタにある課をもう一つ(d: Draft) -> list[Found]:
    d.write_row("表紙.担当課", 5, "課", "税務課")
    return []


@near_miss(HALL)
def 要綱の根拠は漢数字でもよい(d: Draft) -> list[Found]:
    d.write("表紙.要綱の根拠", "第三条第一項第三号")
    return []


@near_miss(HALL)
def 数は0でもよい(d: Draft) -> list[Found]:
    d.write_row("事業の概要.対象者数", 1, "数", 0.0)
    return []


@near_miss(HALL)
def 提供の根拠を選んだ(d: Draft) -> list[Found]:
    provision(d)
    return []


@near_miss(HALL)
def 項目を別紙に書けば記録項目は空でよい(d: Draft) -> list[Found]:
    for row in range(1, 10):
        for heading in ("ファイル名", "項目名", "項目区分", "個人の範囲", "変更", "備考"):
            d.write_row("記録項目.表", row, heading, None)
    return []


DRAFTS: Mapping[str, tuple[str, str]] = {
    "C01": ("チェックリストが両方とも空", "開発を委託しないならチェックリストは要らない"),
    "C02": ("チェックリストが片方だけ空", "開発だけを委託しないなら相手側も要らない"),
    "C03": ("対策の行を消した", "再委託の行は再委託がなければ消してもよい"),
    "C04": ("再委託の別紙は業務委託の丸でよい", "再委託の2項目に答えれば通る"),
    "C05": ("可否が空", "再委託がなければ再委託の2項目は空でよい"),
    "C06": ("横棒の理由が空", "両側とも横棒"),
    "C07": ("使えない印", "印の前後の空白は印のうちでない"),
    "C08": ("漢数字のゼロの丸は読み替える", "印の前後の空白は印のうちでない"),
    "C09": ("紙も扱うのに理由は電子データのみ", "受渡しだけが電子データのみ"),
    "C10": ("受渡しの3項目の不ぞろい", "持ち運べる媒体なら受渡しの項目は丸でよい"),
    "C11": ("相手側だけ横棒", "両側とも横棒"),
    "C12": ("対策の文を書き換えた", "対策の文に改行が入った"),
    "C13": ("電磁的媒体だけなのに受渡しの項目が丸", "紙もあれば受渡しの項目は丸でよい"),
    "C14": ("丸なのに理由", "丸の理由に横棒"),
    "D01": ("存在しない日付", "うるう年の2月29日"),
    "D02": ("終了が開始より前", "終了が同じ月なら前ではない"),
    "D03": ("一年を超えて継続", "一年を超えても継続しない"),
    "D04": ("次年度以降は別の区分", "次年度以降も同じ区分"),
    "D05": ("開発が委託より前", "開発が委託と同じ月から"),
    "D06": ("再委託が委託より後まで", "再委託の終わりは年だけ"),
    "D09": ("略した元号", "一桁は全角で二桁は半角"),
    "F05": ("欄の名前も見出しもない", "見出しを言い換えた欄と題に書き足したシートはそのまま読む"),
    "F06": ("必須項目が空", "付議しない区分の付議内容は空でよい"),
    "F11": ("制御文字", "改行とタブとちょうどの長さは使える"),
    "F12": ("外字", "丸数字と株と髙と絵文字と第二水準の外の漢字は使える"),
    "F13": ("約と万は読み替える", "半角の数は文字として書いてもよい"),
    "F14": ("様式の外の欄", "記録項目の表の下は読む"),
    "F15": ("流れの表も図もない", "防犯カメラだけなら流れは要らない"),
    "F16": ("選択肢にない種別", "付議の横棒は付議しない意味"),
    "I01": ("記録項目が別紙で違う", "空白と改行と全角の違いは違いではない"),
    "I02": ("二つの項目がつながっている", "二つの項目を二行に書いた"),
    "I03": ("個人番号があるのに評価書番号が空", "個人番号があり評価書番号もある"),
    "I04": ("要配慮の項目", "国籍は要配慮ではない"),
    "I05": ("欄の個人番号", "法人番号と検査数字の合わない12桁は個人番号でない"),
    "I06": ("項目名が重複", "個人の範囲が違えば同じ項目名でよい"),
    "I07": ("語彙の語によく似た語", "語彙の別の書き方は新しい語ではない"),
    "I08": ("電話番号とメール", "担当者の連絡先は構わない"),
    "K01": ("丸があるのに別紙が空", "付議の横棒は付議しない意味"),
    "K02": ("別紙があるのに丸がない", "再委託の付議内容は業務委託の丸と再委託の別紙があればよい"),
    "K03": ("付議しない区分の付議内容", "再委託の付議内容は業務委託の丸と再委託の別紙があればよい"),
    "K04": ("再委託の元の委託がない", "再委託の元の委託は前に承認された"),
    "K05": ("件名は評価書の報告", "報告というだけの件名は評価書ではない"),
    "M01": ("別紙の件名がほかの案件のもの", "別紙の件名は等や区分の語が違ってもよい"),
    "M02": ("別紙の保有課が表紙にない", "部の名前が付いた保有課は同じ課"),
    "M03": ("組織マスタにない課", "組織マスタにある課をもう一つ"),
    "M04": ("外の課の数が違う", "外の課の数が合う"),
    "M06": ("要綱の根拠に号がない", "要綱の根拠は漢数字でもよい"),
    "N01": ("単位がない", "時点は備考に書いてある"),
    "N02": ("備考の中の内訳が一つ違う", "備考の中の内訳が合う"),
    "N03": ("数として読めない", "数は0でもよい"),
    "O01": ("提供の根拠が空", "提供の根拠を選んだ"),
    "O02": ("台数が数でない", "防犯カメラだけなら流れは要らない"),
    "P04": ("第三者点検が意見聴取の間に始まる", "第三者点検が意見聴取の次の日に始まる"),
    "R01": ("記録項目のとおりなのに空", "項目を別紙に書けば記録項目は空でよい"),
    "R03": ("変更なのに前回案件が空", "別紙に前回案件があれば表紙は空でよい"),
    "R04": ("新しい年度なのに審議会", "審議会は略しても報告しただけでもよい"),
    "R05": ("枝番の資料がない", "審議会の資料は別のもの"),
    "T01": ("かっこを閉じていない", "箇条書きの番号のかっこは閉じだけでよい"),
    "V01": ("流れの受け手が別紙にない", "流れの会社は略して書いてもよい"),
    "V03": ("法人番号の検査数字が違う", "法人番号は全角でも横棒入りでもよい"),
    "V04": ("再委託の内容が委託の内容にない", "再委託の内容は同じ仕事なら言葉が違ってもよい"),
}
"""Code → a defect and a near miss, by the names that the drafts bear."""

REGISTERS = (
    near_miss,
    test_defects.DEFECTS,
    test_defects_consistency.HALL_DEFECTS,
    test_defects_consistency.ELDERS_DEFECTS,
    test_defects_items.DEFECTS,
    test_defects_references.HALL_DEFECTS,
    test_defects_references.ELDERS_DEFECTS,
    test_scan.defect,
)


def named(name: str) -> tuple[str, Spoil]:
    """The sample of a draft, and how it is spoilt."""
    (entered,) = (register[name] for register in REGISTERS if name in register)
    return entered


def save_draft(name: str, form: Form, path: Path) -> list[Found]:
    """Save the draft of that name as a file. Returns what must be found in it."""
    sample, spoil = named(name)
    draft = Draft.of(SAMPLES / sample, form)
    expected = spoil(draft)
    save(draft, SAMPLES / sample, path)
    return expected
