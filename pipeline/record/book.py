"""Writing into 審議記録.xlsx: the night adds what can be proposed, and nothing that a person wrote or made is changed.

The book is the secretariat's. It is written whole or not at all, only as it was read, and never while someone has it open;
what could not be written is wanted again the next night, because it follows from the accepted cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.durable import clear_half_written, durable_write
from pipeline.forms.styles import FONT_SIZE
from pipeline.intake import OPEN_IN_EXCEL
from pipeline.job import Job
from pipeline.notice import shown
from pipeline.package import Unreadable
from pipeline.patch.editor import Editor, Value
from pipeline.receipts import Placed, latest_accepted
from pipeline.record.place import Place, place_of_decisions
from pipeline.record.plan import Plan, case_order, is_circle, plan_of
from pipeline.secretariat import CONFIRMED, BadBook, Secretariat, with_record
from pipeline.settings import AFTER_CONFIRMATION
from pipeline.workspace import RECORD_FORM
from validations.findings import ACCEPTED

_OPENED = (OPEN_IN_EXCEL + "{}", ".~lock.{}#")
"""Files that Excel and LibreOffice lay beside a workbook while someone has it open."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the book."""

    secretariat: Secretariat
    """The books as they are now: rows that were added count the same night."""
    added: tuple[str, ...] = ()
    """案件ID of the rows that were added."""
    notes: tuple[str, ...] = ()
    """What the secretariat should know."""
    is_complete: bool = True
    """False when something is left for the next night."""


class _NotNow(Exception):
    """The book cannot be written tonight: why, and what becomes of it, a sentence each."""

    def __init__(self, why: str, then: str) -> None:
        super().__init__(why)
        self.why, self.then = why, then


def record_cases(job: Job, placed: Sequence[Placed], tonight: Sequence[Placed]) -> Recorded:
    """Add to 審議記録 a row for each accepted case that has none, and the numbers that waited for a mark.

    `placed`: all files of the workspace; `tonight`: those that were placed this night. Nothing is raised for a book that cannot
    be read or written now: it stays as it is, and that is said.
    """
    path = job.workspace.record
    clear_half_written(path.parent)
    try:
        before = path.read_bytes()
        now = with_record(job.secretariat, path, before, job.masters)
    except (OSError, BadBook):  # someone is saving it at this moment: what was read before still holds
        plan = _plan(job, placed, job.secretariat)
        if not plan:
            return Recorded(job.secretariat)
        return _left(job.secretariat, plan, _NotNow("いま読み取れません。", "次の夜にもう一度行います。"))
    plan = _plan(job, placed, now)
    notes = tuple(_confirmed_before(now, tonight, job))
    try:
        after = _patched(before, plan, job, now) if plan else before
        if after == before:
            return Recorded(job.secretariat, notes=notes)
        written = with_record(job.secretariat, path, after, job.masters)
        _write(path, before, after)
    except _NotNow as reason:
        return _left(now, plan, reason, notes)
    return Recorded(written, tuple(str(row["案件ID"]) for row in plan.rows), notes)


def _plan(job: Job, placed: Sequence[Placed], secretariat: Secretariat) -> Plan:
    cases = {case_id: item.receipt.title for case_id, item in latest_accepted(placed).items()}
    first = min(_promised(job) - cases.keys(), key=case_order, default=None)
    # rows and numbers keep the order of cases, also when one of them comes to its place a night later
    if first is not None:
        cases = {case_id: title for case_id, title in cases.items() if case_order(case_id) < case_order(first)}
    later = job.settings.secretariat.number == AFTER_CONFIRMATION
    return plan_of(cases, secretariat, job.date, job.masters.mark_readings, after_confirmation=later)


def _promised(job: Job) -> set[str]:
    """案件ID that were given to files of the night, also to those that could not be put into their places yet."""
    pending = job.journal.pending()
    given = (entry["receipt"]["case_id"] for entry in (pending.placements if pending else ()))
    return {case_id for case_id in given if case_id is not None}


def _patched(data: bytes, plan: Plan, job: Job, now: Secretariat) -> bytes:
    """The book with all that is planned. Raises `_NotNow` when its sheet 審議 is not to be found or it cannot be patched."""
    try:
        place = place_of_decisions(data, job.masters.forms[RECORD_FORM])
        if place is None:
            raise _NotNow("シート「審議」か、その見出し「案件ID」が見つかりません。", "元に戻すと、次の夜に書きます。")
        editor = Editor(data)
        # of sheets that are copies of each other only one is written into
        for fill in (fill for fill in plan.fills if fill.sheet == place.sheet):
            editor.fill(fill.sheet, fill.row, _by_letters(fill.values, place))
        if plan.rows:
            rows = [_by_letters(row, place) for row in plan.rows]
            like, within = place.like_row(now.decisions), tuple(place.columns.values())
            first = editor.append_rows(place.sheet, rows, like, within)
            editor.fit(place.sheet, dict(enumerate(rows, first)), FONT_SIZE)
        if editor.package.touched:
            editor.recalculate()
        return editor.save()
    except Unreadable as fault:
        raise _NotNow(
            "ブックの部品に、読み取れない所があります。", "Excelで開いて保存し直すと、次の夜に書きます。"
        ) from fault


def _by_letters(values: Mapping[str, Value], place: Place) -> dict[str, Value]:
    return {place.columns[heading]: value for heading, value in values.items() if heading in place.columns}


def _write(path: Path, before: bytes, after: bytes) -> None:
    """Replace the book if it is still the one that was read and nobody has it open. Raises `_NotNow` when it cannot be."""
    for pattern in _OPENED:
        mark = path.with_name(pattern.format(path.name))
        if mark.exists():
            raise _NotNow(
                "Excelなどで開かれています。",
                f"閉じておくと、次の夜に書きます。だれも開いていないときは、同じフォルダの「{mark.name}」を消してください。",
            )
    try:
        if path.read_bytes() != before:
            raise _NotNow("夜のあいだに保存されました。", "次の夜に書きます。")
        durable_write(path, after, as_before=True)
    except PermissionError as fault:
        raise _NotNow("使用中か、書き込む権限がありません。", "閉じておくと、次の夜に書きます。") from fault
    except OSError as fault:
        raise _NotNow(f"書き込めません（{shown(fault.strerror or '')}）。", "次の夜にもう一度行います。") from fault


def _left(secretariat: Secretariat, plan: Plan, reason: _NotNow, notes: tuple[str, ...] = ()) -> Recorded:
    sentence = f"「{RECORD_FORM}.xlsx」に{plan.sentence()}。{reason.why}{reason.then}"
    return Recorded(secretariat, notes=(*notes, sentence), is_complete=False)


def _confirmed_before(secretariat: Secretariat, tonight: Sequence[Placed], job: Job) -> Iterator[str]:
    """What is to be said of a further version of a case that is marked as seen: the mark was put before it came.

    The mark stays, for no cell that a person wrote is ever changed; whether it holds for this version is for her to say.
    """
    rows = secretariat.decisions
    marked = {
        case_id
        for case_id, text in zip(rows["案件ID"], rows[CONFIRMED], strict=True)
        if is_circle(text, job.masters.mark_readings)
    }
    for item in tonight:
        receipt = item.receipt
        if receipt.verdict == ACCEPTED and (receipt.version or 1) > 1 and receipt.case_id in marked:
            yield (
                f"{receipt.case_id}の第{receipt.version}版を受理しました。"
                f"審議記録の{CONFIRMED}の○は前の版のものです。この版を確かめてください。"
            )
