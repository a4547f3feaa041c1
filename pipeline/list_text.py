"""The words of the list and its summary pages that are put together from a case's own inputs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.context import CONTENT_PREFIX, SUBCONTRACT, SUMMARY, Cases
from pipeline.forms.model import Form
from pipeline.frames import Tables

_NUMERALS = "１２３４５６７８９"
_ASSESSMENT = "評価"
_PRINTED_AS = {SUBCONTRACT: "業務委託"}


def printed_divisions(divisions: Sequence[str]) -> list[str]:
    """区分 as the city prints them: a 再委託 is a part of its 委託."""
    if SUBCONTRACT in divisions and "指定管理" in divisions:
        divisions = [d for d in divisions if d != SUBCONTRACT]
    return list(dict.fromkeys(_PRINTED_AS.get(d, d) for d in divisions))


def content_text(tables: Tables, cases: Cases, form: Form) -> list[str]:
    """事業内容 of each workbook as the summary pages print it: １ 概要, ２ 付議内容 by 区分, ３ 対象者数."""
    outlines = cases.value(SUMMARY, "概要")
    contents = {
        field.name.removeprefix(CONTENT_PREFIX): cases.value(SUMMARY, field.name)
        for field in form.by_name[SUMMARY].fields
        if field.name.startswith(CONTENT_PREFIX)
    }
    people = people_lines(tables, cases.books)
    texts = []
    for book in range(cases.books):
        parts = [f"１　概要\n{outlines[book] or ''}"]
        told = {division: values[book] for division, values in contents.items() if values[book]}
        if told:
            parts.append(f"２　個人情報保護管理運営会議への付議内容\n{_numbered(told)}")
        if people[book]:
            parts.append(f"{_NUMERALS[len(parts)]}　対象者数\n" + "\n".join(people[book]))
        texts.append("\n".join(parts))
    return texts


def _numbered(told: dict[str, str]) -> str:
    lines = []
    for number, (division, text) in enumerate(told.items()):
        heading = "特定個人情報保護評価" if division == _ASSESSMENT else division
        lines.append(f"（{_NUMERALS[number]}）{heading}\n{text}")
    return "\n".join(lines)


def people_lines(tables: Tables, books: int) -> list[list[str]]:
    """対象者数 of each workbook as it is printed, a line a row of the table."""
    frame = tables["対象者数"].astype({"値": "object"})
    lines: list[list[str]] = [[] for _ in range(books)]
    for row in frame.to_dict("records"):
        text = {key: row[key] if isinstance(row[key], str) else "" for key in ("対象", "単位", "時点", "備考")}
        about = "約" if row["約"] or "約" in text["備考"] else ""
        number = "" if pd.isna(row["値"]) else f"{float(row['値']):,.10g}"
        point = f"（{text['時点']}）" if text["時点"] else ""
        lines[row["冊"]].append(f"{text['対象']}　{about}{number}{text['単位']}{point}".strip("　"))
    return lines
