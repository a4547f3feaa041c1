"""記録項目 by their names in the 項目語彙: which item of a case is which, and which cases hold 個人番号, 病歴 and the like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

import pandas as pd

from pipeline.compare.annexes import points_elsewhere
from pipeline.compare.items import item_parts, names_individual_number
from pipeline.japanese.text import fold
from pipeline.masters.load import Masters
from pipeline.registers.texts import COMMA, LINES, by_key, in_force, joined, rows_of

ITEMS, ITEM_REGISTER, SENSITIVE_REGISTER = "記録項目", "項目一覧", "要配慮・個人番号"
INDIVIDUAL_NUMBER, SENSITIVE = "個人番号", "要配慮"
CIRCLE = "○"

STANDARD_COLUMNS = ("標準名", SENSITIVE, INDIVIDUAL_NUMBER)
"""What is added to each row of 記録項目."""

ITEM_COLUMNS = (
    "項目",
    "項目区分",
    INDIVIDUAL_NUMBER,
    SENSITIVE,
    "項目語彙",
    "案件数",
    "案件",
    "ほかの書き方",
    "個人の範囲",
)
SENSITIVE_COLUMNS = (
    "種類", "項目", "項目区分", "案件ID", "件名", "担当課", "年度", "審議結果", "評価書番号", "書き方", "ファイル名", "個人の範囲",
    "書かれた所", "受付ID", "ブック",
)  # fmt: skip

_NOTE = re.compile(r"[(（][^()（）]*[)）]$")


@dataclass(frozen=True, slots=True)
class Standard:
    """What the 項目語彙 says of an item as it is written. `name` is None where it is not in there."""

    name: str | None = None
    division: str | None = None
    sensitive: bool = False
    individual_number: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the vocabulary knows it, or its words say that it is a 個人番号."""
        return self.name is not None or self.individual_number

    @property
    def kinds(self) -> tuple[str, ...]:
        """What makes it an item to watch."""
        flags = ((INDIVIDUAL_NUMBER, self.individual_number), (SENSITIVE, self.sensitive))
        return tuple(kind for kind, holds in flags if holds)


def standards_of(texts: Iterable[str], masters: Masters) -> dict[str, Standard]:
    """Each text → what it is. 電話番号（自宅・携帯） is 電話番号 where only that is known."""
    return {text: _standard(text, masters) for text in dict.fromkeys(texts)}


def _standard(text: str, masters: Masters) -> Standard:
    keys = masters.item_keys
    name = keys.get(fold(text)) or keys.get(fold(_NOTE.sub("", text)))
    row: Mapping[str, str] = masters.items[name] if name else {}
    number = row.get(INDIVIDUAL_NUMBER) == CIRCLE or bool(names_individual_number(text))
    return Standard(name, row.get("項目区分") or None, row.get(SENSITIVE) == CIRCLE, number)


def add_standard_names(items: pd.DataFrame, masters: Masters) -> pd.DataFrame:
    """記録項目 with 標準名, 要配慮 and 個人番号 behind its columns; 標準名 is empty for what the vocabulary does not know."""
    codes, uniques = pd.factorize(items["項目名"].astype("object"), use_na_sentinel=True)
    found = standards_of(uniques, masters)
    told = [found[text] for text in uniques]
    columns: Mapping[str, list[str | None]] = {
        "標準名": [one.name for one in told],
        SENSITIVE: [CIRCLE if one.sensitive else None for one in told],
        INDIVIDUAL_NUMBER: [CIRCLE if one.individual_number else None for one in told],
    }
    taken = {name: pd.array([*values, None], dtype="str").take(codes) for name, values in columns.items()}
    return items.assign(**taken)


def mentions(items: pd.DataFrame, annexes: Mapping[str, pd.DataFrame], masters: Masters) -> pd.DataFrame:
    """A row for each item of a case: those of the sheet 記録項目, and of the 別紙 those that the vocabulary knows.

    Args:
        items: The sheet 記録項目, with the columns that `add_standard_names` adds.
        annexes: 区分 → the sheet of its 別紙.
        masters: For the vocabulary.

    Returns:
        案件ID, 書き方 (as written), 項目 (its standard name, else as written), 項目区分, 個人番号, 要配慮, 項目語彙 (○ where it is
        known), ファイル名, 個人の範囲, 書かれた所, 受付ID; in the order of the 案件ID.

    """
    rows = [
        (case, text, file or None, persons, f"{sheet} {cell}", receipt)
        for case, text, file, persons, sheet, cell, receipt in rows_of(
            items, "案件ID", "項目名", "ファイル名", "個人の範囲", "シート", "セル", "受付ID"
        )
        if text is not None
    ]
    listed = set(rows_of(items, "案件ID", "標準名"))
    more = [
        (case, part, None, persons, sheet, receipt)
        for annex in annexes.values()
        for case, text, persons, sheet, receipt in rows_of(annex, "案件ID", ITEMS, "個人の範囲", "シート", "受付ID")
        if text is not None and not points_elsewhere(text)
        for part in item_parts(text)
    ]
    found = standards_of([row[1] for row in (*rows, *more)], masters)
    rows += [row for row in more if found[row[1]].is_known and (row[0], found[row[1]].name) not in listed]
    rows.sort(key=itemgetter(0))
    frame = pd.DataFrame(rows, columns=["案件ID", "書き方", "ファイル名", "個人の範囲", "書かれた所", "受付ID"])
    told = [found[text] for text in frame["書き方"]]
    frame["項目"] = [one.name or text for one, text in zip(told, frame["書き方"], strict=True)]
    frame["項目区分"] = [one.division for one in told]
    for kind in (INDIVIDUAL_NUMBER, SENSITIVE):
        frame[kind] = [CIRCLE if kind in one.kinds else None for one in told]
    frame["項目語彙"] = [CIRCLE if one.name else None for one in told]
    return frame


def item_register(mentioned: pd.DataFrame) -> pd.DataFrame:
    """項目一覧: a row an item, with the cases of the year that hold it. What is to be watched comes first."""
    headings = ("項目区分", INDIVIDUAL_NUMBER, SENSITIVE, "項目語彙", "案件ID", "書き方", "個人の範囲")
    groups = by_key((fold(name), (name, *rest)) for name, *rest in rows_of(mentioned, "項目", *headings))
    rows = []
    for group in groups.values():
        names, divisions, numbers, sensitive, known, cases, spellings, persons = zip(*group, strict=True)
        held = sorted(set(cases))
        name = Counter(names).most_common(1)[0][0]
        rows.append(
            (
                name, joined(divisions), joined(numbers), joined(sensitive), joined(known), len(held), COMMA.join(held),
                joined(spelling for spelling in spellings if spelling != name), joined(persons, LINES),
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (row[2] is None, row[3] is None, -row[5], row[0]))
    return pd.DataFrame(rows, columns=list(ITEM_COLUMNS))


def sensitive_register(mentioned: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """要配慮・個人番号: a row for each case in force and item of that kind, over all years.

    `mentioned`: as `mentions` gives it, of all years. `cases`: the sheet 案件 of all years.
    """
    watched = mentioned[mentioned[[INDIVIDUAL_NUMBER, SENSITIVE]].notna().any(axis=1)]
    told = ("書き方", "ファイル名", "個人の範囲", "書かれた所")
    headings = ("項目区分", "受付ID", INDIVIDUAL_NUMBER, SENSITIVE, *told)
    groups = by_key(((case, name), rest) for case, name, *rest in rows_of(watched, "案件ID", "項目", *headings))
    of_case = ("件名", "担当課", "年度", "審議結果", "評価書番号", "ブック")
    known = {case: rest for case, *rest in rows_of(in_force(cases), "案件ID", *of_case)}
    rows = []
    for (case, name), group in groups.items():
        if case in known:
            divisions, receipts, numbers, sensitive, *texts = zip(*group, strict=True)
            kinds = ((INDIVIDUAL_NUMBER, numbers), (SENSITIVE, sensitive))
            rows.append(
                {
                    "種類": joined(kind for kind, flags in kinds if any(flags)), "項目": name, "案件ID": case,
                    "項目区分": divisions[0], "受付ID": receipts[0],
                    **dict(zip(of_case, known[case], strict=True)),
                    **{heading: joined(values) for heading, values in zip(told, texts, strict=True)},
                }
            )  # fmt: skip
    rows.sort(key=lambda row: (row["種類"], row["項目"], row["案件ID"]))
    return pd.DataFrame(rows, columns=list(SENSITIVE_COLUMNS))
