"""Rows of 評価書の照合: each says one fault at one cell of a filing, with the words in which its rule tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from pipeline.filings.values import Value

Fault: TypeAlias = dict[str, Any]

COMPARED = "評価書の照合"
"""A frame of its own beside 照合, so that a night without filings does not run one rule more."""

_ORIGIN = ("冊", "シート", "行", "列", "見出し", "原文")
_LONGEST_SHOWN = 60


WORDS = (
    "空の再委託の欄", "委託事項の数", "委託の件数", "求める欄", "求める答え", "書かれていない欄", "続くはずの番号", "番号の種類", "一覧の数", "シートの数",
    "一覧の名称", "知らないファイル", "別添にないファイル", "別添の項目数", "選んだ項目数", "不要とした欄", "不要とした答え", "内容のない丸", "丸のない欄",
    "丸のない内容", "離れた欄", "離れた答え", "離れた欄の答え", "順でない項", "残された課題", "提供先の数", "提供の種類", "提供の件数", "判断の結果", "対象人数",
    "正しい結果", "本人の数", "事務の対象人数", "短い日数", "委託の本人の数", "ファイルの本人の数", "全体なのに違う数", "使用の開始", "保有開始日", "期間の外の日",
    "名称の期間", "過ぎた予定", "書かれた最後の日", "後の手続", "先の手続", "先の日", "数えた日数", "書かれた日数", "早い保有", "意見聴取の終わり",
    "つながらない名称", "システムのないファイル", "個人番号のないファイル", "丸のない項目", "文の欄", "文にある情報", "説明のない項目", "入手元の丸", "入手元の欄",
    "文にある入手元", "入手方法の丸", "入手方法の根拠", "分かれた相手", "この欄", "ほかのファイル", "ほかの欄", "名前でない委託先", "法人の種類のない委託先",
    "再委託しない文", "再委託する委託", "説明の期間", "選んだ期間", "同じ説明の期間", "ほかの期間", "つながりの文", "改正前の条文", "組織にない課", "揺れる呼び名",
    "ほかの呼び名", "ほかの所", "評価書名にない事務", "違う部署", "部署の欄", "別の団体の語", "自らの語", "一覧にないファイル", "今はない名称", "今の名称",
    "未定の語", "未定の行", "書き誤り", "途切れた終わり",
    "別添３にない変更", "変更のない記載",
)  # fmt: skip
"""The columns beside the origin. Each belongs to one rule and is empty in the rows of the others."""


def fault(at: Value, text: str | None = None, **words: object) -> Fault:
    """A fault at a cell; `text` is the piece of its text that is meant."""
    shown = at.text if text is None else text
    if len(shown) > _LONGEST_SHOWN:
        shown = f"{shown[: _LONGEST_SHOWN - 1]}…"
    place = (at.sheet, at.row, at.column, at.title, shown or None)
    return {**dict(zip(_ORIGIN[1:], place, strict=True)), **words}


def of_book(book: int, faults: Iterable[Fault]) -> Iterable[Fault]:
    """The same faults, as those of a workbook of the night."""
    return ({"冊": book, **one} for one in faults)


def quoted(names: Iterable[str]) -> str:
    """「…」、「…」."""
    return "、".join(f"「{name}」" for name in names)


COLUMNS = [*_ORIGIN, *WORDS]
