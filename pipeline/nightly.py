"""The whole job on one page, in the order in which it runs.

    discover → read → locate → extract → normalise → validate → decide → place → consolidate → publish

Reading to extracting happens file by file in workers (`work`); normalising to deciding once over all files of the night
(`judge`, `decide`). The last two stages know nothing of the night: they rebuild everything from `workbooks/`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from pipeline.compare.companies import company_texts
from pipeline.compare.compare import departments_of
from pipeline.consolidate import consolidate
from pipeline.context import COVER
from pipeline.decide import KnownCases, Submission, decide
from pipeline.discover import Arrival, discover
from pipeline.extract import Extract
from pipeline.frames import INPUTS, Tables
from pipeline.japanese.dates import fiscal_year
from pipeline.japanese.text import fold
from pipeline.judge import Judgement, judge
from pipeline.known import Known
from pipeline.last_night import last_night, remember_night
from pipeline.masters.load import Masters, load_masters
from pipeline.notice import shown
from pipeline.place import RULES_EDITION, NotPlaced, place, take_out
from pipeline.progress import Progress
from pipeline.publish.publish import publish
from pipeline.receipts import Placed, Receipt, Standards, earlier_of, read_receipts
from pipeline.repeats import told_as_repeats
from pipeline.secretariat import Secretariat, read_secretariat
from pipeline.waivers import Waiver, waive, waivers_digest
from pipeline.work import extract_all
from pipeline.workspace import FORM, Workspace
from validations.findings import ACCEPTED, DUPLICATE, ERROR, QUARANTINED, RETURNED


@dataclass(slots=True)
class Night:
    """What a night did."""

    date: dt.date
    placed: list[Placed] = field(default_factory=list)
    deferred: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the secretariat should know that is no finding on a submission."""

    def count(self, verdict: str) -> int:
        """How many files got a verdict."""
        return sum(item.receipt.verdict == verdict for item in self.placed)

    def as_record(self) -> dict[str, object]:
        """The object that `fugi nightly --json` prints."""
        return {
            "date": self.date.isoformat(),
            "deferred": self.deferred,
            "received": len(self.placed),
            "accepted": self.count(ACCEPTED),
            "returned": self.count(RETURNED),
            "quarantined": self.count(QUARANTINED),
            "duplicates": self.count(DUPLICATE),
            "findings": sum(len(item.receipt.findings) for item in self.placed),
            "outputs": self.outputs,
            "mails": [],
        }

    def as_text(self, root: Path | None = None) -> str:
        """What a person at the terminal wants to know in the morning."""
        lines = [
            f"{self.date.isoformat()} の結果",
            f"　受付 {len(self.placed)}件 ＝ 受理 {self.count(ACCEPTED)} ＋ 差戻し {self.count(RETURNED)}"
            f" ＋ 隔離 {self.count(QUARANTINED)} ＋ 重複 {self.count(DUPLICATE)}",
        ]
        for item in self.placed:
            receipt = item.receipt
            what = receipt.case_id or f"エラー{receipt.count(ERROR)}件"
            lines.append(f"　　{receipt.verdict}　{shown(receipt.filename)}　{what}")
        lines += [f"　次の夜に回したファイル：{shown(name)}" for name in self.deferred]
        lines += [f"　お知らせ：{shown(note)}" for note in self.notes]
        lines += ["　作ったもの："] + [f"　　{root / name if root else name}" for name in self.outputs]
        return "\n".join(lines)


def run_night(workspace: Workspace, date: dt.date, workers: int | None, progress: Progress) -> Night:
    """Run the job: take in what lies in the inbox, then rebuild everything that is published."""
    night = Night(date)
    masters = load_masters(workspace.masters)
    secretariat = read_secretariat(workspace, masters)
    _take_in(night, workspace, masters, secretariat, workers, progress)
    remember_night(workspace, date)
    night.outputs = rebuild(workspace, workers, progress, date, masters, secretariat)
    return night


def _take_in(
    night: Night,
    workspace: Workspace,
    masters: Masters,
    secretariat: Secretariat,
    workers: int | None,
    progress: Progress,
) -> None:
    """Judge and place what lies in the inbox. Returning lets go of all that was read for it: the rebuild reads as much again."""
    before = read_receipts(workspace)
    inbox = discover(workspace.inbox)
    night.deferred = [workspace.relative(path) for path in inbox.deferred]
    standards = Standards(RULES_EDITION, masters.digest, waivers_digest(secretariat.waivers))
    repeated, fresh = _sort_out_duplicates(inbox.arrivals, before, standards, night.date)
    extracts = _extract(fresh, masters, workers, progress)
    progress.stage("検証しています")
    cases = KnownCases.of(before, secretariat.decided, secretariat.case_ids, masters.department_keys)
    known = Known.of(before, cases, secretariat)
    judgements, tables = judge(extracts, masters, night.date, known, [arrival.folder for arrival in fresh])
    judged = _submissions(fresh, extracts, judgements, tables, masters, secretariat.waivers)
    submissions = [*_set_aside_together(repeated, judged), *judged]
    for decision in progress.each("振り分けています", decide(submissions, cases, fiscal_year(night.date))):
        try:
            night.placed.append(place(decision, workspace, night.date, standards))
        except NotPlaced:
            night.deferred.append(workspace.relative(decision.submission.arrival.path))
            continue
        if not take_out(decision.submission.arrival):
            night.notes.append(
                f"「{night.placed[-1].receipt.filename}」は受け付けましたが、使用中のため提出フォルダから移せません。"
            )
    night.notes += _notes(night.placed, masters, secretariat)


def rebuild(
    workspace: Workspace,
    workers: int | None,
    progress: Progress,
    date: dt.date | None = None,
    masters: Masters | None = None,
    secretariat: Secretariat | None = None,
) -> list[str]:
    """Make everything in `outputs/` again from `workbooks/`. Returns what was written, relative to the workspace.

    `date` is the day from which deadlines are counted, that of the last night when none is given.
    """
    masters = masters or load_masters(workspace.masters)
    secretariat = secretariat or read_secretariat(workspace, masters)
    placed = read_receipts(workspace)
    date = date or last_night(workspace, placed, today())
    with progress.counting("台帳の元を読んでいます", sum(item.receipt.verdict == ACCEPTED for item in placed)) as done:
        extractor = partial(extract_all, forms=dict(masters.forms), only=FORM, workers=workers, done=done)
        ledger = consolidate(workspace, placed, masters, secretariat, extractor, date)
    made = publish(workspace, ledger, secretariat, placed, progress.stage)
    return [workspace.relative(path) for path in made]


def _sort_out_duplicates(
    arrivals: Sequence[Arrival], before: list[Placed], standards: Standards, night: dt.date
) -> tuple[list[Submission], list[Arrival]]:
    """Files that were judged before, byte for byte, and the rest. Of equal files of one night the first is judged."""
    repeats: list[tuple[Arrival, Receipt | None]] = []
    fresh: dict[str, Arrival] = {}
    for arrival in arrivals:
        earlier = earlier_of(arrival.sha256, arrival.name, before, standards)
        if earlier is not None or arrival.sha256 in fresh:
            repeats.append((arrival, earlier.receipt if earlier else None))
        else:
            fresh[arrival.sha256] = arrival
    found = told_as_repeats([receipt.received_on if receipt else night.isoformat() for _, receipt in repeats])
    repeated = [
        _repetition(arrival, receipt, Judgement(DUPLICATE, (finding,)))
        for (arrival, receipt), finding in zip(repeats, found, strict=True)
    ]
    return repeated, list(fresh.values())


def _repetition(arrival: Arrival, receipt: Receipt | None, judgement: Judgement) -> Submission:
    """What is known of a repeated file from the receipt of the first; None when that came the same night."""
    if receipt is None:
        return Submission(arrival, judgement, earlier=arrival.sha256)
    return Submission(
        arrival, judgement, receipt.form, receipt.form_edition, receipt.title, tuple(receipt.departments),
        receipt.sha256, receipt,
    )  # fmt: skip


def _set_aside_together(repeated: Sequence[Submission], judged: Sequence[Submission]) -> Iterator[Submission]:
    """The repeated files; one that repeats a file set aside this night is set aside with it, never given back."""
    aside = {s.arrival.sha256: s for s in judged if s.judgement.verdict == QUARANTINED}
    for submission in repeated:
        first = aside.get(submission.arrival.sha256)
        yield replace(first, arrival=submission.arrival) if first else submission


def _extract(fresh: Sequence[Arrival], masters: Masters, workers: int | None, progress: Progress) -> list[Extract]:
    jobs: list[tuple[Path, str]] = [(arrival.path, arrival.name) for arrival in fresh]
    with progress.counting("読み取っています", len(jobs)) as done:
        return extract_all(jobs, dict(masters.forms), FORM, workers, done)


def _submissions(
    arrivals: Sequence[Arrival],
    extracts: Sequence[Extract],
    judgements: Sequence[Judgement],
    tables: Tables,
    masters: Masters,
    waivers: Sequence[Waiver],
) -> list[Submission]:
    inputs = tables[INPUTS]
    covers = inputs[inputs["様式シート"].eq(COVER) & inputs["項目名"].eq("件名") & inputs["値"].notna()]
    titles = dict(zip(covers["冊"], covers["値"], strict=True))
    departments, companies = departments_of(tables, masters), company_texts(tables)
    submissions = []
    for book, (arrival, extract, judgement) in enumerate(zip(arrivals, extracts, judgements, strict=True)):
        named, title = departments.get(book, ()), titles.get(book)
        judged = waive(judgement, waivers, (*named, arrival.folder), title)
        submissions.append(
            Submission(
                arrival, judged, extract.form, extract.edition, title, named, extract.earlier,
                companies=companies.get(book, ()),
            )
        )  # fmt: skip
    return submissions


def _notes(placed: Sequence[Placed], masters: Masters, secretariat: Secretariat) -> list[str]:
    notes = [f"事務局のブックに直すところが{len(secretariat.faults)}件あります。"] if secretariat.faults else []
    folders = dict.fromkeys(item.receipt.folder for item in placed)
    return notes + [
        f"提出フォルダ「{folder}」は組織マスタにない課の名前です。"
        if folder
        else "課のフォルダの外に置かれたファイルがありました。"
        for folder in folders
        if fold(folder) not in masters.department_keys
    ]


def today() -> dt.date:
    """The date of a night when none is given."""
    return pd.Timestamp.now().date()
