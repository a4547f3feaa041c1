"""A batch of mutants through the job: read in workers with limits, judged together, answered. Only verdicts may come out."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import signal
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TypeVar

from pipeline.annotated import annotated_copy
from pipeline.extract import Extract
from pipeline.judge import Judgement, judge
from pipeline.masters.load import Masters
from pipeline.nightly import run_night
from pipeline.package import Unreadable
from pipeline.progress import Progress
from pipeline.settings import Intake, Limits, Settings
from pipeline.setup import init_workspace
from pipeline.work import extract_all
from pipeline.workspace import SUBMITTED, Workspace
from tests.fuzz.mutants import Mutant
from validations.findings import RETURNED

LIMITS = Limits(memory_mb=2048, seconds=20)
"""What a worker may take for one mutant."""
NIGHT = dt.date(2026, 3, 31)

_STOPPED = "読み取りの途中で止まりました"
_FOLDER = "税務課"
_SECONDS = 60.0
"""What a step may take that is no reading: judging a batch, answering one file."""

T = TypeVar("T")
Step = Callable[[Sequence[Mutant]], object]


class TooSlow(Exception):
    """A step took longer than it may."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A mutant, or several that fail only together, and what happened instead of a verdict."""

    mutants: tuple[Mutant, ...]
    step: str
    fault: str
    """With the trace back, for whoever mends it."""


@dataclass(slots=True)
class Tally:
    """What came out so far."""

    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(mutator, verdict) → files."""
    codes: Counter[str] = field(default_factory=Counter)
    stopped: list[Mutant] = field(default_factory=list)
    """Those in which reading ended with the worker or the reader."""
    failures: list[Failure] = field(default_factory=list)
    nights: int = 0


def try_batch(mutants: Sequence[Mutant], masters: Masters, folder: Path, tally: Tally) -> None:
    """Read, judge and answer mutants; whatever is no verdict goes to the failures of `tally`."""
    with _laid_down(mutants, folder) as paths:
        extracts = _read(mutants, paths, masters, tally)
    read = [mutant for mutant in mutants if mutant in extracts]
    judgements = _judged(read, extracts, masters, tally)
    for mutant, judgement in judgements.items():
        extract = extracts[mutant]
        tally.verdicts[mutant.mutators[0], judgement.verdict] += 1
        tally.codes.update({finding.code for finding in judgement.findings})
        if any(row[5] == _STOPPED for row in extract.observations):
            tally.stopped.append(mutant)
        with _told(tally, "回答", [mutant]), limited(_SECONDS):
            _answer(mutant, extract, judgement)


def _answer(mutant: Mutant, extract: Extract, judgement: Judgement) -> None:
    """What is written of a file whatever its verdict, and the annotated copy of one that goes back."""
    records = [finding.as_record() for finding in judgement.findings]
    json.dumps([extract.edition, extract.earlier, records], ensure_ascii=False).encode()
    if judgement.verdict == RETURNED and extract.form is not None:
        with suppress(Unreadable):  # it goes back without one
            annotated_copy(mutant.data, extract.sha256, mutant.file, records)


def _read(
    mutants: Sequence[Mutant], paths: dict[Mutant, Path], masters: Masters, tally: Tally
) -> dict[Mutant, Extract]:
    extracts: dict[Mutant, Extract] = {}

    def read(some: Sequence[Mutant]) -> None:
        jobs = [(paths[mutant], "付議事項.xlsx") for mutant in some]
        with limited(len(some) * LIMITS.seconds + _SECONDS):
            found = list(extract_all(jobs, dict(masters.forms), SUBMITTED, 1, limits=LIMITS))
        if faults := [extract.fault for extract in found if extract.fault]:
            raise AssertionError(faults[0])  # the night would go on without it (X14): here it is what is looked for
        extracts.update(zip(some, found, strict=True))

    _narrowed(mutants, read, "読取り", tally)
    return extracts


def _judged(
    mutants: Sequence[Mutant], extracts: dict[Mutant, Extract], masters: Masters, tally: Tally
) -> dict[Mutant, Judgement]:
    judgements: dict[Mutant, Judgement] = {}

    def judge_some(some: Sequence[Mutant]) -> None:
        with limited(_SECONDS):
            found, _ = judge([extracts[mutant] for mutant in some], masters, NIGHT, folders=[_FOLDER] * len(some))
        judgements.update(zip(some, found, strict=True))

    _narrowed(mutants, judge_some, "検証", tally)
    return judgements


def try_night(mutants: Sequence[Mutant], folder: Path, tally: Tally) -> None:
    """A whole night with mutants in the inbox: decided, placed, answered, published."""

    def run(some: Sequence[Mutant]) -> None:
        shutil.rmtree(folder / "night", ignore_errors=True)
        workspace = init_workspace(folder / "night")
        for mutant in some:
            (workspace.inbox / _FOLDER / mutant.file).write_bytes(mutant.data)
        _run_night(workspace, len(some))

    tally.nights += 1
    _narrowed(mutants, run, "夜", tally)


def _run_night(workspace: Workspace, files: int) -> None:
    settings = Settings(intake=Intake(look_again_seconds=0), limits=LIMITS)
    with limited(files * LIMITS.seconds + 4 * _SECONDS):
        night = run_night(workspace, NIGHT, 1, Progress(), settings)
    if night.exit_code or len(night.placed) != files:
        raise AssertionError(f"{files}冊のうち{len(night.placed)}冊：{night.notes}")


def _narrowed(mutants: Sequence[Mutant], step: Step, name: str, tally: Tally) -> None:
    """Do a step with mutants; when it fails, with halves of them, until those that fail stand alone."""
    if not mutants:
        return
    before = len(tally.failures)
    alone = Tally()
    with _told(alone, name, mutants):
        step(mutants)
    if not alone.failures:
        return
    if len(mutants) == 1:
        tally.failures += alone.failures
        return
    half = len(mutants) // 2
    _narrowed(mutants[:half], step, name, tally)
    _narrowed(mutants[half:], step, name, tally)
    if len(tally.failures) == before:  # only together
        tally.failures += alone.failures


@contextmanager
def _told(tally: Tally, step: str, mutants: Sequence[Mutant]) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException:  # a panic of the reader is no Exception
        tally.failures.append(Failure(tuple(mutants), step, traceback.format_exc()))


@contextmanager
def _laid_down(mutants: Sequence[Mutant], folder: Path) -> Iterator[dict[Mutant, Path]]:
    paths = {mutant: folder / f"{mutant.seed}-{mutant.number}.xlsx" for mutant in mutants}
    for mutant, path in paths.items():
        path.write_bytes(mutant.data)
    try:
        yield paths
    finally:
        for path in paths.values():
            path.unlink()


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in the work inside when it takes longer. Only where the system has an alarm, and in the main thread."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"{seconds}秒を超えました")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
