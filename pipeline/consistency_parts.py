"""The parts of a case against each other: what the cover and the outline say against the 別紙 that are filled in (K03–K05)."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from pipeline.context import ASSESSMENT_KIND, CONTENT_PREFIX, COVER, PARENTS, SUBCONTRACT, Cases
from pipeline.forms.model import Form
from pipeline.frames import INPUTS, SHEETS, Tables, named
from pipeline.japanese.text import fold
from pipeline.normalise import each_distinct

_WORDS_OF_KINDS = ("パブリックコメント", "報告")
"""What tells the 種別 about an assessment apart, in the 件名 as in the choices. The report of a public comment is its result."""


def compare_parts(tables: Tables, form: Form, cases: Cases) -> None:
    """Add to 項目 丸のない付議内容 (K03) and 件名から読める種別 (K05), and to シート 元の委託がない (K04)."""
    _unticked_contents(tables[INPUTS], form, cases)
    _subject_against_kind(tables[INPUTS], form)
    _subcontracts_of_nothing(tables, form, cases)


def _unticked_contents(inputs: pd.DataFrame, form: Form, cases: Cases) -> None:
    """The 区分 whose 付議内容 is written while the cover has no ○ for it.

    Where its 別紙 is filled in, the forgotten ○ is told there (K02), or the 再委託 is fine under the ○ of its 委託.
    """
    contents = [f.name for f in form.inputs if f.name.startswith(CONTENT_PREFIX)]
    rows = inputs[named(inputs, form, *contents) & inputs["記入"].to_numpy()]
    division = rows["項目名"].str.removeprefix(CONTENT_PREFIX)
    known = division.isin(cases.divisions).to_numpy()
    unticked = known & ~cases.look_up(cases.ticked | cases.filled, rows, division)
    inputs["丸のない付議内容"] = pd.Series(pd.NA, index=inputs.index, dtype="str")
    inputs.loc[rows.index[unticked], "丸のない付議内容"] = division[unticked]


def _subject_against_kind(inputs: pd.DataFrame, form: Form) -> None:
    choices = next((f.choices for f in form.by_name[COVER].fields if f.name == "種別"), ())
    subjects = inputs[named(inputs, form, "件名", sheet=COVER)].drop_duplicates("冊").set_index("冊")["値"]
    kinds = each_distinct(subjects, partial(kind_in_subject, choices=choices))
    rows = inputs[named(inputs, form, "種別", sheet=COVER)]
    rows = rows[rows["値"].notna()]
    expected = pd.Series(kinds, index=subjects.index, dtype="object").reindex(rows["冊"]).to_numpy()
    wrong = pd.notna(expected) & (expected != rows["値"].to_numpy(dtype=object))
    inputs["件名から読める種別"] = pd.Series(pd.NA, index=inputs.index, dtype="str")
    inputs.loc[rows.index[wrong], "件名から読める種別"] = expected[wrong]


def kind_in_subject(subject: str, choices: tuple[str, ...]) -> str | None:
    """The 種別 about an assessment that a 件名 speaks of, None for any other 件名.

    「パブリック・コメント」 is written with and without its middle dot.
    """
    said = _key(subject)
    if fold(ASSESSMENT_KIND) not in said:
        return None
    word = next((_key(word) for word in _WORDS_OF_KINDS if _key(word) in said), None)
    return next((c for c in choices if word and word in _key(c) and c.startswith(ASSESSMENT_KIND)), None)


def _key(text: str) -> str:
    return fold(text).replace("・", "")


def _subcontracts_of_nothing(tables: Tables, form: Form, cases: Cases) -> None:
    """A 再委託 whose 委託 is neither in this case nor, by a 前回案件, in an earlier one.

    Not told of a 別紙 without its ○ (K02), of a 委託 whose 別紙 is still blank (K01), nor of a 変更 that has yet to name
    its 前回案件 (R03): these say the same already.
    """
    sheets, inputs = tables[SHEETS], tables[INPUTS]
    parents = np.isin(np.array(cases.divisions, dtype=object), PARENTS)
    found: np.ndarray[Any, np.dtype[np.bool_]] = (cases.ticked | cases.filled)[:, parents].any(axis=1) | cases.changes
    former = named(inputs, form, "前回案件") & inputs["記入"].to_numpy()
    found[inputs.loc[former, "冊"].to_numpy()] = True
    annex = sheets["別紙"] & sheets["区分"].eq(SUBCONTRACT) & sheets["記入数"].gt(0) & sheets["付議あり"]
    sheets["元の委託がない"] = annex.to_numpy(dtype=bool) & ~found[sheets["冊"].to_numpy(dtype=np.int64)]
