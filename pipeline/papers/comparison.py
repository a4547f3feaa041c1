"""What a workbook that goes back has changed since the last approval, for the sheet 変更箇所 of its annotated copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from pipeline.extract import extract_file
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.basis import Ledger, case_changes, names_earlier, reader
from pipeline.papers.change_model import Changes
from pipeline.papers.content import content_of
from pipeline.workspace import FORM


@dataclass(frozen=True)
class Comparison:
    """Compares workbooks with what was approved."""

    masters: Masters
    ledger: Callable[[], Ledger]
    """The accepted cases; asked for only when a workbook names an earlier one."""

    def of(self, data: bytes, name: str) -> Changes | None:
        """The changes of a workbook; None for one that names no earlier case, and for what is no 付議事項."""
        extract = extract_file(data, PurePath(name).name, dict(self.masters.forms), FORM)
        if extract.form is None:
            return None
        content = content_of(extract, self._form, self.masters.mark_readings)
        return case_changes(content, self._ledger, reader(self.masters), self._form) if names_earlier(content) else None

    @cached_property
    def _ledger(self) -> Ledger:
        return self.ledger()

    @property
    def _form(self) -> Form:
        return self.masters.forms[FORM]
