"""Receiving: from the inbox to a plan of where each file goes. Nothing is changed yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.again import note_judged_again, to_be_judged_again
from pipeline.decide import KnownCases, Submission, case_key, decide
from pipeline.extract import Extract
from pipeline.intake import Arrival, take_in
from pipeline.japanese.dates import fiscal_year
from pipeline.japanese.digits import without_individual_numbers
from pipeline.job import Job, Todo
from pipeline.judge import judge
from pipeline.known import Known
from pipeline.limits import Limits
from pipeline.placement import Placement, Placing, source_key
from pipeline.receipts import Placed, Standards, read_receipts
from pipeline.submissions import set_aside_together, sort_out_repeats, submissions_of
from pipeline.work import extract_all
from pipeline.workspace import FORM
from validations.findings import ACCEPTED


def receive(job: Job, left: Sequence[Todo]) -> tuple[list[Placement], list[str]]:
    """Judge what lies in the inbox and plan its places. Returns the plan, and the names of the files that wait.

    `left`: what an earlier night has yet to do. Returning lets go of all that was read.
    """
    workspace = job.workspace
    before = read_receipts(workspace)
    inbox = take_in(workspace.inbox, job.snapshots, job.settings.intake.look_again_seconds)
    deferred = [without_individual_numbers(workspace.relative(path)) for path in inbox.deferred]
    waiting = {(one.placement.source, one.placement.receipt.sha256) for one in left}
    arrivals = [a for a in inbox.arrivals if (source_key(a.path, workspace), a.sha256) not in waiting]
    repeated, fresh = sort_out_repeats(arrivals, before, job.standards, job.date)
    handed_in = {arrival.sha256 for arrival in arrivals}
    again = [pair for pair in to_be_judged_again(before, job.standards) if pair[1].sha256 not in handed_in]
    fresh += [arrival for _, arrival in again]
    extracts = extract_arrivals(fresh, job)
    job.progress.stage("検証しています")
    promised = (one.placement.receipt.case_id for one in left)
    ids = {*job.secretariat.case_ids, *(case_id for case_id in promised if case_id)}
    cases = KnownCases.of(before, job.secretariat.decided, ids, job.masters.department_keys)
    known = Known.of(before, cases, job.secretariat)
    judgements, tables = judge(extracts, job.masters, job.date, known, [arrival.folder for arrival in fresh])
    judged = submissions_of(fresh, extracts, judgements, tables, job.masters, job.secretariat.waivers)
    judged = list(_without_unchanged(judged, [item for item, _ in again], job.standards))
    decisions = decide([*set_aside_together(repeated, judged), *judged], cases, fiscal_year(job.date))
    placing = Placing(workspace, job.date, job.standards)
    return [placing.plan(decision) for decision in decisions], deferred


def _without_unchanged(
    judged: Sequence[Submission], again: Sequence[Placed], standards: Standards
) -> Iterator[Submission]:
    """Without the files judged again, which are the last, that are still not accepted or were followed by another tonight."""
    new = len(judged) - len(again)
    yield from judged[:new]
    followed = {case_key(submission.departments, submission.title) for submission in judged[:new]}
    for submission, item in zip(judged[new:], again, strict=True):
        if submission.judgement.verdict != ACCEPTED:
            note_judged_again(item, standards)
        elif case_key(submission.departments, submission.title) not in followed:
            yield submission


def extract_arrivals(fresh: Sequence[Arrival], job: Job) -> list[Extract]:
    """Read the private copies, in workers that may die."""
    limits = Limits(job.settings.limits.memory_mb, job.settings.limits.seconds)
    with job.progress.counting("読み取っています", len(fresh)) as done:
        plain = [(arrival.snapshot, arrival.name) for arrival in fresh if arrival.snapshot is not None]
        read = iter(extract_all(plain, dict(job.masters.forms), FORM, job.workers, done, limits))
        return [_refused(a) if a.snapshot is None else next(read) for a in fresh]


def _refused(arrival: Arrival) -> Extract:
    """What is no plain file, unopened."""
    extract = Extract(arrival.sha256)
    extract.observations.append(("通常のファイルでない", None, None, None, None, arrival.irregular))
    return extract
