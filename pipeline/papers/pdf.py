"""A workbook as PDF, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_COMMANDS = (
    "soffice",
    "libreoffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SECONDS = 300


class NoPdf(Exception):
    """A PDF could not be made; the text says why, and what to do."""


def to_pdf(path: Path) -> Path:
    """Print a workbook into a PDF of the same name beside it. Raises `NoPdf`."""
    command = next(filter(None, map(shutil.which, _COMMANDS)), None)
    if command is None:
        raise NoPdf(
            "PDFを作るには LibreOffice が要ります。入れてからもう一度動かすか、Excelで開いてPDFに保存してください。"
        )
    made = path.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="fugi-") as folder:
        # a profile of its own, as LibreOffice refuses to run twice with one; a copy, as the book may be open
        copy = shutil.copyfile(path, Path(folder) / f"book{path.suffix}")
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        arguments = [command, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(copy)]
        try:
            done = subprocess.run(arguments, check=False, capture_output=True, timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise NoPdf(
                f"LibreOffice で「{path.name}」をPDFにできません。Excelで開いてPDFに保存してください。"
            ) from fault
        printed = copy.with_suffix(".pdf")
        if done.returncode or not printed.is_file():
            raise NoPdf(f"LibreOffice で「{path.name}」をPDFにできません。Excelで開いてPDFに保存してください。")
        shutil.copyfile(printed, made)
    return made
