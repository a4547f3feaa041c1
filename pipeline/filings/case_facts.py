"""What 付議事項 say of the things of which a 全項目評価書 speaks as well (`facts`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pipeline.compare.annexes import points_elsewhere
from pipeline.compare.items import names_individual_number
from pipeline.context import ASSESSMENT_KIND, CONTENT_PREFIX, COVER, SUBCONTRACT, SUMMARY
from pipeline.filings.facts import CaseFacts, Contract, Count, Days, Said, numbers_in
from pipeline.forms.model import Form
from pipeline.frames import INPUTS, Tables, named
from pipeline.japanese.periods import Period
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters
from pipeline.registers.items import standards_of
from pipeline.registers.lineage import ASSESSMENTS, stage_of
from pipeline.registers.parties import party_keys
from pipeline.registers.step_dates import told_in
from pipeline.registers.texts import rows_of
from pipeline.workspace import FORM

CONTRACT, DEVELOPMENT, PEOPLE, ITEMS, NUMBER = "業務委託", "電算処理", "対象者数", "記録項目", "評価書番号"
PERSONS = (None, "人", "名")

_STEP_TEXTS = (f"{CONTENT_PREFIX}評価", "概要")
_SYSTEM = re.compile("[一-龠々ァ-ヶー・A-Za-zＡ-Ｚａ-ｚ0-9０-９]{1,40}システム(?![一-龠々ァ-ヶ])")
_NO_NAME = re.compile(
    "(?:新|旧|本|当該|現行?|次期|既存|他|各|関係|情報|業務|基幹|標準|準拠|個人情報|処理|電算|対象|の)*システム"
)


class _Input(NamedTuple):
    """An input that is filled in, or the 評価書番号."""

    leaf: int
    form_sheet: str
    sheet: str
    name: str
    label: str
    row: int
    column: int
    value: str | None
    latest: int | None

    @property
    def said(self) -> Said:
        """What it says, with its place."""
        return Said(self.value or "", self.sheet, self.row, self.column, self.label)


def case_facts(
    tables: Tables, masters: Masters, departments: Mapping[int, Sequence[str]], ids: Sequence[str] = ()
) -> dict[int, CaseFacts]:
    """冊 → the facts of those workbooks that have to do with a 評価書: a number of one, a 個人番号, or a 評価 as their 種別.

    `tables`: as `prepare` gives them. `departments`: 冊 → the 課 of its cover. `ids`: the 案件ID of each 冊, where it has one.
    """
    items = _number_items(tables, masters)
    inputs = _inputs_of(tables[INPUTS], masters.forms[FORM], items)
    people = _people(tables, set(inputs)) if inputs else {}
    found = {}
    for book, own in inputs.items():
        facts = _facts(own, tuple(people.get(book, ())), tuple(departments.get(book, ())))
        found[book] = facts._replace(id=ids[book] if ids else "", has_items=book in items, number_item=items.get(book))
    return found


def _number_items(tables: Tables, masters: Masters) -> dict[int, Said | None]:
    """冊 → its first item that is a 個人番号, None for a workbook that lists items and none of that kind."""
    frame = tables[ITEMS]
    at = tables.headings[ITEMS].index("項目名")
    names = frame["項目名"]
    numbers = {text for text, one in standards_of(names.dropna().unique(), masters).items() if one.individual_number}
    found: dict[int, Said | None] = dict.fromkeys(frame.loc[names.notna(), "冊"].tolist())
    for book, text, sheet, row, columns in rows_of(frame[names.isin(numbers)], "冊", "項目名", "シート", "行", "列"):
        found[book] = found[book] or Said(text, sheet, int(row), int(columns[at]), "項目名")
    inputs = tables[INPUTS]
    listed = inputs[named(inputs, masters.forms[FORM], ITEMS) & inputs["値"].notna()]
    for book, text, sheet, row, column, label in rows_of(listed, "冊", "値", "シート", "行", "列", "見出し"):
        if not points_elsewhere(text):
            word = names_individual_number(text)
            found[book] = found.get(book) or (Said(word, sheet, int(row), int(column), label) if word else None)
    return found


def _inputs_of(inputs: pd.DataFrame, form: Form, items: Mapping[int, Said | None]) -> dict[int, list[_Input]]:
    """冊 → its inputs, of the workbooks that have to do with a 評価書."""
    cover = inputs[named(inputs, form, NUMBER, "種別", sheet=COVER) & inputs["値"].notna()]
    numbered = set(cover.loc[cover["項目名"].eq(NUMBER), "冊"])
    assessed = set(cover.loc[cover["項目名"].eq("種別") & cover["値"].str.startswith(ASSESSMENT_KIND), "冊"])
    books = numbered | assessed | {book for book, item in items.items() if item}
    if not books:
        return {}
    own = inputs[inputs["冊"].isin(books)]
    rows = own[own["値"].notna() | own["項目名"].eq(NUMBER)]
    columns = ("冊", "枚", "様式シート", "シート", "項目名", "見出し", "行", "列", "値", "最遅")
    found: dict[int, list[_Input]] = {}
    for book, *values in rows_of(rows, *columns):
        found.setdefault(book, []).append(_Input(*values))
    return found


def _people(tables: Tables, books: set[int]) -> dict[int, list[Count]]:
    """冊 → how many people it is about. Groups and cases are none."""
    people, at = tables[PEOPLE], tables.headings[PEOPLE].index("数")
    found: dict[int, list[Count]] = {}
    for book, sheet, row, columns, text, number, unit in rows_of(
        people[people["冊"].isin(books)], "冊", "シート", "行", "列", "原文", "値", "単位"
    ):
        if number is not None and unit in PERSONS:
            found.setdefault(book, []).append(Count(Said(text, sheet, int(row), columns[at], "数"), float(number)))
    return found


def _facts(own: Sequence[_Input], people: tuple[Count, ...], departments: tuple[str, ...]) -> CaseFacts:
    """The facts of a workbook but for its 案件ID and its items."""
    cover = {one.name: one for one in own if one.form_sheet == COVER}
    summary = {one.name: one for one in own if one.form_sheet == SUMMARY}
    stage = stage_of(_text(cover, "種別"))
    hearing, check = _steps([summary[name] for name in _STEP_TEXTS if name in summary], stage)
    return CaseFacts(
        "",
        _text(cover, "件名"),
        _text(summary, "事業名"),
        departments,
        stage,
        numbers_in(_text(cover, NUMBER)),
        (cover.get(NUMBER) or own[0]).said,
        tuple(_systems(own)),
        tuple(_contracts(own)),
        people,
        hearing=hearing,
        check=check,
    )


def _text(inputs: Mapping[str, _Input], name: str) -> str:
    return (inputs[name].value or "") if name in inputs else ""


def _steps(texts: Sequence[_Input], stage: str) -> tuple[Days | None, Days | None]:
    """意見聴取 and 第三者点検 as the texts of a 報告 or 結果 tell them."""
    if stage not in ASSESSMENTS:
        return None, None
    hearing: Days | None = None
    check: Days | None = None
    for one in texts:
        told = told_in([one.value])
        hearing = hearing or _days(one, told.hearing)
        check = check or _days(one, told.check)
    return hearing, check


def _days(at: _Input, period: Period | None) -> Days | None:
    if period is None:
        return None
    said = at.said._replace(text=(at.value or "")[period.start : period.end])
    return Days(said, period.first.isoformat(), period.last.isoformat())


def _systems(own: Iterable[_Input]) -> Iterator[Said]:
    """The systems that its 電算処理 names, each once."""
    told = set()
    for one in own:
        if one.form_sheet == DEVELOPMENT and one.name in ("件名", "登録業務の名称"):
            for name in system_names(one.value or ""):
                if fold(name) not in told:
                    told.add(fold(name))
                    yield one.said._replace(text=name)


def system_names(text: str) -> list[str]:
    """The systems that a text names: 後期高齢支援システム, not 情報システム or システム標準化."""
    return [name for name in _SYSTEM.findall(text) if not _NO_NAME.fullmatch(name)]


def _contracts(own: Sequence[_Input]) -> Iterator[Contract]:
    """Its 業務委託, and which of them are given on: a 再委託 is of the 委託先 that it names, of any where that is not said."""
    leaves: dict[int, dict[str, _Input]] = {}
    for one in own:
        if one.form_sheet in (CONTRACT, SUBCONTRACT):
            leaves.setdefault(one.leaf, {})[one.name] = one
    again = [leaf for leaf in leaves.values() if "再委託先" in leaf]
    givers = [(leaf["再委託先"].said, party_keys(_text(leaf, "委託先"))) for leaf in again]
    for leaf in (leaf for leaf in leaves.values() if "委託先" in leaf and leaf not in again):
        company = leaf["委託先"]
        keys = party_keys(company.value or "")
        by = next((said for said, giver in givers if not giver or not keys or giver & keys), None)
        ends = None if "継続" in leaf else leaf.get("終了時期")
        yield Contract(company.said, by, by is not None, _last_day(leaf.get("開始時期")), _last_day(ends))


def _last_day(one: _Input | None) -> str:
    day: Any = one.latest if one else None
    return "" if day is None else dt.date.fromordinal(int(day)).isoformat()
