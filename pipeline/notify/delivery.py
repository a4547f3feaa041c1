"""Delivering: what waits in the outbox goes out, to a mail server or, where none is set, into a folder as `.eml`."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.durable import durable_write, grouped, reason_of
from pipeline.notify.outbox import FAILED, SENT, WAITING, Entry, Outbox
from pipeline.settings import Mail

if TYPE_CHECKING:
    from pipeline.notify.smtp import Line

MAYBE = "送っている途中で接続が切れ、届いたかどうかが分かりません。次の夜にもう一度送ります（同じメールが2通届くことがあります）。"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a night's delivery did."""

    sent: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    """To be tried again the next night; `reason` of each says why."""
    failed: tuple[Entry, ...] = ()
    """Refused for good by at least one recipient; `refused` of each says by whom and why."""
    trouble: str = ""
    """Why the server, or the folder, could not be used to the end; empty when it could."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """Key of a mail → the file as which it was laid down."""

    def as_records(self) -> list[dict[str, object]]:
        """The mails as `fugi nightly --json` prints them."""
        return [
            {
                "subject": entry.subject,
                "to": entry.recipients,
                "state": entry.state,
                "file": str(self.files[entry.key]) if entry.key in self.files else None,
                "reason": " ".join([entry.reason, *entry.refused.values()]).strip(),
            }
            for entry in (*self.sent, *self.waiting, *self.failed)
        ]


def deliver(
    outbox: Outbox,
    mail: Mail,
    sender: str,
    folder: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    pause: Callable[[float], object] = time.sleep,
) -> Delivery:
    """Send what waits in the outbox, and write down what became of each mail.

    `sender`: the address that it comes from. `folder`: where mails are laid down when no server is set. `environment` holds the
    password. No fault of server, network or recipient is raised: it is in what is returned.
    """
    entries = outbox.waiting()
    if not entries:
        return Delivery()
    if not mail.host:
        return _lay_down(outbox, entries, folder)
    # only nights with mail for a server need it
    from pipeline.notify.smtp import Line

    line = Line(mail, sender, environment.get(mail.password_env, ""))
    try:
        return _send(outbox, entries, line, mail, pause)
    finally:
        line.close()


def _lay_down(outbox: Outbox, entries: Iterable[Entry], folder: Path) -> Delivery:
    after, files, trouble = [], {}, ""
    with grouped():
        for entry in entries:
            try:
                files[entry.key] = _file(folder, entry.filename, outbox.data(entry))
            except OSError as fault:
                trouble = f"メールを「{folder}」に置けません（{reason_of(fault)}）。次の夜にもう一度置きます。"
                after.append(entry.after((), {}, trouble))
            else:
                after.append(entry.after(entry.pending, {}, ""))
    with grouped():  # a mail is let go of only when its file is on the disk
        settled = [_settle(outbox, entry) for entry in after]
    return _summary(settled, trouble, files)


def _file(folder: Path, name: str, data: bytes) -> Path:
    """Write a mail under its name, or a name beside it when another mail has that one."""
    path, number = folder / name, 1
    while path.exists():
        if path.read_bytes() == data:
            return path
        number += 1
        path = folder / f"{Path(name).stem}_{number}.eml"
    durable_write(path, data)
    return path


def _send(
    outbox: Outbox, entries: Iterable[Entry], line: Line, mail: Mail, pause: Callable[[float], object]
) -> Delivery:
    """Send mail after mail on one line. When it broke `attempts` times in a row, the rest waits for the next night."""
    from pipeline.notify.smtp import Broken, Stopped

    queue, settled, trouble, faults = deque(entries), [], "", 0
    while queue and not trouble:
        entry = queue.popleft()
        try:
            outcome = line.send(entry.pending, outbox.data(entry))
        except Stopped as stopped:
            trouble = str(stopped)
            queue.appendleft(entry)
        except Broken as broken:
            faults += 1
            if broken.is_maybe_sent:
                settled.append(_settle(outbox, entry.after((), {}, MAYBE)))
            else:
                queue.append(entry)  # behind the others, should it be this mail that breaks the line
            if faults >= mail.attempts:
                trouble = str(broken)
            elif queue:
                pause(mail.pause_seconds * 2 ** (faults - 1))
        else:
            faults = 0
            answered = entry.answered(outcome.delivered, outcome.refused, outcome.reason, mail.give_up_nights)
            settled.append(_settle(outbox, answered))
    settled += [_settle(outbox, entry.after((), {}, trouble)) for entry in queue]
    return _summary(settled, trouble, {})


def _settle(outbox: Outbox, entry: Entry) -> Entry:
    outbox.settle(entry)
    return entry


def _summary(settled: Iterable[Entry], trouble: str, files: Mapping[str, Path]) -> Delivery:
    by_state: dict[str, list[Entry]] = {SENT: [], WAITING: [], FAILED: []}
    for entry in settled:
        by_state[entry.state].append(entry)
    return Delivery(tuple(by_state[SENT]), tuple(by_state[WAITING]), tuple(by_state[FAILED]), trouble, files)
