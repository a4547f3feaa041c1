"""The catalogue: every rule catches its example, lets its near miss pass, and explains itself."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from pipeline.explain import catalogue_markdown, catalogue_text, rule_text
from tests.conftest import WORKBOOKS
from validations.catalogue import CATALOGUE, Catalogue, Rule
from validations.findings import address
from validations.rules import __all__ as modules
from validations.schemas import RuleFault, validate

CODES = [rule.code for rule in CATALOGUE]


@pytest.mark.parametrize("code", CODES)
def test_a_rule_catches_its_example_and_not_its_near_miss(code: str) -> None:
    rule = CATALOGUE[code]
    rows = pd.DataFrame([rule.example, rule.near_miss])
    assert rule.predicate(rows).to_list() == [True, False]


@pytest.mark.parametrize("code", CODES)
def test_a_rule_says_what_is_wrong_and_what_to_do(code: str) -> None:
    rule = CATALOGUE[code]
    for words in (rule.title, rule.message, rule.remedy):
        assert words
        assert not re.search(r"pandas|pandera|NaN|None|schema|traceback", words, re.IGNORECASE)
    assert rule.remedy.endswith(("。", "}", "）", "のため", "/1"))


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str) -> None:
    assert code in catalogue_text()
    assert CATALOGUE[code].title in (rule_text(code) or "")


def test_an_unknown_code_has_no_explanation() -> None:
    assert rule_text("Z99") is None


def test_the_page_of_rules_in_the_documentation_is_up_to_date() -> None:
    page = WORKBOOKS.parent / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == catalogue_markdown()


def test_every_module_of_rules_is_loaded() -> None:
    folder = WORKBOOKS.parent / "validations" / "rules"
    assert sorted(modules) == sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")


def test_a_code_cannot_be_given_twice() -> None:
    catalogue = Catalogue()
    catalogue.add(CATALOGUE["C06"])
    with pytest.raises(ValueError, match="C06"):
        catalogue.add(CATALOGUE["C06"])


def _rows(**columns: list[object]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    return pd.DataFrame({"冊": range(size), "シート": "表紙", "行": range(size), "列": 1, **columns})


def test_a_rule_that_cannot_run_is_a_loud_fault_and_never_a_pass() -> None:
    with pytest.raises(RuleFault, match="D01"):
        validate({"項目": _rows(原文=["a"])}, {})


def test_all_findings_of_a_table_come_at_once_each_at_its_row() -> None:
    table = _rows(
        種=["数式エラー", "様式でない", "数式エラー"], 詳細=["#REF!", "一覧", "#N/A"], 要=True, 必須の欄=False
    )
    found = sorted((f.book, f.code, f.cell) for f in validate({"所見": table}, {}))
    assert found == [(0, "F07", "B1"), (1, "F01", "B2"), (2, "F07", "B3")]


def test_what_one_table_brings_does_not_change_the_next() -> None:
    bad = _rows(種=["数式エラー"], 詳細=["#REF!"], 要=True, 必須の欄=False)
    good = bad.assign(種="何もない")
    assert [len(validate({"所見": table}, {})) for table in (bad, good, bad)] == [1, 0, 1]


def test_words_of_a_department_cannot_reach_into_the_message() -> None:
    table = _rows(種=["数式エラー"], 詳細=["{シート} {0}"], 要=True, 必須の欄=False)
    assert "{シート} {0}" in validate({"所見": table}, {})[0].message


@pytest.mark.parametrize(
    ("place", "shown"), [((0, 0), "A1"), ((11, 2), "C12"), ((0, 25), "Z1"), ((4, 26), "AA5"), ((0, 702), "AAA1")]
)
def test_cells_are_named_as_excel_names_them(place: tuple[int, int], shown: str) -> None:
    assert address(*place) == shown


def test_rules_look_only_at_tables_that_the_job_makes() -> None:
    tables = {table for rule in CATALOGUE for table in rule.on}
    made = "所見 項目 区分 シート 対策 担当課 対象者数 記録項目 時期 欄 マスタ 版 照合 審議 期限 再提出 事務局の欄 評価の見直し"
    made += " 評価書の照合"
    assert tables <= set(made.split())


def test_severities_are_those_two() -> None:
    assert {rule.severity for rule in CATALOGUE} == {"エラー", "警告"}
    assert isinstance(CATALOGUE["C06"], Rule)
