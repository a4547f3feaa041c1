"""Who reaches which folder, as far as the system tells it by bits: the page on rights in the operators' guide, looked after.

A share may guard its folders in ways that no bits tell (its own lists). So what may be read by too many is worth knowing, and
only what anyone may write is bad.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.looks import BAD, WELL, WORTH_KNOWING, Look
from pipeline.settings import FILE
from pipeline.workspace import Workspace

_WHAT = "権限"
_AS_IN_THE_GUIDE = "運用の手引きの「権限」の表のとおりにしてください。"
_OR_BY_THE_SHARE = _AS_IN_THE_GUIDE + "共有の側の設定で守っていれば、このままでかまいません。"
_FEW = 3


def look_at_rights(workspace: Workspace, state: Path) -> Iterator[Look]:
    """What others than the job, the secretariat and the department of a folder may do."""
    if os.name != "posix":
        yield Look(WORTH_KNOWING, _WHAT, "この機械では調べられません", "運用の手引きの表のとおりか、確かめてください。")
        return
    looks = [*_writable(workspace, state), *_readable(workspace, state), *_between_departments(workspace)]
    yield from looks or [Look(WELL, _WHAT, "ほかの人や、ほかの課から読み書きできる所はありません")]


def _writable(workspace: Workspace, state: Path) -> Iterator[Look]:
    guarded = [
        workspace.masters, workspace.templates, workspace.accepted, workspace.returned, workspace.quarantine,
        workspace.record.parent, workspace.record, workspace.outputs, state, workspace.root / FILE,
        *_folders(workspace.returned),
    ]  # fmt: skip
    if found := _with(guarded, stat.S_IWOTH):
        yield Look(BAD, _WHAT, f"{_names(found, workspace)}に、だれでも書き込めます", _AS_IN_THE_GUIDE)


def _readable(workspace: Workspace, state: Path) -> Iterator[Look]:
    private = [workspace.accepted, workspace.quarantine, workspace.record.parent, workspace.outputs, state]
    if found := _with(private, stat.S_IROTH | stat.S_IXOTH):
        yield Look(WORTH_KNOWING, _WHAT, f"{_names(found, workspace)}を、だれでも開けます", _OR_BY_THE_SHARE)


def _between_departments(workspace: Workspace) -> Iterator[Look]:
    """Whether a department reaches the folders of another."""
    for parent in (workspace.inbox, workspace.check, workspace.returned):
        folders = _folders(parent)
        open_to_all = _with(folders, stat.S_IRWXO)
        groups = Counter(path.stat().st_gid for path in folders if path.stat().st_mode & stat.S_IRWXG)
        shared = sum(count for count in groups.values() if count > 1)
        name = workspace.relative(parent)
        if open_to_all:
            found = f"{name} の{len(folders)}課のうち{len(open_to_all)}課のフォルダを、ほかの課からも開けます"
            yield Look(WORTH_KNOWING, _WHAT, found, _OR_BY_THE_SHARE)
        elif shared:
            found = f"{name} の{shared}課のフォルダは、グループが同じです"
            yield Look(WORTH_KNOWING, _WHAT, found, "課ごとにグループを分けてください。")


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if path.is_dir()) if parent.is_dir() else []


def _with(paths: Sequence[Path], bits: int) -> list[Path]:
    return [path for path in paths if path.exists() and path.stat().st_mode & bits]


def _names(paths: Sequence[Path], workspace: Workspace) -> str:
    shown = [
        f"「{workspace.relative(path) if path.is_relative_to(workspace.root) else path}」" for path in paths[:_FEW]
    ]
    return "".join(shown) + (f"ほか{len(paths) - _FEW}か所" if len(paths) > _FEW else "")
