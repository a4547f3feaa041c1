"""Whom an input names: companies by their legal names, other bodies as written, and parties that are not chosen yet."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.japanese.companies import company_key, find_companies

UNDECIDED = "（未定）"
"""Stands for a party that is still to be chosen."""

_NOTE = re.compile(r"[(（](?!(?:株|有|同)[)）])[^()（）]*[)）]")
_NUMBERING = re.compile(r"^[ 　]*(?:[(（]?[0-9０-９]{1,2}[)）.．、 　]|[①-⑳・])[ 　]*")
_SEPARATOR = re.compile("[\n、]|及び|並びに")
_TO_BE_CHOSEN = re.compile("未定|公募|一般競争|競争入札|入札|プロポーザル|指名|特命|随意|選定|今後|これから|検討")


@lru_cache(maxsize=16_384)
def parties(text: str) -> tuple[str, ...]:
    """The parties that an input such as 委託先 or 結合の相手方 names, at least one.

    A name in brackets counts only where nobody is named outside of them: 東京都国民健康保険団体連合会（株式会社○○に委託）
    is the federation, 未定（株式会社○○を予定） the company. `UNDECIDED` where it is said only how the party will be chosen.
    """
    outside = _NOTE.sub("", text)
    return find_companies(outside) or _bodies(outside) or find_companies(text) or (UNDECIDED,)


def party_keys(text: str) -> set[str]:
    """The keys of the parties that an input names; empty while they are still to be chosen."""
    return {company_key(name) for name in parties(text) if name != UNDECIDED} if text else set()


def _bodies(text: str) -> tuple[str, ...]:
    """Names without a legal form: デジタル庁, 警視庁. A sentence is not taken apart."""
    sentence, full_stop, _ = text.partition("。")
    pieces = [sentence] if full_stop else _SEPARATOR.split(text)
    named = (_NUMBERING.sub("", piece).strip(" 　\n") for piece in pieces)
    return tuple(dict.fromkeys(name for name in named if name and not _TO_BE_CHOSEN.search(name)))
