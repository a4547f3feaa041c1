"""Receiving: from the inbox to a plan of where each file goes. Nothing is changed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.again import to_be_judged_again
from pipeline.breakdown import keep_faults, unchecked, without_culprits
from pipeline.collector import no_search_for_cycles
from pipeline.decide import Submission, decide
from pipeline.extract import Extract
from pipeline.intake import Arrival, Inbox, take_in
from pipeline.japanese.dates import fiscal_year
from pipeline.japanese.digits import without_individual_numbers
from pipeline.job import Job, Todo
from pipeline.journal import JUDGED, SEEN
from pipeline.judge import judge
from pipeline.known import Known, known_from
from pipeline.placement import RULES_EDITION, Placement, Placing
from pipeline.receipts import Placed, read_receipts
from pipeline.sources import source_key
from pipeline.submissions import set_aside_together, sort_out_repeats, submissions_of
from pipeline.suspects import suspects_in, try_alone
from pipeline.work import extract_all, in_even_groups
from pipeline.workspace import SUBMITTED, Workspace
from validations.findings import ACCEPTED

_JUDGED_TOGETHER = 400


@dataclass(frozen=True, slots=True)
class Received:
    """What is to be done with the files of a night."""

    planned: list[Placement]
    deferred: dict[str, str]
    """The names of the files that wait, and why."""
    unchanged: list[Placed]
    """Returned files that were judged again and are still not accepted."""


def receive(job: Job, left: Sequence[Todo]) -> Received:
    """Judge what lies in the inbox and plan its places.

    `left`: what an earlier night has yet to do. Returning lets go of all that was read.
    """
    workspace = job.workspace
    before = read_receipts(workspace)
    inbox = take_in(workspace.inbox, job.snapshots, job.settings.intake.look_again_seconds)
    decided = {(one.placement.source, one.placement.receipt.sha256) for one in left}
    arrivals = [a for a in inbox.arrivals if (source_key(a.path, workspace), a.sha256) not in decided]
    repeated, fresh = sort_out_repeats(arrivals, before, job.standards, job.date)
    handed_in = {arrival.sha256 for arrival in arrivals}
    again = [pair for pair in to_be_judged_again(before, job.standards) if pair[1].sha256 not in handed_in]
    promised = (one.placement.receipt.case_id for one in left)
    known, cases = known_from(before, job.secretariat, job.masters, filter(None, promised))
    judged = judge_arrivals([*fresh, *(arrival for _, arrival in again)], job, known)
    new, old = judged[: len(fresh)], judged[len(fresh) :]
    unchanged = [item for (item, _), s in zip(again, old, strict=True) if s.judgement.verdict != ACCEPTED]
    new += _not_followed(old, new)
    decisions = decide([*set_aside_together(repeated, new), *new], cases, fiscal_year(job.date))
    placing = Placing(workspace, job.date, job.standards)
    return Received([placing.plan(decision) for decision in decisions], waiting(inbox, workspace), unchanged)


def _not_followed(old: Sequence[Submission], new: Sequence[Submission]) -> list[Submission]:
    """Of the files judged again those that are accepted now, unless their case was handed in anew tonight."""
    followed = {submission.key for submission in new}
    return [one for one in old if one.judgement.verdict == ACCEPTED and one.key not in followed]


def waiting(inbox: Inbox, workspace: Workspace) -> dict[str, str]:
    """The names of the files that wait, as they may be told, and why."""
    return {without_individual_numbers(workspace.relative(path)): why for path, why in inbox.deferred.items()}


def judge_arrivals(arrivals: Sequence[Arrival], job: Job, known: Known) -> list[Submission]:
    """Read and judge files. One at which this program fails, or died, costs the others nothing (X14)."""
    suspects = suspects_in(job.journal, RULES_EDITION)
    arrivals = [replace(a, deadly=a.sha256 in suspects.deadly) for a in arrivals]
    files = [arrival.sha256 for arrival in arrivals if not arrival.deadly]
    if files:
        job.journal.write(SEEN, files=files)
    doubtful = [arrival for arrival in arrivals if arrival.sha256 in suspects.to_try and not arrival.deadly]
    hashes = [arrival.sha256 for arrival in doubtful]
    try_alone(job.journal, RULES_EDITION, hashes, lambda place: _judge_in_groups([doubtful[place]], job, known))
    submissions = _judge_in_groups(arrivals, job, known)
    if files:
        job.journal.write(JUDGED)
    return submissions


@no_search_for_cycles()
def _judge_in_groups(arrivals: Sequence[Arrival], job: Job, known: Known) -> list[Submission]:
    """Read and judge so many at a time that the frames of a large night fit into memory. No finding depends on the groups."""
    submissions = []
    with job.progress.counting("読み取って検証しています", len(arrivals)) as done:
        extracts = _extract(arrivals, job, done)
        for group in in_even_groups(arrivals, _JUDGED_TOGETHER):
            submissions += _judge(group, list(islice(extracts, len(group))), job, known)
    return submissions


def _judge(arrivals: Sequence[Arrival], extracts: Sequence[Extract], job: Job, known: Known) -> list[Submission]:
    extracts, (judgements, tables) = without_culprits(
        extracts,
        lambda places, some: judge(some, job.masters, job.date, known, [arrivals[place].folder for place in places]),
    )
    keep_faults(job.state, extracts)
    return submissions_of(arrivals, extracts, judgements, tables, job.masters, job.secretariat.waivers)


def _extract(arrivals: Sequence[Arrival], job: Job, done: Callable[[int], None]) -> Iterator[Extract]:
    """Read the private copies, in workers that may die."""
    plain = [(arrival.snapshot, arrival.name) for arrival in arrivals if arrival.snapshot and not arrival.deadly]
    read = extract_all(plain, dict(job.masters.forms), SUBMITTED, job.workers, done, job.settings.limits)
    for arrival in arrivals:
        yield _unopened(arrival) if arrival.deadly or arrival.snapshot is None else next(read)


def _unopened(arrival: Arrival) -> Extract:
    """What stands for a file that is not opened: it is no plain file, or the job died at it."""
    if arrival.deadly:
        return unchecked(arrival.sha256, "前の夜に、このブックの点検の途中で止まりました")
    extract = Extract(arrival.sha256)
    extract.observations.append(("通常のファイルでない", None, None, None, None, arrival.irregular))
    return extract
