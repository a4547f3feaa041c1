"""Answers that stand far apart and must agree: Ⅰ６, Ⅱ４, Ⅱ５ and Ⅲ, the numbers of 項, and what is said of a risk that is left (P21–P23)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.filings.conditions import NOT_SUBCONTRACTED, SUBCONTRACTED
from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import File, Filing
from pipeline.filings.structure import ENTRUSTED
from pipeline.filings.values import Part, Value
from pipeline.japanese.text import half_width

NETWORK = "情報提供ネットワークシステム"
_CONNECTED, _NOT_CONNECTED = "１）実施する", "２）実施しない"
_NOT_ENTRUSTED, _NOT_AGAIN = "２）委託しない", "２）再委託しない"
_IS_LEFT = "３）課題が残されている"
_ENOUGH = "_対策の十分さ"
_TELLS_OF_IT = re.compile("課題|今後|検討")
_NUMBERS = re.compile(r"(?<![0-9.])[0-9]+(?:の[0-9]+)?(?:[,、][ ]*[0-9]+(?:の[0-9]+)?){2,}")
_ITEM = re.compile("([0-9]+)(?:の([0-9]+))?")


def check_answers(filing: Filing) -> Iterator[Fault]:
    """P21 to P23."""
    yield from _entrusting(filing)
    yield from _subcontracting(filing)
    yield from _connecting(filing)
    yield from _giving(filing)
    for file in filing.files:
        yield from _acquired_by_network(file, filing)
        yield from _gives_and_does_not(file)
    yield from _items_in_order(filing.basics["情報連携の根拠"])
    yield from _left_risks(filing.risks)


def _differ(at: Value, answer: str, other: str, said: str) -> Fault:
    """P21: `answer` here, and `said` in the input `other`."""
    return fault(at, 離れた答え=answer, 離れた欄=other, 離れた欄の答え=said)


def _box(value: Value) -> str:
    return f"{value.title}：{'○' if value.choice else '○なし'}"


def _entrusting(filing: Filing) -> Iterator[Fault]:
    answers, box = [file.part["委託の有無"] for file in filing.files], filing.risks["委託_委託しない"]
    entrusted = next((answer for answer in answers if answer.choice == ENTRUSTED), None)
    if box.choice and entrusted is not None:
        yield _differ(box, _box(box), f"シート「{entrusted.sheet}」の{entrusted.title}", entrusted.choice)
    elif not box.choice and answers and all(answer.choice == _NOT_ENTRUSTED for answer in answers):
        yield _differ(box, _box(box), f"Ⅱの{answers[0].title}", _NOT_ENTRUSTED)
    for file in filing.files:
        said, number = file.part["委託の有無"], file.part["委託の件数"]
        if said.choice == _NOT_ENTRUSTED and file.contracts:
            yield _differ(said, said.choice, "シート「委託事項」", f"{len(file.contracts)}件")
        elif said.choice == ENTRUSTED and number.number == 0:
            yield _differ(number, number.text, said.title, said.choice)


def _subcontracting(filing: Filing) -> Iterator[Fault]:
    answer = filing.risks["委託_再委託先の確保"]
    contracts = [contract["再委託の有無"] for contract in filing.contracts]
    found = next((contract for contract in contracts if contract.choice == SUBCONTRACTED), None)
    if answer.choice == NOT_SUBCONTRACTED and found is not None:
        yield _differ(answer, answer.choice, f"シート「{found.sheet}」の{found.title}", found.choice)
    elif answer.choice not in ("", NOT_SUBCONTRACTED) and contracts and {c.choice for c in contracts} == {_NOT_AGAIN}:
        yield _differ(answer, answer.choice, f"すべての委託事項の{contracts[0].title}", contracts[0].choice)


def _connecting(filing: Filing) -> Iterator[Fault]:
    done, boxes = filing.basics["情報連携の実施"], filing.risks.ticks("情報連携_接続しない")
    name = f"Ⅰ６の{done.title}"
    if done.choice == _CONNECTED:
        if boxes and all(box.is_set for box in boxes):
            yield _differ(boxes[0].mark, f"{boxes[0].name}：○", name, done.choice)
        links = [link for system in filing.systems for link in system.links if link.name == NETWORK]
        if links and not any(link.is_set for link in links):
            yield _differ(done, done.choice, f"システムの「{NETWORK}」", "どれも○なし")
    elif done.choice == _NOT_CONNECTED and boxes and not any(box.is_set for box in boxes):
        yield _differ(boxes[0].mark, f"{boxes[0].name}：○なし", name, done.choice)


def _giving(filing: Filing) -> Iterator[Fault]:
    box = filing.risks["提供移転_提供移転しない"]
    given = next((place for file in filing.files for place in _given_otherwise(file)), None)
    if box.choice and given is not None:
        yield _differ(box, _box(box), f"シート「{given.sheet}」", "提供・移転あり")
    elif not box.choice and filing.files and all(_is_ticked(file, "行っていない") for file in filing.files):
        yield _differ(box, _box(box), "すべてのファイルの提供・移転の有無", "行っていない")


def _given_otherwise(file: File) -> Iterator[Value]:
    """Where a file is given away by another way than the network, to which Ⅲ５ does not look."""
    for row in file.provisions:
        others = [value for heading, value in row.items() if value.choice == "○" and heading != NETWORK]
        if row["提供・移転"].choice == "移転" or others:
            yield row["提供・移転"]
    if (moved := file.tick("提供移転の有無", "移転を行っている")) is not None and moved.is_set:
        yield moved.mark


def _is_ticked(file: File, name: str) -> bool:
    tick = file.tick("提供移転の有無", name)
    return tick is not None and tick.is_set


def _acquired_by_network(file: File, filing: Filing) -> Iterator[Fault]:
    tick, done = file.tick("入手方法", NETWORK), filing.basics["情報連携の実施"]
    if tick is not None and tick.is_set and done.choice and done.choice != _CONNECTED:
        yield _differ(tick.mark, f"{NETWORK}：○", f"Ⅰ６の{done.title}", done.choice)


def _gives_and_does_not(file: File) -> Iterator[Fault]:
    none = file.tick("提供移転の有無", "行っていない")
    given = next((name for name in ("提供を行っている", "移転を行っている") if _is_ticked(file, name)), None)
    if none is not None and none.is_set and given is not None:
        yield _differ(none.mark, "行っていない：○", given, "○")


def _items_in_order(law: Value) -> Iterator[Fault]:
    """P22: the numbers of 項 that are listed rise, each once."""
    for run in _NUMBERS.findall(half_width(law.text)):
        numbers = [(int(first), int(branch or 0)) for first, branch in _ITEM.findall(run)]
        wrong = _first_out_of_order(numbers)
        if wrong is not None:
            shown = f"{wrong[0]}の{wrong[1]}" if wrong[1] else str(wrong[0])
            yield fault(law, run, 順でない項=shown)


def _first_out_of_order(numbers: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return next((later for earlier, later in pairwise(numbers) if later <= earlier), None)


def _left_risks(risks: Part) -> Iterator[Fault]:
    """P23: where 課題が残されている, somebody must be able to read which."""
    for name, answer in risks.values.items():
        if name.endswith(_ENOUGH) and answer.choice == _IS_LEFT:
            head, chapter = name.removesuffix(_ENOUGH), name.partition("_")[0]
            others = (value.text for other, value in risks.values.items() if other.startswith(head) and other != name)
            if not risks[f"{chapter}_その他のリスク"].says_something and not any(map(_TELLS_OF_IT.search, others)):
                yield fault(answer, 残された課題=answer.choice)
