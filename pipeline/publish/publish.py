"""Publishing all books: made aside, then swapped in, so that nobody ever opens a half-written one."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.consolidate import Ledger
from pipeline.durable import durable_move
from pipeline.publish.case_list import write_case_list
from pipeline.publish.heading import list_heading
from pipeline.publish.ledger import write_ledger
from pipeline.publish.night_report import book_report, night_reports
from pipeline.receipts import Placed
from pipeline.secretariat import Secretariat
from pipeline.workspace import Workspace

BOOK_REPORT = "事務局のブックの直すところ.txt"

Told = Callable[[str], None]


def publish(
    workspace: Workspace,
    ledger: Ledger,
    secretariat: Secretariat,
    placed: Sequence[Placed],
    told: Told = lambda name: None,
) -> tuple[list[Path], list[Path]]:
    """Write the 台帳 and 審議案件一覧 of every 年度 and the report of every night.

    Returns the files, in order, and those of them that are not as they were. `told` is called with the name of each book before it is written. What an earlier run wrote and this one does not is
    removed: everything in these folders can be rebuilt.
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
    return _swap_in(workspace, aside, made)


def _swap_in(workspace: Workspace, aside: Path, made: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    targets = [workspace.outputs / path.relative_to(aside) for path in made]
    changed = []
    for source, target in zip(made, targets, strict=True):
        if not _is_the_same(source, target):
            durable_move(source, target)
            changed.append(target)
    for folder in (workspace.ledgers, workspace.lists, workspace.reports):
        for stale in set(folder.iterdir()) - set(targets):
            if stale.is_file() and not stale.name.startswith(("~$", ".")):
                stale.unlink()
    shutil.rmtree(aside)
    return targets, changed


def _is_the_same(made: Path, there: Path) -> bool:
    """Whether a book is there already as it was made; then it is left alone, also when someone has it open."""
    return there.is_file() and filecmp.cmp(made, there, shallow=False)
