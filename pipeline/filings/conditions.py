"""What one answer asks of the next: inputs on a condition, words beside a ○, and inputs left without an answer (P07, P10, P11, P18–P20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from pipeline.choices import CIRCLE
from pipeline.filings.faults import Fault, fault
from pipeline.filings.filing import OTHER, Filing
from pipeline.filings.procedure import is_heard, is_published
from pipeline.filings.values import DASH, Part, Tick, Value
from pipeline.forms.model import OPTIONAL
from pipeline.japanese.text import fold

SUBCONTRACTED, NOT_SUBCONTRACTED = "１）再委託する", "４）再委託していない"
_FILE, _RISKS, _INQUIRIES = "ファイル", "リスク対策", "開示問合せ"
_ANSWERS: Mapping[str, Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "基本情報": {"情報連携の実施": ("１）実施する", ("情報連携の根拠",))},
    "ファイル": {"委託の有無": ("１）委託する", ("委託の件数",))},
    "リスク対策": {
        "使用_リスク２_ユーザ認証": ("１）行っている", ("使用_リスク２_ユーザ認証の方法",)),
        "使用_リスク２_権限の発効失効": ("１）行っている", ("使用_リスク２_権限の発効失効の方法",)),
        "使用_リスク２_権限の管理": ("１）行っている", ("使用_リスク２_権限の管理の方法",)),
        "使用_リスク２_記録": ("１）記録を残している", ("使用_リスク２_記録の方法",)),
        "委託_閲覧更新の制限": ("１）制限している", ("委託_閲覧更新の制限の方法",)),
        "委託_記録": ("１）記録を残している", ("委託_記録の方法",)),
        "委託_提供ルール": ("１）定めている", ("委託_他者への提供のルール", "委託_委託元と委託先の提供のルール")),
        "委託_消去ルール": ("１）定めている", ("委託_消去ルールの内容",)),
        "委託_契約書の規定": ("１）定めている", ("委託_契約書の規定の内容",)),
        "提供移転_リスク１_記録": ("１）記録を残している", ("提供移転_リスク１_記録の方法",)),
        "提供移転_リスク１_ルール": ("１）定めている", ("提供移転_リスク１_ルールの内容",)),
        "保管消去_リスク１_重大事故": (
            "１）発生あり",
            ("保管消去_リスク１_重大事故の内容", "保管消去_リスク１_重大事故の再発防止策"),
        ),
        "保管消去_リスク１_死者の個人番号": ("１）保管している", ("保管消去_リスク１_死者の個人番号の保管方法",)),
        "保管消去_リスク３_消去手順": ("１）定めている", ("保管消去_リスク３_消去手順の内容",)),
    },
    "開示問合せ": {
        "手数料等": ("１）有料", ("手数料額と納付方法",)),
        "個人情報ファイル簿の公表": ("１）行っている", ("公表場所",)),
    },
}
"""Sheet → input with a choice → the choice that asks for more, and the inputs that it asks for."""

_NOTHING_ELSE = (
    "基本情報.情報連携の実施",
    "ファイル.委託の有無",
    "リスク対策.保管消去_リスク１_重大事故",
    "開示問合せ.手数料等",
)
"""Where another choice leaves nothing to write: elsewhere people may tell why not."""
_OF_THE_STATE = {"表紙": ("承認日",), "評価実施手続": ("委員会への提出日", "委員会による審査")}
"""Inputs for bodies of the state only."""
_NEED_NO_ANSWER = {
    "表紙": ("特記事項", "公表日", "案件ID", "担当者電話", "備考"),
    "評価実施手続": ("意見聴取の方法", "意見聴取の期間", "主な意見の内容", "評価書への反映", "第三者点検の実施日", "第三者点検の方法", "第三者点検の結果"),
}  # fmt: skip
"""Inputs that may stay empty, or that are asked for when their step is done."""
_UNLESS_TICKED = (
    ("委託_", "委託_委託しない", ("委託_体制の確認",)),
    ("提供移転_", "提供移転_提供移転しない", ()),
    (
        tuple(f"情報連携_リスク{n}_" for n in "１２３４"),
        "接続しない（入手）",
        tuple(f"情報連携_リスク{n}_措置" for n in "１２３４"),
    ),
    (
        tuple(f"情報連携_リスク{n}_" for n in "５６７"),
        "接続しない（提供）",
        tuple(f"情報連携_リスク{n}_措置" for n in "５６７"),
    ),
)
"""Inputs of Ⅲ that are not asked for where a ○ says that it is not done; those of them that are asked for otherwise."""
_TICKED = {"ファイル": ("主な記録項目", "入手元", "入手方法", "提供移転の有無"), "委託事項": ("提供方法",)}
_NAMED_SOURCES = ("評価実施機関内の他部署", "行政機関・独立行政法人等", "地方公共団体・地方独立行政法人", "民間事業者")


def check_conditions(filing: Filing) -> Iterator[Fault]:
    """P07, P10, P11 and P18 to P20."""
    files = [file.part for file in filing.files]
    single = (filing.cover, filing.basics, filing.risks, filing.measures, filing.inquiries, filing.procedure)
    for part in (*single, *files, *filing.contracts):
        yield from _answers(part)
        yield from _left_empty(part)
    yield from _steps(filing)
    yield from _state(filing)
    for part in filing.contracts:
        yield from _subcontract(part)
    for system in filing.systems:
        yield from _words(tick for tick in system.links if tick.name == OTHER)
    for part in (*files, *filing.contracts):
        yield from _words(_with_words(part))


def _answers(part: Part) -> Iterator[Fault]:
    """P10 and P18: what the choice of one input asks of others."""
    for name, (wanted, others) in _ANSWERS.get(part.spec.name, {}).items():
        answer = part[name]
        for other in (part[other] for other in others if other in part.values):
            if answer.choice == wanted and not other.says_something:
                yield fault(other, 求める欄=answer.title, 求める答え=answer.choice)
            elif answer.choice and answer.choice != wanted and other.says_something and _is_final(part, name):
                yield fault(other, 不要とした欄=answer.title, 不要とした答え=answer.choice)
    if part.spec.name == _RISKS:
        yield from _asked_without_tick(part)
        yield from _of_subcontractors(part)
    if part.spec.name == _FILE:
        yield from _of_record_items(part)
    if part.spec.name == _INQUIRIES:
        yield from _of_register(part)


def spared_inputs(part: Part) -> frozenset[str]:
    """The inputs of Ⅲ that need no answer, because a ○ says that it is not done."""
    if part.spec.name != _RISKS:
        return frozenset()
    ticked = {tick.name for tick in part.ticks("情報連携_接続しない") if tick.is_set}
    ticked |= {name for name in ("委託_委託しない", "提供移転_提供移転しない") if part[name].choice}
    heads = tuple(
        chain.from_iterable([h] if isinstance(h, str) else h for h, box, _ in _UNLESS_TICKED if box in ticked)
    )
    return frozenset(name for name in part.fields if heads and name.startswith(heads))


def _asked_without_tick(part: Part) -> Iterator[Fault]:
    """P10 for the measures of Ⅲ that only a ○ would make needless."""
    spared = spared_inputs(part)
    for name, box in ((name, box) for _, box, names in _UNLESS_TICKED for name in names):
        value = part.values.get(name)
        if value is not None and name not in spared and not value.says_something:
            yield fault(value, 求める欄=box.partition("_")[2] or box, 求める答え="○なし")


def _is_final(part: Part, name: str) -> bool:
    return f"{part.spec.name}.{name}" in _NOTHING_ELSE


def _of_subcontractors(part: Part) -> Iterator[Fault]:
    """The one input whose method is asked for by every choice but one."""
    answer, method = part["委託_再委託先の確保"], part["委託_再委託先の確保の方法"]
    if answer.choice and answer.choice != NOT_SUBCONTRACTED and not method.says_something:
        yield fault(method, 求める欄=answer.title, 求める答え=answer.choice)


def _of_record_items(part: Part) -> Iterator[Fault]:
    reason = part["記録項目の妥当性"]
    if not reason.says_something and any(tick.is_set for tick in part.ticks("主な記録項目")):
        yield fault(reason, 求める欄="主な記録項目", 求める答え="○")


def _of_register(part: Part) -> Iterator[Fault]:
    answer, table = part["個人情報ファイル簿の公表"], "ファイル名"
    if answer.choice == "１）行っている" and table in part.tops and not part.rows(table):
        at = Value(part.name, *part.tops[table], part.fields[table].label)
        yield fault(at, 求める欄=answer.title, 求める答え=answer.choice)


def _left_empty(part: Part) -> Iterator[Fault]:
    """P11: an input without a condition that is empty, where 「－」 would say that there is nothing; a table without any ○."""
    spared = (*_NEED_NO_ANSWER.get(part.spec.name, ()), *spared_inputs(part))
    for name, value in part.values.items():
        field = part.fields[name]
        if not value.text and field.required == OPTIONAL and field.choices != (CIRCLE,) and name not in spared:
            yield fault(value, 書かれていない欄=value.title)
    for name in _TICKED.get(part.spec.name, ()):
        ticks = part.ticks(name)
        if ticks and not any(tick.mark.text for tick in ticks):
            yield fault(ticks[0].mark, 書かれていない欄=part.fields[name].label.split("　※")[0])


def _steps(filing: Filing) -> Iterator[Fault]:
    """P11 for the steps that are done: opinions once their time is over, 第三者点検 once the filing is published."""
    names = ["意見聴取の方法", "意見聴取の期間", "第三者点検の実施日", "第三者点検の方法", "第三者点検の結果"]
    asked = (names if is_published(filing) else []) + (
        ["主な意見の内容", "評価書への反映"] if is_heard(filing) or is_published(filing) else []
    )
    for name in asked:
        value = filing.procedure.values.get(name)
        if value is not None and not value.text:
            yield fault(value, 書かれていない欄=value.title)


def _state(filing: Filing) -> Iterator[Fault]:
    """P18 for the inputs of bodies of the state."""
    for part in (filing.cover, filing.procedure):
        for value in (part[name] for name in _OF_THE_STATE[part.spec.name]):
            if value.says_something:
                yield fault(value, 不要とした欄="評価実施機関", 不要とした答え="行政機関等ではない")


def _subcontract(part: Part) -> Iterator[Fault]:
    """P07, and P18 where there is no 再委託."""
    answer = part["再委託の有無"]
    for value in (part["再委託の許諾方法"], part["再委託事項"]):
        if answer.choice == SUBCONTRACTED and not value.says_something:
            yield fault(value, 空の再委託の欄=value.title)
        elif answer.choice and answer.choice != SUBCONTRACTED and value.says_something:
            yield fault(value, 不要とした欄=answer.title, 不要とした答え=answer.choice)


def _with_words(part: Part) -> Iterator[Tick]:
    """The ticks of a sheet that ask for words: その他 everywhere, and whoever else a source is."""
    tables = ("入手元", "入手方法") if part.spec.name == "ファイル" else ("提供方法",)
    for tick in chain.from_iterable(part.ticks(name) for name in tables):
        if tick.name == OTHER or tick.name in _NAMED_SOURCES:
            yield tick


def _words(ticks: Iterator[Tick]) -> Iterator[Fault]:
    """P19 and P20."""
    for tick in ticks:
        words: Value | None = tick.words
        if words is None or words.column is None:
            continue
        if tick.is_set and not words.says_something:
            yield fault(words, 内容のない丸=tick.name)
        elif words.says_something and fold(tick.mark.text) in ("", DASH):
            yield fault(tick.mark, words.text, 丸のない内容=words.text, 丸のない欄=tick.name)
