"""統計: the figures of a year and over the years, counted from the sheets of the 台帳 and from nothing else.

Every table is a frame whose first column names what is counted; the figures of 年度 are sums over the rows of its 台帳.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import validations.rules  # noqa: F401  (fills the catalogue)
from pipeline.acceptance import acceptances
from pipeline.counting import COUNT, UNKNOWN, counted
from pipeline.filing_statistics import filing_statistics
from pipeline.japanese.dates import parse_fiscal_label
from pipeline.workspace import fiscal_label_of
from validations.catalogue import CATALOGUE
from validations.findings import ACCEPTED, DUPLICATE, QUARANTINED, RETURNED

Sheets = Mapping[str, pd.DataFrame]

ALL_YEARS = "全年度"
SUMMARY, MONTHS, DIVISIONS, DEPARTMENTS, UNITS, RESULTS = "まとめ", "月別", "区分別", "部別", "課別", "審議結果別"
DAYS, CASES_BY_DAYS, FORMS, FINDINGS, REFUSED, ALL_REFUSED, YEARS = (
    "受理までの日数", "受理までの日数（案件）", "様式別", "多い指摘", "「ー」の割合", "「ー」の割合（すべて）", "年度別",
)  # fmt: skip

UNDECIDED, WITHDRAWN = "（未定）", "取下げ"
VERDICTS = (ACCEPTED, RETURNED, QUARANTINED, DUPLICATE)
_RESULTS = ("承認", "条件付承認", "了承", "継続審議", "不承認")
_BANDS = (("当日", 0), ("1～7日", 7), ("8～14日", 14), ("15～30日", 30), ("31～60日", 60), ("61日以上", None))
_MOST_FINDINGS, _MOST_MEASURES = 10, 15


def statistics_frames(
    ledgers: Mapping[str, Sheets], divisions: Sequence[str], bands: Sequence[str] = ()
) -> dict[str, dict[str, pd.DataFrame]]:
    """年度 → table → frame; and under 全年度 the years side by side.

    Args:
        ledgers: 年度 → the sheets of its 台帳, as `consolidate` gives them.
        divisions: The 区分 in the order of the form.
        bands: The choices of 対象人数 of a 全項目評価書, in the order of the form.

    """
    if not ledgers:
        return {}
    accepted = acceptances(pd.concat([sheets["受付"] for sheets in ledgers.values()], ignore_index=True))
    year_of = pd.Series([fiscal_label_of(day) for day in pd.to_datetime(accepted["受理日"]).dt.date], dtype="str")
    years = sorted(ledgers, key=parse_fiscal_label)
    frames = {year: _of_year(ledgers[year], accepted[year_of.eq(year)], divisions) for year in years}
    across = {YEARS: _by_year(frames, ledgers, divisions), **filing_statistics(ledgers, bands)}
    return {**frames, ALL_YEARS: across}


def _of_year(sheets: Sheets, accepted: pd.DataFrame, divisions: Sequence[str]) -> dict[str, pd.DataFrame]:
    cases, received = sheets["案件"], sheets["受付"]
    refused = _refused(sheets["対策"])
    return {
        SUMMARY: _summary(cases, received, sheets["指摘"], accepted),
        MONTHS: _by_month(cases),
        DIVISIONS: _by_division(cases, divisions),
        DEPARTMENTS: _by_department(sheets["担当"], "部"),
        UNITS: _by_department(sheets["担当"], "部", "課"),
        RESULTS: _by_result(cases),
        DAYS: _by_days(accepted),
        CASES_BY_DAYS: accepted.sort_values(["日数", "案件ID"], ascending=[False, True], ignore_index=True),
        FORMS: _by_form(received),
        FINDINGS: _most_findings(sheets["指摘"]),
        REFUSED: refused.loc[refused["ー"] > 0, ["対策ID", "対策", "○", "ー", "割合"]].head(_MOST_MEASURES),
        ALL_REFUSED: refused,
    }


def _summary(
    cases: pd.DataFrame, received: pd.DataFrame, findings: pd.DataFrame, accepted: pd.DataFrame
) -> pd.DataFrame:
    returned = int(received["判定"].eq(RETURNED).sum())
    days, most = accepted["日数"], accepted["日数"].max() if len(accepted) else None
    rows: list[tuple[str, Any, str]] = [
        ("案件", len(cases), "この年度の台帳にある案件"),
        ("うち付議日のあるもの", int(cases["付議日"].notna().sum()), ""),
        ("うち取り下げたもの", int(cases["取下げ"].notna().sum()), ""),
        ("届いたブック", len(received), "受付日がこの年度のもの"),
        ("うち差し戻したもの", returned, ""),
        ("差戻しの割合", _share(returned, len(received)), "差し戻したもの ÷ 届いたブック"),
        ("指摘", len(findings), "エラーと警告。届いたブックに付いたものすべて"),
        ("初めて受理した案件", len(accepted), "受理日がこの年度のもの"),
        ("受理までの日数（中央値）", _number(days.median()) if len(days) else None, "最初に届いた日から受理した日まで"),
        ("受理までの日数（最も長いもの）", most, ""),
    ]
    return pd.DataFrame(rows, columns=["項目", "値", "説明"]).astype({"値": "object"})


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(float(value), 1)


def _by_month(cases: pd.DataFrame) -> pd.DataFrame:
    """By the month of the 付議日, from April."""
    months = pd.to_datetime(cases["付議日"], errors="coerce").dt.month
    names = [f"{(number + 3) % 12 + 1}月" for number in range(12)]
    words = pd.Series([None if pd.isna(month) else f"{int(month)}月" for month in months], dtype="str")
    return counted(words, names, "付議の月", UNDECIDED)


def _by_division(cases: pd.DataFrame, divisions: Sequence[str]) -> pd.DataFrame:
    """A case with several 区分 counts in each; 再委託 is the part of 業務委託 or 指定管理 in which there is one."""
    ticked = cases["区分"].str.split("、").explode()
    subcontracted = int(cases["再委託"].notna().sum())
    frame = counted(ticked, [name for name in divisions if name != "再委託"], "区分", UNKNOWN)
    if not subcontracted:
        return frame
    return pd.concat([frame, pd.DataFrame({"区分": ["（うち再委託）"], COUNT: [subcontracted]})], ignore_index=True)


def _by_department(shared: pd.DataFrame, *headings: str) -> pd.DataFrame:
    """By 部, or 部 and 課: the cases in which it takes part. The most first."""
    named = shared[["案件ID", *headings]].astype("object").fillna(dict.fromkeys(headings, UNKNOWN)).drop_duplicates()
    counts = named.groupby(list(headings), sort=True)["案件ID"].size().rename(COUNT).reset_index()
    return counts.sort_values(COUNT, ascending=False, kind="stable", ignore_index=True)


def _by_result(cases: pd.DataFrame) -> pd.DataFrame:
    results = cases["審議結果"].where(cases["取下げ"].isna(), WITHDRAWN)
    names = [name for name in _RESULTS if results.eq(name).any()] or ["承認"]
    return counted(results, names, "審議結果", UNDECIDED)


def _by_days(accepted: pd.DataFrame) -> pd.DataFrame:
    left, rows = accepted["日数"].astype("int64"), []
    for name, most in _BANDS:
        within = left.ge(0) if most is None else left.le(most)
        rows.append((name, int(within.sum())))
        left = left[~within]
    return pd.DataFrame(rows, columns=["日数", COUNT])


def _by_form(received: pd.DataFrame) -> pd.DataFrame:
    """By 様式 and its edition: what came, and what became of it."""
    keys = ["様式", "様式の版"]
    named = received.astype(dict.fromkeys(keys, "object")).fillna(dict.fromkeys(keys, "（分からない）"))
    counts = named.groupby(keys)["判定"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=list(VERDICTS), fill_value=0).astype("int64")
    frame = counts.reset_index().rename_axis(columns=None)
    frame.insert(2, "受付", frame[list(VERDICTS)].sum(axis=1))
    frame["差戻しの割合"] = (frame[RETURNED] / frame["受付"]).round(4)
    faults = named.groupby(keys)["エラー"].sum().to_numpy()
    frame["1冊あたりのエラー"] = (faults / frame["受付"]).round(2)
    return frame


def _most_findings(findings: pd.DataFrame) -> pd.DataFrame:
    """The ten codes that were given most often. 割合 is of all findings; ブック are the files that have it."""
    by_code = findings.groupby("コード", sort=True)
    frame = pd.DataFrame({COUNT: by_code.size(), "ブック": by_code["受付ID"].nunique()}).reset_index()
    frame = frame.sort_values([COUNT, "コード"], ascending=[False, True], ignore_index=True).head(_MOST_FINDINGS)
    titles = [
        CATALOGUE.rules[code].title if code in CATALOGUE.rules else "（今の規則にはありません）"
        for code in frame["コード"]
    ]
    frame.insert(0, "順位", range(1, len(frame) + 1))
    frame.insert(1, "指摘", [f"{code}　{title}" for code, title in zip(frame["コード"], titles, strict=True)])
    frame["割合"] = (frame[COUNT] / max(len(findings), 1)).round(4)
    return frame[["順位", "指摘", COUNT, "割合", "ブック", "コード"]]


def _refused(measures: pd.DataFrame) -> pd.DataFrame:
    """By measure: how often it was ー, of all ○ and ー. The largest share first."""
    marked = measures[measures["可否"].isin(("○", "ー"))]
    counts = marked.groupby("対策ID")["可否"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=["○", "ー"], fill_value=0).astype("int64")
    frame = counts.reset_index().rename_axis(columns=None)
    frame["割合"] = (frame["ー"] / (frame["○"] + frame["ー"])).round(4)
    texts = marked.drop_duplicates("対策ID").set_index("対策ID")[["区分", "当事者", "対策"]]
    frame = frame.join(texts, on="対策ID")
    return frame.sort_values(["割合", "ー", "対策ID"], ascending=[False, False, True], ignore_index=True)


def _by_year(
    frames: Mapping[str, Mapping[str, pd.DataFrame]], ledgers: Mapping[str, Sheets], divisions: Sequence[str]
) -> pd.DataFrame:
    """A row a 年度, from the tables of the years."""
    rows = []
    for year, tables in frames.items():
        values = dict(zip(tables[SUMMARY]["項目"], tables[SUMMARY]["値"], strict=True))
        ticked = dict(zip(tables[DIVISIONS]["区分"], tables[DIVISIONS][COUNT], strict=True))
        rows.append(
            {
                "年度": year,
                "案件": values["案件"],
                **{name: ticked.get(name, 0) for name in divisions if name != "再委託"},
                "届いたブック": values["届いたブック"],
                "差戻し": values["うち差し戻したもの"],
                "差戻しの割合": values["差戻しの割合"],
                "受理までの日数（中央値）": values["受理までの日数（中央値）"],
            }
        )
    return pd.DataFrame(rows)
