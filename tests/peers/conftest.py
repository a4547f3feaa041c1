"""LibreOffice with one profile for all tests of a module: to make one takes longer than a conversion."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests import libreoffice

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open a workbook in LibreOffice and save it in another format."""
    return partial(libreoffice.convert, profile=tmp_path_factory.mktemp("profile"))
