"""The ordinary way, its second half: frames that lay parts of a workbook side by side, each with a schema of its own."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import pandas as pd
import pandera.pandas as pa

from pipeline.forms.model import Sheet

ORIGIN = {"ファイル": pa.Column(str), "シート": pa.Column(str), "行": pa.Column(int)}
"""The columns that say where a row of any table comes from."""

_LEAST_ALIKE = 0.2

Rows = pd.DataFrame


def divisions(tables: dict[str, Rows]) -> Rows:
    """Whether each 区分 is ticked on the cover, and whether its 別紙 is written on."""
    ticks = tables["表紙.区分"].set_index("区分")["付議"].eq("○")
    written = [tables[name].drop(columns=[*ORIGIN]).notna().any(axis=None) for name in ticks.index]
    return pd.DataFrame({"付議": ticks, "記入": written}, index=ticks.index)


def schema_of_divisions() -> pa.DataFrameSchema:
    checks = [
        pa.Check(lambda rows: ~rows["付議"] | rows["記入"], error="別紙が空"),
        pa.Check(lambda rows: rows["付議"] | ~rows["記入"], error="区分に○がない"),
    ]
    return pa.DataFrameSchema({"付議": pa.Column(bool), "記入": pa.Column(bool)}, checks, coerce=True, strict=True)


def titles(tables: dict[str, Rows]) -> Rows:
    """The 件名 of each 別紙 beside that of the cover."""
    own = {name: tables[name]["件名"].iloc[0] for name in tables["表紙.区分"]["区分"]}
    return pd.DataFrame({"別紙": own.keys(), "件名": own.values(), "表紙の件名": tables["表紙"]["件名"].iloc[0]})


def schema_of_titles() -> pa.DataFrameSchema:
    alike = pa.Check(lambda rows: rows.apply(_is_about_the_same, axis=1), error="件名が違う")
    columns = {"別紙": pa.Column(str), "件名": pa.Column(str, nullable=True), "表紙の件名": pa.Column(str)}
    return pa.DataFrameSchema(columns, alike, coerce=True, strict=True)


def _is_about_the_same(row: Any) -> bool:
    return (
        row["件名"] is None
        or pd.isna(row["件名"])
        or SequenceMatcher(None, row["件名"], row["表紙の件名"]).ratio() > _LEAST_ALIKE
    )


def periods(tables: dict[str, Rows]) -> Rows:
    """The periods of the 別紙, with that of the 委託 of which a 再委託 is a part."""
    rows = pd.concat([tables[name] for name in ("外部結合", "業務委託", "再委託", "指定管理")], ignore_index=True)
    rows = rows[["シート", "開始時期", "終了時期", "継続"]]
    return rows.assign(期限=rows["終了時期"].where(rows["シート"].eq("業務委託")).max())


def schema_of_periods() -> pa.DataFrameSchema:
    day = pa.Column("datetime64[ns]", nullable=True)
    columns = {
        "シート": pa.Column(str),
        "開始時期": day,
        "終了時期": day,
        "継続": pa.Column(str, nullable=True),
        "期限": day,
    }
    year = pd.Timedelta(days=366)
    checks = [
        pa.Check(
            lambda p: ~(p["終了時期"] - p["開始時期"] > year) | p["継続"].isna() | p["シート"].eq("指定管理"),
            error="1年を超える",
        ),
        pa.Check(lambda p: p["シート"].ne("再委託") | ~(p["終了時期"] > p["期限"]), error="委託の期間を超える"),
    ]
    return pa.DataFrameSchema(columns, checks, coerce=True, strict=True)


def parties(tables: dict[str, Rows], ours: Sheet, theirs: Sheet) -> Rows:
    """The measures of both parties side by side, with the 記録媒体 of their 別紙."""
    counterparts = {measure.id: measure.counterpart for measure in ours.measures if measure.counterpart}
    own, other = (tables[sheet.fields[0].defined_name][["対策ID", "可否", "理由"]] for sheet in (ours, theirs))
    own = own.assign(相手=own["対策ID"].map(counterparts))
    media = tables[ours.division].get("記録媒体", pd.Series([None])).iloc[0]
    rows = own.merge(other, left_on="相手", right_on="対策ID", suffixes=("", "_相手"))
    return rows.drop(columns="対策ID_相手").assign(記録媒体=media)


def schema_of_parties() -> pa.DataFrameSchema:
    text, maybe = pa.Column(str), pa.Column(str, nullable=True)
    columns = {
        "対策ID": text,
        "相手": text,
        "可否": maybe,
        "可否_相手": maybe,
        "理由": maybe,
        "理由_相手": maybe,
        "記録媒体": maybe,
    }
    checks = [
        pa.Check(lambda rows: rows["可否"].eq(rows["可否_相手"]) | rows["可否"].isna(), error="判定が違う"),
        pa.Check(
            lambda rows: ~(rows["理由"].str.contains("電子データのみ") & rows["記録媒体"].str.contains("紙")),
            error="紙がある",
        ),
    ]
    return pa.DataFrameSchema(columns, checks, coerce=True, strict=True)
