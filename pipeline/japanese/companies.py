"""Names of companies and other legal persons in a text: 株式会社共立, 富士通株式会社, ㈱アイネス, 公益財団法人新宿未来創造財団."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.japanese.text import fold

# fmt: off
_EITHER_SIDE = ("株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "(株)", "（株）", "㈱", "(有)", "（有）", "㈲", "(同)", "（同）")
_IN_FRONT = (
    "公益財団法人", "一般財団法人", "公益社団法人", "一般社団法人", "特定非営利活動法人", "NPO法人", "ＮＰＯ法人",
    "社会福祉法人", "地方独立行政法人", "独立行政法人", "国立大学法人", "医療法人社団", "医療法人財団", "医療法人", "学校法人",
    "宗教法人", "財団法人", "社団法人",
)
# fmt: on
_FORM = re.compile("|".join(map(re.escape, (*_EITHER_SIDE, *_IN_FRONT))))
_FORM_FOLDED = re.compile("|".join(re.escape(fold(form)) for form in (*_EITHER_SIDE, *_IN_FRONT)))
_HINTS = ("社", "法人", "株", "㈱", "㈲", "有)", "有）", "同)", "同）")

_LETTER = r"(?:(?!及び|並びに|又は|若しくは)[一-龠々〇ァ-ヶー・＆&A-Za-zＡ-Ｚａ-ｚ0-9０-９．.'’\-－―])"
_LONGEST = 80
"""Letters of the longest name that is looked for."""
_AFTER = re.compile(
    rf"[ 　]?(?:[ぁ-ん]{{2,8}}(?<![がのはをにへとで])(?={_LETTER}))?{_LETTER}{{1,{_LONGEST}}}|[ぁ-ん]{{2,12}}"
)
_BEFORE = re.compile(rf"(?:(?:^|(?<=[\s　、。，（）()「」：:]))[ぁ-ん]{{2,8}})?{_LETTER}+[ 　]?$")
_ROLE = re.compile("(?:再?委託(?:先|事業者|業者)|受託(?:者|事業者)|指定管理者|運用事業者|事業者|業者|会社|名称|名|先)$")
_NO_NAME = re.compile("(?:等|など|その他|名|又は|及び|の)*")
_PARTICLE = re.compile("(?:から|より|まで|[がのはをにへとで])$")
_OFFICE = re.compile("(?:代表取締役(?:社長|会長)?|代表理事|理事長|(?<=会)会長)$")
"""Who stands for a company: 医療法人社団こどもハート理事長."""
_EDGE = "・-－― 　"


def find_companies(text: str) -> tuple[str, ...]:
    """The names of legal persons in a text, as typed but without white space, in their order and each once."""
    if not any(hint in text for hint in _HINTS):
        return ()
    return tuple(dict.fromkeys("".join(name.split()) for name in _read(text)))


def company_key(name: str) -> str:
    """A key under which a company is the same with 株式会社 before or behind, as ㈱, or in another width. Not for printing."""
    return _FORM_FOLDED.sub("", fold(name))


def _read(text: str) -> Iterator[str]:
    for found in _FORM.finditer(text):
        behind = _behind(text, found.end())
        before = "" if found[0] in _IN_FRONT else _before(text, found.start())
        # 富士通株式会社プライバシーマーク names 富士通; 委託先株式会社ジーシーシー names ジーシーシー
        apart = before[-1:] in _EDGE and bool(behind)
        if before and not apart and not _ROLE.search(before.rstrip(_EDGE)):
            yield (before + found[0]).strip(_EDGE)
        elif behind and not _NO_NAME.fullmatch(behind):
            yield (found[0] + behind).strip(_EDGE)


def _behind(text: str, start: int) -> str:
    found = _AFTER.match(text, start)
    if not found:
        return ""
    name = _OFFICE.sub("", found[0])
    return _PARTICLE.sub("", name) if re.fullmatch("[ぁ-ん]+", name) else name


def _before(text: str, end: int) -> str:
    found = _BEFORE.search(text, max(0, end - 40), end)
    return found[0] if found else ""
