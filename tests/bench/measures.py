"""What is measured, each in a process of its own: `python -m tests.bench.measures NAME FOLDER N` prints the seconds.

Loading libraries and masters is not part of the time: it is paid once a night, and the night (e) pays it with the rest.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.settings import Limits


def reading(paths: Sequence[Path]) -> float:
    """(a) Reading alone: every sheet of every workbook as Python values, and nothing else."""
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    for path in paths:
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
    return time.perf_counter() - start


def fugi(paths: Sequence[Path], workers: int | None = 1, limits: Limits | None = None) -> float:
    """(b) From files to validated tables in one process."""
    from pipeline.collector import no_search_for_cycles
    from pipeline.judge import judge
    from pipeline.masters.load import load_masters
    from pipeline.shipped import shipped
    from pipeline.work import extract_all
    from pipeline.workspace import FORM
    from validations.findings import ACCEPTED

    masters = load_masters(shipped() / "masters")
    start = time.perf_counter()
    jobs = [(path, path.name) for path in paths]
    with no_search_for_cycles():  # as a night does
        extracts = list(extract_all(jobs, dict(masters.forms), FORM, workers, limits=limits))
        judgements, _ = judge(extracts, masters)
    seconds = time.perf_counter() - start
    refused = [path.name for path, judged in zip(paths, judgements, strict=True) if judged.verdict != ACCEPTED]
    if refused:
        raise RuntimeError(f"made to be accepted, but refused: {refused[:5]}")
    return seconds


def fugi_on_all_cores(paths: Sequence[Path]) -> float:
    """(c) The same with a worker a core."""
    return fugi(paths, workers=None)


def fugi_isolated(paths: Sequence[Path]) -> float:
    """(i) The same in workers that may die, with limits on memory and time, as a night reads what comes in."""
    return fugi(paths, workers=None, limits=Limits())


def colleague(paths: Sequence[Path]) -> float:
    """(d) The ordinary way with pandas, openpyxl and pandera, to one frame a table over all workbooks."""
    import pandas as pd

    from pipeline.masters.load import load_masters
    from pipeline.shipped import shipped
    from tests.bench.colleague import Colleague

    ordinary = Colleague(load_masters(shipped() / "masters"))
    start = time.perf_counter()
    read = [ordinary.read(path) for path in paths]
    frames = {name: pd.concat([tables[name] for tables, _ in read], ignore_index=True) for name in read[0][0]}
    seconds = time.perf_counter() - start
    faults = [fault for _, faults in read for fault in faults]
    if faults or not all(len(rows) for rows in frames.values()):
        raise RuntimeError(f"made to be accepted, but: {faults[:5]}")
    return seconds


MEASURES: dict[str, Callable[[Sequence[Path]], float]] = {
    "a": reading,
    "b": fugi,
    "c": fugi_on_all_cores,
    "i": fugi_isolated,
    "d": colleague,
}

if __name__ == "__main__":
    measure, folder, at_most = MEASURES[sys.argv[1]], Path(sys.argv[2]), int(sys.argv[3])
    files = sorted(folder.glob("*.xlsx"))[:at_most]
    measure(files[:1])  # what is loaded on first use is not to count
    print(measure(files))
