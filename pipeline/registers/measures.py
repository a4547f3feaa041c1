"""対策マトリクス: the cases of a year beside the measures of a 区分; and 対策一覧, a row a measure with what the cases said to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.registers.texts import COMMA, LINES, by_key, rows_of

MEASURES, MEASURE_REGISTER, MATRIX = "対策", "対策一覧", "対策マトリクス"
YES, NO, BOTH = "○", "ー", "○ー"
"""`BOTH`: the case has two checklists of one kind, and they differ."""

MARKS_FROM = 2
"""The column of a matrix in which the measures begin."""
NUMBER_OF_NO, REASONS = "「ー」の数", "「ー」の理由"
REGISTER_COLUMNS = ("対策ID", "区分", "当事者", "対策区分", "対策", "案件数", YES, NO, "「ー」の割合", REASONS)


def matrices(measures: pd.DataFrame, cases: pd.DataFrame, order: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Sheet name → a row a case, with a column for each measure of the 区分 and its ー with their reasons behind them.

    Args:
        measures: The sheet 対策 of a year.
        cases: The sheet 案件 of that year.
        order: The 対策ID in the order of the form; those of earlier editions come behind.

    """
    titles = dict(rows_of(cases, "案件ID", "件名"))
    grids = {str(name): _matrix(rows, titles, order) for name, rows in measures.groupby("区分", sort=False)}
    first = {id_: place for place, id_ in enumerate(order)}
    in_order = sorted(grids, key=lambda name: first.get(str(grids[name].columns[MARKS_FROM]), len(first)))
    return {f"{MATRIX}_{name}": grids[name] for name in in_order}


def _matrix(rows: pd.DataFrame, titles: dict[str, str], order: Sequence[str]) -> pd.DataFrame:
    case_codes, cases = pd.factorize(rows["案件ID"].astype("object"), sort=True)
    codes, found = pd.factorize(rows["対策ID"].astype("object"))
    ids = _in_order(found.tolist(), order)
    place = {measure: number for number, measure in enumerate(ids)}
    measure_codes = np.array([place[measure] for measure in found], dtype=np.int64)[codes]
    marks = rows["可否"].to_numpy(dtype=object)
    said = []
    for mark in (YES, NO):
        grid = np.zeros((len(cases), len(ids)), dtype=bool)
        here = marks == mark
        grid[case_codes[here], measure_codes[here]] = True
        said.append(grid)
    yes, no = said
    cells = np.full(yes.shape, None, dtype=object)
    cells[yes], cells[no], cells[yes & no] = YES, NO, BOTH
    head = pd.DataFrame({"案件ID": cases, "件名": [titles.get(case) for case in cases]})
    grid_frame = pd.DataFrame(cells, columns=ids)
    reasons = _reasons(rows[marks == NO])
    tail = pd.DataFrame({NUMBER_OF_NO: no.sum(axis=1), REASONS: [reasons.get(case) for case in cases]})
    return pd.concat([head, grid_frame, tail], axis=1)


def _in_order(ids: Sequence[str], order: Sequence[str]) -> list[str]:
    place = {measure: number for number, measure in enumerate(order)}
    return sorted(ids, key=lambda measure: (place.get(measure, len(place)), measure))


def _reasons(refused: pd.DataFrame) -> dict[str, str]:
    """案件ID → its reasons, each once with the measures that it is given for: 電区06、電先06：電子データのみの取扱いのため."""
    told = by_key(((case, reason), id_) for case, reason, id_ in rows_of(refused, "案件ID", "理由", "対策ID"))
    lines = by_key(
        (case, f"{COMMA.join(dict.fromkeys(ids))}：{reason or '（理由の記入なし）'}")
        for (case, reason), ids in told.items()
    )
    return {case: LINES.join(texts) for case, texts in lines.items()}


def measure_register(measures: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """対策一覧: a row a measure in the order of the form. 案件数: the cases that answered it, in ○ and ー each case once."""
    answered = measures[measures["可否"].isin((YES, NO))]
    texts = measures.drop_duplicates("対策ID").set_index("対策ID")[["区分", "当事者", "対策区分", MEASURES]]
    counts = answered.drop_duplicates(["案件ID", "対策ID", "可否"]).groupby("対策ID")["可否"].value_counts().unstack()
    ids = _in_order(texts.index.tolist(), order)
    frame = texts.reindex(ids)
    counts = counts.reindex(index=ids, columns=[YES, NO]).fillna(0).astype("int64")
    frame["案件数"] = answered.groupby("対策ID")["案件ID"].nunique().reindex(ids).fillna(0).astype("int64")
    frame[YES], frame[NO] = counts[YES], counts[NO]
    frame["「ー」の割合"] = (frame[NO] / frame["案件数"].where(frame["案件数"] > 0)).round(4)
    given = by_key(rows_of(answered[answered["可否"].eq(NO)], "対策ID", "理由"))
    frame[REASONS] = [_by_number(given.get(id_, ())) for id_ in ids]
    return frame.rename_axis("対策ID").reset_index()[list(REGISTER_COLUMNS)]


def _by_number(reasons: Sequence[str | None]) -> str | None:
    """The reasons, the most frequent first: 電子データのみの取扱いのため（12）."""
    found = Counter(reason for reason in reasons if reason is not None)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return LINES.join(f"{reason}（{count}）" for reason, count in ordered) or None
