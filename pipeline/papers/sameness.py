"""When two values of an input are the same, and which inputs say nothing of the handling of personal data.

Everything that differs from one submission to the next by its nature is named here, and only here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from pipeline.choices import read_choice
from pipeline.forms.model import CHOICE, DATE, INTEGER, PARTIAL_DATE, Field
from pipeline.japanese.dates import BadDate, read_date
from pipeline.japanese.marks import MARKS
from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.text import fold
from pipeline.papers.japanese_diff import Run, marked

NO_CONTENT = frozenset(
    (
        "資料番号", "要綱の根拠", "種別", "前回案件", "提出日", "担当者氏名", "担当者電話", "担当者メール",
        "公表日",
    )
)  # fmt: skip
"""Inputs that say who submits what, when and as what; on any sheet."""
POINTERS = frozenset(("事業の概要.個人情報の流れ", "委託事項.番号"))
"""Defined names of inputs that only point to another paper of the same case, or count the copies of their sheet."""
NOT_PUBLISHED = "公表されません"
"""Stands in the heading of a section in which the department writes to the secretariat only."""
OWN_LISTS = frozenset(("変更箇所一覧",))
"""Sheets that tell themselves what changed."""
NO_CONTENT_COLUMNS: Mapping[str, frozenset[str]] = {
    "記録項目": frozenset(("変更", "番号")),
    "情報の流れ": frozenset(("番号",)),
    "システム": frozenset(("番号",)),
    "提供移転": frozenset(("番号",)),
}
"""Columns that count or that are the department's own mark of a change, by long frame."""
ASKED_AGAIN = ("付議内容_",)
"""Beginnings of inputs that are filled in for the 区分 of this submission only: empty they take nothing back."""
TICKS = ("区分",)
"""Tables of ticks for the 区分 of this submission: a tick that is not there takes nothing back."""
OWN_MARK, TAKEN_OUT = "変更", "削除"
"""The column in which a department says itself what is new, and what it says there of an item listed for the last time."""

_WHOLE = (CHOICE, DATE, PARTIAL_DATE, INTEGER)
"""Types whose values change as a whole."""


def is_content(field: Field) -> bool:
    """Whether a difference in an input is a change."""
    if field.defined_name in POINTERS or any(NOT_PUBLISHED in heading for heading in field.section):
        return False
    return field.name not in NO_CONTENT


def is_same(type_: str, old: str, new: str, choices: Sequence[str] = ()) -> bool:
    """Whether two texts of an input of that type mean the same: 86000 and 86,000, R7.4.1 and 令和７年４月１日, ２ and ２）はい."""
    if old == new or fold(old) == fold(new):
        return True
    if choices:
        chosen = read_choice(old, choices).value
        return chosen is not None and chosen == read_choice(new, choices).value
    read = _READERS.get(type_)
    value = read(old) if read else None
    return value is not None and read is not None and value == read(new)


def runs_between(type_: str, old: str | None, new: str | None) -> tuple[Run, ...] | None:
    """The new text in runs; None where nothing in it is to be marked."""
    if not new or (old and is_same(type_, old, new)):
        return None
    if not old or type_ in _WHOLE:
        return (Run(new, True),)
    runs = marked(old, new)
    return runs if any(run.changed for run in runs) else None


def is_whole(type_: str) -> bool:
    """Whether a value of that type is replaced by another one, so that no part of it is lost."""
    return type_ in _WHOLE


def is_mark(type_: str, old: str | None, new: str | None) -> bool:
    """Whether what changed is a mark, ○ or ー."""
    return type_ == CHOICE and {old, new} <= {None, *MARKS}


@lru_cache(maxsize=4096)
def _number(text: str) -> object:
    try:
        number = read_number(text)
    except BadNumber:
        return None
    return number.value, number.unit, number.approximate


@lru_cache(maxsize=4096)
def _date(text: str) -> object:
    try:
        return read_date(text)
    except BadDate:
        return None


_READERS: Mapping[str, Callable[[str], object]] = {INTEGER: _number, DATE: _date, PARTIAL_DATE: _date}
