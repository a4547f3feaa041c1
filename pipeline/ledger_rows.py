"""What the sheets of the 台帳 have in common: the inputs of a sheet as one row, and where each row comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.forms.model import INTEGER, Field, Form
from pipeline.frames import INPUTS, SHEETS, Tables
from pipeline.registers.texts import COMMA, LINES, by_key, rows_of
from validations.findings import address

ORIGIN = ("受付ID", "シート", "セル")


def cells_of(frame: pd.DataFrame) -> list[str]:
    """The address of each row's first written heading."""
    lefts = {place: min(c for c in place if c is not None) for place in set(frame["列"])}
    return [address(row, lefts[place]) for row, place in zip(frame["行"].tolist(), frame["列"], strict=True)]


def sheet_rows(tables: Tables, form: Form, name: str) -> pd.DataFrame:
    """A row for each written copy of a sheet, with all its inputs as columns, and 冊, シート and セル.

    Numbers are Int64, dates ISO text in their own precision; a table is the text that `table_text` gives.
    """
    sheets, inputs = tables[SHEETS], tables[INPUTS]
    named = sheets[sheets["様式シート"].eq(name)]
    own = inputs[inputs["枚"].isin(named.index)]
    first = own[own["記入"]].groupby("枚")[["行", "列"]].first()
    used = named[named.index.isin(first.index)]
    wide = own.pivot(index="枚", columns="項目名", values="値").reindex(index=used.index)
    rows = pd.DataFrame({"冊": used["冊"], "シート": used["シート"]}, index=used.index)
    for field in form.by_name[name].fields:
        if field.is_table:
            rows[field.name] = table_text(tables, field, used.index)
        elif field.type == INTEGER and field.name in wide:
            rows[field.name] = pd.to_numeric(wide[field.name]).astype("Int64")
        else:
            rows[field.name] = wide.get(field.name, pd.NA)
    places = first.loc[used.index]
    rows["セル"] = [address(int(r), int(c)) for r, c in zip(places["行"], places["列"], strict=True)]
    return rows


def table_text(tables: Tables, field: Field, leaves: pd.Index[Any]) -> pd.Series[Any]:
    """A small table of each sheet as one text: its rows as lines, or what has a ○ of its printed choices (`circled`)."""
    table = tables[field.name]
    if any(column.fixed for column in field.columns) and field.name in tables.circles:
        marks = tables.circles[field.name]
        choice, *beside = (heading for heading in field.headings if heading not in marks)
        cells = rows_of(table, "枚", choice, *beside, *(f"{mark}あり" for mark in marks))
        found = by_key(
            (leaf, circled(text, rest[: len(beside)], any(rest[len(beside) :]))) for leaf, text, *rest in cells
        )
        texts = {leaf: COMMA.join(filter(None, told)) or None for leaf, told in found.items()}
        return pd.Series(texts, dtype="str").reindex(leaves)
    lines = (
        table[list(field.headings)].fillna("").agg("　".join, axis=1).str.strip("　")
        if len(table)
        else pd.Series(dtype="str")
    )
    return lines.groupby(table["枚"]).agg(LINES.join).reindex(leaves)


def circled(choice: str, beside: Sequence[str | None], chosen: bool) -> str:
    """A printed choice with what is written beside its ○: 専用線, その他（手渡し）; "" where nothing is written."""
    words = COMMA.join(filter(None, beside))
    if not chosen:
        return f"（○なし）{choice}（{words}）" if words else ""
    return f"{choice}（{words}）" if words else choice


def with_head(rows: pd.DataFrame, heads: pd.DataFrame, front: Sequence[str], behind: Sequence[str]) -> pd.DataFrame:
    """The columns of `heads` for the 冊 of each row: `front` before all others, `behind` with the origin at the end."""
    at = rows["冊"].to_numpy()
    rows = rows.drop(columns="冊").reset_index(drop=True)
    for place, name in enumerate(front):
        rows.insert(place, name, heads[name].array.take(at))
    for name in ("受付ID", *behind):
        rows[name] = heads[name].array.take(at)
    last = (*ORIGIN, *behind)
    return rows[[name for name in rows.columns if name not in last] + list(last)]
