"""Texts of a form in a letter: one line, nothing to click, no number of a person; and plain text in lines."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.notify.wording import COLUMNS, day_words, pad, said, width_of, wrap


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("区民ホールの開発等について", "区民ホールの開発等について"),
        (None, ""),
        ("一行目\r\nBcc: evil@evil.example", "一行目 Bcc: evil@evil．example"),
        ("付議\u202exslx.exe", "付議\\u202exslx．exe"),
        ("付議\udce3.xlsx", "付議\\udce3.xlsx"),
        ("付議事項_区民ホール.xlsx", "付議事項_区民ホール.xlsx"),
        ("https://evil.example/a", "https：//evil．example/a"),
        ("HTTP://192.0.2.1/", "HTTP：//192.0.2.1/"),
        ("www.evil.example", "www．evil．example"),
        ("例え.テスト", "例え．テスト"),
        ("javascript:alert(1)", "javascript：alert(1)"),
        (r"\\server\share", "＼＼server\\share"),
        ("受付.xlsx.zip", "受付.xlsx．zip"),
        ("1.5倍、令和7.6.1、No.3", "1.5倍、令和7.6.1、No.3"),
        ("=?utf-8?q?=0D=0ABcc:_evil?=", "=？utf-8?q?=0D=0ABcc:_evil?="),
        ("番号１２３４ ５６７８ ９０１８です", "番号●●●●●●●●●●●●●●です"),
        ("1234\u200b5678\n9018", "●" * 14),
    ],
    ids=count(),
)
def test_a_text_of_a_form_does_nothing_in_a_letter(typed: str | None, told: str) -> None:
    assert said(typed) == told


def test_a_long_text_is_cut() -> None:
    assert said("あ" * 50, 10) == "あ" * 9 + "…"
    assert said("あ" * 10, 10) == "あ" * 10


def test_a_day_is_told_with_its_weekday() -> None:
    assert day_words(dt.date(2026, 11, 21)) == "令和8年11月21日（土）"


def test_lines_break_as_japanese_does() -> None:
    text = "あ" * 34 + "「い」、" + "う" * 40 + "https" * 3 + "。"
    lines = wrap(text, "1. ", "   ").split("\n")
    assert "".join(line[3:] for line in lines) == text
    assert all(not line[3:].startswith(("、", "」", "。")) and not line.endswith("「") for line in lines)
    assert "https" * 3 in "".join(lines[-2:])


def test_no_line_begins_with_a_comma_or_ends_with_an_opening_bracket() -> None:
    assert wrap("あ" * 35 + "。い").split("\n") == ["あ" * 34, "あ。い"]
    assert wrap("あ" * 34 + "「い」").split("\n") == ["あ" * 34, "「い」"]
    assert wrap("あ" * 33 + "wxyz。").split("\n") == ["あ" * 33, "wxyz。"]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert [len(line) for line in wrap("a" * 150).split("\n")] == [70, 70, 10]
    assert wrap("") == ""


@given(st.text(st.characters(exclude_categories=["C", "Z", "M"]), max_size=300))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str) -> None:
    lines = wrap(text, "  1. ", "     ").split("\n")
    assert "".join(line[5:] for line in lines) == text
    assert all(width_of(line) <= COLUMNS for line in lines)


def test_labels_are_padded_to_a_column() -> None:
    assert [width_of(pad(label, 8)) for label in ("件名", "案件ID", "ファイル", "A")] == [8] * 4
