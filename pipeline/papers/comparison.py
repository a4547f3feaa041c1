"""What a workbook that goes back has changed since the last approval, for the sheet 変更箇所 of its annotated copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.filings.compare import LAST, filing_changes
from pipeline.filings.cover import number_of
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.basis import Ledger, case_changes, names_earlier, reader
from pipeline.papers.change_model import Changes
from pipeline.papers.content import Content, read_any, read_content
from pipeline.workspace import FILING_FORM, FORM


@dataclass(frozen=True)
class Comparison:
    """Compares workbooks with what was approved."""

    masters: Masters
    ledger: Callable[[], Ledger]
    """The accepted cases; asked for only when a workbook names an earlier one."""

    filings: Callable[[], Mapping[str, Path]] = dict
    """評価書番号 → the accepted 全項目評価書 in its latest version; asked for only when there is a filing to compare."""

    def of(self, data: bytes, name: str) -> Changes | None:
        """The changes of a workbook; None for one that names no earlier case, a first filing, and what is neither.

        Raises OSError when an earlier filing cannot be read.
        """
        forms = {form: self.masters.forms[form] for form in (FORM, FILING_FORM)}
        found = read_any(data, name, forms, self.masters.mark_readings)
        if found is None:
            return None
        form, content = found
        if form.name == FILING_FORM:
            return self._of_filing(content, form)
        return case_changes(content, self._ledger, reader(self.masters), form) if names_earlier(content) else None

    def _of_filing(self, content: Content, form: Form) -> Changes | None:
        path = self._filings.get(number_of(content) or "")
        if path is None:
            return None
        earlier = read_content(path.read_bytes(), path.name, form, self.masters.mark_readings)
        if earlier is None or earlier.sha256 == content.sha256:
            return None
        return filing_changes(content, earlier, form, LAST)

    @cached_property
    def _ledger(self) -> Ledger:
        return self.ledger()

    @cached_property
    def _filings(self) -> Mapping[str, Path]:
        return self.filings()
