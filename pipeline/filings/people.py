"""How many people: the bands of Ⅰ, Ⅱ and the 委託事項 beside each other, and the しきい値判断 that follows (P01, P02, P24, P25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.filings.bands import Band
from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import File, Filing
from pipeline.filings.threshold import Assessment, either, possible
from pipeline.filings.values import Part
from pipeline.japanese.text import fold

_PEOPLE, _OF_FILE, _USERS, _HANDLERS = "対象人数", "対象となる本人の数", "使用者数", "取扱者数"
_WHOLE, _SAME = "１）特定個人情報ファイルの全体", fold("特定個人情報ファイルの範囲と同じ")
_NO_ACCIDENT = "２）発生なし"
_RESULTS: Mapping[str, Assessment] = {
    "１）": Assessment.FULL, "２）": Assessment.FOCUSED, "３）": Assessment.BASIC, "４）": Assessment.NONE,
}  # fmt: skip
"""How each choice of しきい値判断結果 begins: it is the duty by law; the assessment that was made is this one."""


def check_people(filing: Filing) -> Iterator[Fault]:
    """P01, P02, P24 and P25."""
    yield from _threshold(filing)
    yield from _of_files(filing)
    for file in filing.files:
        for contract in file.contracts:
            yield from _of_contract(contract, file)


def band_of(part: Part, name: str) -> Band | None:
    """The band that is chosen in an input."""
    return Band.of(part[name].choice, part.choices(name))


def assessments_due(filing: Filing, *, full_instead_of_focused: bool = True) -> frozenset[Assessment]:
    """The assessments that can be due by what a filing tells; none where it does not say of how many people it is.

    With the stricter rule of the city, or as the state asks for them: what is chosen in Ⅵ１ is the latter.
    """
    people = band_of(filing.basics, _PEOPLE)
    if people is None:
        return frozenset()
    none = filing.risks["保管消去_リスク１_重大事故"].choice == _NO_ACCIDENT
    accident = False if none else None  # one of the last three years may be older than a year
    return possible(people, _handlers(filing), accident, full_instead_of_focused=full_instead_of_focused)


def _threshold(filing: Filing) -> Iterator[Fault]:
    result, results = filing.procedure["しきい値判断結果"], assessments_due(filing, full_instead_of_focused=False)
    if results and result.choice and _RESULTS[result.choice[:2]] not in results:
        yield fault(
            result,
            判断の結果=result.choice.partition("（")[0],
            正しい結果=either(results),
            対象人数=filing.basics[_PEOPLE].choice,
        )


def _handlers(filing: Filing) -> tuple[int, int | None]:
    """The fewest and the most who handle a file. Those of two files may be the same people, or others."""
    ranges = [_handlers_of(file) for file in filing.files]
    least = max((low for low, _ in ranges), default=0)
    most: int | None = 0
    for _, high in ranges:
        most = None if most is None or high is None else most + high
    return least, most if ranges else None


def _handlers_of(file: File) -> tuple[int, int | None]:
    bands = [band_of(file.part, _USERS), *(band_of(contract, _HANDLERS) for contract in file.contracts)]
    least = sum(band.low for band in bands if band is not None)
    if any(band is None or band.high is None for band in bands):
        return least, None
    return least, sum(band.high - 1 for band in bands if band is not None and band.high is not None)


def _of_files(filing: Filing) -> Iterator[Fault]:
    """P02: a file of more people than there are, or files that together cannot be of so many."""
    people = band_of(filing.basics, _PEOPLE)
    files = [(file.part[_OF_FILE], band_of(file.part, _OF_FILE)) for file in filing.files]
    if people is None:
        return
    said = filing.basics[_PEOPLE]
    for value, band in files:
        if band is not None and band.is_above(people):
            yield fault(value, 本人の数=value.choice, 事務の対象人数=said.choice)
    highs = [band.high if band is not None else None for _, band in files]
    known = [high for high in highs if high is not None]
    if files and len(known) == len(highs) and sum(high - 1 for high in known) < people.low:
        at = files[0][0] if len(files) == 1 else said
        yield fault(at, 本人の数="、".join(value.choice for value, _ in files), 事務の対象人数=said.choice)


def _of_contract(contract: Part, file: File) -> Iterator[Fault]:
    """P24: more people than the file has; P25: the whole file, and another number of people."""
    own, whole = band_of(contract, _OF_FILE), band_of(file.part, _OF_FILE)
    if own is None or whole is None:
        return
    at, of_file = contract[_OF_FILE], file.part[_OF_FILE].choice
    if own.is_above(whole):
        yield fault(at, 委託の本人の数=at.choice, ファイルの本人の数=of_file)
    elif (
        contract["委託する範囲"].choice == _WHOLE
        and _SAME in fold(contract["対象となる本人の範囲"].text)
        and own.scale == whole.scale
        and not own.same_as(whole)
    ):
        yield fault(at, 全体なのに違う数=at.choice, ファイルの本人の数=of_file)
