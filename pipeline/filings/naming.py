"""Names in the texts: of 課 and their heads, of files, and one thing under two names (P39, P43, P51)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.filings.acquisition import named_in
from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import Filing
from pipeline.filings.values import Value
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters

_HEAD = re.compile("[一-龠々ァ-ヶー]{1,20}課長(?!会|補佐|級|代理|職)")
_ANY_HEAD = re.compile("(?:担当|所管|主管|保有|関係|当該|所属|総括|各|当|同|統括|主務|本|利用|管理|業務)課$|^課$")
"""A 課 that is not named: 担当課長."""
_FILE = re.compile("(?:[（(][0-9０-９一二三四五六七八九十]+[）)])?[一-龠々ァ-ヶー・]{2,30}情報ファイル")
_ANY_FILE = re.compile("(?:特定)?個人情報ファイル$|^(?:当該|各|本|同)")
_VARIANTS = re.compile("(?=.{8})[一-龠々ァ-ヶ-]+(?:業務|事務|システム)")
"""As folded, where a ー is a "-"."""
_SYSTEM = re.compile("[一-龠々ァ-ヶー]{1,40}?システム")
_SPLIT = re.compile("[、，,。\n　 ]|に関する|及び|並びに|または|又は|の(?=[一-龠])")
_DIGITS = re.compile("[0-9一二三四五六七八九十甲乙丙]")
_BRACKETS = re.compile("[（(「][^（）()「」]*[）)」]")
_LEVY = (
    ("国民健康保険税", re.compile("国民健康保険税|国保税")),
    ("保険料", re.compile("(?<!介護)(?<!後期高齢者医療)保険料(?![（(]税)")),
)
"""Two words of which a body uses one: 国民健康保険税 or 保険料 is settled by its 条例."""


def check_naming(filing: Filing, masters: Masters) -> Iterator[Fault]:
    """P39, P43 and P51."""
    texts = filing.texts
    yield from _departments(filing, masters)
    yield from _heads(texts, masters)
    yield from _files(filing, texts)
    yield from _services(filing)
    yield from _systems(filing, texts)
    yield from _one_of_two(texts)


def _departments(filing: Filing, masters: Masters) -> Iterator[Fault]:
    """P39 for the 課 from which a file gets its information."""
    known = tuple(masters.department_keys)
    for file in filing.files:
        tick = file.tick("入手元", "評価実施機関内の他部署")
        if tick is not None and tick.words is not None:
            yield from _unknown(tick.words, (n for n, key in named_in(tick) if key.endswith("課")), known)


def _heads(texts: Sequence[Value], masters: Masters) -> Iterator[Fault]:
    """P39 for the head of a 課 who is named in a text."""
    known = tuple(masters.department_keys)
    for value in texts:
        if "課長" in value.text:
            yield from _unknown(value, _HEAD.findall(value.text), known)


def _unknown(at: Value, names: Iterable[str], known: tuple[str, ...]) -> Iterator[Fault]:
    """What stands before a name is no harm: 区健康部税務課長 is the head of 税務課."""
    keys = {name: fold(name).removesuffix("長") for name in names}
    strange = [name for name, key in keys.items() if not _ANY_HEAD.search(key) and not key.endswith(known)]
    if strange:
        yield fault(at, strange[0], 組織にない課="」「".join(strange))


def _files(filing: Filing, texts: Sequence[Value]) -> Iterator[Fault]:
    """P51: a file of a name that Ⅰ３ does not have."""
    known = [fold(name.text) for name in filing.file_names]
    for value in texts if known else ():
        if "情報ファイル" in value.text:
            names = dict.fromkeys(_FILE.findall(value.text))
            for name in names:
                if not _ANY_FILE.search(name) and not any(fold(name) in one for one in known):
                    yield fault(value, name, 一覧にないファイル=name)


def _services(filing: Filing) -> Iterator[Fault]:
    """P43 for the work that is entrusted: a name that differs by one character from an earlier one."""
    seen: list[str] = []
    for contract in filing.contracts:
        at = contract["委託事項"]
        for name in _SPLIT.split(fold(at.text)):
            other = next((one for one in seen if _is_variant(name, one)), None)
            if other is not None:
                yield fault(at, name, 揺れる呼び名=name, ほかの呼び名=other)
            elif _VARIANTS.fullmatch(name) and name not in seen:
                seen.append(name)


def _is_variant(name: str, other: str) -> bool:
    """Whether one of two names has a character more than the other, which is no number: 市町村, 市区町村.

    With another character in its place it may be another thing: 所得情報, 収納情報.
    """
    if abs(len(name) - len(other)) != 1 or not _VARIANTS.fullmatch(name):
        return False
    longer, shorter = (name, other) if len(name) > len(other) else (other, name)
    place = next((n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    return longer[:place] + longer[place + 1 :] == shorter and not _DIGITS.match(longer[place])


def _systems(filing: Filing, texts: Sequence[Value]) -> Iterator[Fault]:
    """P43 for systems, once at the name in Ⅰ２: texts call it by a name that differs by one character."""
    own = {fold(_BRACKETS.sub("", system.name.text)): system.name for system in filing.systems}
    found = _names_of_systems(texts)
    for name, value in own.items():
        for other in found:
            if other not in own and _is_variant(other, name):
                first, *more = found[other]
                where = f"シート「{first.sheet}」の「{first.title}」" + (f"など{len(more) + 1}か所" if more else "")
                yield fault(value, 揺れる呼び名=name, ほかの呼び名=other, ほかの所=f"（{where}）")


def _names_of_systems(texts: Sequence[Value]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for value in texts:
        if "システム" in value.text:
            for name in dict.fromkeys(_SYSTEM.findall(value.text)):
                found.setdefault(fold(name), []).append(value)
    return found


def _one_of_two(texts: Sequence[Value]) -> Iterator[Fault]:
    """P43 for words of which one is used, at the one that is rarer."""
    places = {word: [value for value in texts if pattern.search(value.text)] for word, pattern in _LEVY}
    if all(places.values()):
        usual, rare = sorted(places, key=lambda word: -len(places[word]))
        for value in places[rare]:
            yield fault(value, rare, 揺れる呼び名=rare, ほかの呼び名=usual)
