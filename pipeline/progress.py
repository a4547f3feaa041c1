"""Showing that long work goes on: a bar on a terminal, plain lines in a log, nothing where only data may be printed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Progress:
    """Silent progress; `TerminalProgress` shows it."""

    def stage(self, name: str) -> None:
        """A stage without a count begins."""

    def event(self, message: str, **words: object) -> None:
        """Something that happened; the lines and bars for people leave it to the summary."""

    @contextmanager
    def counting(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        """A stage of `total` steps begins; what is yielded is told how many more are done."""
        yield lambda count: None

    def each(self, name: str, items: Sequence[T]) -> Iterator[T]:
        """The items, counted as they are taken."""
        with self.counting(name, len(items)) as done:
            for item in items:
                yield item
                done(1)


class LineProgress(Progress):
    """A line for each stage, for logs."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def stage(self, name: str) -> None:
        """Print the stage."""
        self._write(name)

    @contextmanager
    def counting(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        """Print the stage with its count."""
        if total:
            self._write(f"{name}（{total}件）")
        yield lambda count: None


class JsonProgress(Progress):
    """A JSON object for each stage, for programs that gather logs."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def event(self, message: str, **words: object) -> None:
        """Print something that happened, with its time."""
        at = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        self._write(json.dumps({"at": at, "message": message, **words}, ensure_ascii=False))

    def stage(self, name: str) -> None:
        """Print the stage."""
        self.event(name)

    @contextmanager
    def counting(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        """Print the stage with its count."""
        if total:
            self.event(name, count=total)
        yield lambda count: None


class TerminalProgress(Progress):
    """A bar for each counted stage, on standard error."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True)

    def stage(self, name: str) -> None:
        """Print the stage."""
        self._console.print(f"[dim]{name}[/dim]", highlight=False)

    @contextmanager
    def counting(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        """Show a bar until the stage ends."""
        from rich import progress

        columns = (
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
        )
        with progress.Progress(*columns, console=self._console, transient=False) as bars:
            task = bars.add_task(name, total=total)
            yield lambda count: bars.advance(task, count)
