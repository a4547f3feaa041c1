"""What counts as a file that was handed in, and what waits or is set aside unopened."""

from __future__ import annotations

import os
import threading
import time
import unicodedata
from pathlib import Path

import pytest

from pipeline.intake import HARD_LINK, LINK, SPECIAL, Inbox, take_in
from pipeline.lock import Busy, run_lock
from pipeline.read import sha256_of

DEPARTMENT = "税務課"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / DEPARTMENT).mkdir(parents=True)
    return folder


def look(inbox: Path, seconds: float = 0) -> Inbox:
    return take_in(inbox, inbox.parent / "snapshots", seconds)


def lay(inbox: Path, name: str = "付議.xlsx", data: bytes = b"bytes") -> Path:
    path = inbox / DEPARTMENT / name
    path.write_bytes(data)
    return path


def test_a_file_is_copied_before_anything_reads_it(inbox: Path) -> None:
    path = lay(inbox)
    (arrival,) = look(inbox).arrivals
    path.write_bytes(b"written over")
    assert arrival.snapshot is not None
    assert (arrival.snapshot.read_bytes(), arrival.sha256) == (b"bytes", sha256_of(b"bytes"))
    assert (arrival.folder, arrival.name, arrival.size) == (DEPARTMENT, "付議.xlsx", 5)


@pytest.mark.parametrize(
    "name", ["~$付議.xlsx", "付議.xlsx.tmp", ".~lock.付議.xlsx#", "付議.xlsx.part", "付議.crdownload"]
)
def test_temporary_files_wait(name: str, inbox: Path) -> None:
    lay(inbox, name)
    found = look(inbox)
    assert (found.arrivals, [path.name for path in found.deferred]) == ([], [name])


def test_a_workbook_that_someone_has_open_waits(inbox: Path) -> None:
    lay(inbox)
    lay(inbox, "~$付議.xlsx")
    found = look(inbox)
    assert found.arrivals == []
    assert found.deferred[inbox / DEPARTMENT / "付議.xlsx"] == "Excelで開かれています"


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", ".DS_Store"])
def test_files_of_the_system_are_not_seen(name: str, inbox: Path) -> None:
    lay(inbox, name)
    assert look(inbox) == Inbox()


def test_a_file_that_grows_between_two_looks_waits(inbox: Path) -> None:
    path = lay(inbox)

    def grow() -> None:
        time.sleep(0.1)
        with path.open("ab") as file:
            file.write(b"more")

    writer = threading.Thread(target=grow)
    writer.start()
    found = look(inbox, 0.3)
    writer.join()
    assert (found.arrivals, list(found.deferred.values())) == ([], ["書き込みの途中です"])
    assert len(look(inbox).arrivals) == 1


def test_what_has_long_been_still_is_not_waited_for(inbox: Path) -> None:
    os.utime(lay(inbox), (0, 0))
    start = time.perf_counter()
    assert len(look(inbox, 30).arrivals) == 1
    assert time.perf_counter() - start < 5


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
def test_what_is_no_plain_file_is_never_opened(inbox: Path) -> None:
    secret = inbox.parent / "secret.xlsx"
    secret.write_bytes(b"not for the inbox")
    (inbox / DEPARTMENT / "a.xlsx").symlink_to(secret)
    os.mkfifo(inbox / DEPARTMENT / "b.xlsx")  # to open it would wait for ever
    os.link(secret, inbox / DEPARTMENT / "c.xlsx")
    (inbox / DEPARTMENT / "d").symlink_to(inbox.parent)
    found = look(inbox)
    assert [(a.name, a.irregular, a.snapshot) for a in found.arrivals] == [
        ("a.xlsx", LINK, None), ("b.xlsx", SPECIAL, None), ("c.xlsx", HARD_LINK, None), ("d", LINK, None),
    ]  # fmt: skip
    assert list((inbox.parent / "snapshots").iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_waits(inbox: Path) -> None:
    lay(inbox).chmod(0)
    assert list(look(inbox).deferred.values()) == ["読む権限がないか、使用中です"]


NAMES = [
    "改行\nのある名前.xlsx",
    unicodedata.normalize("NFD", "ガギグ.xlsx"),
    "\u202ecod.xlsx",
    "🙂.xlsx",
    "①㈱髙﨑.xlsx",
    "あ" * 83 + ".xlsx",
    "=cmd|calc.xlsx",
    os.fsdecode(b"\x82\xa0.xlsx"),
]


@pytest.mark.parametrize("name", NAMES, ids=[str(number) for number in range(len(NAMES))])
def test_names_of_every_kind_are_taken_as_they_are(name: str, inbox: Path) -> None:
    lay(inbox, name)
    (arrival,) = look(inbox).arrivals
    assert arrival.path.name == name
    assert arrival.name.encode().decode() == arrival.name


def test_a_second_run_is_told_that_one_is_at_work(tmp_path: Path) -> None:
    with run_lock(tmp_path / "lock"), pytest.raises(Busy, match="動いています"), run_lock(tmp_path / "lock"):
        pass
    with run_lock(tmp_path / "lock"):
        pass
