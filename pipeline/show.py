"""A workbook as text, a line a row, so that `git diff` shows what changed in a master."""

from __future__ import annotations

from pathlib import Path

from pipeline.read import read_book


def workbook_text(path: Path) -> str:
    r"""Every written row as `シート<TAB>行<TAB>cells`, cells separated by tabs, line breaks shown as \n."""
    book = read_book(path.read_bytes(), path.suffix)
    lines = []
    for sheet in book.sheets:
        for row in range(len(sheet.rows)):
            cells = [(sheet.text(row, c) or "").replace("\n", "\\n") for c in range(len(sheet.rows[row]))]
            if any(cells):
                lines.append("\t".join([sheet.name, str(row + 1), *cells]).rstrip("\t"))
    return "\n".join(lines) + "\n"
