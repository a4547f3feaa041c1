from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.extract import Extract, extract_book, extract_file
from pipeline.forms.model import Form
from pipeline.frames import Tables, to_tables
from pipeline.judge import Judgement, judge
from pipeline.masters.load import Masters
from pipeline.normalise import normalise
from pipeline.papers.content import Content
from pipeline.workspace import FILING_FORM, SUBMITTED
from tests.conftest import SAMPLES
from tests.drafts import Draft, Found, everything_found

from .revising import read, revised, written

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


@pytest.fixture(scope="session")
def former(masters: Masters) -> Content:
    """What the published assessment says."""
    return read(SAMPLE, masters)


@pytest.fixture(scope="session")
def later_path(filing_form: Form, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition after it."""
    return written(revised(), filing_form, tmp_path_factory.mktemp("改訂") / "改訂版.xlsx")


@pytest.fixture
def draft(filing_form: Form) -> Draft:
    return Draft.of(SAMPLE, filing_form)


def read_filing(path: Path, masters: Masters) -> Extract:
    return extract_file(path.read_bytes(), path.name, dict(masters.forms), FILING_FORM)


def tables_of(extract: Extract, masters: Masters) -> Tables:
    tables = to_tables([extract], masters.forms[FILING_FORM])
    normalise(tables, masters)
    return tables


def judged(drafts: Sequence[Draft], masters: Masters) -> list[Judgement]:
    """Judge drafts of any form as the files of one night."""
    return judge([extract_book(one.book, dict(masters.forms), SUBMITTED) for one in drafts], masters)[0]


def codes_of(judgement: Judgement) -> set[str]:
    """The codes that were found."""
    return {finding.code for finding in judgement.findings}


def spoilt(draft: Draft, masters: Masters) -> list[Found]:
    """What is found in a draft beside what is found in the published assessment as it is."""
    as_published, found = (everything_found(one) for one in judged([Draft.of(SAMPLE, draft.form), draft], masters))
    return list((Counter(found) - Counter(as_published)).elements())
