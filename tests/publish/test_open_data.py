"""The CSV of a year as another program reads it."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from pipeline.publish.list_cases import list_cases
from pipeline.publish.open_data import HEADINGS, Publisher, open_data, safe
from tests.publish.test_case_list import CASE


def _data(*cases: dict[str, object]) -> bytes:
    frame = pd.DataFrame([CASE | case for case in cases]).astype({"№": "Int64"})
    return open_data(Publisher("131041", "新宿区"), "令和5年度", list_cases(frame))


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_file_is_utf_8_with_a_mark_and_its_lines_end_with_cr_lf() -> None:
    data = _data({}, {"№": 2})
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 3


def test_the_leading_columns_are_those_of_the_standard_data_sets() -> None:
    assert HEADINGS[:3] == ("全国地方公共団体コード", "ID", "地方公共団体名")
    (row,) = _rows(_data({}))
    assert tuple(row) == HEADINGS
    assert (row["全国地方公共団体コード"], row["ID"], row["地方公共団体名"]) == ("131041", "R05-0001", "新宿区")


def test_days_are_iso_and_several_values_are_joined_with_semicolons() -> None:
    (row,) = _rows(_data({}))
    assert (row["年度"], row["番号"], row["付議日"]) == ("令和5年度", "1", "2023-07-28")
    assert (row["担当課"], row["区分"]) == ("行政管理課;情報システム課", "外部結合;業務委託")
    assert (row["その他の見出し"], row["その他の内容"]) == ("", "")


def test_a_row_that_only_some_cases_have() -> None:
    (row,) = _rows(_data({"その他の見出し": "評価書の概要", "その他の内容": "別紙", "№": None}))
    assert (row["番号"], row["その他の見出し"], row["その他の内容"]) == ("", "評価書の概要", "別紙")


def test_no_cell_holds_a_line_break() -> None:
    (row,) = _rows(_data({"事業内容": "１ 概要\n追加する。\n\r\n２ 対象者\u2028約１件"}))
    assert row["事業内容"] == "１ 概要　追加する。　２ 対象者　約１件"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=", " =", "　＝", "−"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(sign: str) -> None:
    (row,) = _rows(_data({"件名": f"{sign}HYPERLINK(1)", "目的": f"{sign}1", "担当課": f"{sign}課"}))
    for heading in ("件名", "目的", "担当課"):
        assert row[heading].startswith("'")


@pytest.mark.parametrize("text", ["1=1", "ー", "・対象", "（=）", "a-b", "", "'そのまま"])
def test_another_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_commas_and_quotes_are_kept() -> None:
    (row,) = _rows(_data({"件名": 'A,"B",「C」'}))
    assert row["件名"] == 'A,"B",「C」'
