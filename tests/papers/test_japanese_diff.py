"""Marks in a Japanese text: what is marked for a change, and what holds for any two texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.japanese.text import fold
from pipeline.papers.japanese_diff import marked, pieces
from pipeline.papers.japanese_words import sentences_of
from pipeline.papers.passages import ADDED, CHANGED, REMOVED, passages, removed


def _shown(old: str, new: str) -> str:
    return "".join(f"［{run.text}］" if run.changed else run.text for run in marked(old, new))


@pytest.mark.parametrize(
    ("old", "shown"),
    [
        ("期間は令和７年４月１日から令和８年３月３１日までとする。", "期間は令和７年４月１日から［令和９年３月３１日］までとする。"),
        ("約86,000人が対象である。", "約［87,000人］が対象である。"),
        ("第３条第１項による。", "第３条［第２項］による。"),
        ("個人情報保護審議会に報告する。", "個人情報保護［管理運営会議］に報告する。"),
        ("委託先に確認する。", "［委託元］に確認する。"),
        ("後期高齢者医療制度に基づく。", "後期高齢者医療［保険］制度に基づく。"),
        ("業務を実施する。", "業務を［実施した］。"),
        ("記録を保管する。", "記録を［保管し、毎年点検する］。"),
        ("氏名、住所を記録する。", "氏名、［電話番号、］住所を記録する。"),
        ("区の職員が行う。", "区の［非常勤の］職員が行う。"),
        ("① 氏名\n② 住所", "① 氏名\n② 住所\n［③ 電話番号］"),
        ("業務を行う。台帳は紙で保管する。", "業務を行う。［再委託は行わない。］台帳は紙で保管する。"),
        ("乙を使う。", "乙を使う。［（１）甲　（２）丙］"),
        ("", "［新しい文。］"),
        ("申請を受け付け、内容を審査し、結果を通知する。", "申請を［受け付ける。次に］、内容を審査し、結果を通知する。"),
        ("受付システム（以下「受付」という。）を新設する。", "受付システム（以下「受付」という。）を［更新する］。"),
    ],
)  # fmt: skip
def test_whole_words_numbers_and_dates_are_marked(old: str, shown: str) -> None:
    new = shown.replace("［", "").replace("］", "")
    assert _shown(old, new) == shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ＩＤ／パスワード　１２件", "ID/パスワード 12件"),
        ("ﾃﾞｰﾀを\n保存する。", "データを保存する。"),
        ("同じ文。", "同じ文。"),
        ("", ""),
    ],
)
def test_white_space_and_width_are_no_change(old: str, new: str) -> None:
    assert not any(run.changed for run in marked(old, new))
    assert not passages(old, new)


def test_a_text_from_which_something_went_has_no_mark() -> None:
    assert not any(run.changed for run in marked("申請書の紙の写しを保管する。", "申請書の写しを保管する。"))


def test_a_single_word_between_two_changes_is_marked_with_them() -> None:
    assert _shown("甲市の条例による。", "乙村の規則による。") == "［乙村の規則］による。"
    assert _shown("課から係へ移す。", "部から室へ移す。") == "［部から室］へ移す。"
    assert (
        _shown("課において受け付け係へ移す。", "部において受け付け室へ移す。") == "［部］において受け付け［室］へ移す。"
    )


def test_a_remark_in_brackets_ends_no_sentence() -> None:
    text = "受付システム（以下「受付」という。）を使う。①甲　②乙\n終わり。"
    assert sentences_of(text) == ["受付システム（以下「受付」という。）を使う。", "①甲　", "②乙\n", "終わり。"]


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("申請書の紙の写しを課で保管する。", "申請書の写しを課で保管する。", ("申請書の〔紙の〕写しを課で保管する。",)),
        ("台帳は紙で保管する。年に一度、点検する。", "台帳は紙で保管する。", ("年に一度、点検する。",)),
        ("甲を登録する。乙は職員に通知する。", "乙は職員に通知する。甲を登録する。", ()),
        ("令和７年から行う。", "令和８年から行う。", ()),
        ("毎年、点検する。", "毎年点検する。", ()),
    ],
)
def test_what_was_taken_out_is_told_among_its_neighbours(old: str, new: str, gone: tuple[str, ...]) -> None:
    assert removed(old, new) == gone


def test_passages_show_both_sides_of_a_change() -> None:
    old, new = "毎年、紙の台帳を課で点検する。", "毎年、電子の台帳を点検する。なお、記録を残す。"
    found = passages(old, new)
    assert [passage.kind for passage in found] == [CHANGED, REMOVED, ADDED]
    assert ["".join(r.text for r in p.after if r.changed) for p in found] == ["電子", "", "なお、記録を残す。"]
    assert "".join(run.text for run in found[0].before) == old


_WORDS = [
    "令和７年",
    "令和８年４月１日",
    "個人情報",
    "個人情報保護管理",
    "を",
    "の",
    "、",
    "。",
    "\n",
    "　",
    "システム",
    "行う",
    "①",
    "ＩＤ",
    "ID",
    "１２件",
    "（",
    "）",
]
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=40).map("".join) | st.text(max_size=40)


@given(_TEXTS, _TEXTS)
def test_any_two_texts(old: str, new: str) -> None:
    runs = marked(old, new)
    assert "".join(run.text for run in runs) == new
    assert not any(a.changed and b.changed for a, b in pairwise(runs))
    key, at = fold(old), 0
    for run in runs:
        if not run.changed:
            at = key.index(fold(run.text), at) + len(fold(run.text))
    found = pieces(old, new)
    assert "".join(piece.old for piece in found) == old
    assert "".join(piece.new for piece in found) == new
    assert all(fold(piece.old) == fold(piece.new) for piece in found if piece.same)
    assert any(run.changed for run in runs) <= (fold(old) != fold(new))


@given(_TEXTS)
def test_nothing_is_marked_in_a_text_that_stayed(text: str) -> None:
    assert not any(run.changed for run in marked(text, text))
    assert not passages(text, text)


@given(_TEXTS, _TEXTS)
def test_every_difference_is_told(old: str, new: str) -> None:
    if fold(old) != fold(new):
        assert any(run.changed for run in marked(old, new)) or any(not piece.same for piece in pieces(old, new))
