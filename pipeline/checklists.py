"""Checklists: which measure of the form each row is, and how complete each party's list is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.context import Cases, Flags
from pipeline.forms.model import SHEET_OF_MEASURES, Form, Measure
from pipeline.frames import SHEETS, Tables
from pipeline.japanese.text import fold
from pipeline.normalise import folded

MEASURES = "対策"
ANSWER = 3
"""The place of 可否 among the headings of a checklist."""


def match_measures(tables: Tables, form: Form, cases: Cases) -> None:
    """Add to 対策 様式の文, 再委託のとき, 再委託あり, 文が違う, 問う, 書かれた, and to シート the counts that C01–C03 look at.

    Rows match a measure of their sheet by 対策ID, then by text; what is still unmatched is taken, in order, for the measures
    that are still missing, so that a reworded line is told as reworded (C12) and not as lost (C03).
    """
    rows, sheets = tables[MEASURES], tables[SHEETS]
    measures = [measure for sheet in form.sheets for measure in sheet.measures]
    later = _came_later(sheets, measures, form)
    matched = _match(rows, measures, later)
    known = matched >= 0
    take = np.where(known, matched, 0)
    texts = np.array([m.text for m in measures], dtype=object)
    printed = np.array([fold(m.text) for m in measures], dtype=object)
    subcontract = np.array([m.when_subcontracted for m in measures], dtype=bool)
    books = rows["冊"].to_numpy()
    rows["番号"] = matched
    rows["対策ID"] = rows["対策ID"].where(~known, pd.Series(_ids(measures)[take], index=rows.index))
    rows["様式の文"] = np.where(known, texts[take], "")
    rows["再委託のとき"] = known & subcontract[take]
    rows["再委託あり"] = cases.subcontracted[books]
    leaves = rows["枚"].to_numpy()
    # a form of an earlier edition has the texts of its time
    rows["文が違う"] = known & (folded(rows["対策"]) != printed[take]) & ~_is_older(sheets, form)[leaves]
    _count(sheets, rows, measures, later, form, cases)
    rows["書かれた"] = rows["可否"].notna()
    rows["様式にない行"] = ~known
    rows["詳細"] = "対策の行"
    asked = sheets["チェックリストを求める"].to_numpy()[leaves]
    answered = sheets["印の数"].to_numpy()[leaves] > 0
    rows["問う"] = asked & answered & known


def _is_older(sheets: pd.DataFrame, form: Form) -> Flags:
    """Which sheets are of an earlier edition of the form."""
    return np.array([form.lacks(edition, form.edition) for edition in sheets["版"]], dtype=bool)


def _came_later(sheets: pd.DataFrame, measures: list[Measure], form: Form) -> Flags:
    """シート × measure: which measures the edition of a sheet did not have."""
    editions = sheets["版"].fillna("").tolist()
    lacking = {edition: [form.lacks(edition, measure.since) for measure in measures] for edition in set(editions)}
    return np.array([lacking[edition] for edition in editions], dtype=bool).reshape(len(sheets), len(measures))


def _ids(measures: list[Measure]) -> np.ndarray[Any, Any]:
    return np.array([m.id for m in measures], dtype=object)


def _match(rows: pd.DataFrame, measures: list[Measure], later: Flags) -> np.ndarray[Any, np.dtype[np.int64]]:
    by_id = {(m.sheet, fold(m.id)): number for number, m in enumerate(measures)}
    by_text = {(m.sheet, fold(m.text)): number for number, m in enumerate(measures)}
    lines = list(zip(rows["様式シート"].tolist(), rows["対策ID"].tolist(), rows["対策"].tolist(), strict=True))
    known = {
        (sheet, id_, text): by_id.get((sheet, _key(id_)), by_text.get((sheet, _key(text)), -1))
        for sheet, id_, text in set(lines)
    }
    matched = np.array([known[line] for line in lines], dtype=np.int64)
    if (matched < 0).any():
        _match_the_rest(matched, rows, measures, later)
    return matched


def _key(text: object) -> str:
    return fold(text) if isinstance(text, str) else ""


def _match_the_rest(
    matched: np.ndarray[Any, np.dtype[np.int64]], rows: pd.DataFrame, measures: list[Measure], later: Flags
) -> None:
    """Rows whose 対策ID and text are both changed: the n-th of them is the n-th measure still missing on its sheet."""
    leaves = rows["枚"].to_numpy()
    for leaf in np.unique(leaves[(matched < 0) & rows["対策"].notna().to_numpy()]):
        here = np.flatnonzero(leaves == leaf)
        sheet = rows["様式シート"].iloc[here[0]]
        taken = set(matched[here])
        missing = [n for n, m in enumerate(measures) if m.sheet == sheet and n not in taken and not later[leaf, n]]
        stray = [row for row in here if matched[row] < 0 and isinstance(rows["対策"].iloc[row], str)]
        for row, number in zip(stray, missing, strict=False):
            matched[row] = number


def _count(
    sheets: pd.DataFrame, rows: pd.DataFrame, measures: list[Measure], later: Flags, form: Form, cases: Cases
) -> None:
    """シート: 印の数, 相手の印の数, 見つかった数, 様式の数, 見つからない数, 見つからない対策, チェックリストを求める."""
    size = len(sheets)
    leaves = rows["枚"].to_numpy()
    sheets["印の数"] = np.bincount(leaves, weights=rows["可否"].notna(), minlength=size).astype(np.int64)
    lists = sheets["種類"].eq(SHEET_OF_MEASURES)
    _point_at_first_answer(sheets, rows)
    both = sheets[lists].groupby(["冊", "区分"])["印の数"].transform("sum").reindex(sheets.index, fill_value=0)
    sheets["相手の印の数"] = both.to_numpy() - sheets["印の数"].to_numpy()
    sheets["チェックリストを求める"] = lists.to_numpy() & cases.look_up(cases.checklists, sheets, sheets["区分"])
    found = np.zeros((size, len(measures)), dtype=bool)
    known = rows["番号"].to_numpy() >= 0
    found[leaves[known], rows["番号"].to_numpy()[known]] = True
    printed = {s.name: np.array([m.sheet == s.name for m in measures], dtype=bool) for s in form.sheets}
    subcontract = np.array([m.when_subcontracted for m in measures], dtype=bool)
    asked = np.array([printed[name] for name in sheets["様式シート"]], dtype=bool).reshape(found.shape)
    asked &= ~later
    asked &= ~subcontract | cases.subcontracted[sheets["冊"].to_numpy()][:, None]
    missing = asked & ~found
    sheets["様式の数"] = asked.sum(axis=1)
    sheets["見つからない数"] = missing.sum(axis=1)
    sheets["見つかった数"] = sheets["様式の数"] - sheets["見つからない数"]
    sheets["見つからない対策"] = [
        "、".join(f"{measures[n].id}「{measures[n].text}」" for n in np.flatnonzero(line)) if count else ""
        for line, count in zip(missing, sheets["見つからない数"], strict=True)
    ]


def _point_at_first_answer(sheets: pd.DataFrame, rows: pd.DataFrame) -> None:
    """What is said of a whole checklist is shown at its first 可否."""
    first = rows.drop_duplicates("枚").set_index("枚")
    sheets.loc[first.index, "行"] = first["行"].astype("Int64")
    sheets.loc[first.index, "列"] = pd.array([place[ANSWER] for place in first["列"]], dtype="Int64")
