"""Judging again: files that were returned, when the secretariat has since changed a master or granted a waiver."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace

from pipeline.breakdown import UNCHECKED
from pipeline.decide import case_of
from pipeline.intake import Arrival
from pipeline.receipts import Placed, Receipt, Standards, write_receipt
from validations.findings import ACCEPTED, RETURNED


def to_be_judged_again(placed: Sequence[Placed], standards: Standards) -> Iterator[tuple[Placed, Arrival]]:
    """The returned files that nothing has followed and that were not yet judged by these standards.

    A file that was saved before one of its case that is accepted counts as followed.

    `placed`: all files of the workspace, oldest first.
    """
    accepted = {item.receipt.sha256 for item in placed if item.receipt.verdict == ACCEPTED}
    latest: dict[object, Placed] = {}
    for item in placed:
        before = latest.get(_case(item.receipt))
        # when a clock was set back, what was accepted after a file may bear an earlier date; it was saved later all the same
        if item.receipt.verdict == ACCEPTED or (item.receipt.verdict == RETURNED and not _mended(item, before)):
            latest[_case(item.receipt)] = item
    followed = {item.receipt.earlier for item in placed}
    for item in latest.values():
        receipt = item.receipt
        judged_by = Standards(*receipt.judged_again) if receipt.judged_again else receipt.standards
        if (
            receipt.verdict == RETURNED
            and (receipt.form is not None or receipt.has(UNCHECKED))
            and receipt.sha256 not in accepted | followed
            and judged_by != standards
        ):
            yield item, _arrival(item)


def _mended(item: Placed, before: Placed | None) -> bool:
    """Whether the file of the same case that was received before was accepted, and saved later."""
    return before is not None and before.receipt.verdict == ACCEPTED and before.receipt.modified > item.receipt.modified


def _case(receipt: Receipt) -> object:
    """What makes two receipts of one case; a file without a title stands alone."""
    return case_of(receipt) if receipt.title else receipt.sha256


def _arrival(item: Placed) -> Arrival:
    receipt = item.receipt
    modified = dt.datetime.fromisoformat(receipt.modified)
    return Arrival(item.path, receipt.folder, receipt.sha256, receipt.size, modified, item.path, named=receipt.filename)


def note_judged_again(item: Placed, standards: Standards) -> None:
    """Note on the receipt by what the file was judged last; what it said in its night stays."""
    write_receipt(item.path, replace(item.receipt, judged_again=list(astuple(standards))))
