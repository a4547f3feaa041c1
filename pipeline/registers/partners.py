"""委託先一覧, 外部結合先一覧 and 外部提供先一覧: a row a company or partner, over the cases of all years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.japanese.companies import company_key, find_companies
from pipeline.registers.parties import UNDECIDED, parties
from pipeline.registers.texts import LINES, by_key, in_force, joined, rows_of

COMPANY_REGISTER, LINK_REGISTER, PROVISION_REGISTER = "委託先一覧", "外部結合先一覧", "外部提供先一覧"
COMPANIES, SUBCONTRACT = "委託先", "再委託"

COMPANY_COLUMNS = (
    "名称", "法人番号", "認証", "区分", "案件数", "案件", "担当課", "期間", "最初の開始", "最後の終了", "継続",
    "再委託元", "再委託先", "書き方", "同じ法人番号の名称", "過去案件の本文",
)  # fmt: skip
LINK_COLUMNS = (
    "名称", "案件数", "案件", "担当課", "登録業務の名称", "個人の範囲", "期間", "最初の開始", "最後の終了", "継続", "書き方",
)  # fmt: skip
PROVISION_COLUMNS = (
    "名称", "案件数", "案件", "担当課", "提供の根拠", "個人の範囲", "提供の方法", "期間", "最初の開始", "書き方",
)  # fmt: skip

_PERIOD = ("開始時期", "終了時期", "継続")
_PAST_TEXTS = ("事業内容", "その他の内容")


@dataclass(slots=True)
class _Party:
    """What is gathered of one party: `rows` are those of its 別紙, as dictionaries of the columns asked for."""

    names: Counter[str] = field(default_factory=Counter)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """How it is written most often; rule V02 names the same."""
        return max(self.names, key=lambda name: (self.names[name], name))

    def each(self, heading: str) -> Iterable[Any]:
        return (row[heading] for row in self.rows)


def company_register(companies: pd.DataFrame, subcontracts: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """委託先一覧: a row a company.

    Args:
        companies: The sheet 委託先 of all years.
        subcontracts: The sheet 再委託 of all years, which says whose work it is.
        cases: The sheet 案件 of all years; earlier cases say in their texts with whom they deal.

    """
    running = in_force(cases)
    found = _parties(companies, "名称", running, ("区分", "法人番号", "認証", *_PERIOD))
    past = _in_past_texts(running)
    for key, mentions in past.items():
        found.setdefault(key, _Party()).names.update(name for name, _ in mentions)
    givers, takers = _subcontracts(subcontracts, running)
    named = {key: party.name for key, party in found.items()}
    holders = by_key(
        (number, key) for key, party in found.items() for number in dict.fromkeys(party.each("法人番号")) if number
    )
    rows = []
    for key, party in found.items():
        numbers = [number for number in dict.fromkeys(party.each("法人番号")) if number]
        fellows = [found[other].name for number in numbers for other in holders[number] if other != key]
        rows.append(
            {
                "法人番号": joined(numbers, LINES),
                "認証": joined(party.each("認証"), LINES),
                "区分": joined(party.each("区分")),
                **_common(party, cases_first="区分"),
                "再委託元": joined(named.get(company_key(name), name) for name in givers.get(key, ())),
                "再委託先": joined(named.get(company_key(name), name) for name in takers.get(key, ())),
                "同じ法人番号の名称": joined(fellows),
                "過去案件の本文": joined(case for _, case in past.get(key, ())),
            }
        )
    return _register(rows, COMPANY_COLUMNS)


def link_register(links: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """外部結合先一覧: a row a party with which the city's computers are linked. `links`: the sheet 外部結合 of all years."""
    told = ("登録業務の名称", "個人の範囲")
    found = _parties(links, "結合の相手方", in_force(cases), (*told, *_PERIOD))
    rows = [{**_common(party), **{name: joined(party.each(name), LINES) for name in told}} for party in found.values()]
    return _register(rows, LINK_COLUMNS)


def provision_register(provisions: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """外部提供先一覧: a row a recipient. `provisions`: the sheet 外部提供 of all years."""
    told = ("提供の根拠", "個人の範囲", "提供の方法")
    found = _parties(provisions, "提供先", in_force(cases), (*told, *_PERIOD))
    rows = [{**_common(party), **{name: joined(party.each(name), LINES) for name in told}} for party in found.values()]
    return _register(rows, PROVISION_COLUMNS)


def _parties(annexes: pd.DataFrame, heading: str, running: pd.DataFrame, headings: Sequence[str]) -> dict[str, _Party]:
    """Key of a party → what the 別紙 of the cases in force say of it. A 法人番号 is that of a party named alone."""
    departments = dict(rows_of(running, "案件ID", "担当課"))
    found: dict[str, _Party] = {}
    for case, text, *values in rows_of(annexes, "案件ID", heading, *headings):
        if case not in departments or text is None:
            continue
        names = parties(text)
        row = {"案件ID": case, "担当課": departments[case], **dict(zip(headings, values, strict=True))}
        if len(names) > 1 and "法人番号" in row:
            row["法人番号"] = None
        for name in names:
            party = found.setdefault(company_key(name), _Party())
            party.names[name] += 1
            party.rows.append(row)
    return found


def _in_past_texts(cases: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Key of a company → how the texts of earlier cases write it, and in which case."""
    past = cases[cases["版"].isna()]
    mentions = (
        (company_key(name), (name, case))
        for case, *texts in rows_of(past, "案件ID", *_PAST_TEXTS)
        for text in texts
        if text is not None
        for name in find_companies(text)
    )
    return by_key(mentions)


def _subcontracts(
    subcontracts: pd.DataFrame, running: pd.DataFrame
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Key of a 再委託先 → the names of those whose work it does; key of a 委託先 → the names of its 再委託先."""
    cases = set(running["案件ID"])
    pairs = [
        (giver, taker)
        for case, given, taken in rows_of(subcontracts, "案件ID", "委託先", "再委託先")
        if case in cases and given is not None and taken is not None
        for giver in parties(given)
        for taker in parties(taken)
    ]
    givers = by_key((company_key(taker), giver) for giver, taker in pairs)
    return givers, by_key((company_key(giver), taker) for giver, taker in pairs)


def _common(party: _Party, cases_first: str = "") -> dict[str, Any]:
    """The columns that all registers have."""
    ends = [end for end in party.each("終了時期") if end is not None]
    starts = [start for start in party.each("開始時期") if start is not None]
    cases = sorted(set(party.each("案件ID")))
    return {
        "名称": party.name,
        "案件数": len(cases),
        "案件": joined(cases),
        "担当課": joined(name for names in party.each("担当課") for name in (names or "").split("、") if name),
        "期間": joined((_period(row, cases_first) for row in party.rows), LINES),
        "最初の開始": min(starts, default=None),
        "最後の終了": max(ends, key=_last_day, default=None),
        "継続": joined(party.each("継続")),
        "書き方": joined(party.names),
    }


def _period(row: Mapping[str, Any], first: str) -> str:
    """R08-0002　業務委託　2025-04～2026-03-31　継続."""
    words = [row["案件ID"], row[first] if first else None, f"{row['開始時期'] or ''}～{row['終了時期'] or ''}"]
    words.append("継続" if row["継続"] else None)
    return "　".join(word for word in words if word and word != "～")


def _last_day(text: str) -> str:
    """A key by which the later of two ends in full or lesser precision is found: 2026-03 is the end of that March."""
    return text + "-99" * (2 - text.count("-"))


def _register(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """The rows by name; those that are not chosen yet last."""
    ordered = sorted(rows, key=lambda row: (row["名称"] == UNDECIDED, company_key(row["名称"]), row["名称"]))
    return pd.DataFrame(ordered, columns=list(columns))
