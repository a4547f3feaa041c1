"""Scanning: what a workbook holds that is no input, and what must not stand in its cells, each with its place.

The observations are those of the rules F09, F11, F12, F14, F15, I05, I08, X09 and X13. This runs in the worker processes for
every workbook, so the written texts of a sheet are searched as one first, and cell by cell only where that meets something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import Any, TypeAlias

from pipeline.forms.model import Form
from pipeline.inputs import Located
from pipeline.japanese.characters import LONGEST_TEXT, has_rare_characters, not_shown, odd_characters, unusable
from pipeline.japanese.contacts import contacts
from pipeline.japanese.digits import BETWEEN, DIGITS, individual_numbers, is_individual_number
from pipeline.locate import OUR_SHEETS
from pipeline.read import Book, BookSheet, text_of
from pipeline.unread import hidden_writing, stray_writing

Row: TypeAlias = tuple[object, ...]
"""種, シート, 行, 列, 項目, 詳細."""

UNUSABLE, NOT_SHOWN, INDIVIDUAL, CONTACT = "使えない文字", "表示されない文字", "個人番号", "連絡先"
HIDDEN, STRAY, STRAY_SHEET, PICTURE = "非表示の記入", "様式にない記入", "様式にないシート", "図がある"
LINK, EMBEDDED = "外部リンク", "埋込み"

MOST_OF_A_KIND = 100
"""So many places of a sheet are told one by one; beyond that only how many more there are."""

_FLOWS = "情報の流れ"
_OWN_CONTACTS = {
    "表紙": ("担当者氏名", "担当者電話", "担当者メール"),
    "開示問合せ": ("請求先", "連絡先"),
}
"""Sheet → its inputs that ask for contact data."""

_NO_TEXT = frozenset([""])
_APART = "|"
"""Between the texts of two cells, so that their digits do not run together."""


def scan_book(book: Book, found: Sequence[Located], form: Form | None) -> list[Row]:
    """All observations on a submission. `found`: its sheets of the form; of what is not the form only 個人番号 are told."""
    located = {one.sheet.name: one for one in found}
    rows = [*_numbers_outside_cells(book), *_scan_texts(book, located, form.printed if form else _NO_TEXT)]
    if form is None:
        return [row for row in rows if row[0] == INDIVIDUAL]
    rows += [(LINK, None, None, None, None, target) for target in book.around.links]
    if book.around.embedded:
        rows.append((EMBEDDED, None, None, None, None, f"{book.around.embedded}個"))
    for one in found:
        rows += _few(_scan_places(one, form))
    rows += [
        (STRAY_SHEET, sheet.name, None, None, None, "シート全体")
        for sheet in book.sheets
        if sheet.name not in located and sheet.name not in OUR_SHEETS and _is_written(sheet)
    ]
    return rows


def _numbers_outside_cells(book: Book) -> Iterator[Row]:
    if individual_numbers(book.around.texts):
        yield INDIVIDUAL, None, None, None, None, "コメント、図形など"
    margins = {sheet.around.margin for sheet in book.sheets}
    if _is_suspicious("\n".join([*margins, *(sheet.name for sheet in book.sheets)])):
        for sheet in book.sheets:
            if individual_numbers(f"{sheet.name}\n{sheet.around.margin}"):
                yield INDIVIDUAL, sheet.name, None, None, None, "シートの名前、ヘッダー、フッター"


def _is_written(sheet: BookSheet) -> bool:
    return any(text_of(value) is not None for value in chain.from_iterable(sheet.rows) if value != "")


def _scan_texts(book: Book, located: dict[str, Located], known: frozenset[str]) -> Iterator[Row]:
    """What the values of the cells hold. `known`: the texts of the form itself, which are the same in every workbook."""
    sheets = [sheet for sheet in book.sheets if not (sheet.hidden and sheet.name in OUR_SHEETS)]
    values: set[Any] = set(chain.from_iterable(chain.from_iterable([sheet.rows for sheet in sheets])))
    own = _own_contacts(located.values())
    values -= known
    values -= set(own.values())
    suspects = {text for text in own.values() if individual_numbers(text) or any(_bad_characters(text))}
    joined = _APART.join(map(str, values))
    if _has_signs(joined) or (len(joined) > LONGEST_TEXT and any(len(str(value)) > LONGEST_TEXT for value in values)):
        suspects.update(value for value in values if _is_suspicious(str(value)))
    if suspects:
        for sheet in sheets:
            if not suspects.isdisjoint(chain.from_iterable(sheet.rows)):
                yield from _few(_scan_cells(sheet, located.get(sheet.name), suspects, own))


def _own_contacts(sheets: Iterable[Located]) -> dict[tuple[str, int, int], str]:
    """The inputs that ask for contact data, which therefore is no finding; also where it is repeated."""
    return {
        (one.sheet.name, spot.row, spot.column): text
        for one in sheets
        if one.spec.name in _OWN_CONTACTS
        for spot in one.spots
        if spot.field.name in _OWN_CONTACTS[one.spec.name]
        and isinstance(text := one.sheet.at(spot.row, spot.column), str)
    }


def _scan_cells(
    sheet: BookSheet, located: Located | None, suspects: set[Any], own: dict[tuple[str, int, int], str]
) -> Iterator[Row]:
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if value not in suspects:
                continue
            place = sheet.name, row, column
            if _is_number_of_a_person(value):
                yield INDIVIDUAL, *place, None, "12桁の番号"
            if type(value) is str and sheet.name not in OUR_SHEETS:
                kinds = () if place in own else contacts(value)
                if kinds:
                    yield CONTACT, *place, None, "・".join(kinds)
                if located is not None:
                    yield from ((kind, *place, None, what) for kind, what in _bad_characters(value))


def _is_suspicious(text: str) -> bool:
    """Whether a text must be looked at closely. Never False for one with something to tell."""
    return len(text) > LONGEST_TEXT or _has_signs(text)


def _has_signs(text: str) -> bool:
    return _signs().search(text) is not None or has_rare_characters(text)


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    """A sign that there is something to tell: an odd character, @ or 〒, or as many digits as a number needs."""
    signs = f"@＠〒{odd_characters()}"
    return re.compile(
        f"[{DIGITS}{signs}](?:(?<=[{signs}])"
        f"|(?<![{DIGITS}][{DIGITS}])(?:(?![{DIGITS}]{{12}})(?:[{BETWEEN}]*[{DIGITS}]){{11}}"  # a 個人番号, not a 法人番号
        f"|(?<=[0０])(?:[{BETWEEN}()（）]*[{DIGITS}]){{9}}))"  # a telephone number
    )


def _is_number_of_a_person(value: object) -> bool:
    if type(value) is str:
        return bool(individual_numbers(value))
    return isinstance(value, float) and value.is_integer() and is_individual_number(str(int(value)))


def _bad_characters(text: str) -> Iterator[tuple[str, str]]:
    if fault := unusable(text):
        yield UNUSABLE, fault
    if fault := not_shown(text):
        yield NOT_SHOWN, fault


def _scan_places(located: Located, form: Form) -> Iterator[Row]:
    name = located.sheet.name
    for kind, place in hidden_writing(located):
        yield HIDDEN, name, *(place or (None, None)), kind, "シート全体" if place is None else "見えない記入"
    for place in stray_writing(located, form):
        yield STRAY, name, *place, None, "欄の外"
    if located.spec.name == _FLOWS and located.sheet.around.has_picture:
        yield PICTURE, name, None, None, None, None


def _few(rows: Iterable[Row]) -> list[Row]:
    """The rows of one sheet; of a kind that there are very many of the first ones, and how many more there are."""
    everything = list(rows)
    if len(everything) <= MOST_OF_A_KIND:
        return everything
    told: list[Row] = []
    for kind, members in groupby(sorted(everything, key=lambda row: str(row[0])), key=lambda row: row[0]):
        alike = list(members)
        told += alike[:MOST_OF_A_KIND]
        if len(alike) > MOST_OF_A_KIND:
            told.append((kind, alike[0][1], None, None, alike[0][4], f"ほか{len(alike) - MOST_OF_A_KIND:,}か所"))
    return told
