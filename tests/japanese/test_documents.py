"""Numbers of documents as texts name them."""

from __future__ import annotations

import pytest

from pipeline.japanese.documents import find_documents


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


def test_the_style_tells_width_and_mark_apart() -> None:
    styles = {d.style for d in find_documents("資料５０－１、資料５０ー１、資料50-1、資料５０ － １")}
    assert styles == {(False, "－"), (False, "ー"), (True, "-")}
