"""The outbox: every mail is written down before it is sent, and what became of it stands beside it.

A mail is `KEY.eml` with `KEY.json` while it waits; the record moves to `sent/` or `failed/` when there is no more to do. A mail
that was once in the outbox is never put in again, so a night that is run again sends nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.durable import durable_remove, durable_write

if TYPE_CHECKING:
    from pipeline.notify.message import Message

WAITING, SENT, FAILED = "waiting", "sent", "failed"

_RECORD, _MAIL = ".json", ".eml"
_TOLD = "told.txt"
_LOST = "送る前に、メールの中身が送信待ちのフォルダからなくなりました。"


class BadOutbox(Exception):
    """A record that cannot be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The record of a mail. The names of its fields are the keys of the JSON file."""

    key: str
    message_id: str
    subject: str
    filename: str
    recipients: list[str]
    state: str = WAITING
    pending: list[str] = field(default_factory=list)
    """Those of the recipients that have not got it yet."""
    refused: dict[str, str] = field(default_factory=dict)
    """Recipient → why it will never get it, in words for people."""
    attempts: int = 0
    """In how many nights it was tried."""
    put_off: int = 0
    """In how many of them the server asked to come again later."""
    reason: str = ""
    """Why it was not sent the last time, in words for people."""
    is_told: bool = False
    """Whether the secretariat was told that it failed."""

    def after(self, delivered: Iterable[str], refused: Mapping[str, str], reason: str) -> Entry:
        """The record after an attempt. `reason`: why those wait that neither got it nor were refused."""
        done = {*delivered, *refused}
        pending = [address for address in self.pending if address not in done]
        together = {**self.refused, **refused}
        state = WAITING if pending else FAILED if together else SENT
        return replace(
            self,
            state=state,
            pending=pending,
            refused=together,
            attempts=self.attempts + 1,
            reason=reason if pending else "",
        )

    def answered(self, delivered: Iterable[str], refused: Mapping[str, str], reason: str, nights: int) -> Entry:
        """The record after an attempt that the server answered. Who is put off for so many `nights` is taken to be refused."""
        entry = self.after(delivered, refused, reason)
        if not entry.pending:
            return entry
        if self.put_off + 1 < nights:
            return replace(entry, put_off=self.put_off + 1)
        given_up = f"{nights}回の夜に送りましたが、受け取られません。{reason}"
        return replace(entry.after((), dict.fromkeys(entry.pending, given_up), ""), attempts=entry.attempts)


@dataclass(frozen=True, slots=True)
class Outbox:
    """The folder of the outbox."""

    folder: Path

    @classmethod
    def of(cls, state_folder: Path) -> Outbox:
        """The outbox among this machine's own notes."""
        return cls(state_folder / "outbox")

    def post(self, messages: Iterable[Message]) -> list[Entry]:
        """Write down the mails that were never in the outbox; returns their records."""
        posted = []
        for message in messages:
            if self.knows(message.key):
                continue
            entry = Entry(
                key=message.key,
                message_id=message.message_id,
                subject=message.subject,
                filename=message.filename,
                recipients=list(message.recipients),
                pending=list(message.recipients),
            )
            # the record last: a mail without one was never posted, and is written again
            durable_write(self.folder / (message.key + _MAIL), message.data)
            self._write(self.folder, entry)
            posted.append(entry)
        return posted

    def knows(self, key: str) -> bool:
        """Whether a mail is waiting, sent or failed."""
        return self._is_done(key) or (self.folder / (key + _RECORD)).exists()

    def waiting(self) -> list[Entry]:
        """The mails that are still to be sent: first those that were tried the least, then in the order of their keys."""
        entries = []
        for entry in _read(self.folder):
            if self._is_done(entry.key):
                self._forget(entry.key)  # the machine stopped in the middle of `settle`
            elif not (self.folder / (entry.key + _MAIL)).exists():
                self.settle(entry.after((), dict.fromkeys(entry.pending, _LOST), ""))
            else:
                entries.append(entry)
        return sorted(entries, key=lambda entry: (entry.attempts, entry.key))

    def count_waiting(self) -> int:
        """How many mails are to be sent, without looking into them."""
        return sum(1 for _ in self.folder.glob(f"*{_RECORD}")) if self.folder.is_dir() else 0

    def data(self, entry: Entry) -> bytes:
        """The bytes of a mail that waits."""
        return (self.folder / (entry.key + _MAIL)).read_bytes()

    def settle(self, entry: Entry) -> None:
        """Write down what became of a mail. The bytes of a sent one are let go; those of one that failed stay for people."""
        if entry.state == WAITING:
            self._write(self.folder, entry)
            return
        if entry.state == FAILED and (self.folder / (entry.key + _MAIL)).exists():
            durable_write(self.folder / FAILED / (entry.key + _MAIL), self.data(entry))
        self._write(self.folder / entry.state, entry)
        self._forget(entry.key)

    def failures_to_tell(self) -> list[Entry]:
        """The mails that failed and of which the secretariat does not know yet."""
        return [entry for entry in _read(self.folder / FAILED) if not entry.is_told]

    def told(self, entries: Iterable[Entry]) -> None:
        """Write down that the secretariat is told of these failures: to be called when the digest is posted."""
        for entry in entries:
            self._write(self.folder / FAILED, replace(entry, is_told=True))

    def lines_told(self) -> frozenset[str]:
        """What the last digest told of things that last (notes, files left in the inbox): the same again is no news."""
        try:
            return frozenset((self.folder / _TOLD).read_text(encoding="utf-8").splitlines())
        except FileNotFoundError:
            return frozenset()

    def remember_lines(self, lines: Iterable[str]) -> None:
        """Write down what lasts as of tonight: to be called when the digest is posted, or there is none."""
        now = frozenset(lines)
        if now != self.lines_told():
            durable_write(self.folder / _TOLD, "".join(f"{line}\n" for line in sorted(now)).encode())

    def _is_done(self, key: str) -> bool:
        return any((self.folder / state / (key + _RECORD)).exists() for state in (SENT, FAILED))

    def _write(self, folder: Path, entry: Entry) -> None:
        text = json.dumps(asdict(entry), ensure_ascii=False, indent=1)
        durable_write(folder / (entry.key + _RECORD), text.encode() + b"\n")

    def _forget(self, key: str) -> None:
        # the record last: as long as it is there, the next night comes by again
        for suffix in (_MAIL, _RECORD):
            if (self.folder / (key + suffix)).exists():
                durable_remove(self.folder / (key + suffix))


def _read(folder: Path) -> list[Entry]:
    entries = []
    for path in sorted(folder.glob(f"*{_RECORD}")) if folder.is_dir() else ():
        try:
            entries.append(Entry(**json.loads(path.read_bytes())))
        except (OSError, ValueError, TypeError) as fault:
            raise BadOutbox(
                f"送信待ちのメールの記録「{path}」を読み取れません。このファイルを別の場所に移してから、もう一度動かしてください。"
            ) from fault
    return entries
