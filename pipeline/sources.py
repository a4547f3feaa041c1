"""Where the files of a night lie in the inbox: how the journal names them, and how they leave it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from pipeline.durable import PART, durable_move, durable_remove
from pipeline.japanese.digits import without_individual_numbers
from pipeline.read import sha256_of
from pipeline.workspace import Workspace

_HIDDEN = "sha256:"
"""How a key begins that does not tell the path."""


def source_key(path: Path, workspace: Workspace) -> str:
    """A path as the journal may hold it: people who write a 個人番号 into a form also name files after it."""
    relative = path.relative_to(workspace.root).as_posix()
    if without_individual_numbers(relative) == relative:
        return relative
    return _HIDDEN + hashlib.sha256(relative.encode(errors="surrogateescape")).hexdigest()


def source_of(key: str, workspace: Workspace) -> Path:
    """The path that a key stands for; one that leads nowhere when nothing of that name is left in the inbox."""
    if key.startswith(_HIDDEN):
        same = (path for path in workspace.inbox.rglob("*") if source_key(path, workspace) == key)
        return next(same, workspace.inbox / "-")
    return workspace.root / key


def leave_inbox(key: str, sha256: str, target: str, workspace: Workspace) -> None:
    """Remove a file that lies in its place `target` from the inbox; another that has its name stays, whenever it came.

    The file is given a name of its own before it is looked at for the last time: what someone lays down at this very moment is not
    removed in its stead. May be done again after it was cut off. Raises OSError when someone holds the file.
    """
    source = source_of(key, workspace)
    if workspace.inbox not in source.parents:
        return
    aside = _aside(source, target, workspace)
    if not aside.exists() and _holds(source, sha256):
        durable_move(source, aside)
    if _holds(aside, sha256):
        durable_remove(aside)
    elif aside.exists():
        durable_move(aside, _free(source))


def _aside(source: Path, target: str, workspace: Workspace) -> Path:
    name = f".{sha256_of(target.encode())[:16]}{PART}"
    beside = source.with_name(name)
    # a file whose own name is not told may have been given this one before the night was cut off
    return beside if source.exists() else next(workspace.inbox.rglob(name), beside)


def _holds(path: Path, sha256: str) -> bool:
    """Whether the bytes at a path are those that were judged."""
    try:
        return sha256_of(path.read_bytes()) == sha256
    except FileNotFoundError:
        return False


def _free(path: Path) -> Path:
    """The path, or one beside it when something lies there."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_stem(f"{path.stem}（{number}）")
    return free
