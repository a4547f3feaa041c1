"""Publishing all books: made aside, then swapped in, so that nobody ever opens a half-written one."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from pipeline.consolidate import year_of_case
from pipeline.crew import Crew, WriteBook
from pipeline.deadlines import DEADLINES
from pipeline.filing_statistics import bands_of
from pipeline.filings.paper import FilingJob
from pipeline.ledger_now import accepted_ledger
from pipeline.masters.load import Masters
from pipeline.papers.approved import approved_digest
from pipeline.papers.cases import accepted_files, entries, head_of
from pipeline.papers.command import press_of
from pipeline.papers.press import PaperJob, Press
from pipeline.parts import Reading
from pipeline.placement import filing_name
from pipeline.progress import Progress
from pipeline.publish.case_list import write_case_list
from pipeline.publish.heading import list_heading
from pipeline.publish.ledger import write_ledger
from pipeline.publish.night_report import book_report, night_reports
from pipeline.publish.shelf import Shelf, digest_of
from pipeline.publish.statistics_book import write_statistics
from pipeline.publish.swap import Swapped, swap_in
from pipeline.receipts import Placed, filing_versions
from pipeline.secretariat import Secretariat
from pipeline.statistics import statistics_frames
from pipeline.workspace import FILING_FORM, FORM, Workspace

BOOK_REPORT = "事務局のブックの直すところ.txt"


@dataclass(frozen=True, slots=True)
class Material:
    """What everything is made of."""

    masters: Masters
    secretariat: Secretariat
    placed: Sequence[Placed]
    """All files of the workspace."""
    date: dt.date
    """From which deadlines are counted."""
    full_instead_of_focused: bool = True
    """Whether the city makes a full 特定個人情報保護評価 where the state asks for a focused one."""


@dataclass(slots=True)
class Published(Swapped):
    """What lies in `outputs/` now."""

    deadlines: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The sheet 期限."""


def publish(
    workspace: Workspace, material: Material, shelf: Shelf, progress: Progress, workers: int | None
) -> Published:
    """Write the 台帳, 審議案件一覧 and 統計 of every 年度, the 付議書 of every accepted case and the report of every night.

    Books that `shelf` holds as they would come out are left alone. What an earlier run wrote and this one does not is removed:
    everything in these folders can be rebuilt. A book that someone holds open is laid beside under a name that says so.
    """
    aside = workspace.outputs / ".作成中"
    shutil.rmtree(aside, ignore_errors=True)
    papers = _papers(workspace, material, shelf, aside)

    def printed(named: Mapping[Path, bool]) -> None:
        for source in (source for source, names_earlier in named.items() if names_earlier):
            shelf.depends(papers.places[source], papers.approved)

    filings = _filings(workspace, material, shelf, aside)
    jobs = {path: job for path, (_, job) in filings.items() if job is not None}
    press = papers.press if papers.jobs else None
    reading = Reading(material.masters, press, papers.jobs, jobs, material.full_instead_of_focused)
    with Crew(reading, workers) as crew:
        books = _Books(workspace, shelf, crew, aside)
        ledger = accepted_ledger(
            *(workspace, material.placed, material.masters, material.secretariat, material.date, crew, progress),
            printed=printed,
            finished=books.add_ledger,
        )
        books.add_lists(ledger.lists, material.secretariat.list_texts)
        forms = material.masters.forms
        books.add_statistics(statistics_frames(ledger.sheets, forms[FORM].divisions, bands_of(forms[FILING_FORM])))
        with progress.counting("台帳と一覧を作っています", crew.books) as done:
            crew.finish(done)
    deadlines = next((own[DEADLINES] for own in ledger.sheets.values() if DEADLINES in own), pd.DataFrame())
    places = [*books.places, *(place for place, _ in filings.values()), *_write_texts(workspace, material, aside)]
    swapped = swap_in(workspace, aside, [*places, *papers.places.values()])
    for path in swapped.held:
        shelf.forget(path.relative_to(workspace.outputs).as_posix())
    return Published(swapped.made, swapped.changed, swapped.held, deadlines)


class _Books:
    """The workbooks of the years: those that would not come out as they stand there are given to a crew to be written."""

    def __init__(self, workspace: Workspace, shelf: Shelf, crew: Crew, aside: Path) -> None:
        self._workspace, self._shelf, self._crew, self._aside = workspace, shelf, crew, aside
        self.places: list[str] = []
        """Relative to `outputs/`, also of those that stay as they are."""

    def add_ledger(self, year: str, sheets: Mapping[str, pd.DataFrame]) -> None:
        """The 台帳 of a year."""
        place = f"{self._workspace.ledgers.name}/個人情報保護管理台帳_{year}.xlsx"
        self._add(place, partial(write_ledger, year_label=year, sheets=sheets), sheets)

    def add_lists(self, lists: Mapping[str, pd.DataFrame], texts: Mapping[str, Mapping[str, str]]) -> None:
        """The 審議案件一覧 of every year."""
        for year, cases in lists.items():
            heading = list_heading(year, cases, texts.get(year, {}))
            place = f"{self._workspace.lists.name}/審議案件一覧_{year}.xlsx"
            self._add(place, partial(write_case_list, label=year, heading=heading, cases=cases), heading, cases)

    def add_statistics(self, frames: Mapping[str, Mapping[str, pd.DataFrame]]) -> None:
        """The 統計 of every year and of all years."""
        for label, of_label in frames.items():
            place = f"{self._workspace.statistics.name}/統計_{label}.xlsx"
            self._add(place, partial(write_statistics, label=label, frames=of_label), of_label)

    def _add(self, place: str, write: WriteBook, *made_from: object) -> None:
        self.places.append(place)
        if not self._shelf.holds(place, digest_of(*made_from)):
            (self._aside / place).parent.mkdir(parents=True, exist_ok=True)
            self._crew.write(write, self._aside / place)


@dataclass(frozen=True, slots=True)
class _Papers:
    """The 付議書 of the accepted cases, by their workbooks: where each stands, and those that are to be printed."""

    press: Press
    places: Mapping[Path, str]
    jobs: Mapping[Path, PaperJob]
    approved: str
    """A digest of what the papers of a case that names an earlier one depend on as well."""


def _papers(workspace: Workspace, material: Material, shelf: Shelf, aside: Path) -> _Papers:
    secretariat, press = material.secretariat, press_of(material.placed, material.secretariat, material.masters)
    known, held_on = entries(secretariat), secretariat.held_on
    receipts = {item.path: item.receipt for item in material.placed}
    approved = approved_digest(press.approved, receipts)
    places, jobs = {}, {}
    for case_id, source in accepted_files(material.placed).items():
        place = f"{workspace.papers.name}/{year_of_case(case_id, held_on.get(case_id))}/{case_id}.xlsx"
        places[source] = place
        head = head_of(known, case_id)
        if not shelf.holds(place, digest_of(press.form.digest, receipts[source].sha256, head), approved):
            jobs[source] = PaperJob(aside / place, head)
    for folder in {job.target.parent for job in jobs.values()}:
        folder.mkdir(parents=True, exist_ok=True)
    return _Papers(press, places, jobs, approved)


def _filings(
    workspace: Workspace, material: Material, shelf: Shelf, aside: Path
) -> dict[Path, tuple[str, FilingJob | None]]:
    """Newest workbook of each accepted 全項目評価書 → where it stands printed, and the job of printing it, if there is one to do."""
    form = material.masters.forms[FILING_FORM].digest
    found: dict[Path, tuple[str, FilingJob | None]] = {}
    for number, versions in filing_versions(material.placed).items():
        place = f"{workspace.filings.name}/{filing_name(number)}.xlsx"
        is_there = shelf.holds(place, digest_of(form, [item.receipt.sha256 for item in versions[-2:]]))
        found[versions[-1].path] = place, None if is_there else FilingJob.of(aside / place, versions)
        (aside / place).parent.mkdir(parents=True, exist_ok=True)
    return found


def _write_texts(workspace: Workspace, material: Material, aside: Path) -> list[str]:
    """Write the reports of the nights. Returns their places."""
    texts = {f"検証報告_{day}.txt": text for day, text in night_reports(material.placed).items()}
    if faults := book_report(material.secretariat, workspace):
        texts[BOOK_REPORT] = faults
    places = [f"{workspace.reports.name}/{name}" for name in texts]
    for place, text in zip(places, texts.values(), strict=True):
        (aside / place).parent.mkdir(parents=True, exist_ok=True)
        (aside / place).write_bytes(text.encode("utf-8-sig"))
    return places
