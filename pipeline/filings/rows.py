"""The sheets 評価書, 評価書_システム, 評価書_ファイル and 評価書_委託 of the 台帳: what the accepted 全項目評価書 say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.context import COVER
from pipeline.departments import cover_departments
from pipeline.extract import Extract
from pipeline.forms.model import Form
from pipeline.frames import INPUTS, Tables, to_tables
from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.periods import Period, find_periods
from pipeline.ledger_rows import ORIGIN, cells_of, sheet_rows, with_head
from pipeline.masters.load import Masters
from pipeline.normalise import each_distinct, normalise
from pipeline.registers.parties import parties
from pipeline.registers.texts import COMMA, joined, rows_of
from pipeline.workspace import FILING_FORM

FILINGS, SYSTEMS, FILES, CONTRACTS = "評価書", "評価書_システム", "評価書_ファイル", "評価書_委託"
SHEETS_OF_FILINGS = (FILINGS, SYSTEMS, FILES, CONTRACTS)
HEADS = ("評価書番号", "版", "受付日", "受付ID", "ブック")
"""What the receipts say of an accepted 評価書."""

BASICS, PROCEDURE = "基本情報", "評価実施手続"
OF_SYSTEM, OF_FILE, OF_CONTRACT = "システム", "ファイル", "委託事項"
LINKS, OTHER_LINK = "他のシステムとの接続", "その他の内容"
KIND, THRESHOLD, BAND = "評価の種類", "しきい値判断", "対象人数"
DUE = "求められる評価"
"""Which assessment is due by what the filing tells; filled in by who knows the rule of the city."""

FULL = "全項目評価"
KINDS: Mapping[str, str] = {
    "１）": f"{FULL}（義務）",
    "２）": f"{FULL}（任意、重点項目評価が義務）",
    "３）": f"{FULL}（任意、基礎項目評価が義務）",
    "４）": f"{FULL}（任意、評価の義務なし）",
}
"""How a しきい値判断結果 begins → what kind of assessment it makes of a 全項目評価書."""

COLUMNS = (
    "評価書番号", "評価書名", "版", "担当課", "事務の名称", BAND, THRESHOLD, KIND, DUE, "評価の実施日", "意見聴取の開始日", "意見聴取の終了日",
    "意見聴取の日数", "第三者点検の実施日", "公表日", "システムの数", "ファイルの数", "委託の数", "うち再委託の数", "案件ID", "提出日", "受付日",
    *ORIGIN, "ブック",
)  # fmt: skip

_INPUTS = {
    "評価書名": (COVER, "評価書名"), "事務の名称": (BASICS, "事務の名称"), BAND: (BASICS, "対象人数"),
    THRESHOLD: (PROCEDURE, "しきい値判断結果"), "評価の実施日": (PROCEDURE, "基礎項目評価の実施日"),
    "意見聴取の期間": (PROCEDURE, "意見聴取の期間"), "第三者点検の実施日": (PROCEDURE, "第三者点検の実施日"), "公表日": (COVER, "公表日"),
    "案件ID": (COVER, "案件ID"), "提出日": (COVER, "提出日"),
}  # fmt: skip
"""Column of the sheet 評価書 → the sheet of the form and its input."""


def filing_tables(extracts: Sequence[Extract], masters: Masters) -> Tables:
    """The long frames of 全項目評価書, with values."""
    tables = to_tables(extracts, masters.forms[FILING_FORM])
    normalise(tables, masters)
    return tables


def filing_sheets(tables: Tables, heads: pd.DataFrame, masters: Masters) -> dict[str, pd.DataFrame]:
    """The four sheets, with the headings of `no_filings`. Days are ISO text, 番号 and numbers Int64, what is chosen of several is one text.

    `tables`: as `filing_tables` gives them; `heads`: a row a workbook, in their order, with the columns `HEADS`.
    """
    form = masters.forms[FILING_FORM]
    systems = _system_rows(tables, form)
    files, contracts = (sheet_rows(tables, form, name) for name in (OF_FILE, OF_CONTRACT))
    contracts["社名"] = each_distinct(contracts["委託先名"], lambda text: COMMA.join(parties(text)))
    rows = {
        FILINGS: _filing_rows(tables, heads, masters, {SYSTEMS: systems, FILES: files, CONTRACTS: contracts}),
        SYSTEMS: with_head(systems, heads, ("評価書番号",), ()),
        FILES: with_head(files, heads, ("評価書番号",), ()),
        CONTRACTS: with_head(contracts, heads, ("評価書番号",), ()),
    }
    return {name: rows[name].reindex(columns=list(columns)) for name, columns in headings_of_sheets(form).items()}


def no_filings(masters: Masters) -> dict[str, pd.DataFrame]:
    """The sheets without rows: their headings."""
    headings = headings_of_sheets(masters.forms[FILING_FORM])
    return {name: pd.DataFrame(columns=list(columns)) for name, columns in headings.items()}


def headings_of_sheets(form: Form) -> dict[str, tuple[str, ...]]:
    """Sheet of the 台帳 → its headings, those of the form and where a row comes from."""
    links = links_of(form)
    (table,) = form.by_name[OF_SYSTEM].fields
    plain = [heading for heading in table.headings if heading not in links and heading != OTHER_LINK]
    inputs = {name: [field.name for field in form.by_name[name].fields] for name in (OF_FILE, OF_CONTRACT)}
    first = "評価書番号"
    return {
        FILINGS: COLUMNS,
        SYSTEMS: (first, *plain, LINKS, *ORIGIN),
        FILES: (first, *inputs[OF_FILE], *ORIGIN),
        CONTRACTS: (first, *inputs[OF_CONTRACT], "社名", *ORIGIN),
    }


def links_of(form: Form) -> tuple[str, ...]:
    """The columns of the table of systems under which a ○ stands."""
    (table,) = form.by_name[OF_SYSTEM].fields
    return tuple(column.heading for column in table.columns if column.choices == ("○",))


def hearing_of(text: str | None) -> Period | None:
    """The 意見聴取 that the input 実施日・期間 tells; None where it tells no whole period."""
    return next(iter(find_periods(text or "")), None)


def _filing_rows(
    tables: Tables, heads: pd.DataFrame, masters: Masters, parts: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    rows = heads[list(HEADS)].copy()
    for column, place in _INPUTS.items():
        rows[column] = values_of(tables, len(heads), *place)
    periods = [hearing_of(text) for (text,) in rows_of(rows, "意見聴取の期間")]
    rows["意見聴取の開始日"] = [period.first.isoformat() if period else None for period in periods]
    rows["意見聴取の終了日"] = [period.last.isoformat() if period else None for period in periods]
    rows["意見聴取の日数"] = pd.Series([period.days if period else None for period in periods], dtype="Int64")
    rows[KIND] = [KINDS.get((text or "")[:2]) for (text,) in rows_of(rows, THRESHOLD)]
    departments = cover_departments(tables["担当課"], masters)
    rows["担当課"] = [joined(departments.get(book, ())) for book in range(len(heads))]
    for column, name in (("システムの数", SYSTEMS), ("ファイルの数", FILES), ("委託の数", CONTRACTS)):
        rows[column] = _counts(parts[name], len(heads))
    again = parts[CONTRACTS]["再委託の有無"].fillna("").str.startswith("１）")
    rows["うち再委託の数"] = _counts(parts[CONTRACTS][again], len(heads))
    cover = sheet_rows(tables, masters.forms[FILING_FORM], COVER).drop_duplicates("冊").set_index("冊")
    texts = dict.fromkeys((*_INPUTS, "意見聴取の開始日", "意見聴取の終了日", KIND, "担当課"), "str")
    return rows.astype(texts).join(cover[["シート", "セル"]])


def values_of(tables: Tables, books: int, sheet: str, name: str) -> list[str | None]:
    """The value of one input of a sheet that every workbook has once."""
    inputs = tables[INPUTS]
    rows = inputs[inputs["様式シート"].eq(sheet) & inputs["項目名"].eq(name)]
    found = {book: value for book, value in rows_of(rows, "冊", "値") if value is not None}
    return [found.get(book) for book in range(books)]


def _counts(rows: pd.DataFrame, books: int) -> Any:
    counts = rows.groupby("冊").size()
    return counts.reindex(range(books), fill_value=0).astype("Int64").array


def _system_rows(tables: Tables, form: Form) -> pd.DataFrame:
    """A row a system. What it is linked with is one text; その他 with its words in brackets."""
    frame, links = tables[OF_SYSTEM], links_of(form)
    plain = [name for name in tables.headings[OF_SYSTEM] if name not in links and name != OTHER_LINK]
    rows = frame[["冊", *plain, "シート"]].copy()
    rows["番号"] = pd.Series(each_distinct(frame["番号"], _number), index=frame.index, dtype="object")
    marks = rows_of(frame, OTHER_LINK, *(f"{name}あり" for name in links))
    rows[LINKS] = [_linked(links, chosen, other) for other, *chosen in marks]
    rows["セル"] = cells_of(frame)
    return rows


def _number(text: str) -> int | float | str:
    """A number as such; what is none stays as it was typed."""
    try:
        return read_number(text).value
    except BadNumber:
        return text


def _linked(links: Sequence[str], chosen: Sequence[bool], other: str | None) -> str | None:
    words = [name for name, on in zip(links, chosen, strict=True) if on]
    if other:
        words = [f"{name}（{other}）" if name == links[-1] else name for name in words]
        if links[-1] not in (name.partition("（")[0] for name in words):
            words.append(f"（○なし）{links[-1]}（{other}）")
    return COMMA.join(words) or None
