"""Working through many files behind an executor: a process pool here, any other `concurrent.futures.Executor` elsewhere.

Reading runs in workers because a workbook can take the reader down with it: such a file costs itself only.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

from pipeline.breakdown import unchecked
from pipeline.collector import no_search_for_cycles
from pipeline.extract import Extract, Only, extract_file
from pipeline.forms.model import Form
from pipeline.limits import killed_after, limit_memory
from pipeline.read import sha256_of
from pipeline.settings import Limits

T = TypeVar("T")
Job = tuple[Path, str]
"""A file and the name it is judged by (the extension counts)."""

_CHUNK = 16
_CHUNKS_AHEAD = 25
"""So many chunks are read beyond what was taken: enough to keep the workers busy, not so many that they fill the memory."""

_POOL_PAYS_FROM = 32
"""Below so many files starting a second process costs more than it saves."""

_worker_forms: dict[str, Form] = {}
_worker_limits: list[Limits] = []


def default_workers() -> int:
    """One worker a core."""
    return os.cpu_count() or 1


def extract_all(
    jobs: Sequence[Job],
    forms: dict[str, Form],
    only: Only,
    workers: int | None = None,
    done: Callable[[int], None] = lambda count: None,
    limits: Limits | None = None,
) -> Iterator[Extract]:
    """Extract every file, in order, as they are asked for; some are read ahead. `done` is told how many more are finished.

    With `limits` each file is read in a worker that may die: of memory, of time, or because the reader does. Without, the
    files were read before.
    """
    workers = default_workers() if workers is None else workers
    chunks = [jobs[start : start + _CHUNK] for start in range(0, len(jobs), _CHUNK)]
    read: Iterator[list[Extract]]
    if limits is None and (workers <= 1 or len(jobs) < _POOL_PAYS_FROM):
        read = (_extract_here(chunk, forms, only) for chunk in chunks)
    else:
        read = _in_workers(chunks, forms, only, workers, limits)
    for extracts in read:
        done(len(extracts))
        yield from extracts


def in_even_groups(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The items in their order, in as few groups as hold at most so many each, all about as large."""
    groups = -(-len(items) // most)
    for group in range(groups):
        yield items[len(items) * group // groups : len(items) * (group + 1) // groups]


def _in_workers(
    chunks: Sequence[Sequence[Job]], forms: dict[str, Form], only: Only, workers: int, limits: Limits | None
) -> Iterator[list[Extract]]:
    finished = 0
    while finished < len(chunks):
        left = chunks[finished:]
        try:
            with _pool(min(workers, len(left)), forms, limits) as pool:
                for extracts in _in_order(pool, left, only):
                    finished += 1
                    yield extracts
        except BrokenProcessPool:
            # some file took its worker down: the files that wait longest are read one by one, then all others go on together
            yield _extract_carefully(chunks[finished], forms, only, limits)
            finished += 1


def _pool(workers: int, forms: dict[str, Form], limits: Limits | None) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(forms, limits))


def _start_worker(forms: dict[str, Form], limits: Limits | None) -> None:
    _worker_forms.update(forms)
    if limits is not None:
        limit_memory(limits.memory_mb)
        _worker_limits.append(limits)


def _in_order(pool: Executor, chunks: Sequence[Sequence[Job]], only: Only) -> Iterator[list[Extract]]:
    waiting: deque[Future[list[Extract]]] = deque()
    for chunk in chunks:
        try:
            waiting.append(pool.submit(_extract_chunk, chunk, only))
        except BrokenProcessPool:
            yield from (future.result() for future in waiting)  # what was finished before counts
            raise
        if len(waiting) > _CHUNKS_AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@no_search_for_cycles()
def _extract_here(jobs: Sequence[Job], forms: dict[str, Form], only: Only) -> list[Extract]:
    return [_extract_one(job, forms, only) for job in jobs]


@no_search_for_cycles()
def _extract_chunk(jobs: Sequence[Job], only: Only) -> list[Extract]:
    if not _worker_limits:
        return _extract_here(jobs, _worker_forms, only)
    extracts = []
    for job in jobs:
        with killed_after(_worker_limits[0].seconds):
            extracts.append(_extract_unknown(job, _worker_forms, only))
    return extracts


def _extract_unknown(job: Job, forms: dict[str, Form], only: Only) -> Extract:
    """Extract a file that nobody has read yet: at whatever this program fails in it, the night goes on."""
    try:
        return _extract_one(job, forms, only)
    except OSError:
        raise
    except Exception as fault:
        return unchecked(sha256_of(job[0].read_bytes()), "読み取りの途中で止まりました", fault)


def _nothing() -> None:
    """The least that a worker can do."""


def _extract_one(job: Job, forms: dict[str, Form], only: Only) -> Extract:
    path, name = job
    return extract_here(path.read_bytes(), name, forms, only)


def extract_here(data: bytes, name: str, forms: dict[str, Form], only: Only) -> Extract:
    """Extract one file in this process: one that takes the reader down is a workbook that cannot be read."""
    try:
        return extract_file(data, name, forms, only)
    except BaseException as panic:
        # calamine's panics are no Exception; anything else is a fault of this program
        if not isinstance(panic, MemoryError) and type(panic).__name__ != "PanicException":
            raise
        return _unreadable(data)


def _extract_carefully(jobs: Sequence[Job], forms: dict[str, Form], only: Only, limits: Limits | None) -> list[Extract]:
    """Extract one by one in a worker that may die: the file that kills it is known at once, and the next has a new one."""
    extracts: list[Extract] = []
    while len(extracts) < len(jobs):
        with _pool(1, forms, limits) as pool:
            pool.submit(_nothing).result()  # a worker that cannot even start is no fault of a file
            try:
                while len(extracts) < len(jobs):
                    extracts += pool.submit(_extract_chunk, [jobs[len(extracts)]], only).result()
            except BrokenProcessPool:
                extracts.append(_unreadable(jobs[len(extracts)][0].read_bytes()))
    return extracts


def _unreadable(data: bytes) -> Extract:
    extract = Extract(sha256_of(data))
    extract.observations.append(("ブックとして読めない", None, None, None, None, "読み取りの途中で止まりました"))
    return extract
