"""Companies: those of the flow beside the 別紙 (V01), their spelling beside the ledger (V02), 法人番号 (V03), 再委託 (V04)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.compare.faults import Fault, by_book, cell_fault, fault
from pipeline.compare.filled import Filled
from pipeline.context import PARENTS, Cases
from pipeline.frames import INPUTS, Tables
from pipeline.japanese.companies import company_key, find_companies
from pipeline.japanese.digits import is_corporate_number
from pipeline.japanese.nearness import nearest
from pipeline.japanese.text import fold

if TYPE_CHECKING:
    from pipeline.known import Known

FLOW, PARTIES = "情報の流れ", ("送り手", "受け手")
COMPANY_INPUTS = ("委託先", "再委託先", "指定管理者の名称")
PARTNERS = (*COMPANY_INPUTS, "結合の相手方", "提供先")
CORPORATE_NUMBER, SUBCONTRACTED = "法人番号", "再委託の内容"

_NOTE = re.compile(r"[(（].*", re.DOTALL)
_SHORTEST_NAME = 5
"""Characters of a name, without 株式会社, from which one wrong letter is told from another company."""

_OF_A_NAME = "(?!(?:支援|管理|等)?(?:システム|サービス|サーバ|基盤|端末|画面|機能|データベース))"
"""受付システム is what is worked on, not the work."""


def company_texts(tables: Tables) -> dict[int, tuple[str, ...]]:
    """冊 → the inputs of its 別紙 that name a company, as typed."""
    inputs = tables[INPUTS]
    rows = inputs[inputs["項目名"].isin(COMPANY_INPUTS) & inputs["値"].notna()]
    texts = by_book(rows["冊"].tolist(), rows["値"].tolist())
    return {book: tuple(dict.fromkeys(own)) for book, own in texts.items()}


def compare_flow(filled: Filled, tables: Tables, cases: Cases) -> Iterator[Fault]:
    """V01: a company that sends or receives in the flow and stands in no 別紙.

    Where a 別紙 or the input that would name it is still empty, only that is told (K01, F06).
    """
    flow, headings = tables[FLOW], tables.headings[FLOW]
    for heading in PARTIES:
        parties = flow[heading].tolist()
        names = {text: find_companies(text) for text in set(parties) if isinstance(text, str)}
        places = [place for place, text in enumerate(parties) if names.get(text)]
        rows = flow.iloc[places].to_dict("records")
        unnamed = _unnamed(filled, [(row["冊"], name) for row in rows for name in names[row[heading]]])
        waiting = _incomplete(tables, cases) if unnamed else ()
        for row in rows:
            missing = [name for name in names[row[heading]] if (row["冊"], name) in unnamed]
            if missing and row["冊"] not in waiting:
                yield cell_fault(row, headings, heading, row[heading], 別紙にない社="、".join(missing))


def _incomplete(tables: Tables, cases: Cases) -> set[int]:
    """The workbooks whose 別紙 do not name all partners yet, or need not (特定個人情報保護評価)."""
    inputs = tables[INPUTS]
    empty = inputs["項目名"].isin(PARTNERS) & inputs["要"] & ~inputs["記入"]
    blank = (cases.ticked & ~cases.filled).any(axis=1) | cases.assessment
    return {*inputs.loc[empty, "冊"], *blank.nonzero()[0].tolist()}


def _unnamed(filled: Filled, asked: Sequence[tuple[int, str]]) -> set[tuple[int, str]]:
    """Of companies by 冊, those that no 別紙 names, however they are written there."""
    partners = list(filled.named(*PARTNERS))
    said = by_book((row.book for row in partners), (row.value for row in partners))
    left = {(book, name) for book, name in asked if not any(name in text for text in said.get(book, ()))}
    if not left:
        return left
    books = {book for book, _ in left}
    rows = [row for row in filled.of_annexes() if row.book in books]
    texts = by_book((row.book for row in rows), (row.value for row in rows))
    return {(book, name) for book, name in left if company_key(name) not in fold("\n".join(texts.get(book, ())))}


def compare_spelling(filled: Filled, known: Known) -> Iterator[Fault]:
    """V02: a company that the ledger writes otherwise."""
    rows = list(filled.named(*COMPANY_INPUTS))
    read = {text: _names(text, known) for text in {row.value for row in rows}}
    keys = sorted({company_key(name) for found in read.values() for name in found})
    near = nearest([key for key in keys if len(key) >= _SHORTEST_NAME and key not in known.companies], known.companies)
    for row in rows:
        for name in read[row.value]:
            key = company_key(name)
            used = known.companies.get(key) or known.companies.get(near.get(key, ""), {})
            if used and name not in used:
                yield fault(row, name, 表記の違う社=name, 台帳の表記=max(used, key=lambda one: (used[one], one)))


def _names(text: str, known: Known) -> Sequence[str]:
    """The companies of an input; one written without 株式会社 counts when the ledger knows it."""
    found = find_companies(text)
    if found:
        return found
    bare = _NOTE.sub("", text).strip()
    return (bare,) if bare and fold(bare) in known.companies else ()


def check_numbers(filled: Filled) -> Iterator[Fault]:
    """V03: a 法人番号 that is not 13 digits with the right check digit."""
    for row in filled.named(CORPORATE_NUMBER):
        if not is_corporate_number(row.value):
            yield fault(row, row.value, 正しくない法人番号=row.value)


def compare_subcontract(filled: Filled, work_words: Mapping[str, str]) -> Iterator[Fault]:
    """V04: kinds of work that 再委託の内容 names and nothing in the 別紙 of its 委託 does.

    Only the words of the master are compared (`work_words`: word → the word that stands for its kind): 封緘 is found in
    「封入封かん」. Whether there is a 委託 at all is another rule's question.
    """
    rows = list(filled.on_annexes(SUBCONTRACTED))
    books = {row.book for row in rows}
    parents = [row for row in filled.of_annexes() if row.form_sheet in PARENTS] if books else []
    contents = filled.named(*(f"付議内容_{name}" for name in PARENTS))
    has_annex = {row.book for row in parents}
    said = [row for row in (*parents, *contents) if row.book in books]
    texts = by_book((row.book for row in said), (row.value for row in said))
    kinds = {**work_words, **{kind: kind for kind in work_words.values()}}
    words = re.compile(f"(?:{'|'.join(map(re.escape, sorted(kinds, key=len, reverse=True)))}){_OF_A_NAME}")
    for row in rows if kinds else ():
        named = dict.fromkeys(words.findall(row.value)) if row.book in has_annex else {}
        strange = [word for word in named if word not in "\n".join(texts[row.book])]
        if strange:
            known = {kinds[word] for word in words.findall("\n".join(texts[row.book]))}
            missing = {kinds[word]: word for word in reversed(strange) if kinds[word] not in known}
            if missing:
                yield fault(row, row.value, 委託にない語="、".join(reversed(missing.values())))
