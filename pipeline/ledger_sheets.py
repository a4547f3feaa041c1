"""The sheets of the 台帳: from the long frames of accepted files, from the earlier years, and from the receipts.

Every row says where it came from: 受付ID, シート, セル. 帳簿の年度 tells in which year's book it stands and is not printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.context import COVER, SUBCONTRACT, SUMMARY, Cases
from pipeline.departments import division_of
from pipeline.forms.model import SHEET_OF_MEASURES, Form
from pipeline.frames import INPUTS, Tables
from pipeline.ledger_rows import ORIGIN, cells_of, sheet_rows, with_head
from pipeline.list_text import content_text, people_lines, printed_divisions
from pipeline.masters.load import Masters
from pipeline.normalise import each_distinct
from pipeline.receipts import Placed
from pipeline.registers.items import add_standard_names
from pipeline.registers.parties import parties
from pipeline.workspace import FORM, Workspace, fiscal_label_of
from validations.findings import ERROR, WARNING, address

YEAR = "帳簿の年度"
UP = "../../"
"""From a book in outputs/台帳/ to the workspace."""

COMPANIES = {"業務委託": "委託先", "再委託": "再委託先", "指定管理": "指定管理者の名称"}
"""別紙 → its input that names the company."""

FLOW = "個人情報の流れ及び情報保護対策"
CASE_COLUMNS = (
    "案件ID", "版", "年度", "№", "件名", "事業名", "担当課", "区分", "再委託", "種別", "付議日", "審議結果", "回", "資料番号",
    "条件・意見", "取下げ", "前回案件", "評価書番号", "要綱の根拠", "提出日", "目的", "対象者", "事業内容", "対象者数", FLOW,
    "担当課の表記", "区分の表記", "その他の見出し", "その他の内容", "備考", "受付日", *ORIGIN, "ブック", YEAR,
)  # fmt: skip
"""The sheet 案件: one line a case, of this year and of earlier years alike."""

RECEIVED_COLUMNS = (
    "受付日", "フォルダ", "ファイル名", "判定", "案件ID", "版", "件名", "課", "エラー", "警告",
    "様式", "様式の版", "規則の版", "マスタの版", "受付ID", "ブック", "前の受付ID",
)  # fmt: skip
FINDING_COLUMNS = (
    "受付日", "課", "ファイル名", "コード", "重大度", "シート", "セル", "値", "内容", "直し方", "案件ID", "受付ID",
)  # fmt: skip

_CASE_FIELDS = {
    COVER: ("要綱の根拠", "種別", "前回案件", "評価書番号", "提出日"),
    SUMMARY: ("事業名", "目的", "対象者"),
}


def accepted_sheets(tables: Tables, cases: Cases, heads: pd.DataFrame, masters: Masters) -> dict[str, pd.DataFrame]:
    """The rows of accepted files by sheet of the 台帳. `heads`: a row a 冊."""
    form = masters.forms[FORM]
    sheets = {"案件": _case_rows(tables, cases, heads, form)}
    sheets["担当"] = _table_rows(tables, heads, "担当", ("部", "課", "役割"))
    annexes = {name: _with_head(sheet_rows(tables, form, name), heads) for name in cases.divisions}
    sheets |= annexes
    sheets["対策"] = _measure_rows(tables, heads, form)
    for name in ("記録項目", "情報の流れ"):
        sheets[name] = _table_rows(tables, heads, name, tables.headings[name])
    sheets["記録項目"] = add_standard_names(sheets["記録項目"], masters)
    sheets["対象者数"] = _people_rows(tables, heads)
    companies = [_company_rows(annexes[name], name, column) for name, column in COMPANIES.items()]
    named = pd.concat(companies, ignore_index=True)
    sheets["委託先"] = named.assign(社名=each_distinct(named["名称"], lambda text: "、".join(parties(text))))
    return sheets


def _case_rows(tables: Tables, cases: Cases, heads: pd.DataFrame, form: Form) -> pd.DataFrame:
    inputs = tables[INPUTS]
    titles = inputs[inputs["様式シート"].eq(COVER) & inputs["項目名"].eq("件名")].drop_duplicates("冊").set_index("冊")
    rows = heads.copy()
    rows["件名"] = cases.value(COVER, "件名")
    for sheet, names in _CASE_FIELDS.items():
        for name in names:
            rows[name] = cases.value(sheet, name)
    departments = tables["担当"].groupby("冊", sort=False)["課"].agg(lambda names: "、".join(dict.fromkeys(names)))
    rows["担当課"] = departments.reindex(range(len(rows))).to_numpy()
    ticked = [[d for d, on in zip(cases.divisions, line, strict=True) if on] for line in cases.ticked]
    rows["区分"] = ["、".join(printed_divisions(divisions)) for divisions in ticked]
    rows["再委託"] = ["○" if SUBCONTRACT in divisions else None for divisions in ticked]
    rows["事業内容"] = content_text(tables, cases, form)
    rows["対象者数"] = ["\n".join(lines) or None for lines in people_lines(tables, cases.books)]
    rows[FLOW] = [text or "別紙のとおり" for text in cases.value(SUMMARY, "個人情報の流れ")]
    own_number = pd.Series(cases.value(COVER, "資料番号"), dtype="object")
    rows["資料番号"] = rows["資料番号"].astype("object").where(rows["資料番号"].notna(), own_number)
    rows["シート"] = titles["シート"].reindex(range(len(rows))).to_numpy()
    rows["セル"] = [address(int(r), int(c)) for r, c in zip(titles["行"], titles["列"], strict=True)]
    rows["年度"] = rows[YEAR]
    rows["ブック"] = UP + rows["ブック"]
    return rows.reindex(columns=list(CASE_COLUMNS))


def _with_head(rows: pd.DataFrame, heads: pd.DataFrame) -> pd.DataFrame:
    """案件ID in front, origin and year behind."""
    return with_head(rows, heads, ("案件ID",), (YEAR,))


def _table_rows(tables: Tables, heads: pd.DataFrame, name: str, headings: Sequence[str]) -> pd.DataFrame:
    frame = tables[name]
    rows = frame[["冊", *headings, "シート"]].copy()
    rows["セル"] = cells_of(frame)
    return _with_head(rows, heads)


def _measure_rows(tables: Tables, heads: pd.DataFrame, form: Form) -> pd.DataFrame:
    frame = tables["対策"]
    frame = frame[frame["書かれた"] & frame["番号"].ge(0)]
    specs = {sheet.name: sheet for sheet in form.sheets if sheet.kind == SHEET_OF_MEASURES}
    names = frame["様式シート"]
    rows = pd.DataFrame(
        {
            "冊": frame["冊"],
            "区分": names.map({name: spec.division for name, spec in specs.items()}),
            "当事者": names.map({name: name.partition("_")[2] for name in specs}),
            "対策ID": frame["対策ID"],
            "対策区分": frame["区分"],
            "対策": frame["対策"],
            "可否": frame["印"],
            "理由": frame["理由"],
            "シート": frame["シート"],
        }
    )
    rows["セル"] = cells_of(frame)
    return _with_head(rows, heads)


def _people_rows(tables: Tables, heads: pd.DataFrame) -> pd.DataFrame:
    frame = tables["対象者数"]
    rows = frame[["冊", "対象", "値", "単位", "時点", "備考", "シート"]].rename(columns={"値": "数"})
    about = frame["約"] & ~frame["備考"].fillna("").str.contains("約")
    rows["備考"] = rows["備考"].where(~about, ("約　" + frame["備考"].fillna("")).str.strip())
    rows["個人情報ファイル簿"] = _circle(frame["値"].ge(1000).fillna(False) & frame["単位"].isin(("人", "名")))
    rows["セル"] = cells_of(frame)
    return _with_head(rows, heads)


def _circle(flags: pd.Series[bool]) -> list[str | None]:
    return ["○" if flag else None for flag in flags]


def _company_rows(annex: pd.DataFrame, division: str, column: str) -> pd.DataFrame:
    names = ("法人番号", "認証", "開始時期", "終了時期", "継続", "件名")
    rows = pd.DataFrame({"案件ID": annex["案件ID"], "区分": division, "名称": annex[column]})
    for name in names:
        rows[name] = annex.get(name, pd.NA)
    return rows.assign(**{name: annex[name] for name in (*ORIGIN, YEAR)})


def past_sheets(past: pd.DataFrame, decisions: pd.DataFrame, masters: Masters) -> dict[str, pd.DataFrame]:
    """The rows of the 過去案件 books: 案件 and 担当. The 部 is that of the 組織 master: these books do not name it."""
    rows = past.reset_index(drop=True)
    known = decisions.reindex(rows["案件ID"]).reset_index(drop=True)
    for name in ("№", "回", "資料番号", "付議日", "審議結果", "条件・意見", "取下げ"):
        rows[name] = known[name].array
    held = pd.to_datetime(rows["付議日"], errors="coerce")
    rows[YEAR] = [
        fiscal_label_of(day.date()) if not pd.isna(day) else year for day, year in zip(held, rows["年度"], strict=True)
    ]
    rows["セル"] = cells_of(rows)
    rows["ブック"] = UP + rows["ブック"].astype("str")
    departments = rows.assign(課=rows["担当課"].str.split("、")).explode("課")
    departments["部"] = each_distinct(departments["課"], lambda name: division_of(name, masters))
    columns = ["案件ID", "部", "課", "役割", *ORIGIN, YEAR]
    return {"案件": rows.reindex(columns=list(CASE_COLUMNS)), "担当": departments.reindex(columns=columns)}


def receipt_sheets(workspace: Workspace, placed: Sequence[Placed]) -> dict[str, pd.DataFrame]:
    """受付 (a row a received file) and 指摘 (a row a finding as given that night)."""
    received: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    for item in placed:
        receipt = item.receipt
        year = fiscal_label_of(pd.Timestamp(receipt.received_on).date())
        received.append(
            {
                "受付日": receipt.received_on, "フォルダ": receipt.folder, "ファイル名": receipt.filename,
                "判定": receipt.verdict, "案件ID": receipt.case_id, "版": receipt.version, "件名": receipt.title,
                "課": "、".join(receipt.departments), "エラー": receipt.count(ERROR), "警告": receipt.count(WARNING),
                "様式": receipt.form, "様式の版": receipt.form_edition, "規則の版": receipt.rules_edition,
                "マスタの版": receipt.masters_digest[:12], "受付ID": receipt.sha256,
                "ブック": UP + workspace.relative(item.path), "前の受付ID": receipt.earlier, YEAR: year,
            }
        )  # fmt: skip
        findings.extend(
            {
                "受付日": receipt.received_on, "課": "、".join(receipt.departments) or receipt.folder,
                "ファイル名": receipt.filename, "コード": f["code"], "重大度": f["severity"], "シート": f["sheet"],
                "セル": f["cell"], "値": f["value"], "内容": f["message"], "直し方": f["remedy"],
                "案件ID": receipt.case_id, "受付ID": receipt.sha256, YEAR: year,
            }
            for f in receipt.findings
        )  # fmt: skip
    return {
        "受付": pd.DataFrame(received, columns=[*RECEIVED_COLUMNS, YEAR]),
        "指摘": pd.DataFrame(findings, columns=[*FINDING_COLUMNS, YEAR]),
    }
