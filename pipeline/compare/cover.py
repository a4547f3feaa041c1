"""The cover beside the 別紙, the 組織マスタ and the folder: titles (M01), 外n課 (M04), 要綱の根拠 (M06), folder (M07)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.compare.faults import Fault, by_book, cell_fault, fault
from pipeline.compare.filled import Filled
from pipeline.context import COVER, SUMMARY, Cases
from pipeline.departments import COVER_TABLE, HOLDER_INPUTS, PER_DEPARTMENT
from pipeline.frames import Tables
from pipeline.japanese.names import split_departments
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters

_LEAST_ALIKE = 50
"""Of the published cases, titles of one case are alike by 60 and more, those of two cases by 47 and less."""

_SHORTEST_SUBJECT = 3
_FRAME_OF_A_TITLE = re.compile(
    r"\([^()]*\)|^.*?に対応した|について|等|に係る|に関する|に伴う|電算処理|外部結合|業務委託|再委託|指定管理|外部提供"
    "|防犯カメラ|設置|開発|委託|提供|結合|変更|追加|導入|構築|移行|改修|実施|利用|業務|システム|の|へ|及び"
)
"""What titles have in common whatever they are about."""

_OTHERS = re.compile("[外他か][ 　]*[0-9０-９一二三四五六七八九十]")

_N = "[0-9一二三四五六七八九十]+"
_ITEM = f"第?{_N}号(?:の{_N})?"
_PARAGRAPH = f"第?{_N}項{_ITEM}"
_CLAUSE = f"第?{_N}条(?:の{_N})?{_PARAGRAPH}"
_AND = "(?:、|,|及び|並びに|・|又は|/)"
_GROUNDS = re.compile(
    rf"(?:[^第0-9]*要綱)?{_CLAUSE}(?:{_AND}(?:{_CLAUSE}|{_PARAGRAPH}|{_ITEM}))*(?:\([^()]*\)|関係|該当|に(?:基づく|よる))*"
)


def compare_titles(filled: Filled) -> Iterator[Fault]:
    """M01: a 別紙 whose 件名 is about something else than the 件名 and the 事業名 of the case."""
    titles, projects = filled.on_sheet(COVER, "件名"), filled.on_sheet(SUMMARY, "事業名")
    for row in filled.on_annexes("件名"):
        title = titles.get(row.book)
        if title and not _is_about(row.value, (title, projects.get(row.book))):
            yield fault(row, row.value, 表紙の件名=title)


def _is_about(title: str, names: Sequence[str | None]) -> bool:
    if title in names:
        return True
    from rapidfuzz import fuzz

    own = _subject(title)
    subjects = [_subject(name) for name in names if name]
    if min(map(len, (own, *subjects))) < _SHORTEST_SUBJECT:
        return True  # nothing in it says what it is about
    return any(own == subject or fuzz.ratio(own, subject) >= _LEAST_ALIKE for subject in subjects)


@lru_cache(maxsize=1024)
def _subject(title: str) -> str:
    return _FRAME_OF_A_TITLE.sub("", fold(title))


def count_departments(filled: Filled, tables: Tables, masters: Masters) -> Iterator[Fault]:
    """M04: 「外n課」 where the named 課 and the n others are not as many as the 課 of the cover."""
    named = {book: len(set(names)) for book, names in _named(tables).items()}
    for row in filled.on_annexes(*HOLDER_INPUTS):
        if _says_others(row.value) and (words := _counts(row.value, named.get(row.book, 0), masters)):
            yield fault(row, row.value, **words)
    cover = tables[COVER_TABLE]
    places = [place for place, text in enumerate(cover["課"].tolist()) if _says_others(text)]
    for line in cover.iloc[places].to_dict("records"):
        if words := _counts(line["課"], named.get(line["冊"], 0), masters):
            yield cell_fault(line, tables.headings[COVER_TABLE], "課", line["課"], **words)


def _named(tables: Tables) -> dict[int, list[str]]:
    rows = tables[PER_DEPARTMENT]
    return by_book(rows["冊"].tolist(), rows["課"].tolist())


def _says_others(text: object) -> bool:
    return isinstance(text, str) and bool(_OTHERS.search(text))


def _counts(text: str, on_cover: int, masters: Masters) -> dict[str, object]:
    found = split_departments(text, known=masters.department_keys_as_written)
    if not found.others or len(found.names) + found.others == on_cover:
        return {}
    return {"外の課": f"外{found.others}課", "課の数": on_cover}


def check_grounds(filled: Filled, cases: Cases) -> Iterator[Fault]:
    """M06: 要綱の根拠 that is no clause, or names a 区分 that is not deliberated."""
    for row in filled.named("要綱の根拠"):
        if words := _fault_of_grounds(row.value, cases, row.book):
            yield fault(row, row.value, 根拠の誤り=words)


def _fault_of_grounds(text: str, cases: Cases, book: int) -> str:
    if not _is_clause(text):
        return "が「第○条第○項第○号」の形ではありません"
    covered = zip(cases.divisions, cases.covered[book], strict=True)
    other = [division for division, on in covered if division in text and not on]
    return f"に、表紙の区分に○のない「{'、'.join(other)}」があります" if other else ""


@lru_cache(maxsize=1024)
def _is_clause(text: str) -> bool:
    return bool(_GROUNDS.fullmatch(fold(text)))


def compare_folder(tables: Tables, masters: Masters, folders: Sequence[str]) -> Iterator[Fault]:
    """M07: a file dropped in the folder of a 課 that its cover does not name. A cover with an unknown 課 is M03 only."""
    cover, headings = tables[COVER_TABLE], tables.headings[COVER_TABLE]
    unknown = set(cover.loc[cover["マスタにない課"].notna(), "冊"])
    named = {book: list(dict.fromkeys(names)) for book, names in _named(tables).items()}
    owners = {folder: masters.department_keys.get(fold(folder)) for folder in set(folders)}
    wrong = {
        book: owner
        for book, names in named.items()
        if book not in unknown and (owner := owners.get(folders[book])) and owner not in names
    }
    first = cover[cover["課"].notna() & cover["冊"].isin(wrong)].drop_duplicates("冊")
    for row in first.to_dict("records"):
        book = row["冊"]
        yield cell_fault(row, headings, "課", row["課"], フォルダ=wrong[book], 表紙の課="、".join(named[book]))
