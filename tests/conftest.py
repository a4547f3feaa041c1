"""What many tests need: the shipped masters, and drafts of the sample submissions to spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.forms.model import Form
from pipeline.masters.load import Masters, load_masters
from pipeline.workspace import FORM
from tests.drafts import Draft

WORKBOOKS = Path(__file__).parent.parent / "workbooks"
SAMPLES = WORKBOOKS / "samples"
TEMPLATES = WORKBOOKS / "templates"


@pytest.fixture(scope="session")
def masters() -> Masters:
    return load_masters(WORKBOOKS / "masters")


@pytest.fixture(scope="session")
def form(masters: Masters) -> Form:
    return masters.forms[FORM]


@pytest.fixture
def hall(form: Form) -> Draft:
    """区民ホール受付システム: 電算処理, 外部結合, 指定管理."""
    return Draft.of(SAMPLES / "付議事項_区民ホール受付システム.xlsx", form)


@pytest.fixture
def elders(form: Form) -> Draft:
    """後期高齢支援システム: 電算処理, 外部結合, 業務委託."""
    return Draft.of(SAMPLES / "付議事項_後期高齢支援システム.xlsx", form)
