"""The journal: records stay, a torn tail does not count, and the night that was cut off is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import journal as module
from pipeline.journal import DECIDED, DONE, MAILED, PLACED, TAKEN, Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    made = Journal(tmp_path / "journal")
    made.write(DECIDED, date="2026-03-31", placements=[{"件名": "一"}, {"件名": "二"}])
    made.write(PLACED, number=0)
    return made


def test_a_night_that_was_cut_off_is_pending(journal: Journal) -> None:
    journal.write(TAKEN, number=0)
    pending = journal.pending()
    assert pending is not None
    assert (pending.date, pending.placed, pending.taken, pending.is_told) == ("2026-03-31", {0}, {0}, False)


def test_a_night_that_came_to_its_end_is_not(journal: Journal) -> None:
    journal.write(MAILED)
    journal.write(DONE)
    assert journal.pending() is None


@pytest.mark.parametrize("lost", range(1, 40, 3))
def test_a_torn_tail_does_not_count_and_can_be_added_to(journal: Journal, lost: int) -> None:
    data = journal.path.read_bytes()
    journal.path.write_bytes(data[:-lost])
    journal.open()
    assert [entry["kind"] for entry in journal.records()] == [DECIDED]
    journal.write(PLACED, number=1)
    assert [entry["kind"] for entry in journal.records()] == [DECIDED, PLACED]


def test_a_record_that_was_changed_ends_the_journal(journal: Journal) -> None:
    data = bytearray(journal.path.read_bytes())
    data[30] ^= 1
    journal.path.write_bytes(bytes(data))
    assert list(journal.records()) == []


def test_a_name_that_is_no_text_is_kept(journal: Journal) -> None:
    journal.write(DECIDED, date="2026-04-01", placements=[{"source": "\udc82\n🙂"}])
    pending = journal.pending()
    assert pending is not None
    assert pending.placements == [{"source": "\udc82\n🙂"}]


def test_a_long_journal_is_laid_aside_when_its_last_night_is_done(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST", 10)
    journal.open()
    assert journal.pending() is not None
    journal.write(DONE)
    journal.open()
    assert list(journal.records()) == []
    assert journal.path.with_suffix(".old").is_file()
