"""Between a command and the person at the terminal: what is printed, what stops a command, and where it finds what it needs.

Heavy modules are imported inside the functions, so that `fugi --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from pipeline.known import Known
    from pipeline.masters.load import Masters
    from pipeline.papers.change_model import Changes
    from pipeline.progress import Progress
    from pipeline.workspace import Workspace
    from validations.findings import Finding

CANNOT_RUN = 2


class Stopped(Exception):
    """Something that keeps a command from running; the text says what to do about it."""


def told_plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Faults that people can mend are told in their words; a fault of the program itself stays visible as one."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from pipeline.durable import is_full
        from pipeline.lock import Busy
        from pipeline.masters.load import BadMasters
        from pipeline.notify.outbox import BadOutbox
        from pipeline.package import Unreadable
        from pipeline.receipts import BadReceipt
        from pipeline.secretariat import BadBook
        from pipeline.settings import BadSettings

        try:
            return command(*args, **kwargs)
        except BadMasters as bad:
            complain(str(bad))
            for name, finding in bad.findings:
                complain(f"  {name}　{_place_of(finding)}　{finding.message}　{finding.remedy}　[{finding.code}]")
        except Unreadable:
            complain(
                "ブックの部品が壊れているため、注記を付けた写しを作れません。"
                "Excelで開いて保存し直すか、--annotate を付けずに確かめてください。"
            )
        except (BadBook, BadOutbox, BadReceipt, BadSettings, Busy, Stopped) as told:
            complain(str(told))
        except PermissionError as fault:
            complain(
                f"「{fault.filename}」を読み書きできません。ほかの人が開いていないか、フォルダの権限を確認してください。"
            )
        except OSError as fault:
            full = "ディスクがいっぱいです。空きを作って" if is_full(fault) else "ディスクの状態を確認して"
            complain(f"「{fault.filename or '作業フォルダ'}」を読み書きできません。{full}、もう一度動かしてください。")
        raise typer.Exit(1 if command.__name__ in ("nightly", "rebuild") else CANNOT_RUN)

    return run


def _place_of(finding: Finding) -> str:
    cell = f"の{finding.cell}" if finding.cell else ""
    return f"シート「{finding.sheet}」{cell}" if finding.sheet else ""


def complain(text: str) -> None:
    """Say what is wrong, apart from results."""
    typer.echo(text, err=True)


def workspace_at(root: Path) -> Workspace:
    """The workspace at a folder. Raises `Stopped` where there is none."""
    from pipeline.workspace import Workspace

    workspace = Workspace(root.resolve())
    if not workspace.exists:
        raise Stopped(f"「{root}」は作業フォルダではありません。fugi init で作るか、--root で指定してください。")
    return workspace


def masters_at(root: Path) -> Masters:
    """The masters of the workspace, or those shipped where there is no workspace."""
    from pipeline.masters.load import load_masters
    from pipeline.shipped import shipped
    from pipeline.workspace import Workspace

    own = Workspace(root).masters
    return load_masters(own if own.is_dir() else shipped() / "masters")


def known_at(root: Path, masters: Masters) -> Known | None:
    """What the workspace knows; nothing where there is none, or where its books cannot be read now."""
    from pipeline.known import read_known
    from pipeline.receipts import BadReceipt
    from pipeline.secretariat import BadBook
    from pipeline.workspace import Workspace

    workspace = Workspace(root)
    if not workspace.record.exists():
        return None
    try:
        return read_known(workspace, masters)
    except (BadBook, BadReceipt) as fault:
        complain(f"台帳と照らし合わせる検査は行いません。{fault}")
        return None


def changes_at(root: Path, masters: Masters, file: Path) -> Changes | None:
    """What a workbook has changed since the workspace's last approval; None where there is no workspace, or no such case."""
    from pipeline.papers.approved import ledger_of
    from pipeline.papers.comparison import Comparison
    from pipeline.receipts import latest_filings, read_receipts
    from pipeline.secretariat import read_secretariat
    from pipeline.workspace import Workspace

    workspace = Workspace(root)
    if not workspace.record.exists():
        return None
    compared = Comparison(
        masters,
        lambda: ledger_of(read_receipts(workspace), read_secretariat(workspace, masters), masters),
        lambda: latest_filings(read_receipts(workspace)),
    )
    return compared.of(file.read_bytes(), file.name)


def progress(*, silent: bool, as_json: bool = False) -> Progress:
    """A bar on a terminal, lines elsewhere; with `as_json` a JSON object a line."""
    from pipeline.progress import JsonProgress, LineProgress, Progress, TerminalProgress

    if as_json:
        return JsonProgress(complain)
    if silent:
        return Progress()
    return TerminalProgress() if sys.stderr.isatty() else LineProgress(complain)
