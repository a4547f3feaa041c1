"""Limits on what one workbook may cost a worker. Both end the process: neither the reader nor the workbook can talk it out of that."""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def limit_memory(megabytes: int) -> None:
    """Let this process have no more memory than that. Where the system has no such limit (Windows), nothing."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


@contextmanager
def killed_after(seconds: float | None) -> Iterator[None]:
    """End this process when the work inside takes longer: a thread of C watches, which no loop in the reader can hold up."""
    if seconds is None:
        yield
        return
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (a device, not a path of ours)
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
