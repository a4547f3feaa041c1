"""Making a workspace, and the demonstration on the sample cases."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from pipeline.durable import durable_write
from pipeline.forms.blank import build_form
from pipeline.masters.load import Masters, load_masters
from pipeline.masters.spec import MASTER_FORMS
from pipeline.placement import safe_stem
from pipeline.samples import build_templates, read_data
from pipeline.settings import FILE, sample
from pipeline.shipped import shipped
from pipeline.workspace import FORM, PAST_FORM, RECORD_FORM, SUBMITTED, Workspace

_DEMO_MARK = Path(".fugi") / "demo"
"""Says that a workspace was made to show the job at work."""

_ALSO_WITH_MACRO = f"{FORM}_後期高齢支援システム.xlsx"
"""The sample of which the demonstration hands in a copy that is set aside."""


def init_workspace(root: Path) -> Workspace:
    """Make a workspace: masters as shipped, blank forms, empty books, a folder for each 課. What is there already stays."""
    workspace = Workspace(root)
    for folder in workspace.folders():
        folder.mkdir(parents=True, exist_ok=True)
    for name in MASTER_FORMS:
        _copy_unless_there(shipped() / "masters" / f"{name}.xlsx", workspace.masters / f"{name}.xlsx")
    masters = load_masters(workspace.masters)
    build_templates(masters.forms, workspace.templates)
    if not workspace.record.exists():
        build_form(masters.forms[RECORD_FORM], workspace.record)
    make_inboxes(workspace, masters)
    settings = workspace.root / FILE
    if not settings.exists():
        durable_write(settings, sample().encode())
    return workspace


def make_inboxes(workspace: Workspace, masters: Masters) -> None:
    """For every 課 of the master that is still there a folder in the inbox, one for checks and one for what goes back to it.

    All are there from the beginning, so that each can be given its rights.
    """
    for name, row in masters.departments.items():
        if not row["有効終了"]:
            for folder in (workspace.inbox, workspace.check, workspace.returned):
                (folder / safe_stem(name)).mkdir(parents=True, exist_ok=True)


def is_in_use(workspace: Workspace) -> bool:
    """Whether a workspace holds work of its own, which a demonstration must not touch."""
    kept = (workspace.accepted, workspace.returned, workspace.past_cases)
    return not (workspace.root / _DEMO_MARK).exists() and any(
        path.is_file() for folder in kept for path in folder.rglob("*")
    )


def fill_demo(workspace: Workspace) -> None:
    """Put the samples where people would: submissions into the inbox, past cases and decisions with the secretariat."""
    (workspace.root / _DEMO_MARK).parent.mkdir(mode=0o700, exist_ok=True)
    (workspace.root / _DEMO_MARK).touch()
    samples = shipped() / "samples"
    for path in sorted((samples / "data").glob("*.json")):
        data = read_data(path)
        workbook = samples / data["ファイル名"]
        if data["様式"] in SUBMITTED:
            shutil.copyfile(workbook, workspace.inbox / data["課"] / workbook.name)
            if data["ファイル名"] == _ALSO_WITH_MACRO:
                _copy_with_macro(workbook, workspace.inbox / data["課"] / f"{FORM}_マクロ付きの例.xlsm")
        elif data["様式"] == PAST_FORM:
            _copy_unless_there(workbook, workspace.past_cases / workbook.name)
        elif data["様式"] == RECORD_FORM:
            shutil.copyfile(workbook, workspace.record)


def _copy_with_macro(source: Path, target: Path) -> None:
    """A copy of a workbook that says it holds a macro, to be set aside. What lies in the place of the macro does nothing."""
    shutil.copyfile(source, target)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr(zipfile.ZipInfo("xl/vbaProject.bin"), "見本のための、動かない中身です。")


def _copy_unless_there(source: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
