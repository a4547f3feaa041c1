"""The morning digest to the secretariat: what came in, what is near, and what needs a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.notify.finding_sections import leaks
from pipeline.notify.letters import DIGEST, Letter, identity_of
from pipeline.notify.outbox import Entry
from pipeline.notify.pages import BAD, GOOD, PLAIN, STOP, Page, Point, Section, rendered, signature_of
from pipeline.notify.recipients import Office
from pipeline.notify.wording import day_words, said
from pipeline.receipts import Placed, Receipt
from validations.findings import ACCEPTED, DUPLICATE, ERROR, QUARANTINED, RETURNED, WARNING

STAGES = (7, 30, 60, 90)
"""So many days before a deadline, or fewer, the secretariat is told of it; once at each stage, and once when it has passed."""

_VERDICTS = (ACCEPTED, RETURNED, QUARANTINED, DUPLICATE)
_MOST_FILES = 200
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which something of a case ends, and which is to be told this morning."""

    case_id: str
    title: str
    what: str
    """What ends: 業務委託の終了時期."""
    day: str
    """The day in Japanese years, as the ledger prints it."""
    days_left: int
    """Days until then; below 0 when it has passed."""
    todo: str = ""
    """What is to be done, where that is more than to look."""


@dataclass(frozen=True, slots=True)
class News:
    """What the secretariat may have to know of a night."""

    night: dt.date
    placed: Sequence[Placed] = ()
    deferred: Mapping[str, str] = field(default_factory=dict)
    """Files left in the inbox for the next night, and why."""
    notes: Sequence[str] = ()
    """What is no finding on a submission."""
    deadlines: Sequence[Deadline] = ()
    """Those that are due to be told; which they are is for the caller to know."""
    failures: Sequence[Entry] = ()
    """Letters that will never arrive."""

    @property
    def waiting(self) -> tuple[str, ...]:
        """A line for each file that waits."""
        return tuple(f"{name}（{reason}）" for name, reason in self.deferred.items())

    def lasting(self) -> tuple[str, ...]:
        """What may be the same night after night; told again only when it changed."""
        return tuple(said(line) for line in (*self.notes, *self.waiting))


def stage_of(days_left: int) -> int | None:
    """The stage that a deadline has reached: 90, 60, 30, 7; -1 when it has passed; None when it is further off."""
    return -1 if days_left < 0 else next((stage for stage in STAGES if days_left <= stage), None)


def digest(news: News, office: Office, told: Collection[str] = ()) -> Letter | None:
    """The digest of a night, None when there is no news. `told`: lasting things that the last digest said already."""
    fresh = [line for line in news.lasting() if line not in told]
    if not (news.placed or news.deadlines or news.failures or fresh):
        return None
    page = _page(news, office)
    text, html = rendered(page)
    content = identity_of(text)
    return Letter(
        kind=DIGEST,
        night=news.night,
        about=content,
        identity=content,
        to=office.secretariat,
        copy=(),
        subject=f"【付議】朝の報告　{day_words(news.night)}　{_counts(news.placed)}",
        text=text,
        html=html,
    )


def _page(news: News, office: Office) -> Page:
    urgent = _for_a_person(news)
    lead = [f"対応の要るものが{len(urgent.points)}件あります。"] if urgent.points else []
    return Page(
        tone=STOP if urgent.points else PLAIN,
        title=f"朝の報告　{day_words(news.night)}",
        addressee="",
        lead=(*lead, _counts(news.placed) + "でした。" if news.placed else "新しく届いたファイルはありません。"),
        facts=(),
        sections=tuple(
            section for section in (urgent, *_files(news.placed), _deadlines(news), _deferred(news)) if section.points
        ),
        closing=("詳しくは、outputs/検証報告 をご覧ください。",) if news.placed else (),
        signature=signature_of(office),
    )


def _counts(placed: Sequence[Placed]) -> str:
    counts = [f"{verdict}{sum(item.receipt.verdict == verdict for item in placed)}" for verdict in _VERDICTS]
    return f"受付{len(placed)}件（{'・'.join(counts)}）"


def _for_a_person(news: News) -> Section:
    """What no program settles."""
    points = [
        Point(
            f"隔離したファイル（受付番号 {item.receipt.sha256[:8]}）",
            f"{_who(item.receipt)}から提出されました。",
            "workbooks/quarantine の、名前にこの番号の付いた検証結果を読み、課へ連絡してください。",
        )
        for item in news.placed
        if item.receipt.verdict == QUARANTINED
    ]
    points += [
        Point(
            f"届かなかったメール：{said(entry.subject, _LONGEST)}",
            "　".join(entry.refused.values()),
            "電話などで結果を伝え、組織マスタか表紙のメールアドレスを直してください。",
        )
        for entry in news.failures
    ]
    points += [Point("", said(note)) for note in news.notes]
    return Section("対応の要るもの", tuple(points), len(points), STOP)


def _files(placed: Sequence[Placed]) -> Iterable[Section]:
    tones = {ACCEPTED: GOOD, RETURNED: BAD, QUARANTINED: STOP, DUPLICATE: PLAIN}
    for verdict in _VERDICTS:
        items = [item.receipt for item in placed if item.receipt.verdict == verdict]
        points = tuple(Point("", _line(receipt)) for receipt in items[:_MOST_FILES])
        left = len(items) - len(points)
        more = f"ほかに{left}件あります。" if left else ""
        yield Section(verdict, points, len(items), tones[verdict], more)


def _line(receipt: Receipt) -> str:
    if receipt.verdict == QUARANTINED or leaks(receipt):
        return f"{_who(receipt)}　受付番号 {receipt.sha256[:8]}"
    name = said(receipt.title or receipt.filename, _LONGEST)
    case = f"{receipt.name}（第{receipt.version}版）　" if receipt.version else ""
    counts = {"エラー": receipt.count(ERROR), "警告": receipt.count(WARNING)}
    found = "・".join(f"{word}{count}" for word, count in counts.items() if count)
    return f"{case}{_who(receipt)}　{name}" + (f"　{found}" if found else "")


def _who(receipt: Receipt) -> str:
    return said("、".join(receipt.departments) or receipt.folder) or "課が分かりません"


def _deadlines(news: News) -> Section:
    ordered = sorted(news.deadlines, key=lambda deadline: (deadline.days_left, deadline.case_id, deadline.what))
    points = tuple(
        Point(
            f"{one.day}（{_days(one.days_left)}）",
            f"{one.case_id}　{said(one.title, _LONGEST)}　{said(one.what)}",
            said(one.todo),
        )
        for one in ordered
    )
    return Section("期限（近づいたもの、過ぎたもの）", points, len(points))


def _days(left: int) -> str:
    return f"{-left}日過ぎました" if left < 0 else "今日まで" if left == 0 else f"あと{left}日"


def _deferred(news: News) -> Section:
    points = tuple(Point("", said(line)) for line in news.waiting)
    return Section("次の夜に回したファイル", points, len(points))
