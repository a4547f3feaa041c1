"""What people do to a form in Excel and other programs, each with a real file: the right value at the right cell, or a finding.

The files are made in `tests/people.py`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.extract import Extract, extract_file
from pipeline.judge import Judgement, judge
from pipeline.masters.load import Masters
from pipeline.workspace import FORM
from tests.libreoffice import convert, needs_libreoffice
from tests.patch.builders import values
from tests.people import NOTHING_CHANGES, SAMPLE, WHAT_PEOPLE_DO, Outcome
from tests.readings import Values, places_of, stands_there, values_of


class Seen(NamedTuple):
    """What was read and found in one file."""

    path: Path
    extract: Extract
    judgement: Judgement
    values: Values


def see(path: Path, masters: Masters) -> Seen:
    extract = extract_file(path.read_bytes(), path.name, dict(masters.forms), FORM)
    (judgement,), tables = judge([extract], masters)
    return Seen(path, extract, judgement, values_of(tables, 1)[0])


@pytest.fixture(scope="module")
def sample(masters: Masters) -> Values:
    """What is read of the sample as it is."""
    return see(SAMPLE, masters).values


def expected_values(sample: Values, outcome: Outcome) -> Values:
    """The values of the sample, with what differs."""
    expected = {name: value for name, value in sample.items() if not outcome.lost or not re.match(outcome.lost, name)}
    if outcome.twice:
        expected |= {f"{name} (2)": value for name, value in sample.items() if name.startswith(f"{outcome.twice}.")}
    expected |= {name: value for name, value in outcome.values.items() if value is not None}
    return {name: value for name, value in expected.items() if outcome.values.get(name, value) is not None}


def expect(seen: Seen, outcome: Outcome, sample: Values) -> None:
    """Each value is read as it was written and stands where it is said to stand; what differs is found."""
    assert seen.values == expected_values(sample, outcome)
    findings = [(f.code, f.sheet, f.cell) for f in seen.judgement.findings]
    assert sorted(findings, key=str) == sorted(outcome.findings, key=str)
    without_value = {(sheet, cell) for code, sheet, cell in findings if code in ("F07", "F08")}
    places = [place for place in places_of(seen.extract) if place[:2] not in without_value]
    assert len(places) > 800
    assert stands_there(places, values(seen.path.read_bytes())) == []


@pytest.mark.parametrize("what", WHAT_PEOPLE_DO)
def test_every_value_is_read_where_it_stands_or_something_is_said(
    what: str, tmp_path: Path, masters: Masters, sample: Values
) -> None:
    path = tmp_path / "付議事項.xlsx"
    outcome = WHAT_PEOPLE_DO[what](path)
    expect(see(path, masters), outcome, sample)


@needs_libreoffice
def test_what_libreoffice_saves_is_read_as_if_nothing_had_happened(
    tmp_path: Path, masters: Masters, sample: Values
) -> None:
    form = Path(shutil.copy(SAMPLE, tmp_path))
    saved = convert(form, "xlsx", tmp_path / "profile")
    assert saved.read_bytes() != SAMPLE.read_bytes()
    expect(see(saved, masters), NOTHING_CHANGES, sample)
