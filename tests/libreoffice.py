"""LibreOffice as a peer. Where it is not installed its tests are skipped, except in continuous integration, where it must be there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_SOFFICE = shutil.which("soffice")

needs_libreoffice = pytest.mark.skipif(
    _SOFFICE is None and not os.environ.get("CI"), reason="LibreOffice is not installed"
)


def convert(path: Path, target: str, profile: Path) -> Path:
    """Open a workbook in LibreOffice and save it in another format, in a folder beside it. `profile`: LibreOffice's own folder."""
    folder = path.parent / f"lo_{target}"
    assert _SOFFICE is not None, "LibreOffice is needed in continuous integration"
    command = [
        _SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless",
        "--convert-to", target, "--outdir", folder, path,
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / path.with_suffix(f".{target}").name
