"""Context: what a row must know of the rest of its workbook, joined once for the whole night.

With it every rule stays a plain look at the rows of one table: whether an input is asked for here, whether a checklist is,
which measure of the form a row is, which 課 the cover names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from pipeline.extract import MUST_BE_READ
from pipeline.forms.model import (
    CONDITIONAL,
    REQUIRED,
    SHEET_OF_FIELDS,
    SHEET_OF_MEASURES,
    Form,
)
from pipeline.frames import INPUTS, OBSERVATIONS, SHEETS, Tables
from pipeline.japanese.text import fold

Flags: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]

COVER, SUMMARY = "表紙", "事業の概要"
SUBCONTRACT, PARENTS = "再委託", ("業務委託", "指定管理")
DEVELOPMENT = "電算処理"
CONTENT_PREFIX = "付議内容_"
ASSESSMENT_KIND = "特定個人情報保護評価"
ASKED_IN_ASSESSMENT = ("評価書番号", f"{CONTENT_PREFIX}評価")
ITEMS_SHEET = "記録項目"
AS_ITEMS_SHEET = "記録項目のとおり"


class Cases:
    """What holds for a whole workbook: arrays with a place for each 冊, and 冊 × 区分."""

    def __init__(self, tables: Tables, form: Form, books: int) -> None:
        self.divisions = list(form.divisions)
        self._column = {name: number for number, name in enumerate(self.divisions)}
        self._inputs = tables[INPUTS]
        self.books = books
        kind = self.value(COVER, "種別")
        self.assessment: Flags = np.array([str(k).startswith(ASSESSMENT_KIND) for k in kind], dtype=bool)
        self.changes: Flags = np.array([k == "変更" for k in kind], dtype=bool)
        self.ticked = self._matrix(tables["区分"]["冊"], tables["区分"]["区分"], tables["区分"]["付議あり"])
        sheets = tables[SHEETS]
        written = tables[INPUTS].groupby("枚")["記入数"].sum().reindex(sheets.index, fill_value=0)
        self.written = written.to_numpy(dtype=np.int64)
        annex = sheets["別紙"].to_numpy(dtype=bool)
        filled = annex & (self.written > 0)
        self.has_annex = self._matrix(sheets["冊"], sheets["区分"], annex)
        self.filled = self._matrix(sheets["冊"], sheets["区分"], filled)
        # a 再委託 is a part of its 委託: its 別紙 is fine under either tick
        self.covered = self.ticked.copy()
        self.covered[:, self._column[SUBCONTRACT]] |= self.of(*PARENTS)
        self.subcontracted: Flags = (self.ticked | self.filled)[:, self._column[SUBCONTRACT]]
        self.checklists = self.ticked & self.filled & ~self.assessment[:, None]
        outsourced = self.value(DEVELOPMENT, "開発等の委託")
        self.checklists[:, self._column[DEVELOPMENT]] &= np.array([v == "有" for v in outsourced], dtype=bool)

    def _matrix(self, books: pd.Series[Any], divisions: pd.Series[Any], flags: Any) -> Flags:
        matrix = np.zeros((self.books, len(self.divisions)), dtype=bool)
        folded = {fold(name): number for name, number in self._column.items()}
        columns = divisions.map({text: folded.get(fold(text), -1) for text in divisions.dropna().unique()})
        known = columns.fillna(-1).ge(0).to_numpy() & np.asarray(flags, dtype=bool)
        matrix[books.to_numpy()[known], columns.to_numpy()[known].astype(np.int64)] = True
        return matrix

    def of(self, *divisions: str) -> Flags:
        """Whether any of the 区分 is ticked on the cover, for each workbook."""
        ticked: Flags = np.any([self.ticked[:, self._column[name]] for name in divisions], axis=0)
        return ticked

    def value(self, sheet: str, name: str) -> list[Any]:
        """The value of one input for each workbook, None where it has none."""
        rows = self._inputs[self._inputs["様式シート"].eq(sheet) & self._inputs["項目名"].eq(name)]
        values: list[Any] = [None] * self.books
        for book, value in zip(rows["冊"], rows["値"], strict=True):
            values[book] = value if isinstance(value, str) else values[book]
        return values

    def look_up(self, matrix: Flags, frame: pd.DataFrame, divisions: pd.Series[Any]) -> Flags:
        """The entry of a 冊 × 区分 matrix for each row of a frame; False where the row has no 区分."""
        columns = divisions.map(self._column).fillna(-1).to_numpy(dtype=np.int64)
        found: Flags = np.zeros(len(frame), dtype=bool)
        known = columns >= 0
        found[known] = matrix[frame["冊"].to_numpy()[known], columns[known]]
        return found


def add_context(tables: Tables, form: Form, books: int) -> Cases:
    """Add to the frames of 付議事項 what their rules need to know, in place. Returns what holds for whole workbooks."""
    cases = Cases(tables, form, books)
    in_use = _sheets(tables, cases)
    _inputs(tables, form, cases, in_use)
    _observations(tables, form, cases)
    _divisions(tables, cases)
    return cases


def _sheets(tables: Tables, cases: Cases) -> Flags:
    """シート: 付議あり, 記入数, 行, 列 (its first written input). Returns whether the inputs of each sheet are asked for."""
    sheets, inputs = tables[SHEETS], tables[INPUTS]
    sheets["記入数"] = cases.written
    sheets["付議あり"] = cases.look_up(cases.covered, sheets, sheets["区分"])
    first = inputs[inputs["記入"]].groupby("枚")[["行", "列"]].first().reindex(sheets.index)
    sheets["行"], sheets["列"] = first["行"].astype("Int64"), first["列"].astype("Int64")
    required = inputs[inputs["必須"].eq(REQUIRED)].groupby("枚")["記入"].mean().reindex(sheets.index, fill_value=0.0)
    annex = sheets["別紙"].to_numpy(dtype=bool)
    # a forgotten tick on a 別紙 that is more than half written: its gaps are told with it, not one night later
    meant = sheets["付議あり"].to_numpy() | (required.to_numpy() > 0.5)
    plain = sheets["種類"].eq(SHEET_OF_FIELDS).to_numpy() & ~annex
    in_use: Flags = plain | (annex & (cases.written > 0) & meant)
    return in_use


def _inputs(tables: Tables, form: Form, cases: Cases, in_use: Flags) -> None:
    """項目: 要, 条件 (told with F06), 変更元が要る, 記録項目が要る, 開始, 開始より前."""
    inputs = tables[INPUTS]
    books = inputs["冊"].to_numpy()
    name = inputs["項目名"]
    asked = inputs["必須"].eq(REQUIRED).to_numpy() & in_use[inputs["枚"].to_numpy()]
    conditional = inputs["必須"].eq(CONDITIONAL).to_numpy()
    content = name.str.removeprefix(CONTENT_PREFIX).where(name.str.startswith(CONTENT_PREFIX))
    # with a blank 別紙 the content is asked for in the words of K01
    deliberated = cases.ticked & (cases.filled | ~cases.has_annex) & ~cases.assessment[:, None]
    asked |= conditional & cases.look_up(deliberated, inputs, content)
    asked |= conditional & name.isin(ASKED_IN_ASSESSMENT).to_numpy() & cases.assessment[books]
    inputs["要"] = asked
    inputs["条件"] = inputs["条件"].where(conditional & asked, "")
    _former_case(inputs, cases)
    _items(inputs, cases, in_use)
    _periods(inputs)


def _former_case(inputs: pd.DataFrame, cases: Cases) -> None:
    former = inputs["項目名"].eq("前回案件")
    cover = inputs["様式シート"].eq(COVER)
    on_annex = np.zeros(cases.books, dtype=bool)
    on_annex[inputs.loc[former & ~cover & inputs["記入"], "冊"].to_numpy()] = True
    books = inputs["冊"].to_numpy()
    inputs["変更元が要る"] = (former & cover).to_numpy() & cases.changes[books] & ~on_annex[books]


def _items(inputs: pd.DataFrame, cases: Cases, in_use: Flags) -> None:
    said = inputs["項目名"].eq(ITEMS_SHEET) & inputs["値"].notna()
    said &= in_use[inputs["枚"].to_numpy()]
    refers = np.zeros(cases.books, dtype=bool)
    told = inputs[said]
    refers[told.loc[[AS_ITEMS_SHEET in fold(text) for text in told["値"]], "冊"].to_numpy()] = True
    body = inputs["様式シート"].eq(ITEMS_SHEET).to_numpy()
    inputs["記録項目が要る"] = body & refers[inputs["冊"].to_numpy()]


def _periods(inputs: pd.DataFrame) -> None:
    starts = inputs[inputs["項目名"].eq("開始時期") & inputs["最早"].notna()].drop_duplicates("枚").set_index("枚")
    ends = inputs["項目名"].eq("終了時期") & inputs["最遅"].notna()
    start = inputs["枚"].map(starts["最早"]).astype("Int64")
    inputs["開始"] = inputs["枚"].map(starts["原文"])
    inputs["開始より前"] = (ends & start.notna() & inputs["最遅"].lt(start)).fillna(False).astype(bool)


def _observations(tables: Tables, form: Form, cases: Cases) -> None:
    """所見: 要 (whether the sheet or input is asked for), 必須の欄, 候補 (what may be meant instead)."""
    seen = tables[OBSERVATIONS]
    specs = [form.by_name.get(name) if isinstance(name, str) else None for name in seen["項目"]]
    books = seen["冊"].to_numpy()
    divisions = pd.Series([spec.division if spec else "" for spec in specs], index=seen.index, dtype="str")
    measures = np.array([spec is not None and spec.kind == SHEET_OF_MEASURES for spec in specs], dtype=bool)
    always = np.array([spec is None or (spec.required and not spec.division) for spec in specs], dtype=bool)
    deliberated = cases.look_up(cases.ticked & ~cases.assessment[:, None], seen, divisions)
    listed = cases.look_up(cases.checklists, seen, divisions)
    optional = ~cases.assessment[books] | np.array(
        [spec is not None and spec.name in (COVER, SUMMARY) for spec in specs], dtype=bool
    )
    whole_file = np.array([spec is None for spec in specs], dtype=bool)
    seen["要"] = (always & (optional | whole_file)) | np.where(measures, listed, deliberated)
    seen["必須の欄"] = seen["詳細"].eq(MUST_BE_READ)
    missing_sheet = seen["種"].eq("シートがない")
    seen["候補"] = [
        suggestion(str(name), str(others).split("、")) if missing else ""
        for name, others, missing in zip(seen["項目"], seen["詳細"], missing_sheet, strict=True)
    ]


def without_context(tables: Tables) -> None:
    """Add the same columns to 所見 for a workbook of which every sheet and input is asked for."""
    seen = tables[OBSERVATIONS]
    seen["要"] = seen["必須の欄"] = True
    seen["候補"] = ""


def suggestion(name: str, candidates: Sequence[str]) -> str:
    """「…」のことではありませんか。 for the nearest of the candidates; nothing when none is near."""
    from rapidfuzz import fuzz, process

    near = process.extractOne(fold(name), {c: fold(c) for c in candidates}, scorer=fuzz.ratio, score_cutoff=60)
    return f"「{near[2]}」のことではありませんか。" if near else ""


def _divisions(tables: Tables, cases: Cases) -> None:
    """区分: 別紙が空 (its 別紙 is there and nothing is written), 別紙を求める."""
    divisions = tables["区分"]
    has = cases.look_up(cases.has_annex, divisions, divisions["区分"])
    filled = cases.look_up(cases.filled, divisions, divisions["区分"])
    divisions["別紙が空"] = has & ~filled
    divisions["別紙を求める"] = ~cases.assessment[divisions["冊"].to_numpy()]
