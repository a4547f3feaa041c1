"""Years and numbers in the secretariat's books; № of 審議記録 that stand twice or are left out (M05), cases with two rows (M08)."""

from __future__ import annotations

import pandas as pd

from pipeline.frames import Tables
from pipeline.japanese.dates import BadDate, fiscal_label, parse_fiscal_label
from pipeline.japanese.numbers import BadNumber, read_number
from pipeline.japanese.text import fold
from pipeline.normalise import each_distinct
from validations.findings import Finding
from validations.schemas import validate

DECISIONS = "審議"
_MOST_SHOWN = 5


def decision_findings(record: Tables) -> list[Finding]:
    """M05 and M08 for the sheet 審議, in the order of its rows. For M05 a row whose 年度 or № cannot be read is left out.

    Two rows of one case with one № are not two cases: the later row counts, and the earlier is M08.
    """
    rows = record[DECISIONS]
    frame = rows.assign(
        年=pd.array(each_distinct(rows["年度"], year_of_label), dtype="Int64"),
        番号=pd.array(each_distinct(rows["№"], whole_number), dtype="Int64"),
        番号の誤り=pd.Series(None, index=rows.index, dtype="object"),
        後の行=_later_row(rows),
    )
    numbered = frame[frame["番号"].notna() & frame["年"].notna()]
    for year in sorted(set(numbered["年"].tolist())):
        cases = numbered[numbered["年"].eq(year)].drop_duplicates(["案件ID", "番号"])
        for index in cases.index[cases.duplicated("番号")]:
            frame.loc[index, "番号の誤り"] = f"が{fiscal_label(year)}の中で重複しています"
        _mark_gaps(frame, cases.drop_duplicates("番号").sort_values("番号"))
    return sorted(validate({DECISIONS: frame}, record.headings), key=lambda finding: finding.order({}))


def _later_row(rows: pd.DataFrame) -> pd.Series[int]:
    """The row, as people count, of the same case that counts instead; missing where a row counts itself."""
    cases = pd.Series([fold(text) if isinstance(text, str) else None for text in rows["案件ID"]], rows.index, "str")
    last = rows["行"].groupby(cases).transform("last")
    return (last + 1).astype("Int64").where(cases.notna() & last.ne(rows["行"]))


def _mark_gaps(frame: pd.DataFrame, cases: pd.DataFrame) -> None:
    """Said at the number that follows the gap."""
    last = 0
    for index, number in zip(cases.index, cases["番号"].tolist(), strict=True):
        missing = [str(n) for n in range(last + 1, number)]
        if missing and pd.isna(frame.loc[index, "番号の誤り"]):
            shown = "、".join(missing[:_MOST_SHOWN]) + (" など" if len(missing) > _MOST_SHOWN else "")
            frame.loc[index, "番号の誤り"] = f"の前の番号（{shown}）がありません"
        last = number


def year_of_label(text: object) -> int | None:
    """The western year in which a 年度 begins; None for what is none."""
    try:
        return parse_fiscal_label(text) if isinstance(text, str) else None
    except BadDate:
        return None


def whole_number(text: object) -> int | None:
    """A № or 回 (5, 第５回); None for what is no whole number, which is shown as missing and never as another."""
    try:
        value = read_number(text.removeprefix("第")).value if isinstance(text, str) else None
    except BadNumber:
        return None
    return value if isinstance(value, int) else None
