"""How the job stands: its last runs, what waits, what failed. Read from the journal and the folders; nothing is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.journal import RAN, STOPPED, Journal
from pipeline.notice import shown
from pipeline.notify.outbox import Outbox
from pipeline.workspace import Workspace

_RUNS_SHOWN = 7
_FILES_SHOWN = 20


def status_lines(workspace: Workspace, state: Path) -> Iterator[str]:
    """The lines of `fugi status`."""
    journal = Journal(state / "journal")
    yield f"作業フォルダ：{workspace.root}"
    runs = [entry for entry in journal.records() if entry["kind"] in (RAN, STOPPED)]
    yield "前回までの夜：" if runs else "まだ夜の仕事を動かしていません。"
    for entry in runs[-_RUNS_SHOWN:]:
        yield f"　{_run(entry)}"
    if runs and runs[-1].get("notes"):
        yield "前回のお知らせ："
        yield from (f"　{shown(note)}" for note in runs[-1]["notes"])
    pending = journal.pending()
    if pending is not None:
        left = len(pending.placements) - len(pending.taken)
        yield f"終わっていない夜：{pending.date}（残り {left}件）。次に動かすと、続きから行います。"
    yield from _waiting(workspace)
    if queued := Outbox.of(state).count_waiting():
        yield f"送信待ちのメール：{queued}通"


def _run(entry: dict[str, Any]) -> str:
    at = dt.datetime.fromisoformat(entry["at"]).strftime("%Y-%m-%d %H:%M")
    if entry["kind"] == STOPPED:
        return f"{entry['date']}の夜　{at} に止まりました：{shown(entry['reason'])}"
    counts = "、".join(f"{name} {number}" for name, number in entry["counts"].items() if number) or "届いたものなし"
    return (
        f"{entry['date']}の夜　{at} に{'終わりました' if entry['complete'] else '一部を残して終わりました'}：{counts}"
    )


def _waiting(workspace: Workspace) -> Iterator[str]:
    files = sorted(path for path in workspace.inbox.rglob("*") if not path.is_dir() or path.is_symlink())
    yield f"提出フォルダで待っているファイル：{len(files)}件"
    yield from (f"　{shown(path.relative_to(workspace.inbox).as_posix())}" for path in files[:_FILES_SHOWN])
    if len(files) > _FILES_SHOWN:
        yield f"　ほか {len(files) - _FILES_SHOWN}件"
