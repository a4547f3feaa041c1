"""入手: from whom and by which way, as it is ticked and as the texts tell it (P36–P38)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.filings.faults import Fault, fault, quoted
from pipeline.filings.filing import File, Filing
from pipeline.filings.named_periods import period_of
from pipeline.filings.values import Tick, Value
from pipeline.japanese.text import fold

_FROM, _BY = "入手元", "入手方法"
_TIMING, _NOTICE = "入手の時期_頻度", "本人への明示"
_PERSON, _STATE, _LOCAL, _PRIVATE = (
    "本人又は本人の代理人",
    "行政機関・独立行政法人等",
    "地方公共団体・地方独立行政法人",
    "民間事業者",
)
_PAPER, _INSIDE = "紙", "庁内連携システム"

_SOURCES = (
    (re.compile("本人(?:又は|または|若しくは|もしくは)本人の代理人|(?:本人|住民|区民|市民)から(?:直接)?(?:入手|取得)する(?!以外)"), (_PERSON,), ""),
    (re.compile("[他外]の?(?:区市|市区|区|市)町村"), (_LOCAL,), "市区町村"),
    (re.compile("[他外]の?(?:医療)?保険者"), (_STATE, _PRIVATE), "保険者"),
)  # fmt: skip
"""What a text says of a source → the boxes one of which is ticked then, and words that another ○ may name it by."""

_WAYS: Mapping[str, re.Pattern[str]] = {
    _PAPER: re.compile("書面形式|紙(?:媒体)?による入手|書面(?:により|で)(?:直接)?(?:入手|取得)"),
    **{
        way: re.compile(f"{re.escape(way.partition('（')[0])}による入手")
        for way in ("電子記録媒体（フラッシュメモリを除く。）", "フラッシュメモリ", "電子メール", "専用線", _INSIDE, "情報提供ネットワークシステム")
    },
}  # fmt: skip
"""Way → how the texts tell of it."""

_PARTS = re.compile("[、，,／\n]")
_OTHERS = re.compile("^[他外]の?")


def check_acquisition(filing: Filing) -> Iterator[Fault]:
    """P36 to P38."""
    for file in filing.files:
        yield from _sources(file)
        yield from _ways(file)
        yield from _inside(file, filing)
    yield from _in_two_boxes(filing)


def _sources(file: File) -> Iterator[Fault]:
    """P36, at the cell for the ○ that is missing."""
    ticked = [tick for tick in file.part.ticks(_FROM) if tick.is_set]
    for pattern, boxes, word in _SOURCES:
        found = _told(pattern, file.part[_TIMING], file.part[_NOTICE])
        if found is None or any(tick.name in boxes for tick in ticked):
            continue
        if word and any(tick.words and fold(word) in fold(tick.words.text) for tick in ticked):
            continue
        box = file.tick(_FROM, boxes[0])
        if box is not None:
            yield fault(box.mark, 文にある入手元=found[1], 入手元の欄=found[0].title, 入手元の丸=quoted(boxes))


def _ways(file: File) -> Iterator[Fault]:
    """P37, at the cell for the ○ that is missing."""
    for way, pattern in _WAYS.items():
        tick = file.tick(_BY, way)
        found = _told(pattern, file.part[_TIMING], file.part[_NOTICE])
        if found is not None and tick is not None and not tick.is_set:
            yield fault(tick.mark, 入手方法の根拠=f"「{found[0].title}」に「{found[1]}」", 入手方法の丸=way)


def _told(pattern: re.Pattern[str], *texts: Value) -> tuple[Value, str] | None:
    return next(((text, match[0]) for text in texts if (match := pattern.search(text.text))), None)


def _inside(file: File, filing: Filing) -> Iterator[Fault]:
    """P37 for a file from other 課, whose systems are connected with 庁内連携システム."""
    source, way = file.tick(_FROM, "評価実施機関内の他部署"), file.tick(_BY, _INSIDE)
    if source is None or way is None or not source.is_set or way.is_set:
        return
    period = period_of(file.name)
    for system in filing.systems:
        linked = any(link.name == _INSIDE and link.is_set for link in system.links)
        if linked and period_of(system.name.text) == period:
            reason = f"システム「{system.name.text}」の「{_INSIDE}」に「○」"
            yield fault(way.mark, 入手方法の根拠=reason, 入手方法の丸=_INSIDE)
            return


def _in_two_boxes(filing: Filing) -> Iterator[Fault]:
    """P38: whoever stood in one box in an earlier file, in another one here. At the words of the later file."""
    first: dict[str, tuple[str, str]] = {}
    for file in filing.files:
        for tick in file.part.ticks(_FROM):
            moved = [
                (name, *first[key]) for name, key in named_in(tick) if first.get(key, (tick.name,))[0] != tick.name
            ]
            if moved and tick.words is not None:
                name, box, other = moved[0]
                yield fault(tick.words, 分かれた相手=name, この欄=tick.name, ほかの欄=box, ほかのファイル=other)
            for _, key in named_in(tick):
                first.setdefault(key, (tick.name, file.name))


def named_in(tick: Tick) -> list[tuple[str, str]]:
    """Who is named beside a ○, as typed and as a key. 他区市町村 says nobody in particular, 他医療保険者 a kind."""
    if not tick.is_set or tick.words is None:
        return []
    names = (name.strip() for name in _PARTS.split(tick.words.text))
    return [(name, _OTHERS.sub("", fold(name))) for name in names if name]
