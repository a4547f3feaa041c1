"""A little of the fuzzing in the suite; `nox -s fuzz` does it for minutes. Whatever comes in, only verdicts come out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import Extract
from pipeline.judge import judge
from pipeline.masters.load import Masters
from pipeline.read import sha256_of
from tests.fuzz.mutants import TURNS, mutant
from tests.fuzz.mutators import OF_BYTES, OF_PACKAGE
from tests.fuzz.parts import pack, unpack
from tests.fuzz.sources import SOURCES
from tests.fuzz.trial import Tally, try_batch
from tests.quine import quine

SEED, FILES = 7, 60


def test_spoilt_workbooks_get_verdicts(tmp_path: Path, masters: Masters) -> None:
    names = (*OF_PACKAGE, *OF_BYTES)
    numbers = [TURNS.index(name) + turn * len(TURNS) for turn in (0, 1) for name in names]
    tally = Tally()
    try_batch([mutant(SEED, number) for number in numbers[:FILES]], masters, tmp_path, tally)
    assert [failure.fault for failure in tally.failures] == []
    assert {verdict for _, verdict in tally.verdicts} == {"受理", "差戻し", "隔離"}


def test_a_failure_is_told_with_the_mutant_that_caused_it(
    tmp_path: Path, masters: Masters, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutants = [mutant(SEED, number) for number in range(5)]
    culprit = sha256_of(mutants[3].data)

    def judge_all_but_one(extracts: Sequence[Extract], *given: Any, **more: Any) -> Any:
        if any(extract.sha256 == culprit for extract in extracts):
            raise RuntimeError("見つけた")
        return judge(extracts, *given, **more)

    monkeypatch.setattr("tests.fuzz.trial.judge", judge_all_but_one)
    tally = Tally()
    try_batch(mutants, masters, tmp_path, tally)
    assert [(failure.mutants, failure.step) for failure in tally.failures] == [((mutants[3],), "検証")]
    assert "見つけた" in tally.failures[0].fault
    assert sum(tally.verdicts.values()) == 4


@pytest.mark.parametrize("name", [*OF_PACKAGE, *OF_BYTES])
def test_the_same_number_makes_the_same_mutant(name: str) -> None:
    number = TURNS.index(name)
    assert mutant(SEED, number) == mutant(SEED, number)
    assert len({mutant(SEED, number + turn * len(TURNS)).data for turn in range(5)}) > 1


def test_parts_that_are_not_spoilt_make_a_sound_package() -> None:
    for source in SOURCES:
        parts = unpack(source.data)
        with zipfile.ZipFile(io.BytesIO(pack(parts))) as packed:
            assert packed.testzip() is None
            assert [(name, packed.read(name)) for name in packed.namelist()] == [(p.name, p.data) for p in parts]


@pytest.mark.parametrize("name", ["r.xlsx", "xl/workbook.xml", "付議事項.xlsx"])
def test_the_quine_holds_nothing_but_itself(name: str) -> None:
    data = quine(name)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        (info,) = packed.infolist()
        assert packed.read(info) == data
