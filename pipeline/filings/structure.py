"""Counts and names: as many sheets as are listed, the same names everywhere, numbers without a gap, and 別添２ (P09, P12–P17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.filings.bands import Band
from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import File, Filing
from pipeline.filings.values import Value
from pipeline.japanese.text import fold

ENTRUSTED = "１）委託する"
_ANNEX = "別添2"


def check_structure(filing: Filing) -> Iterator[Fault]:
    """P09 and P12 to P17."""
    yield from _count_files(filing)
    yield from _compare_names(filing)
    yield from _assign(filing)
    yield from _numbers([system.number for system in filing.systems], "システム")
    for file in filing.files:
        yield from _count_contracts(file, filing)
        yield from _numbers(sorted((c["番号"] for c in file.contracts), key=lambda n: n.number or 0), "委託事項")
        for kind in ("提供", "移転"):
            rows = [row["番号"] for row in file.provisions if row["提供・移転"].choice == kind]
            yield from _numbers(rows, f"{kind}先")
            yield from _count_provisions(file, kind, len(rows))
        yield from _count_items(file, filing)


def _count_files(filing: Filing) -> Iterator[Fault]:
    """P13, at the name that is left over: in the list of Ⅰ, or on a sheet."""
    listed, sheets = filing.file_names, [file.part["ファイル名"] for file in filing.files]
    if not listed or not sheets or len(listed) == len(sheets):
        return
    keys = {fold(name.text) for name in (sheets if len(listed) > len(sheets) else listed)}
    more = listed if len(listed) > len(sheets) else sheets
    at = next((name for name in more if fold(name.text) not in keys), more[-1])
    yield fault(at, 一覧の数=len(listed), シートの数=len(sheets))


def _compare_names(filing: Filing) -> Iterator[Fault]:
    """P14: the lists of Ⅰ, Ⅱ, Ⅲ and Ⅴ hold the same names in the same order. What P13 tells is not told again."""
    sheets = [file.part["ファイル名"] for file in filing.files]
    listed = [name.text for name in max(filing.file_names, sheets, key=len)]
    lists = [[record["ファイル名"] for record in part.rows("ファイル名")] for part in (filing.risks, filing.inquiries)]
    for names in (sheets, *lists) if listed else ():
        if len(names) == len(listed):
            for name, wanted in zip(names, listed, strict=True):
                if name.text and fold(name.text) != fold(wanted):
                    yield fault(name, 一覧の名称=wanted)
        elif names is not sheets:
            yield from _left_over(names, listed)


def _left_over(names: Sequence[Value], listed: Sequence[str]) -> Iterator[Fault]:
    """In a list of another length: a name that Ⅰ does not have, else the last line, beside the first that is missing."""
    keys = {fold(name) for name in listed}
    strange = [name for name in names if fold(name.text) not in keys]
    have = {fold(name.text) for name in names}
    missing = next((name for name in listed if fold(name) not in have), listed[-1])
    for name in strange or names[-1:]:
        yield fault(name, 一覧の名称=missing)


def _assign(filing: Filing) -> Iterator[Fault]:
    """P15: what says of a file that there is none of this name."""
    known = {fold(file.name) for file in filing.files}
    for name in filing.said_of_files:
        if name.text and fold(name.text) not in known:
            yield fault(name, 知らないファイル=name.text)


def _numbers(numbers: Sequence[Value], kind: str) -> Iterator[Fault]:
    """P12, at the first number that does not follow the one before, and again at each such place."""
    expected = 1
    for value in numbers:
        number = value.number
        if number is None:
            return  # told with O02 or F06
        if number != expected:
            yield fault(value, 続くはずの番号=expected, 番号の種類=kind)
        expected = number + 1


def _count_contracts(file: File, filing: Filing) -> Iterator[Fault]:
    """P09. While a 委託事項 says the name of no file, only that is told."""
    names = {fold(other.name) for other in filing.files}
    said, count = file.part["委託の件数"], len(file.contracts)
    if file.part["委託の有無"].choice != ENTRUSTED or said.number in (None, count):
        return
    if all(fold(contract["ファイル名"].text) in names for contract in filing.contracts):
        yield fault(said, 委託の件数=said.number, 委託事項の数=count)


def _count_provisions(file: File, kind: str, count: int) -> Iterator[Fault]:
    """P56: the number told in Ⅱ５ beside the rows of 提供移転."""
    tick = file.tick("提供移転の有無", f"{kind}を行っている")
    if tick is not None and tick.words is not None and tick.words.number not in (None, count):
        yield fault(tick.words, 提供の件数=tick.words.number, 提供先の数=count, 提供の種類=kind)


def _count_items(file: File, filing: Filing) -> Iterator[Fault]:
    """P16 and P17: 別添２ has the items of each file that points to it, as many as Ⅱ２④ says."""
    pointer, said = file.part["全ての記録項目"], file.part["記録される項目"]
    if not file.items:
        if _ANNEX in fold(pointer.text):
            yield fault(pointer, 別添にないファイル=file.name)
        return
    band = Band.of(said.choice, file.part.choices("記録される項目"))
    if band is not None and not band.holds(len(file.items)):
        yield fault(said, 選んだ項目数=said.choice, 別添の項目数=len(file.items))
