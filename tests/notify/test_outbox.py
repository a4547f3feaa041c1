"""The outbox: written down before sending, sent once, and a mail laid down as a file when there is no server."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.notify import outbox as outbox_module
from pipeline.notify.delivery import Delivery, deliver
from pipeline.notify.message import Message
from pipeline.notify.outbox import FAILED, SENT, WAITING, BadOutbox, Outbox
from pipeline.settings import Mail
from tests.notify.builders import OFFICE, message

FIRST, SECOND = message(1), message(2)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox.of(tmp_path / ".fugi")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outputs" / "mail"


def lay_down(outbox: Outbox, folder: Path) -> Delivery:
    return deliver(outbox, Mail(), OFFICE.sender.address, folder)


def mails(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


def states(outbox: Outbox, *messages: Message) -> list[str]:
    waiting = {entry.key for entry in outbox.waiting()}
    return [
        WAITING if one.key in waiting
        else next(state for state in (SENT, FAILED, "-") if state == "-" or (outbox.folder / state / f"{one.key}.json").exists())
        for one in messages
    ]  # fmt: skip


def test_without_a_server_mails_are_laid_down_as_files(outbox: Outbox, folder: Path) -> None:
    outbox.post([FIRST, SECOND])
    done = lay_down(outbox, folder)
    assert mails(folder) == ["2026-11-21_受理_01010101.eml", "2026-11-21_受理_02020202.eml"]
    assert (folder / FIRST.filename).read_bytes() == FIRST.data
    assert [entry.state for entry in done.sent] == [SENT, SENT]
    assert (done.waiting, done.failed, done.trouble) == ((), (), "")
    assert done.as_records()[0] == {
        "subject": FIRST.subject, "to": list(FIRST.recipients), "state": SENT, "file": str(folder / FIRST.filename), "reason": "",
    }  # fmt: skip


def test_a_mail_posted_twice_goes_once(outbox: Outbox, folder: Path) -> None:
    assert [entry.key for entry in outbox.post([FIRST, FIRST])] == [FIRST.key]
    assert outbox.post([FIRST]) == []
    assert len(lay_down(outbox, folder).sent) == 1
    assert outbox.post([FIRST]) == []
    assert lay_down(outbox, folder) == Delivery()
    assert mails(folder) == [FIRST.filename]


def test_a_mail_is_never_laid_over_another(outbox: Outbox, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / FIRST.filename).write_bytes(b"another mail")
    outbox.post([FIRST])
    lay_down(outbox, folder)
    assert (folder / FIRST.filename).read_bytes() == b"another mail"
    assert mails(folder) == [FIRST.filename, "2026-11-21_受理_01010101_2.eml"]


def test_stopped_after_laying_down_it_is_laid_down_no_second_time(
    outbox: Outbox, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.post([FIRST])
    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "settle", stop)
        with pytest.raises(KeyboardInterrupt):
            lay_down(outbox, folder)
    assert states(outbox, FIRST) == [WAITING]
    lay_down(outbox, folder)
    assert (mails(folder), states(outbox, FIRST)) == ([FIRST.filename], [SENT])


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_stopped_at_any_step_every_mail_goes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine stops at the n-th writing or removing; the next night everything is as if it had not."""
    steps = 0
    while True:
        outbox, folder = Outbox.of(tmp_path / f"{steps}"), tmp_path / f"mail{steps}"
        left = iter(range(steps))
        with monkeypatch.context() as patch:
            for owner, name in ((outbox_module, "durable_write"), (Path, "unlink")):
                patch.setattr(owner, name, counted(getattr(owner, name), left))
            try:
                outbox.post([FIRST, SECOND])
                lay_down(outbox, folder)
                stopped = False
            except KeyboardInterrupt:
                stopped = True
        outbox.post([FIRST, SECOND])
        lay_down(outbox, folder)
        assert mails(folder) == [FIRST.filename, SECOND.filename]
        assert states(outbox, FIRST, SECOND) == [SENT, SENT]
        assert outbox.failures_to_tell() == []
        assert sorted(path.name for path in outbox.folder.glob("*.*")) == []
        if not stopped:
            break
        steps += 1
    assert steps >= 10


def counted(function, left):  # type: ignore[no-untyped-def]
    """The function, until there is no step left."""

    def call(*arguments: object, **more: object) -> object:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return function(*arguments, **more)

    return call


def test_the_bytes_of_a_sent_mail_are_let_go(outbox: Outbox, folder: Path) -> None:
    outbox.post([FIRST])
    assert outbox.data(outbox.waiting()[0]) == FIRST.data
    lay_down(outbox, folder)
    assert not list(outbox.folder.rglob("*.eml"))


def test_a_folder_that_cannot_be_written_keeps_the_mails_waiting(outbox: Outbox, folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"a file where the folder should be")
    outbox.post([FIRST])
    done = lay_down(outbox, folder)
    assert [entry.key for entry in done.waiting] == [FIRST.key]
    assert "置けません" in done.waiting[0].reason
    folder.unlink()
    assert len(lay_down(outbox, folder).sent) == 1


def test_a_mail_whose_bytes_are_gone_has_failed(outbox: Outbox, folder: Path) -> None:
    outbox.post([FIRST, SECOND])
    (outbox.folder / f"{FIRST.key}.eml").unlink()
    assert [entry.key for entry in lay_down(outbox, folder).sent] == [SECOND.key]
    (failure,) = outbox.failures_to_tell()
    assert (failure.key, failure.state) == (FIRST.key, FAILED)


def test_a_failure_is_told_once(outbox: Outbox, folder: Path) -> None:
    outbox.post([FIRST])
    (outbox.folder / f"{FIRST.key}.eml").unlink()
    lay_down(outbox, folder)
    failures = outbox.failures_to_tell()
    outbox.told(failures)
    assert (len(failures), outbox.failures_to_tell()) == (1, [])
    assert outbox.knows(FIRST.key)


def test_a_record_that_cannot_be_read_is_named(outbox: Outbox) -> None:
    outbox.post([FIRST])
    (outbox.folder / f"{FIRST.key}.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadOutbox, match=FIRST.key):
        outbox.waiting()


def test_what_lasts_is_remembered_until_it_changes(outbox: Outbox) -> None:
    assert outbox.lines_told() == frozenset()
    outbox.remember_lines(["二", "一"])
    assert outbox.lines_told() == {"一", "二"}
    outbox.remember_lines([])
    assert outbox.lines_told() == frozenset()
