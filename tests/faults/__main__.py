"""Every step of a night × every fault, and kills during recovery: `python -m tests.faults` prints what was tried and what failed.

`python -m tests.faults 5` tries every fifth step only.
"""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.faults.harness import FAULTS, KILL, copy_of, count_steps, fill, state, trial

Case = tuple[int, str, int | None]


def main() -> int:
    """Try everything; 1 when something was wrong afterwards."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory(prefix="fugi-faults-") as folder:
        before = Path(folder, "before")
        fill(before, with_filing=True)
        steps = count_steps(copy_of(before, "undisturbed"))
        wanted = state(before.parent / "undisturbed")
        cases: list[Case] = [(step, fault, None) for step in range(0, steps, every) for fault in FAULTS]
        cases += [(step, KILL, again) for step in range(0, steps, 11 * every) for again in range(0, steps, 17 * every)]
        wrong = 0
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            trials = [(case, pool.submit(trial, before, wanted, *case)) for case in cases]
            for number, (case, future) in enumerate(trials, 1):
                faults = future.result()
                wrong += bool(faults)
                if faults:
                    print(case, *faults, sep="\n  ")
                if number % 50 == 0:
                    print(f"{number}/{len(cases)}", file=sys.stderr, flush=True)
    print(
        f"{steps} 段 × {len(FAULTS)} 種の故障（{'、'.join(FAULTS)}）と、回復の途中での停止、合わせて {len(cases)} 回。"
    )
    print(f"終わりの状態が乱されない夜と違ったもの：{wrong} 回")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
