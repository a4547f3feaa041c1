"""The content of a workbook: every text with its place, every row of its tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import extract_file
from pipeline.masters.load import Masters
from pipeline.papers.content import Content, content_of
from pipeline.workspace import FORM
from tests.conftest import SAMPLES

HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"


def _content(path: Path, masters: Masters) -> Content:
    extract = extract_file(path.read_bytes(), path.name, dict(masters.forms), FORM)
    return content_of(extract, masters.forms[FORM], masters.mark_readings)


def test_texts_stand_under_their_names_with_their_cells(masters: Masters) -> None:
    (cover,) = _content(HALL, masters).of("表紙")
    assert cover.texts["種別"] == "新規"
    assert cover.places["種別"] == (5, 1)
    assert "前回案件" not in cover.texts


def test_the_rows_of_a_table_belong_to_their_sheet(masters: Masters) -> None:
    content = _content(HALL, masters)
    (own,), (theirs,) = content.of("電算処理_区"), content.of("電算処理_委託先")
    assert {line.cells[0][:2] for line in own.tables["表"] if line.cells[0]} == {"電区"}
    assert {line.cells[0][:2] for line in theirs.tables["表"] if line.cells[0]} == {"電先"}


@pytest.mark.parametrize("typed", ["〇", "◯"])
def test_a_mark_is_given_as_it_is_read(typed: str, masters: Masters) -> None:
    extract = extract_file(HALL.read_bytes(), HALL.name, dict(masters.forms), FORM)
    extract.tables["対策"] = [(*row[:6], typed, *row[7:]) for row in extract.tables["対策"]]
    (leaf,) = content_of(extract, masters.forms[FORM], masters.mark_readings).of("電算処理_区")
    assert {line.cells[3] for line in leaf.tables["表"]} == {"○"}
