"""`fugi diff`: two workbooks of a department laid side by side, as a list and as a marked copy of the later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.filings.compare import filing_changes
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.notice import shown
from pipeline.package import Unreadable
from pipeline.papers.change_model import Change, Changes, Earlier
from pipeline.papers.change_sheet import change_summary, differences, stretches
from pipeline.papers.changes import compare
from pipeline.papers.content import Content, read_any
from pipeline.papers.japanese_diff import Run
from pipeline.patch.emphasis import mark_copy
from pipeline.terminal import Stopped
from pipeline.workspace import FILING_FORM, FORM

if TYPE_CHECKING:
    from rich.text import Text

_NOT_WRITABLE = "「{}」には変更箇所を書き込めません。Excelで開き、.xlsx で保存し直してください。"
_MARKED = "各シートでは、変わった所を太字ゴシックと下線で示しています。ほかは、元のブックのままです。"


class NotReadable(Stopped):
    """A workbook that cannot be compared; the text says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two workbooks and what changed from the first to the second."""

    old: Path
    new: Path
    changes: Changes

    def as_records(self) -> list[dict[str, str | None]]:
        """The list for programs."""
        return [change.as_record() for change in self.changes]

    def as_text(self) -> str:
        """The list for a log: changed words in 〔〕."""
        return "\n".join(self._head() + [line for change in self.changes for line in _lines(change)])

    def as_rich(self) -> Text:
        """The list for a terminal: changed words bold and underlined."""
        from rich.text import Text

        text = Text("\n".join(self._head()) + "\n")
        for change in self.changes:
            text.append(f"■ {_place(change)}　{change.kind}\n")
            for label, runs in _sides(change):
                text.append(f"　{label}：")
                for run in runs:
                    text.append(shown(run.text), "bold underline" if run.changed else None)
                text.append("\n")
        return text

    def marked_copy(self) -> bytes:
        """A copy of the later workbook with the changes marked in place and listed. Raises `NotReadable`."""
        marks = {
            sheet: {place: stretches(runs) for place, runs in cells.items()}
            for sheet, cells in self.changes.cells.items()
        }
        summary = (*change_summary(self.changes), f"前の版：{shown(self.old.name)}", _MARKED)
        try:
            return mark_copy(self.new.read_bytes(), marks, differences(self.changes), summary)
        except Unreadable as fault:
            raise NotReadable(_NOT_WRITABLE.format(self.new)) from fault

    def with_appendix(self) -> bytes:
        """A copy of the later workbook, a 全項目評価書, with the rows that its 別添３ lacks. Raises `NotReadable`."""
        appendix = self.changes.appendix
        if appendix is None:
            raise NotReadable(
                f"別添３（変更箇所）があるのは{FILING_FORM}だけです。付議事項には --out を使ってください。"
            )
        try:
            return appendix.written_into(self.new.read_bytes(), self.new.name)
        except Unreadable as fault:
            raise NotReadable(_NOT_WRITABLE.format(self.new)) from fault

    def _head(self) -> list[str]:
        count = len(self.changes.changes)
        told = f"変更箇所は{count}件です。" if count else "変更箇所はありません。"
        return [f"{shown(self.old.name)}　→　{shown(self.new.name)}", told, ""]


def compare_files(old: Path, new: Path, masters: Masters) -> Compared:
    """Compare two workbooks of one form, 付議事項 or 全項目評価書. Raises `NotReadable`."""
    (form, former), (other, later) = _read(old, masters), _read(new, masters)
    if form.name != other.name:
        raise NotReadable(
            f"「{old.name}」は{form.name}、「{new.name}」は{other.name}です。同じ様式のブックを2つ指定してください。"
        )
    if form.name == FILING_FORM:
        return Compared(old, new, filing_changes(later, former, form))
    earlier = Earlier(former)
    return Compared(old, new, compare(later, lambda _: earlier, form))


def _read(path: Path, masters: Masters) -> tuple[Form, Content]:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise NotReadable(f"「{path}」を開けません。名前と場所、使用中でないかを確認してください。") from fault
    forms = {name: masters.forms[name] for name in (FORM, FILING_FORM)}
    found = read_any(data, path.name, forms, masters.mark_readings)
    if found is None:
        raise NotReadable(
            f"「{path}」を{FORM}又は{FILING_FORM}のブックとして読み取れません。fugi check で確かめてください。"
        )
    return found


def _lines(change: Change) -> list[str]:
    sides = (f"　{label}：{_bracketed(runs)}" for label, runs in _sides(change))
    return [f"■ {_place(change)}　{change.kind}", *sides]


def _place(change: Change) -> str:
    where = f"シート「{change.sheet}」" + (f"の{change.cell}" if change.cell else "")
    return f"{where}　{shown(change.item)}"


def _sides(change: Change) -> list[tuple[str, Sequence[Run]]]:
    return [(label, runs) for label, runs in (("前", change.before), ("後", change.after)) if runs]


def _bracketed(runs: Sequence[Run]) -> str:
    if len(runs) == 1:
        return shown(runs[0].text)
    return "".join(f"〔{shown(run.text)}〕" if run.changed else shown(run.text) for run in runs)
