"""Letters of which nobody can show that they went: what was sent is written down in `.fugi`, and `.fugi` can be lost.

Such letters are not sent again by themselves; the secretariat is told which they are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from pipeline.notice import shown
from pipeline.notify.letters import key_on
from pipeline.notify.outbox import Outbox
from pipeline.receipts import Placed, Receipt

_MOST_NAMED = 20


def unanswered(everything: Sequence[Placed], tonight: Collection[Placed], outbox: Outbox, mail: Path) -> list[Receipt]:
    """The receipts of the last night with receipts before tonight's whose letters left no trace.

    `everything`: all files of the workspace; `mail`: where letters are laid down when no mail server is set. Only that one night
    is looked at: it alone can have been cut off before its letters were written.
    """
    counted = {item.path for item in tonight}
    before = [item.receipt for item in everything if item.path not in counted]
    last = max((receipt.received_on for receipt in before), default="")
    return [
        receipt
        for receipt in before
        if receipt.received_on == last and not outbox.knows(key_on(receipt)) and not _lies_in(mail, receipt)
    ]


def told_of_unanswered(receipts: Sequence[Receipt]) -> list[str]:
    """What to say of them, in one note; nothing when there are none."""
    if not receipts:
        return []
    named = "、".join(_named(receipt) for receipt in receipts[:_MOST_NAMED])
    more = f" ほか{len(receipts) - _MOST_NAMED}件" if len(receipts) > _MOST_NAMED else ""
    return [
        f"送信の記録（.fugi）がありません。{receipts[0].received_on}の夜の次の{len(receipts)}件は、結果のメールを送ったかどうかが"
        f"分かりません：{named}{more}。二度届かないように、送り直してはいません。届いたかどうかを課に確かめ、届いていなければ結果を"
        "伝えてください。"
    ]


def _named(receipt: Receipt) -> str:
    case = f"{receipt.name}　" if receipt.version else ""
    return f"{receipt.folder}「{shown(receipt.filename)}」（{case}{receipt.verdict}、受付番号 {receipt.sha256[:8]}）"


def _lies_in(mail: Path, receipt: Receipt) -> bool:
    """Whether the letter was laid down as a file; its Message-ID tells it from others of that name."""
    mark = f"<fugi.{key_on(receipt)}@".encode()
    alike = mail.glob(f"{receipt.received_on}_{receipt.verdict}_{receipt.sha256[:8]}*.eml") if mail.is_dir() else ()
    return any(mark in path.read_bytes() for path in alike)
