"""The sample workbooks, filled in from the data files beside them: `python -m pipeline.samples` (nox -s samples).

The facts in the data files are those of published documents; what the documents do not contain is invented and said to be so.
The texts of the measures are not in the data files: the master is their only place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.forms.blank import build_form
from pipeline.forms.model import Form
from pipeline.masters.load import load_masters
from pipeline.shipped import shipped
from pipeline.workspace import TEMPLATES

Data = dict[str, Any]


def build_samples(masters_folder: Path, data_folder: Path, target: Path) -> list[Path]:
    """Build every sample of the data folder. Returns the workbooks written."""
    forms = load_masters(masters_folder).forms
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for path in sorted(data_folder.glob("*.json")):
        data = read_data(path)
        form = forms[data["様式"]]
        workbook = target / data["ファイル名"]
        build_form(form, workbook, content_of(data, form))
        written.append(workbook)
    return written


def build_templates(forms: Mapping[str, Form], target: Path) -> list[Path]:
    """Build the blank forms that departments and the secretariat take."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in (name for name in TEMPLATES if name in forms):
        workbook = target / f"{name}.xlsx"
        build_form(forms[name], workbook)
        written.append(workbook)
    return written


def read_data(path: Path) -> Data:
    """Read a data file. One that names another as its 元 is that one with its own entries laid over it."""
    data: Data = json.loads(path.read_text(encoding="utf-8"))
    if "元" not in data:
        return data
    base = read_data(path.with_name(data["元"]))
    lists = {
        sheet: {**base["チェックリスト"].get(sheet, {}), **answers} for sheet, answers in data["チェックリスト"].items()
    }
    return {
        **base,
        **data,
        "項目": {**base["項目"], **data["項目"]},
        "表": {**base["表"], **data["表"]},
        "チェックリスト": {**base["チェックリスト"], **lists},
    }


def content_of(data: Data, form: Form) -> dict[str, object]:
    """What to fill in: defined name → value or rows. On a named checklist every measure is ○ that is not listed otherwise."""
    content: dict[str, object] = dict(data.get("項目", {}))
    content.update(data.get("表", {}))
    for sheet, answers in data.get("チェックリスト", {}).items():
        rows = []
        for measure in form.by_name[sheet].measures:
            default = [None, None] if measure.when_subcontracted else ["○", None]
            mark, reason = answers.get(measure.id, default)
            rows.append({"対策ID": measure.id, "可否": mark, "理由": reason})
        content[f"{sheet}.表"] = rows
    return content


if __name__ == "__main__":
    root = shipped()
    for made in build_samples(root / "masters", root / "samples" / "data", root / "samples"):
        print(made.name)
    for made in build_templates(load_masters(root / "masters").forms, root / "templates"):
        print(made.name)
