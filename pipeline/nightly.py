"""The whole job on one page, in the order in which it runs.

    take in → read → locate → extract → normalise → validate → decide → plan → place → consolidate → publish

Reading to extracting happens file by file in workers (`work`); normalising to validating over some hundred files at a time (`judge`),
deciding over all of the night (`decide`). Until the plan is in the journal nothing was changed; from there on a night that is cut off is finished by the next run.
Consolidating and publishing know nothing of the night: they rebuild everything from `workbooks/`.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from pipeline.again import note_judged_again
from pipeline.breakdown import UNCHECKED, attempted
from pipeline.collector import give_memory_back
from pipeline.durable import clear_half_written, grouped, reason_of
from pipeline.intake import CLOSED
from pipeline.japanese.digits import without_individual_numbers
from pipeline.japanese.text import fold
from pipeline.job import Job, Todo, opened
from pipeline.journal import DECIDED, DONE, MAILED, PLACED, RAN, STOPPED, TAKEN, Journal, Pending
from pipeline.last_night import last_night, remember_night, told_if_set_back
from pipeline.lock import run_lock
from pipeline.masters.load import Masters
from pipeline.night import Night
from pipeline.notify.recipients import office_of
from pipeline.papers.approved import ledger_of
from pipeline.papers.change_model import Changes
from pipeline.papers.comparison import Comparison
from pipeline.placement import Placement, carry_out, take_out
from pipeline.post import post
from pipeline.progress import Progress
from pipeline.publish.publish import Published
from pipeline.publish.swap import held_sentence
from pipeline.rebuild import publish_all
from pipeline.receipts import Placed, Receipt, latest_filings, read_receipts
from pipeline.receive import receive
from pipeline.record.book import record_cases
from pipeline.secretariat import Secretariat
from pipeline.settings import Settings, load_settings
from pipeline.workspace import Workspace

_MANY = 100
"""Files of a night from which what was read of them takes so much memory that it is handed back before the books are made."""


def run_night(
    workspace: Workspace, date: dt.date, workers: int | None, progress: Progress, settings: Settings | None = None
) -> Night:
    """Run the job: finish what was cut off, take in what lies in the inbox, rebuild everything that is published.

    Raises `Busy` while another run is at work in the workspace.
    """
    settings = settings or load_settings(workspace.root)
    state = settings.state_folder(workspace.root)
    with run_lock(state / "lock"):
        journal = Journal(state / "journal")
        journal.open()
        with _told_in(journal, date):
            night = _run(opened(workspace, date, workers, progress, settings))
        journal.write(RAN, at=_now(), **night.as_summary())
    return night


def _run(job: Job) -> Night:
    office = office_of(job.settings.mail, job.masters)
    night = Night(job.date)
    workspace = job.workspace
    for folder in (workspace.accepted, workspace.returned, workspace.quarantine, workspace.mail, job.state):
        clear_half_written(folder)
    before = job.journal.pending()
    left = _finish(night, job, before) if before else []
    received = receive(job, left)
    if len(received.planned) >= _MANY:
        give_memory_back()
    _tell_deferred(night, received.deferred)
    if received.planned:
        todo = [*left, *(Todo(placement) for placement in received.planned)]
        entries = [{**one.placement.as_entry(), "placed": one.is_placed} for one in todo]
        job.journal.write(DECIDED, date=job.date.isoformat(), placements=entries)
        _place(night, job, [replace(one, number=number) for number, one in enumerate(todo)])
    for item in received.unchanged:
        note_judged_again(item, job.standards)
    placed = read_receipts(workspace)
    job = _record(night, job, placed)
    night.notes += told_if_set_back(job.date, last_night(job.state, placed, job.date))
    remember_night(job.state, job.date)
    published = publish_all(job, placed)
    _tell_published(night, job.workspace, published)
    night.notes += _notes(night.placed, job.masters, job.secretariat)
    post(job, office, night, placed, published.deadlines)
    if received.planned or before:
        job.journal.write(MAILED)
        if night.is_complete:
            job.journal.write(DONE)
    shutil.rmtree(job.snapshots, ignore_errors=True)
    return night


@contextmanager
def _told_in(journal: Journal, date: dt.date) -> Iterator[None]:
    """Note in the journal why a night could not go on, for `fugi status`."""
    try:
        yield
    except Exception as fault:
        with suppress(OSError):  # what stopped the night may keep the note from being written, too
            journal.write(STOPPED, at=_now(), date=date.isoformat(), reason=without_individual_numbers(_words(fault)))
        raise


def _words(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return f"「{fault.filename or '作業フォルダ'}」を読み書きできません（{reason_of(fault)}）。"
    return next(iter(str(fault).splitlines()), type(fault).__name__)


def _now() -> str:
    return dt.datetime.now().isoformat(timespec="seconds")


def _finish(night: Night, job: Job, pending: Pending) -> list[Todo]:
    """Carry out what a night that was cut off had decided. Returns what cannot be done now either."""
    todo = []
    for number, entry in enumerate(pending.placements):
        was_placed = entry.pop("placed") or number in pending.placed
        placement = Placement.of(entry)
        if was_placed and not pending.is_told:
            night.add(placement.placed(job.workspace), placement.address)  # nobody was told of it yet
        if number not in pending.taken:
            todo.append(Todo(placement, was_placed, number))
    if not pending.is_told:
        night.notes.append(f"{pending.date}の夜は途中で止まっていました。続きを行いました。")
    return _place(night, job, todo)


def _place(night: Night, job: Job, todo: Sequence[Todo]) -> list[Todo]:
    """Carry placements out, then take the files out of the inbox. What cannot be done now is returned, and holds up nothing else.

    Each half reaches the disk as one group: a placement can be carried out again, and nothing is taken out before all is there.
    """
    undone: list[Todo] = []
    placed: list[Todo] = []
    compared = Comparison(
        job.masters,
        lambda: ledger_of(read_receipts(job.workspace), job.secretariat, job.masters),
        lambda: latest_filings(read_receipts(job.workspace)),
    )

    def changes_of(data: bytes, receipt: Receipt) -> Changes | None:
        return attempted(job.state, receipt.sha256, lambda: compared.of(data, receipt.filename))

    with grouped():
        for one in job.progress.each("振り分けています", todo):
            if any(other.placement.receipt.sha256 == one.placement.receipt.sha256 for other in undone):
                undone.append(one)  # it repeats a file that has no answer yet
                continue
            try:
                if not one.is_placed:
                    night.add(carry_out(one.placement, job.workspace, job.snapshots, changes_of), one.placement.address)
                placed.append(replace(one, is_placed=True))
            except OSError as fault:
                undone.append(one)
                _tell_undone(night, one.placement, fault)
    with grouped():
        for one in placed:
            try:
                job.journal.write(PLACED, number=one.number)
                take_out(one.placement, job.workspace)
                job.journal.write(TAKEN, number=one.number)
            except OSError as fault:
                undone.append(one)
                _tell_held(night, one.placement, fault)
    return undone


def _tell_deferred(night: Night, deferred: Mapping[str, str]) -> None:
    night.deferred.update(deferred)
    night.is_complete = night.is_complete and CLOSED not in deferred.values()


def _tell_undone(night: Night, placement: Placement, fault: OSError) -> None:
    name = placement.receipt.filename
    night.is_complete = False
    night.deferred[f"{placement.receipt.folder}/{name}"] = reason_of(fault)
    night.notes.append(f"「{name}」を片付けられません（{reason_of(fault)}）。次の夜にもう一度行います。")


def _tell_held(night: Night, placement: Placement, fault: OSError) -> None:
    night.is_complete = False
    name = placement.receipt.filename
    night.notes.append(
        f"「{name}」は受け付けましたが、提出フォルダから移せません（{reason_of(fault)}）。次の夜に移します。"
    )


def _record(night: Night, job: Job, placed: Sequence[Placed]) -> Job:
    """Add the cases to the secretariat's book. Returns the job with the book as it is then."""
    recorded = record_cases(job, placed, night.placed)
    night.notes += recorded.notes
    night.is_complete &= recorded.is_complete
    return replace(job, secretariat=recorded.secretariat)


def _tell_published(night: Night, workspace: Workspace, published: Published) -> None:
    night.outputs = [workspace.relative(path) for path in published.made]
    night.changed = [workspace.relative(path) for path in published.changed]
    for path in published.held:
        night.is_complete = False
        night.notes.append(held_sentence(path))


def _notes(placed: Sequence[Placed], masters: Masters, secretariat: Secretariat) -> list[str]:
    notes = [f"事務局のブックに直すところが{len(secretariat.faults)}件あります。"] if secretariat.faults else []
    notes += [
        f"「{item.receipt.filename}」の点検の途中で、このプログラムが止まりました。「運用の手引き」の9を見てください。"
        for item in placed
        if item.receipt.has(UNCHECKED)
    ]
    folders = dict.fromkeys(item.receipt.folder for item in placed)
    return notes + [
        f"提出フォルダ「{folder}」は組織マスタにない課の名前です。"
        if folder
        else "課のフォルダの外に置かれたファイルがありました。"
        for folder in folders
        if fold(folder) not in masters.department_keys
    ]
