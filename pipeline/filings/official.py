"""What the official 全項目評価書 calls its parts and items, as it is told from the titles, headings and labels of our form.

A title names the part, and of a sheet that stands within another one the chapter of it: 「Ⅱ　特定個人情報ファイルの概要　４．…」.
An item is called by part, chapter, 委託事項 or リスク, and its number in a circle: Ⅱ２④記録される項目.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.choices import CIRCLE
from pipeline.forms.model import Column, Field, Form, Sheet
from pipeline.japanese.text import half_width, wide_digits
from pipeline.papers.content import Leaf, Line

IMPORTANT = "※"
"""Marks an item whose change is 重要な変更."""
TICKS = (CIRCLE,)
OTHER = "その他"
NUMBER, FILE_NAME, WAY = "番号", "ファイル名", "提供・移転"

_TITLE = re.compile(r"(?P<part>[Ⅰ-Ⅻ])　(?P<name>[^　]+)(?:　(?P<chapter>[０-９]+)．.+)?")
_APPENDIX = re.compile(r"（(?P<part>別添[０-９]+)）　(?P<name>.+)")
_CHAPTER = re.compile(r"(?P<chapter>[０-９]+)．")
_RISK = re.compile(r"(?P<risk>リスク[０-９]+)：")
_OTHER_RISKS = "その他のリスク"
_CIRCLED = re.compile(r"[①-⑳]")
_BLANKS = re.compile(r"（　）件?")
_EXCEPT = re.compile(r"※（(?P<place>.+)を除く。）")
_FREE = "（自由記載）"

_ROW_NAMES: Mapping[str, str] = {"システム": "システム", "提供移転": "{way}先"}
"""What the official form calls a row of a list, before its number."""
_COLUMN_LABELS: Mapping[str, Mapping[str, str]] = {
    "システム": {
        "システムの名称": "①システムの名称",
        "システムの機能": "②システムの機能",
        "○": "③他のシステムとの接続",
        "その他の内容": "③他のシステムとの接続",
    },
    "提供移転": {
        "提供先・移転先": "{way}先の名称",
        "法令上の根拠": "①法令上の根拠",
        "用途": "②{way}先における用途",
        "情報": "③{way}する情報",
        "本人の数": "④{way}する情報の対象となる本人の数",
        "本人の範囲": "⑤{way}する情報の対象となる本人の範囲",
        "○": "⑥{way}方法",
        "その他の方法": "⑥{way}方法",
        "時期・頻度": "⑦時期・頻度",
    },
}
"""Sheet → heading → what the official form prints there, where the form has a block and ours a row; ○: every column of ticks."""
GROUPS: Mapping[str, Mapping[str, str]] = {
    "主な記録項目": {
        "個人番号": "・識別情報",
        "4情報（氏名、性別、生年月日、住所）": "・連絡先等情報",
        "国税関係情報": "・業務関係情報",
    },
}
"""Table of choices → choice → what the official form prints above it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet in the order of the official form."""

    part: str
    """Ⅰ … Ⅵ, 別添１ …, or the name of a sheet without a number (表紙)."""
    name: str
    chapter: str = ""
    """The chapter of the part that stands on this sheet; empty for a sheet that is the part itself."""


@lru_cache(maxsize=256)
def place_of(sheet: Sheet) -> Place:
    """Where a sheet stands in the official form, by its title."""
    if found := _TITLE.match(sheet.title):
        return Place(found["part"], found["name"], found["chapter"] or "")
    if found := _APPENDIX.match(sheet.title):
        return Place(found["part"], found["name"])
    return Place(sheet.name, sheet.title)


def chapter_of(section: tuple[str, ...]) -> str:
    """The number of the chapter that a section belongs to; empty where it has none."""
    found = _CHAPTER.match(section[0]) if section else None
    return found["chapter"] if found else ""


def nested(form: Form, outer: Sheet) -> Iterator[tuple[str, Sheet]]:
    """The sheets that stand within another one, each with the chapter that it is."""
    for sheet in form.sheets:
        place = place_of(sheet)
        if place.chapter and place.part == place_of(outer).part and sheet is not outer:
            yield place.chapter, sheet


def label_of(field: Field) -> str:
    """A label as it is said: without the mark, without blanks to be filled in."""
    return _BLANKS.sub("", field.label.partition(f"　{IMPORTANT}")[0]).strip()


def is_important(sheet: Sheet, field: Field) -> bool:
    """Whether a change of an item is 重要な変更: it, its chapter or its whole part is marked ※."""
    if IMPORTANT not in sheet.title:
        return any(IMPORTANT in text for text in (field.label, *field.section))
    excepted = _EXCEPT.search(sheet.title)
    if excepted is None:
        return True
    return not _code(sheet, field).startswith(place_of(sheet).part + excepted["place"].replace("．", ""))


def item_name(leaf: Leaf, field: Field | None) -> str:
    """What an item of a sheet is called, or the sheet itself: Ⅱ２④記録される項目（国民健康保険情報ファイル）."""
    if field is None:
        return leaf_name(leaf)
    file = leaf.texts.get(FILE_NAME, "") if leaf.spec.repeats else ""
    number = leaf.texts.get(NUMBER, "") if leaf.spec.repeats else ""
    code = _code(leaf.spec, field, _copy_code(leaf.spec, number))
    return code + (f"（{_in_line(file)}）" if file else "")


def leaf_name(leaf: Leaf) -> str:
    """What a copied sheet is called: Ⅱ４委託事項３（国民健康保険情報ファイル）."""
    place = place_of(leaf.spec)
    own = _copy_code(leaf.spec, leaf.texts.get(NUMBER, "")) or "　" + place.name
    file = leaf.texts.get(FILE_NAME, "")
    return place.part + place.chapter + own + (f"（{_in_line(file)}）" if file else "")


def row_name(sheet: Sheet, table: Field, line: Line) -> str:
    """What the official form calls a row of a list: Ⅰ２システム６, Ⅱ５提供先３（国民健康保険情報ファイル）."""
    cells = dict(zip(table.headings, line.cells, strict=True))
    place = place_of(sheet)
    if sheet.name not in _ROW_NAMES:
        file = cells.get(FILE_NAME) if len(table.columns) > 1 else None
        return _code(sheet, table) + (f"（{_in_line(file)}）" if file else "")
    kind = _ROW_NAMES[sheet.name].format(way=cells.get(WAY) or "")
    number = wide_digits(half_width(cells.get(NUMBER) or ""))
    file = cells.get(FILE_NAME)
    return f"{place.part}{place.chapter}{kind}{number}" + (f"（{_in_line(file)}）" if file else "")


def column_label(sheet: Sheet, table: Field, column: Column, line: Line) -> str:
    """What the official form prints for a column of a list."""
    labels = _COLUMN_LABELS.get(sheet.name, {})
    key = CIRCLE if column.choices == TICKS and column.heading not in labels else column.heading
    way = line.cells[table.headings.index(WAY)] if WAY in table.headings else None
    return labels.get(key, column.heading).format(way=way or WAY)


def _copy_code(sheet: Sheet, number: str) -> str:
    """委託事項３, for a sheet that stands within another one; empty for any other."""
    return f"{sheet.repeats}{wide_digits(half_width(number))}" if place_of(sheet).chapter and sheet.repeats else ""


def _code(sheet: Sheet, field: Field, copy: str = "") -> str:
    """Part, chapter, risk and label: Ⅲ７リスク１⑤物理的対策."""
    place = place_of(sheet)
    code = place.part + (place.chapter or chapter_of(field.section)) + copy
    label = label_of(field)
    if len(field.section) > 1:
        risk = _RISK.match(field.section[1])
        code += risk["risk"] if risk else "　" + _OTHER_RISKS
        label = "" if label == _FREE else label
    elif not _CIRCLED.match(label):
        code += _circle_above(sheet, field)
    is_joined = not label or _CIRCLED.match(label) or _CIRCLED.search(code[-1:])
    return code + ("" if is_joined else "　") + label


@lru_cache(maxsize=1024)
def _circle_above(sheet: Sheet, field: Field) -> str:
    """The number in a circle under which an item without one stands: 「その妥当性」 belongs to what is above it."""
    circle = ""
    for other in sheet.fields:
        if other.section == field.section:
            found = _CIRCLED.match(other.label)
            circle = found[0] if found else circle
        if other == field:
            break
    return circle


def _in_line(text: str) -> str:
    return text.replace("\n", " ")
