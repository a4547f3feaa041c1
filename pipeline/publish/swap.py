"""Swapping in what was made aside: a book that is as it was is left alone, one that someone holds open waits beside it."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.durable import durable_move, grouped, make_folder
from pipeline.workspace import Workspace

WAITING = "（差し替え待ち）"
"""Ends the name of a book that could not be put in its place. The next run tries again."""


@dataclass(slots=True)
class Swapped:
    """The books that lie there now, in order, those of them that are not as they were, and those that someone holds open."""

    made: list[Path] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    held: list[Path] = field(default_factory=list)


def held_sentence(path: Path) -> str:
    """What to say of a book that someone holds open."""
    return (
        f"「{path.name}」は使用中のため差し替えられません。同じフォルダに「{path.stem}{WAITING}{path.suffix}」として置きました。"
        "閉じておくと、次の夜に差し替わります。"
    )


def swap_in(workspace: Workspace, aside: Path, places: Sequence[str]) -> Swapped:
    """Put what lies in `aside` into its places in `outputs/`, and remove what no book of `places` accounts for.

    A place of which nothing lies aside keeps the book that it has.
    """
    swapped = Swapped()
    kept = set()
    with grouped():
        for place in places:
            source, target = aside / place, workspace.outputs / place
            kept.add(target)
            swapped.made.append(target)
            if not source.is_file() or _is_the_same(source, target):
                continue
            try:
                durable_move(source, target)
            except PermissionError:  # someone has it open, where that keeps others from replacing it
                beside = target.with_name(f"{target.stem}{WAITING}{target.suffix}")
                durable_move(source, beside)
                kept.add(beside)
                swapped.held.append(target)
            swapped.changed.append(target)
    for folder in workspace.rebuilt:
        make_folder(folder)  # outputs may have been deleted as a whole
        _remove_stale(folder, kept)
    shutil.rmtree(aside, ignore_errors=True)
    return swapped


def _remove_stale(folder: Path, kept: set[Path]) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and path not in kept and not path.name.startswith(("~$", ".")):
            path.unlink()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _is_the_same(made: Path, there: Path) -> bool:
    """Whether a book is there already as it was made; then it is left alone, also when someone has it open."""
    return there.is_file() and filecmp.cmp(made, there, shallow=False)
