"""Meetings as texts name them: 平成２３年度第６回情報公開・個人情報保護審議会承認済み, 平成２９年度第５回、平成３０年度第６回同審議会.

Only what is written is read; whether such a meeting was held is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.japanese.dates import fiscal_label
from pipeline.japanese.eras import ERAS

_ERA_NAMES = {name: era for era in ERAS for name in (era.name, era.letter, chr(ord(era.letter) + 0xFEE0))}
_GAP = "[ 　\n]*"
_DIGIT = "[0-9０-９]"
_NUMBER = re.compile(f"第{_GAP}(?P<number>{_DIGIT}{{1,3}}){_GAP}回")
_YEAR_BEFORE = re.compile(
    rf"(?:(?P<era>{'|'.join(_ERA_NAMES)}){_GAP}(?P<year>{_DIGIT}{{1,2}}|元){_GAP}(?P<unit>年度|年|度)"
    rf"|(?P<western>{_DIGIT}{{4}}){_GAP}年度){_GAP}\Z"
)
_LONGEST_YEAR = 20
_BODY = re.compile(rf"{_GAP}の?(?P<body>(?:(?!承認|了承)[一-龠々ァ-ヶー・ 　]){{0,30}}?(?:審議会|会議))")
_NEXT_IN_LIST = re.compile(rf"{_GAP}(?:[、,，・と]|及び|並びに){_GAP}")
_ANOTHER_THING = re.compile(rf"{_GAP}(?!承認|了承|において|にて|で|に|の|及び|並びに|以降|まで|開催)[一-龠々ァ-ヶ]")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_END_OF_SENTENCE = re.compile("[。)）\n]")
_DECIDED = re.compile("承認|了承")
_PLANNED = re.compile("予定|見込")
_LONGEST_SENTENCE = 300
_UNIT = re.compile("年度?|度")
_OWNERS = re.compile("^(?:新宿|本|当)?区?の?|^同")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that a text names.

    year: the western year in which its 年度 begins. body: the name of the body without 新宿区 or 同, "" where none is given.
    decided: whether the sentence says that something was approved there (承認, 了承) and not merely planned.
    written: the 年度 and number as typed; miswritten: how they should read, where 年度 lost a letter (平成24年第7回).
    """

    year: int
    number: int
    body: str
    decided: bool
    written: str
    miswritten: str = ""

    @property
    def label(self) -> str:
        """令和5年度第6回."""
        return f"{fiscal_label(self.year)}第{self.number}回"


def find_meetings(text: str) -> tuple[Meeting, ...]:
    """The meetings named in a text with 年度 and number, in their order.

    In a list (平成19年度第2回、平成23年度第6回審議会) all have the body of the last; 同審議会 stays 審議会. What has its own
    noun behind it (第1回定例会, 第3回公募) is no meeting of a body and is left out.
    """
    if "回" not in text:
        return ()
    named = [
        (year, number)
        for number in _NUMBER.finditer(text)
        if (year := _YEAR_BEFORE.search(text, max(0, number.start() - _LONGEST_YEAR), number.start()))
    ]
    return tuple(_read(text, named)) if named else ()


def _read(text: str, named: Sequence[tuple[re.Match[str], re.Match[str]]]) -> Iterator[Meeting]:
    starts = {year.start() for year, _ in named}
    waiting: list[Meeting] = []
    for year, number in named:
        body, end = _body(text, number.end())
        if body is None:
            waiting = []
            continue
        decided = _is_decided(text, end)
        written = text[year.start() : number.end()]
        mended = "" if year["western"] or year["unit"] == "年度" else _UNIT.sub("年度", written, count=1)
        meeting = Meeting(_western(year), int(number["number"]), body, decided, written, mended)
        joint = _NEXT_IN_LIST.match(text, end)
        if not body and joint and joint.end() in starts:
            waiting.append(meeting)
            continue
        yield from (replace(one, body=body, decided=decided) for one in waiting)
        waiting = []
        yield meeting


def _body(text: str, start: int) -> tuple[str | None, int]:
    """The body that is named from `start` on and where its name ends; "" where there is none, None where it is no meeting."""
    if found := _BODY.match(text, start):
        name = "".join(found["body"].split())
        return _OWNERS.sub("", name), found.end()
    return (None if _ANOTHER_THING.match(text, start) else ""), start


def _is_decided(text: str, start: int) -> bool:
    rest = _ASIDE.sub("", text[start : start + _LONGEST_SENTENCE])
    end = _END_OF_SENTENCE.search(rest)
    sentence = rest[: end.start()] if end else rest
    return bool(_DECIDED.search(sentence)) and not _PLANNED.search(sentence)


def _western(found: re.Match[str]) -> int:
    if found["western"]:
        return int(found["western"])
    year = 1 if found["year"] == "元" else int(found["year"])
    return _ERA_NAMES[found["era"]].western_year(year)
