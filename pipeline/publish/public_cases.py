"""Which cases the city publishes, and what of them: the decided ones, with what their printed list and summary show.

Nothing else of a case is looked at, so no address, no remark (備考), no opinion (条件・意見) and no path can get out. Texts that
people typed freely may hold what should not be there: a number that looks like a 個人番号 is made unreadable, contact data is
named so that a person can look before the pages go out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.japanese.contacts import contacts
from pipeline.japanese.digits import without_individual_numbers
from pipeline.publish.list_cases import ListCase, list_cases

PENDING = ("継続審議",)
"""審議結果 that leave a case open: it comes before a meeting again, and is published when that has decided."""
_NOT_TEXT = ("№", "付議日")


@dataclass(frozen=True, slots=True)
class Concern:
    """Something in a text that a person should look at before it is published. The thing itself is not repeated here."""

    case_id: str
    label: str
    """事業名, 事業内容 …"""
    what: str
    """電話番号, メールアドレス, 郵便番号."""


def public_cases(rows: pd.DataFrame) -> list[ListCase]:
    """The cases of a year's list that are decided, in the order of the list.

    Args:
        rows: As `list_rows` gives them (a withdrawn case is not among them), in the columns that `list_cases` names.

    """
    decided = rows[rows["審議結果"].notna() & rows["付議日"].notna() & ~rows["審議結果"].isin(PENDING)]
    texts = {
        name: [without_individual_numbers(cell) if isinstance(cell, str) else cell for cell in decided[name]]
        for name in decided.columns
        if name not in _NOT_TEXT
    }
    return list_cases(
        decided.assign(**{name: pd.Series(cells, decided.index, dtype="object") for name, cells in texts.items()})
    )


def concerns(cases: Sequence[ListCase]) -> list[Concern]:
    """Contact data in the texts of cases that are about to be published."""
    return [
        Concern(case.case_id, label, kind)
        for case in cases
        for label, text in (("件名", case.title), *case.summary.rows)
        for kind in contacts(text)
    ]
