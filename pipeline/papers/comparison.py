"""What a workbook that goes back has changed since the last approval, for the sheet 変更箇所 of its annotated copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.basis import Ledger, case_changes, names_earlier, reader
from pipeline.papers.change_model import Changes
from pipeline.papers.content import read_content
from pipeline.workspace import FORM


@dataclass(frozen=True)
class Comparison:
    """Compares workbooks with what was approved."""

    masters: Masters
    ledger: Callable[[], Ledger]
    """The accepted cases; asked for only when a workbook names an earlier one."""

    def of(self, data: bytes, name: str) -> Changes | None:
        """The changes of a workbook; None for one that names no earlier case, and for what is no 付議事項."""
        content = read_content(data, name, self._form, self.masters.mark_readings)
        if content is None or not names_earlier(content):
            return None
        return case_changes(content, self._ledger, reader(self.masters), self._form)

    @cached_property
    def _ledger(self) -> Ledger:
        return self.ledger()

    @property
    def _form(self) -> Form:
        return self.masters.forms[FORM]
