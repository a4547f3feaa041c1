"""What a corrected file mended: its findings beside those of the file that it corrects."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.decide import case_of
from pipeline.receipts import Placed, Receipt
from validations.findings import ACCEPTED, RETURNED, WAIVED

Record = Mapping[str, Any]

_ROWS_NAMED = re.compile(r"[0-9]+(?:(?:[、～–-]|、…、)[0-9]+)*行目")
_OWN_NOTE = re.compile(r"（([^（）]*)）。$")
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Corrections:
    """Findings before and now. What the secretariat accepts by now is in none of the three."""

    since: Receipt
    """The receipt of the file that is corrected."""
    fixed: tuple[Record, ...]
    """Findings of the earlier file that are gone."""
    remaining: tuple[Record, ...]
    """Findings of this file that the earlier one had too."""
    new: tuple[Record, ...]


def corrected_by(receipt: Receipt, placed: Iterable[Placed], decided: Collection[str] = ()) -> Receipt | None:
    """The receipt of the file that this one corrects; None for a first submission.

    It is the file that the workbook itself names (an annotated copy does), else the latest one before with the same 課 and
    件名; but nothing from before the end of a case (`decided`: 案件ID that have a 審議結果), for what comes then is a new case.
    A file that was set aside is never meant: its findings may quote what nobody should read.
    """
    before = [item.receipt for item in placed if item.receipt.verdict in (ACCEPTED, RETURNED)]
    named = [old for old in before if old.sha256 == receipt.earlier]  # it came before, whatever a clock said
    before = [old for old in before if _age(old) < _age(receipt)]
    if not named and receipt.title:
        alike = [old for old in before if case_of(old) == case_of(receipt)]
        ended = max((_age(old) for old in alike if old.case_id in decided), default=("", ""))
        named = [old for old in alike if _age(old) > ended]
    return max(named, key=_age, default=None)


def _age(receipt: Receipt) -> tuple[str, str]:
    return receipt.received_on, receipt.modified


def compare(now: Receipt, since: Receipt) -> Corrections:
    """Lay the findings of two files side by side.

    A finding is the same when code and sheet are, and so are its words (they name the 対策 or 項目) at the same cell, or at
    another one when value and column are the same too: rows move. At one cell the words may have changed with the value; but
    not the 対策 that they name, for then another row has come to stand there.
    """
    left: list[Record] = [finding for finding in since.findings if WAIVED not in finding["message"]]
    paired: set[int] = set()
    for key in (_same_cell_and_words, _moved, _same_cell):
        left, found = _pair(left, [finding for finding in now.findings if id(finding) not in paired], key)
        paired |= found
    unwaived = [finding for finding in now.findings if WAIVED not in finding["message"]]
    return Corrections(
        since,
        fixed=tuple(left),
        remaining=tuple(finding for finding in unwaived if id(finding) in paired),
        new=tuple(finding for finding in unwaived if id(finding) not in paired),
    )


def _pair(
    old: Iterable[Record], now: Iterable[Record], key: Callable[[Record], Hashable]
) -> tuple[list[Record], set[int]]:
    """The old findings that find no fellow with the same key, and the ids of those of today that are fellows."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for finding in now:
        waiting[key(finding)].append(id(finding))
    rest, paired = [], set()
    for finding in old:
        fellows = waiting[key(finding)]
        if fellows:
            paired.add(fellows.popleft())
        else:
            rest.append(finding)
    return rest, paired


def _same_cell_and_words(finding: Record) -> Hashable:
    return finding["code"], finding["sheet"], finding["cell"], _words(finding)


def _moved(finding: Record) -> Hashable:
    cell = _CELL.fullmatch(finding["cell"] or "")
    return finding["code"], finding["sheet"], cell and cell[1], _words(finding), finding["value"]


def _same_cell(finding: Record) -> Hashable:
    words = _words(finding)
    note = _OWN_NOTE.search(words)
    return finding["code"], finding["sheet"], finding["cell"], (note and note[1]) if finding["cell"] else words


def _words(finding: Record) -> str:
    """The message without the reason of a waiver and without the numbers of rows that it names."""
    return _ROWS_NAMED.sub("行目", finding["message"].partition(WAIVED)[0])
