"""Publishing all books: made aside, then swapped in, so that nobody ever opens a half-written one."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pipeline.consolidate import Ledger
from pipeline.deadlines import DEADLINES
from pipeline.durable import durable_move, make_folder
from pipeline.publish.case_list import write_case_list
from pipeline.publish.heading import list_heading
from pipeline.publish.ledger import write_ledger
from pipeline.publish.night_report import book_report, night_reports
from pipeline.receipts import Placed
from pipeline.secretariat import Secretariat
from pipeline.workspace import Workspace

BOOK_REPORT = "事務局のブックの直すところ.txt"

WAITING = "（差し替え待ち）"
"""Ends the name of a book that could not be put in its place. The next run tries again."""


@dataclass(slots=True)
class Published:
    """The books that were made, in order, those of them that are not as they were, and those that someone holds open."""

    made: list[Path] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    held: list[Path] = field(default_factory=list)
    deadlines: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The sheet 期限."""


def held_sentence(path: Path) -> str:
    """What to say of a book that someone holds open."""
    return (
        f"「{path.name}」は使用中のため差し替えられません。同じフォルダに「{path.stem}{WAITING}{path.suffix}」として置きました。"
        "閉じておくと、次の夜に差し替わります。"
    )


Told = Callable[[str], None]


def publish(
    workspace: Workspace,
    ledger: Ledger,
    secretariat: Secretariat,
    placed: Sequence[Placed],
    told: Told = lambda name: None,
) -> Published:
    """Write the 台帳 and 審議案件一覧 of every 年度 and the report of every night.

    `told` is called with the name of each book before it is written. What an earlier run wrote and this one does not is removed:
    everything in these folders can be rebuilt. A book that someone holds open is laid beside under a name that says so.
    """
    aside = workspace.outputs / ".作成中"
    shutil.rmtree(aside, ignore_errors=True)
    made: list[Path] = []
    for folder in (workspace.ledgers, workspace.lists, workspace.reports):
        (aside / folder.name).mkdir(parents=True)
    for year, sheets in ledger.sheets.items():
        name = f"個人情報保護管理台帳_{year}.xlsx"
        told(name)
        made.append(aside / workspace.ledgers.name / name)
        write_ledger(made[-1], year, sheets)
    for year, cases in ledger.lists.items():
        name = f"審議案件一覧_{year}.xlsx"
        told(name)
        made.append(aside / workspace.lists.name / name)
        write_case_list(made[-1], year, list_heading(year, cases, secretariat.list_texts.get(year, {})), cases)
    texts = {f"検証報告_{day}.txt": text for day, text in night_reports(placed).items()}
    if faults := book_report(secretariat, workspace):
        texts[BOOK_REPORT] = faults
    for name, text in texts.items():
        made.append(aside / workspace.reports.name / name)
        made[-1].write_bytes(text.encode("utf-8-sig"))
    published = _swap_in(workspace, aside, made)
    published.deadlines = next(
        (sheets[DEADLINES] for sheets in ledger.sheets.values() if DEADLINES in sheets), pd.DataFrame()
    )
    return published


def _swap_in(workspace: Workspace, aside: Path, made: Sequence[Path]) -> Published:
    published = Published()
    kept = set()
    for source in made:
        target = workspace.outputs / source.relative_to(aside)
        kept.add(target)
        published.made.append(target)
        if _is_the_same(source, target):
            continue
        try:
            durable_move(source, target)
        except PermissionError:  # someone has it open, where that keeps others from replacing it
            beside = target.with_name(f"{target.stem}{WAITING}{target.suffix}")
            durable_move(source, beside)
            kept.add(beside)
            published.held.append(target)
        published.changed.append(target)
    for folder in (workspace.ledgers, workspace.lists, workspace.reports):
        make_folder(folder)  # outputs may have been deleted as a whole
        for stale in set(folder.iterdir()) - kept:
            if stale.is_file() and not stale.name.startswith(("~$", ".")):
                stale.unlink()
    shutil.rmtree(aside)
    return published


def _is_the_same(made: Path, there: Path) -> bool:
    """Whether a book is there already as it was made; then it is left alone, also when someone has it open."""
    return there.is_file() and filecmp.cmp(made, there, shallow=False)
