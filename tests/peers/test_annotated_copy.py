"""LibreOffice opens the annotated copy, prints it, and what it saves of it is made plain again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from pipeline.check import check_files
from pipeline.masters.load import Masters
from pipeline.patch.annotate import Note, annotate, strip
from tests.conftest import SAMPLES
from tests.libreoffice import needs_libreoffice
from tests.patch.builders import NOTES, SUMMARY, as_openpyxl, rich_workbook, values
from tests.peers.conftest import Convert

pytestmark = needs_libreoffice

FAULTY = SAMPLES / "付議事項_区民ホール_記入誤り.xlsx"


def test_an_annotated_form_is_printed_read_and_made_plain_after_libreoffice_saved_it(
    masters: Masters, tmp_path: Path, convert: Convert
) -> None:
    (checked,) = check_files([FAULTY], masters)
    notes = [Note(f.code, f.severity, f.sheet, f.cell, f.message, f.remedy) for f in checked.judgement.findings]
    path = tmp_path / FAULTY.name
    path.write_bytes(annotate(FAULTY.read_bytes(), notes, "受付1", SUMMARY))
    printed = subprocess.run(
        ["pdftotext", "-raw", convert(path, "pdf"), "-"], check=True, capture_output=True, timeout=60
    ).stdout
    text = re.sub(r"\s", "", printed.decode())
    assert [note for note in notes if re.sub(r"\s", "", note.message) not in text] == []
    saved = convert(path, "xlsx")
    (again,) = check_files([saved], masters)
    assert again.as_record()["findings"] == checked.as_record()["findings"]
    assert again.extract.earlier == "受付1"
    before, plain = as_openpyxl(FAULTY.read_bytes()), as_openpyxl(strip(saved.read_bytes()))
    assert plain.sheetnames == before.sheetnames
    assert set(plain.defined_names) == set(before.defined_names)
    for sheet in before.worksheets[:-1]:
        for row in sheet.iter_rows():
            for cell in row:
                now = plain[sheet.title][cell.coordinate]
                assert (now.value, now.fill.fgColor.rgb, now.comment) == (cell.value, cell.fill.fgColor.rgb, None)


def test_what_the_user_pasted_in_survives(tmp_path: Path, convert: Convert) -> None:
    path = tmp_path / "図形.xlsx"
    path.write_bytes(annotate(rich_workbook(), NOTES, "1", SUMMARY))
    assert convert(path, "pdf").stat().st_size > 10_000
    saved = convert(path, "xlsx").read_bytes()
    before = {name: rows for name, rows in values(rich_workbook()).items() if name != "_meta"}
    assert {name: rows for name, rows in values(saved).items() if name in before} == before
    comment = as_openpyxl(strip(saved))["入力"]["B3"].comment
    assert comment is not None
    assert comment.text == "利用者の注記\n二行目"
