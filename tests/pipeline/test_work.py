"""Workbooks that take a worker down cost the night nothing but themselves."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline import work
from pipeline.extract import Extract
from pipeline.masters.load import Masters
from pipeline.settings import Limits
from pipeline.work import extract_all, in_even_groups
from pipeline.workspace import FORM
from tests.conftest import SAMPLES
from tests.pipeline.test_packages import pack, parts_of

HALL = SAMPLES / "付議事項_区民ホール受付システム.xlsx"
STOPPED = ("ブックとして読めない", None, None, None, None, "読み取りの途中で止まりました")


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (400, [400]), (401, [200, 201]), (1000, [333, 333, 334])]
)
def test_groups_are_as_few_and_as_even_as_they_can_be(count: int, sizes: list[int]) -> None:
    groups = list(in_even_groups(range(count), 400))
    assert [len(group) for group in groups] == sizes
    assert [item for group in groups for item in group] == list(range(count))


def test_workers_read_only_so_far_ahead(masters: Masters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_CHUNKS_AHEAD", 2)
    monkeypatch.setattr(work, "_CHUNK", 1)
    handed_out: list[str] = []

    class Pool(ThreadPoolExecutor):
        def submit(self, work: Any, /, *given: Any, **named: Any) -> Any:
            handed_out.append(given[0][0][1])
            return super().submit(lambda: [Extract(given[0][0][1])])

    monkeypatch.setattr(work, "_pool", lambda *_: Pool(1))
    jobs = [(HALL, f"{number}.xlsx") for number in range(6)]
    read = extract_all(jobs, dict(masters.forms), FORM, 1, limits=Limits())
    assert next(read).sha256 == "0.xlsx"
    assert handed_out == ["0.xlsx", "1.xlsx", "2.xlsx"]
    assert [extract.sha256 for extract in read] == ["1.xlsx", "2.xlsx", "3.xlsx", "4.xlsx", "5.xlsx"]


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of two cells, so far apart that 20 million lie between them."""
    book = load_workbook(HALL)
    book["記録項目"]["XFD1220"].value = "x"
    path = tmp_path_factory.mktemp("heavy") / "離れた記入.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "limits",
    [
        Limits(memory_mb=4096, seconds=0.5),
        pytest.param(
            Limits(memory_mb=400, seconds=60),
            marks=pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="no such limit here"),
        ),
    ],
    ids=["time", "memory"],
)
def test_a_workbook_over_the_limits_costs_itself_only(limits: Limits, heavy: Path, masters: Masters) -> None:
    files = [HALL, heavy, HALL]
    extracts = list(extract_all([(path, path.name) for path in files], dict(masters.forms), FORM, 1, limits=limits))
    assert [extract.form for extract in extracts] == [FORM, None, FORM]
    assert extracts[1].observations == [STOPPED]


def test_within_the_limits_it_is_read_like_any_other(masters: Masters) -> None:
    limits = Limits(memory_mb=2048, seconds=60)
    (apart,) = extract_all([(HALL, HALL.name)], dict(masters.forms), FORM, os.cpu_count(), limits=limits)
    (here,) = extract_all([(HALL, HALL.name)], dict(masters.forms), FORM, 1)
    assert (apart.sha256, apart.fields, apart.tables) == (here.sha256, here.fields, here.tables)


def test_the_files_after_it_are_read_together_again(
    tmp_path: Path, masters: Masters, monkeypatch: pytest.MonkeyPatch
) -> None:
    killer = tmp_path / "倒れる.xlsx"
    parts = parts_of(HALL)
    sheet = "xl/worksheets/sheet19.xml"
    parts[sheet] = parts[sheet].replace(
        b"</sheetData>", b'<row r="400"><c r="A4294967290"><v>1</v></c></row></sheetData>'
    )
    files = [pack(killer, parts), *[HALL] * (4 * work._CHUNK)]
    pools: list[ProcessPoolExecutor] = []
    start_pool = work._pool

    def counted(*given: Any) -> ProcessPoolExecutor:
        pools.append(start_pool(*given))
        return pools[-1]

    monkeypatch.setattr(work, "_pool", counted)
    limits = Limits(memory_mb=2048, seconds=60)
    extracts = list(extract_all([(path, path.name) for path in files], dict(masters.forms), FORM, 1, limits=limits))
    assert [extract.form for extract in extracts] == [None, *[FORM] * (4 * work._CHUNK)]
    assert extracts[0].observations == [STOPPED]
    assert len(pools) == 4  # all, the first ones by themselves until it dies, those behind it, all others
