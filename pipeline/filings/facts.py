"""What a case and a 全項目評価書 say of the same things, each with its place: what can be laid side by side.

Facts are small and stand in the receipts (`as_record`, `case_of_record`, `filing_of_record`), so that the next nights compare without
reading an accepted workbook again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.receipts import filing_number
from validations.findings import address

_SEVERAL = re.compile("[、,，\n]|及び")


class Said(NamedTuple):
    """What a workbook says at one place; row and column from 0."""

    text: str
    sheet: str
    row: int
    column: int
    label: str
    """What is printed at the input."""

    @property
    def cell(self) -> str:
        """The address, e.g. B12."""
        return address(self.row, self.column)


class Days(NamedTuple):
    """A day or a period that is told somewhere. ISO; both are the same for a single day."""

    said: Said
    first: str
    last: str


class Count(NamedTuple):
    """How many people something is about."""

    said: Said
    people: float


class Contract(NamedTuple):
    """A 委託 as it is told."""

    company: Said
    """The input that names the 委託先."""
    again: Said | None
    """What says that the work is given on (再委託), or that it is not; None where nothing does."""
    given_on: bool | None
    """Whether it is given on; None where that is not told."""
    begins: str = ""
    """The last day that its beginning can mean, ISO; empty where it is not told. So with `ends`."""
    ends: str = ""


class CaseFacts(NamedTuple):
    """What a 付議事項 says."""

    id: str
    """案件ID; empty for a submission at hand."""
    title: str
    business: str
    """事業名."""
    departments: tuple[str, ...]
    """Its 課, by their names of today."""
    stage: str
    """As `lineage.stage_of` gives it."""
    numbers: tuple[str, ...]
    """The 評価書番号 that it names."""
    at: Said
    """Its 評価書番号, also where that is empty."""
    systems: tuple[Said, ...] = ()
    contracts: tuple[Contract, ...] = ()
    people: tuple[Count, ...] = ()
    has_items: bool = False
    """Whether it says which items it records."""
    number_item: Said | None = None
    """The item that is a 個人番号."""
    hearing: Days | None = None
    check: Days | None = None


class FilingFacts(NamedTuple):
    """What a 全項目評価書 says."""

    number: str
    title: str
    business: str
    """事務の名称."""
    departments: tuple[str, ...]
    at: Said
    """Its 評価書番号."""
    submitted: str = ""
    """提出日, ISO; empty where it is not told."""
    cases: Said | None = None
    """The input 関係する案件の案件ID."""
    systems: tuple[Said, ...] = ()
    contracts: tuple[Contract, ...] = ()
    bands: tuple[Said, ...] = ()
    """The choices that tell how many people the 事務 and its files are about, each of its own scale."""
    items: Said | None = None
    """個人番号 among the 主な記録項目 of its first file that has any ○."""
    has_number: bool = False
    """Whether it has a ○ there, in any file."""
    begins: Days | None = None
    """The earliest 使用開始日 of its files."""
    hearing: Days | None = None
    check: Days | None = None
    published: Days | None = None


def numbers_in(text: str | None) -> tuple[str, ...]:
    """The 評価書番号 that an input names: 「第３号、5」 are 3 and 5."""
    parts = (part.strip() for part in _SEVERAL.split(text or ""))
    return tuple(dict.fromkeys(filing_number(part) for part in parts if part))


def as_record(facts: CaseFacts | FilingFacts) -> dict[str, Any]:
    """The facts as they stand in a receipt; what is not told is left out."""
    return {name: value for name, value in facts._asdict().items() if value not in (None, "", (), False)}


def case_of_record(record: Mapping[str, Any], id_: str) -> CaseFacts | None:
    """The facts of an accepted case from its receipt; None where it has none."""
    if "at" not in record:
        return None
    plain: dict[str, Any] = dict.fromkeys(("title", "business", "stage"), "") | {"departments": (), "numbers": ()}
    return CaseFacts(**plain | _read(record) | {"id": id_})


def filing_of_record(record: Mapping[str, Any]) -> FilingFacts | None:
    """The facts of an accepted 全項目評価書 from its receipt; None where it has none."""
    if "at" not in record:
        return None
    plain: dict[str, Any] = dict.fromkeys(("number", "title", "business"), "") | {"departments": ()}
    return FilingFacts(**plain | _read(record))


def _read(record: Mapping[str, Any]) -> dict[str, Any]:
    """Lists of JSON as the tuples that they were."""
    return {name: _AS_READ.get(name, _plain)(value) for name, value in record.items()}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


def _said(value: Sequence[Any]) -> Said:
    return Said(*value)


def _days(value: Sequence[Any]) -> Days:
    return Days(_said(value[0]), *value[1:])


def _contract(value: Sequence[Any]) -> Contract:
    company, again, *rest = value
    return Contract(_said(company), again and _said(again), *rest)


_AS_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("at", "cases", "number_item", "items"), _said),
    **dict.fromkeys(("hearing", "check", "published", "begins"), _days),
    **dict.fromkeys(("systems", "bands"), lambda value: tuple(map(_said, value))),
    "contracts": lambda value: tuple(map(_contract, value)),
    "people": lambda value: tuple(Count(_said(said), number) for said, number in value),
}
