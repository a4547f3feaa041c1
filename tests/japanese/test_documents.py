"""Numbers of documents as texts name them."""

from __future__ import annotations

import pytest

from pipeline.japanese.documents import find_documents, is_pointer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("資料５０", [(50, 0)]),
        ("資料５４－１のとおり", [(54, 1)]),
        ("資料５０ー１、資料50-2", [(50, 1), (50, 2)]),
        ("資 料 ５４‐２", [(54, 2)]),
        ("資料５４の１", [(54, 1)]),
        ("情報公開・個人情報保護審議会資料11", []),
        ("前回の資料３のとおり", []),
        ("資料のとおり", []),
    ],
)
def test_a_document_is_read(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(d.base, d.branch) for d in find_documents(text)] == expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("資料５４－１のとおり", True),
        (" 資料54-1 の通り。\n", True),
        ("資料５４のとおり", True),
        ("別紙のとおり", False),
        ("審議会資料11のとおり", False),
        ("申請書を受け取る。資料５４－１のとおり", False),
        ("資料５４－１のとおりとし、詳細は別紙のとおり", False),
    ],
)
def test_a_text_that_only_points_to_a_document(text: str, *, is_one: bool) -> None:
    assert is_pointer(text) is is_one


def test_the_style_tells_width_and_mark_apart() -> None:
    styles = {d.style for d in find_documents("資料５０－１、資料５０ー１、資料50-1、資料５０ － １")}
    assert styles == {(False, "－"), (False, "ー"), (True, "-")}
