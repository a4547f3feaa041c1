"""From the rows of 様式マスタ to frozen forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.forms.model import (
    OPTIONAL,
    PRINTED_IN_CHECKLISTS,
    SHEET_OF_MEASURES,
    Column,
    Edition,
    Field,
    Form,
    Measure,
    Sheet,
)
from pipeline.japanese.dates import read_date

Record = Mapping[str, str]


def build_forms(sheets: Mapping[str, Sequence[Record]], digest: str) -> dict[str, Form]:
    """The forms described by 様式マスタ; `sheets`: sheet of the master → its rows."""
    choices: dict[str, tuple[str, ...]] = {}
    for row in sheets["選択肢"]:
        choices[row["選択肢"]] = (*choices.get(row["選択肢"], ()), row["値"])
    of_sheet = "様式", "シート"
    parts = _Parts(
        _by(sheets["項目"], *of_sheet), _by(sheets["表の列"], *of_sheet, "項目名"), _by(sheets["対策"], *of_sheet)
    )
    forms: dict[str, Form] = {}
    for name in dict.fromkeys(row["様式"] for row in sheets["版"]):
        editions = [row for row in sheets["版"] if row["様式"] == name]
        open_editions = [row for row in editions if not row["受付終了"]] or editions
        current = open_editions[-1]
        forms[name] = Form(
            name=name,
            title=current["表題"],
            edition=current["版"],
            sheets=tuple(_sheet(row, parts, choices) for row in sheets["シート"] if row["様式"] == name),
            accepted_editions=tuple(row["版"] for row in editions),
            editions=tuple(map(_edition, editions)),
            digest=digest,
            choices=choices,
        )
    return forms


def _edition(row: Record) -> Edition:
    ends = row["受付終了"]
    return Edition(row["版"], read_date(ends).latest if ends else None, row["変わった所"])


@dataclass(frozen=True, slots=True)
class _Parts:
    """The rows of the master by what they are parts of: a sheet of a form, or an input of it."""

    inputs: Mapping[tuple[str, ...], Sequence[Record]]
    columns: Mapping[tuple[str, ...], Sequence[Record]]
    measures: Mapping[tuple[str, ...], Sequence[Record]]


def _by(rows: Sequence[Record], *keys: str) -> Mapping[tuple[str, ...], Sequence[Record]]:
    found: defaultdict[tuple[str, ...], list[Record]] = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in keys)].append(row)
    return found


def _sheet(row: Record, parts: _Parts, choices: Mapping[str, tuple[str, ...]]) -> Sheet:
    here = row["様式"], row["シート"]
    kind = row["種類"]
    return Sheet(
        name=row["シート"],
        kind=kind,
        title=row["表題"],
        preface=row["前書き"],
        division=row["区分"],
        party=row["当事者"],
        protected=row["保護"] == "○",
        landscape=row["用紙"] == "横",
        guidance=row["案内"],
        required=row["必須"] == "○",
        repeats=row["繰返し"],
        fields=tuple(_field(item, kind, parts.columns[*here, item["項目名"]], choices) for item in parts.inputs[here]),
        measures=tuple(_measure(item) for item in parts.measures[here]),
    )


def _field(row: Record, kind: str, columns: Sequence[Record], choices: Mapping[str, tuple[str, ...]]) -> Field:
    return Field(
        sheet=row["シート"],
        name=row["項目名"],
        label=row["印刷見出し"],
        type=row["型"],
        required=row["必須"] or OPTIONAL,
        condition=row["条件"],
        choices=choices.get(row["選択肢"], ()),
        lines=int(row["行数"] or 1),
        help=row["記入の説明"],
        example=row["記入例"],
        columns=tuple(_column(column, kind, choices) for column in columns),
        since=row["版から"],
        section=tuple(filter(None, map(str.strip, row["大見出し"].split("\n")))),
    )


def _column(row: Record, kind: str, choices: Mapping[str, tuple[str, ...]]) -> Column:
    return Column(
        heading=row["列"],
        type=row["型"],
        required=row["必須"] or OPTIONAL,
        choices=choices.get(row["選択肢"], ()),
        width=float(row["幅"] or 12),
        help=row["記入の説明"],
        fixed=row["固定"] == "○" or (kind == SHEET_OF_MEASURES and row["列"] in PRINTED_IN_CHECKLISTS),
        since=row["版から"],
    )


def _measure(row: Record) -> Measure:
    return Measure(
        id=row["対策ID"],
        sheet=row["シート"],
        section=row["区分"],
        text=row["対策"],
        when_subcontracted=row["再委託のとき"] == "○",
        counterpart=row["対応する対策ID"],
        since=row["版から"],
    )
