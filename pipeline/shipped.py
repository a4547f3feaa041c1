"""The masters and samples that come with the program: beside the package in a wheel, in `workbooks/` in a clone."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped() -> Path:
    """The folder that holds `masters/` and `samples/`."""
    installed = _PACKAGE / "shipped"
    return installed if installed.is_dir() else _PACKAGE.parent / "workbooks"
