"""Departments: the 課 that a case names, read as printed and brought to their names of today (組織マスタ)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.context import suggestion
from pipeline.frames import INPUTS, Tables
from pipeline.japanese.names import split_departments, split_division
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters

COVER_TABLE, PER_DEPARTMENT = "担当課", "担当"
HOLDER_INPUTS = ("保有課", "施設の所管課")


def read_departments(tables: Tables, masters: Masters) -> None:
    """Add to 担当課 (cover) マスタにない課, 候補, 読み, 読み替え; to 項目 表紙にない課; and make 担当, a row a 課 and 役割.

    担当: 冊, シート, 行, 列, 課, 部, 役割.
    """
    cover = tables[COVER_TABLE]
    read = {text: _names(text, masters) for text in cover["課"].dropna().unique()}
    unknown = {text: [n for n, known in names if not known] for text, names in read.items()}
    cover["マスタにない課"] = pd.array(["、".join(unknown.get(text, ())) or None for text in cover["課"]], dtype="str")
    cover["候補"] = [
        suggestion(text, list(masters.departments)) if isinstance(text, str) else "" for text in cover["マスタにない課"]
    ]
    cover["見出し"], cover["原文"] = "課", cover["課"]
    cover["読み"] = pd.array(["、".join(n for n, _ in read.get(text, ())) or None for text in cover["課"]], dtype="str")
    cover["読み替え"] = [
        isinstance(text, str) and fold(text) in {fold(alias) for alias in masters.aliases} for text in cover["課"]
    ]
    tables.frames[PER_DEPARTMENT] = _per_department(cover, read, masters)
    _missing_on_cover(tables, masters)


def cover_departments(cover: pd.DataFrame, masters: Masters) -> dict[int, list[str]]:
    """冊 → the 課 that its cover names (the table 担当課), by their names of today."""
    found: dict[int, list[str]] = {}
    for book, text in zip(cover["冊"].tolist(), cover["課"].tolist(), strict=True):
        if isinstance(text, str):
            found.setdefault(book, []).extend(name for name, _ in _names(text, masters))
    return found


def _names(text: str, masters: Masters) -> Sequence[tuple[str, bool]]:
    """The 課 in a text by their names of today, and whether the master knows each."""
    named = split_departments(text, known=masters.department_keys_as_written)
    return [canonical(department.name, masters) for department in named.names]


def canonical(name: str, masters: Masters) -> tuple[str, bool]:
    """A 課 by its name of today, without the 部 that may stand before it; and whether the master knows it."""
    keys = masters.department_keys
    found = keys.get(fold(name))
    if found is None:
        found = keys.get(fold(split_division(name, known=masters.departments)[1]))
    return (found, True) if found else (name, False)


def _per_department(cover: pd.DataFrame, read: dict[str, Sequence[tuple[str, bool]]], masters: Masters) -> pd.DataFrame:
    columns = ("冊", "シート", "行", "列", "課", "部", "役割")
    rows = [
        (book, sheet, row, place, name, _division(name, division, masters), role)
        for book, sheet, row, place, text, division, role in zip(
            cover["冊"], cover["シート"], cover["行"], cover["列"], cover["課"], cover["部"], cover["役割"], strict=True
        )
        for name, _known in read.get(text, ())
    ]
    return pd.DataFrame(rows, columns=list(columns))


def _division(name: str, written: object, masters: Masters) -> str | None:
    return written if isinstance(written, str) else division_of(name, masters)


def division_of(name: str, masters: Masters) -> str | None:
    """The 部 of a 課, None where the master does not say it."""
    return masters.departments.get(canonical(name, masters)[0], {}).get("部") or None


def _missing_on_cover(tables: Tables, masters: Masters) -> None:
    inputs, per_department = tables[INPUTS], tables[PER_DEPARTMENT]
    on_cover: dict[int, set[str]] = {}
    for book, name in zip(per_department["冊"], per_department["課"], strict=True):
        on_cover.setdefault(book, set()).add(name)
    rows = inputs[inputs["項目名"].isin(HOLDER_INPUTS) & inputs["値"].notna() & inputs["要"]]
    read = {text: [name for name, _ in _names(text, masters)] for text in rows["値"].unique()}
    missing = [
        "、".join(name for name in read[text] if name not in on_cover.get(book, set())) or None
        for book, text in zip(rows["冊"], rows["値"], strict=True)
    ]
    inputs["表紙にない課"] = pd.Series(pd.NA, index=inputs.index, dtype="str")
    inputs.loc[rows.index, "表紙にない課"] = pd.array(missing, dtype="str")
