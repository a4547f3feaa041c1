"""Looking at what the job needs before it is missing: settings, masters, folders, rights, disk, clock, mail server, LibreOffice.

Every look gives a line: whether it is well, what was found, and what to do when it is not. Nothing of the workspace is changed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.lock import Busy, run_lock
from pipeline.looks import BAD, WELL, WORTH_KNOWING, Look
from pipeline.masters.load import BadMasters, load_masters
from pipeline.receipts import BadReceipt, read_receipts
from pipeline.rights import look_at_rights
from pipeline.secretariat import BadBook, read_secretariat
from pipeline.settings import FILE, BadSettings, Mail, Settings, load_settings
from pipeline.workspace import Workspace

_LEAST_FREE = 2 * 2**30
_WORST_CLOCK = 120.0
"""Seconds by which the clocks of this machine and of the file server may differ."""


def examine(workspace: Workspace) -> Iterator[Look]:
    """All looks, one after the other."""
    try:
        settings = load_settings(workspace.root)
    except BadSettings as bad:
        for fault in bad.faults:
            yield Look(BAD, "設定", fault, f"{FILE} を直してください。")
        settings = Settings()
    else:
        said = f"{FILE} のとおり" if (workspace.root / FILE).exists() else "既定のまま"
        yield Look(WELL, "設定", said)
    state = settings.state_folder(workspace.root)
    yield _run(state)
    yield from _books(workspace)
    yield from _folders(workspace, state)
    yield from look_at_rights(workspace, state)
    yield _disk(workspace.root)
    yield _clock(workspace)
    yield _mail(settings.mail)
    yield _office()


def _run(state: Path) -> Look:
    try:
        with run_lock(state / "lock"):
            return Look(WELL, "実行", "ほかの fugi は動いていません")
    except Busy:
        return Look(
            WORTH_KNOWING, "実行", "いま、ほかの fugi が動いています", "終わってから、もう一度確かめてください。"
        )
    except OSError:
        return Look(BAD, "実行", f"「{state}」に書き込めません", "このアカウントに、書き込む権限を付けてください。")


def _books(workspace: Workspace) -> Iterator[Look]:
    try:
        masters = load_masters(workspace.masters)
    except BadMasters as bad:
        yield Look(BAD, "マスタ", str(bad), "fugi nightly を動かすと、直すセルが表示されます。")
        return
    yield Look(WELL, "マスタ", f"様式{len(masters.forms)}、課{len(masters.departments)}")
    try:
        secretariat = read_secretariat(workspace, masters)
        placed = read_receipts(workspace)
    except (BadBook, BadReceipt) as bad:
        yield Look(BAD, "事務局のブックと受付票", str(bad), "バックアップから戻してください。")
        return
    if secretariat.faults:
        yield Look(
            WORTH_KNOWING, "審議記録", f"直すところ{len(secretariat.faults)}件", "outputs/検証報告 を見てください。"
        )
    yield Look(WELL, "受付票", f"{len(placed)}件")
    missing = [
        name
        for name, row in masters.departments.items()
        if not row["有効終了"] and not (workspace.inbox / name).is_dir()
    ]
    if missing:
        yield Look(
            WORTH_KNOWING,
            "課のフォルダ",
            f"提出フォルダにないもの：{'、'.join(missing)}",
            "fugi init を動かすと作られます。",
        )


def _folders(workspace: Workspace, state: Path) -> Iterator[Look]:
    for folder in (*workspace.folders(), state):
        if not folder.is_dir():
            yield Look(BAD, "フォルダ", f"「{folder}」がありません", "fugi init を動かすと作られます。")
        elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            yield Look(
                BAD, "フォルダ", f"「{folder}」に書き込めません", "このアカウントに、書き込む権限を付けてください。"
            )


def _disk(root: Path) -> Look:
    free = shutil.disk_usage(root).free
    shown = f"空き {free / 2**30:.1f} GB"
    if free < _LEAST_FREE:
        return Look(BAD, "ディスク", shown, "2 GB 以上空けてください。足りないと、その夜は何も受け付けられません。")
    return Look(WELL, "ディスク", shown)


def _clock(workspace: Workspace) -> Look:
    """Compare the clock of this machine with that of the disk on which the inbox lies."""
    try:
        with tempfile.NamedTemporaryFile(dir=workspace.outputs, prefix=".", suffix=".part") as file:
            apart = abs(os.fstat(file.fileno()).st_mtime - time.time())
    except OSError:
        return Look(
            BAD, "時計", f"「{workspace.outputs}」に書き込めません", "このアカウントに、書き込む権限を付けてください。"
        )
    if apart > _WORST_CLOCK:
        return Look(BAD, "時計", f"この機械とファイルサーバで{apart:.0f}秒ずれています", "時計を合わせてください。")
    return Look(WELL, "時計", "ファイルサーバと合っています")


def _mail(mail: Mail) -> Look:
    if not mail.host:
        return Look(WELL, "メール", "送らずに outputs/mail に置きます")
    # only where a server is set
    from pipeline.notify.smtp import Broken, Line, Stopped

    line = Line(mail, mail.sender, os.environ.get(mail.password_env, ""))
    try:
        line.try_out()
    except (Broken, Stopped) as fault:
        return Look(BAD, "メール", str(fault), f"{FILE} の [mail] とネットワークを確かめてください。")
    finally:
        line.close()
    return Look(WELL, "メール", f"{mail.host}:{mail.port} とつながります")


def _office() -> Look:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return Look(WELL, "LibreOffice", "ありません（なくても動きます）")
    return Look(WELL, "LibreOffice", found)
