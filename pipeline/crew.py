"""The processes that read the accepted workbooks, print their papers and write the books: as many as there are cores.

One crew does all of it, so that books of a 年度 are written as soon as the workbooks of the others are read.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from types import TracebackType

from pipeline.collector import no_search_for_cycles
from pipeline.parts import FilingRows, Part, Reading, Rows
from pipeline.work import default_workers

_CASES_THAT_PAY = 32
_BOOKS_THAT_PAY = 6
"""Below so many starting a second process costs more than it saves."""

_BOOKS_OF_A_YEAR = 3
"""台帳, 審議案件一覧 and 統計."""

WriteBook = Callable[[Path], object]
"""Writes a book to a path; can be handed to another process."""

_reading_here: list[Reading] = []


class Crew:
    """To be used as a context: its processes end with it. What goes wrong in one of them is raised here."""

    def __init__(self, reading: Reading, workers: int | None = None) -> None:
        self._reading = reading
        self._workers = default_workers() if workers is None else workers
        self._pool: ProcessPoolExecutor | None = None
        self._to_write: list[tuple[WriteBook, Path]] = []
        self._writing: list[Future[None]] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def read(self, parts: Sequence[Part]) -> Iterator[tuple[Rows | FilingRows, dict[Path, bool]]]:
        """Read parts (`Reading.of`), in their order. Raises OSError."""
        if sum(len(part.files) for part in parts) >= _CASES_THAT_PAY:
            self._start()
        if self._pool is None:
            yield from map(self._reading.of, parts)
            return
        yield from self._pool.map(_read, parts)
        if len({part.year for part in parts if part.year}) * _BOOKS_OF_A_YEAR < _BOOKS_THAT_PAY:
            self._send_home()

    def write(self, write: WriteBook, path: Path) -> None:
        """Write a book, sooner or later; its folder must exist."""
        self._to_write.append((write, path))
        if self._pool is not None and self.books >= _BOOKS_THAT_PAY:
            self._hand_out()

    @property
    def books(self) -> int:
        """How many books were given to be written."""
        return len(self._to_write) + len(self._writing)

    def finish(self, done: Callable[[int], None] = lambda count: None) -> None:
        """Wait until all books are written. `done` is told how many more are. Raises OSError."""
        if self.books >= _BOOKS_THAT_PAY:
            self._start()
            self._hand_out()
        else:
            self._send_home()
        for book in self._to_write:
            _write(*book)
            done(1)
        for written in self._writing:
            written.result()
            done(1)
        self._to_write, self._writing = [], []

    def _start(self) -> None:
        if self._workers > 1 and self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=context, initializer=_begin, initargs=(self._reading,)
            )

    def _send_home(self) -> None:
        """End the other processes: a few books are made here, which may be large and take the memory that those have."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _hand_out(self) -> None:
        if self._pool is not None:
            self._writing += [self._pool.submit(_write, *book) for book in self._to_write]
            self._to_write = []


def _begin(reading: Reading) -> None:
    _reading_here.append(reading)


def _read(part: Part) -> tuple[Rows | FilingRows, dict[Path, bool]]:
    return _reading_here[0].of(part)


@no_search_for_cycles()
def _write(write: WriteBook, path: Path) -> None:
    write(path)
