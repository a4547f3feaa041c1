"""Sentences and words of a Japanese text, as far as marking a change needs them; found by kinds of characters.

A passage of 新旧対照 is read by words: a date, a number with its unit, a run of kanji with the kana that inflects it, a foreign
word. These are the same wherever they stand, so two versions of a text are always cut alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.japanese.text import fold

KANJI = "\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff々〆"
_HIRAGANA = "ぁ-ゖ゛゜"
_KATAKANA = "ァ-ヺｦ-ﾟー"
_DIGIT = "[0-9０-９]"
_GAP = "[ 　]*"
_LATIN, _LATIN_OR_DIGIT = "A-Za-zＡ-Ｚａ-ｚ", "A-Za-zＡ-Ｚａ-ｚ0-9０-９"

_YEAR = f"(?:(?:明治|大正|昭和|平成|令和){_GAP}(?:{_DIGIT}{{1,2}}|元)|(?<!{_DIGIT}){_DIGIT}{{4}}){_GAP}年(?:度|{_GAP}(?={_DIGIT}))?"
_DAY_OF_MONTH = f"{_DIGIT}{{1,2}}{_GAP}月(?:{_GAP}{_DIGIT}{{1,2}}{_GAP}日)?"
_SHORT_DATE = f"(?:[RHSＲＨＳ]{_DIGIT}{{1,2}}|{_DIGIT}{{4}})(?:[.．/／\\-]{_DIGIT}{{1,2}}){{1,2}}"
_UNIT = (
    "年度|年間|年目|年|か月間?|ヶ月間?|ヵ月間?|箇月間?|月|週間?|日間|日|時間|時|分|秒|人|名|世帯|件|台|回|条|項|号|社|部|個所?|箇所|か所"
    "|階|点|枚|桁|項目|種類|歳|円|％|%|割"
)
_NUMBER = f"第?{_GAP}{_DIGIT}(?:{_DIGIT}|[,，.．](?={_DIGIT}))*[十百千万億兆]*(?:{_UNIT})?"
_PARTICLE = (
    "として|とともに|について|により|による|によって|における|において|にかかる|から|まで|より|など|ため|こと|もの|とき"
    f"|や(?=[{KANJI}{_KATAKANA}「])|[はがをにのとでへも]"
)
_CONJUNCTION = "及び|並びに|又は|若しくは|併せて|且つ"
_STEM = f"(?:(?!{_CONJUNCTION})[{KANJI}][いきぎしちにびみりえけげせてねべめれ](?=[{KANJI}]))?"
"""The first half of 受け付ける, 取り扱う, 引き継ぐ."""
_INFLECTION = f"(?:(?!{_PARTICLE})[{_HIRAGANA}])*"
_WORD = re.compile(
    "|".join(
        (
            f"(?P<date>{_YEAR}(?:{_DAY_OF_MONTH})?|{_SHORT_DATE}|{_DAY_OF_MONTH})",
            f"(?P<number>{_NUMBER})",
            f"(?P<latin>[{_LATIN}](?:[{_LATIN_OR_DIGIT}]|[._\\-－](?=[{_LATIN_OR_DIGIT}]))*)",
            f"(?P<katakana>[{_KATAKANA}]+)",
            f"(?P<kanji>{_STEM}(?:(?!{_CONJUNCTION})[{KANJI}])+{_INFLECTION})",
            f"(?P<kana>{_CONJUNCTION}|{_PARTICLE}|[{_HIRAGANA}]{_INFLECTION})",
            r"(?P<blank>\s+)",
            "(?P<sign>.)",
        )
    ),
    re.DOTALL,
)
_BOUNDARY = re.compile(rf"。(?![」』）)】〕])\s*|\s*\n\s*|(?<!^)(?=[①-⑳㉑-㉟]|[（(]{_DIGIT}{{1,2}}[）)])")


class Word(NamedTuple):
    """A word with the white space behind it."""

    text: str
    key: str
    """Under which it is the same as another, however typed; '' for nothing but white space."""
    is_kanji: bool
    """Whether it begins with kanji, so that it may be a compound."""
    is_light: bool
    """Whether it is a particle or a sign, which goes with what stands before it."""


def words_of(text: str) -> list[Word]:
    """The words of a text; joined they are the text."""
    words: list[Word] = []
    for found in _WORD.finditer(text):
        piece = found[0]
        if found.lastgroup == "blank" and words:
            last = words[-1]
            words[-1] = last._replace(text=last.text + piece)
        elif words and not words[-1].key:  # white space at the beginning belongs to the first word
            words[-1] = Word(words[-1].text + piece, fold(piece), is_kanji=False, is_light=False)
        else:
            words.append(Word(piece, fold(piece), found.lastgroup == "kanji", found.lastgroup in ("kana", "sign")))
    return words


def sentences_of(text: str) -> list[str]:
    """The sentences, lines and numbered items of a text, each with the white space behind it; joined they are the text.

    A 。 before a closing bracket (以下「区」という。） ends no sentence.
    """
    return list(_cut(text))


def _cut(text: str) -> Iterator[str]:
    start = 0
    for found in _BOUNDARY.finditer(text):
        if found.end() > start:
            yield text[start : found.end()]
            start = found.end()
    if start < len(text):
        yield text[start:]


def common_compound(old: str, new: str) -> tuple[int, int]:
    """How many kanji two compounds have alike at their beginning and at their end, to be left out of a mark.

    個人情報保護審議会 and 個人情報保護管理運営会議 share 個人情報保護. Nothing is shared where single kanji would be left.
    """
    longest = min(len(old), len(new))
    head = next((n for n in range(longest) if old[n] != new[n] or not _is_kanji(new[n])), longest)
    tail = next(
        (n for n in range(longest - head) if old[-1 - n] != new[-1 - n] or not _is_kanji(new[-1 - n])), longest - head
    )
    head, tail = (n if n >= 2 else 0 for n in (head, tail))
    rest_of_old, rest_of_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(rest_of_new) < 2 or len(rest_of_old) == 1 or not all(map(_is_kanji, rest_of_old + rest_of_new)):
        return 0, 0
    return head, tail


def _is_kanji(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character in "々〆"
