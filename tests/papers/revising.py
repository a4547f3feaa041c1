"""A case and its later version, as departments revise one: the words of the form, and what is then marked."""

from __future__ import annotations

from pipeline.extract import extract_book
from pipeline.forms.model import Form
from pipeline.masters.load import Masters
from pipeline.papers.change_model import Changes, Earlier
from pipeline.papers.changes import compare
from pipeline.papers.content import Content, content_of
from pipeline.papers.japanese_diff import Run
from tests.drafts import Draft

Marks = dict[tuple[str, str], str]
"""(sheet, cell) → its text with ［］ around what is marked."""


def content(draft: Draft, masters: Masters) -> Content:
    """What a draft says."""
    extract = extract_book(draft.book, {draft.form.name: draft.form})
    return content_of(extract, draft.form, masters.mark_readings)


def changes_between(old: Content, new: Content, form: Form) -> Changes:
    """The changes of a case of which every sheet is compared with one version."""
    earlier = Earlier(old, "令和６年度第４回個人情報保護管理運営会議")
    return compare(new, lambda _: earlier, form)


def shown(runs: tuple[Run, ...]) -> str:
    """Runs as text, with brackets around what is marked."""
    return "".join(f"［{run.text}］" if run.changed else run.text for run in runs)


def marks(changes: Changes) -> Marks:
    """All marks, by sheet and cell."""
    from validations.findings import address

    return {
        (sheet, address(*place)): shown(runs)
        for sheet, cells in changes.cells.items()
        for place, runs in sorted(cells.items())
    }


def listed(changes: Changes) -> list[tuple[str, str | None, str]]:
    """The list 変更箇所 as (sheet, cell, kind)."""
    return [(change.sheet, change.cell, change.kind) for change in changes.listing()]
