"""主な記録項目 beside the texts that speak of them: what is ticked is explained, and what is spoken of is ticked (P33–P35)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.filings.faults import Fault, fault, quoted
from pipeline.filings.filing import OTHER, File, Filing
from pipeline.filings.values import Tick
from pipeline.japanese.text import half_width

_TABLE, _REASON = "主な記録項目", "記録項目の妥当性"
NUMBER, CODE = "個人番号", "個人番号対応符号"
_TELLING = (_REASON, "情報の突合", "入手の時期_頻度")
"""Inputs of Ⅱ that name kinds of information which the file holds."""

_SPOKEN_OF: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(words)
    for kind, words in {
        "その他住民票関係情報": "住民票関係情報|住民記録情報|住民基本台帳情報",
        "国税関係情報": "国税関係情報|国税情報|所得税情報",
        "地方税関係情報": "地方税関係情報|地方税情報|(?:住|市|区)民税情報|住民税の課税状況|課税情報",
        "健康・医療関係情報": "健康・医療関係情報|健診情報|予防接種情報",
        "医療保険関係情報": "医療保険関係情報|医療保険情報|(?:健康保険|国保)(?:資格)?情報|後期高齢者医療情報",
        "児童福祉・子育て関係情報": "児童福祉・子育て関係情報|児童福祉情報|児童手当情報|児童扶養手当情報",
        "障害者福祉関係情報": "障害者福祉関係情報|障害者福祉情報|障害者手帳情報|障害者施設入所者情報",
        "生活保護・社会福祉関係情報": "生活保護・社会福祉関係情報|生活保護(?:関係)?情報",
        "介護・高齢者福祉関係情報": "介護・高齢者福祉関係情報|介護保険(?:関係)?情報|介護(?:資格|給付)情報",
        "雇用・労働関係情報": "雇用・労働関係情報|雇用保険(?:関係)?情報",
        "年金関係情報": "年金(?:関係|特徴関連|給付)?情報",
        "学校・教育関係情報": "学校・教育関係情報|就学情報",
        "災害関係情報": "災害関係情報|罹災情報|り災情報",
    }.items()
}
"""Kind → the words by which texts speak of such information."""

_EXPLAINED_BY: Mapping[str, str] = {
    NUMBER: NUMBER,
    CODE: "対応符号",
    "その他識別情報（内部番号）": "識別情報|内部番号",
    "4情報（氏名、性別、生年月日、住所）": "4情報|氏名",
    "連絡先（電話番号等）": "連絡先|電話番号",
}
"""Kind → the words by which its reason speaks of it, where they are others than its own first ones."""
_HEAD = re.compile("(?:その他)?(.+?)(?:関係情報|・)")


def check_items(filing: Filing) -> Iterator[Fault]:
    """P33 to P35."""
    for file in filing.files:
        ticks = file.part.ticks(_TABLE)
        if any(tick.is_set for tick in ticks):
            yield from _without_number(file)
            for tick in ticks:
                yield from _not_ticked(file, tick) if not tick.is_set else _not_explained(file, tick)


def _without_number(file: File) -> Iterator[Fault]:
    """P33: a file without 個人番号 and 個人番号対応符号 is no 特定個人情報ファイル."""
    number, code = file.tick(_TABLE, NUMBER), file.tick(_TABLE, CODE)
    if number is not None and code is not None and not number.is_set and not code.is_set:
        yield fault(number.mark, 個人番号のないファイル=file.name)


def _not_ticked(file: File, tick: Tick) -> Iterator[Fault]:
    """P34, at the cell for the ○."""
    words = _SPOKEN_OF.get(tick.name)
    if words is None:
        return
    told = {file.part[name].title: words.search(half_width(file.part[name].text)) for name in _TELLING}
    found = {title: match[0] for title, match in told.items() if match}
    if found:
        yield fault(
            tick.mark, 文にある情報=quoted(dict.fromkeys(found.values())), 文の欄=quoted(found), 丸のない項目=tick.name
        )


def _not_explained(file: File, tick: Tick) -> Iterator[Fault]:
    """P35, at the reason."""
    reason = file.part[_REASON]
    if tick.name == OTHER or not reason.says_something:
        return
    head = _HEAD.match(tick.name)
    words = _EXPLAINED_BY.get(tick.name, head[1] if head else tick.name)
    if not re.search(words, half_width(reason.text)):
        yield fault(reason, 説明のない項目=tick.name)
