"""A 全項目評価書 as LibreOffice prints it: every value of the published one is there, and nothing runs into another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.filings.paper import write_filing_paper
from pipeline.masters.load import Masters
from pipeline.papers.pdf import to_pdf
from tests.filing.accounts import READ, FiledAssessment, official_fields, published_values
from tests.filing.conftest import SAMPLE, read_filing, tables_of
from tests.filing.revising import read
from tests.libreoffice import needs_libreoffice
from tests.pdf_text import overlaps, pages_of, planned_pages, text_of, too_seldom

pytestmark = needs_libreoffice

_NUMBER_OF_CHOICE = re.compile("^[０-９]+）")


@pytest.fixture(scope="module")
def paper(masters: Masters, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("評価書") / "評価書3.xlsx"
    write_filing_paper(path, read(SAMPLE, masters), None, masters.forms["全項目評価書"])
    return path


@pytest.fixture(scope="module")
def pdf(paper: Path) -> Path:
    return to_pdf(paper)


def test_every_value_of_the_published_assessment_is_printed(pdf: Path, masters: Masters) -> None:
    values = list(_printed_values(masters))
    print(f"{len(values)} values of the published assessment are looked for")
    assert len({of for of, _ in values}) == 493
    # pdftotext reads a ① from another font behind its neighbours there
    text = text_of(pdf).replace("2-(1)①", "2-①(1)")
    assert too_seldom([value for _, value in values], text) == []


def test_a_value_that_is_left_out_is_seen(pdf: Path) -> None:
    assert too_seldom(["[ ○ ] 専用船", "平成28年6月1日"] + ["健康部医療保険年金課"] * 50, text_of(pdf)) == [
        "[○]専用船",
        "健康部医療保険年金課",
    ]


def test_no_text_runs_into_another_and_pages_are_those_planned(paper: Path, pdf: Path) -> None:
    assert overlaps(pdf) == []
    assert pages_of(pdf) == planned_pages(paper)


def _printed_values(masters: Masters) -> Iterator[tuple[tuple[str, str], str]]:
    """(field, of what) and a piece of text, as the official form prints what was published."""
    filed = FiledAssessment(tables_of(read_filing(SAMPLE, masters), masters), masters.forms["全項目評価書"])
    types = {field.id: field.type for field in official_fields()}
    columns = {field.id: field.column for field in official_fields()}
    for value in published_values():
        if value.state != READ:
            continue
        text, key = filed.text(value.id, value.of), (value.id, value.of)
        if types[value.id] == "single choice":
            yield key, f"[ {_NUMBER_OF_CHOICE.sub('', text)} ]"
        elif types[value.id] == "multi ○":
            ticked = filter(None, re.split("、(?![^（]*）)", text))
            yield from ((key, f"[ ○ ] {choice}") for choice in ticked)
            yield key, ""
        elif columns[value.id] == "内容":
            yield from ((key, said.replace("：", "（", 1) + "）") for said in re.split("、(?=[^、：]+：)", text))
        elif value.id == "I2.no":
            yield key, f"システム{text}"
        elif value.id == "II4.n":
            yield key, f"（ {text} ）件"
        else:
            yield key, text
