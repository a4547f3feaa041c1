"""A night that fails or is killed at any of its steps ends, after the next run, as if nothing had happened. Here a sample of the
steps; `nox -s faults` tries them all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.harness import FAULTS, KILL, State, copy_of, count_steps, fill, state, trial

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

SAMPLE = 7


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("faults") / "before").root


@pytest.fixture(scope="module")
def undisturbed(before: Path) -> tuple[int, State]:
    copy = copy_of(before, "undisturbed")
    return count_steps(copy), state(copy)


@pytest.mark.parametrize("part", range(SAMPLE))
def test_a_disturbed_night_ends_as_an_undisturbed_one(part: int, before: Path, undisturbed: tuple[int, State]) -> None:
    steps, wanted = undisturbed
    step = part * steps // SAMPLE
    assert trial(before, wanted, step, FAULTS[part % len(FAULTS)]) == []


@pytest.mark.parametrize(("part", "again"), [(0.2, 0.1), (0.5, 0.3), (0.9, 0.05)])
def test_so_does_one_whose_recovery_is_killed(
    part: float, again: float, before: Path, undisturbed: tuple[int, State]
) -> None:
    steps, wanted = undisturbed
    assert trial(before, wanted, int(part * steps), KILL, int(again * steps)) == []
