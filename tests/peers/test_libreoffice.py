"""LibreOffice as a peer: it opens what we write, and what it saves is read as if nothing had happened."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.check import check_files
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.samples import content_of, read_data
from tests.conftest import SAMPLES, TEMPLATES
from tests.drafts import found
from tests.filling import fill
from tests.libreoffice import needs_libreoffice
from tests.peers.conftest import Convert

pytestmark = needs_libreoffice

BLANK = TEMPLATES / "付議事項.xlsx"


def _content(name: str, form: Form) -> dict[str, object]:
    return content_of(read_data(SAMPLES / "data" / f"{name}.json"), form)


@pytest.mark.parametrize("sample", ["後期高齢支援システム", "区民ホール受付システム"])
def test_a_form_filled_by_its_names_is_accepted_and_so_is_what_libreoffice_saves_of_it(
    sample: str, form: Form, masters: Masters, tmp_path: Path, convert: Convert
) -> None:
    filled = fill(BLANK, tmp_path / "記入.xlsx", _content(sample, form))
    saved = convert(filled, "xlsx")
    results = check_files([filled, saved], masters)
    assert [found(result.judgement) for result in results] == [[], []]


def test_a_blank_form_that_libreoffice_saved_can_be_filled_in(
    form: Form, masters: Masters, tmp_path: Path, convert: Convert
) -> None:
    shutil.copyfile(BLANK, tmp_path / BLANK.name)
    saved = convert(tmp_path / BLANK.name, "xlsx")
    filled = fill(saved, tmp_path / "記入.xlsx", _content("区民ホール受付システム", form))
    (result,) = check_files([filled], masters)
    assert found(result.judgement) == []


def test_every_text_of_a_filled_form_is_printed(form: Form, tmp_path: Path, convert: Convert) -> None:
    shutil.copyfile(SAMPLES / "付議事項_後期高齢支援システム.xlsx", tmp_path / "見本.xlsx")
    printed = _text_of(convert(tmp_path / "見本.xlsx", "pdf"))
    content = read_data(SAMPLES / "data" / "後期高齢支援システム.json")["項目"]
    missing = [name for name, text in content.items() if text and not _stands_in(str(text), printed)]
    assert missing == []


def _text_of(pdf: Path) -> str:
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, timeout=60).stdout.decode()
    return re.sub(r"\s|\f", "", text)


def _stands_in(text: str, printed: str) -> bool:
    """Whether each sentence is there; pages may break between them."""
    return all(re.sub(r"\s", "", part) in printed for part in re.split(r"(?<=。)|\n", text) if part.strip())
