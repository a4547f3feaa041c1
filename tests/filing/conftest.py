from pathlib import Path

import pytest

from pipeline.extract import Extract, extract_file
from pipeline.forms.model import Form
from pipeline.frames import Tables, to_tables
from pipeline.masters.load import Masters
from pipeline.normalise import normalise
from pipeline.workspace import FILING_FORM
from tests.conftest import SAMPLES
from tests.drafts import Draft

SAMPLE = SAMPLES / "全項目評価書_国民健康保険.xlsx"


@pytest.fixture(scope="session")
def filing_form(masters: Masters) -> Form:
    return masters.forms[FILING_FORM]


@pytest.fixture(scope="module")
def sample(masters: Masters) -> Extract:
    return read_filing(SAMPLE, masters)


@pytest.fixture(scope="module")
def tables(sample: Extract, masters: Masters) -> Tables:
    return tables_of(sample, masters)


@pytest.fixture
def draft(filing_form: Form) -> Draft:
    return Draft.of(SAMPLE, filing_form)


def read_filing(path: Path, masters: Masters) -> Extract:
    return extract_file(path.read_bytes(), path.name, dict(masters.forms), FILING_FORM)


def tables_of(extract: Extract, masters: Masters) -> Tables:
    tables = to_tables([extract], masters.forms[FILING_FORM])
    normalise(tables, masters)
    return tables
