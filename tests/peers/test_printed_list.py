"""審議案件一覧 as LibreOffice prints it: every text in its own cell, none cut off, no row torn, headings on every page."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.consolidate import consolidate
from pipeline.masters.load import Masters
from pipeline.publish.case_list import write_case_list
from pipeline.publish.heading import ListHeading, list_heading
from pipeline.publish.list_cases import ListCase, list_cases
from pipeline.publish.list_sheet import HEADINGS
from pipeline.secretariat import read_secretariat
from pipeline.setup import fill_demo, init_workspace
from tests.libreoffice import needs_libreoffice
from tests.peers.conftest import Convert
from tests.printed import Page, pages_of, plain

pytestmark = needs_libreoffice

YEAR = "令和5年度"
HEAD_ROW = tuple(plain(heading) for heading in HEADINGS)


@dataclass(frozen=True, slots=True)
class Printed:
    """A list and its pages. `planned`: how many pages each sheet has by the breaks that were written."""

    cases: list[ListCase]
    heading: ListHeading
    book: Path
    pages: list[Page]
    planned: list[int]

    @property
    def list_pages(self) -> list[Page]:
        return self.pages[: self.planned[0]]

    @property
    def summary_pages(self) -> list[Page]:
        return self.pages[self.planned[0] :]


def _print(folder: Path, cases: pd.DataFrame, heading: ListHeading, convert: Convert) -> Printed:
    path = folder / "一覧.xlsx"
    write_case_list(path, YEAR, heading, cases)
    planned = [len(sheet.row_breaks.brk) + 1 for sheet in openpyxl.load_workbook(path)]
    return Printed(list_cases(cases), heading, path, list(pages_of(convert(path, "pdf"))), planned)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, masters: Masters, convert: Convert) -> Printed:
    """The 51 cases of 令和5年度."""
    workspace = init_workspace(tmp_path_factory.mktemp("作業"))
    fill_demo(workspace)
    books = read_secretariat(workspace, masters)
    cases = consolidate(workspace, [], masters, books, lambda parts: [], dt.date(2026, 4, 1)).lists[YEAR]
    return _print(
        tmp_path_factory.mktemp("一覧"), cases, list_heading(YEAR, cases, books.list_texts.get(YEAR, {})), convert
    )


def _made_up(folder: Path, convert: Convert) -> Printed:
    """300 cases such as nobody has seen yet."""
    cases = pd.DataFrame([_case(number) for number in range(1, 301)]).astype({"№": "Int64"})
    heading = ListHeading(
        "資料", "令和8年4月1日", "区政情報課", "表題" * 30, "前文" * 90, "１　案件", "※注", "２", "公開"
    )
    return _print(folder, cases, heading, convert)


WORDS = (
    "個人情報", "外部結合", "ガバメントクラウド", "（令和３年法律第40号）", "「標準化法」という。", "①", "ｼｽﾃﾑ", "LGWAN-ASP", "約３，１２０件",
    "https://www.example.jp/jigyo/system/iko/index.html?id=0123456789&page=1", "ＬＩＮＥ", "WWWWMMMM", "・", "、", "ＩＳＭＳ認証",
    "ISO/IEC27001", "ー", "々", "…", "株式会社", "iiiiillll", "％", "№", "ヴ", "１,０００", "令和7年6月1日",
)  # fmt: skip
DIVISIONS = ("電算処理", "外部結合", "業務委託", "指定管理", "外部提供", "防犯カメラ")


def _text(source: random.Random, length: int) -> str:
    """A text of about so many characters, with sections, short lines and lines that go on for a page."""
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        sentence = "".join(source.choices(WORDS, k=source.randint(1, 30))) + "。"
        parts.append(sentence)
        if source.random() < 0.3:
            parts.append(f"\n{source.choice('１２３')} {source.choice(WORDS)}\n")
        elif source.random() < 0.3:
            parts.append("\n（１）外部結合\n")
    return "".join(parts).strip()


def _case(number: int) -> dict[str, object]:
    source = random.Random(number)
    long = number % 10 == 0
    departments = source.randint(1, 60 if number % 25 == 0 else 6)
    return {
        "№": None if number % 50 == 0 else number,
        "案件ID": f"R05-{number:04}",
        "件名": _text(source, 400 if number % 40 == 0 else 40).replace("\n", ""),
        "担当課": "、".join(
            source.choices(("税務課", "子ども家庭支援課", "新宿コズミックスポーツセンター課"), k=departments)
        ),
        "区分": "、".join(source.sample(DIVISIONS, source.randint(1, 6))),
        "付議日": "2023-12-21",
        "審議結果": source.choice(("承認", "条件付承認", "継続審議")),
        "事業名": _text(source, 20),
        "担当課の表記": None,
        "区分の表記": None,
        "目的": _text(source, 2_000 if number % 60 == 0 else 120),
        "対象者": _text(source, 30),
        "事業内容": _text(source, 2_000 if long else 200),
        "個人情報の流れ及び情報保護対策": "別紙のとおり",
        "その他の見出し": _text(source, 90).replace("\n", "") if number % 30 == 0 else None,
        "その他の内容": _text(source, 60) if number % 15 == 0 else None,
    }


def _listed(pages: Sequence[Page]) -> list[tuple[str, ...]]:
    """The rows of the table, without the box above it; a case without № is printed in five cells."""
    rows = [row for page in pages for row in page.texts if row != HEAD_ROW and len(row) > 1]
    return [row if len(row) == len(HEADINGS) else ("", *row) for row in rows]


def _every_case_is_one_row_with_all_its_text(printed: Printed) -> None:
    expected = [(plain(case.number), *map(plain, case.texts)) for case in printed.cases]
    assert _listed(printed.list_pages) == expected


def _headings_stand_on_every_page_of_the_list(printed: Printed) -> None:
    for page in printed.list_pages:
        assert page.texts.count(HEAD_ROW) == 1
        assert next(row for row in page.texts if len(row) > 1) == HEAD_ROW


def _what_stands_around_the_table_is_there(printed: Printed) -> None:
    first, last = printed.list_pages[0], printed.list_pages[-1]
    heading = printed.heading
    assert (plain(heading.paper),) in first.texts
    for text in (
        heading.reported_on,
        heading.reported_by,
        heading.title,
        heading.preamble,
        "記",
        heading.first_heading,
    ):
        assert plain(text) in first.outside
    for text in (heading.note, heading.second_heading, heading.other):
        assert plain(text) in last.outside


def _summaries(pages: Sequence[Page]) -> list[list[tuple[str, str]]]:
    """Label and text of each case, put together over its pages."""
    cases: list[list[tuple[str, str]]] = []
    for page in pages:
        if "(続き)" not in page.outside:
            cases.append([])
        for row in page.texts:
            if len(row) == 1:
                label, before = cases[-1].pop()
                cases[-1].append((label, before + row[0]))
            else:
                cases[-1].append((row[0], row[1]))
    return cases


def _every_text_of_every_summary_is_in_its_box(printed: Printed) -> None:
    found = _summaries(printed.summary_pages)
    assert len(found) == len(printed.cases)
    for case, rows in zip(printed.cases, found, strict=True):
        assert rows == [_as_printed(label, text) for label, text in case.summary.rows], case.case_id


def _as_printed(label: str, text: str) -> tuple[str, str]:
    """A label that is too long for its column stands above the text."""
    return ("その他", plain(label + text)) if len(label) > 60 else (plain(label), plain(text))


def _every_summary_has_its_title_and_number(printed: Printed) -> None:
    firsts = [page.outside for page in printed.summary_pages if "(続き)" not in page.outside]
    for case, outside in zip(printed.cases, firsts, strict=True):
        assert plain(case.title) + (f"(No{case.number})" if case.number else "") in outside


def _no_letter_sticks_out_of_its_cell(printed: Printed) -> None:
    assert [(number, page.crossing) for number, page in enumerate(printed.pages, start=1) if page.crossing] == []


def _pages_end_where_the_program_ends_them(printed: Printed) -> None:
    assert len(printed.pages) == sum(printed.planned)


def _all_is_printed_where_it_belongs(printed: Printed) -> None:
    _every_case_is_one_row_with_all_its_text(printed)
    _headings_stand_on_every_page_of_the_list(printed)
    _what_stands_around_the_table_is_there(printed)
    _every_text_of_every_summary_is_in_its_box(printed)
    _every_summary_has_its_title_and_number(printed)
    _no_letter_sticks_out_of_its_cell(printed)
    _pages_end_where_the_program_ends_them(printed)


def test_the_published_list_is_printed_in_full(published: Printed) -> None:
    assert len(_listed(published.list_pages)) == 51
    _all_is_printed_where_it_belongs(published)


def test_300_cases_of_all_kinds_are_printed_in_full(tmp_path: Path, convert: Convert) -> None:
    made_up = _made_up(tmp_path, convert)
    assert len(_listed(made_up.list_pages)) == 300
    _all_is_printed_where_it_belongs(made_up)


@pytest.mark.parametrize(("sheet", "text"), [("一覧", "戸籍住民課"), ("概要", "１ 概要")])
def test_a_cell_that_is_too_low_is_seen(
    sheet: str, text: str, published: Printed, tmp_path: Path, convert: Convert
) -> None:
    book = openpyxl.load_workbook(published.book)
    cell = next(cell for row in book[sheet].iter_rows() for cell in row if str(cell.value).startswith(text))
    areas = {area.start_cell.coordinate: area.max_row for area in book[sheet].merged_cells.ranges}
    for row in range(cell.row, areas.get(cell.coordinate, cell.row) + 1):
        book[sheet].row_dimensions[row].height *= 0.6
    book.save(tmp_path / "低い行.xlsx")
    pages = list(pages_of(convert(tmp_path / "低い行.xlsx", "pdf")))
    lost = [page.texts for page in pages] != [page.texts for page in published.pages]
    assert lost or any(page.crossing for page in pages)
