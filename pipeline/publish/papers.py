"""付議書 of every accepted case, a workbook a case, written by as many processes as there are cores."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipeline.papers.head import CaseHead
from pipeline.papers.press import Press
from pipeline.work import default_workers

_CHUNK = 8
_POOL_PAYS_FROM = 32
"""Below so many cases starting a second process costs more than it saves."""

_worker_press: list[Press] = []


@dataclass(frozen=True, slots=True)
class PaperJob:
    """An accepted workbook and the papers to be made of it."""

    source: Path
    target: Path
    """Its folder must exist."""
    head: CaseHead


def write_all(
    jobs: Sequence[PaperJob], press: Press, workers: int | None, done: Callable[[int], None] = lambda count: None
) -> list[bool]:
    """Write the papers of all cases. `done` is told how many more are finished. Raises OSError.

    Returns for each whether it names an earlier case, so that its papers depend on what was approved.
    """
    workers = default_workers() if workers is None else workers
    if workers <= 1 or len(jobs) < _POOL_PAYS_FROM:
        named = []
        for job in jobs:
            named.append(press.write(job.source, job.target, job.head))
            done(1)
        return named
    chunks = [jobs[start : start + _CHUNK] for start in range(0, len(jobs), _CHUNK)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(press,)) as pool:
        named = []
        for finished in pool.map(_write_chunk, chunks):
            named += finished
            done(len(finished))
    return named


def _start(press: Press) -> None:
    _worker_press.append(press)


def _write_chunk(jobs: Sequence[PaperJob]) -> list[bool]:
    return [_worker_press[0].write(job.source, job.target, job.head) for job in jobs]
