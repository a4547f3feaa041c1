"""Fuzzing for some seconds: `python -m tests.fuzz [SECONDS [SEED [FOLDER]]]`.

Prints what came out, by mutator; 1 when anything but a verdict did. What failed is saved to FOLDER (one is made when none is given).
`python -m tests.fuzz again SEED-NUMBER …` tries single mutants again.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from pipeline.masters.load import Masters, load_masters
from tests.conftest import WORKBOOKS
from tests.fuzz.mutants import mutant
from tests.fuzz.mutators import OF_BYTES, OF_PACKAGE
from tests.fuzz.trial import Failure, Tally, try_batch, try_night
from validations.findings import ACCEPTED, QUARANTINED, RETURNED

BATCH = 96
A_NIGHT = 4
"""So many batches, and the last of them goes through a whole night, too."""
_VERDICTS = ACCEPTED, RETURNED, QUARANTINED


def main(arguments: list[str]) -> int:
    """Try mutants; 1 when something failed."""
    os.environ["RUST_BACKTRACE"] = "0"  # a reader that gives up in its worker need not explain itself here
    masters = load_masters(WORKBOOKS / "masters")
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="fugi-fuzz-") as folder:
        if arguments[:1] == ["again"]:
            wanted = [one.split("-") for one in arguments[1:]]
            _try(((int(seed), int(number)) for seed, number in wanted), masters, Path(folder), tally, night=True)
        else:
            _fuzz(float((arguments or ["120"])[0]), _seed(arguments), masters, Path(folder), tally)
    _report(tally)
    if tally.failures:
        kept = (
            arguments[2]
            if len(arguments) > 2 and arguments[0] != "again"
            else tempfile.mkdtemp(prefix="fugi-fuzz-失敗-")
        )
        _save(tally.failures, Path(kept))
    return int(bool(tally.failures))


def _seed(arguments: list[str]) -> int:
    """The seed that is asked for; another one each time where none is."""
    return int(arguments[1]) if len(arguments) > 1 else int(time.time())


def _fuzz(seconds: float, seed: int, masters: Masters, folder: Path, tally: Tally) -> None:
    print(f"種：{seed}、時間：{seconds:g}秒", flush=True)
    end, batch = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        numbers = range(batch * BATCH, (batch + 1) * BATCH)
        batch += 1
        _try(((seed, number) for number in numbers), masters, folder, tally, batch % A_NIGHT == 0)
        if batch % 10 == 0:
            print(f"{batch * BATCH}冊、失敗{len(tally.failures)}件", file=sys.stderr, flush=True)


def _try(wanted: Iterable[tuple[int, int]], masters: Masters, folder: Path, tally: Tally, night: bool) -> None:
    mutants = [mutant(seed, number) for seed, number in wanted]
    before = len(tally.failures)
    try_batch(mutants, masters, folder, tally)
    if night and len(tally.failures) == before:
        try_night(mutants, folder, tally)


def _report(tally: Tally) -> None:
    names = (*OF_PACKAGE, *OF_BYTES)
    print("\n" + "\t".join(("試した冊数", *_VERDICTS, "壊し方")))
    for name in (*names, None):
        counts = [
            sum(n for (m, v), n in tally.verdicts.items() if name in (m, None) and v == verdict)
            for verdict in _VERDICTS
        ]
        print("\t".join(map(str, (sum(counts), *counts, name or "合計"))))
    print("\n見つけた誤りの種類：" + "、".join(f"{code} {count}冊" for code, count in sorted(tally.codes.items())))
    print(f"ひと晩の処理に通した回数：{tally.nights}回")
    print(f"読み取りの途中で止まり、そのファイルだけを差し戻したもの：{len(tally.stopped)}冊")
    for one in tally.stopped:
        print(f"  {one.seed}-{one.number}（{'と'.join(one.mutators)}、{one.source}）")
    print(f"判定の出なかったもの（失敗）：{len(tally.failures)}件")


def _save(failures: Iterable[Failure], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for failure in failures:
        for one in failure.mutants[:5]:
            (folder / one.file).write_bytes(one.data)
            (folder / one.file).with_suffix(".txt").write_text(f"{failure.step}\n{failure.fault}", encoding="utf-8")
            print(f"  {failure.step}：{one.seed}-{one.number}　{failure.fault.splitlines()[-1]}")
    print(f"失敗したファイルとその記録：{folder}")
    print("もう一度試すには：python -m tests.fuzz again 種-番号")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
