"""Checklists against the 記録媒体 of their 別紙, against the other party's, and within themselves (C09, C10, C11, C13)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.checklists import MEASURES
from pipeline.choices import CIRCLE, DASH
from pipeline.context import Cases, Flags
from pipeline.forms.model import Form, Measure
from pipeline.frames import INPUTS, SHEETS, Tables, named
from pipeline.japanese.text import fold
from pipeline.normalise import each_distinct

HANDLING = ("手交", "管理簿", "金庫")
"""Words of the three measures about handing over, recording and keeping what is on paper or another thing in the hand."""

OURS = "_区"
"""How the names of the city's own checklists end; those of the other party end with its name (業務委託_委託先)."""

MEDIUM = "記録媒体"

_PAPER = re.compile("(?<![別表])紙")
_DENIED = re.compile(r"[^\s、。・,;()]*?(?:な[いくしけ]|無し|せず|ません|を除く)")
_PORTABLE = re.compile("dvd|cd|usb|sdカ-ド|メモリ|テ-プ|フロッピ|光ディスク|可搬|外付|外部記[録憶]|持[ちり]?運")
_ELECTRONIC = re.compile("電磁|電子|サ-バ|クラウド|ハ-ドディスク|hdd|ssd")
_ONLY_ELECTRONIC = re.compile("(?:電子|電磁|デジタル|デ-タ)[^、。紙]*?(?:のみ|だけ|に限)")
_OF_THE_TRANSFER = re.compile("受け?渡し?|授受|やり?取り|やりとり|送付|送受信")


@dataclass(frozen=True, slots=True)
class Medium:
    """What a 記録媒体 says it is: on paper (beside others or alone), or electronic and never carried about."""

    paper: bool
    only_electronic: bool


def read_medium(text: str) -> Medium:
    """Paper and portable media that a text denies (紙媒体は使用しない) do not count; 別紙 and 表紙 are no medium."""
    said = fold(text)
    said = _without(said, _PAPER)
    said = _without(said, _PORTABLE)
    paper = bool(_PAPER.search(said))
    return Medium(paper, bool(_ELECTRONIC.search(said)) and not paper and not _PORTABLE.search(said))


def _without(text: str, thing: re.Pattern[str]) -> str:
    """The text without the clauses that deny a thing."""
    return re.sub(f"(?:{thing.pattern}){_DENIED.pattern}", "", text)


def says_only_electronic(reason: str) -> bool:
    """Whether a reason for ー is that there is electronic data only. How data are handed over says nothing of paper kept."""
    said = fold(reason)
    return bool(_ONLY_ELECTRONIC.search(said)) and not _OF_THE_TRANSFER.search(said)


def compare_checklists(tables: Tables, form: Form, cases: Cases) -> None:
    """Add to 対策 媒体, 媒体と違う理由 (C09), ほかの印 (C10), 当事者, 区側の印 (C11) and 紙のない媒体 (C13).

    Only measures that are asked for and answered with a mark that can be read are looked at.
    """
    rows = tables[MEASURES]
    measures = [measure for sheet in form.sheets for measure in sheet.measures]
    needless = rows["再委託のとき"].to_numpy(dtype=bool) & ~rows["再委託あり"].to_numpy(dtype=bool)
    asked = rows["問う"].to_numpy(dtype=bool) & ~needless
    marks = rows["印"].to_numpy(dtype=object)
    yes, no = asked & (marks == CIRCLE), asked & (marks == DASH)
    handling = _of_handling(measures)[rows["番号"].to_numpy()] & asked
    _media(tables, form, cases, handling & yes, no)
    _uneven(rows, handling & yes, handling & no)
    _parties(rows, measures, yes, no)


def _of_handling(measures: list[Measure]) -> Flags:
    """Which measures are the three of a checklist, by the words of the master; the first with each word counts."""
    flags = np.zeros(len(measures) + 1, dtype=bool)  # the last place is that of rows that match no measure (-1)
    taken: set[tuple[str, str]] = set()
    for number, measure in enumerate(measures):
        words = {(measure.sheet, word) for word in HANDLING if word in measure.text} - taken
        flags[number] = bool(words)
        taken |= words
    return flags


def _media(tables: Tables, form: Form, cases: Cases, handling_yes: Flags, no: Flags) -> None:
    rows = tables[MEASURES]
    sheets = tables[SHEETS]
    paper, electronic, texts = _media_of(tables[INPUTS], form, cases)
    leaves = rows["枚"].to_numpy()
    on_paper = cases.look_up(paper, sheets, sheets["区分"])[leaves]
    without_paper = cases.look_up(electronic, sheets, sheets["区分"])[leaves]
    rows["媒体と違う理由"] = False
    candidates = rows.loc[on_paper & no, "理由"]
    rows.loc[candidates.index, "媒体と違う理由"] = [bool(b) for b in each_distinct(candidates, says_only_electronic)]
    rows["紙のない媒体"] = without_paper & handling_yes
    told = np.flatnonzero(rows["媒体と違う理由"].to_numpy(dtype=bool) | rows["紙のない媒体"].to_numpy(dtype=bool))
    medium = np.full(len(rows), "", dtype=object)
    books, divisions = rows["冊"].to_numpy()[told], sheets["区分"].to_numpy(dtype=object)[leaves[told]]
    medium[told] = [texts[key] for key in zip(books.tolist(), divisions.tolist(), strict=True)]
    rows["媒体"] = medium


def _media_of(inputs: pd.DataFrame, form: Form, cases: Cases) -> tuple[Flags, Flags, dict[tuple[int, str], str]]:
    """冊 × 区分: any 別紙 names paper; all name electronic media alone; and what the one that counts says."""
    told = inputs[named(inputs, form, MEDIUM)]
    told = told[told["値"].notna()]
    media = pd.Series(each_distinct(told["値"], read_medium), index=told.index, dtype="object")
    paper, electronic = np.zeros_like(cases.ticked), np.zeros_like(cases.ticked)
    other = np.zeros_like(cases.ticked)
    texts: dict[tuple[int, str], str] = {}
    for book, division, text, medium in zip(told["冊"], told["区分"], told["値"], media, strict=True):
        place = book, cases.divisions.index(division)
        if medium.paper or not paper[place]:
            texts[book, division] = text
        paper[place] |= medium.paper
        electronic[place] |= medium.only_electronic
        other[place] |= not medium.only_electronic
    return paper, electronic & ~other, texts


def _uneven(rows: pd.DataFrame, yes: Flags, no: Flags) -> None:
    """ほかの印: on the first of the three that differs from the most, the mark of the others."""
    leaves = rows["枚"].to_numpy(dtype=np.int64)
    size = int(leaves.max()) + 1 if len(leaves) else 0
    circles, dashes = np.bincount(leaves[yes], minlength=size), np.bincount(leaves[no], minlength=size)
    mixed = (circles > 0) & (dashes > 0) & (circles + dashes == len(HANDLING))
    most_yes = circles > dashes
    unlike = np.flatnonzero(mixed[leaves] & np.where(most_yes[leaves], no, yes))
    first = unlike[np.unique(leaves[unlike], return_index=True)[1]]
    others = np.full(len(rows), None, dtype=object)
    others[first] = np.where(most_yes[leaves[first]], CIRCLE, DASH)
    rows["ほかの印"] = others


def _parties(rows: pd.DataFrame, measures: list[Measure], yes: Flags, no: Flags) -> None:
    """区側の印 and 当事者: on the other party's measure where the city's own has another mark."""
    ids = {measure.id: number for number, measure in enumerate(measures)}
    ours = [ids.get(m.counterpart, -1) if not m.sheet.endswith(OURS) else -1 for m in measures]
    counterpart = np.array([*ours, -1], dtype=np.int64)[rows["番号"].to_numpy()]
    keys = rows["冊"].to_numpy(dtype=np.int64) * len(measures)
    size = int(keys.max()) + len(measures) if len(rows) else 0
    mark = np.zeros(size, dtype=np.int8)
    numbers = rows["番号"].to_numpy()
    mark[(keys + numbers)[yes]] = 1
    mark[(keys + numbers)[no]] = -1
    paired = np.flatnonzero((counterpart >= 0) & (yes | no))
    theirs = np.where(yes[paired], 1, -1)
    own = mark[keys[paired] + counterpart[paired]]
    differs = paired[own * theirs < 0]
    marks = np.full(len(rows), None, dtype=object)
    marks[differs] = np.where(yes[differs], DASH, CIRCLE)
    rows["区側の印"] = marks
    party = rows["様式シート"].to_numpy(dtype=object)[differs]
    names = np.full(len(rows), "", dtype=object)
    names[differs] = [sheet.rpartition("_")[2] for sheet in party.tolist()]
    rows["当事者"] = names
