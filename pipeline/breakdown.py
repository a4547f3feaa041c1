"""A workbook at which this program itself fails costs that workbook only: it goes back with X14, and the night goes on.

What went wrong is kept for whoever mends the program. A fault that is not bound to a workbook is not hidden: it stops the night.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pipeline.durable import durable_write
from pipeline.extract import Extract
from pipeline.japanese.digits import without_individual_numbers

UNCHECKED = "X14"
_SEEN = "点検できない"
"""The kind of observation that X14 looks for."""
FOLDER = "faults"
"""Of this machine's own notes: what went wrong, a text a workbook."""

Result = TypeVar("Result")


def unchecked(sha256: str, told: str, fault: Exception | None = None) -> Extract:
    """What stands for a workbook that cannot be checked. `told`: why, for people."""
    extract = Extract(sha256, fault="".join(traceback.format_exception(fault)) if fault else None)
    extract.observations.append((_SEEN, None, None, None, None, told))
    return extract


def without_culprits(
    extracts: Sequence[Extract], run: Callable[[Sequence[int], Sequence[Extract]], Result]
) -> tuple[Sequence[Extract], Result]:
    """Run over all workbooks; if that fails, over all but those at which it fails alone, which are replaced.

    `run` is given the places of workbooks and the workbooks. Raises what it raises when it fails at every one of several
    workbooks, or over workbooks of which none fails alone: then the fault is not in a workbook.
    """
    places = range(len(extracts))
    try:
        return extracts, run(places, extracts)
    except OSError:
        raise  # of the machine, not of a workbook
    except Exception:
        faults = {}
        for place, extract in enumerate(extracts):
            if fault := _fault(run, place, extract):
                faults[place] = fault
        if len(faults) == len(extracts) > 1 or not faults:
            raise
    sound = [
        unchecked(extract.sha256, "検証の途中で止まりました", faults[place]) if place in faults else extract
        for place, extract in enumerate(extracts)
    ]
    return sound, run(places, sound)


def _fault(run: Callable[[Sequence[int], Sequence[Extract]], object], place: int, extract: Extract) -> Exception | None:
    try:
        run([place], [extract])
    except OSError:
        raise
    except Exception as fault:
        return fault
    return None


def attempted(state: Path, sha256: str, attempt: Callable[[], Result]) -> Result | None:
    """The result of something that a file can do without; None when this program fails at it, which is kept."""
    try:
        return attempt()
    except OSError:
        raise
    except Exception as fault:
        keep_faults(state, [unchecked(sha256, "", fault)])
        return None


def keep_faults(state: Path, extracts: Sequence[Extract]) -> None:
    """Write down what went wrong, by 受付ID, without any 個人番号."""
    for extract in extracts:
        if extract.fault:
            text = without_individual_numbers(extract.fault)
            durable_write(state / FOLDER / f"{extract.sha256[:16]}.txt", text.encode(errors="backslashreplace"))
