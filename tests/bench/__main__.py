"""Measures reading, validating and the whole night on the same filled workbooks in one run, and prints them side by side."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.bench.corpus import make_filings, make_workbooks
from tests.bench.figures import SAMPLE, WHAT, Figures, Measured, beside, growth, table
from tests.bench.night import TURNS, beside_years_of_cases, night
from tests.bench.processes import run

ROUNDS = 5
"""Of (a) and (b), taken in turns so that noise hits both; the best round counts, because noise only ever adds."""


def main() -> None:
    """Make the workbooks, measure, print."""
    options = _options()
    if options.beside:
        _beside(*options.beside, mixed=not options.all_divisions)
        return
    nights = options.night or [options.number]
    most = max(nights) if options.night else options.number
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="fugi-bench-") as folder:
        _tell(f"ブックを {most} 冊作っています")
        files = make_workbooks(Path(folder, "files"), most)
        filings = make_filings(Path(folder, "filings"), options.filings)
        if not options.night:
            figures.measures |= _measure(files[0].parent, options.number)
        for number in nights:
            _tell(f"(e) {WHAT['e']}：{number} 冊")
            figures.nights[number] = Measured.of(night([*files[: number - len(filings)], *filings]), number)
    if options.json:
        print(json.dumps(asdict(figures)))
        return
    print(f"{platform.system()} {platform.machine()}、{os.cpu_count()} コア、Python {platform.python_version()}\n")
    print(growth(figures) if options.night else table(figures))


def _beside(new: int, accepted: int, years: int, *, mixed: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="fugi-bench-") as folder:
        _tell(f"ブックを {accepted} 冊作っています")
        files = make_workbooks(Path(folder, "files"), accepted + TURNS * new, mixed=mixed)
        rebuild, night = beside_years_of_cases(files, new, years)
    print(beside(rebuild, night, accepted, new, years))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("number", nargs="?", type=int, default=500, metavar="N", help="ブックの数（既定 500）")
    parser.add_argument("--json", action="store_true", help="結果をJSONで出す")
    parser.add_argument("--night", nargs="+", type=int, metavar="N", help="夜の仕事 (e) だけを、それぞれの数で測る")
    parser.add_argument(
        "--beside", nargs=3, type=int, metavar=("NEW", "ALL", "YEARS"),
        help="何年分もの受理済みのブックの作り直しと、新しいブックが少し届いた夜を測る",
    )  # fmt: skip
    parser.add_argument(
        "--filings", type=int, default=0, metavar="N", help="(e) のブックのうち N 冊を全項目評価書にする"
    )
    parser.add_argument(
        "--all-divisions",
        action="store_true",
        help="--beside を、令和5年度と同じ区分の割合でなく、全部の区分のあるブックで測る",
    )
    return parser.parse_args()


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _measure(folder: Path, number: int) -> dict[str, Measured]:
    results: dict[str, Measured] = {}
    for name in [*["a", "b"] * ROUNDS, *["c", "i"] * ROUNDS, "d"]:
        count = min(number, SAMPLE) if name == "d" else number
        _tell(f"({name}) {WHAT[name]}：{count} 冊")
        done = run(["-m", "tests.bench.measures", name, str(folder), str(count)])
        measured = Measured.of(done, count, seconds=float(done.output))
        if name not in results or measured.milliseconds < results[name].milliseconds:
            results[name] = measured
    return results


if __name__ == "__main__":
    main()
