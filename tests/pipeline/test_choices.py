"""What is chosen from a list, and a ○ in a table, however they were typed."""

import pytest

from pipeline.choices import Reading, read_choice
from pipeline.extract import extract_book
from pipeline.frames import Tables, to_tables
from pipeline.masters.load import Masters
from pipeline.normalise import normalise
from pipeline.workspace import FILING_FORM
from tests.conftest import SAMPLES
from tests.drafts import Draft

BANDS = ("１）1,000人未満", "２）1,000人以上1万人未満", "３）1万人以上10万人未満", "１０）定められていない")


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("1)1,000人未満", BANDS[0]),
        ("２) 1,000人以上1万人未満", BANDS[1]),
        ("1万人以上１０万人未満", BANDS[2]),
        ("３", BANDS[2]),
        ("2）", BANDS[1]),
        ("10", BANDS[3]),
    ],
)
def test_a_numbered_choice_is_known_by_its_number_or_its_words(typed: str, choice: str) -> None:
    assert read_choice(typed, BANDS) == Reading(choice, repaired=True)


def test_a_choice_as_printed_needs_no_repair() -> None:
    assert read_choice(BANDS[1], BANDS) == Reading(BANDS[1])


@pytest.mark.parametrize("typed", ["4", "1万人", "１）1,000人以上1万人未満", "11", "）"])
def test_what_is_no_choice_or_names_two_is_not_guessed(typed: str) -> None:
    assert read_choice(typed, BANDS) == Reading(unreadable=True)


def test_words_that_stand_under_two_numbers_are_not_guessed() -> None:
    assert read_choice("有", ("１）有", "２）有")) == Reading(unreadable=True)


def _tables(draft: Draft, masters: Masters) -> Tables:
    extract = extract_book(draft.book, dict(masters.forms), FILING_FORM)
    tables = to_tables([extract], draft.form)
    normalise(tables, masters)
    return tables


def test_a_mark_in_a_table_is_read_as_in_a_checklist(masters: Masters) -> None:
    draft = Draft.of(SAMPLES / "全項目評価書_国民健康保険.xlsx", masters.forms[FILING_FORM])
    media = "電子記録媒体（フラッシュメモリを除く。）"
    cells = [
        draft.write_row("ファイル.入手方法", key, "該当", mark)
        for key, mark in (("紙", "〇"), ("専用線", "ー"), ("電子メール", "あり"), (media, None))
    ]
    tables = _tables(draft, masters)
    ways = tables["入手方法"]
    ticked = ways[ways["シート"].eq("ファイル") & ways["該当あり"]]["入手方法"].tolist()
    assert ticked == ["紙", "庁内連携システム", "情報提供ネットワークシステム", "その他"]
    marks = tables["丸"]
    odd = marks[marks["シート"].eq("ファイル") & marks["表"].eq("入手方法") & marks["原文"].isin(["〇", "ー", "あり"])]
    flags = zip(odd["行"] + 1, odd["列"], odd["読み替え"], odd["選択肢にない"], strict=True)
    places = [(f"{'ABCD'[column]}{row}", repaired, unknown) for row, column, repaired, unknown in flags]
    assert places == [(cells[0], True, False), (cells[2], False, True), (cells[1], False, False)]
