"""Python's search for reference cycles, switched off where a great deal is made that has none.

Each search goes through everything that was read so far. A night makes millions of small objects and not one cycle among them:
reading takes a tenth less time without it, judging a fifth.
"""

from __future__ import annotations

import gc
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
