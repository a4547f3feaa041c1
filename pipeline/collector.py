"""Python's search for reference cycles, switched off where a great deal is made that has none.

Each search goes through everything that was read so far. A night makes millions of small objects and not one cycle among them:
reading takes a tenth less time without it, judging a fifth.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Hold the search off; also a decorator: `@no_search_for_cycles()`."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_memory_back() -> None:
    """Hand memory that is no longer used back to the system, where it has a call for that: else it stays with a process that grew."""
    gc.collect()
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc; musl has none
        if trim is not None:
            trim(0)
