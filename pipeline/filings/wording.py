"""Words that should not stand in a filing any more: old law and names, 未定, another kind of body, slips (P08, P50, P52–P55)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import Filing
from pipeline.filings.values import Value
from pipeline.japanese.text import half_width
from pipeline.masters.load import Masters

_LAW = re.compile(
    r"(?:番号法|番号の利用等に関する法律」?)(?:(?!法)[^。、\n]){0,12}?第?19条第?7号|別表第[一二12](?![0-9])"
)
"""第19条 was numbered anew on 2021-09-01; 別表第一 became 別表 and 別表第二 was repealed on 2024-05-27."""
_OF_OTHERS = re.compile("(?:住民基本台帳法|住基法|地方自治法|条例|施行令)[^。、\n]{0,8}$")
"""Other laws have a 別表第一, too."""

_OLD_BODIES = {
    "特定個人情報保護委員会": (re.compile("特定個人情報保護委員会(?!規則|告示)"), "個人情報保護委員会"),
}
"""A body's old name → how texts speak of the body (its old regulations keep their names), and its name today."""

_OPEN = re.compile(r"未定|[（(]予定[）)]")
_CITY, _WARD = (
    re.compile("[当本]市(?![町区村])|市民(?=[にへのがからはをとで、。等よ])"),
    re.compile("[当本]区(?![市町村分])"),
)
_WARD_WORDS = re.compile("[当本]区(?![市町村分間])|区民(?=[にへのがからはをとで、。等よ])")

_TWICE = re.compile("([ァ-ヶー]{3,20})\\1|([一-龠]{2,12})\\2(?=[ぁ-んァ-ヶ、。])|(額|料|者|等)\\3(?=[一-龠])")
_CUT = re.compile(r"(?:[、をがはのに]|として[一－ー]|(?<![同単統唯均専])一)$")


def check_wording(filing: Filing, masters: Masters) -> Iterator[Fault]:
    """P08, P50 and P52 to P55."""
    slips = re.compile("|".join(map(re.escape, sorted(masters.terms, key=len, reverse=True))) or "(?!)")
    for value in filing.texts:
        yield from _old_law(value)
        yield from _old_bodies(value)
        yield from _open(value)
        yield from _slips(value, slips, masters.terms)
        yield from _cut(value)
    yield from _own_body(filing.texts)


def _old_law(value: Value) -> Iterator[Fault]:
    if "別表第" not in value.text and not ("番号" in value.text and "条" in value.text):
        return
    text = half_width(value.text)
    found = (
        match
        for match in _LAW.finditer(text)
        if not _OF_OTHERS.search(text[max(0, match.start() - 24) : match.start()])
    )
    clauses = dict.fromkeys(text[match.start() : match.end()] for match in found)
    if clauses:
        yield fault(value, next(iter(clauses)), 改正前の条文="」「".join(clauses))


def _old_bodies(value: Value) -> Iterator[Fault]:
    for name, (pattern, today) in _OLD_BODIES.items():
        if pattern.search(value.text):
            yield fault(value, name, 今はない名称=name, 今の名称=today)


def _open(value: Value) -> Iterator[Fault]:
    found = _OPEN.search(value.text)
    if found is not None:
        line = next(line for line in value.text.split("\n") if _OPEN.search(line)).strip()
        yield fault(value, line, 未定の語=found[0].strip("（）()"), 未定の行=line[:40])


def _slips(value: Value, pattern: re.Pattern[str], known: Mapping[str, str]) -> Iterator[Fault]:
    """P54, all slips of a cell at once."""
    slips = {wrong: known[wrong] for wrong in pattern.findall(value.text)}
    slips |= {word * 2: word for match in _TWICE.finditer(value.text) for word in match.groups() if word}
    if slips:
        words = "、".join(f"「{wrong}」（「{right}」）" for wrong, right in slips.items())
        yield fault(value, next(iter(slips)), 書き誤り=words)


def _cut(value: Value) -> Iterator[Fault]:
    last = value.text.rstrip()[-12:]
    if len(value.text) > 20 and _CUT.search(last):
        yield fault(value, last, 途切れた終わり=last)


def _own_body(texts: Sequence[Value]) -> Iterator[Fault]:
    """P50: most texts say 当区, some 本市 (or the other way round)."""
    of_wards = [value for value in texts if _WARD.search(value.text)]
    of_cities = [value for value in texts if re.search("[当本]市(?![町区村])", value.text)]
    if not of_wards and not of_cities:
        return
    is_ward = len(of_wards) >= len(of_cities)
    wrong, usual = (_CITY, "当区") if is_ward else (_WARD_WORDS, "当市")
    for value in texts:
        if found := dict.fromkeys(wrong.findall(value.text)):
            yield fault(value, next(iter(found)), 別の団体の語="」「".join(found), 自らの語=usual)
