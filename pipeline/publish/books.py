"""The workbooks of the years, written by as many processes as there are cores."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipeline.collector import no_search_for_cycles
from pipeline.work import default_workers

_POOL_PAYS_FROM = 6
"""Below so many books starting a second process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook to be written."""

    place: str
    """Relative to `outputs/`."""
    made_from: str = ""
    """A digest of what it is made from."""
    write: Callable[[Path], object] | None = None
    """Writes it to a path; can be handed to another process."""


def write_books(
    books: Sequence[Book], aside: Path, workers: int | None, done: Callable[[int], None] = lambda count: None
) -> None:
    """Write the books to their places in the folder `aside`. Raises OSError."""
    for folder in {(aside / book.place).parent for book in books}:
        folder.mkdir(parents=True, exist_ok=True)
    workers = default_workers() if workers is None else workers
    if workers <= 1 or len(books) < _POOL_PAYS_FROM:
        for book in books:
            done(_write(book, aside))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for count in pool.map(_write, books, [aside] * len(books)):
            done(count)


@no_search_for_cycles()
def _write(book: Book, aside: Path) -> int:
    if book.write is not None:
        book.write(aside / book.place)
    return 1
