from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.forms.blank import build_form
from pipeline.forms.model import Form
from pipeline.masters.load import load_masters

from .builders import SMALL

MASTERS = Path(__file__).parents[2] / "workbooks" / "masters"


@pytest.fixture(scope="session")
def shipped() -> dict[str, Form]:
    return dict(load_masters(MASTERS).forms)


@pytest.fixture(scope="session", params=["小さい様式", "付議事項", "全項目評価書", "過去案件", "審議記録"])
def form(request: pytest.FixtureRequest, shipped: dict[str, Form]) -> Form:
    return {"小さい様式": SMALL, **shipped}[request.param]


@pytest.fixture(scope="session")
def blank(form: Form, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("forms") / "blank.xlsx"
    build_form(form, path)
    return load_workbook(path)


@pytest.fixture
def filled(tmp_path: Path) -> Callable[[Form, dict[str, object]], Workbook]:
    def build(form: Form, content: dict[str, object]) -> Workbook:
        build_form(form, tmp_path / "filled.xlsx", content)
        return load_workbook(tmp_path / "filled.xlsx")

    return build
